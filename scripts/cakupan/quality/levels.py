"""F01, F07, F08: figures of one date that cannot all be right, or whose bases differ. Nothing over time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cakupan.observations import Observation
from cakupan.quality.model import Case, Flag, runs
from cakupan.words.sentences import count, date, percent, say


def over_hundred(case: Case) -> Iterator[Flag]:
    """F01: recorded above wajib KTP; and recorded equal to it in a source that never shows more."""
    pairs = case.pairs("recorded", "wajib_ktp")
    limit = case.thresholds.over
    over = [(n, d) for n, d in pairs if d.count and 100 * n.count > limit * d.count]
    if over:
        most, of = max(over, key=lambda pair: Fraction(pair[0].count, pair[1].count))
        highest = Fraction(100 * most.count, of.count)
        dates, rows = runs(over)
        yield Flag(
            "F01", case.code, "error" if highest > case.thresholds.far_over else "warn",
            say(
                "recorded people are {share} percent of wajib KTP on {day}: counted where they live elsewhere, or the base is older",
                share=percent(highest), day=date(most.as_of),
            ), dates, rows,
        )  # fmt: skip
    capped = [(n, d) for n, d in pairs if n.capped and n.count == d.count]
    if capped:
        dates, rows = runs(capped)
        yield Flag(
            "F01", case.code, "warn",
            say(
                "recorded people equal wajib KTP on {day} in a source that shows no region above 100 percent: its true share and gap are hidden",
                day=date(capped[-1][0].as_of),
            ), dates, rows,
        )  # fmt: skip


def adult_share(case: Case) -> Iterator[Flag]:
    """F07: wajib KTP an implausible share of the population, or more people counted than live there."""
    low, high = case.thresholds.adult_share
    odd = [(d, p) for d, p in case.pairs("wajib_ktp", "population") if p.count and not low <= _share(d, p) <= high]
    if odd:
        base, people = odd[-1]
        dates, rows = runs(odd)
        yield Flag(
            "F07", case.code, "warn",
            say(
                "wajib KTP is {share} percent of the population on {day}; plausible are {low} to {high} percent",
                share=percent(_share(base, people), 1), day=date(base.as_of), low=percent(low, 0), high=percent(high, 0),
            ), dates, rows,
        )  # fmt: skip
    more = [(n, p) for n, p in case.pairs("recorded", "population") if n.count > p.count]
    if more:
        recorded, people = more[-1]
        dates, rows = runs(more)
        yield Flag(
            "F07", case.code, "warn",
            say(
                "on {day}, {n} recorded people are more than the population of {people}",
                n=count(recorded.count), day=date(recorded.as_of), people=count(people.count),
            ), dates, rows,
        )  # fmt: skip


def _share(part: Observation, whole: Observation) -> Fraction:
    return Fraction(100 * part.count, whole.count)


def more_active_than_recorded(case: Case) -> Iterator[Flag]:
    """F08: more people with an activated IKD than recorded; the IKD needs the recording."""
    recorded = case.sound("recorded")
    odd: list[tuple[Observation, Observation]] = []
    for active in case.sound("ikd_active"):
        known = [row for row in recorded if row.day <= active.day and row.system == active.system]
        if known and active.count > known[-1].count:
            odd.append((active, known[-1]))
    if odd:
        active, base = odd[-1]
        dates, rows = runs(odd)
        yield Flag(
            "F08", case.code, "error",
            say(
                "on {day}, {n} people with an activated IKD are more than the {base} recorded ({other})",
                n=count(active.count), day=date(active.as_of), base=count(base.count), other=date(base.as_of),
            ), dates, rows,
        )  # fmt: skip
