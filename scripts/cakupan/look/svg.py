"""A drawing as one clean SVG element: text as text, colours as attributes, ids of its own, the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import re
from typing import Any

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from cakupan.look.fonts import FALLBACKS, FAMILY
from cakupan.look.labels import NAMED, NUMBERS
from cakupan.look.style import RC, register_fonts

_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_LONG_DECIMAL = re.compile(r"-?\d+\.\d{3,}")
_REFERENCE = re.compile(r'(?:url\(#|href="#)([\w.-]+)')
_DROPPED = re.compile(
    r"<metadata>.*?</metadata>|<!--.*?-->|<defs>\s*<style.*?</style>\s*</defs>|"
    r'<g id="[^"]*">\s*<path d="[^"]*" style="fill: none"/>\s*</g>',
    re.DOTALL,
)


def to_svg(figure: Figure) -> str:
    """The figure as an SVG element for HTML and PDF: text as text, no dates, no style sheet, ids that are its own.

    Colours become attributes, since the page's security policy forbids inline styles and the page's dark mode selects by
    them; ids begin with a hash of the drawing, so that two figures on one page never share one. Equal figures give equal
    text.
    """
    register_fonts()
    buffer = io.StringIO()
    with matplotlib.rc_context({key: RC[key] for key in ("svg.fonttype", "svg.hashsalt", "svg.image_inline")}):
        canvas: Any = FigureCanvasSVG(figure)  # matplotlib's canvases are typed in some settings only
        canvas.print_svg(buffer, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return clean_svg(buffer.getvalue())


def clean_svg(svg: str) -> str:
    """Matplotlib's SVG without prolog, metadata, style sheet, inline styles and idle groups."""
    svg = _DROPPED.sub("", svg[svg.index("<svg") :])
    used = set(_REFERENCE.findall(svg))
    out: list[str] = []
    groups: list[bool] = []  # for every open <g>, whether it was kept
    position, name = 0, ""
    for match in _TAG.finditer(svg):
        between, tag = svg[position : match.start()], match.group()
        position = match.end()
        if between and not between.isspace():
            out.append(between)
        if tag.startswith("<svg"):
            out.append(_root(tag))
        elif tag == "</g>":
            if groups.pop():
                out.append(tag)
        else:
            tag = _clean_tag(tag, used)
            if name and tag.startswith("<path"):
                tag = _as_circle(tag)
            if tag == "<g/>":
                continue
            if tag.startswith("<g"):
                name = _name_of(match.group())
                tag = "<g>" if name and tag == "<g>" else tag
                groups.append(tag != "<g>" or bool(name))
                if tag == "<g>" and not name:
                    continue
                tag += f"<title>{name}</title>" if name else ""
            out.append(tag)
    body = "".join(out)
    digest = hashlib.sha256(body.encode()).hexdigest()[:8]
    for number, name in enumerate(sorted(used, key=body.index)):
        body = re.sub(rf'((?:id="|#)){re.escape(name)}(?=["\)])', rf"\g<1>ck{digest}-{number}", body)
    return body


def _as_circle(path: str) -> str:
    """The path of a circle as the circle that it is, a fifth as long; the ends of its curves are its ends on all four sides."""
    drawn = re.search(r' d="([^"]*)"', path)
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", drawn[1])] if drawn else []
    if drawn is None or len(numbers) < 8:
        return path
    left, right, top, foot = min(numbers[::2]), max(numbers[::2]), min(numbers[1::2]), max(numbers[1::2])
    at = f' cx="{(left + right) / 2:.2f}" cy="{(top + foot) / 2:.2f}" r="{(right - left) / 2:.2f}"'
    return path.replace("<path", "<circle", 1).replace(drawn[0], at, 1)


def _name_of(tag: str) -> str:
    """What a group says that it stands for, as it is escaped in an attribute."""
    match = re.search(rf' id="{NAMED}([^"]*)"', tag)
    return match[1] if match else ""


def _root(tag: str) -> str:
    given = {key: _LONG_DECIMAL.sub(_short_decimal, value) for key, value in _ATTRIBUTE.findall(tag)}
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="{given["viewBox"]}" '
        f'width="{given["width"]}" height="{given["height"]}" font-family="{", ".join((FAMILY, *FALLBACKS, "sans-serif"))}" '
        'stroke-linejoin="round" stroke-linecap="butt">'
    )


def _clean_tag(tag: str, used: set[str]) -> str:
    if "=" not in tag:
        return tag
    name = tag[1 : tag.index(" ")]
    attributes: dict[str, str] = {}
    for key, value in _ATTRIBUTE.findall(tag):
        if key == "style":
            attributes.update(_declarations(value))
        elif key == "id" and value.startswith(NUMBERS):
            attributes["data-numbers"] = value.removeprefix(NUMBERS)
        elif (key == "id" and value not in used) or (key == "transform" and value.startswith("rotate(-0 ")):
            continue
        else:
            attributes[key] = (
                _LONG_DECIMAL.sub(_short_decimal, " ".join(value.split())) if key != "xlink:href" else value
            )
    if FAMILY in attributes.get("font-family", ""):
        del attributes["font-family"]  # the root has it
    joined = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{joined}{'/' if tag.endswith('/>') else ''}>"


def _declarations(style: str) -> dict[str, str]:
    pairs = (declaration.split(":", 1) for declaration in style.split(";") if ":" in declaration)
    return {key.strip(): value.strip().replace('"', "'") for key, value in pairs}


def _short_decimal(match: re.Match[str]) -> str:
    return f"{float(match.group()):.2f}".rstrip("0").rstrip(".")
