"""What a reader takes from a page: a number with its source, a chart as picture and as part of another page, two provinces side by side."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from browser.chromium import Chromium, Page

pytestmark = pytest.mark.browser

COVERAGE = ".ck-cards data[data-key='64:K01']"
SHOWN = "(() => { const box = document.querySelector('.ck-behind'); return !box || box.hidden ? '' : box.innerText + box.querySelector('textarea').value })()"
SAVED = "window.saved = []; HTMLAnchorElement.prototype.click = function () { window.saved.push([this.download, this.href]) }; 1"


def report(edition: Path, code: str = "64", lang: str = "id") -> Path:
    return edition / "html" / f"cakupan-{code}-2024-12-31-{lang}.html"


@pytest.fixture
def page(chromium: Chromium, edition: Path) -> Iterator[Page]:
    with chromium.page(report(edition).as_uri()) as page:
        yield page


def centre(page: Page, selector: str) -> dict[str, float]:
    """Scroll an element into view and return where it lies in the window."""
    found: dict[str, float] = page.ask(
        f"(() => {{ const e = document.querySelector({selector!r}); e.scrollIntoView({{block: 'center'}}); "
        "const r = e.getBoundingClientRect(); return {x: r.x + r.width / 2, y: r.y + r.height / 2} })()"
    )
    return found


def awaited(page: Page, expression: str) -> Any:
    """The value of an expression once it is true."""
    for _ in range(100):
        found = page.ask(expression)
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{expression} never came true")


def tool(page: Page, label: str) -> None:
    page.ask(
        f"[...document.querySelectorAll('#gambar-1 + .ck-tools button')].find(b => b.textContent === {label!r}).click()"
    )


def test_a_number_under_the_pointer_tells_base_date_and_source_and_offers_a_sentence(page: Page) -> None:
    page.call("Input.dispatchMouseEvent", type="mouseMoved", **centre(page, COVERAGE))
    said = awaited(page, SHOWN)
    for part in (
        "2.861.471 wajib KTP",
        "30 Juni 2024",
        "S031",
        "≥ 99,39 persen",
        "3 dari 10 wilayah",
        "edisi 31 Desember 2024",
    ):
        assert part in said.replace("\u00a0", " ")
    assert "cakupan-64-2024-12-31-id.html#64:coverage" in said
    assert page.ask("document.querySelector('.ck-behind a[rel=external]').href").startswith("https://")
    page.call("Input.dispatchMouseEvent", type="mouseMoved", x=2, y=2)
    assert awaited(page, f"!({SHOWN})")


def test_a_number_is_asked_by_keyboard_and_escape_leads_back_to_it(page: Page) -> None:
    for _ in range(80):
        page.press("Tab")
        if page.ask(f"document.activeElement.matches({COVERAGE!r})"):
            break
    assert "99,39" in awaited(page, SHOWN)
    page.press("ArrowRight")
    assert "2.861.471" in page.ask("document.activeElement.textContent")
    page.press("Enter")
    assert page.ask("document.activeElement.textContent") == "Salin kutipan"
    page.press("Enter")
    assert awaited(page, "document.querySelector('.ck-behind [role=status]').textContent")
    page.press("Escape")
    assert page.ask("document.activeElement.dataset.key") == "64:wajib_ktp"
    assert page.ask(SHOWN) == ""


def test_numbers_of_a_block_are_one_stop_of_the_tab_key(page: Page) -> None:
    counts = page.ask(
        "['.ck-cards', '#tabel-1'].map(s => [document.querySelectorAll(s + ' data[tabindex=\"0\"]').length, "
        "document.querySelectorAll(s + ' data[role=button]').length])"
    )
    assert [one for one, _ in counts] == [1, 1]
    assert all(every > 5 for _, every in counts)


def test_a_figure_that_only_a_table_has_is_cited_by_its_row_and_column(page: Page) -> None:
    page.ask("document.querySelector('#tabel-3 tbody tr td data[data-key$=K01]').click()")
    said = awaited(page, SHOWN)
    assert "DKI Jakarta, Cakupan (%): ≥100,00" in said and "S031" in said


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_no_violation_while_a_number_is_asked(
    chromium: Chromium, edition: Path, axe: str, width: int, dark: bool
) -> None:
    with chromium.page(report(edition).as_uri(), width=width, height=844, dark=dark) as page:
        page.ask(f"document.querySelector({COVERAGE!r}).click()")
        box = page.ask(
            "(() => { const r = document.querySelector('.ck-behind').getBoundingClientRect(); return [r.left, r.right, r.top, r.bottom] })()"
        )
        page.ask(axe + ";1")
        assert page.ask("axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].target))") == []
    assert box[0] >= 0 and box[1] <= width and box[2] >= 0 and box[3] <= 844


def test_every_chart_offers_its_data_its_pictures_its_citation_and_code_to_embed(
    chromium: Chromium, edition: Path
) -> None:
    for code in ("64", "ID"):
        with chromium.page(report(edition, code).as_uri()) as page:
            offered = page.ask(
                "[...document.querySelectorAll('figure.ck-figure[id]')].map(f => [...f.nextElementSibling.querySelectorAll('button')].map(b => b.textContent).join())"
            )
            assert len(offered) >= 3
            assert set(offered) == {"Data (CSV),SVG,PNG,Kutip,Sematkan"}


def test_a_chart_is_saved_as_pictures_that_stand_alone(page: Page) -> None:
    page.ask(SAVED)
    for label in ("Data (CSV)", "SVG", "PNG"):
        tool(page, label)
    saved = dict(awaited(page, "window.saved.length === 3 && window.saved"))
    svg = unquote(saved["cakupan-64-2024-12-31-id-gambar-1.svg"].partition(",")[2])
    words = " ".join("".join(ElementTree.fromstring(svg).itertext()).split())
    assert (
        "80,3 persen penduduk yang tampak belum merekam berada di" in words
        and "S107 GIS Dukcapil" in words
        and "edisi 31" in words
    )
    assert "@font-face" in svg and "http://127" not in svg
    png = base64.b64decode(saved["cakupan-64-2024-12-31-id-gambar-1.png"].partition(",")[2])
    assert png.startswith(b"\x89PNG") and int.from_bytes(png[16:20]) > 1000
    assert base64.b64decode(saved["gambar-1.csv"].partition(",")[2]).startswith(b"region,")
    assert page.complaints() == []
    assert page.requests() == []


def test_the_code_to_embed_shows_the_chart_alone_in_a_page_of_the_edition_s_folder(
    chromium: Chromium, edition: Path, page: Page
) -> None:
    tool(page, "Sematkan")
    code = page.ask("document.querySelector('.ck-behind textarea').value")
    assert code.startswith('<iframe src="html/cakupan-64-2024-12-31-id.html#gambar-1" title="Gambar 1. ')
    news = edition / "news.html"
    news.write_text(f"<!DOCTYPE html><title>News</title><h1>News</h1>{code}", encoding="utf-8")
    try:
        with chromium.page(news.as_uri()) as other:
            [child] = other.call("Page.getFrameTree")["frameTree"]["childFrames"]
            world = other.call("Page.createIsolatedWorld", frameId=child["frame"]["id"])["executionContextId"]

            def inside(expression: str) -> Any:
                return other.call("Runtime.evaluate", expression=expression, contextId=world, returnByValue=True)[
                    "result"
                ].get("value")

            assert inside(
                "document.body.innerText.includes('Penajam Paser Utara') || document.querySelectorAll('svg').length"
            ) in (True, 1)
            assert inside("document.querySelectorAll('h1, h2, .ck-cards').length") == 0
            assert "Laporan lengkap" in inside("document.body.innerText")
            assert inside("document.querySelector('.ck-source a').href").startswith("https://")
            assert (
                inside(
                    "document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight"
                )
                is True
            )
    finally:
        news.unlink()


def test_nothing_of_all_this_is_printed(page: Page) -> None:
    page.ask(f"document.querySelector({COVERAGE!r}).click()")
    page.call("Emulation.setEmulatedMedia", media="print")
    seen = page.ask(
        "[...document.querySelectorAll('.ck-tools, .ck-behind, .ways, .ways-top')].filter(e => e.checkVisibility()).length"
    )
    assert seen == 0


def test_two_provinces_stand_side_by_side_and_the_address_keeps_the_choice(chromium: Chromium, edition: Path) -> None:
    with chromium.page((edition / "compare.html").as_uri() + "#64") as page:
        heads = "[...document.querySelectorAll('#compare thead th:not([hidden])')].map(h => h.innerText)"
        assert page.ask(heads) == ["Ukuran", "Kalimantan Timur", "Indonesia"]
        page.ask(
            "(() => { const s = document.getElementById('second'); s.value = '63'; s.dispatchEvent(new Event('change')) })()"
        )
        assert page.ask(heads) == ["Ukuran", "Kalimantan Timur", "Kalimantan Selatan", "Indonesia"]
        row = page.ask("document.querySelector('#compare tbody tr').innerText")
        assert row.index("≥99,39") < row.index("≥97,94") < row.index("≥97,19")
        assert page.ask("location.hash") == "#64,63"
        assert page.requests() == [] and page.complaints() == []


def test_a_report_in_english_leads_to_the_comparison_in_english(chromium: Chromium, edition: Path) -> None:
    with chromium.page((edition / "compare.html").as_uri() + "#64:en") as page:
        assert awaited(page, "location.href.endsWith('compare.en.html#64') && document.readyState === 'complete'")
        assert page.ask("document.getElementById('first').value") == "64"


@pytest.mark.parametrize(
    ("asked", "opened"), [("31:en", "cakupan-31-2024-12-31-en.html"), ("ID:id", "cakupan-ID-2024-12-31-id.html")]
)
def test_the_index_goes_on_to_the_report_that_another_one_asked_for(
    chromium: Chromium, edition: Path, asked: str, opened: str
) -> None:
    with chromium.page(f"{(edition / 'index.html').as_uri()}#open:{asked}") as page:
        assert awaited(page, f"location.href.endsWith({opened!r})")


@pytest.mark.parametrize("code", ["63", "6472"])
def test_the_index_says_that_a_region_has_no_report_and_shows_its_row(
    chromium: Chromium, edition: Path, code: str
) -> None:
    with chromium.page(f"{(edition / 'index.html').as_uri()}#open:{code}:id") as page:
        assert "tidak memiliki laporan sendiri" in awaited(page, "document.getElementById('found').textContent")
        assert page.ask("document.querySelector('.ix-asked').dataset.region") == code[:2]
