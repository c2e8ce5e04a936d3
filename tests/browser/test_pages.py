"""Every kind of page in a real browser: accessible, self-contained, no wider than the screen, by keyboard, and printed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from browser.chromium import Chromium, Page
from browser.conftest import page_url
from pypdf import PdfReader

pytestmark = pytest.mark.browser

REPORTS = ("ID-id", "64-id", "64-en", "31-id", "95-id")
INDEXES = ("index", "index.en", "compare", "compare.en", "states")
PAGES = (*REPORTS, *INDEXES)
A4_POINTS = (595, 842)
Opener = Callable[..., AbstractContextManager[Page]]


@pytest.fixture
def opened(chromium: Chromium, edition: Path, every_state: Path) -> Opener:
    """Opens a page by its short name."""

    def open_page(name: str, **settings: Any) -> AbstractContextManager[Page]:
        return chromium.page(page_url(name, edition, every_state), **settings)

    return open_page


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(opened: Opener, axe: str, name: str, dark: bool) -> None:
    with opened(name, dark=dark) as page:
        page.ask("document.querySelectorAll('details').forEach(one => one.open = true)")
        page.ask(axe + ";1")
        found = page.ask(
            "axe.run(document, {resultTypes: ['violations']}).then(r => [r.passes.length, r.violations.map(v => "
            "v.id + ': ' + v.nodes.slice(0, 4).map(n => n.target + ' ' + n.failureSummary).join(' | '))])"
        )
    passes, violations = found
    assert violations == []
    assert passes > 10


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_violation_on_a_phone_or_after_searching_and_sorting(opened: Opener, axe: str, dark: bool) -> None:
    with opened("index", width=320, height=640, dark=dark) as page:
        page.ask("document.getElementById('search').focus()")
        page.type("kal")
        page.ask("document.querySelector('thead button').click()")
        page.ask("document.querySelector('a.ix-tile').focus()")
        page.ask(axe + ";1")
        assert page.ask("axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].target))") == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_asked_of_a_network_and_nothing_breaks_the_page_s_own_policy(opened: Opener, name: str) -> None:
    with opened(name) as page:
        assert page.ask("document.fonts.size") >= 2
        assert page.requests() == []
        assert page.complaints() == []


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(opened: Opener, name: str, width: int) -> None:
    with opened(name, width=width) as page:
        page.ask("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.ask("document.documentElement.scrollWidth") <= width


LEAST_PX = 11
"""Height of the letters of charts, in pixels of a phone 390 wide."""


@pytest.mark.parametrize("name", REPORTS)
def test_letters_of_charts_are_large_enough_on_a_phone(opened: Opener, name: str) -> None:
    with opened(name, width=390, height=844) as page:
        sizes = page.ask(
            "[...document.querySelectorAll('.ck-chart svg text')].filter(t => t.checkVisibility()).map(t => "
            "[parseFloat(getComputedStyle(t).fontSize) * Math.hypot(t.getScreenCTM().a, t.getScreenCTM().b), t.textContent])"
        )
    assert len(sizes) > 50
    assert [text for size, text in sizes if size < LEAST_PX - 0.01] == []


def stops(page: Page) -> Iterator[dict[str, Any]]:
    """What Tab reaches, in order, each with its place in the document and the look of its focus."""
    page.ask("window.__all = [...document.querySelectorAll('*')]; 1")
    for _ in range(1500):
        page.press("Tab")
        found = page.ask(
            "(() => { const e = document.activeElement; if (!e || e === document.body) return null; "
            "const s = getComputedStyle(e); return {at: window.__all.indexOf(e), "
            "seen: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2, tag: e.outerHTML.slice(0, 120)} })()"
        )
        if found is None:
            return
        yield found


@pytest.mark.parametrize("name", ["64-id", "ID-id", "states"])
def test_tab_reaches_every_link_button_and_scroll_box_with_a_focus_that_is_seen(opened: Opener, name: str) -> None:
    with opened(name, width=390) as page:
        wanted = page.ask(
            "(() => { const all = [...document.querySelectorAll('*')]; const shown = e => e.checkVisibility(); "
            "const boxes = all.filter(e => e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(e).overflowX)); "
            "const links = [...document.querySelectorAll('a[href], button, input, summary')]; "
            "return [...new Set([...boxes, ...links])].filter(shown).map(e => [all.indexOf(e), e.outerHTML.slice(0, 120)]) })()"
        )
        reached = list(stops(page))
    assert len(wanted) > 5
    assert [tag for at, tag in wanted if at not in {stop["at"] for stop in reached}] == []
    assert [stop["tag"] for stop in reached if not stop["seen"]] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_printed_page_is_a4_and_cuts_no_table(opened: Opener, name: str) -> None:
    with opened(name) as page:
        printed = PdfReader(io.BytesIO(page.printed()))
        page.call("Emulation.setEmulatedMedia", media="print")
        # 180 mm is what A4 leaves between the widest margins of the style sheet; at 96 pixels an inch.
        page.call("Emulation.setDeviceMetricsOverride", width=680, height=1000, deviceScaleFactor=1, mobile=False)
        wide = page.ask(
            "[...document.querySelectorAll('table, figure, svg')].filter(e => e.checkVisibility() && "
            "e.getBoundingClientRect().right > 681).map(e => e.outerHTML.slice(0, 100))"
        )
    assert len(printed.pages) >= 1 + (not name.startswith("compare"))
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in printed.pages} == {A4_POINTS}
    assert wide == []


@pytest.mark.parametrize("name", ["64-id", "index"])
def test_the_heads_of_a_table_are_repeated_where_it_goes_on(opened: Opener, name: str) -> None:
    with opened(name) as page:
        heads = page.ask("[...document.querySelectorAll('main table')].map(t => getComputedStyle(t.tHead).display)")
        printed = PdfReader(io.BytesIO(page.printed()))
    assert set(heads) == {"table-header-group"}
    if name == "index":
        assert all("Belum merekam" in sheet.extract_text() for sheet in list(printed.pages)[:2])


@pytest.mark.parametrize("name", PAGES)
def test_without_script_everything_is_readable(opened: Opener, name: str) -> None:
    with opened(name) as page:
        with_script = page.ask("document.querySelector('main').innerText.length")
    with opened(name, script=False) as page:
        text = page.ask("document.querySelector('main').innerText")
        hidden = page.ask("[...document.querySelectorAll('main [hidden]')].map(e => e.id)")
    assert len(text) > 0.95 * with_script
    assert set(hidden) <= {"tools"}


def test_these_checks_notice_a_request_a_breach_of_policy_and_a_page_too_wide(
    chromium: Chromium, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<!doctype html><meta http-equiv='Content-Security-Policy' content=\"style-src 'none'\"><p style='color:red'>x"
        "<img src='http://127.0.0.1:9/x.png'><div><table><td width=2000>x</table></div>",
        encoding="utf-8",
    )
    with chromium.page(bad.as_uri(), width=390) as page:
        assert page.requests() == ["http://127.0.0.1:9/x.png"]
        assert any("Content Security Policy" in complaint for complaint in page.complaints())
        assert page.ask("document.documentElement.scrollWidth") > 390
