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

ValueOrReason = tuple[Fraction | str, dict[str, object]] | Sentence
"""A value with its detail, or the reason why there is none."""


def outlook(position: Position, programme: Programme, target: Target | None) -> Outlook:
    """Return all that can be said of the way to the programme's target."""
    return outlook_of(position, Way(programme.id, programme.numerator, programme.base, target))


def net_change(position: Position, programme: Programme) -> ValueOrReason:
    """People more or fewer a month since the comparable figure before."""
    points = history(position, programme.numerator).points
    name = position.observations.definitions.measures[programme.numerator].name
    if len(points) < 2:
        return say("no two comparable figures of {what}", what=named(name))
    before, after = points[-2:]
    months = months_between(before.day, after.day)
    return Fraction(after.value - before.value) / months, {"from": before.as_of, "to": after.as_of}


def pace(outlook: Outlook) -> ValueOrReason:
    return outlook.why["pace"] if outlook.pace is None else (outlook.pace, {"method": outlook.method})


def required_pace(outlook: Outlook) -> ValueOrReason:
    if outlook.required is None or outlook.deadline is None:
        return outlook.why["required"]
    return outlook.required, {"deadline": outlook.deadline.isoformat()}


def pace_ratio(outlook: Outlook) -> ValueOrReason:
    if outlook.required is None:
        return outlook.why["required"]
    if outlook.pace is None:
        return outlook.why["pace"]
    ratio = outlook.ratio
    return say("not reached at the current pace, which is not above zero") if ratio is None else (ratio, {})


def projection(outlook: Outlook) -> ValueOrReason:
    if outlook.projection is None:
        return outlook.why["projection"]
    if outlook.projection.months is None:
        return never()
    spread = outlook.projection.range
    ends: dict[str, object] = {"range": [outlook.month(spread.early), outlook.month(spread.late)]} if spread else {}
    return outlook.month(outlook.projection.months), {"months": outlook.projection.months, **ends}
