"""File → Save and Export Notebook As, in a real JupyterLab: both exports are offered once, are downloaded, and open."""

from __future__ import annotations

import io
import json
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat.v4 as nb
import pikepdf
import pytest
from browser.chromium import BrowserError, Chromium, Page
from browser.lab import TOKEN, Desk, serving
from export.ordinary import code, image, md, plotly, stream

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME = "catatan harian"
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
WAIT_S = 60.0


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("menu")


@pytest.fixture(scope="module")
def lab(root: Path) -> Iterator[str]:
    with serving(root) as address:
        folder = root / "notebooks"
        (folder / "peta.png").write_bytes(image())
        cells = [md("# Catatan\n\n![Peta](peta.png)\n\nRumus $C_1 = R*W$"), code(stream("hasil 42\n"), plotly())]
        (folder / f"{NAME}.ipynb").write_text(
            json.dumps(nb.new_notebook(cells=cells, metadata=KERNEL)), encoding="utf-8"
        )
        yield address


def offered(lab: str) -> list[str]:
    """The exporters that the server names to the menu."""
    with urllib.request.urlopen(f"{lab}/api/nbconvert?token={TOKEN}", timeout=60) as answer:
        return [name for name in json.load(answer) if name.startswith("cakupan")]


def answers(page: Page) -> list[dict[str, Any]]:
    """What has come over the network so far."""
    page.ask("1")
    return [event["params"] for event in page.events if event["method"] == "Network.responseReceived"]


def downloaded(folder: Path, suffix: str) -> bytes:
    """What the browser has saved, once it is whole. Raises BrowserError when nothing comes."""
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        for path in folder.glob(f"*{suffix}"):
            if path.stat().st_size:
                return path.read_bytes()
        time.sleep(0.2)
    raise BrowserError(f"no {suffix} was downloaded; there is {[path.name for path in folder.iterdir()]}")


def test_both_exports_of_the_menu_download_and_open(lab: str, chromium: Chromium, tmp_path: Path) -> None:
    assert offered(lab) == ["cakupan_html", "cakupan_pdf"]
    chromium.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    with chromium.page(f"{lab}/lab/tree/{NAME.replace(' ', '%20')}.ipynb?token={TOKEN}&reset", width=1400) as page:
        desk = Desk(page)
        desk.wait("/Idle/.test(document.body.innerText)")
        # The list of formats is asked for when the first notebook opens, and takes some seconds.
        while not any("/api/nbconvert" in answer["response"]["url"] for answer in answers(page)):
            desk.settle()
        desk.settle()
        for item in ("Cakupan_html", "Cakupan_pdf"):
            desk.submenu("File", "Save and Export Notebook As", item)
            downloaded(tmp_path, item[-5:].replace("_", "."))
        asked = [url for url in page.requests() if not url.startswith((lab, "blob:"))]
    assert asked == []
    page_file = tmp_path / "page.html"
    page_file.write_bytes(downloaded(tmp_path, ".html"))
    with chromium.page(page_file.as_uri()) as opened:
        assert opened.ask("document.querySelector('h1').innerText") == "Catatan"
        assert opened.ask("document.querySelector('main img').naturalWidth") == 120
        assert opened.ask("document.querySelector('main math').getBoundingClientRect().width") > 20
        assert "hasil 42" in opened.ask("document.body.innerText")
        assert opened.complaints() == []
    with pikepdf.open(io.BytesIO(downloaded(tmp_path, ".pdf"))) as pdf:
        assert str(pdf.docinfo.Title) == "Catatan"
