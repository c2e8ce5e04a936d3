"""One output of a cell as parts of a document: the best of its forms that can be shown, or a notice that says which cannot.

Our own blocks are told apart first; the order of the other forms is: a table or text in HTML, a formula, a picture, Markdown, text.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cakupan.blocks.markup import clean
from cakupan.export import foreign, markdown
from cakupan.export.parts import Lines, Notice, Part, Problem, Prose
from cakupan.export.pictures import NoPicture, Picture, read_picture
from cakupan.export.resolve import Resolver
from cakupan.export.terminal import KEPT_LINES, MOST_LINES, as_read, shortened, without_homes

Token = dict[str, Any]
PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp")
ACTING = {
    "application/vnd.plotly": "plotly", "application/vnd.vega": "vega", "application/vnd.bokeh": "bokeh",
    "application/vnd.holoviews": "bokeh", "application/vnd.jupyter.widget-view": "widget", "application/javascript": "script",
    "text/javascript": "script", "application/geo+json": "page", "application/pdf": "pdf", "video/": "video", "audio/": "sound",
}  # fmt: skip
"""Forms that no document can show, by how their name begins."""
LOADING = ("application/vnd.bokehjs_load.v0+json", "application/vnd.holoviews_load.v0+json")
"""Outputs that only load a library."""
_BAR = re.compile(r"\d+%\|[^|]*\||^\s*\d+it \[", re.MULTILINE)
_PROGRESS = re.compile(r"\d+%\||FloatProgress|IntProgress")
_MATH = re.compile(r"^\s*(\$\$?|\\\[|\\\(|\\begin\{)")


@dataclass
class Outputs:
    """Turns the outputs of one cell into parts."""

    resolver: Resolver
    models: Mapping[str, Any]

    @property
    def cell(self) -> int:
        return self.resolver.cell

    def parts(self, output: Mapping[str, Any]) -> Iterator[Part]:
        """Yield the parts of an output that carries no blocks of ours."""
        kind = output["output_type"]
        if kind == "stream":
            yield from self._stream(str(output.get("name", "stdout")), joined(output.get("text", "")))
        elif kind == "error":
            yield self._problem(output)
        else:
            yield from self.bundle(output.get("data", {}), output.get("metadata", {}))

    # --- text ---

    def _stream(self, name: str, text: str) -> Iterator[Part]:
        if not text.strip():
            return
        text = as_read(text)
        if _BAR.search(text):
            self.resolver.remarks.progress(self.cell)
            text = "\n".join(line for line in text.split("\n") if not _BAR.search(line))
        if name == "stderr" and text.strip():
            self.resolver.remarks.standard_error(self.cell, without_homes(text))
        elif name != "stderr":
            yield from self.lines(text)

    def lines(self, text: str) -> Iterator[Part]:
        """Yield a text, of a long one the beginning and the end."""
        first, last, left = shortened(self._private(as_read(text).strip("\n")))
        if first.strip():
            yield Lines(first, self.cell)
        if left:
            lines = first.count("\n") + last.count("\n") + 2 + left
            yield Notice(self.resolver.remarks.lines_left_out(self.cell, left, lines), self.cell)
            yield Lines(last, self.cell)

    def fewer(self, parts: list[Part]) -> list[Part]:
        """Return the parts of a cell, of very many the first and the last."""
        first, last = KEPT_LINES
        left = len(parts) - first - last
        if len(parts) <= MOST_LINES:
            return parts
        notice = Notice(self.resolver.remarks.outputs_left_out(self.cell, left, len(parts)), self.cell)
        return [*parts[:first], notice, *parts[-last:]]

    def _private(self, text: str) -> str:
        kept = without_homes(text)
        if kept != text:
            self.resolver.remarks.home(self.cell)
        return kept

    def _problem(self, output: Mapping[str, Any]) -> Part:
        traceback = self._private(as_read("\n".join(output.get("traceback") or [])))
        message = self._private(as_read(str(output.get("evalue", ""))))
        self.resolver.remarks.ended(self.cell, str(output.get("ename", "")), message)
        return Problem(str(output.get("ename", "")), message, traceback, self.cell)

    # --- forms ---

    def bundle(self, data: Mapping[str, Any], metadata: Mapping[str, Any]) -> Iterator[Part]:
        """Yield the parts of a display: of its forms the first that says something."""
        remarks = self.resolver.remarks
        if any(mime in data for mime in LOADING):
            remarks.left_of_html(self.cell, {"script"})
            return
        if "application/vnd.jupyter.widget-view+json" in data:
            yield from self._widget(data, joined(data.get("text/plain", "")))
            return
        reading = foreign.read(joined(data.get("text/html", "")))
        shown = list(self._html(reading)) or list(self._latex(joined(data.get("text/latex", ""))))
        shown = (
            shown or list(self._picture(data, metadata)) or list(self._markdown(joined(data.get("text/markdown", ""))))
        )
        acting = _acting(data, reading)
        if shown:
            yield from shown
        elif acting:
            yield Notice(remarks.acting(self.cell, acting), self.cell)
        else:
            yield from list(self._text(data)) or [Notice(remarks.unknown(self.cell, data), self.cell)]

    def _html(self, reading: foreign.Reading) -> Iterator[Part]:
        # Something that acts, and nothing beside it: a picture among the other forms shows more.
        if any(token["type"] not in ("notice", "thematic_break") for token in reading.tokens):
            self.resolver.remarks.left_of_html(self.cell, reading.left - {"style"})
            yield from self.resolver.sections(reading.tokens)

    def _latex(self, latex: str) -> Iterator[Part]:
        if latex.strip():
            source = latex if _MATH.match(latex) else f"$${latex}$$"
            yield Prose(self.resolver.tokens(markdown.parse(source.strip())), self.cell)

    def _picture(self, data: Mapping[str, Any], metadata: Mapping[str, Any]) -> Iterator[Part]:
        for mime in (mime for mime in PICTURES if mime in data):
            attributes = metadata.get(mime, {})
            attributes = attributes if isinstance(attributes, Mapping) else {}
            alt = clean(str(attributes.get("alt") or metadata.get("alt") or ""))
            try:
                yield _picture_of(
                    mime, joined(data[mime]), alt or self.resolver.remarks.words.no_alt, attributes, self.cell
                )
            except NoPicture as error:
                yield Notice(self.resolver.remarks.no_picture(self.cell, mime, str(error), alt), self.cell)
            return

    def _markdown(self, source: str) -> Iterator[Part]:
        if source.strip():
            yield from self.resolver.sections(markdown.parse(source))

    def _text(self, data: Mapping[str, Any]) -> Iterator[Part]:
        if "application/json" in data:
            yield from self.lines(json.dumps(data["application/json"], ensure_ascii=False, indent=1))
        else:
            yield from self.lines(joined(data.get("text/plain", "")))

    # --- widgets ---

    def _widget(self, data: Mapping[str, Any], plain: str) -> Iterator[Part]:
        view = data["application/vnd.jupyter.widget-view+json"]
        if _PROGRESS.search(plain):
            self.resolver.remarks.progress(self.cell)
            return
        shown = list(self._model(str(view.get("model_id", "")) if isinstance(view, Mapping) else "", 0))
        if shown:
            yield from shown
            return
        pictured = list(self._picture(data, {}))
        yield from pictured or [Notice(self.resolver.remarks.acting(self.cell, "widget"), self.cell)]

    def _model(self, name: str, depth: int) -> Iterator[Part]:
        """What the saved state of a widget shows by itself: words, outputs, and the widgets inside."""
        model = self.models.get(name, {})
        state, kind = model.get("state", {}), str(model.get("model_name", ""))
        if depth > 20 or kind.endswith("ProgressModel"):
            if depth <= 20:
                self.resolver.remarks.progress(self.cell)
            return
        if kind in ("HTMLModel", "HTMLMathModel", "LabelModel"):
            yield from self._html(foreign.read(str(state.get("value", ""))))
        elif kind == "OutputModel":
            for output in state.get("outputs", []):
                yield from self.parts(output)
        elif "children" in state:
            for child in state["children"]:
                yield from self._model(str(child).removeprefix("IPY_MODEL_"), depth + 1)
        elif kind and "layout" in state:
            yield Notice(self.resolver.remarks.acting(self.cell, "widget"), self.cell)


def joined(value: Any) -> str:
    """Return a text of a notebook, which may be a list of lines."""
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _acting(data: Mapping[str, Any], reading: foreign.Reading) -> str:
    """What the forms of an output would do in a browser, if they do something; the name of an object says nothing beside it."""
    known = (what for mime in data for start, what in ACTING.items() if mime.startswith(start))
    inside = (token["what"] for token in reading.tokens if token["type"] == "notice")
    return next(known, "") or next(inside, "script" if reading.left & {"script", "control"} else "")


def _picture_of(mime: str, text: str, alt: str, attributes: Mapping[str, Any], cell: int) -> Picture:
    """A picture of an output; one of lines is text, one of pixels base64."""
    if mime == "image/svg+xml":
        return read_picture(text.encode(), alt, cell=cell)
    try:
        data = base64.b64decode(text)
    except (binascii.Error, ValueError) as error:
        raise NoPicture(str(error)) from error
    width, height = (attributes.get(name) for name in ("width", "height"))
    size = tuple(float(side) if isinstance(side, int | float) and side > 0 else None for side in (width, height))
    return read_picture(data, alt, (size[0], size[1]), cell)
