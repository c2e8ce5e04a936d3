"""A map of circles with names: which stands inside its circle, which beside it, and which in a key below, by a letter.

Where circles lie is worked out in `look.packing`, what they stand for by who calls.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from string import ascii_letters
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Circle as Round

from cakupan import look
from cakupan.look.packing import Box, Circle, Spot, beside, inside
from cakupan.words.numbers import RichText, plain, rich

LINE_MM = 3.6
"""Height of a line of labels."""
MANY, NAMED_OF_MANY = 60, 6
"""Up to so many circles, all names stand somewhere; of more, so many beside their circles, and the others where one points."""


@dataclass(frozen=True)
class Mark:
    """What is drawn of one region: its name, its value as printed, its class from 0 (light) to 4, and whether its value is a bound.

    grade: None where no value is known. named: whether its name is to stand somewhere, inside or not.
    """

    name: str
    value: RichText
    grade: int | None
    hatched: bool = False
    own: bool = False
    named: bool = True

    @property
    def words(self) -> RichText:
        """Name and value in a line."""
        return rich(self.name, " ", self.value) if plain(self.value) else (self.name,)

    @property
    def ink(self) -> str:
        """The colour of what stands inside the circle."""
        return look.ON_DARK if self.grade is not None and self.grade >= 3 else look.ON_LIGHT

    @property
    def face(self) -> str:
        """The colour of the circle."""
        return look.BLUES[self.grade] if self.grade is not None else "none"


@dataclass(frozen=True)
class Label:
    """A text on the map: centred on its place, or beginning there. ground: the colour that it lies on, where there is hatching."""

    x: float
    y: float
    words: RichText
    ink: str = look.INK
    centred: bool = True
    ground: str = ""
    weight: int = 400


@dataclass
class Arranged:
    """Where all texts stand. key: the lines below the map that tell the names of letters."""

    labels: list[Label] = field(default_factory=list)
    leaders: list[tuple[tuple[float, float], tuple[float, float]]] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)
    key: list[RichText] = field(default_factory=list)

    @property
    def key_mm(self) -> float:
        """How high the key is."""
        return LINE_MM * len(self.key) + (1.0 if self.key else 0.0)


def room_for(n: int) -> dict[str, Any]:
    """How full the map is, and how far apart circles stand: of very many the sea stays free, so that the islands are seen."""
    return {"filled": 13, "gap_mm": 0.2} if n > MANY else {"filled": 34, "gap_mm": 0.8}


def arranged(circles: Sequence[Circle], marks: Sequence[Mark], room: Box) -> Arranged:
    """Find a place for each name that is to be told, larger circles first: inside, else beside, else by a letter in the key."""
    texts = Arranged()
    left: list[tuple[Circle, Mark]] = []
    for circle, mark in sorted(zip(circles, marks, strict=True), key=lambda pair: (-pair[0].r, pair[1].name)):
        if not mark.named:
            continue
        lines = _inside(circle, mark)
        if lines:
            texts.labels += _stacked(circle, mark, lines)
        elif (spot := _spot(circle, mark.words, circles, texts.taken, room)) is not None:
            _put(texts, spot, mark.words)
        else:
            left.append((circle, mark))
    if len(circles) <= MANY:
        _by_letter(texts, left, circles, room)
    return texts


def _inside(circle: Circle, mark: Mark) -> list[RichText]:
    """Name and value, if need be a word a line; nothing where neither fits into the circle.

    A name with digits stays on one line: a number on a line of its own would read as the value.
    """
    value: list[RichText] = [mark.value] if plain(mark.value) else []
    name: list[RichText] = [(mark.name,)]
    words: list[RichText] = [(part,) for part in mark.name.split()]
    for lines in [name + value] if re.search(r"\d", mark.name) else [name + value, words + value]:
        if inside(circle, [look.label_mm(plain(line), look.SMALL_PT) for line in lines], LINE_MM):
            return lines
    return []


def _stacked(circle: Circle, mark: Mark, lines: Sequence[RichText]) -> list[Label]:
    middle, ground = (len(lines) - 1) / 2, mark.face if mark.hatched else ""
    return [
        Label(circle.x, circle.y + LINE_MM * (middle - number), line, mark.ink, ground=ground)
        for number, line in enumerate(lines)
    ]


def _spot(circle: Circle, words: RichText, circles: Sequence[Circle], taken: Sequence[Box], room: Box) -> Spot | None:
    return beside(circle, look.label_mm(plain(words), look.SMALL_PT) + 0.6, LINE_MM - 0.5, circles, taken, room)


def _put(texts: Arranged, spot: Spot, words: RichText) -> None:
    """A text beside its circle, with a line to it where it stands apart."""
    texts.taken.append(spot.box)
    texts.labels.append(Label(spot.box.x + 0.3, spot.box.y + spot.box.height / 2, words, centred=False))
    if spot.leader is not None:
        (x0, y0), (x1, y1) = spot.leader
        texts.leaders.append(spot.leader)
        texts.taken.append(Box(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)))


def _by_letter(texts: Arranged, left: Sequence[tuple[Circle, Mark]], circles: Sequence[Circle], room: Box) -> None:
    """A letter in or beside each circle whose name has no room, from left to right, and the key that tells the names."""
    entries: list[RichText] = []
    for circle, mark in sorted(left, key=lambda one: (one[0].x, one[1].name))[: len(ascii_letters)]:
        sign: RichText = (ascii_letters[len(entries)],)
        if inside(circle, [look.label_mm(plain(sign), look.SMALL_PT)], LINE_MM):
            texts.labels += _stacked(circle, mark, [sign])
        elif (spot := _spot(circle, sign, circles, texts.taken, room)) is not None:
            _put(texts, spot, sign)
        else:
            continue
        entries.append(rich(sign, " ", mark.words))
    line: RichText = ()
    for entry in entries:
        longer = rich(line, "  ·  ", entry) if line else entry
        if line and look.label_mm(plain(longer), look.SMALL_PT) > room.width:
            texts.key.append(line)
            longer = entry
        line = longer
    texts.key += [line] if line else []


def draw(axes: Axes, circles: Sequence[Circle], marks: Sequence[Mark], texts: Arranged, key_from: float) -> None:
    """Draw circles, names and, from a height down, the key, in millimetres; each circle tells its name to whoever points at it."""
    for circle, mark in zip(circles, marks, strict=True):
        _circle(axes, circle, mark)
    for (x0, y0), (x1, y1) in texts.leaders:
        axes.plot([x0, x1], [y0, y1], color=look.MUTED, linewidth=0.6, solid_capstyle="butt")
    style: dict[str, Any] = {"va": "center", "fontsize": look.SMALL_PT}
    for label in texts.labels:
        ground = {"facecolor": label.ground, "edgecolor": "none", "pad": 0.4} if label.ground else None
        side = "center" if label.centred else "left"
        weight = {"fontweight": label.weight}
        look.write(axes, label.x, label.y, label.words, ha=side, color=label.ink, bbox=ground, **weight, **style)
    for number, line in enumerate(texts.key):
        look.write(axes, 0.0, key_from - LINE_MM * (number + 0.5), line, color=look.INK, **style)


def _circle(axes: Axes, circle: Circle, mark: Mark) -> None:
    at, edge, width = (circle.x, circle.y), look.MUTED, 0.5
    if mark.own:
        edge, width = look.VERMILLION, 2.0
    hatch = None if mark.grade is not None else "xxxx"
    body = Round(at, circle.r, facecolor=mark.face, hatch=hatch, edgecolor=edge, linewidth=width)
    body.set_gid(look.named(mark.name))
    axes.add_artist(body)
    if mark.hatched:
        ink = look.ON_DARK if mark.ink == look.ON_DARK else look.MUTED
        over = Round(at, circle.r, facecolor="none", edgecolor=ink, linewidth=0, hatch="////")
        over.set_gid(look.named(mark.name))
        axes.add_artist(over)
