"""The table that only a regency's briefing has: what province and nation need of it.

Tables of its districts are in `tables_parts`, those that other briefings have too in `tables`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from cakupan.blocks import Column, Table
from cakupan.indicators import Indicator, Position
from cakupan.indicators.caps import coverage_bound
from cakupan.indicators.figures import Figures
from cakupan.regions import NATION
from cakupan.tables import ABSENT, coverage_cell, sources_line, sources_of, unrecorded_cell
from cakupan.words.bounds import LOWER, UPPER, signed_bound
from cakupan.words.numbers import RichText, plain
from cakupan.words.sentences import Speaker, percent, place, say, verbatim


def needs_table(speaker: Speaker, position: Position, indicators: Mapping[str, Indicator]) -> Table:
    """What a regency, its province and the nation lack to the recording target, and the regency's part of it."""
    code, parent, detail = position.code, position.region.parent, indicators["K05"].detail
    share = detail["target_percent"]
    assert isinstance(share, int | Fraction)
    target = percent(Fraction(share), 1, f"{code}:K05:target_percent")
    rows = tuple(
        _needs_row(speaker, position, indicators["K05"], region, figures)
        for region, figures in (
            (code, position.own),
            (parent, position.figures(parent)),
            (NATION, position.nation_like_own),
        )
    )
    return Table(
        columns=(
            Column(speaker.word("Region"), "left"),
            Column(speaker.word("Coverage"), unit="%"),
            Column(speaker.word("Unrecorded")),
            Column(speaker.word("To the target")),
            Column(speaker.word("Part of this region")),
        ),
        rows=rows,
        title=speaker(
            say(
                "What is lacking to the recording target of {target} percent, and the part of {where}",
                target=target,
                where=place(code),
            )
        ),
        source=sources_line(speaker, sources_of([position.own, position.figures(parent), position.nation_like_own])),
        region=code,
        notes=(
            speaker(
                say(
                    "Part: in proportion to the unrecorded people, as if every regency and city recorded the same share of those it lacks."
                )
            ),
            *_cap_notes(speaker, rows),
        ),
    )


def _needs_row(
    speaker: Speaker, position: Position, to_target: Indicator, region: str, figures: Figures
) -> tuple[RichText, ...]:
    """What one region lacks, and the part of it that falls to the regency."""
    code, parent, detail, form = position.code, position.region.parent, to_target.detail, speaker.format
    name = {parent: "province", NATION: "nation"}.get(region, "")
    to_go = detail.get(f"{name}_to_go") if name else to_target.value
    part = detail.get(f"{name}_part") if name else to_go
    key = f"{code}:K05:{name}" if name else f"{code}:K05"
    capped = coverage_bound(position, region) == "lower"
    return (
        (figures.region.short(speaker.lang),),
        coverage_cell(speaker, position, figures),
        unrecorded_cell(speaker, position, figures),
        signed_bound("upper" if capped and to_go else "", form.count(to_go, key=f"{key}_to_go" if name else key))
        if isinstance(to_go, int)
        else (ABSENT,),
        (form.count(part, key=f"{key}_part" if name else key),) if isinstance(part, int) else (ABSENT,),
    )


def _cap_notes(speaker: Speaker, rows: Sequence[Sequence[RichText]]) -> tuple[RichText, ...]:
    """What the signs of bounds mean, where a cell has one."""
    if not any(plain(cell).startswith((LOWER, UPPER)) for row in rows for cell in row):
        return ()
    return (
        speaker(
            say(
                "{low} at least, {high} at most: figures inside stand at a cap of 100, which hides people missing and people recorded "
                "beyond it. A province can lack less than one of its regencies: others above the target make up for it.",
                low=verbatim(LOWER),
                high=verbatim(UPPER),
            )
        ),
    )
