"""Markdown of notebook cells, parsed once and written as HTML or Typst.

Raw HTML in Markdown is shown as the text that it is; formulas are not typeset.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

import mistune

from cakupan.blocks.markup import clean, typst, typst_string

Token = dict[str, Any]
_parser = mistune.create_markdown(renderer=None, plugins=["table", "strikethrough"])
_SAFE_LINK = re.compile(r"(https?:|mailto:|#)", re.IGNORECASE)


def parse(source: str) -> list[Token]:
    """The block tokens of a Markdown text."""
    tokens = _parser(source)
    return [token for token in tokens if isinstance(token, dict)]


def plain(tokens: list[Token]) -> str:
    """The words of inline tokens."""
    return "".join(
        " " if token["type"] in ("softbreak", "linebreak") else token.get("raw") or plain(token.get("children", []))
        for token in tokens
    )


def link_target(url: str) -> str:
    """The address, if it is one that a document may point to; else nothing."""
    return clean(url) if _SAFE_LINK.match(url) else ""


# --- HTML ---


def to_html(tokens: list[Token]) -> str:
    """Tokens as HTML; everything that is text is escaped."""
    return "".join(_html(token) for token in tokens)


_HTML_TAGS = {
    "paragraph": "p",
    "emphasis": "em",
    "strong": "strong",
    "strikethrough": "s",
    "list_item": "li",
    "block_quote": "blockquote",
}


def _html(token: Token) -> str:
    kind, children = token["type"], token.get("children", [])
    if kind in _HTML_TAGS:
        tag = _HTML_TAGS[kind]
        return f"<{tag}>{to_html(children)}</{tag}>"
    match kind:
        case "text" | "inline_html":
            return escape(clean(token["raw"]), quote=False)
        case "block_text":
            return to_html(children)
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
            return _html_list(token)
        case "link":
            target = link_target(token["attrs"]["url"])
            return f'<a href="{escape(target)}">{to_html(children)}</a>' if target else to_html(children)
        case "image":
            url = token["attrs"]["url"]
            alt = escape(plain(children))
            return f'<img src="{escape(url)}" alt="{alt}">' if url.startswith("data:image/") else alt
        case "table":
            return f'<div class="ck-table"><div class="ck-scroll" tabindex="0"><table>{to_html(children)}</table></div></div>'
        case "table_head":
            return f"<thead><tr>{to_html(children)}</tr></thead>"
        case "table_body":
            return f"<tbody>{to_html(children)}</tbody>"
        case "table_row":
            return f"<tr>{to_html(children)}</tr>"
        case "table_cell":
            side = "right" if token["attrs"].get("align") == "right" else "left"
            tag, scope = ("th", ' scope="col"') if token["attrs"]["head"] else ("td", "")
            return f'<{tag}{scope} class="ck-{side}">{to_html(children)}</{tag}>'
    return escape(clean(plain([token])), quote=False)


def _html_list(token: Token) -> str:
    if not token["attrs"]["ordered"]:
        return f"<ul>{to_html(token['children'])}</ul>"
    start = token["attrs"].get("start", 1)
    return f"<ol{f' start={chr(34)}{start}{chr(34)}' if start != 1 else ''}>{to_html(token['children'])}</ol>"


# --- Typst ---


def to_typst(tokens: list[Token]) -> str:
    """Tokens as Typst markup; everything that is text stands in string literals."""
    return "".join(_typst(token) for token in tokens)


_TYPST_CALLS = {
    "emphasis": "emph",
    "strong": "strong",
    "strikethrough": "strike",
    "block_quote": "quote(block: true)",
}


def _typst(token: Token) -> str:
    kind, children = token["type"], token.get("children", [])
    if kind in _TYPST_CALLS:
        return f"#{_TYPST_CALLS[kind]}[{to_typst(children)}]"
    match kind:
        case "text" | "inline_html":
            return f"#{typst(token['raw'])};"
        case "paragraph":
            return f"{to_typst(children)}\n\n"
        case "block_text":
            return to_typst(children)
        case "softbreak":
            return " "
        case "linebreak":
            return "#linebreak()"
        case "codespan":
            return f"#raw({typst_string(clean(token['raw']))})"
        case "block_code":
            return f"#raw({typst_string(token['raw'].rstrip())}, block: true)\n\n"
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
        case "image":
            return f"#{typst(plain(children))};"
        case "table":
            return _typst_table(token)
    return f"#{typst(plain([token]))};"


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
