"""Pace and projection as arithmetic: the worked values of the domain guide, and properties."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import pairwise

import pytest
from cakupan.indicators import forecast
from cakupan.indicators.forecast import Series, add_months, months_between
from hypothesis import assume, given
from hypothesis import strategies as st

DEC_2023, OCT_2024 = dt.date(2023, 12, 31), dt.date(2024, 10, 31)
KALTIM_TARGET = Fraction(30, 100)


def monthly(values: list[int], first: dt.date = DEC_2023) -> Series:
    return Series(tuple(add_months(first, month) for month in range(len(values))), tuple(values))


def totals(steps: list[int], start: int = 1000) -> list[int]:
    values = [start]
    for step in steps:
        values.append(values[-1] + step)
    return values


def test_kaltim_activated_6166_a_month_from_december_2023_to_october_2024() -> None:
    (pace,) = Series((DEC_2023, OCT_2024), (94_980, 156_639)).increments
    assert round(pace) == 6_166


def test_kaltim_would_have_needed_350786_a_month() -> None:
    needed = forecast.required_pace(
        156_639, KALTIM_TARGET, 2_860_701, Fraction(0), months_between(OCT_2024, dt.date(2024, 12, 31))
    )
    assert needed == 350_786


def test_that_is_56_9_times_the_pace() -> None:
    assert round(float(Fraction(350_786) / Fraction(61_659, 10)), 1) == 56.9


def test_at_that_pace_kaltim_reaches_the_target_after_114_months_in_april_2034() -> None:
    months = forecast.months_to_target(156_639, Fraction(61_659, 10), KALTIM_TARGET, 2_860_701, Fraction(0))
    assert (
        months is not None
        and add_months(OCT_2024, -(-months.numerator // months.denominator)).strftime("%Y-%m") == "2034-04"
    )
    assert forecast.Projection(months, None).beyond_horizon


def test_kabupaten_magelang_recorded_65_a_day_over_254_days() -> None:
    start, end = dt.date(2024, 3, 17), dt.date(2024, 11, 26)
    per_month = Fraction(19_083 - 2_529) / months_between(start, end)
    assert ((end - start).days, round(float(per_month / forecast.DAYS_A_MONTH), 1)) == (254, 65.2)


def test_irregular_dates_are_counted_in_months_of_30_4375_days() -> None:
    assert months_between(dt.date(2024, 6, 30), dt.date(2024, 12, 12)) == Fraction(165) / Fraction("30.4375")


@given(st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31)), st.integers(0, 120))
def test_months_added_are_months_between_when_days_exist(day: dt.date, months: int) -> None:
    assume(day.day <= 28 or forecast.is_month_end(day))
    assert months_between(day, add_months(day, months)) == months


def test_the_pace_is_the_median_of_the_last_six_steps() -> None:
    assert forecast.pace(monthly(totals([900, 900, 10, 20, 30, 40, 50, 60]))) == 35


def test_three_steps_make_no_pace() -> None:
    assert forecast.pace(monthly(totals([10, 10, 10]))) is None
    assert forecast.pace(monthly(totals([10, 10, 10, 10]))) == 10


def test_irregular_figures_have_a_theil_sen_pace_that_one_outlier_does_not_move() -> None:
    days = (
        dt.date(2024, 1, 31),
        dt.date(2024, 3, 31),
        dt.date(2024, 4, 30),
        dt.date(2024, 8, 31),
        dt.date(2024, 9, 30),
        dt.date(2024, 12, 31),
    )
    values = [100 + 10 * months_between(days[0], day) for day in days]
    values[2] += 5_000
    assert forecast.pace(Series(days, tuple(int(value) for value in values))) == 10


@given(st.lists(st.integers(-1000, 1000), min_size=4, max_size=30))
def test_the_pace_lies_between_the_slowest_and_fastest_of_the_last_six(steps: list[int]) -> None:
    pace = forecast.pace(monthly(totals(steps)))
    assert pace is not None and min(steps[-6:]) <= pace <= max(steps[-6:])


def test_a_stale_report_is_not_a_month_without_recordings_when_jumps_are_sought() -> None:
    steps = [100, 101, 99, 0, 200, 100, 102, 98, 100]
    assert forecast.jumps(monthly(totals(steps))) == ()


def test_a_jump_is_further_than_five_mad_from_the_median_step() -> None:
    series = monthly(totals([100, 110, 90, 105, 95, 100, 1000, 100]))
    assert forecast.jumps(series) == (series.days[7],)


def test_a_fall_of_a_running_total_is_found() -> None:
    series = monthly([10, 20, 15, 30])
    assert forecast.falls(series) == (series.days[2],)


def test_small_counts_do_not_jump() -> None:
    assert forecast.jumps(monthly(totals([1, 1, 1, 1, 1, 9, 1]))) == ()


def test_the_growth_of_the_target_is_part_of_the_pace_needed() -> None:
    still = forecast.required_pace(100, Fraction(1, 2), 1000, Fraction(0), Fraction(10))
    growing = forecast.required_pace(100, Fraction(1, 2), 1000, Fraction(20), Fraction(10))
    assert (still, growing) == (40, 50)


def test_after_the_deadline_no_pace_is_needed_or_told() -> None:
    assert forecast.required_pace(1, Fraction(1, 2), 100, Fraction(0), Fraction(0)) is None


def test_a_target_that_grows_as_fast_is_never_reached() -> None:
    assert forecast.months_to_target(100, Fraction(10), Fraction(1, 2), 1000, Fraction(20)) is None


def test_a_target_already_reached_takes_no_months() -> None:
    assert forecast.months_to_target(600, Fraction(-5), Fraction(1, 2), 1000, Fraction(20)) == 0


@given(st.integers(0, 500), st.integers(1, 100), st.integers(0, 50))
def test_at_the_month_found_the_target_is_met(reached: int, pace: int, growth: int) -> None:
    months = forecast.months_to_target(reached, Fraction(pace), Fraction(1, 2), 1000, Fraction(growth))
    assume(months is not None and months > 0)
    assert months is not None and reached + pace * months == Fraction(1, 2) * (1000 + growth * months)


STEPS = [95, 105, 100, 90, 110, 98, 102, 100, 104, 96, 101, 99, 103, 97]


def test_the_range_holds_the_projection_of_steady_months() -> None:
    projection = forecast.project(monthly(totals(STEPS)), monthly([10_000] * 15), Fraction(1, 2))
    assert projection is not None and projection.months is not None and projection.range is not None
    early, late = projection.range.early, projection.range.late
    assert early is not None and late is not None and early <= projection.months <= late


def test_the_range_is_the_same_every_time() -> None:
    numerator, base = monthly(totals(STEPS)), monthly([10_000] * 15)
    assert forecast.resampled_range(numerator, base, Fraction(1, 2)) == forecast.resampled_range(
        numerator, base, Fraction(1, 2)
    )


def test_noisier_months_make_a_wider_range() -> None:
    base = monthly([100_000] * 15)
    calm, wild = (monthly(totals([100 + factor * (step - 100) for step in STEPS])) for factor in (1, 8))
    widths = []
    for series in (calm, wild):
        spread = forecast.resampled_range(series, base, Fraction(1, 4))
        assert spread is not None and spread.early is not None and spread.late is not None
        widths.append(spread.late - spread.early)
    assert widths[0] < widths[1]


def test_five_steps_give_no_date_and_no_range() -> None:
    numerator, base = monthly(totals(STEPS[:5])), monthly([10_000] * 6)
    assert (
        forecast.project(numerator, base, Fraction(1, 2)) is None
        and forecast.resampled_range(numerator, base, Fraction(1, 2)) is None
    )


def test_irregular_figures_give_no_range() -> None:
    days = tuple(add_months(DEC_2023, month) for month in (0, 1, 2, 3, 4, 5, 7))
    series = Series(days, tuple(totals(STEPS[:6])))
    assert forecast.resampled_range(series, Series(days, (10_000,) * 7), Fraction(1, 2)) is None


def test_pairs_of_months_are_drawn_together_from_twelve_steps_on() -> None:
    alternating = monthly(totals([0, 200] * 7))
    drawn = forecast.outcomes(alternating, monthly([10_000] * 15))
    assert drawn is not None and set(drawn.paces) == {100.0}


def test_the_logistic_line_is_exact_on_a_logistic_curve() -> None:
    shares = [1 / (1 + 2.718281828459045 ** -(-3 + 0.1 * month)) for month in range(12)]
    months = forecast.logistic_months(shares, 0.5)
    assert months == pytest.approx(30 - 11)


def test_the_logistic_line_is_earlier_than_the_straight_one_at_five_percent() -> None:
    shares = [0.04 + 0.001 * month for month in range(12)]
    months = forecast.logistic_months(shares, 0.3)
    assert months is not None and months < (0.3 - shares[-1]) / 0.001


def test_a_gap_that_halves_each_month_reaches_an_eighth_in_three() -> None:
    assert forecast.log_gap_months([64_000, 32_000, 16_000, 8_000, 4_000, 2_000], 250) == pytest.approx(3)


@pytest.mark.parametrize("gaps", [[5, 4, 3, 2, 1, 0], [5, 4, 3, 2, 1, -1], [1, 2, 3, 4, 5, 6], [9, 8, 7]])
def test_a_gap_that_is_not_always_there_or_does_not_shrink_has_no_curved_line(gaps: list[int]) -> None:
    assert forecast.log_gap_months(gaps, 1) is None


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=20))
def test_increments_add_up_to_the_whole_change(values: list[int]) -> None:
    assert sum(monthly(values).increments) == values[-1] - values[0] == sum(b - a for a, b in pairwise(values))


COHORT = [18_900 if month % 12 == 1 else 1_450 for month in range(1, 25)]
"""Wajib KTP of a province from January 2024 on: those who turn 17 in a year enter it in January."""
BASE = monthly(totals(COHORT, 2_800_000))


def test_a_base_grows_by_its_january_and_by_its_other_months() -> None:
    grown = forecast.growth(BASE)
    assert (grown.ordinary, grown.january, grown.covers_a_year) == (1_450, 18_900, True)
    assert grown.over(12) == 18_900 + 11 * 1_450 == 12 * grown.a_month


@given(st.integers(0, 48), st.fractions(0, 1))
def test_growth_over_months_is_that_of_each_month(months: int, part: Fraction) -> None:
    grown = forecast.growth(BASE)
    steps = [COHORT[month % 12] for month in range(months + 1)]
    assert grown.over(months + part) == sum(steps[:months]) + part * steps[months]


def test_an_edition_of_the_register_that_revises_one_december_is_spread_over_two_years() -> None:
    revised = [step + (-2_000 if month == 23 else 0) for month, step in enumerate(COHORT)]
    assert forecast.growth(monthly(totals(revised, 2_800_000))).ordinary == 1_450 - Fraction(2_000, 22)


def test_a_base_known_for_less_than_a_year_shows_no_january() -> None:
    grown = forecast.growth(monthly(totals(COHORT[:11], 2_800_000)))
    assert (grown.january, grown.covers_a_year) == (None, False)


def test_a_base_of_irregular_dates_grows_by_its_mean_over_a_year() -> None:
    days = (dt.date(2023, 6, 30), dt.date(2023, 12, 31), dt.date(2024, 10, 31), dt.date(2024, 12, 31))
    grown = forecast.growth(Series(days, (1_000, 1_500, 1_900, 2_700)))
    assert (grown.a_month, grown.covers_a_year) == (100, True)


def test_a_target_that_recedes_in_january_is_reached_when_it_is_caught_up_with() -> None:
    grown = forecast.Growth(DEC_2023, Fraction(0), Fraction(600), 12)
    assert forecast.months_along(0, Fraction(100), Fraction(1), 250, grown) == Fraction(17, 2)
    assert forecast.months_along(
        0, Fraction(100), Fraction(1), 90, forecast.Growth(OCT_2024, Fraction(0), Fraction(600), 12)
    ) == Fraction(9, 10)


def test_a_january_that_takes_more_than_a_year_brings_is_never_caught_up_with() -> None:
    grown = forecast.Growth(DEC_2023, Fraction(0), Fraction(1_200), 12)
    assert forecast.months_along(0, Fraction(100), Fraction(1), 250, grown) is None


@given(st.lists(st.integers(0, 400), min_size=12, max_size=35), st.integers(1, 60))
def test_what_is_projected_lies_inside_its_own_ranges(steps: list[int], months: int) -> None:
    numerator, base = monthly(totals(steps)), monthly(totals([40] * len(steps), 20_000))
    drawn, projection = forecast.outcomes(numerator, base), forecast.project(numerator, base, Fraction(3, 10))
    edges = forecast.pace_range(numerator, base)
    assert drawn is not None and projection is not None and projection.range is not None and edges is not None
    assert edges[0] <= drawn.pace <= edges[1]
    low, high = drawn.fan(months)
    assert low <= float(numerator.values[-1] + drawn.pace * months) <= high
    point = float("inf") if projection.months is None else float(projection.months)
    early, late = (float("inf") if edge is None else edge for edge in (projection.range.early, projection.range.late))
    assert early <= point <= late
