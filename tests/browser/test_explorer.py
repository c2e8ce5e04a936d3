"""The explorer in a real JupyterLab: run from the menu, changed with the mouse and with the keyboard, each picture with its code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.chromium import Chromium, Page
from browser.lab import TOKEN, Desk, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("lab")) as address:
        yield address


@pytest.fixture(scope="module")
def page(lab: str, chromium: Chromium) -> Iterator[Page]:
    """The explorer, run from the menu."""
    with chromium.page(f"{lab}/lab/tree/explore.ipynb?token={TOKEN}", width=1500, height=1500) as opened:
        Desk(opened).run_all()
        Desk(opened).wait("document.querySelector('.ck-explorer')")
        yield opened


def codes(desk: Desk) -> list[str]:
    return [line for line in desk.text().splitlines() if line.startswith("explore.View(")]


def test_without_the_token_nothing_is_shown(lab: str, chromium: Chromium) -> None:
    with chromium.page(f"{lab}/lab") as stranger:
        assert "login" in stranger.ask("location.pathname")


def test_run_all_from_the_menu_shows_the_map_the_ranking_and_their_code(page: Page) -> None:
    desk = Desk(page)
    assert page.ask("document.querySelectorAll('.ck-explorer .widget-gridbox button').length") == 38
    assert "Kalimantan Timur" in desk.text() and "99,39" in desk.text()
    assert len(codes(desk)) == 4 and codes(desk)[0].endswith(".tile_map()")


def test_a_click_on_a_tile_changes_province_ranking_and_last_mile_together(page: Page) -> None:
    desk = Desk(page)
    desk.click("[...document.querySelectorAll('.ck-explorer button')].find(e => e.innerText.startsWith('JI '))")
    desk.wait("document.querySelector('.ck-explorer').innerText.includes(\"explore.View(region='35'\")")
    assert page.ask(f"{desk.listed('Province')}.selectedOptions[0].innerText.replace(/\\s/g, ' ')") == "Jawa Timur"
    assert "Kota Surabaya" in desk.text()
    assert all("region='35'" in code for code in codes(desk))


def test_tab_and_arrow_keys_change_the_measure(page: Page) -> None:
    desk = Desk(page)
    desk.focus("Measure")
    for _ in range(2):
        page.press("ArrowDown")
    desk.wait("document.querySelector('.ck-explorer').innerText.includes(\"measure='ikd_rate'\")")
    assert "IKD: tingkat aktivasi" in desk.text()


def test_what_a_change_took_is_told(page: Page) -> None:
    told = [line for line in Desk(page).text().splitlines() if line.endswith(" ms")]
    assert told and told[-1].removesuffix(" ms").isdigit()


def test_the_view_opens_as_a_notebook_with_its_parameters(page: Page) -> None:
    desk = Desk(page)
    desk.click(
        "[...document.querySelectorAll('.ck-explorer button')].find(e => e.innerText.includes('Open its notebook'))"
    )
    link = desk.wait("document.querySelector('a.ck-open')?.innerText")
    assert link == "scratch/province-35-2024-12-31-id.ipynb"


def test_jupyterlab_asked_no_one_else(page: Page, lab: str) -> None:
    assert [url for url in page.requests() if not url.startswith((lab, "blob:"))] == []


def test_the_form_of_a_notebook_takes_a_province_and_the_briefing_is_of_it(
    lab: str, chromium: Chromium, tmp_path: Path
) -> None:
    with chromium.page(f"{lab}/lab/tree/province.ipynb?token={TOKEN}", width=1300, height=1200) as opened:
        desk = Desk(opened)
        desk.run_all()
        desk.focus("province")
        opened.press("ArrowDown")
        desk.wait("/now run the cells below/.test(document.querySelector('.ck-form').innerText)")
        assert "'65'" in desk.text(".ck-form")


def test_the_start_page_lists_the_notebooks_and_asks_nothing_of_a_newcomer(lab: str, chromium: Chromium) -> None:
    with chromium.page(f"{lab}/lab/tree/index.md?token={TOKEN}") as opened:
        desk = Desk(opened)
        desk.wait("/Cakupan in JupyterLab/.test(document.querySelector('.jp-MarkdownViewer')?.innerText)")
        assert "explore.ipynb" in desk.text(".jp-MarkdownViewer")
        assert opened.ask("document.querySelectorAll('.jp-Dialog').length") == 0
