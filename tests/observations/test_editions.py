"""Which figure an edition uses, and what a report is said to have read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from cakupan.errors import DataError
from cakupan.observations import Observations

Make = Callable[..., Observations]
JUNE, DECEMBER = dt.date(2024, 6, 30), dt.date(2024, 12, 31)


def value(
    observations: Observations, region: str, measure: str, edition: dt.date, prefer: dt.date | None = None
) -> int | None:
    observation = observations.newest(region, measure, edition, prefer)
    return observation.count if observation else None


def test_an_edition_uses_the_newest_figure_not_after_it(observations: Observations) -> None:
    assert value(observations, "ID", "recorded", dt.date(2025, 12, 30)) == 202_054_251
    assert value(observations, "ID", "recorded", dt.date(2025, 12, 31)) == 206_467_957


def test_reports_of_offices_are_never_the_headline(observations: Observations) -> None:
    observation = observations.newest("64", "wajib_ktp", DECEMBER)
    assert observation is not None and (observation.system, observation.count) == ("dkb", 2_861_471)


def test_doubtful_figures_are_never_the_headline(observations: Observations) -> None:
    assert observations.newest("64", "wajib_ktp_layer_suspect", DECEMBER) is None
    assert "suspect" in {row.status for row in observations.all("64", "wajib_ktp_layer_suspect")}


def test_a_figure_of_the_wanted_date_comes_before_a_newer_one(observations: Observations) -> None:
    assert value(observations, "64", "population", DECEMBER) == 4_123_303
    assert value(observations, "64", "population", DECEMBER, prefer=JUNE) == 4_050_079


def test_the_sum_of_all_provinces_stands_for_the_nation_where_it_has_no_figure(observations: Observations) -> None:
    observation = observations.newest("ID", "ikd_active", DECEMBER)
    assert observation is not None and (observation.count, len(observation.derived_from)) == (13_104_930, 38)


def test_a_published_national_figure_comes_before_the_sum(observations: Observations) -> None:
    observation = observations.newest("ID", "recorded", JUNE)
    assert observation is not None and observation.derived_from == ()


def test_provinces_on_different_dates_make_no_sum(make: Make, observations: Observations) -> None:
    rows = [(p.code, "ikd_active", "2024-12-12", 10) for p in observations.regions.provinces[1:]]
    assert make(*rows, ("11", "ikd_active", "2024-11-12", 10)).newest("ID", "ikd_active", DECEMBER) is None


def test_within_a_date_the_later_publication_counts(make: Make) -> None:
    first = make(("64", "recorded", "2024-06-30", 5))
    assert value(first, "64", "recorded", JUNE) == 5
    assert first.newest("64", "recorded", dt.date(2024, 6, 29)) is None


def test_an_old_area_is_not_comparable(make: Make) -> None:
    assert make(("91", "recorded", "2022-06-23", 5), area="pre-2022").newest("91", "recorded", DECEMBER) is None


def test_the_latest_edition_is_that_of_the_fullest_set_of_provinces(observations: Observations) -> None:
    assert observations.latest_edition() == DECEMBER


def test_an_office_of_its_own_moves_the_latest_edition(make: Make) -> None:
    assert make(("6474", "recorded", "2026-03-31", 5)).latest_edition() == dt.date(2026, 3, 31)


def test_without_figures_there_is_no_edition(make: Make) -> None:
    with pytest.raises(DataError, match="nothing to build an edition from; add such figures"):
        make(("64", "dpt_voters", "2024-01-01", 5)).latest_edition()


def test_targets_hold_from_the_year_that_they_were_set_for(observations: Observations) -> None:
    target = observations.target("target_recorded_pct", dt.date(2023, 1, 1))
    assert target is not None and str(target.value) == "99.4"
    assert observations.target("target_recorded_pct", dt.date(2022, 12, 31)) is None


def test_history_leaves_out_doubts_and_old_areas_only(observations: Observations) -> None:
    dates = [row.as_of for row in observations.history("64", "recorded", DECEMBER)]
    assert dates == ["2022-04-15", "2023-12-31", "2024-06-30"]


def test_every_look_up_is_traced(observations: Observations) -> None:
    view = observations.traced()
    view.newest("64", "recorded", DECEMBER)
    assert view.trace.keys == {("64", "recorded")} and ("64", "recorded") not in observations.traced().trace.keys


def test_a_digest_changes_with_a_figure(make: Make) -> None:
    key = ("64", "recorded")
    one, other = make((*key, "2024-06-30", 5)), make((*key, "2024-06-30", 6))
    assert one.digest(key) != other.digest(key) and one.digest(key) == make((*key, "2024-06-30", 5)).digest(key)


def test_what_is_derived_nation_wide_is_computed_once_and_traced_by_piece(observations: Observations) -> None:
    calls = []

    def compute(view: Observations) -> dict[str, int]:
        calls.append(view.all("11", "recorded"))
        return {"64": 4, "65": 6}

    one, other = observations.traced(), observations.traced()
    assert [one.derived("ranks", "64", "t1", compute), other.derived("ranks", "65", "t1", compute)] == [4, 6]
    assert len(calls) == 1
    assert (set(one.trace.derived), set(other.trace.derived)) == ({"ranks:64"}, {"ranks:65"})
    assert one.trace.keys == set()


def test_a_piece_has_another_digest_when_it_changes(make: Make) -> None:
    digests = []
    for rank in (4, 4, 5):
        view = make(("64", "recorded", "2024-06-30", 5))
        view.derived("ranks", "64", "t", lambda _, rank=rank: {"64": rank})
        digests.append(view.trace.derived["ranks:64"])
    assert digests[0] == digests[1] != digests[2]


def test_simulated_figures_make_the_whole_simulated(make: Make, observations: Observations) -> None:
    assert make(("64", "recorded", "2024-06-30", 5), system="simulated").simulated and not observations.simulated
