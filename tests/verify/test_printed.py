"""Reading numbers back: which texts are right prints of a value."""

from __future__ import annotations

import pytest
from cakupan.verify.printed import exact, find_print, is_print_of
from cakupan.words.numbers import Formatter, machine
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "value", "lang", "right"),
    [
        ("2.843.891", "2843891", "id", True),
        ("2,843,891", "2843891", "en", True),
        ("2,843,891", "2843891", "id", False),
        ("2.843.890", "2843891", "id", False),
        ("99,39", "284389100/2861471", "id", True),
        ("99,38", "284389100/2861471", "id", False),
        ("99,4", "284389100/2861471", "id", True),
        ("+0,29", "29/100", "id", True),
        ("−0,13", "-13/100", "id", True),
        ("-0,13", "-13/100", "id", False),
        (">99,99", "9999999/100000", "id", True),
        ("30\u00a0Juni 2024", "2024-06-30", "id", True),
        ("30\u00a0Jun 2024", "2024-06-30", "id", True),
        ("31\u00a0Juni 2024", "2024-06-30", "id", False),
        ("Oktober 2024", "2024-10", "id", True),
        ("2024", "2024", "id", True),
        ("2.024", "2024", "id", True),
        ("5", "five", "id", False),
        ("5", "5/0", "id", False),
        ("31 Februari 2024", "2024-02-31", "id", False),
    ],
)
def test_a_text_is_a_print_of_its_value_and_of_no_other(text: str, value: str, lang: str, right: bool) -> None:
    assert is_print_of(text, value, lang) is right  # type: ignore[arg-type]


def test_a_coverage_below_100_is_never_printed_as_100() -> None:
    value = "99999/1000"
    assert not is_print_of("100,00", value, "id", "percent")
    assert is_print_of(">99,99", value, "id", "percent")


@given(st.fractions(min_value=-(10**7), max_value=10**7), st.integers(0, 3), st.sampled_from(["id", "en"]))
def test_whatever_the_formatter_prints_is_accepted(value, places, lang) -> None:  # type: ignore[no-untyped-def]
    form = Formatter(lang)
    for number in (form.decimal(value, places), form.points(value, places), form.percent(abs(value), places)):
        assert is_print_of(number.text, number.value, lang)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_another_count_is_not_accepted(one: int, other: int) -> None:
    assert is_print_of(Formatter("id").count(one).text, str(other), "id") is (one == other)


@given(st.fractions())
def test_a_machine_value_is_read_back_exactly(value) -> None:  # type: ignore[no-untyped-def]
    assert exact(machine(value)) == value


def test_a_number_is_found_in_a_sentence_only_when_it_stands_alone() -> None:
    assert find_print("4 dari 38 provinsi", "38", "id", 0) == (7, 9)
    assert find_print("138 dari 3.800 provinsi", "38", "id", 0) is None
    assert find_print("25 persen di 12 dari 514", "12", "id", 2) == (13, 15)
