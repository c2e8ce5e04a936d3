"""K06–K09: activation of the digital identity (IKD) as a rate, against its target, and what is still to go.

A rate is never an attainment: each says its base, and the base that the target does not use stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.bounds import Bounded, exact
from cakupan.indicators.caps import base_of
from cakupan.indicators.coverage import mixed_dates_note
from cakupan.indicators.figures import Position, Target
from cakupan.indicators.model import Indicator, missing, null, provenance
from cakupan.observations import Observation
from cakupan.settings import Base
from cakupan.words.sentences import Sentence, say


def activation_rate(position: Position) -> Indicator:
    """K06: activated IKD over the named base."""
    name, base = "IKD activation rate", position.settings.ikd_base
    ground = _ground(position, base)
    if isinstance(ground, Sentence):
        return null("K06", name, "percent", ground, base)
    active, below = ground
    value = formulas.percentage(active.count, below.count)
    if value is None:
        return null("K06", name, "percent", say("the base is zero"), base)
    dates, sources = provenance(**{"ikd_active": active, base: below})
    return Indicator(
        "K06", name, "percent", value, 2, base, exact=f"{active.count}/{below.count}", as_of=dates, sources=sources,
        flags=_flags(position), bounds=_over(position, base, active, lambda one: exact(100 * active.count) / one),
        notes=mixed_dates_note(position, position.own, "ikd_active", base) + _direction_note(position, base),
        detail={"ikd_active": active.count, **_other_base(position)},
    )  # fmt: skip


def target_count(position: Position) -> Indicator:
    """K07: the target in people, τ·B; printed half up, so that 153.430,2 reads 153.430."""
    name, base = "IKD target count", position.settings.ikd_base
    below, target = position.own.base(base), position.ikd_target
    if below is None or target is None:
        return null("K07", name, "people", missing(base) if below is None else _no_target(), base)
    dates, sources = provenance(**{base: below, "target": target.observation})
    return Indicator(
        "K07", name, "people", target.share * below.count, 0, base, exact=f"{target.share}*{below.count}",
        as_of=dates, sources=sources, bounds=_over(position, base, None, lambda one: one * target.share),
        detail={"target_percent": target.share * 100},
    )  # fmt: skip


def target_attainment(position: Position) -> Indicator:
    """K08: activated IKD over the target count; never to be called a rate."""
    name, base = "IKD target attainment", position.settings.ikd_base
    ground, target = _ground(position, base), position.ikd_target
    if isinstance(ground, Sentence) or target is None:
        return null(
            "K08", name, "percent", ground if isinstance(ground, Sentence) else _no_target(), _target_base(target, base)
        )
    active, below = ground
    value = formulas.attainment(active.count, target.share, below.count)
    if value is None:
        return null("K08", name, "percent", say("the base is zero"), _target_base(target, base))
    dates, sources = provenance(**{"ikd_active": active, base: below, "target": target.observation})
    return Indicator(
        "K08", name, "percent", value, 2, _target_base(target, base),
        exact=f"{active.count}/({target.share}*{below.count})", as_of=dates, sources=sources, flags=_flags(position),
        bounds=_over(position, base, active, lambda one: exact(100 * active.count) / (one * target.share)),
        notes=mixed_dates_note(position, position.own, "ikd_active", base),
        detail={"target_percent": target.share * 100, **_other_base(position, target)},
    )  # fmt: skip


def people_to_ikd_target(position: Position) -> Indicator:
    """K09: activations still needed, ⌈τ·B⌉ − A, never below zero."""
    name, base = "Gap to IKD target", position.settings.ikd_base
    ground, target = _ground(position, base), position.ikd_target
    if isinstance(ground, Sentence) or target is None:
        return null("K09", name, "people", ground if isinstance(ground, Sentence) else _no_target(), base)
    active, below = ground
    dates, sources = provenance(**{"ikd_active": active, base: below, "target": target.observation})
    return Indicator(
        "K09", name, "people", formulas.people_to_target(target.share, below.count, active.count), base=base,
        as_of=dates, sources=sources, notes=mixed_dates_note(position, position.own, "ikd_active", base),
        bounds=_over(position, base, active, lambda one: ((one * target.share).ceil() - active.count).not_below()),
        detail={"target_percent": target.share * 100},
    )  # fmt: skip


def _over(
    position: Position, base: Base, active: Observation | None, value: Callable[[Bounded], Bounded]
) -> Bounded | None:
    """What is computed over a base, with the bounds and doubts that the base brings; None for a base that may be nobody."""
    below = base_of(position, base, active)
    return None if below is None or below.low is None or below.low <= 0 else value(below)


def _ground(position: Position, base: Base) -> tuple[Observation, Observation] | Sentence:
    """Activations and their base, or the reason why there is no rate."""
    active, below = position.own.ikd_active, position.own.base(base)
    if active is not None and below is not None:
        return active, below
    return missing(*[name for name, row in (("ikd_active", active), (base, below)) if row is None])


def _other_base(position: Position, target: Target | None = None) -> dict[str, object]:
    """The same figure on the base that is not the default one."""
    other = position.settings.other_ikd_base
    active, below = position.own.ikd_active, position.own.base(other)
    if active is None or below is None:
        return {}
    share = target.share if target else Fraction(1)
    value = formulas.attainment(active.count, share, below.count)
    return {} if value is None else {"other_base": other, "other_value": value}


def _direction_note(position: Position, base: Base) -> tuple[Sentence, ...]:
    """Which way a base older than the activations errs: a register mostly grows, and over a grown one the rate is lower."""
    active, below = position.own.ikd_active, position.own.base(base)
    if active is None or below is None or below.day >= active.day:
        return ()
    return (say("the base is the older of the two; where it has grown since, the rate is rather too high"),)


def _flags(position: Position) -> tuple[str, ...]:
    active, recorded = position.own.ikd_active, position.own.recorded
    return ("F08",) if active and recorded and active.count > recorded.count else ()


def _target_base(target: Target | None, base: Base) -> str:
    percent = "" if target is None else f"{float(target.share * 100):g} percent of "
    return f"target ({percent}{base})"


def _no_target() -> Sentence:
    return say("no IKD target is published for the edition's year")
