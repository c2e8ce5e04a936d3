"""The one place where a number becomes text: half-up rounding, and formats of the languages by Babel.

Values are exact (int, Fraction, Decimal) until here. Reading printed numbers back is not done here.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from cakupan.languages import LANGUAGES, Lang

Exact = int | Fraction | Decimal

NBSP = "\u00a0"
MINUS = "\u2212"


@dataclass(frozen=True)
class Num:
    """A printed number that still knows its value.

    text: as printed, e.g. "2.843.891". value: the machine value at full precision, e.g. "2843891" or, for a percentage
    100·N/D, "2843891/2861471". key: where the number comes from, e.g. "64:K01".
    """

    text: str
    value: str
    key: str = ""

    def __str__(self) -> str:
        return self.text


RichText = tuple[str | Num, ...]


def rich(*parts: str | Num | RichText) -> RichText:
    """Join strings, numbers and rich texts into one rich text."""
    flat: list[str | Num] = []
    for part in parts:
        if isinstance(part, tuple):
            flat.extend(part)
        else:
            flat.append(part)
    return tuple(flat)


def plain(text: str | Num | RichText) -> str:
    """The words of a rich text, as a person reads them."""
    return "".join(str(part) for part in text) if isinstance(text, tuple) else str(text)


def machine_values(text: str | Num | RichText) -> str:
    """The machine values and keys of the numbers in a rich text, in order: "17580@64:K02 30"; empty where there are none."""
    parts = text if isinstance(text, tuple) else (text,)
    return " ".join(f"{n.value}@{n.key}" if n.key else n.value for n in parts if isinstance(n, Num))


def fill(template: str, **values: str | Num | RichText) -> RichText:
    """Put values into the `{name}` places of a sentence without losing what they are.

    >>> plain(fill("{n} of {base}", n=Num("5", "5"), base="ten"))
    '5 of ten'
    """
    parts: list[str | Num] = []
    rest = template
    while "{" in rest:
        before, _, rest = rest.partition("{")
        name, _, rest = rest.partition("}")
        if before:
            parts.append(before)
        value = values[name]
        parts.extend(value if isinstance(value, tuple) else (value,))
    if rest:
        parts.append(rest)
    return tuple(parts)


def round_half_up(value: Exact, places: int) -> Decimal:
    """Round to `places` decimals, halves away from zero, exactly (no binary fraction is ever made).

    >>> round_half_up(Fraction(2843891 * 100, 2861471), 2)
    Decimal('99.39')
    >>> round_half_up(Fraction(-5, 1000), 2)
    Decimal('-0.01')
    """
    fraction = Fraction(value)
    scaled = abs(fraction) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    with localcontext() as context:
        context.prec = max(28, len(str(whole)) + 2)
        result = Decimal(whole).scaleb(-places)
    return -result if fraction < 0 and whole else result


def machine(value: Exact) -> str:
    """The full-precision text of a value: an integer, a terminating decimal, or a fraction "a/b"."""
    fraction = Fraction(value)
    if fraction.denominator == 1:
        return str(fraction.numerator)
    return str(value) if isinstance(value, Decimal) else f"{fraction.numerator}/{fraction.denominator}"


@lru_cache(maxsize=4096)
def _decimal(value: Decimal, places: int, lang: Lang, grouped: bool) -> str:
    pattern = "#,##0" if grouped else "0"
    if places:
        pattern += "." + "0" * places
    with localcontext() as context:
        context.prec = 40
        context.rounding = ROUND_HALF_UP
        return str(format_decimal(value, format=pattern, locale=_locale(lang), decimal_quantization=False))


@lru_cache
def _locale(lang: Lang) -> Locale:
    return LANGUAGES[lang].locale


@dataclass(frozen=True)
class Formatter:
    """Formats of one language ("id": 2.860.701 and 99,54; "en": 2,860,701 and 99.54)."""

    lang: Lang = "id"

    def decimal(self, value: Exact, places: int = 0, *, sign: bool = False, key: str = "") -> Num:
        """A number with grouping and `places` decimals, rounded half up; `sign` prints + and −."""
        rounded = round_half_up(value, places)
        text = _decimal(abs(rounded), places, self.lang, True)
        if rounded < 0:
            text = MINUS + text
        elif sign and rounded > 0:
            text = "+" + text
        return Num(text, machine(value), key)

    def count(self, value: int, *, sign: bool = False, key: str = "") -> Num:
        """A number of people or places, in full."""
        return self.decimal(value, 0, sign=sign, key=key)

    def percent(self, value: Exact, places: int = 2, *, key: str = "") -> Num:
        """A percentage (0–100+) without its unit; never "100,00" or "0,00" when that is not exactly so."""
        number = self.decimal(value, places, key=key)
        smallest = Fraction(1, 10**places)
        fraction = Fraction(value)
        rounded = Fraction(round_half_up(value, places))
        if fraction < 100 <= rounded:
            return Num(">" + str(self.decimal(100 - smallest, places)), number.value, key)
        if fraction > 100 >= rounded:
            return Num(">" + str(self.decimal(100, places)), number.value, key)
        if fraction > 0 and rounded == 0:
            return Num("<" + str(self.decimal(smallest, places)), number.value, key)
        return number

    def points(self, value: Exact, places: int = 2, *, key: str = "") -> Num:
        """A difference of two percentages, signed, without its unit."""
        return self.decimal(value, places, sign=True, key=key)

    def date(self, as_of: str, *, short: bool = False, key: str = "") -> Num:
        """A reference date of any precision: "30 Juni 2024", "Oktober 2024" or "2024"."""
        parts = [int(part) for part in as_of.split("-")]
        month = "MMM" if short else "MMMM"
        pattern = {1: "yyyy", 2: f"{month} yyyy", 3: f"d{NBSP}{month} yyyy"}[len(parts)]
        day = dt.date(*[*parts, 1, 1][:3])
        return Num(str(format_date(day, format=pattern, locale=_locale(self.lang))), as_of, key)

    def join(self, items: list[str]) -> str:
        """A list in words: "a, b, dan c" / "a, b and c"."""
        return str(format_list(items, locale=_locale(self.lang)))


@lru_cache(maxsize=8192)
def last_day(as_of: str) -> dt.date:
    """The last day that a reference date of any precision can mean ("2024-10" is 31 October 2024).

    Raises ValueError for what is no date.
    """
    parts = as_of.split("-")
    if len(parts) > 3 or not all(part.isdigit() for part in parts) or len(parts[0]) != 4:
        raise ValueError(f"{as_of!r} is no date: write YYYY-MM-DD, YYYY-MM or YYYY")
    year, month, day = (int(part) for part in (*parts, "0", "0")[:3])
    if len(parts) == 1:
        month = 12
    if len(parts) < 3:
        day = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise ValueError(f"{as_of!r} is no date: {error}") from error
