"""One figure as a notebook holds it: exact, with unit, base, dates and sources, printed in the language of its report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cakupan.blocks import Paragraph, Text
from cakupan.frames.columns import Unit
from cakupan.indicators.bounds import Bounded, Why
from cakupan.words.bounds import Bound, signed_bound
from cakupan.words.numbers import Formatter, Num, RichText, machine, plain


@dataclass(frozen=True, order=False)
class Quantity:
    """A figure at an address. exact: to calculate with (`int`, `float` do, too), None where it is missing; reason: why.

    low, high: bounds of the true value, None where there is none on that side. as_of: date by measure; sources: keys of sources.csv.
    """

    address: str
    exact: Fraction | int | None
    unit: Unit
    places: int
    label: str
    base: str = ""
    as_of: dict[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    bound: Bound = ""
    reason: str = ""
    key: str = ""
    form: Formatter = field(default_factory=Formatter, repr=False)
    bounds: Bounded | None = None

    @property
    def low(self) -> Fraction | int | None:
        """The least that the true value can be."""
        if self.bounds is not None:
            return self.bounds.low
        return None if self.bound == "upper" else self.exact

    @property
    def high(self) -> Fraction | int | None:
        """The most that the true value can be."""
        if self.bounds is not None:
            return self.bounds.high
        return None if self.bound == "lower" else self.exact

    @property
    def why(self) -> tuple[Why, ...]:
        """Why the value is no exact one: "cap", "dates", "rounding", "base", "overlap"."""
        return self.bounds.reasons if self.bounds is not None else ()

    def words(self, places: int | None = None) -> RichText:
        """The figure as the report prints it, with the sign of a bound; "–" where it is missing."""
        if self.exact is None:
            return ("–",)
        places = self.places if places is None else places
        if self.unit == "percent":
            number = self.form.percent(self.exact, places, key=self.key)
        else:
            number = self.form.decimal(self.exact, places, key=self.key)
        return (number,) if self.unit == "rank" else signed_bound(self.bound, number)

    def __str__(self) -> str:
        return plain(self.words())

    def __format__(self, spec: str) -> str:
        return plain(self.words(places_of(spec))) if spec else str(self)

    def __float__(self) -> float:
        return float(self._known)

    def __int__(self) -> int:
        return int(self._known)

    def __round__(self, places: int = 0) -> float:
        return round(float(self), places)

    @property
    def _known(self) -> Fraction | int:
        if self.exact is None:
            raise ValueError(f"{self.address} has no value: {self.reason}")
        return self.exact

    def _repr_mimebundle_(self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None) -> Any:
        unit = {"percent": " %", "people": "", "rank": "", "text": ""}[self.unit]
        return Paragraph((*self.words(), unit), self.address.partition(":")[0])._repr_mimebundle_()


def places_of(spec: str) -> int | None:
    """Return the decimals that a format specification such as ".1f" asks for; None where it asks for none.

    >>> places_of(".1f"), places_of(",")
    (1, None)
    """
    digits = spec.partition(".")[2].rstrip("f%")
    return int(digits) if digits.isdigit() else None


def exact_of(value: Any) -> Fraction | None:
    """Return a number of Python, numpy or pandas exactly as it prints; None for what is missing or no number."""
    if value is None or isinstance(value, bool | str):
        return None
    if isinstance(value, int | Fraction):
        return Fraction(value)
    try:
        text = repr(float(value)) if not hasattr(value, "numerator") else str(int(value))
        return Fraction(Decimal(text)) if text not in ("nan", "inf", "-inf") else None
    except (TypeError, ValueError):
        return None


def printed(value: Any, form: Formatter, places: int | None, key: str) -> Num | None:
    """Return the print of a plain number; whole numbers in full, others with two decimals where nothing else is asked for."""
    exact = exact_of(value)
    if exact is None:
        return None
    places = places if places is not None else (0 if exact.denominator == 1 else 2)
    return Num(form.decimal(exact, places).text, machine_decimal(exact), key)


def machine_decimal(exact: Fraction) -> str:
    """Return the machine text of a value: a decimal where it is one, else a fraction."""
    rest = exact.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1 or exact.denominator == 1:
        return machine(exact)
    return format(Decimal(exact.numerator) / Decimal(exact.denominator), "f") if _short(exact) else machine(exact)


def _short(exact: Fraction) -> bool:
    """Whether a decimal fraction of 28 digits holds the value exactly."""
    return Fraction(Decimal(exact.numerator) / Decimal(exact.denominator)) == exact


__all__ = ["Quantity", "Text", "exact_of", "machine_decimal", "places_of", "printed"]
