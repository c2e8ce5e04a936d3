"""`index.html`: the page through which an edition is read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cakupan.edition.journal import Entry
from cakupan.edition.manifest import write_atomically
from cakupan.edition.report import Failure
from cakupan.numbers import Lang
from cakupan.observations import Observations


def write_index(
    folder: Path,
    edition: dt.date,
    lang: Lang,
    observations: Observations,
    entries: dict[str, Entry],
    failures: list[Failure],
) -> None:
    """Write the index of all reports that the folder holds."""
    items = "".join(f'<li><a href="html/{stem}.html">{stem}</a></li>' for stem in sorted(entries))
    write_atomically(
        folder / "index.html", f"<!doctype html><meta charset=utf-8><title>{edition}</title><ul>{items}</ul>\n"
    )
