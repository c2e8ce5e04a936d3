"""The explorer as an app, served by Voilà as `cakupan app` starts it: controls that work, no code, nothing from the network."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from browser.chromium import Chromium, Page
from browser.lab import Desk, await_server, free_port, stop

pytestmark = [pytest.mark.app, pytest.mark.slow]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, started by the command."""
    folder, port = tmp_path_factory.mktemp("app"), free_port()
    private = {name: str(folder / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "cakupan", "app", "--no-browser", "--port", str(port)],
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **private},
        )
    try:
        await_server(f"http://127.0.0.1:{port}", process)
        told, end = f"cakupan: open http://127.0.0.1:{port}/", time.monotonic() + 60
        while told not in (folder / "log").read_text(encoding="utf-8"):
            assert time.monotonic() < end, "the address was not told"
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)


@pytest.fixture(scope="module")
def page(address: str, chromium: Chromium) -> Iterator[Page]:
    with chromium.page(f"{address}/", width=1280, height=1600) as opened:
        Desk(opened).wait("document.querySelectorAll('.ck-explorer .widget-gridbox button').length === 38")
        yield opened


def test_the_controls_are_drawn_and_no_code_of_the_notebook_is_shown(page: Page) -> None:
    desk = Desk(page)
    assert "Kalimantan Timur di antara 38 wilayah" in desk.text() and "99,39" in desk.text()
    assert page.ask("document.querySelectorAll('.jp-InputArea .cm-editor, .jp-InputArea pre').length") == 0
    shown = desk.text("body")
    assert "explorer = explore.Explorer" not in shown and "Run All Cells" not in shown and "By code" not in shown


def test_a_visitor_finds_no_button_that_needs_the_folder_of_the_notebooks(page: Page) -> None:
    assert "Build this briefing" not in Desk(page).text() and "Open its notebook" not in Desk(page).text()


def test_a_click_on_a_tile_changes_the_ranking(page: Page) -> None:
    desk = Desk(page)
    desk.click("[...document.querySelectorAll('.ck-explorer button')].find(e => e.innerText.startsWith('JI'))")
    desk.wait("document.querySelector('.ck-explorer').innerText.includes('Jawa Timur di antara 38 wilayah')")
    assert "Kota Surabaya" in desk.text()


def test_the_keyboard_changes_the_measure(page: Page) -> None:
    desk = Desk(page)
    desk.choose("Measure", 2)
    desk.shows(".ck-explorer", "measure='ikd_rate'", "IKD: tingkat aktivasi")


def test_nothing_is_asked_of_another_host(page: Page, address: str) -> None:
    assert page.complaints() == []
    assert [url for url in page.requests() if not url.startswith((address, "blob:"))] == []


def test_the_app_answers_this_machine_only(address: str) -> None:
    port = int(address.rpartition(":")[2])
    listening = [c.laddr.ip for c in _connections() if c.laddr and c.laddr.port == port and c.status == "LISTEN"]
    assert set(listening) == {"127.0.0.1"}


def _connections() -> list[object]:
    import psutil

    return list(psutil.net_connections("tcp"))
