"""Formulas: LaTeX as MathML for pages (by `latex2mathml`), and MathML as mathematics of Typst for PDFs.

A formula that is not understood raises; what is shown instead is decided in `resolve`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from cakupan.blocks.markup import clean, typst_string

Element = Any


class NoFormula(ValueError):
    """LaTeX or MathML that is not understood."""


@dataclass(frozen=True)
class Formula:
    """A formula in all forms. display: on a line of its own. source: LaTeX, which is also what is read aloud."""

    source: str
    display: bool
    mathml: str
    typst: str


_ENVIRONMENT = re.compile(r"\\(begin|end)\{([A-Za-z]+)\*?\}(\{\d*\})?")
_STANDS_FOR = {
    "equation": "", "displaymath": "", "math": "", "dcases": "cases", "aligned": "split", "gathered": "split", "alignedat": "split",
    **dict.fromkeys(("align", "gather", "multline", "eqnarray", "flalign", "alignat"), "align*"),
}  # fmt: skip
"""Environments that `latex2mathml` does not know or would number, by one that it knows."""
_KNOWN = frozenset({
    "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "array", "cases", "split", "substack",
})  # fmt: skip
_LOOSE = re.compile(r"\\(?:label|tag\*?)\{[^{}]*\}|\\(?:nonumber|notag)\b")
_KEPT = frozenset({
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "mstyle", "msup", "msub", "msubsup", "munder",
    "mover", "munderover", "mtable", "mtr", "mtd", "mpadded", "mphantom", "menclose", "merror", "mmultiscripts",
})  # fmt: skip
_ATTRIBUTES = frozenset({
    "display", "mathvariant", "stretchy", "fence", "form", "accent", "linethickness", "columnalign", "displaystyle", "scriptlevel",
    "width", "columnspacing", "rowspacing", "lspace", "rspace", "separator", "minsize", "maxsize", "notation", "movablelimits",
    "largeop", "symmetric", "height", "depth",
})  # fmt: skip


def read_latex(source: str, *, display: bool) -> Formula:
    """Return a formula of LaTeX source, without its dollar signs.

    Raises NoFormula.
    """
    from latex2mathml.converter import convert_to_element

    stripped = source.strip()
    simple = _simple(stripped)
    try:
        root = convert_to_element(simple, display="block" if display else "inline")
    except Exception as error:  # the library raises kinds of its own and IndexError for what it does not know
        raise NoFormula(str(error) or type(error).__name__) from error
    return read_mathml(root, stripped, display=display)


def read_mathml(root: Element, source: str = "", *, display: bool) -> Formula:
    """Return a formula of a tree of MathML. source: what it was made of. Raises NoFormula."""
    alt = " ".join(clean(source or unescape("".join(root.itertext()))).split())
    body = " ".join(_children(root))
    if not body.strip():
        raise NoFormula("it is empty")
    flag = "true" if display else "false"
    equation = f"#math.equation(block: {flag}, alt: {typst_string(alt)}, ${body}$)"
    return Formula(alt, display, _mathml(root, alt, display), equation)


def _simple(source: str) -> str:
    """LaTeX without numbers of equations and labels, in environments that are known. Raises NoFormula for another."""

    def plain(match: re.Match[str]) -> str:
        side, name, _ = match.groups()
        if name not in _KNOWN and name not in _STANDS_FOR:
            raise NoFormula(f"the environment {name} is no mathematics")
        if name in _KNOWN:
            return match.group()
        return f"\\{side}{{{_STANDS_FOR[name]}}}" if _STANDS_FOR[name] else ""

    return _ENVIRONMENT.sub(plain, _LOOSE.sub("", source)).replace("\\&", "\\text{&}").strip()


# --- MathML ---


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: Element) -> str:
    """The text of an element; the library leaves signs in it as numbers until it is written."""
    return clean(unescape(element.text or ""))


def _mathml(root: Element, alt: str, display: bool) -> str:
    inner = "".join(_written(child) for child in root)
    kind = "block" if display else "inline"
    return f'<math display="{kind}" alttext="{escape(alt)}">{inner}</math>'


def _written(element: Element) -> str:
    """An element with what is known to be harmless."""
    tag = _tag(element)
    inner = escape(_text(element), quote=False) + "".join(_written(child) for child in element)
    if tag not in _KEPT:
        return inner
    if tag == "mo" and inner in _OVER:
        return '<mo stretchy="true">\u203e</mo>'
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.items() if name in _ATTRIBUTES)
    return f"<{tag}{attributes}>{inner}</{tag}>"


# --- Typst ---

_OVER = {"―": "overline", "¯": "overline", "‾": "overline", "_": "overline"}
_ACCENTS = {
    "^": "hat", "~": "tilde", "→": "arrow", "˙": "dot", "¨": "dot.double", "ˇ": "caron", "´": "acute", "`": "grave", "˘": "breve",
    "∼": "tilde", "ˆ": "hat", "˜": "tilde", "⃗": "arrow",
}  # fmt: skip
_SIGNS = {"*": "∗", "-": "−", "―": "―", "\u2061": "", "\u2062": "", "\u2063": "", "\u2064": ""}
_ARITY = {"mfrac": 2, "mroot": 2, "msup": 2, "msub": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}


def _children(element: Element) -> list[str]:
    return [_typst(child) for child in element if isinstance(child.tag, str)]


def _group(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)


def _typst(element: Element) -> str:
    """An element as mathematics of Typst: ASCII only, every sign by its number, every word in quotes."""
    tag = _tag(element)
    text = _text(element)
    if tag in ("mi", "mn", "mo", "mtext"):
        return _token(element, tag, text)
    parts = _children(element)
    if len(parts) != _ARITY.get(tag, len(parts)):
        raise NoFormula(f"a part of {tag} is missing")
    if tag in _ARITY:
        parts = [part or '""' for part in parts]
    match tag:
        case "mrow" | "mstyle" | "mpadded" | "math" | "semantics" | "mtd":
            return _row(element, parts)
        case "mfrac":
            thin = (element.get("linethickness") or "").startswith("0")
            return f"mat(delim: #none, {parts[0]}; {parts[1]})" if thin else f"frac({parts[0]}, {parts[1]})"
        case "msqrt":
            return f"sqrt({_group(parts)})"
        case "mroot":
            return f"root({parts[1]}, {parts[0]})"
        case "msup":
            return f"attach({parts[0]}, t: {parts[1]})"
        case "msub":
            return f"attach({parts[0]}, b: {parts[1]})"
        case "msubsup" | "munderover":
            return f"attach({_base(element, parts)}, b: {parts[1]}, t: {parts[2]})"
        case "munder" | "mover":
            return _stacked(element, tag, parts)
        case "mtable":
            return _table(element)
        case "mspace":
            return _space(element)
        case "mphantom":
            return f"#hide(${_group(parts)}$)"
        case "menclose":
            return (
                f"#box(stroke: 0.5pt, inset: 2pt, ${_group(parts)}$)"
                if element.get("notation") == "box"
                else _group(parts)
            )
        case "annotation" | "annotation-xml" | "mtr":
            return ""
    raise NoFormula(f"{tag} is not known")


def _token(element: Element, tag: str, text: str) -> str:
    if text.startswith("\\") or (tag == "mi" and text == "&"):
        raise NoFormula(f"{text} is not known")
    if tag == "mtext" or (tag == "mn" and text):
        return typst_quoted(text)
    text = text.strip()
    if tag == "mi" and len(text) > 1:
        return f"op({typst_quoted(text)})" if text.isalpha() else typst_quoted(text)
    if tag == "mo" and len(text) > 1 and text.isalpha():
        return f"op({typst_quoted(text)}, limits: #true)"
    signs = _group(_sign(char) for char in text)
    upright = tag == "mi" and element.get("mathvariant") == "normal" and text.isalpha()
    return f"upright({signs})" if upright else signs


def typst_quoted(text: str) -> str:
    """Return words inside mathematics, what is not ASCII by its number."""
    escaped = "".join(char if char.isascii() else f"\\u{{{ord(char):x}}}" for char in text)
    return typst_string(escaped).replace("\\\\u{", "\\u{")


def _sign(char: str) -> str:
    char = _SIGNS.get(char, char)
    return char if char.isascii() and char.isalpha() else f"\\u{{{ord(char):x}}}" if char else ""


def _row(element: Element, parts: list[str]) -> str:
    """Neighbours in a row; brackets that grow do so together with what is between them."""
    inner = [child for child in element if isinstance(child.tag, str)]
    first = inner[0] if inner and _tag(inner[0]) == "mo" else None
    fenced = first is not None and first.get("fence") == "true" and first.get("form") == "prefix"
    if first is not None and (fenced or any(_tag(child) == "mtable" for child in inner)):
        return f"lr({_group(parts)})"
    return _group(parts)


def _base(element: Element, parts: list[str]) -> str:
    """What limits stand at: above and below it where MathML says so."""
    return f"limits({parts[0]})" if _tag(element) == "munderover" else parts[0]


def _stacked(element: Element, tag: str, parts: list[str]) -> str:
    mark = unescape("".join(element[1].itertext())).strip()
    if tag == "mover" and mark in _OVER:
        return f"overline({parts[0]})"
    if tag == "mover" and mark in _ACCENTS:
        return f"{_ACCENTS[mark]}({parts[0]})"
    if tag == "munder" and mark in _OVER:
        return f"underline({parts[0]})"
    braces = {("mover", "⏞"): "overbrace", ("munder", "⏟"): "underbrace"}
    if (tag, mark) in braces:
        return f"{braces[tag, mark]}({parts[0]})"
    side = "t" if tag == "mover" else "b"
    return f"attach(limits({parts[0]}), {side}: {parts[1]})"


def _table(element: Element) -> str:
    rows = [[_typst(cell) for cell in row] for row in element if _tag(row) == "mtr"]
    sides = [cell.get("columnalign") for row in list(element)[:1] for cell in row]
    if "right" in sides:  # equations under each other
        return " \\\n".join(" & ".join(row) for row in rows)
    body = "; ".join(", ".join(cell or '""' for cell in row) for row in rows)
    return f"mat(delim: #none, align: #{'left' if 'left' in sides else 'center'}, {body})"


def _space(element: Element) -> str:
    if element.get("linebreak") == "newline":
        return "\\\n"
    match = re.match(r"(-?[\d.]+)em$", element.get("width") or "")
    return f"#h({match.group(1)}em)" if match else ""
