"""Blocks of words: title, facts of identity, main points, paragraph, note, definitions, sources.

Tables, cards and charts have modules of their own; the sentences themselves are made in `cakupan.prose`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cakupan.blocks.base import Block
from cakupan.blocks.markup import Text, attribute, html, html_heading, parts, typst, typst_array, typst_string, words
from cakupan.settings.logo import Logo

NoteKind = Literal["note", "warning", "missing"]


@dataclass(frozen=True)
class Title(Block):
    """The head of a document: its only first-level heading, and the identity of the data as pairs of label and value.

    banner: a sentence that must not be overlooked ("Data simulasi"), or None. letterhead, logo: the office's, above all else.
    """

    title: Text
    subtitle: Text
    facts: tuple[tuple[str, Text], ...]
    region: str
    banner: Text | None = None
    letterhead: tuple[str, ...] = ()
    logo: Logo | None = None
    logo_alt: str = ""

    def to_html(self) -> str:
        facts = "".join(f"<div><dt>{html(label)}</dt><dd>{html(value)}</dd></div>" for label, value in self.facts)
        banner = f'<p class="ck-banner" role="note">{html(self.banner)}</p>' if self.banner else ""
        subtitle = f'<p class="ck-subtitle">{html(self.subtitle)}</p>' if words(self.subtitle) else ""
        lines = "<br>".join(html(line) for line in self.letterhead)
        head = f"<p>{lines}</p>" if lines else ""
        if self.logo:
            head = f'<img src="{self.logo.address}" alt="{attribute(self.logo_alt)}">' + head
        banner = (f'<div class="ck-letterhead">{head}</div>' if head else "") + banner
        identity = f'<dl class="ck-facts">{facts}</dl>' if facts else ""
        return (
            f'<div class="ck-title" data-region="{attribute(self.region)}">{banner}'
            f"<h1>{html_heading(self.title)}</h1>{subtitle}{identity}</div>"
        )

    def to_typst(self) -> str:
        facts = typst_array([typst_array([typst(label), typst(value)]) for label, value in self.facts])
        banner = typst(self.banner) if self.banner else "none"
        head = f", letterhead: {typst_array([typst(line) for line in self.letterhead])}" if self.letterhead else ""
        if self.logo:
            head += f", logo: (svg: {typst_string(self.logo.svg)}, alt: {typst_string(self.logo_alt)})"
        return (
            f"#ck-title({typst(self.title)}, subtitle: {typst(self.subtitle)}, facts: {facts}, banner: {banner}{head})"
        )

    def to_plain(self) -> str:
        lines = [
            *self.letterhead,
            words(self.title),
            words(self.subtitle),
            *(f"{label}: {words(value)}" for label, value in self.facts),
        ]
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True)
class Facts(Block):
    """The identity of the data as pairs of label and value, small; on paper at the foot of the page on which it stands."""

    items: tuple[tuple[str, Text], ...]
    region: str

    def to_html(self) -> str:
        facts = "".join(f"<div><dt>{html(label)}</dt><dd>{html(value)}</dd></div>" for label, value in self.items)
        return f'<dl class="ck-facts ck-identity" data-region="{attribute(self.region)}">{facts}</dl>'

    def to_typst(self) -> str:
        return f"#ck-facts({typst_array([typst_array([typst(label), typst(value)]) for label, value in self.items])})"

    def to_plain(self) -> str:
        return "\n".join(f"{label}: {words(value)}" for label, value in self.items)


@dataclass(frozen=True)
class Heading(Block):
    """The heading of a section, 2 for one of the first order."""

    text: Text
    region: str
    level: int = 2

    def to_html(self) -> str:
        return f'<h{self.level} data-region="{attribute(self.region)}">{html_heading(self.text)}</h{self.level}>'

    def to_typst(self) -> str:
        return f"#heading(level: {self.level}, {typst(self.text)})"

    def to_plain(self) -> str:
        return f"{'#' * self.level} {words(self.text)}"


@dataclass(frozen=True)
class Points(Block):
    """The main points: four to six sentences, one number each."""

    items: tuple[Text, ...]
    region: str

    def to_html(self) -> str:
        items = "".join(f"<li>{html(item)}</li>" for item in self.items)
        return f'<ul class="ck-points" data-region="{attribute(self.region)}">{items}</ul>'

    def to_typst(self) -> str:
        return f"#ck-points({typst_array([typst(item) for item in self.items])})"

    def to_plain(self) -> str:
        return "\n".join(f"- {words(item)}" for item in self.items)


@dataclass(frozen=True)
class Paragraph(Block):
    """One paragraph. strong: the places of those items that are set off."""

    items: Text
    region: str
    strong: tuple[int, ...] = ()

    def to_html(self) -> str:
        body = "".join(
            f"<strong>{html(part)}</strong>" if at in self.strong else html(part)
            for at, part in enumerate(parts(self.items))
        )
        return f'<p class="ck-paragraph" data-region="{attribute(self.region)}">{body}</p>'

    def to_typst(self) -> str:
        if not self.strong:
            return f"#ck-paragraph({typst(self.items)})"
        body = " + ".join(
            f"strong({typst(part)})" if at in self.strong else typst(part) for at, part in enumerate(parts(self.items))
        )
        return f"#ck-paragraph({body})"

    def to_plain(self) -> str:
        return words(self.items)


@dataclass(frozen=True)
class Note(Block):
    """One thing said openly: a remark, a warning about the figures, or what the data cannot show."""

    text: Text
    region: str
    kind: NoteKind = "note"

    def to_html(self) -> str:
        return (
            f'<p class="ck-note ck-note-{attribute(self.kind)}" role="note" data-region="{attribute(self.region)}">'
            f"{html(self.text)}</p>"
        )

    def to_typst(self) -> str:
        return f"#ck-note({typst(self.kind)}, {typst(self.text)})"

    def to_plain(self) -> str:
        return f"[{self.kind}] {words(self.text)}"


@dataclass(frozen=True)
class Definitions(Block):
    """Terms with their meaning: method, formulas, metadata."""

    items: tuple[tuple[Text, Text], ...]
    region: str

    def to_html(self) -> str:
        items = "".join(f"<div><dt>{html(term)}</dt><dd>{html(text)}</dd></div>" for term, text in self.items)
        return f'<dl class="ck-definitions" data-region="{attribute(self.region)}">{items}</dl>'

    def to_typst(self) -> str:
        return f"#ck-definitions({typst_array([typst_array([typst(term), typst(text)]) for term, text in self.items])})"

    def to_plain(self) -> str:
        return "\n".join(f"{words(term)}: {words(text)}" for term, text in self.items)


@dataclass(frozen=True)
class Origin:
    """One source: its key, its title, what else is said of it (where and when it was published), and its address on the web or "".

    lang: the language of the title where it is not the document's, such as "id", else "".
    """

    key: str
    title: str
    note: Text
    url: str
    lang: str = ""


@dataclass(frozen=True)
class Origins(Block):
    """The sources that figures come from, each with a link to it, small and in two columns."""

    items: tuple[Origin, ...]
    title: Text
    region: str

    def to_html(self) -> str:
        items = "".join(self._item(one) for one in self.items)
        return (
            f'<div class="ck-origins" data-region="{attribute(self.region)}"><p class="ck-figtitle">{html(self.title)}</p>'
            f"<ul>{items}</ul></div>"
        )

    def _item(self, one: Origin) -> str:
        lang = f' lang="{attribute(one.lang)}"' if one.lang else ""
        title = (
            f'<a href="{attribute(one.url)}" rel="external"{lang}>{html(one.title)}</a>'
            if one.url
            else f"<span{lang}>{html(one.title)}</span>"
        )
        return f'<li id="{attribute(one.key)}"><strong>{html(one.key)}</strong> {title}. {html(one.note)}</li>'

    def to_typst(self) -> str:
        items = [
            f"({typst(one.key)}, {typst(one.title)}, {typst(one.note)}, {typst_string(words(one.url))}, {typst_string(one.lang)})"
            for one in self.items
        ]
        return f"#ck-origins({typst_array(items)}, {typst(self.title)})"

    def to_plain(self) -> str:
        lines = (f"{one.key} {one.title}. {words(one.note)} {one.url}".strip() for one in self.items)
        return "\n".join((words(self.title), *lines))
