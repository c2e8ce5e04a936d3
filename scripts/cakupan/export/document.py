"""One walk over an executed notebook: what is shown, in order, in the document's language, without its code.

How the parts look is the matter of `html` and `pdf`; both exporters read the same list.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cakupan.blocks import DOCUMENT_MIME, Block, Figure, Table, Title, blocks_of, metadata_of
from cakupan.blocks.markup import clean
from cakupan.export import markdown
from cakupan.export.words import WORDS, Words
from cakupan.languages import LANGS, Lang
from cakupan.words.numbers import last_day

IMAGE_TYPES = ("image/svg+xml", "image/png", "image/jpeg")
# Jupyter's own tag for "not for readers", and the one that Papermill puts on its error banner.
HIDDEN_TAGS = frozenset({"remove-cell", "papermill-error-cell-tag"})
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class Heading:
    """A section heading. level: 1 for the title, then 2, 3 …, never skipping one."""

    level: int
    text: str
    tokens: list[markdown.Token]
    anchor: str


@dataclass(frozen=True)
class Prose:
    """Markdown between headings."""

    tokens: list[markdown.Token]


@dataclass(frozen=True)
class Shown:
    """One of our blocks, of the kind that it was made as. number: of a chart among the charts, of a table among the tables; else 0."""

    block: Block
    number: int = 0


@dataclass(frozen=True)
class Picture:
    """An image that is no block of ours. data: base64 text, or SVG source."""

    mime: str
    data: str
    alt: str


@dataclass(frozen=True)
class Foreign:
    """Any other output: plain text, and HTML where there is some."""

    text: str
    html: str = ""


@dataclass(frozen=True)
class Problem:
    """An error that a cell ended with."""

    name: str
    message: str
    traceback: str


Part = Heading | Prose | Shown | Picture | Foreign | Problem


@dataclass(frozen=True)
class Document:
    """A notebook as its reader sees it."""

    lang: Lang
    title: str
    region: str
    edition: str
    running: str
    simulated: bool
    csv_name: str
    csv_text: str
    manifest: Mapping[str, Any]
    parts: list[Part] = field(repr=False)

    @property
    def words(self) -> Words:
        return WORDS[self.lang]

    @property
    def sections(self) -> list[Heading]:
        """The headings of the table of contents."""
        return [part for part in self.parts if isinstance(part, Heading) and part.level == 2]

    def numbered(self, part: Shown) -> str:
        """Return what a chart or table is called in the document, "Gambar 3"; nothing for other blocks."""
        word = {Figure: self.words.figure, Table: self.words.table}.get(type(part.block), "")
        return f"{word} {part.number}" if word else ""

    @property
    def date(self) -> dt.date | None:
        """The edition's date; None when the notebook names no edition, or "latest"."""
        try:
            return last_day(self.edition)
        except ValueError:
            return None


def read_document(notebook: Mapping[str, Any], name: str = "") -> Document:
    """The document in a notebook (nbformat 4). name: stands in for a title when the notebook has none.

    Raises ValueError for a language that we do not speak.
    """
    cells = [cell for cell in notebook["cells"] if not HIDDEN_TAGS.intersection(_tags(cell))]
    metadata = _metadata(notebook)
    lang = metadata.get("lang") or "id"
    if lang not in LANGS:
        raise ValueError(f"the notebook asks for language {lang!r}; known are {', '.join(LANGS)}")
    parts = _Walk(lang).walk(cells)
    title = clean(str(metadata.get("title") or _first_title(parts) or name or WORDS[lang].untitled))
    csv = metadata.get("csv") or {}
    return Document(
        lang=lang,
        title=title,
        region=str(metadata.get("region") or ""),
        edition=str(metadata.get("edition") or ""),
        running=_one_line(clean(str(metadata.get("running") or title))),
        simulated=bool(metadata.get("simulated")),
        csv_name=file_name(str(csv.get("name") or "data.csv")),
        csv_text=str(csv.get("text") or ""),
        manifest=metadata.get("manifest") or {},
        parts=_with_title(parts, title),
    )


def _tags(cell: Mapping[str, Any]) -> list[str]:
    return list(cell.get("metadata", {}).get("tags", []))


