"""The exporter `cakupan-html`: one self-contained page that needs neither network nor script; with script, its numbers can be cited and its charts taken along.

What a page contains is decided in `document`; its frame and style are in `templates/cakupan/`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from traitlets import default

from cakupan.blocks import Figure, Origins, Table
from cakupan.briefing.record import BLANK_SEAL, seal
from cakupan.export import carried, cites, markdown
from cakupan.export.css import PLAIN, Style
from cakupan.export.document import headline
from cakupan.export.exporter import DocumentExporter
from cakupan.export.parts import Document, Heading, Lines, Notice, Part, Problem, Prose, Setting, Shown
from cakupan.export.pictures import Picture
from cakupan.export.words import citing_words
from cakupan.look.fonts import FAMILY, SYMBOLS, WEB_FONT_DIR

TEMPLATES = Path(__file__).parent / "templates"
_SVG_ID = re.compile(r"\bck[0-9a-f]{8}-")
_SOURCE_LINE = re.compile(r'class="ck-source">[^<]*')
_SOURCE_KEY = re.compile(r"\bS\d{3}\b")
_WEB_FONTS = (
    (FAMILY, 400, "IBMPlexSans-Regular-Latin1.woff2"),
    (FAMILY, 600, "IBMPlexSans-SemiBold-Latin1.woff2"),
    ("Cakupan Pi", 400, "IBMPlexSans-Regular-Pi.woff2"),
    (SYMBOLS, 400, "CakupanSymbols.woff2"),
)


class CakupanHTMLExporter(DocumentExporter):
    """Exports an executed notebook as a report page.

    Make one and use it for many notebooks: the template and the style sheet are read once.
    """

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

    def printed(self, document: Document) -> tuple[str, tuple[str, ...]]:
        return self.render(document), ()

    def render(self, document: Document) -> str:
        """Return the page of a document that has been read already."""
        return seal(self.template.render(**page(document)).lstrip().encode()).decode()


class MenuHTMLExporter(CakupanHTMLExporter):
    """The same under a name that JupyterLab's menu can ask for: its addresses take no hyphen."""

    in_menus = True
    export_from_notebook = "Cakupan report (HTML)"


