"""Writing the edition's pages: `index.html`, `compare.html`, and those of districts and villages, each whole or not at all.

What they hold is gathered in `index`, how they look is in `index_page`, `side_by_side` and `local_page`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from cakupan.edition.executor import Failure
from cakupan.edition.index import comparison_name, gather, local_name, page_name
from cakupan.edition.index_page import render
from cakupan.edition.journal import Entry
from cakupan.edition.local_page import render_local
from cakupan.edition.manifest import write_atomically
from cakupan.edition.side_by_side import render_comparison
from cakupan.languages import Lang
from cakupan.observations import Observations


def write_index(
    folder: Path,
    edition: dt.date,
    lang: Lang,
    observations: Observations,
    entries: Mapping[str, Entry],
    failures: Iterable[Failure],
    changed: Collection[str] | None = None,
) -> None:
    """Write the page of all reports that the folder holds, in every language that it holds reports of.

    The first language (Indonesian where there is one) is `index.html`, the other `index.en.html`. lang: the page's
    language while there is no report at all. changed: regencies whose districts or villages changed, None for all; the pages of
    others are left as they are. Equal folders give equal bytes.
    """
    contents = gather(folder, edition, observations, entries, failures, lang)
    for shown in contents.langs:
        write_atomically(folder / page_name(shown, contents.langs), render(contents, shown))
        write_atomically(folder / comparison_name(shown, contents.langs), render_comparison(contents, shown))
        for regency in contents.local:
            page = folder / local_name(regency, shown, contents.langs)
            if changed is None or regency in changed or not page.exists():
                page.parent.mkdir(exist_ok=True)
                write_atomically(page, render_local(contents, regency, shown))
