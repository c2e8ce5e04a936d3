"""The table "What if?": coverage, gap, distance to the target, rank and share as published and under named assumptions."""

from __future__ import annotations

from fractions import Fraction

from cakupan.blocks import Column, Table
from cakupan.indicators import Position
from cakupan.indicators.caps import coverage_bound
from cakupan.indicators.what_if import BASE, SURPLUSES, WhatIf, national_share
from cakupan.regions import NATION
from cakupan.tables.region import ABSENT, sources_line, sources_of
from cakupan.words.bounds import Bound, signed_bound
from cakupan.words.numbers import RichText, rich
from cakupan.words.sentences import Sentence, Speaker, count, percent, place, say


def assumptions_table(speaker: Speaker, position: Position, rows: tuple[WhatIf, ...]) -> Table:
    """One row an assumption; the columns that only ranked regions have are left out for the nation."""
    ranked = position.region.level in ("province", "regency")
    heads = [
        Column(speaker.word("Assumption"), "left"),
        Column(speaker.word("Coverage"), unit="%"),
        Column(speaker.word("Wajib KTP − recorded")),
        Column(speaker.word("To the target")),
    ]
    if ranked:
        heads += [Column(speaker.word("Rank")), Column(speaker.word("Share of the nation's gap"), unit="%")]
    return Table(
        columns=tuple(heads),
        rows=tuple(_cells(speaker, position, row, ranked) for row in rows),
        title=speaker(say("What if? {where} under other assumptions", where=place(position.code))),
        source=sources_line(speaker, sources_of([position.own])),
        region=position.code,
        notes=tuple(speaker(note) for note in _notes(rows, ranked)),
    )


def _notes(rows: tuple[WhatIf, ...], ranked: bool) -> list[Sentence]:
    notes = []
    if any(row.name in SURPLUSES for row in rows):
        notes.append(
            say(
                "Surplus: so much more recorded than wajib KTP in every region at the cap of 100, here and elsewhere; rank: with none up to so much in each."
            )
            if ranked
            else say("Surplus: so much more recorded than wajib KTP in every region at the cap of 100.")
        )
    if any(row.name == BASE for row in rows):
        notes.append(
            say(
                "Adult share of the nation: wajib KTP as large a part of the population as nationally, the others as published."
            )
        )
    return notes


def _cells(speaker: Speaker, position: Position, row: WhatIf, ranked: bool) -> tuple[RichText, ...]:
    form, key = speaker.format, f"{position.code}:whatif:{row.name}"
    bound = "" if row.name in SURPLUSES else coverage_bound(position, position.code)
    cells: list[RichText] = [
        speaker(_name(position, row)),
        signed_bound(bound, form.percent(row.coverage, key=f"{key}:coverage")),
        (form.decimal(row.gap, 0, key=f"{key}:gap"),),
        _distance(speaker, bound, row.to_target, f"{key}:to_target"),
    ]
    if ranked:
        cells += [
            _rank(speaker, row, key),
            (form.percent(row.share, key=f"{key}:share"),) if row.share is not None else (ABSENT,),
        ]
    return tuple(cells)


def _distance(speaker: Speaker, bound: Bound, people: int | None, key: str) -> RichText:
    """The people still lacking: at most so many where coverage is a lower bound."""
    if people is None:
        return (ABSENT,)
    return signed_bound("upper" if bound == "lower" and people else "", speaker.format.count(people, key=key))


def _rank(speaker: Speaker, row: WhatIf, key: str) -> RichText:
    if row.best is None or row.worst is None:
        return (ABSENT,)
    best = speaker.format.count(row.best, key=f"{key}:best")
    return (best,) if row.best == row.worst else rich(best, "–", speaker.format.count(row.worst, key=f"{key}:worst"))


def _name(position: Position, row: WhatIf) -> Sentence:
    if row.name in SURPLUSES:
        return say("hidden surplus of {share} percent", share=percent(SURPLUSES[row.name] * 100, 1))
    if row.name != BASE:
        return say("as published")
    share = percent(national_share(position) or Fraction(0), 1, f"{NATION}:K28")
    if position.region.level != "national":
        return say("adult share of the nation ({share} percent)", share=share)
    return say(
        "adult share of the nation in {n} provinces in doubt ({share} percent)",
        n=count(row.doubted, f"{position.code}:whatif:{row.name}:doubted"),
        share=share,
    )
