"""K10, K23–K25: what changed since the previous comparable figures, and how much of it recording and the base account for.

Which figures are comparable is decided in `comparable`; pace and projection are in `pace`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.bounds import Bounded, between, exact
from cakupan.indicators.comparable import (
    History,
    LeftOut,
    Pair,
    Point,
    history,
    last_break,
    pairs,
    rules_changed,
)
from cakupan.indicators.figures import Position
from cakupan.indicators.forecast import months_between
from cakupan.indicators.model import MEASURE_NAMES, Indicator, Unit, null
from cakupan.words.numbers import round_half_up
from cakupan.words.sentences import Sentence, date, say

__all__ = ["Comparison", "History", "LeftOut", "Pair", "Point", "compare", "history", "pairs"]  # fmt: skip

MEASURES = ("recorded", "wajib_ktp", "ikd_active")


@dataclass(frozen=True)
class Comparison:
    """Two dates of one region side by side: changes in people, and the change of coverage in percentage points.

    effect_recording + effect_base = after − before, exactly; gap = base − recorded.
    """

    recorded: int
    base: int
    gap: int
    before: Fraction
    after: Fraction
    effect_recording: Fraction
    effect_base: Fraction

    @property
    def total(self) -> Fraction:
        """The change of coverage, percentage points."""
        return self.effect_recording + self.effect_base

    @property
    def printed_parts_disagree(self) -> bool:
        """Whether the rounded effects do not add up to the rounded total, by 0.01."""
        parts = (round_half_up(part, 2) for part in (self.effect_recording, self.effect_base))
        return sum(parts) != round_half_up(self.total, 2)


def compare(n0: int, d0: int, n1: int, d1: int) -> Comparison | None:
    """Compare recorded people and wajib KTP of two dates; None for an empty base.

    >>> comparison = compare(650372, 690611, 652346, 691555)   # Kota Malang, January to February 2019
    >>> comparison.gap, round_half_up(comparison.effect_recording, 2), round_half_up(comparison.effect_base, 2)
    (-1030, Decimal('0.29'), Decimal('-0.13'))
    """
    split = formulas.decompose(n0, d0, n1, d1)
    before, after = formulas.percentage(n0, d0), formulas.percentage(n1, d1)
    if split is None or before is None or after is None:
        return None
    return Comparison(n1 - n0, d1 - d0, (d1 - n1) - (d0 - n0), before, after, split.recording, split.base)


def last_two(position: Position) -> tuple[Pair, Pair] | Sentence:
    """The newest comparable pair of recorded and wajib KTP and the one before, or why there are not two."""
    known_pairs = pairs(position)
    if len(known_pairs) >= 2:
        return known_pairs[-2], known_pairs[-1]
    return _why_no_two(position, known_pairs)


def _why_no_two(position: Position, known_pairs: tuple[Pair, ...]) -> Sentence:
    if not known_pairs:
        return say("no date has comparable figures of both recorded people and wajib KTP")
    day, edge = date(known_pairs[0].base.as_of), last_break(position)
    left_out = history(position, "recorded").left_out + history(position, "wajib_ktp").left_out
    if edge is not None and any(item.observation.day < edge for item in left_out):
        return say(
            "only {day} has comparable figures of both recorded people and wajib KTP; those before {edge} are of another area",
            day=day,
            edge=date(edge.isoformat()),
        )
    return say("only {day} has comparable figures of both recorded people and wajib KTP", day=day)


def net_change(position: Position) -> Indicator:
    """K10: recorded people more (or fewer) a month since the previous comparable figure.

    The detail has the same for wajib KTP, IKD activations and the gap, each with its dates and its whole change.
    """
    id, name = "K10", "Net change a month"
    two = last_two(position)
    changes: dict[str, object] = {}
    for measure in MEASURES:
        step = _pair_step(two, measure) or _own_step(position, measure)
        if step is not None:
            changes[measure] = _step(*step)
    if not isinstance(two, Sentence):
        changes["unrecorded"] = _gap_step(*two)
    recorded = changes.get("recorded")
    if not isinstance(recorded, Mapping):
        reason = say("no two comparable figures of {what}", what=say(MEASURE_NAMES["recorded"]))
        return Indicator(id, name, "people/month", reason=reason, detail=changes)
    step = _pair_step(two, "recorded") or _own_step(position, "recorded")
    assert step is not None
    before, after = step
    return Indicator(
        id, name, "people/month", Fraction(recorded["per_month"]), 0, as_of=_dates("recorded", before, after),
        sources=_sources(before, after), notes=_notes(before, after), detail=changes,
        bounds=_step_bounds(position, before, after),
    )  # fmt: skip


def ends_at_a_cap(position: Position, after: Point) -> bool:
    """Whether the recorded people of the later date are at least so many, because parts stand at the cap of the source."""
    own = position.own.recorded
    return after.capped and position.is_lower_bound and own is not None and own.day == after.day


def starts_at_a_cap(before: Point) -> bool:
    """Whether those of the earlier date may be more than is shown: its source caps, and which parts it cut off then is not looked up."""
    return before.capped


def _step_bounds(position: Position, before: Point, after: Point) -> Bounded:
    """The bounds of a monthly change: at least so many where only the later figure is a lower bound, open where the earlier may be one."""
    value = Fraction(after.value - before.value) / months_between(before.day, after.day)
    return _open(value, low=starts_at_a_cap(before), high=ends_at_a_cap(position, after))


def _open(value: Fraction, *, low: bool, high: bool) -> Bounded:
    """A change that a cap leaves open to one side or both; exact where to none."""
    if not low and not high:
        return exact(value)
    return between(None if low else value, value, None if high else value, "cap")


def _pair_step(two: tuple[Pair, Pair] | Sentence, measure: str) -> tuple[Point, Point] | None:
    if isinstance(two, Sentence) or measure not in ("recorded", "wajib_ktp"):
        return None
    before, after = two
    return (before.recorded, after.recorded) if measure == "recorded" else (before.base, after.base)


def _own_step(position: Position, measure: str) -> tuple[Point, Point] | None:
    points = history(position, measure).points
    return (points[-2], points[-1]) if len(points) >= 2 else None


def _step(before: Point, after: Point) -> dict[str, object]:
    months = months_between(before.day, after.day)
    change = after.value - before.value
    return {"from": before.as_of, "to": after.as_of, "change": change, "months": months, "per_month": change / months}


def _gap_step(before: Pair, after: Pair) -> dict[str, object]:
    months = months_between(before.day, after.day)
    change = after.gap - before.gap
    return {
        "from": before.base.as_of, "to": after.base.as_of, "change": change, "months": months, "per_month": change / months,
    }  # fmt: skip


def recording_effect(position: Position) -> Indicator:
    """K23: percentage points of the change of coverage that more recorded people account for."""
    return _effect("K23", "Recording effect", position)


def base_effect(position: Position) -> Indicator:
    """K24: percentage points that the change of wajib KTP accounts for; growth or cleaning, neither good nor bad."""
    return _effect("K24", "Base effect", position)


def gap_identity(position: Position) -> Indicator:
    """K25: the change of the gap, which is the change of wajib KTP less that of recorded people."""
    name = "Gap identity"
    compared = _compared("K25", name, "people", position)
    if isinstance(compared, Indicator):
        return compared
    before, after, comparison = compared
    return Indicator(
        "K25", name, "people", comparison.gap, base="wajib_ktp", as_of=_pair_dates(before, after),
        sources=_pair_sources(before, after), notes=_pair_notes(position, before, after),
        bounds=_open(
                Fraction(comparison.gap),
                low=ends_at_a_cap(position, after.recorded),
                high=starts_at_a_cap(before.recorded),
            ),
        detail={"recorded": comparison.recorded, "wajib_ktp": comparison.base},
    )  # fmt: skip


def _effect(id: str, name: str, position: Position) -> Indicator:
    compared = _compared(id, name, "percentage points", position)
    if isinstance(compared, Indicator):
        return compared
    before, after, comparison = compared
    value = comparison.effect_recording if id == "K23" else comparison.effect_base
    early, late = starts_at_a_cap(before.recorded), ends_at_a_cap(position, after.recorded)
    notes = _pair_notes(position, before, after)
    # The effect of the base weighs the recorded people of both dates: where wajib KTP grew, more of them make it more negative.
    open_low, open_high = (
        (early, late) if id == "K23" else (early or late, False) if comparison.base >= 0 else (False, early or late)
    )
    if comparison.printed_parts_disagree:
        notes += (say("the printed effects and their sum are rounded one by one and may differ by 0.01"),)
    return Indicator(
        id, name, "percentage points", value, 2, "wajib_ktp", as_of=_pair_dates(before, after),
        sources=_pair_sources(before, after), notes=notes, bounds=_open(value, low=open_low, high=open_high),
        detail={
            "from": before.base.as_of, "to": after.base.as_of, "total": comparison.total, "coverage_before": comparison.before,
            "coverage_after": comparison.after, "recorded_change": comparison.recorded, "wajib_ktp_change": comparison.base,
        },
    )  # fmt: skip


def _compared(id: str, name: str, unit: Unit, position: Position) -> tuple[Pair, Pair, Comparison] | Indicator:
    two = last_two(position)
    if isinstance(two, Sentence):
        return null(id, name, unit, two)
    before, after = two
    comparison = compare(before.recorded.value, before.base.value, after.recorded.value, after.base.value)
    if comparison is None:
        return null(id, name, unit, say("wajib KTP is zero"))
    return before, after, comparison


def _dates(measure: str, before: Point, after: Point) -> dict[str, str]:
    return {measure: after.as_of, f"{measure}_before": before.as_of}


def _pair_dates(before: Pair, after: Pair) -> dict[str, str]:
    return {**_dates("recorded", before.recorded, after.recorded), **_dates("wajib_ktp", before.base, after.base)}


def _sources(*points: Point) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for point in reversed(points) for source in point.sources))


def _pair_sources(before: Pair, after: Pair) -> tuple[str, ...]:
    return _sources(before.recorded, before.base, after.recorded, after.base)


def _notes(before: Point, after: Point) -> tuple[Sentence, ...]:
    notes: list[Sentence] = []
    for point in (before, after):
        if point.how == "difference":
            notes.append(
                say(
                    "recorded people of {day} are wajib KTP less the unrecorded of the same source",
                    day=date(point.as_of),
                )
            )
        elif point.how == "sum":
            notes.append(say("the figure of {day} is the sum of all provinces", day=date(point.as_of)))
    if before.capped != after.capped:
        capped = before if before.capped else after
        notes.append(
            say(
                "the figure of {day} comes from a source that shows no region above 100 percent, the other does not say so",
                day=date(capped.as_of),
            )
        )
    return tuple(notes)


def _pair_notes(position: Position, before: Pair, after: Pair) -> tuple[Sentence, ...]:
    notes = _notes(before.recorded, after.recorded) + _notes(before.base, after.base)
    changed = rules_changed(position, before.base.day, after.base.day)
    notes += (changed,) if changed is not None else ()
    return tuple({repr(note): note for note in notes}.values())
