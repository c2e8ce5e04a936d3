"""The exporter `cakupan-html`: one self-contained page that needs neither network nor script.

What a page contains is decided in `document`; its frame and style are in `templates/cakupan/`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import default

from cakupan.blocks import Figure, Table
from cakupan.briefing.record import BLANK_SEAL, seal
from cakupan.export import carried, markdown
from cakupan.export.document import Document, Foreign, Heading, Part, Picture, Problem, Prose, Shown, read_document
from cakupan.look.fonts import FAMILY, SYMBOLS, WEB_FONT_DIR

TEMPLATES = Path(__file__).parent / "templates"
_SVG_ID = re.compile(r"\bck[0-9a-f]{8}-")
_WEB_FONTS = (
    (FAMILY, 400, "IBMPlexSans-Regular-Latin1.woff2"),
    (FAMILY, 600, "IBMPlexSans-SemiBold-Latin1.woff2"),
    ("Cakupan Pi", 400, "IBMPlexSans-Regular-Pi.woff2"),
    (SYMBOLS, 400, "CakupanSymbols.woff2"),
)


class CakupanHTMLExporter(TemplateExporter):
    """Exports an executed notebook as a report page; code is never shown.

    Make one and use it for many notebooks: the template and the style sheet are read once.
    """

    export_from_notebook = "Cakupan report (HTML)"
    output_mimetype = "text/html"
    template_name = "cakupan"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_extension")
    def _template_extension_default(self) -> str:
        return ".html.j2"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES)]

    @default("default_preprocessors")
    def _default_preprocessors_default(self) -> list[str]:
        return []  # the walk over the document does what is needed, in one pass

    def from_notebook_node(  # type: ignore[override]  # exporters return what they make, the base class a notebook
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of a notebook, as text."""
        # The grandparent's method copies and preprocesses; the parent's would render with the notebook alone.
        notebook, resources = super(TemplateExporter, self).from_notebook_node(nb, resources, **kw)
        document = read_document(notebook, str(resources.get("metadata", {}).get("name", "")))
        return self.render(document), resources

    def render(self, document: Document) -> str:
        """The page of a document that has been read already."""
        return seal(self.template.render(**page(document)).lstrip().encode()).decode()


def page(document: Document) -> dict[str, Any]:
    """What the template puts in: everything that is text is escaped already."""
    style = stylesheet() + _page_style(document)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    manifest = json.dumps(document.manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {
        "document": document,
        "words": document.words,
        "title": escape(document.title),
        "running": escape(document.running),
        "style": style,
        "style_digest": digest,
        "manifest": escape(manifest) if document.manifest else "",
        "seal": BLANK_SEAL,
        "csv_link": "data:text/csv;charset=utf-8;base64," + base64.b64encode(document.csv_text.encode()).decode(),
        "csv_name": escape(document.csv_name),
        "contents": [(section.anchor, escape(section.text, quote=False)) for section in document.sections],
        "body": _Body(document).render(),
    }


@lru_cache(maxsize=1)
def stylesheet() -> str:
    """The style sheet with the typefaces inside; the same in every document."""
    from cakupan.look import DARK  # colours of charts; imported late, since it brings matplotlib along

    css = (TEMPLATES / "cakupan" / "report.css").read_text(encoding="utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css).replace(" {", "{").replace("{ ", "{").replace("; ", ";").replace(";}", "}")
    return "".join(_font_face(*font) for font in _WEB_FONTS) + css.replace("/*dark-charts*/", "") + _dark_charts(DARK)


def _font_face(family: str, weight: int, file: str) -> str:
    data = base64.b64encode((WEB_FONT_DIR / file).read_bytes()).decode()
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:block;'
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )


def _dark_charts(colours: dict[str, str]) -> str:
    """Charts on a dark page: each colour of the palette is exchanged, by attribute, for its counterpart."""
    rules = "".join(
        f'.ck-chart svg [{attribute}="{light}"]{{{attribute}:{dark}}}'
        for light, dark in colours.items()
        for attribute in ("fill", "stroke")
    )
    return f"@media screen and (prefers-color-scheme:dark){{{rules}}}"


def _css_string(text: str) -> str:
    """A CSS string that can hold any text, even inside a <style> element."""
    return '"' + re.sub(r'["\\<>&\x00-\x1f]', lambda match: f"\\{ord(match.group()):x} ", text) + '"'


def _page_style(document: Document) -> str:
    """The margin boxes of printed pages: region and edition above, page n of m below."""
    words = document.words
    counter = f"{_css_string(words.page + ' ')} counter(page) {_css_string(f' {words.of} ')} counter(pages)"
    running = _css_string(document.running)
    warning = (
        f"@top-right{{content:{_css_string(words.simulated)};color:#b04a00;font-weight:600}}"
        if document.simulated
        else ""
    )
    return f"@page{{@top-left{{content:{running}}}{warning}@bottom-right{{content:{counter}}}}}"


class _Body:
    """Writes the parts of one document as sections."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.svg_ids: set[str] = set()

    def render(self) -> str:
        out: list[str] = []
        open_section = False
        for part in self.document.parts:
            if isinstance(part, Heading) and part.level == 2:
                out.append("</section>" if open_section else "")
                out.append(f'<section aria-labelledby="{part.anchor}">')
                open_section = True
            out.append(self._part(part))
        out.append("</section>" if open_section else "")
        return "\n".join(piece for piece in out if piece)

    def _part(self, part: Part) -> str:
        match part:
            case Heading():
                return f'<h{part.level} id="{part.anchor}">{markdown.to_html(part.tokens)}</h{part.level}>'
            case Prose():
                return f'<div class="ck-prose">{markdown.to_html(part.tokens)}</div>'
            case Shown():
                return self._block(part) + carried.to_html(part, self.document)
            case Picture():
                return self._picture(part)
            case Foreign():
                return self._foreign(part)
            case Problem():
                return self._problem(part)

    def _block(self, part: Shown) -> str:
        match part.block:
            case Figure() as chart:
                return self._own_ids(chart.to_html(f"{self.document.numbered(part)}. "), part.number)
            case Table() as table:
                return table.to_html(f"{self.document.numbered(part)}. ")
        return part.block.to_html()

    def _own_ids(self, html: str, number: int) -> str:
        """The same chart may stand twice on a page; its ids may not."""
        match = _SVG_ID.search(html)
        if match and match.group() in self.svg_ids:
            return html.replace(match.group(), f"{match.group()}{number}-")
        if match:
            self.svg_ids.add(match.group())
        return html

    def _picture(self, part: Picture) -> str:
        data = part.data if part.mime != "image/svg+xml" else base64.b64encode(part.data.encode()).decode()
        data = "".join(data.split())
        alt = escape(part.alt or self.document.words.no_alt)
        return f'<figure class="ck-figure"><img src="data:{part.mime};base64,{data}" alt="{alt}"></figure>'

    def _foreign(self, part: Foreign) -> str:
        body = part.html or f"<pre>{escape(part.text, quote=False)}</pre>"
        return f'<div class="ck-foreign ck-scroll" tabindex="0">{body}</div>'

    def _problem(self, part: Problem) -> str:
        return (
            f'<div class="ck-problem"><p><strong>{self.document.words.failed}:</strong> {escape(part.name)}: '
            f"{escape(part.message)}</p><details><summary>Traceback</summary><pre>{escape(part.traceback)}</pre></details></div>"
        )
