"""The charts of the briefings: each takes a position and returns a figure block, with message title and alt text from the data.

The look (type, colours, millimetres, SVG) is in `cakupan.look`; which figures are drawn is decided by `indicators`.
"""

from cakupan.charts.curves import concentration_curve
from cakupan.charts.ikd import ikd_bullet
from cakupan.charts.pace import pace_fan
from cakupan.charts.panel import regions_panel
from cakupan.charts.tiles import coverage_class, tile_map
from cakupan.charts.trend import trend, waterfall

__all__ = [
    "concentration_curve",
    "coverage_class",
    "ikd_bullet",
    "pace_fan",
    "regions_panel",
    "tile_map",
    "trend",
    "waterfall",
]
