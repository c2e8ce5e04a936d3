"""Circles near their places, none on another, and names that find room beside them: what a cartogram of circles needs.

The circles are placed in whole numbers (thousandths of a millimetre) and the same number of rounds each time, so that every machine draws the same
bytes; 38 circles take some 8 ms, 514 a quarter of a second and 10 MB. What the circles stand for is decided by who draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Any

import numpy as np

ROUNDS, HOMEWARD = 260, 170
"""How often all circles move, and in how many of these rounds, the first ones, each is also drawn back to its place."""
NEAR_EVERY = 8
"""After how many rounds it is asked anew which circles are near each other."""
PI_MILLIONTHS = 3_141_593
MICRO = 1000


@dataclass(frozen=True)
class Circle:
    """A circle of a drawing, in millimetres from its lower left corner."""

    x: float
    y: float
    r: float


@dataclass(frozen=True)
class Box:
    """A rectangle in millimetres, from its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Whether two rectangles overlap."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def within(self, room: Box) -> bool:
        """Whether the rectangle lies inside another."""
        return (
            room.x <= self.x
            and self.x + self.width <= room.x + room.width
            and room.y <= self.y
            and self.y + self.height <= room.y + room.height
        )

    def meets_circle(self, circle: Circle) -> bool:
        """Whether a circle reaches into the rectangle."""
        across = circle.x - min(max(circle.x, self.x), self.x + self.width)
        up = circle.y - min(max(circle.y, self.y), self.y + self.height)
        return across * across + up * up < circle.r * circle.r


