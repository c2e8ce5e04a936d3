"""What is told by colour is told without it, too: shades a grey printer keeps apart, or another mark.

Source of the step of 0.10: domain guide, section 7.
"""

from __future__ import annotations

import io
import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from browser.chromium import Chromium
from cakupan import briefing, look
from cakupan.blocks import Figure
from edition.shelves import Shelf
from PIL import Image

STEP = 0.10
EDITION = "2024-12-31"
DATA_COLOURS = {look.ACCENT, look.BLUE, look.VERMILLION, look.GREEN, look.PURPLE, look.FILL, *look.BLUES}
"""Colours that mean something; greys of axes, outlines and text do not."""


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of "#rrggbb", 0–1: what a grey printer makes of a colour."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_luminance_runs_from_black_to_white_and_knows_the_published_values() -> None:
    assert luminance("#000000") == 0
    assert luminance("#ffffff") == pytest.approx(1)
    assert luminance("#08306b") == pytest.approx(0.03, abs=0.005)
    assert luminance("#f7fbff") == pytest.approx(0.96, abs=0.005)


def test_the_classes_of_coverage_are_steps_of_at_least_a_tenth_from_light_to_dark() -> None:
    shades = [luminance(shade) for shade in look.BLUES]
    assert [round(light - dark, 3) for light, dark in pairwise(shades) if light - dark < STEP] == []


# --- charts: two colours that are alike in grey never share a form ---

_ELEMENT = re.compile(r"<(path|use|rect|text|circle|line|polyline)\b([^>]*)>")
_GIVEN = re.compile(r'([\w:-]+)="([^"]*)"')


def forms_of_colours(svg: str) -> dict[str, set[str]]:
    """For each data colour, the forms it is drawn in: area, marker, line with its dashes, text, outline."""
    forms: dict[str, set[str]] = {}
    for name, raw in _ELEMENT.findall(svg):
        given = dict(_GIVEN.findall(raw))
        dashes = given.get("stroke-dasharray", "solid")
        closed = given.get("d", "").rstrip().lower().endswith("z")
        for attribute in ("fill", "stroke"):
            colour = given.get(attribute, "").lower()
            if colour not in DATA_COLOURS:
                continue
            form = {"text": "text", "use": "marker"}.get(name) or (
                "area" if attribute == "fill" else "outline" if closed else f"line {dashes}"
            )
            forms.setdefault(colour, set()).add(form)
    return forms


def confusable(svg: str) -> list[tuple[str, str, set[str]]]:
    """Pairs of colours that grey print cannot tell apart in some form that both are drawn in. Text says itself what it is."""
    forms = forms_of_colours(svg)
    return [
        (one, other, shared)
        for one, other in combinations(sorted(forms), 2)
        if abs(luminance(one) - luminance(other)) < STEP and (shared := (forms[one] & forms[other]) - {"text"})
    ]


@pytest.mark.parametrize("code", ["ID", "64", "31", "95"])
def test_no_chart_tells_two_things_apart_by_colours_that_are_one_grey(code: str) -> None:
    opened = briefing.national(edition=EDITION) if code == "ID" else briefing.province(code, edition=EDITION)
    charts = [getattr(opened, name)() for name in ("tile_map", "cartogram", "last_mile", "ikd")]
    figures = [chart for chart in charts if isinstance(chart, Figure)]
    assert figures
    assert [confusable(chart.svg) for chart in figures if confusable(chart.svg)] == []


def test_the_check_of_charts_sees_bars_of_blue_beside_bars_of_vermillion() -> None:
    bars = f'<path d="M0 0z" fill="{look.BLUE}"/><path d="M1 0z" fill="{look.VERMILLION}"/>'
    assert confusable(bars) == [(look.BLUE, look.VERMILLION, {"area"})]
    assert confusable(bars.replace(look.VERMILLION, look.ACCENT)) == []


# --- the map of the index, as it leaves the printer ---


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_tiles_of_neighbouring_classes_are_a_tenth_apart_on_the_page_in_grey(
    chromium: Chromium, tmp_path: Path, dark: bool
) -> None:
    shelf = Shelf(tmp_path)
    shelf.put_all()
    shelf.write()
    with chromium.page((tmp_path / "index.html").as_uri(), dark=dark) as page:
        picture = Image.open(io.BytesIO(page.picture(whole=True))).convert("RGB")
        tiles = page.ask(
            "[...document.querySelectorAll('.ix-tile')].map(t => { const r = t.getBoundingClientRect(); "
            "return [t.className.match(/c([0-4])/)[1], r.left + scrollX + 5, r.bottom + scrollY - 5] })"
        )
    shades: dict[int, set[str]] = {}
    for grade, x, y in tiles:
        shades.setdefault(int(grade), set()).add("#{:02x}{:02x}{:02x}".format(*picture.getpixel((round(x), round(y)))))
    assert sorted(shades) == [0, 1, 2, 3, 4]
    assert all(len(tones) == 1 for tones in shades.values())
    printed = [luminance(next(iter(shades[grade]))) for grade in sorted(shades)]
    assert all(light - dark_shade >= STEP for light, dark_shade in pairwise(printed))


@pytest.mark.browser
def test_a_lower_bound_carries_its_mark_in_words_and_hatch_not_in_colour_alone(
    chromium: Chromium, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path)
    shelf.put_all()
    shelf.write()
    with chromium.page((tmp_path / "index.html").as_uri()) as page:
        marks = page.ask(
            "[...document.querySelectorAll('.ix-tile')].map(t => [getComputedStyle(t, '::after').content !== 'none', "
            "t.querySelector('.ix-v').textContent.includes('≥')])"
        )
    assert len(marks) == 38
    assert {hatched == signed for hatched, signed in marks} == {True}
    assert {signed for _, signed in marks} == {True, False}
