"""One walk over an executed notebook: what is shown, in order, in the document's language, without its code.

What an output shows is decided in `outputs`; how the parts look is the matter of `html` and `pdf`, which read the same list.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cakupan.blocks import DOCUMENT_MIME, Block, Figure, Table, Title, blocks_of, metadata_of
from cakupan.blocks import Heading as blocks_heading
from cakupan.blocks.markup import clean, words
from cakupan.export import foreign, markdown
from cakupan.export.outputs import Outputs, joined
from cakupan.export.parts import Document, Heading, Lines, Notice, Part, Problem, Prose, Setting, Shown
from cakupan.export.pictures import Picture
from cakupan.export.remarks import Remarks
from cakupan.export.resolve import Resolver
from cakupan.export.words import frame_words
from cakupan.languages import LANGS, Lang

__all__ = [
    "CELL_NUMBER", "Document", "Heading", "Lines", "Notice", "Part", "Picture", "Problem", "Prose", "Setting", "Shown",
    "file_name", "headline", "read_document",
]  # fmt: skip

# Tags for "not for readers": of Jupyter, of Jupyter Book, and the one that Papermill puts on its error banner.
HIDDEN_TAGS = frozenset({"remove-cell", "hide-cell", "papermill-error-cell-tag"})
HIDDEN_OUTPUTS = frozenset({"remove-output", "hide-output"})
CELL_NUMBER = "cakupan_cell"
"""In the metadata of a cell: its number in the notebook as it was before anything was taken out."""
STATE_MIME = "application/vnd.jupyter.widget-state+json"
RAW_FORMS = {
    "text/html": "html",
    "text/markdown": "markdown",
    "": "plain",
    "text/plain": "plain",
    "text/vnd.typst": "typst",
    "text/x-typst": "typst",
}
"""Formats of raw cells that our documents take."""


def read_document(notebook: Mapping[str, Any], name: str = "", folder: Path | None = None, lang: str = "") -> Document:
    """Return the document in a notebook (nbformat 4).

    name: stands in for a title when the notebook has none. folder: where its pictures lie. lang: its language where it names none.
    Raises ValueError for a language that we do not speak.
    """
    metadata = _metadata(notebook)
    lang = metadata.get("lang") or lang or "id"
    if lang not in LANGS:
        raise ValueError(f"the notebook asks for language {lang!r}; known are {', '.join(LANGS)}")
    walk = _Walk(lang, folder, notebook)
    parts = walk.walk(list(without_repeated(notebook["cells"])))
    title = clean(str(metadata.get("title") or _first_title(parts) or name or frame_words(lang).untitled))
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
        remarks=tuple(walk.remarks.lines),
        signature=metadata.get("signature") or {},
    )


def headline(document: Document) -> str:
    """Return the sentence under the title of a document, "" where there is none."""
    blocks = (part.block for part in document.parts if isinstance(part, Shown))
    return next((words(block.subtitle).strip() for block in blocks if isinstance(block, Title)), "")


def _tags(cell: Mapping[str, Any]) -> set[str]:
    """The tags of a cell; an underscore is as good as a hyphen."""
    return {str(tag).replace("_", "-") for tag in cell.get("metadata", {}).get("tags", [])}


def _metadata(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """What the notebook says about itself: the façade's output, or else Papermill's parameters and its own title."""
    own = notebook.get("metadata", {})
    parameters = own.get("papermill", {}).get("parameters", {}) or {}
    known: dict[str, Any] = {key: parameters[key] for key in ("lang", "edition") if parameters.get(key)}
    if known.get("lang") not in LANGS:
        known.pop("lang", None)
    if isinstance(own.get("title"), str):
        known["title"] = own["title"]
    return {**known, **metadata_of(notebook)}


def _one_line(text: str, longest: int = 90) -> str:
    """A text that fits into the margin of a page."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def file_name(name: str) -> str:
    """Return a file name without folders or characters that some system refuses."""
    return re.sub(r'[\x00-\x1f<>:"/\\|?*]+', "-", clean(name)).strip(". ") or "data.csv"


