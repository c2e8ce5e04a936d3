"""Addresses of pace and projection, computed again: REGION:pace:KIND:WHAT, of KIND "ikd" or "recording".

WHAT is now, steps, needed, ratio, last (day of the newest figure), deadline, month, early, late, share, horizon, or a month ("2028-07") of
the series or up to the horizon, as under a drawing. Which figures are comparable is asked of `indicators`; the arithmetic is our own,
but for the drawn edges of the range, which are drawn again with their seed.
"""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import math
import statistics
from collections.abc import Callable, Iterator
from fractions import Fraction

from cakupan.indicators import Position
from cakupan.indicators.pace import KINDS, Outlook, outlook

HORIZON = 60


def look_up(position: Position, kind: str, what: str) -> tuple[Fraction | str, ...]:
    """The values that may stand at an address: a number, or dates as texts. Raises KeyError where there is none."""
    chosen = next((known for known in KINDS if known == kind), None)
    if chosen is None:
        raise KeyError(kind)
    known = outlook(position, chosen)
    if not known.series.days:
        raise KeyError(what)
    if what in ("early", "late"):
        return (_edge(known, what),)
    value = _OF.get(what)
    if value is not None:
        return (value(known),)
    if what in _months(known):
        return (what,)
    raise KeyError(what)


def _steps(known: Outlook) -> Fraction:
    return Fraction(min(6, len(known.series.values) - 1))


def _pace(known: Outlook) -> Fraction:
    """The middle of the last six steps, or of all slopes between their figures where dates are irregular."""
    if len(known.series.values) < 5:
        raise KeyError("now")
    days, values = known.series.days[-7:], known.series.values[-7:]
    apart = [_apart(a, b) for a, b in itertools.pairwise(days)]
    if all(months == 1 for months in apart):
        return Fraction(statistics.median([Fraction(b - a) for a, b in itertools.pairwise(values)]))
    places = range(len(days))
    slopes = [(values[j] - values[i]) / _apart(days[i], days[j]) for i in places for j in places if i < j]
    return Fraction(statistics.median(slopes))


def _apart(start: dt.date, end: dt.date) -> Fraction:
    """Months from one day to another: whole from month end to month end or to the same day, else days of 30.4375 a month."""
    ends = all(day.day == calendar.monthrange(day.year, day.month)[1] for day in (start, end))
    if ends or start.day == end.day:
        return Fraction(12 * (end.year - start.year) + end.month - start.month)
    return Fraction((end - start).days) / Fraction(487, 16)


def _base_in(known: Outlook, months: int) -> Fraction:
    """The base after so many whole months: each adds what such a month added in the last one or two whole years."""
    days, values = known.base_series.days, known.base_series.values
    for years in (2, 1):
        n = 12 * years
        if len(days) > n and all(_apart(a, b) == 1 for a, b in zip(days[-n - 1 :], days[-n:], strict=False)):
            steps = [
                (day.month == 1, b - a) for day, a, b in zip(days[-n:], values[-n - 1 :], values[-n:], strict=False)
            ]
            januaries = [step for january, step in steps if january]
            others = [step for january, step in steps if not january]
            total = Fraction(values[-1])
            for ahead in range(1, months + 1):
                is_january = (days[-1].month + ahead - 1) % 12 == 0
                total += Fraction(sum(januaries if is_january else others), len(januaries if is_january else others))
            return total
    long = [i for i, day in enumerate(days) if _apart(day, days[-1]) >= 12]
    if long:
        return values[-1] + months * (values[-1] - values[long[-1]]) / _apart(days[long[-1]], days[-1])
    assert known.growth is not None
    return values[-1] + months * known.growth.ordinary


def _target(known: Outlook, months: Fraction) -> Fraction:
    whole = int(months)
    base = _base_in(known, whole)
    if months != whole:
        base += (_base_in(known, whole + 1) - base) * (months - whole)
    return base * _rate(known)


def _rate(known: Outlook) -> Fraction:
    if known.share is None or not known.base_series.days:
        raise KeyError("share")
    return known.share


def _needed(known: Outlook) -> Fraction:
    """People a month, a part of a person counted as a person."""
    return Fraction(math.ceil(_needed_exactly(known)))


def _needed_exactly(known: Outlook) -> Fraction:
    months = _apart(known.series.days[-1], _end(known))
    if months <= 0:
        raise KeyError("needed")
    return max(Fraction(0), (math.ceil(_target(known, months)) - known.series.values[-1]) / months)


def _ratio(known: Outlook) -> Fraction:
    return _needed_exactly(known) / _pace(known)


def _share(known: Outlook) -> Fraction:
    return 100 * _rate(known)


def _horizon(known: Outlook) -> Fraction:
    return Fraction(HORIZON)


def _last(known: Outlook) -> str:
    return known.series.days[-1].isoformat()


def _end(known: Outlook) -> dt.date:
    if known.deadline is None:
        raise KeyError("deadline")
    return known.deadline


def _deadline(known: Outlook) -> str:
    return _end(known).isoformat()


def _month(known: Outlook) -> str:
    """The first month in which the pace has caught up with the target."""
    reached, pace = known.series.values[-1], _pace(known)
    for months in range(HORIZON + 1):
        target = _target(known, Fraction(months))
        if reached + pace * months >= (math.ceil(target) if months == 0 else target):
            return _after(known.series.days[-1], months)
    raise KeyError("month")


def _edge(known: Outlook, what: str) -> str:
    spread = known.projection.range if known.projection is not None else None
    months = None if spread is None else spread.early if what == "early" else spread.late
    if months is None or months > HORIZON:
        raise KeyError(what)
    return _after(known.series.days[-1], math.ceil(months))


def _after(day: dt.date, months: int) -> str:
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return f"{year:04}-{month + 1:02}"


def _months(known: Outlook) -> Iterator[str]:
    first, last = known.series.days[0], known.series.days[-1]
    whole = 12 * (last.year - first.year) + last.month - first.month
    for months in range(whole + HORIZON + 1):
        yield _after(first, months)


_OF: dict[str, Callable[[Outlook], Fraction | str]] = {
    "now": _pace,
    "steps": _steps,
    "needed": _needed,
    "ratio": _ratio,
    "share": _share,
    "horizon": _horizon,
    "last": _last,
    "deadline": _deadline,
    "month": _month,
}
