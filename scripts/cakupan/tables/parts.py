"""The table of the districts of a regency or the villages of a district, small counts withheld, and how a withheld one is printed.

Which counts are withheld is decided in `indicators.small`; tables of higher regions are in `tables`.
"""

from __future__ import annotations

from cakupan.blocks import Column, Table
from cakupan.indicators import Figures, Position
from cakupan.indicators.small import Kept
from cakupan.observations import Observation
from cakupan.privacy.suppression import Withheld, is_small
from cakupan.regions import level_of
from cakupan.tables import cap_note, dates_of, region_row, sources_line, sources_of
from cakupan.words.language import marked
from cakupan.words.numbers import RichText
from cakupan.words.sentences import Sentence, Speaker, count, place, say, verbatim

WITHHELD_MARK = "…"

PART = {"regency": marked("District"), "district": marked("Village")}
TITLES = {
    "regency": marked("Recording by district, most unrecorded first, {where}"),
    "district": marked("Recording by village, most unrecorded first, {where}"),
}
"""What a table's rows are, and its title, by the level of the region that they are parts of."""


def withheld_text(speaker: Speaker, code: str, withheld: Withheld) -> RichText:
    """What is printed instead of a withheld count: "<10" where it is small, "…" where it protects another."""
    return ("<", speaker.format.count(withheld.below)) if code in withheld.small else (WITHHELD_MARK,)


def csv_value(observation: Observation, kept: Kept) -> object:
    """The value of a figure of a district or village as a CSV gives it, or the sign that it is withheld."""
    return WITHHELD_MARK if kept.hides(observation.region, observation.measure) else observation.value


def parts_table(
    speaker: Speaker, position: Position, whole: str, figures: tuple[Figures, ...], withheld: Withheld
) -> Table:
    """The districts of a regency, or the villages of a district, by people unrecorded; withheld rows last, by code, with wajib KTP only.

    whole: the region that they are parts of: the briefing's own, or the one above it, and then its own row is marked.
    """
    level = level_of(whole)
    shown = [f for f in figures if f.region.code not in withheld]
    shown.sort(key=lambda f: (f.gap is None, -(f.gap or 0), f.region.code))
    ordered = [*shown, *(f for f in figures if f.region.code in withheld)]
    notes: list[Sentence] = []
    if any(f.stands_at_cap for f in shown):
        notes.append(cap_note())
    if withheld:
        notes.append(withheld_note(withheld.below))
    dates = dates_of(ordered)
    if dates is not None:
        notes.append(dates)
    return Table(
        columns=(
            Column(speaker.word(PART[level]), "left"),
            Column(speaker.word("Wajib KTP")),
            Column(speaker.word("Recorded")),
            Column(speaker.word("Unrecorded")),
            Column(speaker.word("Coverage"), unit="%"),
        ),
        rows=tuple(part_row(speaker, position, f, withheld) for f in ordered),
        title=speaker(say(TITLES[level], where=place(whole))),
        source=sources_line(speaker, sources_of(ordered)),
        region=position.code,
        notes=tuple(speaker(note) for note in notes),
        region_of_rows=tuple(f.region.code for f in ordered),
        highlight=tuple(row for row, f in enumerate(ordered) if f.region.code == position.code),
    )


def withheld_note(below: int) -> Sentence:
    """What the signs of withheld counts mean. below: the threshold."""
    return say(
        "<{small}: from 1 to {last} people, withheld; {mark} withheld so that the total does not reveal them.",
        small=count(below),
        last=count(below - 1),
        mark=verbatim(WITHHELD_MARK),
    )


def part_row(speaker: Speaker, position: Position, figures: Figures, withheld: Withheld) -> tuple[RichText, ...]:
    """Name, wajib KTP, recorded, unrecorded and coverage of a district or village, as printed; nothing where the table is not safe."""
    name, base, recorded, gap, coverage, *_ = region_row(speaker, position, figures, "wajib_ktp")
    if not withheld.safe:
        return name, *[(WITHHELD_MARK,)] * 4
    if figures.wajib_ktp is not None and is_small(figures.wajib_ktp.count, withheld.below):
        base = ("<", speaker.format.count(withheld.below))
    if figures.region.code in withheld:
        gap = withheld_text(speaker, figures.region.code, withheld)
        recorded = coverage = (WITHHELD_MARK,)
    return name, base, recorded, gap, coverage
