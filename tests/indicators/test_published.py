"""Published and recomputed values, by name: the domain guide's section 3, the seed of Kaltim, June and December 2024."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import median

import pytest
from cakupan.indicators import Indicator, Position, compute, formulas
from cakupan.indicators.change import compare
from cakupan.quality import check
from cakupan.words.numbers import round_half_up
from cakupan.words.sentences import english

At = Callable[..., Position]
IKD_PERCENTAGES = ("ikd_pct_of_wajib", "ikd_pct_of_recorded", "ikd_pct_of_target")


def printed(value: Fraction | int | None, places: int = 2) -> str:
    assert value is not None
    return str(round_half_up(value, places))


@pytest.fixture(scope="module")
def indicators_of(at: At) -> Callable[..., dict[str, Indicator]]:
    known: dict[tuple[str, str], dict[str, Indicator]] = {}

    def indicators(code: str, edition: str = "2024-12-31") -> dict[str, Indicator]:
        if (code, edition) not in known:
            known[code, edition] = compute(at(code, edition))
        return known[code, edition]

    return indicators


IndicatorsOf = Callable[..., dict[str, Indicator]]


# --- Kalimantan Timur ---


def test_kaltim_has_99_39_percent_recorded_on_30_june_2024(indicators_of: IndicatorsOf) -> None:
    k01 = indicators_of("64")["K01"]
    assert (k01.to_json()["value"], k01.exact, k01.base) == (99.39, "2843891/2861471", "wajib_ktp")
    assert k01.as_of == {"recorded": "2024-06-30", "wajib_ktp": "2024-06-30"} and k01.sources


def test_kaltims_gap_is_17580_and_an_upper_bound_because_three_regencies_are_capped(
    indicators_of: IndicatorsOf,
) -> None:
    k01, k02, k03 = (indicators_of("64")[id] for id in ("K01", "K02", "K03"))
    assert (k02.value, k02.bound, k03.value, k01.bound) == (17_580, "upper", 17_580, "lower")
    assert k01.detail["capped_regions"] == 3 and "in 3 of 10 regions inside" in english(k02.notes[0])


def test_kaltims_ikd_is_5_89_percent_of_wajib_ktp_and_19_62_percent_of_the_target(indicators_of: IndicatorsOf) -> None:
    k06, k08 = indicators_of("64")["K06"], indicators_of("64")["K08"]
    assert (k06.to_json()["value"], k08.to_json()["value"]) == (5.89, 19.62)
    assert k06.detail["ikd_active"] == 168_416 and k06.as_of == {"ikd_active": "2024-12-12", "wajib_ktp": "2024-06-30"}


def test_mixed_dates_of_ikd_are_said(indicators_of: IndicatorsOf) -> None:
    assert any("mixed dates" in english(note) for note in indicators_of("64")["K06"].notes)


def test_the_ikd_rate_has_its_other_base_beside_it(indicators_of: IndicatorsOf) -> None:
    detail = indicators_of("64")["K06"].detail
    assert detail["other_base"] == "recorded" and printed(Fraction(168_416 * 100, 2_843_891)) == printed(
        detail["other_value"]
    )  # type: ignore[arg-type]


def test_dki_jakarta_is_a_lower_bound_and_no_full_coverage(indicators_of: IndicatorsOf) -> None:
    k01, k02 = indicators_of("31")["K01"], indicators_of("31")["K02"]
    assert (k01.value, k01.bound, k01.flags) == (100, "lower", ("F01",))
    assert "lower bound: 6 of 6" in english(k01.notes[0]) and k02.value == 0 and k02.bound == "upper"


def test_papua_pegunungan_names_its_denominator(indicators_of: IndicatorsOf) -> None:
    k28 = indicators_of("95")["K28"]
    assert k28.flags == ("F07",) and "wajib KTP looks too high" in english(k28.notes[0])


def test_the_seed_18_25_is_156639_over_30_percent_of_2860701() -> None:
    assert printed(formulas.attainment(156_639, Fraction(3, 10), 2_860_701)) == "18.25"


def test_the_seed_rate_is_5_48_of_recorded() -> None:
    assert printed(formulas.percentage(156_639, 2_860_701)) == "5.48"


def test_on_wajib_ktp_the_seed_would_be_18_17() -> None:
    assert printed(formulas.attainment(156_639, Fraction(3, 10), 2_873_921)) == "18.17"


def test_kaltims_ikd_target_of_858211_leaves_701572() -> None:
    assert formulas.people_to_target(Fraction(3, 10), 2_860_701, 0) == 858_211
    assert formulas.people_to_target(Fraction(3, 10), 2_860_701, 156_639) == 701_572


def test_denpasars_target_of_153430_2_prints_as_153430() -> None:
    assert printed(Fraction(3, 10) * 511_434, 0) == "153430"


def test_kaltim_on_12_november_2024_has_10201_unrecorded(at: At) -> None:
    printed_share, base = (
        row.value
        for measure in ("recorded_pct", "wajib_ktp")
        for row in at("64").observations.all("64", measure)
        if row.as_of == "2024-11-12"
    )
    assert (printed_share, base) == (Decimal("99.65"), 2_878_769)
    assert printed(formulas.percentage(int(base) - 10_201, int(base))) == "99.65"


def test_kaltims_4_48_and_18_25_are_never_one_line(at: At) -> None:
    history = at("64").observations.history
    kinds = {
        measure: [str(row.value) for row in history("64", measure, at("64").edition)] for measure in IKD_PERCENTAGES
    }
    assert kinds["ikd_pct_of_wajib"][-1] == "4.48" and kinds["ikd_pct_of_target"] == ["18.25"]
    assert "4.48" not in kinds["ikd_pct_of_target"] + kinds["ikd_pct_of_recorded"]
    messages = [english(flag.message) for flag in check(at("64").observations, "64", at("64").edition)]
    assert any("no common line" in message for message in messages)


# --- change and its decomposition ---


@pytest.mark.parametrize(
    ("case", "figures", "recording", "base", "total", "gap"),
    [
        ("Kota Malang, January to February 2019", (650_372, 690_611, 652_346, 691_555), "0.29", "-0.13", "0.16", -1_030),
        ("nation, end of 2021 to 30 June 2024", (197_059_514, 198_628_692, 202_054_251, 207_889_876), "2.46", "-4.48", "-2.02", 4_266_447),
        ("nation, 30 June 2024 to 31 December 2025", (202_054_251, 207_889_876, 206_467_957, 211_826_747), "2.10", "-1.83", "0.28", -476_835),
        ("Kaltim, 15 April 2022 to 12 November 2024", (2_672_846, 2_651_549, 2_868_568, 2_878_769), "7.09", "-8.25", "-1.16", 31_498),
    ],
)  # fmt: skip
def test_published_changes_decompose(
    case: str, figures: tuple[int, int, int, int], recording: str, base: str, total: str, gap: int
) -> None:
    step = compare(*figures)
    assert step is not None, case
    assert (printed(step.effect_recording), printed(step.effect_base), printed(step.total), step.gap) == (
        recording,
        base,
        total,
        gap,
    )


def test_malangs_coverage_goes_from_94_17_to_94_33() -> None:
    step = compare(650_372, 690_611, 652_346, 691_555)
    assert step is not None and (printed(step.before), printed(step.after), step.base, step.recorded) == (
        "94.17",
        "94.33",
        944,
        1_974,
    )


def test_malangs_five_districts_add_up() -> None:
    assert sum((12_679, 8_011, 7_799, 6_851, 3_582)) == 38_922


def test_kaltim_fell_from_above_hundred_by_more_people_unrecorded() -> None:
    step = compare(2_672_846, 2_651_549, 2_868_568, 2_878_769)
    assert step is not None and (printed(step.before), printed(step.after)) == ("100.80", "99.65")


def test_parts_that_do_not_add_up_in_print_are_known_to_do_so() -> None:
    step = compare(202_054_251, 207_889_876, 206_467_957, 211_826_747)
    assert step is not None and step.printed_parts_disagree and Decimal("2.10") - Decimal("1.83") != Decimal("0.28")


def test_the_nation_on_31_december_2025(indicators_of: IndicatorsOf) -> None:
    indicators = indicators_of("ID", "2025-12-31")
    assert (indicators["K01"].to_json()["value"], indicators["K02"].value) == (97.47, 5_358_790)
    effects = [indicators[id].to_json()["value"] for id in ("K23", "K24")]
    total = indicators["K23"].detail["total"]
    assert effects == [2.1, -1.83] and printed(total) == "0.28" and indicators["K25"].value == -476_835  # type: ignore[arg-type]
    assert indicators["K23"].as_of["recorded_before"] == "2024-06-30"
    assert any("may differ by 0.01" in english(note) for note in indicators["K23"].notes)


def test_the_nation_on_30_june_2024_against_the_end_of_2021(indicators_of: IndicatorsOf) -> None:
    indicators = indicators_of("ID", "2024-06-30")
    assert [indicators[id].to_json()["value"] for id in ("K23", "K24")] == [2.46, -4.48]
    assert indicators["K25"].value == 4_266_447 and indicators["K25"].detail == {
        "recorded": 4_994_737,
        "wajib_ktp": 9_261_184,
    }
    assert any("wajib KTP less the unrecorded of the same source" in english(note) for note in indicators["K23"].notes)


# --- the nation in June 2024 ---


def test_the_nation_in_june_2024(indicators_of: IndicatorsOf) -> None:
    indicators = indicators_of("ID")
    assert [indicators[id].to_json()["value"] for id in ("K01", "K02", "K03")] == [97.19, 5_835_625, 5_835_625]
    assert indicators["K06"].detail["ikd_active"] == 13_104_930 and indicators["K28"].to_json()["value"] == 73.6


def coverages(at: At) -> list[Fraction]:
    """Coverage of the regencies and cities that have one, percent."""
    return [f.coverage for f in at("ID").regencies if f.coverage is not None]


def test_the_ministrys_classes_are_67_412_18_and_17(at: At) -> None:
    reached = [len([value for value in coverages(at) if value >= edge]) for edge in (100, 80, 60, 0)]
    assert [more - fewer for fewer, more in pairwise([0, *reached])] == [67, 412, 18, 17]


@pytest.mark.parametrize(("share", "regencies"), [(Fraction(1, 2), 36), (Fraction(1, 4), 10), (Fraction(4, 5), 150)])
def test_so_few_regencies_hold_so_much_of_the_gap(at: At, share: Fraction, regencies: int) -> None:
    held = formulas.concentration({f.region.code: f.gap for f in at("ID").regencies if f.gap is not None}, share)
    assert held is not None and (len(held.codes), held.total) == (regencies, 5_835_625)


def test_eighty_percent_of_the_gap_is_the_published_concentration(indicators_of: IndicatorsOf) -> None:
    k22 = indicators_of("ID")["K22"]
    assert (k22.value, k22.detail["of"], k22.detail["total"]) == (150, 514, 5_835_625)


def test_yahukimo_is_lowest_with_7_84_percent(at: At) -> None:
    lowest = sorted((f.coverage, f.region.code) for f in at("ID").regencies if f.coverage is not None)[:3]
    assert [(code, printed(value)) for value, code in lowest] == [
        ("9503", "7.84"),
        ("9405", "10.78"),
        ("9508", "11.43"),
    ]
    yahukimo = at("ID").figures("9503")
    assert yahukimo.recorded is not None and yahukimo.wajib_ktp is not None
    assert (yahukimo.recorded.count, yahukimo.wajib_ktp.count) == (25_256, 322_258)


def test_60_regencies_are_below_90_and_110_below_95(at: At) -> None:
    assert [len([value for value in coverages(at) if value < edge]) for edge in (90, 95)] == [60, 110]


def test_85_regencies_reach_99_4(at: At) -> None:
    assert len([value for value in coverages(at) if value >= Fraction(994, 10)]) == 85


def test_the_median_regency_has_98_08(at: At) -> None:
    assert printed(median(coverages(at))) == "98.08"


def test_67_regencies_stand_at_exactly_100_and_are_flagged_as_capped(at: At, indicators_of: IndicatorsOf) -> None:
    assert len(at("ID").capped) == 67
    assert indicators_of("ID")["K01"].flags == ("F01",) and "67 of 514" in english(indicators_of("ID")["K01"].notes[0])


def test_14_of_the_27_regencies_of_jawa_barat_are_capped(at: At) -> None:
    from cakupan.indicators.caps import capped_regencies

    position = at("64")
    assert [capped_regencies(position, code) for code in ("31", "32", "64", "ID")] == [6, 14, 3, 67]
    assert (len(at("31").capped), len(at("32").capped)) == (6, 14)


# --- positions and catalogue ---


def test_kaltim_is_fourth_of_38_and_first_of_11_medium_provinces(indicators_of: IndicatorsOf) -> None:
    k15, k16, k17 = (indicators_of("64")[id] for id in ("K15", "K16", "K17"))
    assert (k15.value, k15.detail["n"], k16.value, k16.detail["n"], k16.detail["rule"]) == (4, 38, 1, 11, "prov-2-5")
    assert k17.to_json()["value"] == 92


def test_kaltims_people_to_the_99_4_target_are_412(indicators_of: IndicatorsOf) -> None:
    assert indicators_of("64")["K05"].value == 412


def test_all_28_indicators_are_in_the_catalogue_in_order(indicators_of: IndicatorsOf) -> None:
    assert list(indicators_of("64")) == [f"K{number:02}" for number in range(1, 29)]


@pytest.mark.parametrize("code", ["ID", "64", "31", "95", "6474", "9503", "647201"])
def test_a_null_always_has_a_reason_and_never_reads_as_zero(indicators_of: IndicatorsOf, code: str) -> None:
    for indicator in indicators_of(code).values():
        assert (indicator.value is None) == (indicator.reason is not None), indicator.id
        printed_json = indicator.to_json()
        assert ("reason" in printed_json) == (printed_json["value"] is None)


@pytest.mark.parametrize("code", ["ID", "64", "95", "6474"])
def test_a_number_cannot_be_had_without_unit_dates_and_sources(indicators_of: IndicatorsOf, code: str) -> None:
    for indicator in indicators_of(code).values():
        if indicator.value is not None:
            assert indicator.unit and indicator.as_of and indicator.sources, indicator.id


def test_asking_an_absent_number_tells_why(indicators_of: IndicatorsOf) -> None:
    with pytest.raises(ValueError, match="K26 has no number: no count of recorded first voters"):
        _ = indicators_of("64")["K26"].number


def test_every_sentence_of_the_indicators_exists_in_indonesian(at: At, indicators_of: IndicatorsOf) -> None:
    from cakupan.words.sentences import Speaker

    speaker = Speaker("id", at("64").regions)
    for code in ("ID", "64", "31", "91", "95", "6474", "3317", "9503"):
        for indicator in indicators_of(code).values():
            assert speaker.word(indicator.name)
            for sentence in (*indicator.notes, *([indicator.reason] if indicator.reason else [])):
                assert speaker.text(sentence)
