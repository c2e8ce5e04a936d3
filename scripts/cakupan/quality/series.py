"""F02–F05, F09, F14: falls, jumps, repeats, breaks and holes in the series of one region, within one system."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from cakupan.indicators import forecast
from cakupan.indicators.forecast import Series, months_between
from cakupan.indicators.model import MEASURE_NAMES
from cakupan.observations import Observation
from cakupan.observations.observation import REGISTER_SYSTEMS
from cakupan.quality.model import Case, Flag
from cakupan.words.language import marked
from cakupan.words.sentences import Sentence, count, date, listed, percent, place, points, say

TOTALS = ("recorded", "ikd_active")
"""Measures that only grow: running totals of people."""
MONTHLY_FROM = 6
"""Figures from which a series can be called monthly, when two of three steps are of one month."""


def _steps(case: Case, measure: str) -> Iterator[tuple[Observation, Observation]]:
    for rows in case.series(measure):
        for before, after in pairwise(rows):
            if not case.broken(before.day, after.day):
                yield before, after


def total_falls(case: Case) -> Iterator[Flag]:
    """F02: a running total (recorded, IKD) is lower than before; one that ends at the cap of its source has the cap as likely cause."""
    at_cap = {(n.as_of, n.source) for n, d in case.pairs("recorded", "wajib_ktp") if n.capped and n.count == d.count}
    for measure in TOTALS:
        for before, after in _steps(case, measure):
            if after.count < before.count:
                words = _falls_to_cap if measure == "recorded" and (after.as_of, after.source) in at_cap else _falls
                yield Flag("F02", case.code, "warn", words(measure, before, after), (after.as_of,), (before, after))


def _falls(measure: str, before: Observation, after: Observation) -> Sentence:
    return say(
        "{what} fall from {before} ({earlier}) to {after} ({day}): a running total falls only when records are removed or counted differently",
        what=_name(measure), before=count(before.count), earlier=date(before.as_of),
        after=count(after.count), day=date(after.as_of),
    )  # fmt: skip


def _falls_to_cap(measure: str, before: Observation, after: Observation) -> Sentence:
    return say(
        "{what} fall from {before} ({earlier}) to {after} ({day}), which is exactly wajib KTP in a source that shows no region above 100 percent: the cap is the likely cause, a removal of records is not shown",
        what=_name(measure), before=count(before.count), earlier=date(before.as_of),
        after=count(after.count), day=date(after.as_of),
    )  # fmt: skip


def base_falls(case: Case) -> Iterator[Flag]:
    """F03: wajib KTP falls by more than half a percent a month: was the register cleaned?"""
    for before, after in _steps(case, "wajib_ktp"):
        months = max(Fraction(1), months_between(before.day, after.day))
        fall = Fraction(100 * (before.count - after.count), before.count) if before.count else Fraction(0)
        if fall > case.thresholds.base_fall * months:
            yield Flag(
                "F03", case.code, "info",
                say(
                    "wajib KTP falls by {share} percent to {after} ({day}): cleaning of the register raises coverage without a recording",
                    share=percent(fall), after=count(after.count), day=date(after.as_of),
                ), (after.as_of,), (before, after),
            )  # fmt: skip


def jumps(case: Case) -> Iterator[Flag]:
    """F04: coverage moves by more than three points a month, or a total by more than five MAD from its median step."""
    seen: dict[str, tuple[Sentence, tuple[Observation, ...]]] = {}
    pairs = case.pairs("recorded", "wajib_ktp")
    for (n0, d0), (n1, d1) in pairwise(pairs):
        if n0.system != n1.system or case.broken(n0.day, n1.day) or not (d0.count and d1.count):
            continue
        change = Fraction(100 * n1.count, d1.count) - Fraction(100 * n0.count, d0.count)
        if abs(change) > case.thresholds.coverage_jump * max(Fraction(1), months_between(n0.day, n1.day)):
            message = say(
                "coverage jumps by {points} percentage points from {before} to {day}",
                points=points(change), before=date(n0.as_of), day=date(n1.as_of),
            )  # fmt: skip
            seen.setdefault(n1.as_of, (message, (n0, d0, n1, d1)))
    for measure in TOTALS:
        for rows in case.series(measure):
            for part in _unbroken(case, rows):
                known = {row.day: row for row in part}
                series = Series(tuple(known), tuple(row.count for row in part))
                for day in forecast.jumps(series, case.thresholds.jump_mads, case.thresholds.smallest_jump):
                    message = say(
                        "{what} jump on {day} against the other months", what=_name(measure), day=date(known[day].as_of)
                    )
                    seen.setdefault(known[day].as_of, (message, (known[day],)))
    for as_of, (message, behind) in sorted(seen.items()):
        yield Flag("F04", case.code, "warn", message, (as_of,), behind)


def _unbroken(case: Case, rows: list[Observation]) -> Iterator[list[Observation]]:
    part: list[Observation] = []
    for row in rows:
        if part and case.broken(part[-1].day, row.day):
            yield part
            part = []
        part.append(row)
    if part:
        yield part


def repeats(case: Case) -> Iterator[Flag]:
    """F05: recorded and wajib KTP are both exactly those of the date before: a stale report."""
    stale_pairs = [
        ((n0, d0), (n1, d1))
        for (n0, d0), (n1, d1) in pairwise(case.pairs("recorded", "wajib_ktp"))
        if n0.system == n1.system and n0.count == n1.count and d0.count == d1.count
    ]
    for (n0, d0), (n1, d1) in stale_pairs:
        yield Flag(
            "F05", case.code, "warn",
            say("recorded people and wajib KTP of {day} repeat those of {before}", day=date(n1.as_of), before=date(n0.as_of)),
            (n1.as_of,), (n0, d0, n1, d1),
        )  # fmt: skip


def breaks(case: Case) -> Iterator[Flag]:
    """F09: the boundary or the rule of the region changed."""
    for edge in case.edges:
        day = edge.isoformat()
        yield Flag(
            "F09", case.code, "info",
            say("boundary or rule changed on {day}; earlier figures make no common series with later ones", day=date(day)), (day,),
        )  # fmt: skip


def child_set(case: Case) -> Iterator[Flag]:
    """F09: a region inside appears in the register's cross-sections later than the others, or leaves them earlier."""
    observations = case.observations
    children = observations.regions.children(case.code)
    spans: dict[str, tuple[dt.date, dt.date]] = {}
    for child in children:
        rows = observations.all(child.code, "recorded")
        days = [row.day for row in rows if row.comparable and row.day <= case.edition]
        if days:
            spans[child.code] = (min(days), max(days))
    if 2 * len(spans) < len(children) or len(spans) < 2:
        return
    first, last = min(start for start, _ in spans.values()), max(end for _, end in spans.values())
    for code, (start, end) in sorted(spans.items()):
        if start > first:
            yield _set_changed(case.code, code, start, marked("{code} joins the regions inside on {day}"))
        if end < last:
            yield _set_changed(case.code, code, end, marked("{code} is among the regions inside until {day} only"))


