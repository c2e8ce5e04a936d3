"""Markdown of notebook cells, parsed once and written as HTML or Typst.

Formulas are found as nbconvert finds them. Raw HTML, pictures and formulas are made whole in `resolve` before anything is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import Any

from cakupan.blocks.markup import breakable, clean, typst, typst_string
from cakupan.export import grid
from cakupan.export.css import Style
from cakupan.export.formulas import Formula
from cakupan.export.pictures import Picture

Token = dict[str, Any]
_SAFE_LINK = re.compile(r"(https?:|mailto:|#)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _parser() -> Callable[[str], Any]:
    """The parser of nbconvert, in which a sign of money begins no formula."""
    import mistune
    from mistune.plugins.formatting import strikethrough
    from mistune.plugins.table import table
    from nbconvert.filters.markdown_mistune import MathBlockParser, MathInlineParser

    class Inline(MathInlineParser):
        def parse_inline_math_tex(self, m: re.Match[str], state: Any) -> int:
            body, after = m.group("math_inline_tex"), state.src[m.end() : m.end() + 1]
            if after.isdigit() or body[0].isspace() != body[-1].isspace():
                return 0  # "US$ 5 dan US$ 6" is no formula: the parser goes on behind the first sign
            end: int = super().parse_inline_math_tex(m, state)
            return end

    class Block(MathBlockParser):
        # "#kata" is no heading in JupyterLab either
        SPECIFICATION = MathBlockParser.SPECIFICATION | {
            "atx_heading": mistune.BlockParser.SPECIFICATION["atx_heading"]
        }

    parser: Callable[[str], Any] = mistune.Markdown(None, Block(), Inline(), [strikethrough, table])
    return parser


def parse(source: str) -> list[Token]:
    """Return the block tokens of a Markdown text."""
    return [token for token in _parser()(source) if isinstance(token, dict)]


def plain(tokens: list[Token]) -> str:
    """The words of inline tokens."""
    return "".join(_words(token) for token in tokens)


def _words(token: Token) -> str:
    match token["type"]:
        case "softbreak" | "linebreak":
            return " "
        case "picture":
            return str(token["picture"].alt)
        case "formula":
            return str(token["formula"].source)
    return token.get("raw") or plain(token.get("children", []))


def link_target(url: str) -> str:
    """The address, if it is one that a document may point to; else nothing."""
    return clean(url) if _SAFE_LINK.match(url) else ""


# --- HTML ---


ClassOf = Callable[[Style], str]


def _no_class(style: Style) -> str:
    return ""


def to_html(tokens: list[Token], class_of: ClassOf = _no_class) -> str:
    """Return tokens as HTML; everything that is text is escaped. class_of: the classes under which a page keeps a style."""
    return "".join(_html(token, class_of) for token in tokens)


_HTML_TAGS = {
    "paragraph": "p",
    "emphasis": "em",
    "strong": "strong",
    "strikethrough": "s",
    "list_item": "li",
    "block_quote": "blockquote",
    "underline": "u",
    "subscript": "sub",
    "superscript": "sup",
}


def _html(token: Token, class_of: ClassOf) -> str:
    kind = token["type"]
    inner = to_html(token.get("children", []), class_of)
    if kind in _HTML_TAGS:
        tag = _HTML_TAGS[kind]
        return f"<{tag}>{inner}</{tag}>"
    match kind:
        case "formula":
            formula: Formula = token["formula"]
            return formula.mathml
        case "picture":
            return html_picture(token["picture"])
        case "notice":
            return f'<span class="ck-notice" role="note">{escape(clean(token["raw"]), quote=False)}</span>'
        case "styled":
            return f'<span class="{class_of(token["style"]).strip()}">{inner}</span>'
        case "grid":
            return grid.to_html(token["grid"], lambda tokens: to_html(tokens, class_of), class_of)
        case "text" | "inline_html":
            return escape(clean(token["raw"]), quote=False)
        case "block_text":
            return inner
        case "softbreak":
            return " "
        case "linebreak":
            return "<br>"
        case "codespan":
            return f"<code>{escape(clean(token['raw']), quote=False)}</code>"
        case "block_code":
            return f'<pre tabindex="0"><code>{escape(token["raw"], quote=False)}</code></pre>'
        case "block_html":
            return f"<p>{escape(clean(token['raw']), quote=False)}</p>"
        case "thematic_break":
            return "<hr>"
        case "list":
            return _html_list(token, inner)
        case "link":
            target = link_target(token["attrs"]["url"])
            return f'<a href="{escape(target)}">{inner}</a>' if target else inner
        case "table":
            return f'<div class="ck-table"><div class="ck-scroll" tabindex="0"><table>{inner}</table></div></div>'
        case "table_head":
            return f"<thead><tr>{inner}</tr></thead>"
        case "table_body":
            return f"<tbody>{inner}</tbody>"
        case "table_row":
            return f"<tr>{inner}</tr>"
        case "table_cell":
            side = "right" if token["attrs"].get("align") == "right" else "left"
            tag, scope = ("th", ' scope="col"') if token["attrs"]["head"] else ("td", "")
            return f'<{tag}{scope} class="ck-{side}">{inner}</{tag}>'
    return escape(clean(plain([token])), quote=False)


def html_picture(picture: Picture) -> str:
    """Return a picture as an element."""
    size = f'width="{picture.width:.0f}" height="{picture.height:.0f}"'
    return f'<img src="{picture.address}" alt="{escape(picture.alt)}" {size}>'


def _html_list(token: Token, inner: str) -> str:
    if not token["attrs"]["ordered"]:
        return f"<ul>{inner}</ul>"
    start = token["attrs"].get("start", 1)
    return f"<ol{f' start={chr(34)}{start}{chr(34)}' if start != 1 else ''}>{inner}</ol>"


# --- Typst ---


def to_typst(tokens: list[Token]) -> str:
    """Tokens as Typst markup; everything that is text stands in string literals."""
    return "".join(_typst(token) for token in tokens)


_TYPST_CALLS = {
    "emphasis": "emph",
    "strong": "strong",
    "strikethrough": "strike",
    "block_quote": "quote(block: true)",
    "underline": "underline",
    "subscript": "sub",
    "superscript": "super",
}


def _typst(token: Token) -> str:
    kind, children = token["type"], token.get("children", [])
    if kind in _TYPST_CALLS:
        return f"#{_TYPST_CALLS[kind]}[{to_typst(children)}]"
    match kind:
        case "text" | "inline_html":
            return f"#{typst(token['raw'])};"
        case "formula":
            formula: Formula = token["formula"]
            return f"{formula.typst};" if not formula.display else f"{formula.typst}\n\n"
        case "picture":
            return typst_picture(token["picture"])
        case "notice":
            return f"#ck-notice({typst(token['raw'])})\n"
        case "styled":
            return _typst_styled(token["style"], to_typst(children))
        case "grid":
            return grid.to_typst(token["grid"], to_typst)
        case "paragraph":
            return f"{to_typst(children)}\n\n"
        case "block_text":
            return to_typst(children)
        case "softbreak":
            return " "
        case "linebreak":
            return "#linebreak()"
        case "codespan":
            return f"#raw({typst_string(breakable(clean(token['raw'])))})"
        case "block_code":
            return f"#ck-text({typst_lines(token['raw'].rstrip())})\n\n"
        case "block_html":
            return f"#{typst(token['raw'])};\n\n"
        case "thematic_break":
            return "#ck-rule\n\n"
        case "list":
            return _typst_list(token)
        case "link":
            target = link_target(token["attrs"]["url"])
            body = to_typst(children)
            return f"#link({typst_string(target)})[{body}]" if target and target[0] != "#" else body
        case "table":
            return _typst_table(token)
    return f"#{typst(plain([token]))};"


def typst_lines(text: str) -> str:
    """Return a text of several lines as one string literal, in which long words may break."""
    return typst_string("\n".join(breakable(clean(line.expandtabs(8))) for line in text.split("\n")))


def typst_picture(picture: Picture) -> str:
    """Return a picture as a call of the template."""
    return f"#ck-picture(bytes({typst_string(picture.as_svg())}), {typst_string(picture.alt)})\n"


def _typst_styled(style: Style, body: str) -> str:
    if style.ink:
        body = f'#text(fill: rgb("{style.ink}"))[{body}]'
    return f'#highlight(fill: rgb("{style.background}"))[{body}]' if style.background else body


def _typst_list(token: Token) -> str:
    attrs = token["attrs"]
    call = f"enum(start: {int(attrs.get('start', 1))}" if attrs["ordered"] else "list("
    items = ", ".join(f"[{to_typst(item.get('children', []))}]" for item in token["children"])
    separator = ", " if attrs["ordered"] else ""
    return f"#{call}{separator}{items})\n\n"


def _typst_table(token: Token) -> str:
    head, body = token["children"]
    cells = head["children"]
    align = ", ".join("right" if cell["attrs"].get("align") == "right" else "left" for cell in cells)
    headings = ", ".join(f"[{to_typst(cell['children'])}]" for cell in cells)
    rows = ", ".join(f"[{to_typst(cell['children'])}]" for row in body["children"] for cell in row["children"])
    return f"#ck-plaintable({len(cells)}, ({align},), ({headings},), ({rows},))\n\n"
