"""The table "What if?": coverage, distance to the target, rank and share as published and under named assumptions."""

from __future__ import annotations

from cakupan.blocks import Column, Table
from cakupan.indicators import Position
from cakupan.indicators.hidden import WhatIf, adults_like_the_nation
from cakupan.tables.region import ABSENT, sources_line, sources_of
from cakupan.words.numbers import RichText
from cakupan.words.sentences import Sentence, Speaker, percent, place, say


def assumptions_table(speaker: Speaker, position: Position, rows: tuple[WhatIf, ...]) -> Table:
    """One row an assumption; the columns that only ranked regions have are left out for the nation."""
    ranked = position.region.level in ("province", "regency")
    heads = [
        Column(speaker.word("Assumption"), "left"),
        Column(speaker.word("Coverage"), unit="%"),
        Column(speaker.word("To the target")),
    ]
    if ranked:
        heads += [Column(speaker.word("Rank")), Column(speaker.word("Share of the nation's gap"), unit="%")]
    notes = []
    if any(row.name == "surplus" for row in rows):
        notes.append(
            say(
                "Surplus: every region at the cap of 100, here and elsewhere, truly has so much more recorded than wajib KTP as assumed. The "
                "source does not show how much it is."
            )
        )
    if any(row.name == "base" for row in rows):
        notes.append(
            say(
                "Adult share of the nation: wajib KTP as large a part of the population as nationally, the others as published."
            )
        )
    return Table(
        columns=tuple(heads),
        rows=tuple(_cells(speaker, position, index, row, ranked) for index, row in enumerate(rows)),
        title=speaker(say("What if? {where} under other assumptions", where=place(position.code))),
        source=sources_line(speaker, sources_of([position.own])),
        region=position.code,
        notes=tuple(speaker(note) for note in notes),
    )


def _cells(speaker: Speaker, position: Position, index: int, row: WhatIf, ranked: bool) -> tuple[RichText, ...]:
    form, key = speaker.format, f"{position.code}:whatif:{index}"
    cells: list[RichText] = [
        speaker(_name(position, row)),
        (form.percent(row.coverage, key=f"{key}:coverage"),),
        (form.count(row.to_target, key=f"{key}:to_target"),) if row.to_target is not None else (ABSENT,),
    ]
    if ranked:
        cells += [
            (form.count(row.rank, key=f"{key}:rank"),) if row.rank is not None else (ABSENT,),
            (form.percent(row.share, key=f"{key}:share"),) if row.share is not None else (ABSENT,),
        ]
    return tuple(cells)


def _name(position: Position, row: WhatIf) -> Sentence:
    if row.name == "surplus":
        return say("hidden surplus of {share} percent", share=percent(row.surplus * 100, 1))
    if row.name == "base":
        adults = adults_like_the_nation(position)
        assert adults is not None
        return say("adult share of the nation ({share} percent)", share=percent(adults[1], 1, "ID:K28"))
    return say("as published")
