"""Reading numbers as they stand in print: value, last printed place, and the windows of what they can mean.

Nothing is judged here, and tables are read in `table`; the way back, from value to text, is `cakupan.words.numbers`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final, Literal, NamedTuple

from cakupan.claims.bounds import Relation, bound_after, bound_before

Style = Literal["id", "en"]
Fault = Literal["english", "number", "grouping", "decimals", "thousands", "negative", "high"]


ALMOST: Final = Fraction(9, 10)  # "hampir 3 juta" is under three million, and at least nine tenths of it

HAIR: Final = Fraction(1, 10**6)  # what closes the open end of a window: "maksimal 5" holds five itself


class Window(NamedTuple):
    """What a printed number can mean: lo ≤ x < hi; without hi it is open upwards."""

    lo: Fraction
    hi: Fraction | None

    def holds(self, value: Fraction) -> bool:
        """Whether a value lies in the window."""
        return self.lo <= value and (self.hi is None or value < self.hi)


class Unreadable(ValueError):
    """A text is no printed number of the wanted kind; `fault` says why, `hint` how it would be written."""

    def __init__(self, fault: Fault, hint: str = "") -> None:
        super().__init__(fault)
        self.fault: Fault = fault
        self.hint = hint


@dataclass(frozen=True)
class Printed:
    """A number as printed: `value` in people or in percent; `ulp` one unit of its last printed place.

    `places`: printed decimals ("194,64 juta": 2). `relation`: "about" (sekitar), "over" (lebih dari), "under" (kurang dari),
    "most" (maksimal), "almost" (hampir) or "range", whose upper end is `upper`. `whole`: a count printed in full, known to the last person.
    """

    text: str
    value: Fraction
    ulp: Fraction
    places: int
    relation: Relation = "plain"
    upper: Fraction | None = None
    whole: bool = False

    @property
    def rounded(self) -> bool:
        """Whether the number is known only within a window wider than one person."""
        return not self.whole

    @cached_property
    def half_up(self) -> Window:
        """The values that round half up to the printed one: [v − ½ulp, v + ½ulp), or the side that the words name."""
        return self._window(self.value - self.ulp / 2, (self.upper or self.value) + self.ulp / 2)

    @cached_property
    def truncation(self) -> Window:
        """The values whose further digits were cut off: [v, v + ulp)."""
        return self._window(self.value, (self.upper or self.value) + self.ulp)

    def _window(self, lo: Fraction, hi: Fraction) -> Window:
        if self.whole and self.relation in ("plain", "about"):
            return Window(self.value, self.value + 1)
        if self.relation == "over":
            return Window(self.value, None)
        if self.relation == "under":
            return Window(Fraction(0), self.value)
        if self.relation == "most":
            return Window(Fraction(0), self.value + HAIR)
        if self.relation == "almost":
            return Window(ALMOST * self.value, self.value)
        return Window(max(lo, Fraction(0)), hi)


_SCALES: Final = {
    "ribu": 3, "rb": 3, "thousand": 3, "juta": 6, "jt": 6, "million": 6, "miliar": 9, "milyar": 9, "billion": 9,
}  # fmt: skip
_WORDS: Final = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "seribu": 1000, "sejuta": 10**6,
}  # fmt: skip
_UNITS = re.compile(
    r"\s*(%|persen|percent|per\s?cent|jiwa|orang|penduduk|warga|anak|pemilih|people|children|persons|voters)$"
)
_RANGE = re.compile(
    r"^(?:antara\s+)?(.+?)\s*(?:–|—|-|\bsampai\b|\bhingga\b|\bdan\b|\bs\.?d\.?\b|\bs/d\b|\bto\b)\s*(.+)$"
)
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_ID = re.compile(r"^(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?$")
_EN = re.compile(r"^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$")
_PLAIN = re.compile(r"^\d+$")


def style_of(text: str) -> Style | None:
    """The number format that a text shows beyond doubt: "99,54" and "2.860.701" id; "99.54" and "2,860,701" en."""
    body = re.sub(r"[^\d.,]", "", text).strip(".,")
    indonesian, english = _ID.match(body) is not None, _EN.match(body) is not None
    if indonesian == english:
        return None
    return "id" if indonesian else "en"


def read_percent(text: str, style: Style = "id", bound: Relation = "plain") -> Printed:
    """Read a printed percentage (0–1000, decimal comma, "%" or "persen" optional).

    `bound`: what the words around it make of it, where the text itself says nothing. Raises Unreadable. Example: "99,54" is [99,535, 99,545) half up and [99,54, 99,55) cut off.

    >>> read_percent("99,54 persen").half_up.lo
    Fraction(19907, 200)
    """
    number = _read(text, style, bound, count=False)
    if number.value > 1000:
        raise Unreadable("high")
    return number


def read_count(text: str, style: Style = "id", bound: Relation = "plain") -> Printed:
    """Read a printed number of people: in full, or rounded with ribu, juta or miliar and words such as "lebih".

    Raises Unreadable.

    >>> read_count("194,64 juta").half_up.lo
    Fraction(194635000, 1)
    """
    return _read(text, style, bound, count=True)


def _read(text: str, style: Style, bound: Relation, count: bool) -> Printed:
    body = _SPACES.sub(" ", text.strip().lower())
    if _PLAIN.match(body) and bound == "plain":
        return Printed(text, Fraction(int(body)), Fraction(1), 0, "plain", None, count)
    if body.startswith(("-", "\u2212")) and body[1:2].isdigit():
        raise Unreadable("negative")
    relation, body = bound_before(body)
    body, scale, behind = _tail(body)
    relation = next((kind for kind in (behind, relation, bound) if kind != "plain"), "plain")
    if relation in ("plain", "about") and (match := _RANGE.match(body)):
        return _range(text, match[1], match[2], scale, style, count)
    value, places = _number(body, style, scale, count)
    factor = 10**scale
    ulp = Fraction(factor, 10**places)
    if relation == "about":
        ulp *= _last_nonzero(int(value * 10**places)) if count else 2
    elif count and not scale and relation != "plain":
        ulp = Fraction(_last_nonzero(int(value)))
    whole = count and not scale and relation in ("plain", "about") and ulp == 1
    return Printed(text, value * factor, ulp, places, relation, None, whole)


def _tail(body: str) -> tuple[str, int, Relation]:
    """Split "195 juta lebih jiwa" into the digits, the power of ten, and the bound that follows."""
    behind: Relation = "plain"
    scale = 0
    while True:
        if match := _UNITS.search(body):
            body = body[: match.start()].strip()
            continue
        relation, rest = bound_after(body)
        if relation != "plain":
            behind, body = relation, rest.strip()
            continue
        head, _, word = body.rpartition(" ")
        if not head and (split := re.match(r"^([\d.,]+)([a-z]+)$", body)):
            head, word = split[1], split[2]
        if word.endswith("an") and word[:-2] in _SCALES:
            behind, word = "about", word[:-2]
        if word not in _SCALES or not head or scale:
            return body, scale, behind
        body, scale = head.strip(), _SCALES[word]


def _range(text: str, first: str, second: str, scale: int, style: Style, count: bool) -> Printed:
    first, own, _ = _tail(first)
    lo, lo_places = _number(first, style, own or scale, count)
    hi, hi_places = _number(second, style, scale, count)
    low, high = lo * 10 ** (own or scale), hi * 10**scale
    if low > high:
        raise Unreadable("number")
    places = max(lo_places, hi_places)
    return Printed(text, low, Fraction(10**scale, 10**places), places, "range", high)


def _number(body: str, style: Style, scale: int, count: bool) -> tuple[Fraction, int]:
    if body in _WORDS:
        return Fraction(_WORDS[body]), 0
    match = (_ID if style == "id" else _EN).match(body)
    if not match:
        raise Unreadable(*_fault(body, style))
    decimals = match[1] or ""
    if count and decimals and not scale:
        raise Unreadable("english" if style == "id" and len(decimals) == 3 else "decimals", body.replace(",", "."))
    mark = "." if style == "id" else ","
    whole = body.split("," if style == "id" else ".")[0]
    if not count and mark in whole:
        raise Unreadable("thousands", body.replace(".", ",") if style == "id" else body)
    digits = int(whole.replace(mark, "") + decimals)
    return Fraction(digits, 10 ** len(decimals)), len(decimals)


def _fault(body: str, style: Style) -> tuple[Fault, str]:
    swapped = body.replace(".", "\0").replace(",", ".").replace("\0", ",")
    if (_EN if style == "id" else _ID).match(body):
        return "english", swapped
    return ("grouping", "") if re.match(r"^[\d.,]+$", body) else ("number", "")


def _last_nonzero(value: int) -> int:
    place = 1
    while value and value % (place * 10) == 0:
        place *= 10
    return place
