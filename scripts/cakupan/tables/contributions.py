"""The table of who contributed to a change: the regions inside with most and fewest more people recorded, and the whole."""

from __future__ import annotations

from fractions import Fraction

from cakupan.blocks import Column, Table
from cakupan.indicators import Position
from cakupan.indicators.bounds import Sign
from cakupan.indicators.contributions import Contributions, Part
from cakupan.tables.region import ABSENT, sources_line
from cakupan.words.bounds import signed_bound
from cakupan.words.numbers import Num, RichText
from cakupan.words.sentences import Speaker, count, date, place, say

WHOLE_UP_TO, FIRST, LAST = 14, 8, 4
"""Rows up to which all are shown; else so many from above and from below."""


def contributed_table(speaker: Speaker, position: Position, contributions: Contributions) -> Table:
    """A row a region inside, most first, then the whole; with wajib KTP and points of coverage where the base has both dates."""
    shown = contributions.parts
    if len(shown) > WHOLE_UP_TO:
        shown = (*shown[:FIRST], *shown[-LAST:])
    rows = tuple(_row(speaker, position, contributions, part) for part in shown)
    notes = []
    if len(shown) < len(contributions.parts):
        n = len(contributions.parts) - len(shown)
        notes.append(
            say(
                "{n} further regions lie between the first {first} and the last {last}.",
                n=count(n),
                first=count(FIRST),
                last=count(LAST),
            )
        )
    if contributions.bound:
        notes.append(
            say("≥: the later figure stands at the cap of a source that shows none above 100 percent, itself or inside; it rose by at least so much, or fell by at most so much.")
        )  # fmt: skip
    if contributions.base is None:
        notes.append(
            say(
                "Wajib KTP of the regions inside is not published for both dates, so their part in the change of coverage cannot be told."
            )
        )
    span = {"before": date(contributions.before), "after": date(contributions.after)}
    columns = [
        Column(speaker.word("Region"), "left"),
        Column(speaker.word("Recorded people, change")),
        Column(speaker.word("Change"), unit="%"),
    ]
    if contributions.base is not None:
        columns += [
            Column(speaker.word("Wajib KTP, change")),
            Column(speaker.word("Recording, points")),
            Column(speaker.word("Base, points")),
        ]
    return Table(
        columns=tuple(columns),
        rows=(*rows, _whole(speaker, position, contributions)),
        title=speaker(
            say("Who contributed to the change in {where}, {before} to {after}", where=place(position.code), **span)
        ),
        source=sources_line(speaker, contributions.sources),
        region=position.code,
        notes=tuple(speaker(note) for note in notes),
    )


def _row(speaker: Speaker, position: Position, contributions: Contributions, part: Part) -> tuple[RichText, ...]:
    form, name = speaker.format, position.regions.get(part.code).short(speaker.lang)
    cells: list[RichText] = [(name,), *_people(speaker, position, contributions, part.code, part.recorded, part.bound)]
    if contributions.base is not None:
        assert part.base is not None
        cells.append((form.count(part.base, sign=True, key=_key(contributions, part.code, "wajib_ktp")),))
        for value, what in ((part.recording, "recording"), (part.of_base, "base")):
            number = (ABSENT,) if value is None else (form.points(value, 3, key=_key(contributions, part.code, what)),)
            cells.append(signed_bound(part.bound if what == "recording" else "", number))
    return tuple(cells)


def _whole(speaker: Speaker, position: Position, contributions: Contributions) -> tuple[RichText, ...]:
    form = speaker.format
    cells: list[RichText] = [
        (position.region.short(speaker.lang),),
        *_people(speaker, position, contributions, contributions.code, contributions.recorded, contributions.bound),
    ]
    if contributions.base is not None:
        cells.append(
            (form.count(contributions.base, sign=True, key=_key(contributions, contributions.code, "wajib_ktp")),)
        )
        for what in ("recording", "base"):
            values = [part.recording if what == "recording" else part.of_base for part in contributions.parts]
            known = [value for value in values if value is not None]
            cells.append(
                (form.points(sum(known, Fraction(0)), 3, key=_key(contributions, contributions.code, f"all_{what}")),)
                if known
                else (ABSENT,)
            )
    return tuple(cells)


def _people(
    speaker: Speaker, position: Position, contributions: Contributions, code: str, change: int, bound: Sign
) -> tuple[RichText, RichText]:
    """The change in people, and in percent of those recorded before."""
    earlier = contributions.earlier[code]
    number = speaker.format.count(change, sign=True, key=_key(contributions, code, "recorded"))
    if not earlier:
        return signed_bound(bound, number), (ABSENT,)
    growth: Num = speaker.format.points(Fraction(100 * change, earlier), 2, key=_key(contributions, code, "growth"))
    return signed_bound(bound, number), signed_bound(bound, growth)


def _key(contributions: Contributions, code: str, what: str) -> str:
    return f"{code}:step:{what}:{contributions.before}:{contributions.after}"
