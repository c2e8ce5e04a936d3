"""The tables that only a regency's briefing has: its districts, small counts withheld, and what province and nation need of it.

Which counts are withheld is decided in `suppression`; tables that other briefings have too are in `tables`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from cakupan.blocks import Column, Table
from cakupan.indicators import Figures, Indicator, Position
from cakupan.indicators.nationwide import capped_regencies
from cakupan.numbers import RichText, plain, rich
from cakupan.regions import NATION
from cakupan.sentences import Sentence, Speaker, count, percent, place, say, verbatim
from cakupan.suppression import SMALL, Withheld, is_small
from cakupan.tables import ABSENT, CAP_MARK, dates_of, region_row, sources_line, sources_of

WITHHELD_MARK = "…"
UPPER_MARK = "≤"


def withheld_text(speaker: Speaker, code: str, withheld: Withheld) -> RichText:
    """What is printed instead of a withheld count: "<10" where it is small, "…" where it protects another."""
    return ("<", speaker.format.count(SMALL)) if code in withheld.small else (WITHHELD_MARK,)


def districts_table(speaker: Speaker, position: Position, figures: tuple[Figures, ...], withheld: Withheld) -> Table:
    """The districts of a regency by people unrecorded; withheld rows last, by code, with wajib KTP only."""
    shown = [f for f in figures if f.region.code not in withheld]
    shown.sort(key=lambda f: (f.gap is None, -(f.gap or 0), f.region.code))
    ordered = [*shown, *(f for f in figures if f.region.code in withheld)]
    notes: list[Sentence] = []
    if any(f.stands_at_cap for f in shown):
        notes.append(
            say(
                "{mark} stands at exactly 100: the source shows no surplus and hides gaps; a lower bound.",
                mark=verbatim(CAP_MARK),
            )
        )
    if withheld:
        notes.append(
            say(
                "<{small}: from 1 to {last} people, withheld; {mark} withheld so that the total does not reveal them.",
                small=count(SMALL),
                last=count(SMALL - 1),
                mark=verbatim(WITHHELD_MARK),
            )
        )
    dates = dates_of(ordered)
    if dates is not None:
        notes.append(dates)
    return Table(
        columns=(
            Column(speaker.word("District"), "left"),
            Column(speaker.word("Wajib KTP")),
            Column(speaker.word("Recorded")),
            Column(speaker.word("Unrecorded")),
            Column(speaker.word("Coverage"), unit="%"),
        ),
        rows=tuple(_district_row(speaker, f, withheld) for f in ordered),
        title=speaker(say("Recording by district, most unrecorded first, {where}", where=place(position.code))),
        source=sources_line(speaker, sources_of(ordered)),
        region=position.code,
        notes=tuple(speaker(note) for note in notes),
        region_of_rows=tuple(f.region.code for f in ordered),
    )


def _district_row(speaker: Speaker, figures: Figures, withheld: Withheld) -> tuple[RichText, ...]:
    name, base, recorded, gap, coverage, *_ = region_row(speaker, figures, "wajib_ktp")
    if figures.wajib_ktp is not None and is_small(figures.wajib_ktp.count):
        base = ("<", speaker.format.count(SMALL))
    if figures.region.code in withheld:
        gap = withheld_text(speaker, figures.region.code, withheld)
        recorded = coverage = (WITHHELD_MARK,)
    return name, base, recorded, gap, coverage


def needs_table(speaker: Speaker, position: Position, found: Mapping[str, Indicator]) -> Table:
    """What a regency, its province and the nation lack to the recording target, and the regency's part of it."""
    code, parent, detail = position.code, position.region.parent, found["K05"].detail
    share = detail["target_percent"]
    assert isinstance(share, int | Fraction)
    target = percent(Fraction(share), 1, f"{code}:K05:target_percent")
    form = speaker.format
    rows: list[tuple[RichText, ...]] = []
    for region, figures in (
        (code, position.own),
        (parent, position.figures(parent)),
        (NATION, position.nation_like_own),
    ):
        name = {parent: "province", NATION: "nation"}.get(region, "")
        to_go = detail.get(f"{name}_to_go") if name else found["K05"].value
        part = detail.get(f"{name}_part") if name else to_go
        key = f"{code}:K05:{name}" if name else f"{code}:K05"
        capped = figures.stands_at_cap or capped_regencies(position, region) > 0
        rows.append(
            (
                (figures.region.short(speaker.lang),),
                rich(CAP_MARK if capped else "", form.percent(figures.coverage, key=f"{region}:K01"))
                if figures.coverage is not None
                else (ABSENT,),
                rich(UPPER_MARK if capped else "", form.count(figures.gap, key=f"{region}:K02"))
                if figures.gap is not None
                else (ABSENT,),
                (form.count(to_go, key=f"{key}_to_go" if name else key),) if isinstance(to_go, int) else (ABSENT,),
                (form.count(part, key=f"{key}_part" if name else key),) if isinstance(part, int) else (ABSENT,),
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
        rows=tuple(rows),
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
            *(
                (
                    speaker(
                        say(
                            "{low} lower bound, {high} upper bound: figures inside stand at a cap of 100, which hides gaps and surpluses.",
                            low=verbatim(CAP_MARK),
                            high=verbatim(UPPER_MARK),
                        )
                    ),
                )
                if any(plain(cell).startswith((CAP_MARK, UPPER_MARK)) for row in rows for cell in row)
                else ()
            ),
        ),
    )
