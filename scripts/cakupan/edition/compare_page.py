"""A comparison of two editions as a short report, in English: it is for those who publish, not for readers of briefings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cakupan.blocks import Block, Column, Note, Points, Setup, Table, Title
from cakupan.edition.compare import Change, Comparison
from cakupan.errors import joined, message
from cakupan.regions import NATION
from cakupan.words.numbers import Formatter, Num, RichText, rich

LONGEST = 400
"""Rows of the table of changes; the rest is in the JSON."""

_FORM = Formatter("en")


def write_page(comparison: Comparison, path: Path) -> None:
    """Write a comparison as a self-contained page."""
    path.write_text(render(comparison), encoding="utf-8")


def render(comparison: Comparison) -> str:
    """A comparison as a self-contained page."""
    import nbformat

    from cakupan.export import CakupanHTMLExporter

    setup = Setup(
        {
            "lang": "en",
            "title": _title(comparison),
            "region": NATION,
            "edition": comparison.new,
            "running": _title(comparison),
        }
    )
    shown: list[Any] = [setup, _head(comparison), "## What changed", _points(comparison), *_tables(comparison)]
    cells = [
        nbformat.v4.new_markdown_cell(part, id=f"cell-{number}")
        if isinstance(part, str)
        else nbformat.v4.new_code_cell(
            id=f"cell-{number}", outputs=[nbformat.v4.new_output("display_data", data=part._repr_mimebundle_())]
        )
        for number, part in enumerate(shown)
    ]
    exporter = CakupanHTMLExporter()  # type: ignore[no-untyped-call]
    body, _ = exporter.from_notebook_node(nbformat.v4.new_notebook(cells=cells))
    return str(body)


def _title(comparison: Comparison) -> str:
    return f"Edition {comparison.new} compared with {comparison.old}"


def summary(comparison: Comparison) -> list[str]:
    """The comparison in a few sentences."""
    flips = Counter(flip.kind.partition(" ")[0] for flip in comparison.flips)
    lines = [message("{n} numbers compared: {changed} changed", n=comparison.compared, changed=len(comparison.changes))]
    if comparison.appeared or comparison.vanished:
        lines.append(
            message("{n} numbers are new, {gone} are gone", n=len(comparison.appeared), gone=len(comparison.vanished))
        )
    lines += [joined(" ", [str(count), _PLURALS.get(kind, kind)]) for kind, count in sorted(flips.items())]
    added, removed = map(_named, (comparison.reports_added, comparison.reports_removed))
    if added:
        lines.append(message("{n} reports added: {names}", n=len(comparison.reports_added), names=added))
    if removed:
        lines.append(message("{n} reports removed: {names}", n=len(comparison.reports_removed), names=removed))
    return lines


def _named(reports: Sequence[str]) -> str:
    return ", ".join(reports[:5]) + (" …" if len(reports) > 5 else "")


_PLURALS = {
    "class": message("classes of coverage changed"),
    "tier": message("population classes changed"),
    "flags": message("sets of flags changed"),
    "bounds": message("bounds changed"),
    "as_of": message("reference dates changed"),
    "sentence": message("sentences of the main points came or went"),
}


def _head(comparison: Comparison) -> Title:
    facts = (("Older edition", (_FORM.date(comparison.old),)), ("Newer edition", (_FORM.date(comparison.new),)))
    return Title(_title(comparison), "Number by number, from the addresses of all printed figures", facts, NATION)


def _points(comparison: Comparison) -> Points:
    return Points(tuple((f"{line}.",) for line in summary(comparison)), NATION)


def _tables(comparison: Comparison) -> list[Block | str]:
    blocks: list[Block | str] = []
    if comparison.changes:
        blocks += ["## Numbers", _changes(comparison)]
    if comparison.flips:
        rows = tuple(
            ((_name(comparison, flip.region),), (flip.kind,), (flip.old or "–",), (flip.new or "–",))
            for flip in comparison.flips
        )
        columns = (Column("Region", "left"), Column("What", "left"), Column("Old", "left"), Column("New", "left"))
        blocks += ["## Classes, flags and sentences", Table(columns, rows, "What is no number and changed", (), NATION)]
    if not blocks:
        blocks.append(Note("The two editions say the same.", NATION))
    return blocks


def _changes(comparison: Comparison) -> Table:
    biggest = sorted(comparison.changes, key=lambda c: (c.region != NATION, -abs(c.relative or 0), c.address))[:LONGEST]
    more = len(comparison.changes) - len(biggest)
    return Table(
        columns=(
            Column("Region", "left"),
            Column("Figure", "left"),
            Column("Old"),
            Column("New"),
            Column("Difference"),
            Column("Difference", unit="% of old"),
        ),
        rows=tuple(_row(comparison, change) for change in biggest),
        title="Numbers that changed, the largest relative changes first",
        source=(),
        region=NATION,
        notes=((f"{more} smaller changes are in the JSON.",),) if more else (),
    )


def _row(comparison: Comparison, change: Change) -> tuple[RichText, ...]:
    places = 0 if change.old.denominator == change.new.denominator == 1 else 2
    relative = change.relative
    return (
        (_name(comparison, change.region),),
        (change.what,),
        (_FORM.decimal(change.old, places, key=change.address),),
        (_FORM.decimal(change.new, places, key=change.address),),
        (_signed(change.difference, places),),
        rich(_FORM.points(relative)) if relative is not None else ("–",),
    )


def _signed(value: Any, places: int) -> Num:
    """A difference, with as many decimals as it takes not to read as nothing."""
    shown = _FORM.points(value, places)
    while value and places < 6 and not any(char in "123456789" for char in shown.text):
        places += 1
        shown = _FORM.points(value, places)
    return shown


def _name(comparison: Comparison, code: str) -> str:
    return comparison.names.get(code, code)
