"""What tests ask of a finished drawing: labels that reach beyond its edge, and colours that dark mode does not know."""

from __future__ import annotations

import html
import re

from cakupan.look import BLUES, DARK, MM_PER_INCH, ON_DARK, ON_LIGHT, POINTS_PER_INCH, Weight, label_mm

_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_HEX = re.compile(r'="(#[0-9a-fA-F]{6})"')
_TEXT = re.compile(r"<text([^>]*)>([^<]*)</text>")


def clipped_labels(svg: str) -> list[str]:
    """The labels of a `to_svg` drawing that reach beyond its edge: a check for tests, since no layout engine runs.

    Turned labels are checked by their anchor only.
    """
    _, _, width, height = (float(part) for part in svg.partition('viewBox="')[2].partition('"')[0].split())
    clipped = []
    for raw, text in _TEXT.findall(svg):
        given = dict(_ATTRIBUTE.findall(raw))
        size = float(given.get("font-size", "10px").removesuffix("px"))
        place = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", given.get("transform", ""))
        x, y = (float(value) for value in (place.groups() if place else (given["x"], given["y"])))
        words = html.unescape(text)
        weight: Weight = "semibold" if given.get("font-weight") == "600" else "regular"
        long = (
            0.0
            if "rotate" in given.get("transform", "")
            else label_mm(words, size, weight) * POINTS_PER_INCH / MM_PER_INCH
        )
        start = x - {"middle": long / 2, "end": long}.get(given.get("text-anchor", ""), 0.0)
        if start < -0.5 or start + long > width + 0.5 or y - 0.7 * size < -0.5 or y + 0.2 * size > height + 0.5:
            clipped.append(words)
    return clipped


def foreign_colours(svg: str) -> set[str]:
    """Colours of an SVG that are not in the palette: dark mode would leave them as they are."""
    known = {*DARK, *BLUES, ON_LIGHT, ON_DARK}
    return {colour.lower() for colour in _HEX.findall(svg)} - known
