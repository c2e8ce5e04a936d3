"""What speaks against the base of a programme: an implausible share of the population, alone or in regencies inside."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.figures import Position
from cakupan.indicators.programmes.counts import Counts, counts_of, nation_like, regencies_of
from cakupan.observations import Observation
from cakupan.programmes import Programme
from cakupan.regions import NATION
from cakupan.words.sentences import Sentence, count, date, named, percent, place, say


def base_share(position: Position, programme: Programme, counts: Counts) -> tuple[Fraction, Observation] | None:
    """Return the base as a percentage of the population, with that population: the newest not after the base's date."""
    if counts.base is None:
        return None
    people = position.observations.newest(counts.region, "population", min(counts.base.day, position.edition))
    value = formulas.percentage(counts.base.count, people.count) if people else None
    return (value, people) if value is not None and people is not None else None


def doubt(position: Position, programme: Programme) -> Sentence | None:
    """Return what speaks against the base of the region, None where nothing does: it is an implausible share of the population."""
    counts = counts_of(position, programme)
    nation = base_share(position, programme, nation_like(position, programme, counts))
    return _doubt(position, programme, counts, nation[0] if nation else None)


def doubted_parts(position: Position, programme: Programme) -> tuple[str, ...]:
    """Return the codes of the regencies inside whose base is in doubt."""
    nation: dict[dt.date | None, Fraction | None] = {}
    doubted: list[str] = []
    for code in regencies_of(position):
        counts = counts_of(position, programme, code)
        day = counts.base.day if counts.base else None
        if day not in nation:
            whole = base_share(position, programme, nation_like(position, programme, counts))
            nation[day] = whole[0] if whole else None
        if _doubt(position, programme, counts, nation[day]) is not None:
            doubted.append(code)
    return tuple(doubted)


def full_parts(position: Position, programme: Programme) -> tuple[str, ...]:
    """Return the codes of the regencies inside whose coverage is exactly 100 percent, in a source of which nothing tells whether it stops there."""
    if programme.capped:
        return ()
    return tuple(code for code in regencies_of(position) if counts_of(position, programme, code).coverage == 100)


def _doubt(position: Position, programme: Programme, counts: Counts, nation: Fraction | None) -> Sentence | None:
    own = base_share(position, programme, counts)
    if own is None:
        return None
    low, high = programme.base_share or (Fraction(0), Fraction(1000))
    if programme.base_share_of_nation and nation and counts.region != NATION:
        low, high = (bound * nation for bound in programme.base_share_of_nation)
    if low <= own[0] <= high:
        return None
    values = {
        "base": named(programme.base_words),
        "share": percent(own[0], 1, f"{counts.region}:{programme.id}.base_share"),
    }
    if nation is None or counts.region == NATION:
        return say("base in doubt: {base} are {share} percent of the population", **values)
    return say(
        "base in doubt: {base} are {share} percent of the population, nationally {national} percent",
        **values,
        national=percent(nation, 1, f"{NATION}:{programme.id}.base_share"),
    )


def notes_of(position: Position, programme: Programme, counts: Counts) -> tuple[Sentence, ...]:
    notes: list[Sentence] = []
    assert counts.numerator is not None and counts.base is not None
    if counts.numerator.day != counts.base.day:
        notes.append(
            say(
                "mixed dates: {have} on {one}, {base} on {other}",
                have=named(programme.have),
                one=date(counts.numerator.as_of),
                base=named(programme.base_words),
                other=date(counts.base.as_of),
            )
        )
    doubted = doubt(position, programme)
    if doubted is not None:
        notes.append(doubted)
    if counts.coverage == 100:
        notes.append(say("exactly 100 percent: nothing tells whether the source stops there"))
    inside = doubted_parts(position, programme) if doubted is None else ()
    if inside:
        notes.append(
            say(
                "base in doubt in {n} of {total} regencies and cities inside, first of them {where}",
                n=count(len(inside), f"{position.code}:{programme.id}.coverage:doubted"),
                total=count(len(regencies_of(position)), f"{position.code}:{programme.id}.coverage:regencies"),
                where=place(inside[0]),
            )
        )
    full = full_parts(position, programme)
    if len(full) == 1:
        notes.append(
            say("exactly 100 percent in {where}: nothing tells whether the source stops there", where=place(full[0]))
        )
    elif full:
        notes.append(
            say(
                "exactly 100 percent in {n} regencies and cities inside, first of them {where}: nothing tells whether the source stops there",
                n=count(len(full), f"{position.code}:{programme.id}.coverage:full"),
                where=place(full[0]),
            )
        )
    return tuple(notes)
