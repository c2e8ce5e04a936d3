"""What is withheld of villages and districts, read together with every total above them, leaves each withheld count open."""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import product

import pytest
from cakupan.indicators import Position, compute
from cakupan.indicators.small import Kept, kept_inside
from cakupan.observations import Observation, Observations, Source, load_observations
from cakupan.privacy.suppression import bounds
from cakupan.regions import Region, Regions
from cakupan.settings import Settings
from cakupan.workspace import DATA

DAY = "2024-12-31"
WHOLE = 9
"""Wajib KTP of every village of the little registers; with a threshold of 3 it is no small count itself."""


@pytest.fixture
def tiny() -> int:
    """A threshold of 3, so that all tables can be tried."""
    return 3


def position(gaps: dict[str, int], wholes: dict[str, int], code: str = "1101", below: int = 10) -> Position:
    """A regency 1101 whose finest regions lack just so many people; everything above is their sum. below: the threshold."""
    codes = {"1101", *gaps, *(finest[:6] for finest in gaps)}
    regions = Regions(
        {
            "ID": Region("ID", "national", "Indonesia", "Indonesia", "ID"),
            "11": Region("11", "province", "Aceh", "Aceh", "ID"),
            "1101": Region("1101", "regency", "A", "A", "11"),
            **{c: Region(c, "district", c, c, "1101") for c in sorted(codes) if len(c) == 6},
            **{c: Region(c, "village", c, c, c[:6]) for c in sorted(codes) if len(c) == 10},
        }
    )
    rows = []
    for region in codes:
        inside = [finest for finest in gaps if finest.startswith(region)]
        whole, gap = sum(wholes[finest] for finest in inside), sum(gaps[finest] for finest in inside)
        for measure, value in (("wajib_ktp", whole), ("recorded", whole - gap)):
            rows.append(Observation(region, measure, DAY, value, "people", "own", "ok", False, "", "S1", ""))
    found = Observations.of(rows, {"S1": Source("S1", "", "", "")}, regions, None, Settings(withhold_below=below))
    return Position(found, code, dt.date.fromisoformat(DAY))


Printed = dict[str, object]


def signs(gaps: dict[str, int], kept: dict[str, Kept], small: int) -> Printed:
    """What a reader sees of each region: a count, the sign of a small one, that of another withheld one, or that nothing is told."""
    found: Printed = {"1101": sum(gaps.values())}
    for code in {*gaps, *(finest[:6] for finest in gaps)}:
        table = kept[code[:4] if len(code) == 6 else code[:6]]
        if not table.hides(code):
            found[code] = sum(gap for finest, gap in gaps.items() if finest.startswith(code))
        elif not table.rows.safe:
            found[code] = "nothing"
        else:
            found[code] = "small" if code in table.rows.small else "other"
    return found


def fits(sign: object, part: int, whole: int, small: int) -> bool:
    """Whether a count may stand behind what is printed."""
    few = 0 < part < small or 0 < whole - part < small
    if isinstance(sign, int):
        return part == sign
    return sign == "nothing" or (few if sign == "small" else not few and part not in (0, whole))


SHAPES = [(1, 1), (2, 1), (1, 1, 1), (2, 2), (3, 1)]
"""Villages of each district."""


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_no_withheld_count_of_villages_or_districts_follows_from_all_that_is_printed_at_every_level(
    tiny: int, shape: tuple[int, ...]
) -> None:
    villages = [f"1101{n + 1:02d}2{v + 1:03d}" for n, size in enumerate(shape) for v in range(size)]
    wholes = dict.fromkeys(villages, WHOLE)
    districts = [f"1101{n + 1:02d}" for n in range(len(shape))]
    counts = range(7 if len(villages) < 4 else 6)
    tried = 0
    for parts in product(counts, repeat=len(villages)):
        gaps = dict(zip(villages, parts, strict=True))
        here = position(gaps, wholes, below=tiny)
        kept = {code: kept_inside(here, code) for code in ("1101", *districts)}
        hidden = [
            code for code in (*districts, *villages) if kept[code[:-2] if len(code) == 6 else code[:6]].hides(code)
        ]
        if not hidden:
            continue
        tried += 1
        printed = signs(gaps, kept, tiny)
        open_to: dict[str, set[int]] = {code: set() for code in hidden}
        for guess in worlds(printed, villages, districts, tiny):
            for code in hidden:
                open_to[code].add(sum(guess[village] for village in villages if village.startswith(code)))
        for code, values in open_to.items():
            own = sum(gap for village, gap in gaps.items() if village.startswith(code))
            narrow = len(districts) == 1 or only_one_below(code, shape, gaps)
            assert own in values
            assert narrow or len(values) >= 2, (gaps, printed, code, values)
    assert tried > 20


