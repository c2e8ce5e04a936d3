"""Charts have one look, and their SVG is fit for HTML and PDF."""

from __future__ import annotations

import re

import matplotlib
import pytest
from cakupan import look
from cakupan.look.fonts import FONT_DIR
from look.drawings import clipped_labels, foreign_colours
from lxml import etree
from matplotlib.ft2font import FT2Font, LoadFlags

NAMES = ["Samarinda", "Penajam Paser Utara", "<b>&"]


@look.themed
def bars(values: tuple[float, ...] = (3, 2, 1), left_mm: float | None = None) -> str:
    drawing, axes = look.new_figure(120, 40, left_mm=look.widest_mm(NAMES) + 3 if left_mm is None else left_mm)
    axes.barh(NAMES, values, color=look.BLUE, hatch="//")
    axes.axvline(1.5, color=look.VERMILLION, ls="--")
    axes.set_xlabel("jiwa", weight=600)
    axes.plot([1, 2], [0, 1], "o", color=look.ACCENT)
    return look.to_svg(drawing)


def test_the_svg_is_one_well_formed_element_without_prolog_style_sheet_or_inline_style() -> None:
    svg = bars()
    root = etree.fromstring(svg)
    assert etree.QName(root).localname == "svg"
    assert not root.xpath("//*[@style] | //*[local-name()='style'] | //*[local-name()='metadata']")


def test_text_in_a_chart_is_text_in_our_typeface() -> None:
    root = etree.fromstring(bars())
    words = {"".join(text.itertext()) for text in root.xpath("//*[local-name()='text']")}
    assert {*NAMES, "jiwa"} <= words
    assert root.get("font-family").startswith("IBM Plex Sans,")
    assert not root.xpath("//*[local-name()='text'][@font-family]")


def test_equal_charts_give_equal_text() -> None:
    assert bars() == bars()


def test_two_different_charts_share_no_id() -> None:
    first, second = (set(re.findall(r' id="([^"]+)"', svg)) for svg in (bars(), bars((5, 4, 1))))
    assert first and second
    assert not first & second


def test_every_reference_in_a_chart_has_its_target() -> None:
    svg = bars()
    targets = set(re.findall(r' id="([^"]+)"', svg))
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) | set(re.findall(r'href="#([^"]+)"', svg)) == targets


def test_a_chart_has_no_background_of_its_own() -> None:
    assert 'fill="#ffffff"' not in bars()


def test_the_chart_is_as_wide_as_it_was_asked_to_be() -> None:
    root = etree.fromstring(bars())
    assert float(root.get("width").removesuffix("pt")) == pytest.approx(120 / 25.4 * 72, abs=0.01)


def test_colours_outside_the_palette_are_found() -> None:
    svg = bars()
    assert foreign_colours(svg) == set()
    assert foreign_colours(svg.replace(look.BLUE, "#123456")) == {"#123456"}


def test_a_clipped_label_is_found_and_a_measured_margin_clips_none() -> None:
    assert clipped_labels(bars()) == []
    assert clipped_labels(bars(left_mm=10)) == ["Samarinda", "Penajam Paser Utara"]


def test_the_look_does_not_leak() -> None:
    before = dict(matplotlib.rcParams)
    bars()
    assert dict(matplotlib.rcParams) == before


def test_measured_widths_are_those_of_the_typeface_on_page_and_paper() -> None:
    face = FT2Font(str(FONT_DIR / "IBMPlexSans-Regular.ttf"))
    face.set_size(1000, 72)  # so large that rounding to pixels does not matter
    face.set_text("Penajam Paser Utara", 0.0, flags=LoadFlags.NO_HINTING)
    drawn = face.get_width_height()[0] / 64 / 1000 * look.LABEL_PT / 72 * 25.4
    assert look.label_mm("Penajam Paser Utara") == pytest.approx(drawn, rel=0.01)


def test_semibold_is_wider_than_regular() -> None:
    assert look.label_mm("Kalimantan", weight="semibold") > look.label_mm("Kalimantan") * 1.02


@pytest.mark.parametrize("width", [5.0, 12.0, 20.0])
def test_a_shortened_label_fits_and_says_that_it_was_cut(width: float) -> None:
    short = look.shorten("Kepulauan Bangka Belitung", width)
    assert look.label_mm(short) <= width
    assert short.endswith("…")


def test_a_label_that_fits_stays_as_it_is() -> None:
    assert look.shorten("Aceh", 50) == "Aceh"


def test_axes_outside_the_figure_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        look.new_figure(100, 40, left_mm=10, top_mm=-5)


@pytest.mark.parametrize("file", ["IBMPlexSans-Regular.ttf", "IBMPlexSans-SemiBold.ttf"])
def test_the_typeface_has_every_sign_that_reports_use(file: str) -> None:
    own = FT2Font(str(FONT_DIR / file)).get_charmap()
    symbols = FT2Font(str(FONT_DIR / "CakupanSymbols.ttf")).get_charmap()
    assert [sign for sign in "–—−≥≤Δ·×→…≈±½²“”‘’\u00a0" if ord(sign) not in own] == []
    assert [sign for sign in "▲▼●○■□◆△▽" if ord(sign) not in symbols] == []
