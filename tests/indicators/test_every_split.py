"""Every truth that capped figures allow, one by one: no bound, no rank range and no exact value of a small nation is refuted by any.

In each regency so many are missing and so many others are recorded there beyond wajib KTP; the source shows recorded people up to wajib KTP
and no more. All combinations that would have been shown alike are gone through.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import product

import pytest
from cakupan import tables
from cakupan.blocks import Column, Table
from cakupan.indicators import Indicator, Position, compute
from cakupan.indicators.what_if import SURPLUSES, what_if
from cakupan.observations import Observation, Observations, Source
from cakupan.regions import NATION, Regions
from cakupan.words.bounds import LOWER, UPPER
from cakupan.words.numbers import Num, RichText, round_half_up
from cakupan.words.sentences import Speaker
from hypothesis import given, settings
from hypothesis import strategies as st

DAY, BEFORE = "2024-06-30", "2023-06-30"
TARGET = Fraction("0.994")
REGENCIES = ("6401", "6402", "6501", "6502", "7501")
PROVINCES = ("64", "65", "75")
Split = tuple[int, int]
"""People missing, and people recorded beyond wajib KTP, in one regency."""


@pytest.fixture(scope="module")
def regions(observations: Observations) -> Regions:
    """Three provinces with five regencies in all."""
    known = observations.regions.by_code
    return Regions({code: known[code] for code in (NATION, *PROVINCES, *REGENCIES)})


@dataclass(frozen=True)
class World:
    """A truth: wajib KTP and the split of each regency."""

    bases: Mapping[str, int]
    splits: Mapping[str, Split]

    def codes(self, region: str) -> list[str]:
        return [code for code in self.bases if region == NATION or code.startswith(region)]

    def base(self, region: str) -> int:
        return sum(self.bases[code] for code in self.codes(region))

    def recorded(self, region: str) -> int:
        return sum(self.bases[code] - self.splits[code][0] + self.splits[code][1] for code in self.codes(region))

    def shown(self, region: str) -> int:
        """The recorded people as the source shows them: cut off at wajib KTP in each regency."""
        return sum(min(self.bases[code], self.recorded(code)) for code in self.codes(region))

    def missing(self, region: str) -> int:
        return sum(self.splits[code][0] for code in self.codes(region))

    def coverage(self, region: str) -> Fraction:
        return Fraction(100 * self.recorded(region), self.base(region))

    def gap(self, region: str) -> int:
        return self.base(region) - self.recorded(region)

    def to_target(self, region: str) -> int:
        return max(0, math.ceil(TARGET * self.base(region)) - self.recorded(region))

    @cached_property
    def printed(self) -> dict[str, Fraction]:
        return {code: Fraction(round_half_up(self.coverage(code), 2)) for code in (*PROVINCES, *REGENCIES)}

    def rank(self, region: str) -> int:
        peers = [code for code in self.printed if len(code) == len(region)]
        return 1 + sum(1 for code in peers if self.printed[code] > self.printed[region])

    def share(self, region: str) -> Fraction | None:
        gaps = sum(max(0, self.gap(code)) for code in self.printed if len(code) == len(region))
        return Fraction(100 * max(0, self.gap(region)), gaps) if gaps else None


@st.composite
def worlds(draw: st.DrawFn) -> tuple[World, dict[str, int]]:
    """A truth, and how many were recorded a year before, when the source cut nothing off."""
    bases = {code: 100 * draw(st.integers(1, 4)) for code in REGENCIES}
    splits = {}
    for code, base in bases.items():
        missing, more = draw(st.integers(0, 12)), draw(st.sampled_from([0, 0, 1, base // 100, 3 * base // 100, 14]))
        splits[code] = (missing, more)
    return World(bases, splits), {code: base - draw(st.integers(0, 30)) for code, base in bases.items()}


def alike(world: World) -> Iterator[World]:
    """All truths that the source would have shown in the same way, over a few sizes of what nobody can see."""
    options: list[list[Split]] = []
    for code, base in world.bases.items():
        gap = base - world.shown(code)
        if gap:
            options.append([(gap + more, more) for more in (0, 3)])
        else:
            options.append(
                [(missing, missing + more) for missing, more in ((0, 0), (0, base // 100), (2, base // 50), (5, 1))]
            )
    for splits in product(*options):
        yield World(world.bases, dict(zip(world.bases, splits, strict=True)))


def figures(world: World, before: Mapping[str, int], regions: Regions) -> Observations:
    """What the source publishes of a truth, and what an earlier one published that cut nothing off."""
    rows = []
    for code in regions.by_code:
        inside = world.codes(code)
        for measure, day, value, capped in (
            ("recorded", DAY, world.shown(code), True),
            ("wajib_ktp", DAY, world.base(code), True),
            ("recorded", BEFORE, sum(before[one] for one in inside), False),
            ("wajib_ktp", BEFORE, world.base(code), False),
            ("population", DAY, world.base(code) * 4 // 3, False),
        ):
            rows.append(
                Observation(code, measure, day, value, "people", "dkb", "ok", False, "", "S1" if capped else "S2", "", capped=capped)
            )  # fmt: skip
    target = Observation(
        NATION, "target_recorded_pct", "2024", Decimal("99.4"), "percent", "target", "ok", False, "", "S2", ""
    )
    sources = {"S1": Source("S1", "capped", "", "", "yes"), "S2": Source("S2", "not capped", "", "", "no")}
    return Observations.of([*rows, target], sources, regions)


def truth(world: World, before: Mapping[str, int], region: str) -> dict[str, Fraction | int | None]:
    """The true values of the indicators: K03 is people missing, all others are ratios and differences of what is truly recorded."""
    earlier = sum(before[code] for code in world.codes(region))
    gaps = {code: max(0, world.gap(code)) for code in world.codes(region)}
    values: dict[str, Fraction | int | None] = {
        "K01": world.coverage(region),
        "K02": world.gap(region),
        "K03": world.missing(region) if any(not gap for gap in gaps.values()) else sum(gaps.values()),
        "K05": world.to_target(region),
        "K23": Fraction(100 * (world.recorded(region) - earlier), world.base(region)),
        "K25": earlier - world.recorded(region),
    }
    if region != NATION:
        n = sum(1 for code in world.printed if len(code) == len(region))
        values |= {
            "K04": world.share(region),
            "K15": world.rank(region),
            "K17": Fraction(100 * (n - world.rank(region)), n - 1),
        }
    if len(region) == 2 and len(world.codes(region)) > 1:
        coverages = [world.coverage(code) for code in world.codes(region) if world.base(code) >= 1000]
        if coverages:
            values["K19"] = min(coverages) / max(coverages)
    return values


def refuted(one: Indicator, value: Fraction | int) -> bool:
    """Whether a true value lies outside of the bounds of what is printed."""
    return (one.low is not None and value < one.low) or (one.high is not None and value > one.high)


@settings(max_examples=12, deadline=None)
@given(worlds())
def test_no_split_of_missing_and_surplus_refutes_an_indicator(
    regions: Regions, drawn: tuple[World, dict[str, int]]
) -> None:
    world, before = drawn
    data = figures(world, before, regions)
    codes = (NATION, *PROVINCES, *REGENCIES)
    by_code = {code: compute(Position(data, code, dt.date(2024, 6, 30))) for code in codes}
    for other in alike(world):
        for code in codes:
            for id, value in truth(other, before, code).items():
                one = by_code[code][id]
                if one.value is not None and value is not None:
                    assert not refuted(one, value), (id, code, value, one.low, one.high)


@settings(max_examples=12, deadline=None)
@given(worlds())
def test_no_surplus_of_up_to_one_percent_leads_out_of_a_rank_that_is_printed_with_that_assumption(
    regions: Regions, drawn: tuple[World, dict[str, int]]
) -> None:
    world, before = drawn
    data = figures(world, before, regions)
    by_code = {code: compute(Position(data, code, dt.date(2024, 6, 30))) for code in (*PROVINCES, *REGENCIES)}
    reached: dict[str, set[int]] = {code: set() for code in by_code}
    for other in alike(world):
        over = {code: other.recorded(code) - other.bases[code] for code in REGENCIES}
        if any(100 * more > other.bases[code] for code, more in over.items()):
            continue
        for code, indicators in by_code.items():
            rank = other.rank(code)
            reached[code].add(rank)
            assert indicators["K15"].detail["best"] <= rank <= indicators["K15"].detail["worst"]  # type: ignore[operator]
    for code, ranks in reached.items():  # and the range is no wider than it must be
        assert {by_code[code]["K15"].detail["best"], by_code[code]["K15"].detail["worst"]} <= ranks


@settings(max_examples=25, deadline=None)
@given(worlds())
def test_a_row_of_what_if_is_what_would_be_true_if_every_region_at_a_cap_had_that_surplus(
    regions: Regions, drawn: tuple[World, dict[str, int]]
) -> None:
    world, before = drawn
    data = figures(world, before, regions)
    for code in (NATION, *PROVINCES):
        for row in what_if(Position(data, code, dt.date(2024, 6, 30))):
            surplus = SURPLUSES.get(row.name, Fraction(0))
            more = {
                one: surplus * world.bases[one] if world.shown(one) == world.bases[one] else Fraction(0)
                for one in REGENCIES
            }
            recorded = world.shown(code) + sum(more[one] for one in world.codes(code))
            assert row.coverage == 100 * recorded / world.base(code)
            assert row.gap == world.base(code) - recorded
            assert row.to_target == max(0, math.ceil(math.ceil(TARGET * world.base(code)) - recorded))


def cells(table: Table) -> Iterator[tuple[str, str, Num]]:
    """The numbers of a table with an address, and the sign right before each."""
    for row in table.rows:
        for cell in row:
            before: object = ""
            for part in cell if isinstance(cell, tuple) else (cell,):
                if isinstance(part, Num) and part.key:
                    yield (before[-1:] if isinstance(before, str) else ""), part.key, part
                before = part


@settings(max_examples=12, deadline=None)
@given(worlds(), st.sampled_from(["id", "en"]))
def test_no_split_refutes_what_the_tables_print_with_or_without_a_sign(
    regions: Regions, drawn: tuple[World, dict[str, int]], lang: str
) -> None:
    world, before = drawn
    data = figures(world, before, regions)
    position = Position(data, "64", dt.date(2024, 6, 30))
    speaker = Speaker(lang, regions)  # type: ignore[arg-type]
    shown = [
        *cells(tables.regions_table(speaker, position, position.children)),
        *cells(tables.neighbours_table(speaker, position)),
    ]
    assert {key.partition(":")[2] for _, key, _ in shown} >= {"K01", "K02", "K15"}
    for other in alike(world):
        for sign, key, number in shown:
            code, _, what = key.partition(":")
            printed = Fraction(number.value)
            if what == "K01":
                assert (other.coverage(code) >= printed) if sign == LOWER else other.coverage(code) == printed
            if what == "K02" and sign == LOWER:
                assert other.missing(code) >= printed  # of people
            elif what == "K02" and str(number) != "0":
                assert sign != UPPER and other.gap(code) == printed  # wajib KTP less recorded


def test_the_numbers_of_a_table_are_seen_with_their_signs() -> None:
    text: RichText = (LOWER, Num("99,39", "99.39", "64:K01"))
    table = Table(columns=(Column("Coverage"),), rows=((text,),), title=(), source=(), region="64")
    assert [(sign, key) for sign, key, _ in cells(table)] == [(LOWER, "64:K01")]
