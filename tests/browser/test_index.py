"""The index by keyboard: sorting, searching, opening; and what it still does with no script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.chromium import Chromium, Page

pytestmark = pytest.mark.browser

NAMES = "[...document.querySelectorAll('#reports > tbody:not([hidden]) > tr[data-region]:first-child')].map(r => r.dataset.region)"


@pytest.fixture
def index(chromium: Chromium, edition: Path) -> Iterator[Page]:
    with chromium.page((edition / "index.html").as_uri()) as page:
        yield page


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is on what a selector names."""
    for _ in range(400):
        page.press("Tab")
        if page.ask(f"document.activeElement.matches({wanted!r})"):
            return
    raise AssertionError(f"Tab never reached {wanted}")


def test_a_column_is_sorted_by_keyboard_both_ways_and_back(index: Page) -> None:
    by_code = index.ask(NAMES)
    tab_to(index, "th.ix-gap button")
    index.press("Enter")
    most = index.ask(NAMES)
    assert most[:3] == ["ID", "95", "94"]
    assert index.ask("document.querySelector('th.ix-gap').getAttribute('aria-sort')") == "descending"
    index.press("Space")
    assert index.ask(NAMES)[:3] == ["ID", "31", "65"]
    assert index.ask("document.querySelector('th.ix-gap').getAttribute('aria-sort')") == "ascending"
    index.press("Enter")
    assert index.ask(NAMES) == by_code
    assert index.ask("document.querySelectorAll('[aria-sort]').length") == 0


@pytest.mark.parametrize(
    ("column", "first"),
    [("name", "11"), ("coverage", "31"), ("rate", "31"), ("attainment", "31"), ("rank", "31"), ("tier", "19")],
)
def test_each_column_sorts_by_its_own_values_with_the_nation_on_top(index: Page, column: str, first: str) -> None:
    index.ask(f"document.querySelector('th.ix-{column} button').click()")
    assert index.ask(NAMES)[:2] == ["ID", first]


def test_searching_keeps_the_nation_and_what_fits_and_says_how_many(index: Page) -> None:
    tab_to(index, "#search")
    index.type("kalimantan t")
    assert index.ask(NAMES) == ["ID", "62", "64"]
    assert index.ask("document.getElementById('found').textContent") == "2 dari 38 provinsi"
    assert index.ask("document.querySelectorAll('.ix-found').length") == 2
    index.press("Escape")
    assert len(index.ask(NAMES)) == 39
    assert index.ask("document.getElementById('found').textContent") == ""


@pytest.mark.parametrize("text", ["64", "KI", "east kalimantan", "Kalimantan Timur"])
def test_a_province_is_found_by_code_abbreviation_and_name_in_both_languages(index: Page, text: str) -> None:
    tab_to(index, "#search")
    index.type(text)
    assert "64" in index.ask(NAMES)
    assert len(index.ask(NAMES)) < 39


def test_a_regency_is_found_inside_its_province(chromium: Chromium, every_state: Path) -> None:
    with chromium.page((every_state / "index.html").as_uri()) as page:
        page.ask("document.getElementById('search').focus()")
        page.type("bontang")
        assert page.ask(NAMES) == ["ID", "64"]
        assert page.ask("document.querySelector('details').open") is True
        shown = page.ask(
            "[...document.querySelectorAll('.ix-inside tbody tr:not([hidden])')].map(r => r.dataset.region)"
        )
        assert shown == ["6474"]


def test_a_tile_in_focus_is_told_in_words_and_opens_its_report(index: Page) -> None:
    tab_to(index, "[data-tile='64']")
    told = index.ask("document.getElementById('readout').textContent")
    assert told.startswith("Kalimantan Timur") and "≥99,39" in told and "≥17.580" in told
    index.press("Enter")
    for _ in range(50):
        if "cakupan-64-2024-12-31-id.html" in index.ask("location.href"):
            return
    raise AssertionError(index.ask("location.href"))


def test_each_tile_lies_in_the_cell_of_its_province_on_a_wide_screen(index: Page) -> None:
    places = index.ask(
        "Object.fromEntries([...document.querySelectorAll('[data-tile]')].map(t => { const r = t.getBoundingClientRect(); "
        "return [t.dataset.tile, [Math.round(r.left), Math.round(r.top), Math.round(r.width)]] }))"
    )
    assert len({(left, top) for left, top, _ in places.values()}) == 38
    assert places["11"][0] == min(left for left, _, _ in places.values())
    assert places["91"][0] == max(left for left, _, _ in places.values())
    assert places["51"][1] == max(top for _, top, _ in places.values())
    assert places["64"][1] == places["61"][1] < places["63"][1]


@pytest.mark.parametrize("width", [320, 1280])
def test_no_tile_cuts_its_value_and_none_is_smaller_than_a_fingertip(
    chromium: Chromium, edition: Path, width: int
) -> None:
    with chromium.page((edition / "index.html").as_uri(), width=width) as page:
        cut = page.ask(
            "[...document.querySelectorAll('.ix-tile')].filter(t => t.querySelector('.ix-v').getBoundingClientRect().width > t.clientWidth)"
            ".map(t => t.textContent)"
        )
        smallest = page.ask(
            "Math.min(...[...document.querySelectorAll('.ix-tile')].flatMap(t => [t.offsetWidth, t.offsetHeight]))"
        )
    assert cut == []
    assert smallest >= 44


def test_without_script_all_rows_and_links_are_there_and_no_idle_control(chromium: Chromium, edition: Path) -> None:
    with chromium.page((edition / "index.html").as_uri(), script=False) as page:
        assert len(page.ask(NAMES)) == 39
        assert page.ask("document.querySelectorAll('#reports a[href]').length") > 20
        assert page.ask("document.querySelectorAll('thead button').length") == 0
        assert page.ask("document.getElementById('search').checkVisibility()") is False
