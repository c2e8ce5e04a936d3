"""K26 and K27: first voters, and cards that are still to be printed; from the newest undisputed figure of any source.

Few are published, so both are mostly absent, with the reason.
"""

from __future__ import annotations

from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.bounds import between
from cakupan.indicators.figures import Position
from cakupan.indicators.model import Indicator, null, provenance
from cakupan.observations import Observation
from cakupan.words.sentences import Sentence, date, say


def first_voters(position: Position) -> Indicator:
    """K26: recorded first voters over first voters of the same date, percent."""
    name = "First-voter coverage"
    bases = {row.day: row for row in _published(position, "first_voters")}
    recorded = [row for row in _published(position, "first_voters_recorded") if row.day in bases]
    if not recorded:
        return null("K26", name, "percent", say("no count of recorded first voters and their cohort is published"))
    above, below = recorded[-1], bases[recorded[-1].day]
    dates, sources = provenance(first_voters_recorded=above, first_voters=below)
    value = formulas.percentage(above.count, below.count)
    if value is None:
        return null("K26", name, "percent", say("the base is zero"))
    return Indicator(
        "K26", name, "percent", value, 2, "first_voters", exact=f"{above.count}/{below.count}", as_of=dates, sources=sources
    )  # fmt: skip


def print_backlog(position: Position) -> Indicator:
    """K27: recorded and ready to print (PRR) plus holders of an interim letter (suket); no part of the unrecorded.

    An upper bound where both are published: a holder of a letter may be among those ready to print.
    """
    name = "Print backlog"
    ready = _published(position, "prr_unprinted")
    letters = _published(position, "suket_holders")
    newest = max((rows[-1] for rows in (ready, letters) if rows), key=lambda row: row.day, default=None)
    if newest is None:
        return null("K27", name, "people", say("no count of cards that are still to be printed is published"))
    own = next((row for row in reversed(ready) if row.day == newest.day), None)
    other = next((row for row in reversed(letters) if row.day == newest.day), None)
    dates, sources = provenance(prr_unprinted=own, suket_holders=other)
    notes: tuple[Sentence, ...] = (say("the newest published count is of {day}", day=date(newest.as_of)),)
    if own is not None and other is not None:
        notes += (say("holders of an interim letter may be among those ready to print"),)
    if newest.rounded:
        notes += (say("it is printed rounded"),)
    counts = [row.count for row in (own, other) if row is not None]
    twice = between(Fraction(max(counts)), sum(counts), Fraction(sum(counts)), "overlap") if len(counts) > 1 else None
    return Indicator(
        "K27", name, "people", sum(counts), as_of=dates, sources=sources, bounds=twice, notes=notes,
        detail={row.measure: row.count for row in (own, other) if row is not None},
    )  # fmt: skip


def _published(position: Position, measure: str) -> tuple[Observation, ...]:
    return position.observations.history(position.code, measure, position.edition)
