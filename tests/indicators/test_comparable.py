"""Which figures are compared over time, and that each of the others is left out with its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from cakupan.indicators import Position
from cakupan.indicators.change import gap_identity, last_two, net_change, recording_effect
from cakupan.indicators.comparable import history, pairs
from cakupan.observations import Observations
from cakupan.words.sentences import Sentence, english

Make = Callable[..., Observations]
At = Callable[..., Position]


def on(observations: Observations, code: str = "64", edition: str = "2025-12-31") -> Position:
    return Position(observations, code, dt.date.fromisoformat(edition))


def both(day: str, recorded: int, base: int, code: str = "64") -> list[tuple[str, str, str, int]]:
    return [(code, "recorded", day, recorded), (code, "wajib_ktp", day, base)]


def reasons(position: Position, measure: str = "recorded") -> dict[str, str]:
    return {item.observation.as_of: english(item.reason) for item in history(position, measure).left_out}


def test_reports_of_their_own_date_are_left_out_with_the_reason(at: At) -> None:
    left_out = reasons(at("64"), "wajib_ktp")
    assert set(left_out) == {"2022-04-15", "2023-12-31", "2024-11-12"}
    assert set(left_out.values()) == {"it was reported on a date of its own, by no common rule with the register"}


def test_a_contradicted_figure_is_left_out_as_such(at: At) -> None:
    assert reasons(at("64"))["2024-10"] == "it is contradicted, by its own source or by another"


def test_nothing_is_compared_across_the_new_provinces_of_papua(at: At) -> None:
    papua = at("91")
    assert [point.as_of for point in history(papua, "recorded").points] == ["2023-12-31", "2024-06-30"]
    assert "before the change of 2022-07-25" in reasons(papua)["2022-06-23"]
    k23 = recording_effect(papua)
    assert (
        k23.value is None
        and k23.reason is not None
        and "those before 2022-07-25 are of another area" in english(k23.reason)
    )


def test_figures_before_a_break_are_left_out_even_without_a_mark_of_their_own(make: Make) -> None:
    position = on(make(*both("2024-06-30", 90, 100), *both("2024-12-31", 95, 100), breaks={"64": "2024-09-01"}))
    assert [pair.day.isoformat() for pair in pairs(position)] == ["2024-12-31"]


def test_a_break_after_the_edition_does_not_count_yet(make: Make) -> None:
    observations = make(*both("2024-06-30", 90, 100), *both("2024-12-31", 95, 100), breaks={"64": "2025-09-01"})
    assert len(pairs(on(observations, edition="2024-12-31"))) == 2


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"rounded": True}, "printed rounded"),
        ({"area": "pre-2022"}, "another area than today's"),
        ({"status": "suspect"}, "its definition is not known"),
        ({"status": "disputed"}, "disputed what it counts"),
        ({"system": "report"}, "no common rule with the register"),
    ],
)
def test_each_kind_of_doubt_has_its_reason(make: Make, options: dict[str, object], why: str) -> None:
    position = on(make(*both("2024-06-30", 90, 100), **options))
    assert history(position, "recorded").points == () and why in reasons(position)["2024-06-30"]


def test_two_register_systems_are_not_mixed(make: Make) -> None:
    old = make(*both("2024-06-30", 90, 100), system="dkb")
    new = make(*both("2024-12-31", 95, 100), system="own")
    mixed = Observations.of([*old, *new], old.sources, old.regions)
    assert [point.as_of for point in history(on(mixed), "recorded").points] == ["2024-12-31"]
    assert "another register system" in reasons(on(mixed))["2024-06-30"]


def test_recorded_of_the_end_of_2021_is_the_difference_that_the_source_prints(at: At) -> None:
    (point,) = [p for p in history(at("ID"), "recorded").points if p.as_of == "2021-12-31"]
    assert (point.value, point.how) == (197_059_514, "difference")


def test_a_difference_of_two_sources_is_not_taken(make: Make) -> None:
    base = make(("64", "wajib_ktp", "2024-06-30", 100), source="T1")
    gap = make(("64", "unrecorded", "2024-06-30", 10), source="T2")
    mixed = Observations.of([*base, *gap], {**base.sources, **gap.sources}, base.regions)
    assert history(on(mixed), "recorded").points == ()


def test_the_nation_has_the_sum_of_its_provinces_on_dates_without_a_figure_of_its_own(at: At) -> None:
    (point,) = [p for p in history(at("ID"), "recorded").points if p.as_of == "2023-12-31"]
    assert (point.value, point.how) == (200_025_749, "sum")


def test_recorded_without_a_base_of_the_same_date_makes_no_pair(at: At) -> None:
    assert [pair.day.isoformat() for pair in pairs(at("64"))] == ["2024-06-30"]
    assert isinstance(last_two(at("64")), Sentence)


def test_without_a_pair_recorded_people_are_still_compared_with_themselves(at: At) -> None:
    k10 = net_change(at("64"))
    assert k10.detail["recorded"] == {
        "from": "2023-12-31", "to": "2024-06-30", "change": 38_609, "months": 6, "per_month": k10.number,
    }  # fmt: skip
    assert k10.to_json()["value"] == 6_435 and "unrecorded" not in k10.detail


def test_a_single_month_is_not_divided(make: Make) -> None:
    k10 = net_change(on(make(*both("2024-05-31", 90, 100), *both("2024-06-30", 97, 101))))
    assert (k10.value, k10.detail["unrecorded"]) == (
        7, {"from": "2024-05-31", "to": "2024-06-30", "change": -6, "months": 1, "per_month": -6},
    )  # fmt: skip


def test_irregular_dates_are_divided_by_their_months(make: Make) -> None:
    k10 = net_change(on(make(*both("2024-06-30", 0, 100), *both("2024-07-20", 20, 100))))
    assert float(k10.number) == pytest.approx(20 / (20 / 30.4375))


def test_a_capped_figure_beside_one_that_is_not_is_said(at: At) -> None:
    notes = [english(note) for note in net_change(at("64")).notes]
    assert any("shows no region above 100 percent" in note for note in notes)


def test_the_gap_identity_holds_between_any_two_dates(make: Make) -> None:
    k25 = gap_identity(on(make(*both("2024-05-31", 90, 100), *both("2024-06-30", 97, 101))))
    assert k25.value == -6 and k25.detail == {"recorded": 7, "wajib_ktp": 1}


def test_a_base_of_zero_has_no_effects(make: Make) -> None:
    k23 = recording_effect(on(make(*both("2024-05-31", 0, 0), *both("2024-06-30", 97, 101))))
    assert k23.value is None and k23.reason is not None and english(k23.reason) == "wajib KTP is zero"
