"""A report as one picture for messengers (PNG, 1080 × 1350), with the same words as a text beside it.

What it shows is taken from the report's blocks, number by number as they are printed there; how it looks is in `templates/card.typ`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from cakupan.blocks import Card, Cards, Num, Origins, Points, Table, Title
from cakupan.blocks.markup import Text, clean, parts, typst, typst_array, words
from cakupan.export.compiler import pixels
from cakupan.export.parts import Document, Shown
from cakupan.export.words import card_words
from cakupan.words.numbers import Formatter

TEMPLATE = Path(__file__).parent / "templates" / "card.typ"
FIRST = ("K01", "K02", "K06")
"""The indicators that a card shows where the report has them; else the first three."""
GAP = "K02"
MOST_BARS = 6
LONGEST = 420
"""Signs of the longest headline; a longer sentence gives way to the report's title."""


@dataclass(frozen=True)
class Number:
    """One number: its name, itself with unit, what it is a share of, and its date and sources."""

    label: str
    value: str
    base: str
    behind: str


@dataclass(frozen=True)
class Bar:
    """A region with its print and its size."""

    name: str
    shown: str
    size: Fraction


@dataclass(frozen=True)
class Face:
    """All that a card shows. title: of the bars."""

    running: str
    headline: str
    banner: str
    numbers: tuple[Number, ...]
    title: str
    bars: tuple[Bar, ...]
    sources: tuple[str, ...]
    office: str


def face_of(document: Document) -> Face:
    """Return what the card of a report shows."""
    blocks = [part.block for part in document.parts if isinstance(part, Shown)]
    title = next((block for block in blocks if isinstance(block, Title)), None)
    cards = [card for block in blocks if isinstance(block, Cards) for card in block.cards]
    behind = {row["id"]: row for row in csv.DictReader(document.csv_text.splitlines()) if row.get("id")}
    chosen = _chosen(cards)
    column, bars = _bars([block for block in blocks if isinstance(block, Table)], document.region, _inside(document))
    named = sorted({name for card in chosen for name in behind.get(_id(card), {}).get("sources", "").split()})
    simulated = f"{document.words.simulated}: {document.words.simulated_note}" if document.simulated else ""
    return Face(
        running=document.running,
        headline=_headline(blocks, document.title),
        banner=simulated,
        numbers=tuple(_number(card, behind.get(_id(card), {}), document) for card in chosen),
        title=card_words(document.lang)[1].format(column) if bars else "",
        bars=bars,
        sources=tuple(_sources(named, blocks, document)),
        office=", ".join(map(clean, title.letterhead)) if title else "",
    )


def render(document: Document) -> bytes:
    """Return the picture of a report; equal documents give equal bytes. Raises PDFError with Typst's own words."""
    return pixels(TEMPLATE.read_text(encoding="utf-8") + _call(face_of(document), document.lang), 72.0)[0]


def text_of(document: Document) -> str:
    """Return the words of the picture, for those who do not see it."""
    face = face_of(document)
    numbers = (f"{one.label}: {one.value} ({'; '.join(filter(None, (one.base, one.behind)))})" for one in face.numbers)
    bars = [f"{face.title}: " + "; ".join(f"{one.name} {one.shown}" for one in face.bars)] if face.bars else []
    lines = (face.running, face.banner, face.headline, *numbers, *bars, *face.sources, face.office)
    return "\n".join(line for line in lines if line) + "\n"


# --- what is chosen ---


def _id(card: Card) -> str:
    """The indicator that a card's number is of."""
    keys = (part.key.partition(":")[2] for part in parts(card.value) if isinstance(part, Num))
    return next(keys, "")


def _chosen(cards: list[Card]) -> list[Card]:
    known = [card for card in cards if _id(card) in FIRST]
    return (known if len(known) == len(FIRST) else cards)[:3]


