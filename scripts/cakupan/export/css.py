"""The few properties of CSS that a table or a word of an output keeps: colours, weight, slant, side. Everything else is left.

Read by `tinycss2` and `cssselect`; how styles are written into a page and a PDF is the matter of `grid` and `markdown`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import tinycss2
from cssselect import SelectorError
from lxml.cssselect import CSSSelector  # type: ignore[import-untyped]
from tinycss2.color3 import parse_color

Element = Any
_BAR = re.compile(r"linear-gradient\(\s*90deg\s*,(.*)\)\s*$", re.DOTALL)
_STOP = re.compile(r"\s*(transparent|#[0-9a-fA-F]{3,8}|[a-zA-Z]+|rgba?\([^)]*\))((?:\s+[\d.]+%){0,2})\s*(?:,|$)")
_ID = re.compile(r"#([\w-]+)$")
_SIDES = {"left": "left", "start": "left", "center": "center", "right": "right", "end": "right"}


@dataclass(frozen=True)
class Style:
    """How a cell or word looks. colour, background: "#rrggbb" or nothing; bar: stops of a bar from left to right, (colour, percent)."""

    colour: str = ""
    background: str = ""
    bar: tuple[tuple[str, float], ...] = ()
    bold: bool = False
    italic: bool = False
    side: str = ""
    hidden: bool = False

    @property
    def ink(self) -> str:
        """The colour of the letters: where only the ground is given, the one that can be read on it."""
        if self.colour or not (self.background or self.bar):
            return self.colour
        grounds = [self.background] if self.background else [colour for colour, _ in self.bar]
        return "#000000" if max(map(_lightness, grounds)) > 0.18 else "#ffffff"


PLAIN = Style()


def declared(text: str, before: Style = PLAIN) -> Style:
    """Return a style with the declarations of a `style` attribute added."""
    style = before
    for one in tinycss2.parse_blocks_contents(text):
        if one.type == "declaration":
            style = _with(style, one.lower_name, tinycss2.serialize(one.value).strip())
    return style


def _with(style: Style, name: str, value: str) -> Style:
    match name:
        case "color":
            return replace(style, colour=_colour(value) or style.colour)
        case "background-color" | "background" | "background-image":
            bar = _bar(value)
            if bar:
                return replace(style, bar=bar)
            return replace(style, background=_colour(value) or style.background)
        case "font-weight":
            return replace(style, bold=value in ("bold", "bolder", "600", "700", "800", "900"))
        case "font-style":
            return replace(style, italic=value in ("italic", "oblique"))
        case "text-align":
            return replace(style, side=_SIDES.get(value, style.side))
        case "display" | "visibility":
            return replace(style, hidden=value in ("none", "hidden", "collapse"))
    return style


def _colour(value: str) -> str:
    """A colour as "#rrggbb", what shines through it being white; nothing for what is none, or is nothing but clear."""
    known = parse_color(value)
    if known is None or known == "currentColor" or known.alpha == 0:
        return ""
    parts = (1 - known.alpha + known.alpha * part for part in (known.red, known.green, known.blue))
    return "#" + "".join(f"{round(255 * min(max(part, 0.0), 1.0)):02x}" for part in parts)


def _bar(value: str) -> tuple[tuple[str, float], ...]:
    """The stops of a bar as a Styler draws it."""
    match = _BAR.match(value)
    stops: list[tuple[str, float]] = []
    for colour, places in _STOP.findall(match.group(1) + ",") if match else ():
        for place in places.split() or ["100%" if stops else "0%"]:
            stops.append((_colour(colour) or "#ffffff", min(max(float(place.rstrip("%")), 0.0), 100.0)))
    return tuple(stops) if len(stops) > 1 else ()


def _lightness(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return float(0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2)


class Sheet:
    """The styles that the `<style>` elements and attributes of a piece of HTML give to its elements."""

    def __init__(self, root: Element) -> None:
        self._styles: dict[Element, str] = {}
        by_id = {
            element.get("id"): element for element in root.iter() if isinstance(element.tag, str) and element.get("id")
        }
        for sheet in root.iter("style"):
            for rule in tinycss2.parse_stylesheet(sheet.text or "", skip_comments=True, skip_whitespace=True):
                if rule.type == "qualified-rule":
                    self._take(root, by_id, tinycss2.serialize(rule.prelude), tinycss2.serialize(rule.content))

    def _take(self, root: Element, by_id: dict[str, Element], selectors: str, content: str) -> None:
        for selector in selectors.split(","):
            for element in _selected(root, by_id, selector.strip()):
                self._styles[element] = f"{self._styles.get(element, '')};{content}"

    def of(self, element: Element) -> Style:
        """Return the style of an element itself, what surrounds it left aside."""
        text = f"{self._styles.get(element, '')};{element.get('style') or ''}"
        style = declared(text) if len(text) > 1 else PLAIN
        for attribute, name in (("bgcolor", "background"), ("color", "color"), ("align", "text-align")):
            if element.get(attribute):
                style = _with(style, name, element.get(attribute))
        return replace(style, hidden=True) if element.get("hidden") is not None else style


def _selected(root: Element, by_id: dict[str, Element], selector: str) -> list[Element]:
    name = _ID.match(selector)
    if name:
        return [by_id[name.group(1)]] if name.group(1) in by_id else []
    if ":" in selector:  # how it looks under a pointer, or before a click
        return []
    try:
        return list(CSSSelector(selector, translator="html")(root))
    except (SelectorError, ValueError):
        return []
