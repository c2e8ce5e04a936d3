"""Labels of a drawing that know their numbers, so that whoever reads the drawing back finds exact values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.text import Text

from cakupan.words.numbers import Num, RichText, machine_values, plain

NUMBERS = "ck-numbers "
NAMED = "ck-name "
"""How the id of a mark begins that says what it stands for: a name that is shown to whoever points at it."""
SCALE = "axis"
"""The address of a number of an axis itself, which tells of no region."""
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")


def write(axes: Axes, x: float, y: float, words: RichText, **keywords: Any) -> Text:
    """A label at data coordinates whose numbers keep their values: `data-numbers` in the SVG, for whoever checks the drawing."""
    return remember(axes.text(x, y, plain(words), **keywords), words)


def remember(label: Text, words: RichText) -> Text:
    """Let a label know the numbers that it shows."""
    numbers = machine_values(words)
    if numbers:
        label.set_gid(NUMBERS + numbers)
    return label


def named(text: str) -> str:
    """The id of a mark that tells its name to whoever points at it: `mark.set_gid(named("Samarinda"))`."""
    return NAMED + text


def _of_the_scale(part: str | Num) -> str | Num:
    """A part of a tick's label; what is printed as a date has its own rules."""
    is_number = isinstance(part, Num) and not part.key and not _DATE.fullmatch(part.value)
    return replace(part, key=SCALE) if is_number and isinstance(part, Num) else part


def number_ticks(axis: Axis, ticks: Iterable[float], words: Callable[[float], RichText]) -> None:
    """Fixed ticks whose labels keep their values; a number of the scale itself has the address "axis", dates are those of figures."""
    places = list(ticks)
    labels = [tuple(map(_of_the_scale, words(place))) for place in places]
    axis.set_ticks(places, labels=[plain(label) for label in labels])
    for tick, label in zip(axis.get_major_ticks(), labels, strict=True):
        remember(tick.label1, label)
        remember(tick.label2, label)  # on the other side, as beside a colour bar
