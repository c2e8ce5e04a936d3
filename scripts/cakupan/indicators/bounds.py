"""Values that are known only to lie between two bounds, and arithmetic that keeps them: what is computed from a bound is a bound.

A source that never shows more than 100 percent tells of a capped region only that at least so many are recorded. What that means for
coverage, gap, distance to the target and rank is worked out here; how a bound is said is in `words.bounds`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Why = Literal["cap", "dates", "rounding", "base"]
"""Why a value is no exact one: a capped source, figures of other dates, printed rounding, a doubted base."""
Sign = Literal["", "lower", "upper"]
Edge = Fraction | None
"""A bound; None where there is none on that side."""


@dataclass(frozen=True)
class Bounded:
    """A value as published, and the bounds between which the true one lies. Exact where both bounds are the value.

    >>> recorded, base = at_least(2843891), exact(2861471)
    >>> (recorded / base * 100).sign, (base - recorded).sign
    ('lower', 'upper')
    """

    value: Fraction
    low: Edge
    high: Edge
    why: frozenset[Why] = frozenset()

    def __post_init__(self) -> None:
        if (self.low is not None and self.low > self.value) or (self.high is not None and self.high < self.value):
            raise ValueError(f"{self.value} does not lie between {self.low} and {self.high}")

    @property
    def sign(self) -> Sign:
        """Which bound the value is: "lower" where the true one can only be higher, "upper" where only lower, else empty."""
        if self.low == self.value and self.high != self.value:
            return "lower"
        return "upper" if self.high == self.value and self.low != self.value else ""

    @property
    def is_exact(self) -> bool:
        """Whether nothing but the value itself is possible."""
        return self.low == self.high == self.value

    def __add__(self, other: Bounded | Fraction | int) -> Bounded:
        other = _bounded(other)
        return Bounded(
            self.value + other.value, _sum(self.low, other.low), _sum(self.high, other.high), self.why | other.why
        )

    def __neg__(self) -> Bounded:
        return Bounded(-self.value, _minus(self.high), _minus(self.low), self.why)

    def __sub__(self, other: Bounded | Fraction | int) -> Bounded:
        return self + -_bounded(other)

    def __mul__(self, other: Bounded | Fraction | int) -> Bounded:
        """Multiply by an exact factor, or by another value; neither of two bounded ones may be negative."""
        other = _bounded(other)
        if self.is_exact and not other.is_exact:
            return other * self
        if other.is_exact:
            scale = other.value
            if scale < 0:
                return -(self * -scale)
            return Bounded(self.value * scale, _times(self.low, scale), _times(self.high, scale), self.why | other.why)
        if any(factor.low is None or factor.low < 0 for factor in (self, other)):
            raise ValueError("the product of two bounded values needs both to be no less than zero")
        low, high = _product(self.low, other.low), _product(self.high, other.high)
        return Bounded(self.value * other.value, low, high, self.why | other.why)

    def __truediv__(self, other: Bounded | Fraction | int) -> Bounded:
        """Divide by a value that is above zero whatever it truly is."""
        other = _bounded(other)
        if other.low is None or other.low <= 0:
            raise ZeroDivisionError("a base that may be zero")
        inverse = Bounded(
            1 / other.value, 1 / other.high if other.high is not None else Fraction(0), 1 / other.low, other.why
        )
        return self * inverse

    def ceil(self) -> Bounded:
        """The least whole number that is not below."""
        return self._each(lambda edge: Fraction(math.ceil(edge)))

    def not_below(self, least: int = 0) -> Bounded:
        """The greater of the value and a number: a distance that is never negative."""
        low = Fraction(least) if self.low is None else max(Fraction(least), self.low)
        high = None if self.high is None else max(Fraction(least), self.high)
        return Bounded(max(Fraction(least), self.value), low, high, self.why)

    def _each(self, change: Callable[[Fraction], Fraction]) -> Bounded:
        low = None if self.low is None else change(self.low)
        high = None if self.high is None else change(self.high)
        return Bounded(change(self.value), low, high, self.why)


def exact(value: Fraction | int) -> Bounded:
    """A value that is what it is."""
    return Bounded(Fraction(value), Fraction(value), Fraction(value))


def at_least(value: Fraction | int, why: Why = "cap", most: Fraction | int | None = None) -> Bounded:
    """A value that is truly as large or larger; most: an assumed upper bound."""
    return Bounded(Fraction(value), Fraction(value), None if most is None else Fraction(most), frozenset((why,)))


def _bounded(value: Bounded | Fraction | int) -> Bounded:
    return value if isinstance(value, Bounded) else exact(value)


def _sum(one: Edge, other: Edge) -> Edge:
    return None if one is None or other is None else one + other


def _minus(edge: Edge) -> Edge:
    return None if edge is None else -edge


def _times(edge: Edge, scale: Fraction) -> Edge:
    return Fraction(0) if scale == 0 else None if edge is None else edge * scale


def _product(one: Edge, other: Edge) -> Edge:
    if one == 0 or other == 0:
        return Fraction(0)
    return None if one is None or other is None else one * other