def page(document: Document) -> dict[str, Any]:
    """What the template puts in: everything that is text is escaped already."""
    body = _Body(document)
    main = cites.with_anchors(body.render())
    cited = cites.element(document, main)
    style = stylesheet() + body.styles() + _page_style(document)
    manifest = json.dumps(document.manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {
        "document": document,
        "words": document.words,
        "title": escape(document.title),
        "running": escape(document.running),
        "style": style,
        "style_digest": digest_of(style),
        "manifest": escape(manifest) if document.manifest else "",
        "seal": BLANK_SEAL,
        "csv_link": "data:text/csv;charset=utf-8;base64," + base64.b64encode(document.csv_text.encode()).decode(),
        "csv_name": escape(document.csv_name),
        "preview": cites.preview(document, headline(document)),
        "cites": cited,
        "script": script() if cited else "",
        "script_digest": digest_of(script()) if cited else "",
        "top_ways": _links(document, [""]),
        "ways": _ways(document),
        "edition_pages": citing_words(document.lang)["edition_pages"],
        "elsewhere": citing_words(document.lang)["elsewhere"],
        "contents": [(section.anchor, escape(section.text, quote=False)) for section in document.sections],
        "body": main,
    }


def digest_of(text: str) -> str:
    """Return the digest by which a page's own policy lets a style or script in."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@lru_cache(maxsize=1)
def script() -> str:
    """What a page can do besides being read: the same in every document."""
    text = (TEMPLATES / "cakupan" / "report.js").read_text(encoding="utf-8")
    return re.sub(r"^\s*(?://.*)?\n|^\s+", "", text, flags=re.MULTILINE)


def _ways(document: Document) -> list[tuple[str, list[tuple[str, str]]]]:
    """The links to other pages of the edition, by what they have in common."""
    groups = list(dict.fromkeys(way.group for way in document.ways if way.group))
    return [(escape(group), _links(document, [group])) for group in groups]


def _links(document: Document, groups: list[str]) -> list[tuple[str, str]]:
    return [(escape(way.href), escape(way.text, quote=False)) for way in document.ways if way.group in groups]


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
        self.looks: dict[Style, str] = {}
        blocks = [part.block for part in document.parts if isinstance(part, Shown)]
        self.origins = {one.key for block in blocks if isinstance(block, Origins) for one in block.items}

    def class_of(self, style: Style) -> str:
        """Return " ck-look-3", the class under which the page keeps a style; nothing for one without colours or weight."""
        look = replace(style, side="", hidden=False)
        return f" {self.looks.setdefault(look, f'ck-look-{len(self.looks) + 1}')}" if look != PLAIN else ""

    def styles(self) -> str:
        """Return the rules of the styles that the parts have; the page's own policy forbids them inside elements."""
        return "".join(f".{name}{{{_declarations(style)}}}" for style, name in self.looks.items())

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
                return (
                    f'<h{part.level} id="{part.anchor}">{markdown.to_html(part.tokens, self.class_of)}</h{part.level}>'
                )
            case Prose():
                return f'<div class="ck-prose">{markdown.to_html(part.tokens, self.class_of)}</div>'
            case Shown():
                return self._block(part) + carried.to_html(part, self.document)
            case Picture():
                return f'<figure class="ck-figure">{markdown.html_picture(part)}</figure>'
            case Lines():
                return (
                    f'<div class="ck-foreign ck-scroll" tabindex="0"><pre>{escape(part.text, quote=False)}</pre></div>'
                )
            case Notice():
                return f'<p class="ck-notice" role="note">{escape(part.text, quote=False)}</p>'
            case Problem():
                return self._problem(part)
            case Setting():
                return ""

    def _block(self, part: Shown) -> str:
        match part.block:
            case Figure() as chart:
                html = self._own_ids(chart.to_html(f"{self.document.numbered(part)}. "), part.number)
            case Table() as table:
                html = table.to_html(f"{self.document.numbered(part)}. ")
            case _:
                return part.block.to_html()
        return self._sources_linked(html.replace(" class=", f' id="{self.document.anchor(part)}" class=', 1))

    def _sources_linked(self, html: str) -> str:
        """The keys in the line of sources lead to the list of sources, where the document has one."""
        line = _SOURCE_LINE.search(html)
        if line is None or not self.origins:
            return html
        linked = _SOURCE_KEY.sub(
            lambda key: f'<a href="#{key.group()}">{key.group()}</a>' if key.group() in self.origins else key.group(),
            line.group(),
        )
        return html[: line.start()] + linked + html[line.end() :]

    def _own_ids(self, html: str, number: int) -> str:
        """The same chart may stand twice on a page; its ids may not."""
        for prefix in dict.fromkeys(_SVG_ID.findall(html)):
            if prefix in self.svg_ids:
                html = html.replace(prefix, f"{prefix}{number}-")
            self.svg_ids.add(prefix)
        return html

    def _problem(self, part: Problem) -> str:
        return (
            f'<div class="ck-problem"><p><strong>{self.document.failed(part)}:</strong> {escape(part.name)}: '
            f"{escape(part.message)}</p><details><summary>{self.document.words.traceback}</summary><pre>{escape(part.traceback)}</pre></details></div>"
        )


def _declarations(style: Style) -> str:
    """A style as CSS; the colours were read and written anew, so nothing else can stand in them."""
    rules = [f"color:{style.ink}"] if style.ink else []
    if style.bar:
        stops = ",".join(f"{colour} {place:g}%" for colour, place in style.bar)
        rules.append(f"background:linear-gradient(90deg,{stops})")
    elif style.background:
        rules.append(f"background:{style.background}")
    rules += ["font-weight:600"] if style.bold else []
    rules += ["font-style:italic"] if style.italic else []
    return ";".join(rules)
