"""Each flag F01–F14 on a case that has it, on one that just does not, and on the shipped figures where it was seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

import pytest
from cakupan import quality
from cakupan.indicators.forecast import add_months
from cakupan.observations import Observations
from cakupan.quality import Flag, Thresholds
from cakupan.words.sentences import Speaker, english

Make = Callable[..., Observations]
Row = tuple[str, str, str, "int | str"]
FIRST = dt.date(2024, 1, 31)


def raised(observations: Observations, flag: str, code: str = "64", **options: object) -> list[Flag]:
    return [one for one in quality.check(observations, code, **options) if one.flag == flag]  # type: ignore[arg-type]


def both(day: str, recorded: int, base: int, code: str = "64") -> list[Row]:
    return [(code, "recorded", day, recorded), (code, "wajib_ktp", day, base)]


def months(values: list[int], measure: str = "recorded", code: str = "64", skip: tuple[int, ...] = ()) -> list[Row]:
    return [
        (code, measure, add_months(FIRST, month).isoformat(), value)
        for month, value in enumerate(values)
        if month not in skip
    ]


@pytest.fixture(scope="module")
def shipped(observations: Observations) -> list[Flag]:
    return quality.check(observations)


# F01


def test_f01_above_hundred_is_a_warning_and_far_above_an_error(make: Make) -> None:
    for recorded, severity in ((101, "warn"), (110, "warn"), (111, "error")):
        (flag,) = raised(make(*both("2024-06-30", recorded, 100)), "F01")
        assert (flag.severity, flag.dates) == (severity, ("2024-06-30",))
    assert raised(make(*both("2024-06-30", 100, 100)), "F01") == []


def test_f01_finds_the_67_capped_regencies(shipped: list[Flag]) -> None:
    capped = [f for f in shipped if f.flag == "F01" and f.dates == ("2024-06-30",) and len(f.region) == 4]
    assert len(capped) == 67 and all("true share and gap are hidden" in english(f.message) for f in capped)


def test_f01_finds_kaltim_above_hundred_in_2022(shipped: list[Flag]) -> None:
    assert any(f.flag == "F01" and f.region == "64" and "2022-04-15" in f.dates for f in shipped)


# F02, F03


@pytest.mark.parametrize("measure", ["recorded", "ikd_active"])
def test_f02_a_running_total_that_falls(make: Make, measure: str) -> None:
    (flag,) = raised(make(*months([10, 20, 19, 30], measure)), "F02")
    assert (flag.dates, flag.severity, len(flag.rows)) == (("2024-03-31",), "warn", 2)
    assert raised(make(*months([10, 20, 20, 30], measure)), "F02") == []


def test_f02_finds_pegunungan_arfak(shipped: list[Flag]) -> None:
    assert any(
        "fall from 10341 (2023-07) to 6097 (2024-12-31)" in english(f.message) for f in shipped if f.region == "9212"
    )


def test_f02_does_not_look_across_a_break(make: Make) -> None:
    assert raised(make(*months([10, 20, 15]), breaks={"64": "2024-03-01"}), "F02") == []


def test_f02_does_not_compare_one_system_with_another(make: Make) -> None:
    register, press = make(*months([20])), make(("64", "recorded", "2024-05", 10), system="report")
    assert raised(Observations.of([*register, *press], register.sources, register.regions), "F02") == []


@pytest.mark.parametrize(("after", "n"), [(99_500, 0), (99_499, 1)])
def test_f03_starts_just_over_half_a_percent_a_month(make: Make, after: int, n: int) -> None:
    assert len(raised(make(*months([100_000, after], "wajib_ktp")), "F03")) == n


def test_f03_allows_half_a_percent_for_each_month_between(make: Make) -> None:
    rows = [("64", "wajib_ktp", "2024-01-31", 100_000), ("64", "wajib_ktp", "2024-05-31", 98_000)]
    assert raised(make(*rows), "F03") == []


# F04


@pytest.mark.parametrize(("after", "n"), [(93, 0), (94, 1), (86, 1)])
def test_f04_starts_just_over_three_points_a_month(make: Make, after: int, n: int) -> None:
    assert len(raised(make(*both("2024-01-31", 90, 100), *both("2024-02-29", after, 100)), "F04")) == n


def test_f04_three_points_over_two_months_are_no_jump(make: Make) -> None:
    assert raised(make(*both("2024-01-31", 90, 100), *both("2024-03-31", 95, 100)), "F04") == []


def test_f04_a_step_far_from_the_median_step(make: Make) -> None:
    steps = [1000, 1100, 900, 1050, 950, 1000, 5000, 1000]
    values = [sum(steps[:month]) for month in range(9)]
    (flag,) = raised(make(*months(values, "ikd_active")), "F04")
    assert flag.dates == ("2024-08-31",)


def test_f04_would_have_found_the_step_from_99_46_to_104_28(make: Make) -> None:
    rows = [*both("2020-10-31", 2_568_121, 2_582_065), *both("2020-11-17", 2_692_573, 2_582_065)]
    assert raised(make(*rows), "F04")[0].dates == ("2020-11-17",)


def test_f04_thresholds_can_be_set(make: Make) -> None:
    observations = make(*both("2024-01-31", 90, 100), *both("2024-02-29", 92, 100))
    assert raised(observations, "F04", thresholds=Thresholds(coverage_jump=Fraction(1)))


# F05


def test_f05_needs_both_figures_to_repeat(make: Make) -> None:
    (flag,) = raised(make(*both("2024-01-31", 90, 100), *both("2024-02-29", 90, 100)), "F05")
    assert flag.dates == ("2024-02-29",)
    assert raised(make(*both("2024-01-31", 90, 100), *both("2024-02-29", 91, 100)), "F05") == []


# F06


def test_f06_finds_papua_barats_list_short_by_48254_because_kaimana_is_missing(shipped: list[Flag]) -> None:
    (flag,) = [f for f in shipped if f.flag == "F06" and f.region == "92"]
    assert flag.severity == "error" and flag.dates == ("2024-12-31",)
    assert "6 of 7 regions inside are listed and sum to 274242, 48254 short of 322496; not listed: 9208" in english(
        flag.message
    )


def kaltara(recorded: list[int | None], whole: int) -> list[Row]:
    codes = ("6501", "6502", "6503", "6504", "6571")
    rows: list[Row] = [
        (code, "recorded", "2024-06-30", n) for code, n in zip(codes, recorded, strict=True) if n is not None
    ]
    return [*rows, ("65", "recorded", "2024-06-30", whole)]


@pytest.mark.parametrize(
    ("recorded", "whole", "message"),
    [
        ([1, 2, 3, 4, 5], 15, None),
        ([1, 2, 3, 4, 5], 16, "the 5 regions inside sum to 15, 1 short of 16"),
        ([1, 2, 3, 4, 5], 14, "5 of 5 regions inside sum to 15, 1 more than 14"),
        ([1, 2, 3, 4, None], 15, "4 of 5 regions inside are listed and sum to 10, 5 short of 15; not listed: 6571"),
        ([1, 2, 3, None, None], 15, None),
        ([1, 2, 30, None, None], 15, "3 of 5 regions inside sum to 33, 18 more than 15"),
    ],
)
def test_f06_parts_against_the_whole(make: Make, recorded: list[int | None], whole: int, message: str | None) -> None:
    flags = raised(make(*kaltara(recorded, whole)), "F06", "65")
    assert [message in english(f.message) for f in flags] == ([True] if message else [])


@pytest.mark.parametrize("measure", ["recorded", "wajib_ktp", "ikd_active"])
def test_f06_looks_at_each_measure(make: Make, measure: str) -> None:
    rows = [(code, measure, day, n) for code, _, day, n in kaltara([1, 2, 3, 4, 5], 16)]
    assert len(raised(make(*rows), "F06", "65")) == 1


def test_f06_finds_nothing_in_the_full_cross_sections(shipped: list[Flag]) -> None:
    assert not [f for f in shipped if f.flag == "F06" and set(f.dates) & {"2024-06-30", "2024-12-12"}]


def test_f06_does_not_add_up_lists_of_different_sources(make: Make) -> None:
    one = make(*kaltara([1, 2, 3, 4, 5], 0)[:-1], system="report", source="T1")
    other = make(("65", "recorded", "2024-06-30", 99), system="report", source="T2")
    assert raised(Observations.of([*one, *other], {**one.sources, **other.sources}, one.regions), "F06", "65") == []


# F07, F08


@pytest.mark.parametrize(("base", "n"), [(59, 1), (60, 0), (80, 0), (81, 1), (101, 1)])
def test_f07_adult_shares_outside_60_to_80_percent(make: Make, base: int, n: int) -> None:
    rows = [("64", "wajib_ktp", "2024-06-30", base), ("64", "population", "2024-06-30", 100)]
    assert len(raised(make(*rows), "F07")) == n


def test_f07_more_recorded_than_residents(make: Make) -> None:
    rows = [("64", "recorded", "2024-06-30", 101), ("64", "population", "2024-06-30", 100)]
    (flag,) = raised(make(*rows), "F07")
    assert "101 recorded people are more than the population of 100" in english(flag.message)


def test_f07_finds_papua_pegunungan(shipped: list[Flag]) -> None:
    assert any(f.flag == "F07" and f.region == "95" for f in shipped)


@pytest.mark.parametrize(("active", "n"), [(100, 0), (101, 1)])
def test_f08_more_activated_than_recorded(make: Make, active: int, n: int) -> None:
    rows = [("64", "recorded", "2024-06-30", 100), ("64", "ikd_active", "2024-12-12", active)]
    flags = raised(make(*rows), "F08")
    assert [f.severity for f in flags] == ["error"] * n


# F09, F14


def test_f09_finds_the_six_provinces_of_papua(shipped: list[Flag]) -> None:
    assert [f.region for f in shipped if f.flag == "F09"] == ["91", "92", "93", "94", "95", "96"]


def test_f09_a_region_inside_that_is_new(make: Make) -> None:
    rows = [row for code in ("6501", "6502", "6503", "6504") for row in months([1, 2, 3], code=code)]
    rows += months([0, 2, 3], code="6571", skip=(0,))
    (flag,) = raised(make(*rows), "F09", "65")
    assert flag.dates == ("2024-02-29",) and "joins the regions inside" in english(flag.message)


def test_f09_a_region_inside_that_is_gone(make: Make) -> None:
    rows = [row for code in ("6501", "6502", "6503", "6504") for row in months([1, 2, 3], code=code)]
    (flag,) = raised(make(*rows, *months([1, 2], code="6571")), "F09", "65")
    assert "until 2024-02-29 only" in english(flag.message)


def test_f14_months_missing_from_a_monthly_series(make: Make) -> None:
    (flag,) = raised(make(*months(list(range(12)), skip=(4, 5))), "F14")
    assert flag.dates == ("2024-05-31", "2024-06-30") and "2024-05, 2024-06" in english(flag.message)


def test_f14_does_not_ask_half_yearly_figures_to_be_monthly(make: Make) -> None:
    rows = [("64", "recorded", f"{year}-{day}", year) for year in range(2018, 2025) for day in ("06-30", "12-31")]
    assert raised(make(*rows), "F14") == []


def test_f14_is_not_raised_on_published_figures(shipped: list[Flag]) -> None:
    assert not [f for f in shipped if f.flag == "F14"]


# F10–F12


@pytest.mark.parametrize(
    ("as_of", "published", "n"),
    [
        ("2024-06-30", "2024-06-29", 1),
        ("2024-06-30", "2024-06-30", 0),
        ("2024-06-30", "2024-06", 0),
        ("2024-07-01", "2024-06", 1),
        ("2024-06", "2024-06-01", 0),
        ("2024", "2024-02", 0),
        ("2025", "2023/2024", 1),
        ("2024-03", "2023/2024", 0),
        ("2024-06-30", "", 0),
        ("2024-06-30", "spring", 0),
    ],
)
def test_f10_only_what_cannot_be(make: Make, as_of: str, published: str, n: int) -> None:
    assert len(raised(make(("64", "recorded", as_of, 5), published=published), "F10")) == n


def test_f11_finds_kaltims_rates_and_attainment(shipped: list[Flag]) -> None:
    (flag,) = [f for f in shipped if f.flag == "F11" and f.region == "64"]
    assert flag.severity == "error" and {"2024-06-13", "2024-10"} <= set(flag.dates)
    assert "have 3 bases and make no common line" in english(flag.message)


def test_f11_a_percentage_without_a_base(shipped: list[Flag]) -> None:
    assert {f.region for f in shipped if f.flag == "F11" and "no stated base" in english(f.message)} == {
        "18",
        "3273",
        "6474",
        "8205",
    }


def test_f11_one_base_is_no_fault(make: Make) -> None:
    rows = [("64", "ikd_pct_of_wajib", "2024-01", "3.4"), ("64", "ikd_pct_of_wajib", "2024-06", "4.48")]
    assert raised(make(*rows), "F11") == []


@pytest.mark.parametrize(
    ("printed", "fits"),
    [("99.39", True), ("99.38", True), ("99.40", False), ("99.4", True), ("99.3", True), ("99", True), ("100", False)],
)
def test_f12_accepts_what_rounds_or_is_cut_off_to_the_printed_figure(make: Make, printed: str, fits: bool) -> None:
    rows = [*both("2024-06-30", 2_843_891, 2_861_471), ("64", "recorded_pct", "2024-06-30", printed)]
    assert (raised(make(*rows), "F12") == []) == fits


def test_f12_finds_samarindas_101_77(shipped: list[Flag]) -> None:
    (flag,) = [f for f in shipped if f.flag == "F12" and f.region == "6472"]
    assert "591980 of 591269, give 100.12 percent" in english(flag.message)


def test_f12_gives_rounded_counts_their_window(make: Make) -> None:
    rows = [("ID", "recorded", "2018", 186_870_000), ("ID", "wajib_ktp", "2018", 191_510_000)]
    counts = make(*rows, rounded=True)
    percent = make(("ID", "recorded_pct", "2018", "97.57"))
    together = Observations.of([*counts, *percent], counts.sources, counts.regions)
    assert raised(together, "F12", "ID") == []


def test_f12_needs_the_same_source(make: Make) -> None:
    counts = make(*both("2024-06-30", 50, 100), source="T1")
    percent = make(("64", "recorded_pct", "2024-06-30", "99.9"), source="T2")
    together = Observations.of([*counts, *percent], {**counts.sources, **percent.sources}, counts.regions)
    assert raised(together, "F12") == []


# all together


def test_a_region_is_checked_with_those_right_inside_it(observations: Observations) -> None:
    regions = {flag.region for flag in quality.check(observations, "64")}
    assert "64" in regions and regions <= {"64", *(child.code for child in observations.regions.children("64"))}


def test_nothing_after_the_edition_is_looked_at(observations: Observations) -> None:
    before = quality.check(observations, "92", dt.date(2024, 12, 30))
    assert not [f for f in before if f.flag == "F06"] and [
        f for f in quality.check(observations, "92") if f.flag == "F06"
    ]


def test_flags_print_as_the_contract_says(observations: Observations) -> None:
    printed = quality.to_json(quality.check(observations, "92"))
    assert printed and all(set(item) == {"flag", "region", "severity", "message"} for item in printed)
    assert {item["severity"] for item in printed} <= {"info", "warn", "error", "stop"}


def test_every_message_exists_in_indonesian(observations: Observations, shipped: list[Flag]) -> None:
    speaker = Speaker("id", observations.regions)
    assert all(speaker.text(flag.message) for flag in shipped)


def test_clean_figures_raise_nothing(make: Make) -> None:
    rows = [*both("2024-06-30", 70, 72), ("64", "population", "2024-06-30", 100), ("64", "ikd_active", "2024-06-30", 5)]
    assert quality.check(make(*rows), "64") == []


def test_a_total_that_falls_to_exactly_wajib_ktp_in_a_capped_source_has_the_cap_as_likely_cause(
    observations: Observations,
) -> None:
    (fall,) = [flag for flag in quality.check(observations, "31") if flag.flag == "F02" and flag.region == "31"]
    words = english(fall.message)
    assert "8321038" in words and "the cap is the likely cause" in words and "records are removed" not in words


def test_a_total_that_falls_below_wajib_ktp_is_not_put_down_to_a_cap(observations: Observations) -> None:
    (fall,) = [flag for flag in quality.check(observations, "9212") if flag.flag == "F02"]
    assert "only when records are removed or counted differently" in english(fall.message)
