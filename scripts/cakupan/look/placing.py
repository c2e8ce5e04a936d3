"""Figures and axes placed in millimetres, without a layout engine."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from cakupan.look.style import MM_PER_INCH, POINTS_PER_INCH, TEXT_WIDTH_MM, register_fonts


def new_figure(
    width_mm: float = TEXT_WIDTH_MM,
    height_mm: float = 70.0,
    *,
    left_mm: float = 12.0,
    right_mm: float = 4.0,
    top_mm: float = 3.0,
    bottom_mm: float = 11.0,
) -> tuple[Figure, Axes]:
    """A figure with one axes inside the given margins.

    No layout engine runs: it would cost three times the drawing. Measure the longest label with `label_mm` and make the
    margin that wide. Call inside `theme()`.
    """
    figure = blank_figure(width_mm, height_mm)
    axes = add_axes(figure, left_mm, bottom_mm, width_mm - left_mm - right_mm, height_mm - top_mm - bottom_mm)
    return figure, axes


def blank_figure(width_mm: float, height_mm: float) -> Figure:
    """A figure without axes, free of pyplot (so that no notebook draws it a second time)."""
    register_fonts()
    figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH), dpi=POINTS_PER_INCH)
    FigureCanvasSVG(figure)
    return figure


def add_axes(
    figure: Figure, left_mm: float, bottom_mm: float, width_mm: float, height_mm: float, **keywords: Any
) -> Axes:
    """Axes whose plot area is exactly this rectangle, measured from the lower left corner of the figure."""
    full_width, full_height = (inch * MM_PER_INCH for inch in figure.get_size_inches())
    if (
        left_mm < 0
        or bottom_mm < 0
        or left_mm + width_mm > full_width + 0.01
        or bottom_mm + height_mm > full_height + 0.01
    ):
        raise ValueError(
            f"axes of {width_mm:g} × {height_mm:g} mm at ({left_mm:g}, {bottom_mm:g}) do not fit into a figure of "
            f"{full_width:.0f} × {full_height:.0f} mm"
        )
    rectangle = (left_mm / full_width, bottom_mm / full_height, width_mm / full_width, height_mm / full_height)
    return figure.add_axes(rectangle, **keywords)