def without_repeated(cells: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The cells without the pictures of drawings that a chart of ours shows as well (`Figure.shown`: cell, and place from its last picture)."""
    cells = list(cells)
    repeated: dict[int, set[int]] = {}
    for cell in cells:
        for output in cell.get("outputs", []):
            carried = output.get("data", {}).get(DOCUMENT_MIME)
            blocks = carried.get("blocks", ()) if isinstance(carried, Mapping) else ()
            for block in blocks if isinstance(blocks, list) else ():
                where, _, place = str(block.get("shown", "") if isinstance(block, Mapping) else "").partition("/")
                if where.isdigit() and place.isdigit():
                    repeated.setdefault(int(where), set()).add(int(place))
    for cell in cells:
        gone = repeated.get(cell.get("execution_count") or 0)
        yield {**cell, "outputs": _without_pictures(cell["outputs"], gone)} if gone else cell


def _without_pictures(outputs: list[Any], gone: set[int]) -> list[Any]:
    pictures = [
        at for at, output in enumerate(outputs) if any(mime.startswith("image/") for mime in output.get("data", {}))
    ]
    left_out = {at for place, at in enumerate(reversed(pictures)) if place in gone}
    return [output for at, output in enumerate(outputs) if at not in left_out]


class _Walk:
    """Goes through the cells once and numbers charts, tables and the anchors of headings."""

    def __init__(self, lang: Lang, folder: Path | None, notebook: Mapping[str, Any]) -> None:
        self.lang = lang
        self.folder = folder
        self.remarks = Remarks(lang)
        widgets = notebook.get("metadata", {}).get("widgets", {})
        self.models = widgets.get(STATE_MIME, {}).get("state", {}) if isinstance(widgets, Mapping) else {}
        self.parts: list[Part] = []
        self.anchors: set[str] = set()
        self.numbers: Counter[type[Block]] = Counter()

    def walk(self, cells: Iterable[Mapping[str, Any]]) -> list[Part]:
        for number, cell in enumerate(cells, start=1):
            tags = _tags(cell)
            languages = tags.intersection(LANGS)
            if HIDDEN_TAGS & tags or (languages and self.lang not in languages):
                continue
            number = int(cell.get("metadata", {}).get(CELL_NUMBER, number))
            for part in self._cell(cell, number, hidden=bool(HIDDEN_OUTPUTS & tags)):
                self._add(part)
        return self.parts

    def _cell(self, cell: Mapping[str, Any], number: int, *, hidden: bool) -> Iterator[Part]:
        source = joined(cell.get("source", ""))
        resolver = Resolver(self.remarks, number, cell.get("attachments") or {}, self.folder)
        if cell["cell_type"] == "markdown":
            yield from resolver.sections(markdown.parse(source))
        elif cell["cell_type"] == "raw":
            yield from self._raw(source, cell.get("metadata", {}), resolver)
        elif cell["cell_type"] == "code" and not hidden:
            outputs = Outputs(replace(resolver, printed=True), self.models)
            parts = [part for output in _coalesced(cell.get("outputs", [])) for part in self._output(output, outputs)]
            yield from parts if any(isinstance(part, Shown | Heading) for part in parts) else outputs.fewer(parts)

    def _raw(self, source: str, metadata: Mapping[str, Any], resolver: Resolver) -> Iterator[Part]:
        """A raw cell for one of our formats; the head of a Quarto document is for another."""
        form = str(metadata.get("raw_mimetype") or metadata.get("format") or "").lower()
        front = source.startswith("---\n") and source.rstrip().endswith("---")
        if form not in RAW_FORMS or front:
            self.remarks.raw_cell(resolver.cell, form or "YAML")
        elif RAW_FORMS[form] == "plain":
            yield from [Lines(source.strip("\n"), resolver.cell)] if source.strip() else []
        elif RAW_FORMS[form] == "typst":
            yield Setting(source, resolver.cell)
        elif RAW_FORMS[form] == "markdown":
            yield from resolver.sections(markdown.parse(source))
        else:
            yield from resolver.sections(foreign.read(source).tokens)

    def _output(self, output: Mapping[str, Any], outputs: Outputs) -> Iterator[Part]:
        """The parts that one output shows: several where it carries several of our blocks, none where it tells of the document."""
        carried = output.get("data", {}).get(DOCUMENT_MIME)
        if not isinstance(carried, Mapping):
            yield from outputs.parts(output)
            return
        try:
            blocks = blocks_of(carried)
        except (ValueError, TypeError) as error:
            self.remarks.no_block(outputs.cell, str(error))
            rest = {mime: value for mime, value in output["data"].items() if mime != DOCUMENT_MIME}
            yield from outputs.bundle(rest, output.get("metadata", {}))
            return
        for block in blocks:
            if isinstance(block, blocks_heading):
                text = words(block.text).strip()
                yield Heading(block.level, text, [{"type": "text", "raw": text}], "")
                continue
            self.numbers[type(block)] += 1
            yield Shown(block, self.numbers[type(block)] if isinstance(block, Figure | Table) else 0, outputs.cell)

    def _add(self, part: Part) -> None:
        self.parts.append(replace(part, anchor=self._anchor(part.text)) if isinstance(part, Heading) else part)

    def _anchor(self, text: str) -> str:
        ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        base = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")[:60] or "bagian"
        anchor, number = base, 2
        while anchor in self.anchors or anchor in ("isi", "top"):
            anchor, number = f"{base}-{number}", number + 1
        self.anchors.add(anchor)
        return anchor


def _coalesced(outputs: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The outputs, neighbouring pieces of one stream as one."""
    name, texts = "", list[str]()
    for output in outputs:
        own = str(output.get("name")) if output["output_type"] == "stream" else ""
        if texts and own != name:
            yield {"output_type": "stream", "name": name, "text": "".join(texts)}
            texts = []
        name = own
        if own:
            texts.append(joined(output.get("text", "")))
        else:
            yield output
    if texts:
        yield {"output_type": "stream", "name": name, "text": "".join(texts)}


def _is_title(part: Part) -> bool:
    return isinstance(part, Shown) and isinstance(part.block, Title)


def _first_title(parts: list[Part]) -> str:
    return next((part.text for part in parts if isinstance(part, Heading) and part.level == 1), "")


def _with_title(parts: list[Part], title: str) -> list[Part]:
    """The parts with exactly one first-level heading, at the front, and no level skipped.

    With a title block, a notebook's own first-level headings name the notebook, not the document: they are left out. Without one, the
    first heading of the first level is the title, and later ones are sections.
    """
    titled = any(map(_is_title, parts))
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
        kept.append(replace(part, level=level))
    if titled:
        return kept
    return [head or Heading(1, title, [{"type": "text", "raw": title}], "top"), *kept]
