"""Pace, pace needed and projected month of a region, and when each is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

import pytest
from cakupan.indicators import Position
from cakupan.indicators.forecast import add_months
from cakupan.indicators.pace import current_pace, outlook, pace_ratio, projected_month, required_pace
from cakupan.observations import Observations
from cakupan.prose import pace_sentences
from cakupan.settings import Settings
from cakupan.words.sentences import english

Make = Callable[..., Observations]
At = Callable[..., Position]
Row = tuple[str, str, str, int]
FIRST = dt.date(2024, 1, 31)
STEADY = [1000, 1010, 990, 1005, 995, 1000, 1010, 990, 1000, 1005, 995, 1000, 1000]


def panel(active: list[int], base: int | list[int] = 100_000, recorded: list[int] | None = None) -> list[Row]:
    """Monthly figures of Kaltim from January 2024 on; `active` are the increments after 5,000."""
    total, rows = 5_000, []
    for month, step in enumerate([0, *active]):
        total += step
        day = add_months(FIRST, month).isoformat()
        below = base if isinstance(base, int) else base[month]
        rows.append(("64", "ikd_active", day, total))
        rows.append(("64", "wajib_ktp", day, below))
        rows.append(("64", "recorded", day, recorded[month] if recorded else below * 9 // 10))
    return rows


def on(observations: Observations, months: int, **settings: object) -> Position:
    chosen = Settings(recording_target=Fraction(994, 1000), ikd_target=Fraction(3, 10), **settings)  # type: ignore[arg-type]
    return Position(observations, "64", add_months(FIRST, months), chosen)


def test_a_steady_series_has_its_median_as_pace(make: Make) -> None:
    k11 = current_pace(on(make(*panel(STEADY)), 13))
    assert (k11.value, k11.detail["method"], k11.detail["increments"]) == (1_000, "median", 6)


def test_the_projection_names_the_month_and_a_range_around_it(make: Make) -> None:
    k14 = projected_month(on(make(*panel(STEADY)), 13))
    low, high = k14.detail["range"]  # type: ignore[misc]
    assert (k14.value, k14.detail["months"]) == ("2026-02", 12) and low <= k14.value <= high


def test_the_pace_needed_is_the_rest_over_the_months_left(make: Make) -> None:
    k12 = required_pace(on(make(*panel(STEADY)), 13, target_date=dt.date(2025, 4, 30)))
    assert (k12.value, k12.detail["months"], k12.detail["deadline"]) == (6_000, 2, "2025-04-30")


def test_the_ratio_is_pace_needed_over_pace(make: Make) -> None:
    assert pace_ratio(on(make(*panel(STEADY)), 13, target_date=dt.date(2025, 4, 30))).value == 6


def test_the_growth_of_the_base_raises_the_pace_needed(make: Make) -> None:
    base = [100_000 + 500 * month for month in range(14)]
    position = on(make(*panel(STEADY, base)), 13, target_date=dt.date(2025, 4, 30))
    assert required_pace(position).detail["target_growth_a_month"] == 500
    assert required_pace(position).number == (Fraction(3, 10) * (106_500 + 1_000) - 18_000) / 2


def test_recording_stands_in_the_detail(make: Make) -> None:
    recorded = [90_000 + 100 * month for month in range(14)]
    detail = current_pace(on(make(*panel(STEADY, recorded=recorded)), 13)).detail["recording"]
    assert detail["value"] == 100  # type: ignore[index]


def test_a_deadline_that_has_passed_is_said(make: Make) -> None:
    position = on(make(*panel(STEADY)), 13, target_date=dt.date(2025, 2, 27))
    for indicator in (required_pace(position), pace_ratio(position)):
        assert indicator.value is None and indicator.reason is not None
        assert english(indicator.reason) == "the deadline of 2025-02-27 has passed"


def test_a_deadline_on_the_editions_own_day_has_not_passed(make: Make, at: At) -> None:
    reason = required_pace(on(make(*panel(STEADY)), 13, target_date=dt.date(2025, 2, 28))).reason
    assert reason is not None and "passed" not in english(reason)
    kaltim = required_pace(at("64", "2024-12-31"))
    assert kaltim.reason is None or "passed" not in english(kaltim.reason)


def test_the_deadline_is_the_end_of_the_targets_year_unless_set(at: At) -> None:
    assert outlook(at("64", "2024-12-12"), "ikd").deadline == dt.date(2024, 12, 31)


@pytest.mark.parametrize(
    ("steps", "pace", "date"), [(3, False, False), (4, True, False), (5, True, False), (6, True, True)]
)
def test_four_steps_make_a_pace_and_six_a_date(make: Make, steps: int, pace: bool, date: bool) -> None:
    position = on(make(*panel(STEADY[:steps])), steps)
    assert (current_pace(position).value is not None, projected_month(position).value is not None) == (pace, date)


def test_too_few_steps_are_counted_in_the_reason(make: Make) -> None:
    k11 = current_pace(on(make(*panel(STEADY[:3])), 3))
    assert k11.reason is not None and "it takes 5 comparable figures of IKD activations; so far there are 4" in english(
        k11.reason
    )


def test_no_projection_goes_across_a_break(make: Make) -> None:
    observations = make(*panel(STEADY), breaks={"64": "2024-12-01"})
    k14 = projected_month(on(observations, 13))
    assert (
        k14.value is None
        and k14.reason is not None
        and "since the change of boundary of 2024-12-01" in english(k14.reason)
    )


def test_a_fall_sets_earlier_months_aside(make: Make) -> None:
    way = outlook(on(make(*panel([*STEADY[:8], -3000, *STEADY[:5]])), 14), "ikd")
    assert way.series.days[0] == dt.date(2024, 10, 31)
    assert way.set_aside is not None and "fall on 2024-10-31; earlier figures are set aside" in english(way.set_aside)


def test_a_jump_sets_earlier_months_aside_and_too_few_are_left_for_a_date(make: Make) -> None:
    position = on(make(*panel([*STEADY[:8], 9000, *STEADY[:4]])), 13)
    k14 = projected_month(position)
    assert k14.value is None and k14.reason is not None and "takes 7 comparable figures" in english(k14.reason)
    assert "jump on 2024-10-31" in english(current_pace(position).notes[0])


def test_beyond_sixty_months_no_date_is_named(make: Make) -> None:
    k14 = projected_month(on(make(*panel([100 + step % 7 for step in STEADY])), 13))
    assert k14.value == ">60" and set(k14.detail["range"]) <= {">60"}  # type: ignore[call-overload]


def test_a_target_that_runs_away_is_not_reached_at_this_pace(make: Make) -> None:
    base = [100_000 + 20_000 * month for month in range(14)]
    k14 = projected_month(on(make(*panel(STEADY, base)), 13))
    assert k14.value is None and k14.reason is not None and "the target grows as fast" in english(k14.reason)


def test_a_pace_that_is_not_above_zero_has_no_ratio(make: Make) -> None:
    position = on(make(*panel([0] * 13)), 13, target_date=dt.date(2025, 4, 30))
    k13 = pace_ratio(position)
    assert k13.value is None and k13.reason is not None and "not above zero" in english(k13.reason)


def test_a_reached_target_is_dated_by_the_last_figure(make: Make) -> None:
    assert projected_month(on(make(*panel(STEADY, base=50_000)), 13)).value == "2025-02"


def test_the_curved_line_stands_beside_the_date_and_not_in_its_place(make: Make) -> None:
    k14 = projected_month(on(make(*panel(STEADY)), 13))
    assert k14.detail["curved_line"] != k14.value and k14.detail["curved_line"] is not None


def test_a_base_known_for_less_than_a_year_has_no_january_and_that_is_said(make: Make) -> None:
    short = projected_month(on(make(*panel(STEADY[:8])), 8))
    whole = projected_month(on(make(*panel(STEADY)), 13))
    words = "those who turn 17 and enter it in January are not in its growth"
    assert any(words in english(note) for note in short.notes) and not any(
        words in english(note) for note in whole.notes
    )


def test_without_a_year_of_its_base_recording_has_a_pace_and_no_date(make: Make) -> None:
    recorded = [90_000 + 100 * month for month in range(9)]
    detail = projected_month(on(make(*panel(STEADY[:8], recorded=recorded)), 8)).detail["recording"]
    assert detail["value"] is None and "base of at least a year" in english(detail["reason"])  # type: ignore[index]
    pace = current_pace(on(make(*panel(STEADY[:8], recorded=recorded)), 8)).detail["recording"]
    assert pace["value"] == 100  # type: ignore[index]


def test_the_pace_needed_by_february_counts_those_who_turn_17_in_january(make: Make) -> None:
    base = [100_000 + 100 * month + (2_000 if month >= 12 else 0) for month in range(14)]
    before = on(make(*panel(STEADY[:12], base[:13])), 12, target_date=dt.date(2025, 2, 28))
    k12 = required_pace(on(make(*panel(STEADY[:11], base[:12])), 11, target_date=dt.date(2025, 2, 28)))
    assert k12.detail["target_growth_a_month"] == 100, "eleven steps have shown no January"
    assert required_pace(before).detail["target_growth_a_month"] == 100, "February is an ordinary month"
    year = [100_000 + 100 * month + (2_000 if month >= 1 else 0) for month in range(13)]
    rows = [
        (region, measure, add_months(dt.date.fromisoformat(day), -1).isoformat(), value)
        for region, measure, day, value in panel(STEADY[:12], year)
    ]
    position = Position(
        make(*rows),
        "64",
        dt.date(2024, 12, 31),
        Settings(recording_target=Fraction(994, 1000), ikd_target=Fraction(3, 10), target_date=dt.date(2025, 2, 28)),
    )
    assert required_pace(position).detail["target_growth_a_month"] == Fraction(2_100 + 100, 2)


def test_election_months_are_marked(make: Make) -> None:
    k11 = current_pace(on(make(*panel(STEADY)), 13))
    assert k11.detail["surges"] == ["2024-02", "2024-11"]
    assert any("months of elections" in english(note) for note in k11.notes)


def test_on_published_figures_no_province_has_an_ikd_pace_yet(at: At) -> None:
    for code in ("64", "31", "95"):
        k11, k14 = current_pace(at(code)), projected_month(at(code))
        assert k11.value is None and k14.value is None
        assert k11.reason is not None and "so far there are 1" in english(k11.reason)


def test_the_nations_recording_pace_is_irregular_and_named_so(at: At) -> None:
    detail = current_pace(at("ID", "2025-12-31")).detail["recording"]
    assert (detail["method"], round(detail["value"])) == ("theil-sen", 196_496)  # type: ignore[index]


def test_the_base_of_the_target_follows_the_settings(make: Make) -> None:
    recorded = [90_000] * 14
    on_recorded = outlook(on(make(*panel(STEADY, recorded=recorded)), 13, ikd_base="recorded"), "ikd")
    assert on_recorded.base == "recorded" and on_recorded.projection is not None and on_recorded.projection.months == 9


def test_a_target_that_is_reached_is_said_to_be_and_no_pace_is_asked_for(make: Make) -> None:
    known = outlook(on(make(*panel(STEADY, 50_000)), 13, target_date=dt.date(2025, 4, 30)), "ikd")
    words = " ".join(english(sentence) for sentence in pace_sentences(known))
    assert known.is_reached and "The target of 30 percent is reached already." in words and "are needed" not in words
