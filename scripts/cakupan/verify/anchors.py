"""What a page points to: each link inside of it leads somewhere, no name of a place stands twice, and each source is explained."""

from __future__ import annotations

import re
from collections.abc import Collection

from cakupan.errors import message
from cakupan.verify.model import Result
from cakupan.verify.pages import Page

_SOURCE = re.compile(r"\bS\d{3}\b")


def check_anchors(page: Page, file: str, result: Result) -> None:
    """Count the links of a page, and find those that lead nowhere on it."""
    result.counts["links"] += len(page.links)
    for link in page.links:
        if link.startswith("#") and link[1:] not in page.ids:
            result.fault("link", file, "", message("a link leads to {link}, which is nowhere on the page", link=link))
    for name in sorted(page.twice):
        result.fault("link", file, "", message("the id {name} stands twice", name=name))


def check_sources(known: Collection[str], page: Page, file: str, result: Result) -> None:
    """Every source that the page names is explained in its table of sources, where it has one."""
    listed = {
        row.cells[0] for table in page.tables for row in table.rows if len(row.cells) == 4 and row.cells[0] in known
    }
    listed |= page.ids & set(known)
    if not listed:
        return
    named = {name for _, text in page.pieces for name in _SOURCE.findall(text)}
    for name in sorted(named - listed):
        result.fault(
            "source", file, "", message("{name} is named, but the table of sources does not explain it", name=name)
        )
