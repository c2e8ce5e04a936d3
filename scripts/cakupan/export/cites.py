"""What stands behind the numbers of a page, by address: name, base, dates, sources and doubt, so that a reader can cite each of them.

All of it is read from the CSV that the document carries. What the page does with it is in `templates/cakupan/report.js`.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import astuple, dataclass
from typing import Any

from cakupan.blocks import Origins
from cakupan.blocks.markup import attribute, words
from cakupan.export.parts import Document, Shown
from cakupan.export.words import citing_words
from cakupan.words.numbers import Formatter

PLAIN_NAMES = {
    "K01": "coverage", "K02": "unrecorded", "K04": "share_of_gap", "K05": "to_target", "K06": "ikd_rate",
    "K08": "ikd_attainment", "K09": "ikd_to_target", "K15": "rank", "K16": "tier_rank",
}  # fmt: skip
"""Plain names of the indicators that have a number, as notebooks call them; anchors have these."""
DERIVED = {"K01": ("recorded", "wajib_ktp"), "K02": ("recorded", "wajib_ktp"), "K06": ("ikd_active", "wajib_ktp")}
"""Of which figures these are made, where the CSV has only the figures of a region."""
_DATA = re.compile(r'<data (?:id="[^"]*" )?value="[^"]*" data-key="(=?)([A-Z0-9]+:[^"]+)"')
_DATED = re.compile(r"(\w+)=(\d{4}(?:-\d\d){0,2})(?= |$)")
_NO_DAY = frozenset({"target", "since"})
_NET = "K02"


@dataclass(frozen=True)
class Cite:
    """What stands behind a number: what it is and of whom, its unit, its base, its dates, the keys of its sources, and what to doubt."""

    what: str
    unit: str
    base: str
    days: str
    sources: tuple[str, ...]
    note: str


def plain_address(address: str) -> str:
    """Return an address with the plain name of what stands there.

    >>> plain_address("64:K01"), plain_address("64:kia.coverage")
    ('64:coverage', '64:kia.coverage')
    """
    code, _, what = address.partition(":")
    first, colon, rest = what.partition(":")
    return f"{code}:{PLAIN_NAMES.get(first, first)}{colon}{rest}"


def with_anchors(html: str) -> str:
    """Return the body of a page in which the first print of each figure has its address as anchor: `#64:coverage`."""
    seen: set[str] = set()

    def anchored(match: re.Match[str]) -> str:
        name = plain_address(match.group(2))
        if name in seen:
            return match.group()
        seen.add(name)
        return f'<data id="{name}"{match.group()[5:]}'

    return _DATA.sub(anchored, html)


class Behind:
    """Looks up what the CSV of a document knows of an address."""

    def __init__(self, document: Document) -> None:
        self.document, self.words = document, citing_words(document.lang)
        self.form = Formatter(document.lang)
        rows = list(csv.DictReader(document.csv_text.splitlines())) if document.region else []
        known = [row for row in rows if row.get("region") and (row.get("id") or row.get("measure"))]
        self.rows = {(row["region"], row["id"] or row["measure"]): row for row in known}
        self.labels = {row["measure"]: row["label"] for row in known if not row["id"]}

    def cite(self, address: str) -> Cite | None:
        """What stands behind the number at an address; None where the CSV does not know it."""
        code, _, what = address.partition(":")
        row = self.rows.get((code, what))
        if row is not None:
            return self._of_row(row)
        if what.count(":") == 2 and (known := self.labels.get(what.partition(":")[0])) is not None:
            _, day, source = what.split(":")
            return Cite(self._what(known, code), self.words["people"], "", str(self.form.date(day)), (source,), "")
        return self._derived(code, what)

    def _what(self, label: str, code: str) -> str:
        names = {row["name"] for (region, _), row in self.rows.items() if region == code}
        return ", ".join((label[:1].upper() + label[1:], *names))

    def _of_row(self, row: dict[str, str]) -> Cite | None:
        if not row["value"] or not row["sources"]:
            return None
        note = row["note"]
        if row["id"] == _NET and row["bound"]:  # pages print the people, which surpluses elsewhere do not make fewer
            gross = self.rows.get((row["region"], "K03"), {})
            note = gross.get("note", "") if gross.get("value") == row["value"] else ""
        unit = self.words.get(row["unit"], "")
        sources = tuple(row["sources"].split())
        return Cite(self._what(row["label"], row["region"]), unit, self._base(row), self._days(row), sources, note)

    def _base(self, row: dict[str, str]) -> str:
        """The base with its count, where the CSV has that of the same date."""
        label, below = self.labels.get(row["base"], ""), self.rows.get((row["region"], row["base"]))
        if not label or below is None or f"{row['base']}={below['as_of']}" not in row["as_of"].split():
            return label
        count = below["value"]
        return f"{self.form.decimal(int(count))} {label}" if count.isdigit() else label

    def _days(self, row: dict[str, str]) -> str:
        pairs = [(name, day) for name, day in _DATED.findall(row["as_of"]) if name not in _NO_DAY]
        if not pairs:
            return str(self.form.date(row["as_of"])) if row["as_of"] and "=" not in row["as_of"] else ""
        if len({day for _, day in pairs}) == 1:
            return str(self.form.date(pairs[0][1]))
        return "; ".join(f"{self.labels.get(name, name)} {self.form.date(day)}" for name, day in pairs)

    def _derived(self, code: str, what: str) -> Cite | None:
        """A coverage, gap or rate of a region inside, of which the CSV has the figures that it is made of."""
        own = self.rows.get((self.document.region, what))
        made_of = [self.rows.get((code, measure)) for measure in DERIVED.get(what, ())]
        if own is None or not made_of or any(row is None or not row["value"] for row in made_of):
            return None
        rows = [row for row in made_of if row is not None]
        sources = tuple(dict.fromkeys(key for row in rows for key in row["sources"].split()))
        as_of = " ".join(f"{row['measure']}={row['as_of']}" for row in rows)
        note = "; ".join(dict.fromkeys(row["note"] for row in rows if row["note"]))
        derived = {**own, "region": code, "as_of": as_of}
        return Cite(
            self._what(own["label"], code), self.words.get(own["unit"], ""),
            self._base(derived), self._days(derived), sources, note
        )  # fmt: skip


def frame(document: Document) -> dict[str, Any]:
    """Return what the script of a page is given besides the numbers: its words, what it is, and its sources."""
    blocks = [part.block for part in document.parts if isinstance(part, Shown)]
    origins = {one.key: one for block in blocks if isinstance(block, Origins) for one in block.items}
    return {
        "words": citing_words(document.lang),
        "report": words(document.title),
        "edition": str(Formatter(document.lang).date(document.edition)) if document.date else "",
        "file": str(document.manifest.get("report", "")),
        "simulated": document.words.simulated_note if document.simulated else "",
        "sources": {key: [words(one.title), words(one.note), one.url] for key, one in sorted(origins.items())},
    }


def element(document: Document, html: str) -> str:
    """Return the same as an element of the page that holds data; nothing where the page has nothing to cite."""
    behind = Behind(document)
    addresses = dict.fromkeys(address for _, address in _DATA.findall(html))
    numbers = {address: list(astuple(cite)) for address in addresses if (cite := behind.cite(address))}
    if not numbers and not any(isinstance(part, Shown) and part.number for part in document.parts):
        return ""
    content = {**frame(document), "numbers": numbers}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f'<script type="application/json" id="ck-cites">{text.replace("<", chr(92) + "u003c")}</script>'


def preview(document: Document, headline: str) -> str:
    """Return the head's lines that a messenger or network makes the preview of a link from; addresses are relative."""
    lines = {
        "og:type": "article",
        "og:site_name": "Cakupan",
        "og:locale": {"id": "id_ID", "en": "en_GB"}.get(document.lang, document.lang),
        "og:title": words(document.title),
        "og:description": headline,
        "og:image": document.card,
    }
    shown = [f'<meta property="{name}" content="{attribute(text)}">' for name, text in lines.items() if text]
    description = [f'<meta name="description" content="{attribute(headline)}">'] if headline else []
    return "\n".join([*description, *shown])
