"""Reading printed numbers: values, windows, words, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest
from cakupan.claims import Unreadable, Window, read_count, read_percent

COUNTS = [
    ("2.790.734", 2790734, 2790734, 2790735),
    ("2.790.734 jiwa", 2790734, 2790734, 2790735),
    ("1.234", 1234, 1234, 1235),
    ("194,64 juta", 194640000, 194635000, 194645000),
    ("194,64juta", 194640000, 194635000, 194645000),
    ("±5,3 juta", 5300000, 5250000, 5350000),
    ("sekitar 1,57 juta", 1570000, 1565000, 1575000),
    ("1,5 miliar", 1500000000, 1450000000, 1550000000),
    ("12 ribu", 12000, 11500, 12500),
    ("8 juta", 8000000, 7500000, 8500000),
    ("lebih 195 juta", 195000000, 195000000, None),
    ("lebih dari 195 juta", 195000000, 195000000, None),
    ("195 juta lebih", 195000000, 195000000, None),
    ("di atas 51 ribu", 51000, 51000, None),
    (">1.000", 1000, 1000, None),
    ("hampir 5 juta", 5000000, 4500000, 5000000),
    ("kurang dari 10", 10, 0, 10),
    ("belum sampai 5 juta", 5000000, 0, 5000000),
    ("sekitar 11.000", 11000, 10500, 11500),
    ("dua sampai tiga juta", 2000000, 1500000, 3500000),
    ("2–3 juta", 2000000, 1500000, 3500000),
]


@pytest.mark.parametrize(("text", "value", "lo", "hi"), COUNTS)
def test_count_has_its_value_and_its_window(text: str, value: int, lo: int, hi: int | None) -> None:
    number = read_count(text)
    assert number.value == value
    assert number.half_up == Window(Fraction(lo), None if hi is None else Fraction(hi))


@pytest.mark.parametrize(
    ("text", "value", "places"),
    [("99,54", "99.54", 2), ("99,54 %", "99.54", 2), ("0,46 persen", "0.46", 2), ("18", "18", 0), ("98,397", "98.397", 3),
     ("0,0005", "0.0005", 4), ("104,38", "104.38", 2)],
)  # fmt: skip
def test_percentage_keeps_its_printed_decimals(text: str, value: str, places: int) -> None:
    number = read_percent(text)
    half = Fraction(1, 2 * 10**places)
    assert (number.value, number.places) == (Fraction(value), places)
    assert number.half_up == Window(Fraction(value) - half, Fraction(value) + half)
    assert number.truncation == Window(Fraction(value), Fraction(value) + 2 * half)


def test_rounded_counts_are_known_as_such() -> None:
    assert read_count("194,64 juta").rounded
    assert not read_count("2.790.734").rounded


def test_one_sided_words_make_one_sided_windows() -> None:
    assert read_percent("lebih 51").half_up == Window(Fraction(51), None)
    assert read_percent("belum mencapai 1").half_up == Window(Fraction(0), Fraction(1))


@pytest.mark.parametrize(
    ("read", "text", "fault"),
    [(read_percent, "99.54", "english"), (read_count, "2,860,701", "english"), (read_count, "12,345", "english"),
     (read_percent, "97.193", "thousands"), (read_count, "3,42", "decimals"), (read_count, "2.86.701", "grouping"),
     (read_count, "banyak", "number"), (read_percent, "-1", "negative"), (read_percent, "1001", "high"),
     (read_count, "1.2.3 juta", "grouping"), (read_count, "tiga sampai dua juta", "number"), (read_count, "juta", "number")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_fault(read: object, text: str, fault: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(text)  # type: ignore[operator]
    assert caught.value.fault == fault


def test_english_format_is_read_where_it_is_the_style() -> None:
    assert read_count("2,860,701", "en").value == 2860701
    assert read_percent("99.54", "en").value == Fraction(9954, 100)
