"""What every column of a table was used as, and of each that was not used, why. Nothing is decided here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from cakupan.errors import message
from cakupan.ingest.layout import Layout
from cakupan.ingest.model import Options
from cakupan.ingest.scope import words_of_group
from cakupan.ingest.vocabulary import Heading, is_count_of_places, is_rate_or_part, plain

NOT_USED: Final = message("not used")
_NUMBERING = re.compile(r"^(no|nomor|no urut|nomor urut|urut|id|fid|oid|objectid|object id|index|globalid)$")
_UNIT = re.compile(r"^(satuan|unit)$")


def account(
    layout: Layout,
    figures: Mapping[int, Heading],
    places: Mapping[tuple[str, str], int],
    counted: Mapping[int, str],
    options: Options,
) -> list[dict[str, str]]:
    """An entry for each column with a heading. figures: those read as measures; places: those of names and codes; counted: text columns that
    say which people a row counts, with what was done.
    """
    entries = []
    long = (
        bool(layout.places("variable"))
        and bool(layout.places("value"))
        and any(one.role == "value" for one in figures.values())
    )
    for at, heading in enumerate(layout.headings):
        if not heading.text:
            continue
        used, why = NOT_USED, ""
        if at in figures:
            used = figures[at].measure or "value"
        elif at in counted:
            used = counted[at]
        elif (
            at in places.values()
            or heading.role in ("as_of", "month", "year", "semester")
            or (long and heading.role in ("variable", "value"))
        ):
            used = heading.role
        else:
            why = _why(heading, options)
        entries.append(
            {"file": layout.sheet.label, "column": heading.text, "used_as": used, **({"why": why} if why else {})}
        )
    return entries


def _why(heading: Heading, options: Options) -> str:
    """Why a column is not used."""
    words = plain(heading.text)
    if options.mapping.get(words) == "ignore":
        return message("as --map says")
    if is_count_of_places(words):
        return message("counts places, and is neither a name nor a number of people")
    if heading.role == "sex":
        return message("counts one sex")
    if _NUMBERING.fullmatch(words):
        return message("numbers the rows")
    if _UNIT.fullmatch(words):
        return message("names the unit")
    if heading.role in ("name", "code"):
        return message("another column names the regions")
    if heading.role == "ignore":
        return message("a remark, a place on the map or a time of updating")
    if is_rate_or_part(words) or words_of_group(words):
        return message("a rate, a target, a change, or a group of people")
    if heading.role in ("value", "variable", "measure"):
        return message("what it counts is not said; --map says it")
    return message("names no measure that is known; --map names one")