def _set_changed(parent: str, child: str, day: dt.date, msgid: str) -> Flag:
    as_of = day.isoformat()
    return Flag("F09", parent, "info", say(msgid, code=place(child), day=date(as_of)), (as_of,))


def holes(case: Case) -> Iterator[Flag]:
    """F14: months without figures in a series that is monthly otherwise."""
    missing: set[dt.date] = set()
    for measure in ("recorded", "wajib_ktp", "ikd_active"):
        for rows in case.series(measure):
            if rows[0].system in REGISTER_SYSTEMS:
                missing.update(_missing([row.day for row in rows]))
    if missing:
        days = tuple(day.isoformat() for day in sorted(missing))
        yield Flag(
            "F14", case.code, "info",
            say("no figures of {months}", months=listed(tuple(date(day[:7]) for day in days))), days,
        )  # fmt: skip


def _missing(days: list[dt.date]) -> Iterator[dt.date]:
    steps = [months_between(start, end) for start, end in pairwise(days)]
    if len(days) < MONTHLY_FROM or 3 * sum(1 for step in steps if step == 1) < 2 * len(steps):
        return
    for start, step in zip(days, steps, strict=False):
        for month in range(1, int(step)):
            yield forecast.add_months(start, month)


def _name(measure: str) -> Sentence:
    return say(MEASURE_NAMES[measure])
