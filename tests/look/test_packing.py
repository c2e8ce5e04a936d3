"""Circles near their places: the same on every machine, none on another, areas true to their sizes; names on nothing else."""

from __future__ import annotations

import hashlib
from math import hypot, pi

import pytest
from cakupan.look.packing import Box, Circle, beside, inside, packed
from hypothesis import given, settings
from hypothesis import strategies as st

SPOTS = [(-1.9, 116.2), (-0.4, 117.0), (2.2, 117.5), (-0.6, 115.8), (0.5, 117.6), (-0.5, 117.1), (-1.2, 116.8)]
PEOPLE = [215_313, 556_937, 200_225, 131_150, 298_328, 623_490, 533_803]


def test_the_layout_is_the_same_numbers_on_every_machine() -> None:
    circles, height = packed(SPOTS, PEOPLE, 168, 60)
    layout = ";".join(f"{one.x:.3f} {one.y:.3f} {one.r:.3f}" for one in circles) + f";{height:.3f}"
    assert layout.startswith("72.283 4.758 4.758;79.064 29.386 7.652;9")
    assert hashlib.sha256(layout.encode()).hexdigest()[:16] == "3fb482934426b529"


def test_areas_are_in_proportion_to_people() -> None:
    circles, _ = packed(SPOTS, PEOPLE, 168, 60)
    density = [people / (pi * one.r**2) for people, one in zip(PEOPLE, circles, strict=True)]
    assert max(density) / min(density) < 1.002


@given(st.lists(st.tuples(st.floats(-11, 6), st.floats(95, 141), st.integers(1, 4_000_000)), min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_circles_stay_in_their_room_and_hardly_overlap(regions: list[tuple[float, float, int]]) -> None:
    circles, height = packed([(lat, lon) for lat, lon, _ in regions], [people for *_, people in regions], 168, 60)
    assert height <= 60.001
    for at, one in enumerate(circles):
        assert one.x - one.r >= -0.01 and one.x + one.r <= 168.01
        assert one.y - one.r >= -0.01 and one.y + one.r <= height + 0.01
        for other in circles[:at]:
            assert hypot(one.x - other.x, one.y - other.y) > 0.9 * (one.r + other.r) - 0.3


def test_north_is_above_and_west_is_left() -> None:
    (south, north, west), _ = packed([(-3, 117), (2, 117), (-0.5, 114)], [100, 100, 100], 168, 60)
    assert north.y > south.y and west.x < south.x


def test_no_region_and_equal_places_are_no_fault() -> None:
    assert packed([], [], 168, 60) == ([], 0.0)
    (one, other), _ = packed([(0, 110), (0, 110)], [5, 5], 168, 60)
    assert hypot(one.x - other.x, one.y - other.y) >= one.r + other.r


def test_a_text_stands_inside_only_where_all_its_lines_fit() -> None:
    circle = Circle(0, 0, 5)
    assert inside(circle, [8.0], 3.6) and inside(circle, [6.0, 6.0], 3.6)
    assert not inside(circle, [10.0], 3.6) and not inside(circle, [8.0, 8.0, 8.0], 3.6)


@pytest.mark.parametrize("taken", [[], [Box(5.5, -10, 40, 20)]])
def test_a_text_beside_touches_no_other_circle_or_text_and_stays_in_the_room(taken: list[Box]) -> None:
    own, other, room = Circle(0, 0, 5), Circle(0, 11, 5), Box(-60, -30, 120, 60)
    spot = beside(own, 30.0, 3.0, [own, other], taken, room)
    assert spot is not None and spot.box.within(room)
    assert not any(map(spot.box.meets, taken)) and not any(map(spot.box.meets_circle, [own, other]))


def test_a_text_without_room_stands_nowhere() -> None:
    assert beside(Circle(0, 0, 5), 30.0, 3.0, [Circle(0, 0, 5)], [], Box(-6, -6, 12, 12)) is None
