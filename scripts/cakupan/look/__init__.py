"""The look of every drawing: colours, house style, placing in millimetres, widths of words, and a clean SVG of the result.

Nothing here knows what a chart shows; charts live in `cakupan.charts`, blocks in `cakupan.blocks`.
"""

from cakupan.look.drawings import figure_of, finish, put_away, rename, shown_in, texts_of, watch_cells
from cakupan.look.labels import number_ticks, remember, write
from cakupan.look.palette import (
    ACCENT,
    AXIS,
    BLUE,
    BLUES,
    DARK,
    FILL,
    GREEN,
    GRID,
    INK,
    MUTED,
    ON_DARK,
    ON_LIGHT,
    PAPER,
    PURPLE,
    VERMILLION,
)
from cakupan.look.placing import add_axes, blank_figure, new_figure
from cakupan.look.style import (
    LABEL_PT,
    MM_PER_INCH,
    POINTS_PER_INCH,
    RC,
    SMALL_PT,
    TEXT_WIDTH_MM,
    Weight,
    house_style,
    register_fonts,
    theme,
    themed,
)
from cakupan.look.svg import clean_svg, to_svg
from cakupan.look.widths import forget_faces, label_mm, shorten, widest_mm

__all__ = [
    "ACCENT",
    "AXIS",
    "BLUE",
    "BLUES",
    "DARK",
    "FILL",
    "GREEN",
    "GRID",
    "INK",
    "LABEL_PT",
    "MM_PER_INCH",
    "MUTED",
    "ON_DARK",
    "ON_LIGHT",
    "PAPER",
    "POINTS_PER_INCH",
    "PURPLE",
    "RC",
    "SMALL_PT",
    "TEXT_WIDTH_MM",
    "VERMILLION",
    "Weight",
    "add_axes",
    "blank_figure",
    "clean_svg",
    "figure_of",
    "finish",
    "forget_faces",
    "house_style",
    "label_mm",
    "new_figure",
    "number_ticks",
    "put_away",
    "register_fonts",
    "remember",
    "rename",
    "shorten",
    "shown_in",
    "texts_of",
    "theme",
    "themed",
    "to_svg",
    "watch_cells",
    "widest_mm",
    "write",
]