def packed(
    places: Sequence[tuple[float, float]],
    sizes: Sequence[int],
    width_mm: float,
    most_mm: float,
    *,
    filled: int = 40,
    gap_mm: float = 0.4,
) -> tuple[list[Circle], float]:
    """Circles whose area is in proportion to their size, near their places and apart from each other, and the height that they take.

    places: (latitude, longitude) in degrees. sizes: whole numbers, such as people. width_mm, most_mm: the room. filled: the share of
    the map's rectangle, in percent, that all circles together cover.

    >>> circles, height = packed([(-0.5, 117.1), (-1.2, 116.8), (0.1, 117.5)], [623, 535, 138], 80, 60)
    >>> [(circle.x, circle.y, circle.r) for circle in circles]
    [(40.14, 33.821, 8.688), (29.095, 8.05, 8.05), (54.866, 55.911, 4.088)]
    """
    if not sizes:
        return [], 0.0
    homes = np.array([[round(10_000 * lon), round(10_000 * lat)] for lat, lon in places], dtype=np.int64)
    spread = [max(1, int(side)) for side in homes.max(axis=0) - homes.min(axis=0)]
    room = [round(MICRO * width_mm), round(MICRO * most_mm)]
    tight = min((0, 1), key=lambda side: room[side] * spread[1 - side])
    homes = (homes - homes.min(axis=0)) * room[tight] // spread[tight]
    area = room[tight] * max(room[tight] * spread[1 - tight] // spread[tight], room[1 - tight] // 3)
    whole = sum(sizes) * PI_MILLIONTHS * 100
    radii = np.array([isqrt(size * area * filled * 1_000_000 // whole) for size in sizes], dtype=np.int64)
    at = _apart(homes, radii, round(MICRO * gap_mm))
    return _fitted(at, radii, room)


def _apart(homes: Any, radii: Any, gap: int) -> Any:
    """The places after all rounds: circles that meet push each other away, the smaller one further; at first each is drawn home."""
    at = homes.copy()
    pairs: Any = None
    for turn in range(ROUNDS):
        if turn % NEAR_EVERY == 0:
            pairs = _near(at, radii, gap)
        one, other, reach, share = pairs
        away = at[one] - at[other]
        away[(away == 0).all(axis=1)] = (1, 0)
        distance = np.maximum(1, np.floor(np.sqrt((away * away).sum(axis=1)))).astype(np.int64)
        lack = np.maximum(0, reach - distance)
        move = away * (lack * 3 // 4)[:, None] // distance[:, None]
        step = np.zeros_like(at)
        np.add.at(step, one, move * share[:, None] // 1000)
        np.add.at(step, other, -move * (1000 - share)[:, None] // 1000)
        if turn < HOMEWARD:
            step += (homes - at) // 24
        at = at + step
    return at


def _near(at: Any, radii: Any, gap: int) -> tuple[Any, Any, Any, Any]:
    """The pairs that may meet in the next rounds: (one, other, how far apart they belong, thousandths of a push that one takes)."""
    across, down = (np.abs(side[:, None] - side[None, :]) for side in at.T)
    reaches = radii[:, None] + radii[None, :] + gap
    slack = reaches + int(radii.max()) // 2
    one, other = np.nonzero(np.triu((across < slack) & (down < slack), 1))
    reach = reaches[one, other]
    return one, other, reach, 1000 * radii[other] // np.maximum(1, radii[one] + radii[other])


def _fitted(at: Any, radii: Any, room: Sequence[int]) -> tuple[list[Circle], float]:
    """The circles shrunk or grown together until they fill the width or the height, in the middle of the width."""
    low, high = (at - radii[:, None]).min(axis=0), (at + radii[:, None]).max(axis=0)
    size = [max(1, int(side)) for side in high - low]
    tight = min((0, 1), key=lambda side: room[side] * size[1 - side])
    above, below = room[tight], size[tight]
    left = (room[0] - size[0] * above // below) // 2
    return [
        Circle(
            (left + int(x - low[0]) * above // below) / MICRO,
            (int(y - low[1]) * above // below) / MICRO,
            (int(r) * above // below) / MICRO,
        )
        for (x, y), r in zip(at, radii, strict=True)
    ], size[1] * above // below / MICRO


def inside(circle: Circle, widths_mm: Sequence[float], line_mm: float) -> bool:
    """Whether lines of these widths fit into a circle, one below the other around its centre."""
    middle = (len(widths_mm) - 1) / 2
    return all(
        (width / 2) ** 2 + ((abs(number - middle) + 0.42) * line_mm) ** 2 <= (circle.r - 0.2) ** 2
        for number, width in enumerate(widths_mm)
    )


_SIDES = ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (0.7071, 0.7071), (0.7071, -0.7071), (-0.7071, 0.7071), (-0.7071, -0.7071),
          (0.9239, 0.3827), (0.9239, -0.3827), (-0.9239, 0.3827), (-0.9239, -0.3827))  # fmt: skip
"""The directions in which a text may stand from a circle, in the order of preference."""
_OFF_MM = (0.5, 2.5, 5.0, 8.0, 11.0, 15.0, 20.0)
"""How far from the circle's edge a text is tried; from the second on a line leads to it."""


@dataclass(frozen=True)
class Spot:
    """Where a text stands, and the line from the circle's edge to it where it does not touch: (x, y) of both ends, or nothing."""

    box: Box
    leader: tuple[tuple[float, float], tuple[float, float]] | None = None


def beside(
    circle: Circle, width_mm: float, height_mm: float, circles: Sequence[Circle], taken: Sequence[Box], room: Box
) -> Spot | None:
    """Where a text of this size has room beside a circle, as near as can be, on no other circle or text; None where nowhere."""
    far = circle.r + _OFF_MM[-1] + width_mm
    circles = [one for one in circles if abs(one.x - circle.x) < far + one.r and abs(one.y - circle.y) < far + one.r]
    for off in _OFF_MM:
        for across, up in _SIDES:
            x, y = circle.x + across * (circle.r + off), circle.y + up * (circle.r + off)
            left = x if across > 0.3 else x - width_mm if across < -0.3 else x - width_mm / 2
            low = y if up > 0.9 else y - height_mm if up < -0.9 else y - height_mm / 2
            box = Box(left, low, width_mm, height_mm)
            if not box.within(room) or any(map(box.meets, taken)) or any(map(box.meets_circle, circles)):
                continue
            if off == _OFF_MM[0]:
                return Spot(box)
            leader = ((circle.x + across * circle.r, circle.y + up * circle.r), (x - 0.3 * across, y - 0.3 * up))
            if _is_free(leader, circle, circles, taken):
                return Spot(box, leader)
    return None


def _is_free(
    line: tuple[tuple[float, float], tuple[float, float]], own: Circle, circles: Sequence[Circle], taken: Sequence[Box]
) -> bool:
    """Whether a line runs over no text and no circle but its own."""
    (x0, y0), (x1, y1) = line
    points = [Box(x0 + (x1 - x0) * n / 12 - 0.2, y0 + (y1 - y0) * n / 12 - 0.2, 0.4, 0.4) for n in range(1, 13)]
    others = [circle for circle in circles if circle != own]
    return not any(any(map(one.meets, taken)) or any(map(one.meets_circle, others)) for one in points)
