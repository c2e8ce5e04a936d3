"""Inequality and concentration of the gap: bounds, an exact split, and what is said of capped regions."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import pytest
from cakupan.indicators import Position, formulas
from cakupan.indicators.spread import gini, lowest_to_highest, national_inequality, theil
from cakupan.words.sentences import english
from hypothesis import assume, given
from hypothesis import strategies as st

At = Callable[..., Position]
counts = st.integers(1, 10**6).flatmap(lambda d: st.tuples(st.integers(0, d + d // 10), st.just(d)))
regions = st.lists(counts, min_size=2, max_size=30)


def test_an_even_gap_has_no_inequality() -> None:
    pairs = [(90, 100), (180, 200), (9, 10)]
    assert formulas.gini_of_gap(pairs) == 0 and formulas.theil_of_gap(pairs) == pytest.approx(0)


def test_a_gap_in_one_of_ten_equal_regions_is_nearly_all_inequality() -> None:
    pairs = [(0, 100)] + [(100, 100)] * 9
    assert formulas.gini_of_gap(pairs) == Fraction(9, 10)
    assert formulas.theil_of_gap(pairs) == pytest.approx(math.log(10))


def test_the_gini_of_a_small_case_is_that_of_its_lorenz_curve() -> None:
    assert formulas.gini_of_gap([(100, 100), (80, 100)]) == Fraction(1, 2)


@given(regions)
def test_gini_lies_between_none_and_all(pairs: list[tuple[int, int]]) -> None:
    index = formulas.gini_of_gap(pairs)
    assert index is None or 0 <= index < 1


@given(regions)
def test_gini_does_not_depend_on_the_order_of_regions(pairs: list[tuple[int, int]]) -> None:
    assert formulas.gini_of_gap(pairs) == formulas.gini_of_gap(pairs[::-1])


@given(regions)
def test_theil_lies_between_zero_and_the_log_of_the_base_over_its_smallest_region(pairs: list[tuple[int, int]]) -> None:
    index = formulas.theil_of_gap(pairs)
    assume(index is not None)
    assert index is not None
    bases = [d for _, d in pairs]
    assert 0 <= index <= math.log(sum(bases) / min(bases)) + 1e-9


@given(st.dictionaries(st.sampled_from("abcd"), regions, min_size=1))
def test_theil_splits_exactly_into_between_and_within(groups: dict[str, list[tuple[int, int]]]) -> None:
    split = formulas.theil_split(groups)
    assume(split is not None)
    assert split is not None
    assert split.total == pytest.approx(split.between + split.within, abs=1e-9)
    assert split.within == pytest.approx(sum(split.contributions.values()), abs=1e-12)
    assert split.between >= 0 and all(part >= -1e-12 for part in split.contributions.values())


def test_nobody_unrecorded_means_no_inequality_to_measure() -> None:
    assert formulas.gini_of_gap([(10, 10), (12, 10)]) is None and formulas.theil_of_gap([(10, 10), (12, 10)]) is None


@given(st.dictionaries(st.text("abc", min_size=1, max_size=4), st.integers(-100, 10**6), min_size=1), st.fractions(0, 1), st.fractions(0, 1))  # fmt: skip
def test_more_of_the_gap_never_needs_fewer_regions(gaps: dict[str, int], one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    few, many = formulas.concentration(gaps, low), formulas.concentration(gaps, high)
    assert (few is None) == (many is None)
    if few is not None and many is not None:
        assert many.codes[: len(few.codes)] == few.codes
        assert many.people >= high * many.total and (
            not many.codes or many.people - gaps[many.codes[-1]] < high * many.total
        )


def test_equal_gaps_are_taken_in_order_of_code() -> None:
    fewest = formulas.concentration({"b": 5, "a": 5, "c": 5}, Fraction(1, 2))
    assert fewest is not None and fewest.codes == ("a", "b")


def test_capped_regencies_are_said_beside_the_index(at: At) -> None:
    for indicator in (gini(at("64")), theil(at("64")), lowest_to_highest(at("64"))):
        assert "3 of 10 regions inside are capped at 100" in english(indicator.notes[0]) and indicator.flags == ("F01",)


def test_jakartas_capped_regencies_have_no_gap_to_spread(at: At) -> None:
    k20 = gini(at("31"))
    assert k20.value is None and k20.reason is not None and "nobody is shown as unrecorded" in english(k20.reason)


def test_the_nation_is_more_uneven_than_kaltim_and_stands_beside_it(at: At) -> None:
    nation, kaltim = gini(at("ID")), gini(at("64"))
    assert nation.number > kaltim.number and nation.detail["of"] == 514
    assert kaltim.detail["national"] == national_inequality(at("64"))["gini"] == Fraction("0.755")
    assert nation.to_json()["value"] == 0.755


def test_theils_split_adds_up_in_the_indicator(at: At) -> None:
    detail = theil(at("ID")).detail
    parts = [detail["between"], detail["within"]]
    assert float(theil(at("ID")).number) == pytest.approx(sum(float(part) for part in parts), abs=1e-9)  # type: ignore[arg-type]
    assert detail["rule"] == "kab-2020" and set(detail["contributions"]) == {"small", "medium", "large"}  # type: ignore[call-overload]


def test_the_lowest_and_highest_are_named_with_the_ratio(at: At) -> None:
    k19 = lowest_to_highest(at("95"))
    assert k19.detail["lowest"] == "9503" and k19.to_json()["value"] == 0.24


def test_a_share_of_zero_has_no_ratio_of_gaps(at: At) -> None:
    assert lowest_to_highest(at("64")).detail["gap_ratio"] is None
    assert isinstance(lowest_to_highest(at("95")).detail["gap_ratio"], Fraction)


def test_a_province_whose_regencies_are_not_all_known_is_not_measured(make: Callable[..., object]) -> None:
    import datetime as dt

    observations = make(("6401", "recorded", "2024-06-30", 90), ("6401", "wajib_ktp", "2024-06-30", 100))
    k20 = gini(Position(observations, "64", dt.date(2024, 12, 31)))  # type: ignore[arg-type]
    assert k20.value is None and k20.reason is not None and "known for 1 of 10" in english(k20.reason)
