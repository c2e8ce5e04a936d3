"""Charts. Those of a frame (`plots`) take data first, then columns, and return axes, as in seaborn; any notebook may call or copy them.

The others take a position and return a figure block, with message title and alt text from the data.

The look (type, colours, millimetres, SVG) is in `cakupan.look`; which figures are drawn is decided by `indicators`.
"""

from cakupan.charts.circles import cartogram_sources, coverage_cartogram
from cakupan.charts.curves import concentration_curve
from cakupan.charts.ikd import ikd_bullet
from cakupan.charts.nation import coverage_class, tile_map
from cakupan.charts.over_time import trend as trend_figure
from cakupan.charts.over_time import waterfall
from cakupan.charts.pace import pace_fan
from cakupan.charts.panel import regions_panel
from cakupan.charts.plots import (
    bars,
    bullet,
    cartogram,
    concentration,
    decomposition,
    dots,
    fan,
    tiles,
    trend,
)

__all__ = [
    "bars",
    "bullet",
    "cartogram",
    "cartogram_sources",
    "concentration",
    "concentration_curve",
    "coverage_cartogram",
    "coverage_class",
    "decomposition",
    "dots",
    "fan",
    "ikd_bullet",
    "pace_fan",
    "regions_panel",
    "tile_map",
    "tiles",
    "trend",
    "trend_figure",
    "waterfall",
]
