"""The summary of a report, which stands alone on one page: its title and first section, with the sources of what it shows.

Whether it fits on the page is found out in `pdf`, which takes the first form that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

from cakupan.blocks import Note, Origin, Origins
from cakupan.blocks.markup import words
from cakupan.export.cites import Behind
from cakupan.export.parts import Document, Heading, Part, Shown
from cakupan.export.words import citing_words

_KEY = re.compile(r"\bS\d{3}\b")
_ADDRESSES = re.compile(r'data-(?:key|numbers)="([^"]*)"')


def summaries(document: Document) -> Iterator[Document]:
    """Yield the forms of the summary, the fullest first: with the sources in words, and with the place where they are told."""
    parts, label = _first_section(document), citing_words(document.lang)
    sources = _citation(_sources(document, parts))
    for text in (f"{label['source']}: {sources}.", label["whole_sources"]) if sources else ():
        yield replace(document, parts=[*parts, Shown(Note((text,), document.region))])
    if not sources:
        yield replace(document, parts=parts)


def _citation(sources: list[Origin]) -> str:
    """Sources in words; where and when they were published is said once for those that have it in common."""
    groups: dict[str, list[str]] = {}
    for one in sources:
        groups.setdefault(words(one.note), []).append(f"{one.key} {one.title}")
    return "; ".join(f"{', '.join(titles)} ({note})" for note, titles in groups.items())


def _first_section(document: Document) -> list[Part]:
    """The parts before the second heading of the first order; all where there is none."""
    sections = [at for at, part in enumerate(document.parts) if isinstance(part, Heading) and part.level == 2]
    return document.parts[: sections[1]] if len(sections) > 1 else document.parts


def _sources(document: Document, parts: list[Part]) -> list[Origin]:
    """The sources that some parts name, and those of the figures that they show."""
    shown = "".join(part.block.to_html() for part in parts if isinstance(part, Shown))
    behind = Behind(document)
    addresses = {one.rpartition("@")[2] for known in _ADDRESSES.findall(shown) for one in unescape(known).split()}
    known = [cite.sources for address in addresses if (cite := behind.cite(address.removeprefix("=")))]
    keys = {*_KEY.findall(re.sub(r"<[^>]*>", " ", shown)), *(key for sources in known for key in sources)}
    blocks = [part.block for part in document.parts if isinstance(part, Shown)]
    return [one for block in blocks if isinstance(block, Origins) for one in block.items if one.key in keys]
