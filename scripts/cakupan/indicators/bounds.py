"""Values that are known only to lie between two bounds, and arithmetic that keeps them: what is computed from a bound is a bound.

A source that never shows more than 100 percent tells of a capped region only that at least so many are recorded. What that means for
coverage, gap, distance to the target and rank is worked out here; how a bound is said is in `words.bounds`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

Why = Literal["cap", "dates", "rounding", "base", "overlap"]
"""Why a value is no exact one: a capped source, figures of other dates, printed rounding, a doubted base, people counted twice."""
REASONS: tuple[Why, ...] = get_args(Why)
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
    def reasons(self) -> tuple[Why, ...]:
        """Why it is no exact value, in a fixed order."""
        return tuple(reason for reason in REASONS if reason in self.why)

    def doubted(self, *why: Why) -> Bounded:
        """The same value and bounds with further reasons to doubt it: how far a doubt moves a value its source does not tell."""
        return Bounded(self.value, self.low, self.high, self.why | frozenset(why))

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


def between(low: Edge, value: Fraction | int, high: Edge, *why: Why) -> Bounded:
    """A value with bounds of its own; None leaves a side open."""
    return Bounded(Fraction(value), low, high, frozenset(why))


def rounded(value: Fraction | int, places: int) -> Bounded:
    """A value that was printed rounded half up to its decimals; negative for tens, hundreds and so on.

    >>> rounded(1_000_000, -6).high
    Fraction(1500000, 1)
    """
    half = Fraction(10) ** -places / 2
    return between(Fraction(value) - half, value, Fraction(value) + half, "rounding")


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