def _number(card: Card, row: dict[str, str], document: Document) -> Number:
    form = Formatter(document.lang)
    days = dict.fromkeys(day for pair in row.get("as_of", "").split() if (day := pair.rpartition("=")[2]))
    dates = ", ".join(str(form.date(day, short=True)) for day in days)
    value = f"{words(card.value)} {clean(card.unit)}".strip()
    return Number(clean(card.label), value, words(card.base), " · ".join(filter(None, (dates, row.get("sources", "")))))


def _headline(blocks: Sequence[object], title: str) -> str:
    """The report's own headline, with its doubt; the first sentence of the main points where it has none; the title where that is too long."""
    head = next((block for block in blocks if isinstance(block, Title)), None)
    points = next((block for block in blocks if isinstance(block, Points)), None)
    sentence = words(head.subtitle) if head is not None else ""
    if not sentence and points and points.items:
        sentence = _first_sentence(points.items[0])
    return sentence if 0 < len(sentence) <= LONGEST else title


def _first_sentence(text: Text) -> str:
    """A sentence ends at a full stop in words; those inside of numbers are none."""
    sentence = ""
    for part in parts(text):
        before, stop, _ = ("", "", "") if isinstance(part, Num) else clean(part).partition(". ")
        if stop:
            return f"{sentence}{before}."
        sentence += str(part)
    return clean(sentence).strip()


def _inside(document: Document) -> set[str]:
    """The regions right inside that the report has figures of."""
    codes = {row["region"] for row in csv.DictReader(document.csv_text.splitlines()) if row.get("region")}
    inside = codes - {document.region}
    shortest = min(map(len, inside), default=0)
    return {code for code in inside if len(code) == shortest}


def _bars(tables: list[Table], region: str, inside: set[str]) -> tuple[str, tuple[Bar, ...]]:
    """The regions with the most people unrecorded, from the first table that has all regions inside: a part of them has no most."""
    for table in tables:
        gaps = [(row, at) for row in table.rows for at, text in enumerate(row) if _is_gap(text, region)]
        codes = {_code(row[at]) for row, at in gaps}
        if len(gaps) > 1 and inside <= codes:
            bars = sorted(
                (Bar(words(row[0]), words(row[at]).strip(), _value(row[at])) for row, at in gaps), key=lambda bar: -bar.size
            )  # fmt: skip
            column = table.columns[gaps[0][1]]
            return clean(column.label), tuple(bars[:MOST_BARS])
    return "", ()


def _is_gap(text: Text, region: str) -> bool:
    numbers = [part for part in parts(text) if isinstance(part, Num)]
    if len(numbers) != 1 or numbers[0].key.startswith("="):
        return False
    code, _, what = numbers[0].key.partition(":")
    return what == GAP and code != region


def _code(text: Text) -> str:
    return next((part.key.partition(":")[0] for part in parts(text) if isinstance(part, Num)), "")


def _value(text: Text) -> Fraction:
    return max(Fraction(0), *(Fraction(part.value) for part in parts(text) if isinstance(part, Num)))


def _sources(named: list[str], blocks: Sequence[object], document: Document) -> Iterator[str]:
    """What the sources of the numbers are, from the report's list of sources."""
    origins = {one.key: one for block in blocks if isinstance(block, Origins) for one in block.items}
    for name in named:
        one = origins.get(name)
        about = f": {clean(one.title)}, {words(one.note)}" if one is not None else ""
        yield f"{card_words(document.lang)[0]} {name}{about}"


# --- the call of the template ---


def _call(face: Face, lang: str) -> str:
    numbers = [
        f"(label: {typst(one.label)}, value: {typst(one.value)}, base: {typst(one.base)}, behind: {typst(one.behind)})"
        for one in face.numbers
    ]
    bars = [f"(name: {typst(one.name)}, shown: {typst(one.shown)}, size: {float(one.size):.6f})" for one in face.bars]
    return (
        f"\n#card(lang: {typst(lang)}, running: {typst(face.running)}, headline: {typst(face.headline)}, banner: {typst(face.banner)}, "
        f"numbers: {typst_array(numbers)}, title: {typst(face.title)}, bars: {typst_array(bars)}, "
        f"sources: {typst_array([typst(source) for source in face.sources])}, office: {typst(face.office)})\n"
    )
