"""Rounding and printing of numbers in both languages."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from cakupan.words.numbers import Formatter, Num, fill, last_day, plain, rich, round_half_up
from hypothesis import given
from hypothesis import strategies as st

ID, EN = Formatter("id"), Formatter("en")


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**9), st.integers(0, 6))
def test_rounding_moves_a_value_by_half_a_step_at_most(numerator: int, denominator: int, places: int) -> None:
    value = Fraction(numerator, denominator)
    assert abs(Fraction(round_half_up(value, places)) - value) <= Fraction(1, 2 * 10**places)


@given(st.decimals(-(10**6), 10**6, places=4), st.integers(0, 3))
def test_rounding_agrees_with_decimal_half_up(value: Decimal, places: int) -> None:
    assert round_half_up(value, places) == value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("value", "printed"), [("0.125", "0.13"), ("-0.125", "-0.13"), ("2.675", "2.68"), ("45.025", "45.03")]
)
def test_halves_go_away_from_zero_where_binary_fractions_would_not(value: str, printed: str) -> None:
    assert round_half_up(Fraction(value), 2) == Decimal(printed)


def test_a_rounded_zero_has_no_sign() -> None:
    assert str(round_half_up(Fraction(-1, 1000), 2)) == "0.00"


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (Fraction(100 * 2860700, 2860701), ">99,99", ">99.99"),
        (Fraction(100 * 2860702, 2860701), ">100,00", ">100.00"),
        (Fraction(100), "100,00", "100.00"),
        (Fraction(1, 1000), "<0,01", "<0.01"),
        (Fraction(0), "0,00", "0.00"),
        (Fraction(284389100, 2861471), "99,39", "99.39"),
    ],
)
def test_a_percentage_is_never_printed_as_all_or_nothing_unless_it_is(
    value: Fraction, indonesian: str, english: str
) -> None:
    assert (str(ID.percent(value)), str(EN.percent(value))) == (indonesian, english)


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_share_prints_as_hundred_only_when_complete(part: int, whole: int) -> None:
    text = str(EN.percent(Fraction(100 * part, whole)))
    assert (text == "100.00") == (part == whole)


@given(st.integers(-(10**12), 10**12))
def test_a_printed_count_reads_back_as_itself(value: int) -> None:
    for form, mark in ((ID, "."), (EN, ",")):
        number = form.count(value)
        assert int(str(number).replace(mark, "").replace("\u2212", "-")) == value == int(number.value)


def test_counts_and_decimals_follow_the_language() -> None:
    assert (str(ID.count(2860701)), str(EN.count(2860701))) == ("2.860.701", "2,860,701")
    assert (str(ID.points(Fraction(-183, 100))), str(EN.points(Fraction(21, 10)))) == ("\u22121,83", "+2.10")


def test_a_change_that_rounds_to_zero_has_no_sign() -> None:
    assert str(EN.points(Fraction(1, 1000))) == "0.00"


@pytest.mark.parametrize(
    ("as_of", "indonesian", "english"),
    [("2024-06-30", "30\u00a0Juni 2024", "30\u00a0June 2024"), ("2024-10", "Oktober 2024", "October 2024"), ("2020", "2020", "2020")],
)  # fmt: skip
def test_a_date_is_printed_as_precisely_as_it_is_known(as_of: str, indonesian: str, english: str) -> None:
    assert (str(ID.date(as_of)), str(EN.date(as_of))) == (indonesian, english)


@pytest.mark.parametrize(
    ("as_of", "day"), [("2024-02", "2024-02-29"), ("2023", "2023-12-31"), ("2024-06-30", "2024-06-30")]
)
def test_an_imprecise_date_means_its_last_day(as_of: str, day: str) -> None:
    assert last_day(as_of).isoformat() == day


@pytest.mark.parametrize("text", ["", "2024-13", "2024-02-30", "24-01-01", "2024-1-2-3", "June"])
def test_what_is_no_date_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="is no date"):
        last_day(text)


def test_numbers_survive_being_put_into_sentences() -> None:
    number = Num("5", "5", "64:K01")
    assert fill("{n} of {base}.", n=number, base=rich("ten ", Num("10", "10"))) == (
        number,
        " of ",
        "ten ",
        Num("10", "10"),
        ".",
    )


def test_the_words_of_a_rich_text_are_what_a_person_reads() -> None:
    assert plain(rich("a ", Num("1", "1"), ("b", Num("2", "2")))) == "a 1b2"


def test_a_number_keeps_its_full_value_beside_what_is_printed() -> None:
    assert ID.percent(Fraction(284389100, 2861471)) == Num("99,39", "284389100/2861471")
