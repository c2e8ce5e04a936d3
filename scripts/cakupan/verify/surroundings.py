"""What a page holds beside its text: what it says stands behind its numbers, the preview of links to it, its ways to other pages."""

from __future__ import annotations

import json
import posixpath
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from cakupan.verify.model import Result
from cakupan.verify.notebooks import Executed
from cakupan.verify.pages import Page, squeezed

if TYPE_CHECKING:
    from cakupan.export import cites


def check_surroundings(folder: Path, page: Page, executed: Executed, file: str, result: Result) -> None:
    """Check a page of an edition's folder against its notebook, and its links against the files that are there."""
    _check_cites(page, executed, file, result)
    _check_preview(page, executed, file, result)
    _check_scripts(page, file, result)
    for link in (*page.links, page.preview.get("og:image", "")):
        parts = urlsplit(link)
        if link and not parts.scheme and parts.path:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(parts.path)))
            if target.startswith("..") or not (folder / target).is_file():
                result.fault("link", file, "", f"a link leads to {link}, which is no file of the edition")


def _check_cites(page: Page, executed: Executed, file: str, result: Result) -> None:
    """What the page says of each number is what the notebook's data says, and no number that the data knows lacks it."""
    from cakupan.export import cites

    try:
        content: dict[str, Any] = json.loads(page.cites or "{}", object_pairs_hook=_each_once)
    except ValueError as error:
        result.fault("cites", file, "", f"what stands behind the numbers of the page is no JSON ({error})")
        return
    frame = {name: value for name, value in content.items() if name != "numbers"}
    if content and frame != cites.frame(executed.document):
        result.fault("cites", file, "", "the words or sources for citing a number are not those of the notebook")
    behind = cites.Behind(executed.document)
    numbers: dict[str, Any] = content.get("numbers", {})
    result.counts["numbers that can be cited"] += len(numbers)
    for address, fields in numbers.items():
        known = _known(behind, address)
        if known is None or json.loads(json.dumps(astuple(known))) != fields:
            result.fault("cites", file, address, f"what is said to stand behind {address} is not what the data says")
    for address in sorted(page.addresses - set(numbers)):
        if _known(behind, address) is not None:
            result.fault("cites", file, address, f"the page does not say what stands behind {address}")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a name stands there twice")
    return members


def _known(behind: cites.Behind, address: str) -> cites.Cite | None:
    """What the data says of an address; nothing where the address itself is spoiled, such as one with a month 19."""
    try:
        return behind.cite(address)
    except ValueError:
        return None


def _check_scripts(page: Page, file: str, result: Result) -> None:
    """A page runs no script but the one that every page has."""
    from cakupan.export.html import script

    if page.scripts not in ([], [script()]) or bool(page.scripts) != bool(page.cites):
        result.fault("script", file, "", "the page's script is not the one that reports have")


def _check_preview(page: Page, executed: Executed, file: str, result: Result) -> None:
    """A preview has the title and the headline of the page."""
    from cakupan.export.document import headline

    document = executed.document
    for name, right in (("og:title", document.title), ("og:description", headline(document))):
        if squeezed(page.preview.get(name, "")) != squeezed(right):
            result.fault("preview", file, "head", f"{name} is “{page.preview.get(name, '')}”, not “{right}”")
