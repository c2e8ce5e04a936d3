"""An indicator of a programme as a value: with its address, name, base, dates and sources, or the reason why it has no value."""

from __future__ import annotations

from fractions import Fraction

from cakupan.indicators.bounds import Bounded
from cakupan.indicators.figures import Position, Target
from cakupan.indicators.model import Indicator, Unit, provenance
from cakupan.indicators.programmes.counts import counts_of
from cakupan.programmes import Programme
from cakupan.words.sentences import Sentence, say


def made(
    position: Position,
    programme: Programme,
    kind: str,
    unit: Unit,
    value: Fraction | int | str | None,
    places: int = 0,
    *,
    target: Target | None = None,
    exact: str = "",
    flags: tuple[str, ...] = (),
    notes: tuple[Sentence, ...] = (),
    detail: dict[str, object] | None = None,
    bounds: Bounded | None = None,
) -> Indicator:
    counts = counts_of(position, programme)
    behind = {programme.numerator: counts.numerator, programme.base: counts.base}
    dates, sources = provenance(**behind, **({"target": target.observation} if target else {}))
    return Indicator(
        programme.address(kind), name_of(position, programme, kind), unit, value, places, programme.base, exact=exact, as_of=dates,
        sources=sources, flags=flags, notes=notes, detail=detail or {}, bounds=bounds,
    )  # fmt: skip


def nothing(programme: Programme, kind: str, unit: Unit, reason: Sentence) -> Indicator:
    return Indicator(
        programme.address(kind),
        f"{programme.short['en']}: {kind.replace('_', ' ')}",
        unit,
        base=programme.base,
        reason=reason,
    )


def name_of(position: Position, programme: Programme, kind: str) -> str:
    return programme.called(position.observations.definitions.kinds[kind])["en"]


def target_of(position: Position, programme: Programme) -> Target | None:
    """Return the target share of a programme: one that an indicator names, else the published one for the edition's year; None where there is none."""
    if programme.target_share is not None:
        return Target(programme.target_share, None)
    row = position.observations.target(programme.target, position.edition) if programme.target else None
    return Target(Fraction(row.value) / 100, row) if row else None


def no_target() -> Sentence:
    return say("no target is published for the edition's year")