def _text(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


def _metadata(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """What the notebook says about itself: the façade's output, or else Papermill's parameters."""
    parameters = notebook.get("metadata", {}).get("papermill", {}).get("parameters", {}) or {}
    found: dict[str, Any] = {key: parameters[key] for key in ("lang", "edition") if parameters.get(key)}
    if found.get("lang") not in LANGS:
        found.pop("lang", None)
    return {**found, **metadata_of(notebook)}


def _one_line(text: str, longest: int = 90) -> str:
    """A text that fits into the margin of a page."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def file_name(name: str) -> str:
    """A file name without folders or characters that some system refuses."""
    return re.sub(r'[\x00-\x1f<>:"/\\|?*]+', "-", clean(name)).strip(". ") or "data.csv"


class _Walk:
    """Goes through the cells once and numbers the anchors of headings."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.parts: list[Part] = []
        self.anchors: set[str] = set()
        self.numbers: Counter[type[Block]] = Counter()

    def walk(self, cells: Iterable[Mapping[str, Any]]) -> list[Part]:
        for cell in cells:
            languages = [tag for tag in _tags(cell) if tag in LANGS]
            if languages and self.lang not in languages:
                continue
            if cell["cell_type"] == "markdown":
                self._markdown(_text(cell["source"]))
            elif cell["cell_type"] == "code":
                for output in cell.get("outputs", []):
                    self._output(output)
        return self.parts

    def _markdown(self, source: str) -> None:
        run: list[markdown.Token] = []
        for token in markdown.parse(source):
            if token["type"] == "heading":
                self._flush(run)
                run = []
                self._heading(token)
            elif token["type"] != "blank_line":
                run.append(token)
        self._flush(run)

    def _flush(self, run: list[markdown.Token]) -> None:
        if run:
            self.parts.append(Prose(run))

    def _heading(self, token: markdown.Token) -> None:
        text = clean(markdown.plain(token["children"])).strip()
        self.parts.append(Heading(token["attrs"]["level"], text, token["children"], self._anchor(text)))

    def _anchor(self, text: str) -> str:
        ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        base = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")[:60] or "bagian"
        anchor, number = base, 2
        while anchor in self.anchors or anchor in ("isi", "top"):
            anchor, number = f"{base}-{number}", number + 1
        self.anchors.add(anchor)
        return anchor

    def _output(self, output: Mapping[str, Any]) -> None:
        kind = output["output_type"]
        if kind == "stream":
            self._stream(_text(output["text"]))
        elif kind == "error":
            traceback = _ANSI.sub("", "\n".join(output.get("traceback", [])))
            self.parts.append(Problem(str(output.get("ename")), _ANSI.sub("", str(output.get("evalue"))), traceback))
        else:
            self._shown(output["data"], output.get("metadata", {}))

    def _shown(self, data: Mapping[str, Any], metadata: Mapping[str, Any]) -> None:
        """The parts that one output shows: several where it carries several of our blocks, none where it tells of the document."""
        if DOCUMENT_MIME not in data:
            self.parts.append(_not_ours({mime: _text(value) for mime, value in data.items()}, metadata))
            return
        for block in blocks_of(data[DOCUMENT_MIME]):
            self.numbers[type(block)] += 1
            self.parts.append(Shown(block, self.numbers[type(block)] if isinstance(block, Figure | Table) else 0))

    def _stream(self, text: str) -> None:
        text = _ANSI.sub("", text).strip("\n")
        if not text:
            return
        if self.parts and isinstance(self.parts[-1], Foreign) and not self.parts[-1].html:
            self.parts[-1] = Foreign(f"{self.parts[-1].text}\n{text}")
        else:
            self.parts.append(Foreign(text))


def _not_ours(data: dict[str, str], metadata: Mapping[str, Any]) -> Part:
    for mime in IMAGE_TYPES:
        if mime in data:
            described = metadata.get(mime, {})
            alt = described.get("alt", "") if isinstance(described, Mapping) else ""
            return Picture(mime, data[mime], clean(str(alt or metadata.get("alt", ""))))
    if "text/markdown" in data:
        return Prose(markdown.parse(data["text/markdown"]))
    if "text/plain" in data or "text/html" in data:
        return Foreign(_ANSI.sub("", data.get("text/plain", "")), data.get("text/html", ""))
    raise ValueError(
        f"an output has only the forms {', '.join(sorted(data)) or '(none)'}; a document can show "
        f"{', '.join(IMAGE_TYPES)}, text/markdown and text/plain"
    )


def _is_title(part: Part) -> bool:
    return isinstance(part, Shown) and isinstance(part.block, Title)


def _first_title(parts: list[Part]) -> str:
    return next((part.text for part in parts if isinstance(part, Heading) and part.level == 1), "")


def _with_title(parts: list[Part], title: str) -> list[Part]:
    """The parts with exactly one first-level heading, at the front, and no level skipped.

    With a title block, a notebook's own first-level headings name the notebook, not the document: they are left out.
    """
    titled = any(_is_title(part) for part in parts)
    kept: list[Part] = []
    head: Heading | None = None
    level = 1
    for part in parts:
        if not isinstance(part, Heading):
            kept.append(part)
            continue
        if part.level == 1 and (titled or head is None):
            head = head or part
            continue
        level = min(max(part.level, 2), level + 1)
        kept.append(Heading(level, part.text, part.tokens, part.anchor))
    if titled:
        return kept
    return [head or Heading(1, title, [{"type": "text", "raw": title}], "top"), *kept]