def only_one_below(code: str, shape: tuple[int, ...], gaps: dict[str, int]) -> bool:
    """Whether the regency's own total, which is always shown, leaves no choice: nobody, or everybody, is unrecorded in it."""
    total = sum(gaps.values())
    return total == 0 or total == WHOLE * sum(shape)


def worlds(printed: Printed, villages: list[str], districts: list[str], small: int) -> list[dict[str, int]]:
    """All counts of villages that agree with what is printed of villages, districts and the regency."""
    choices = [[x for x in range(WHOLE + 1) if fits(printed[village], x, WHOLE, small)] for village in villages]
    found = []
    for guess in product(*choices):
        world = dict(zip(villages, guess, strict=True))
        if sum(guess) != printed["1101"]:
            continue
        sums = {d: [world[v] for v in villages if v.startswith(d)] for d in districts}
        if all(fits(printed[d], sum(parts), WHOLE * len(parts), small) for d, parts in sums.items()):
            found.append(world)
    return found


def test_what_is_withheld_of_a_district_is_withheld_of_all_its_villages() -> None:
    villages = {"1101012001": 4, "1101012002": 0, "1101022001": 30, "1101022002": 20, "1101032001": 90}
    here = position(villages, dict.fromkeys(villages, 500))
    assert sorted(kept_inside(here, "1101").rows.small) == ["110101"]
    assert all(kept_inside(here, "110101").hides(code) for code in villages if code.startswith("110101"))
    assert not kept_inside(here, "110103").hides("1101032001")


def test_indicators_of_a_withheld_district_have_no_value_but_the_reason() -> None:
    gaps = {"110101": 4, "110102": 30, "110103": 90, "110104": 200}
    here = position(gaps, dict.fromkeys(gaps, 500), "110101")
    found = {id: one.to_json() for id, one in compute(here).items()}
    assert found["K01"]["value"] is None and found["K02"]["value"] is None
    assert "withheld" in str(found["K02"]["reason"]) and "496" not in str(found)
    shown = compute(position(gaps, dict.fromkeys(gaps, 500), "110104"))
    assert shown["K02"].value == 200


def test_districts_are_not_ranked_and_nothing_is_told_of_them_over_time() -> None:
    found = compute(position({"110101": 400, "110102": 300}, dict.fromkeys(["110101", "110102"], 900), "110101"))
    assert not {"K04", "K10", "K11", "K15", "K18", "K23"} & set(found)


@cache
def real() -> Observations:

    return load_observations(DATA)


def test_nothing_is_withheld_of_the_real_districts_for_none_has_a_small_count() -> None:
    edition = real().latest_edition()
    for regency in ("6401", "6402", "6403", "6407", "6408", "6409", "6411", "6471", "6472", "6474"):
        assert not kept_inside(Position(real(), regency, edition), regency).anything


@pytest.mark.parametrize("threshold", [30, 60, 150])
def test_with_a_higher_threshold_no_count_of_the_real_districts_follows_from_its_regency(
    threshold: int,
) -> None:
    protected = 0
    for regency in real().regions.children("64"):
        here = Position(real(), regency.code, real().latest_edition(), Settings(withhold_below=threshold))
        kept = kept_inside(here, regency.code)
        if not kept.anything or not kept.rows.safe:
            continue
        hidden = {f.region.code: f for f in here.children if kept.hides(f.region.code)}
        shown = sum(f.gap or 0 for f in here.children if f.region.code not in hidden)
        rest = (here.own.gap or 0) - shown
        span = {code: bounds((f.gap or 0, f.wajib_ktp.count), threshold) for code, f in hidden.items() if f.wajib_ktp}
        for code, (low, high) in span.items():
            others = [bounds for other, bounds in span.items() if other != code]
            least = max(low, rest - sum(bound for _, bound in others))
            most = min(high, rest - sum(bound for bound, _ in others))
            assert most - least >= 1, (regency.code, code)
            if code in kept.rows.small:
                assert (least, most) == (low, high)
            protected += 1
    assert protected > 2
