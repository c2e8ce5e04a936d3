"""What changes of a programme over time: monthly change, pace now and needed, and the month in which its target is reached.

The arithmetic is that of recording and IKD (`indicators.pace`), of other measures.
"""

from __future__ import annotations

from fractions import Fraction

from cakupan.indicators.comparable import history
from cakupan.indicators.figures import Position, Target
from cakupan.indicators.forecast import months_between
from cakupan.indicators.pace import Outlook, Way, never, outlook_of
from cakupan.programmes import Programme
from cakupan.words.sentences import Sentence, named, say

Found = tuple[Fraction | str, dict[str, object]] | Sentence
"""A value with its detail, or the reason why there is none."""


def outlook(position: Position, programme: Programme, target: Target | None) -> Outlook:
    """Return all that can be said of the way to the programme's target."""
    return outlook_of(position, Way(programme.id, programme.numerator, programme.base, target))


def net_change(position: Position, programme: Programme) -> Found:
    """People more or fewer a month since the comparable figure before."""
    points = history(position, programme.numerator).points
    name = position.observations.definitions.measures[programme.numerator].name
    if len(points) < 2:
        return say("no two comparable figures of {what}", what=named(name))
    before, after = points[-2:]
    months = months_between(before.day, after.day)
    return Fraction(after.value - before.value) / months, {"from": before.as_of, "to": after.as_of}


def pace(found: Outlook) -> Found:
    return found.why["pace"] if found.pace is None else (found.pace, {"method": found.method})


def required_pace(found: Outlook) -> Found:
    if found.required is None or found.deadline is None:
        return found.why["required"]
    return found.required, {"deadline": found.deadline.isoformat()}


def pace_ratio(found: Outlook) -> Found:
    if found.required is None:
        return found.why["required"]
    if found.pace is None:
        return found.why["pace"]
    ratio = found.ratio
    return say("not reached at the current pace, which is not above zero") if ratio is None else (ratio, {})


def projection(found: Outlook) -> Found:
    if found.projection is None:
        return found.why["projection"]
    if found.projection.months is None:
        return never()
    spread = found.projection.range
    ends: dict[str, object] = {"range": [found.month(spread.early), found.month(spread.late)]} if spread else {}
    return found.month(found.projection.months), {"months": found.projection.months, **ends}
