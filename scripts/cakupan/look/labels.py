"""Labels of a drawing that know their numbers, so that whoever reads the drawing back finds exact values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.text import Text

from cakupan.words.numbers import RichText, machine_values, plain

NUMBERS = "ck-numbers "


def write(axes: Axes, x: float, y: float, words: RichText, **keywords: Any) -> Text:
    """A label at data coordinates whose numbers keep their values: `data-numbers` in the SVG, for whoever checks the drawing."""
    return remember(axes.text(x, y, plain(words), **keywords), words)


def remember(label: Text, words: RichText) -> Text:
    """Let a label know the numbers that it shows."""
    numbers = machine_values(words)
    if numbers:
        label.set_gid(NUMBERS + numbers)
    return label


def number_ticks(axis: Axis, ticks: Iterable[float], words: Callable[[float], RichText]) -> None:
    """Fixed ticks whose labels keep their values."""
    places = list(ticks)
    labels = [words(place) for place in places]
    axis.set_ticks(places, labels=[plain(label) for label in labels])
    for tick, label in zip(axis.get_major_ticks(), labels, strict=True):
        remember(tick.label1, label)
