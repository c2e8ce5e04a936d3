"""Whoever reads all documents of a regency, its districts and its villages learns nothing of a withheld count but its sign.

Two worlds that differ only in withheld counts, and agree in every total, must give the very same documents.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from itertools import permutations

import pytest
from cakupan import briefing
from cakupan.briefing.parts import PartsBriefing
from cakupan.explore import View, measures_of, recipe
from cakupan.indicators import Position
from cakupan.indicators.small import kept_inside
from cakupan.observations import Observation, Observations, Source, load_observations
from cakupan.regions import NATION, Region, Regions
from cakupan.settings import Settings
from cakupan.words.sentences import Speaker
from cakupan.workspace import DATA

DAY = dt.date(2024, 12, 31)
SECTIONS = (
    "title", "main_points", "cards", "last_mile", "sums", "regions_table", "neighbours_words", "neighbours", "needs_words", "needs",
    "ikd_words", "ikd", "quality", "flags", "method", "missing", "sources", "setup",
)  # fmt: skip
LEVELS_BELOW = {"district": 4, "village": 6}
"""Levels of frames, and the longest code of a region that they lie inside of."""
VILLAGES = {
    "1101012001": 800,
    "1101012002": 700,
    "1101012003": 650,
    "1101022001": 900,
    "1101022002": 500,
    "1101032001": 1200,
}


def world(
    gaps: Mapping[str, int], wholes: Mapping[str, int] = VILLAGES, active: Mapping[str, int] | None = None
) -> Observations:
    """Figures of regency 1101 whose finest regions lack just so many people; all above are their sums."""
    districts = {code[:6] for code in gaps if len(code) == 10}
    regions = Regions(
        {
            "ID": Region("ID", "national", "Indonesia", "Indonesia", "ID"),
            "11": Region("11", "province", "Aceh", "Aceh", "ID"),
            "1101": Region("1101", "regency", "Kabupaten A", "A Regency", "11"),
            **{
                c: Region(c, "district", f"D{c}", f"D{c}", "1101")
                for c in sorted({*districts, *(g for g in gaps if len(g) == 6)})
            },
            **{c: Region(c, "village", f"V{c}", f"V{c}", c[:6]) for c in sorted(gaps) if len(c) == 10},
        }
    )
    rows = []
    for code in regions.by_code:
        inside = [one for one in gaps if code == "ID" or one.startswith(code)]
        whole, gap = sum(wholes[one] for one in inside), sum(gaps[one] for one in inside)
        figures = {"wajib_ktp": whole, "recorded": whole - gap, "population": whole * 4 // 3}
        if active is not None:
            figures["ikd_active"] = sum(active[one] for one in inside)
        for measure, value in figures.items():
            rows.append(Observation(code, measure, DAY.isoformat(), value, "people", "own", "ok", False, "", "S1", ""))
    for measure, value in (("target_recorded_pct", 99), ("target_ikd_pct", 30)):
        rows.append(Observation("ID", measure, "2024", value, "percent", "target", "ok", False, "", "S1", ""))
    return Observations.of(rows, {"S1": Source("S1", "Own table", "2025-01-05", "")}, regions, None, Settings())


def documents(observations: Observations) -> dict[str, str]:
    """Everything that a reader of any format, of CSV or of the notebook is told of each region, in one text each."""
    return {code: document(observations, code) for code in observations.regions.by_code if len(code) >= 4}


def document(observations: Observations, code: str) -> str:
    report = briefing.of_position(Position(observations.traced(), code, DAY), Speaker("en", observations.regions))
    blocks = [getattr(report, name)() for name in SECTIONS if hasattr(report, name)]
    told = [str(block._repr_mimebundle_()) for block in blocks if block is not None]
    indicators = [str(one.to_json()) for one in report.indicators.values()]
    deeper = [level for level in LEVELS_BELOW if len(code) <= LEVELS_BELOW[level]]
    frames = [report.frame(level, sources=True) for level in deeper] + [report.frame()]
    tables = [f"{frame.to_csv()} {frame.attrs}" for frame in frames]
    return "\n".join([*told, *indicators, *tables, *views(observations, code), report.csv_text(), str(report._facts())])


def views(observations: Observations, code: str) -> list[str]:
    """What the explorer shows of a region, and the code below its pictures."""
    shown = []
    for measure in measures_of(Position(observations, NATION, DAY)):
        view = View(code, measure, edition=DAY.isoformat(), lang="en")
        view.__dict__.update(_observations=observations.traced(), day=DAY)
        shown += [view.ranking().page, view.last_mile().page, recipe(view, "ranking"), recipe(view, "last_mile")]
    return shown


def same_but_for(gaps: Mapping[str, int], moved: Mapping[str, int]) -> None:
    """Two worlds, one with some people moved, withhold the same and read the same."""
    other = {code: gap + moved.get(code, 0) for code, gap in gaps.items()}
    assert sum(moved.values()) == 0 and other != gaps
    one, two = world(gaps), world(other)
    for code in ("1101", "110101", "110102", "110103"):
        first, second = (kept_inside(Position(observations, code, DAY), code) for observations in (one, two))
        assert first == second, "the worlds withhold different rows"
    kept = kept_inside(Position(one, "1101", DAY), "1101")
    assert all(kept.hides(code[:6]) for code in moved), "the worlds differ in what is shown"
    here, there = documents(one), documents(two)
    for code, text in here.items():
        assert text == there[code], code


@pytest.mark.parametrize(
    ("gaps", "moved"),
    [
        # One small district: its two villages with it, and another district so that the total does not tell.
        ({"1101012001": 3, "1101012002": 2, "1101012003": 0, "1101022001": 20, "1101022002": 30, "1101032001": 90},
         {"1101012001": 2, "1101022001": -2}),
        ({"1101012001": 3, "1101012002": 2, "1101012003": 0, "1101022001": 20, "1101022002": 30, "1101032001": 90},
         {"1101012002": -1, "1101022002": 1}),
        # Almost nobody recorded: the recorded are few.
        ({"1101012001": 797, "1101012002": 698, "1101012003": 649, "1101022001": 700, "1101022002": 300, "1101032001": 600},
         {"1101012001": 1, "1101032001": -1}),
        # Two small districts that hide each other only with a third.
        ({"1101012001": 1, "1101012002": 1, "1101012003": 1, "1101022001": 2, "1101022002": 2, "1101032001": 90},
         {"1101012001": 2, "1101022001": -2}),
    ],
)  # fmt: skip
def test_two_worlds_that_differ_in_withheld_districts_only_have_the_same_documents(
    gaps: dict[str, int], moved: dict[str, int]
) -> None:
    same_but_for(gaps, moved)


def test_two_worlds_that_differ_in_withheld_villages_only_have_the_same_documents() -> None:
    gaps = {"1101012001": 4, "1101012002": 60, "1101012003": 75, "1101022001": 60, "1101022002": 70, "1101032001": 90}
    one, two = world(gaps), world({**gaps, "1101012001": 6, "1101012002": 58})
    kept = [kept_inside(Position(observations, "110101", DAY), "110101") for observations in (one, two)]
    assert kept[0] == kept[1] and kept[0].rows.safe and "1101012001" in kept[0].rows.small
    assert documents(one) == documents(two)


def test_few_activations_anywhere_are_told_nowhere_in_that_table() -> None:
    gaps = {"1101012001": 40, "1101012002": 60, "1101012003": 75, "1101022001": 60, "1101022002": 70, "1101032001": 90}
    active = dict(zip(VILLAGES, (2, 1, 3, 80, 70, 200), strict=True))
    one, two = world(gaps, active=active), world(gaps, active={**active, "1101012001": 4, "1101032001": 198})
    here, there = documents(one), documents(two)
    for code in here:
        assert here[code] == there[code], code


def test_the_comparison_of_worlds_sees_a_count_that_is_told() -> None:
    """Without withholding, the same two worlds do not read the same."""
    gaps = {"1101012001": 30, "1101012002": 20, "1101012003": 10, "1101022001": 20, "1101022002": 30, "1101032001": 90}
    one, two = world(gaps), world({**gaps, "1101012001": 32, "1101022001": 18})
    assert documents(one)["1101"] != documents(two)["1101"]


@pytest.mark.slow
@pytest.mark.parametrize("threshold", [60, 120])
def test_with_a_higher_threshold_no_document_of_the_real_districts_tells_a_withheld_count(
    threshold: int,
) -> None:
    known = replace(load_observations(DATA), settings=Settings(withhold_below=threshold))
    tried = 0
    for regency in known.regions.children("64"):
        pair = moved_by_one(known, regency.code)
        if pair is None:
            continue
        tried += 1
        for code in (regency.code, *(region.code for region in known.regions.children(regency.code)), "64"):
            assert document(known, code) == document(pair, code), (regency.code, code)
    assert tried >= 2


def moved_by_one(known: Observations, regency: str) -> Observations | None:
    """The same figures with one recorded person moved between two withheld districts, in the first way that withholds the same."""
    kept = kept_inside(Position(known, regency, DAY), regency)
    hidden = [region.code for region in known.regions.children(regency) if kept.hides(region.code)]
    for less, more in permutations(hidden, 2):
        rows = dict(known.by_key)
        for code, step in ((less, -1), (more, 1)):
            key = (code, "recorded")
            rows[key] = tuple(replace(row, value=row.count + step) if row.comparable else row for row in rows[key])
        found = replace(known, by_key=rows, memo={})
        if kept_inside(Position(found, regency, DAY), regency) == kept:
            return found
    return None


def test_every_region_below_a_regency_has_a_briefing_that_keeps_back_the_same() -> None:
    observations = world(
        {"1101012001": 3, "1101012002": 2, "1101012003": 0, "1101022001": 20, "1101022002": 30, "1101032001": 90}
    )
    for code in observations.regions.by_code:
        if len(code) >= 4:
            report = briefing.of_position(Position(observations, code, DAY), Speaker("id", observations.regions))
            assert isinstance(report, PartsBriefing)
