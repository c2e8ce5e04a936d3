"""The pictures of the READMEs and of the two guides on reports, taken of real documents; those of the ten steps are taken by guide.py.

    .venv/bin/python tests/browser/pictures.py      take them anew, after a change of the look: view them before committing

Needs Chromium, and Poppler's pdftoppm.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [str(ROOT / "scripts"), str(ROOT / "tests")]
if FOLDERS[1] not in sys.path:
    sys.path[:0] = FOLDERS

from browser.chromium import Chromium, Page  # noqa: E402  # the tests' folder must be on the path first
from browser.guide import PICTURES, reduced  # noqa: E402
from cakupan.workspace import NOTEBOOKS  # noqa: E402

FIRST_PAGES = {"en": "page-1.png", "id": "halaman-1.png"}
WIDTH, HEIGHT, MARGIN = 860, 1000, 24


def cakupan(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "cakupan", *words], check=True)


def first_pages(folder: Path) -> None:
    """Of the briefing of a province, in each language."""
    cakupan("build", "--region", "64", "--lang", "both", "--format", "pdf", "--output", str(folder))
    for lang, name in FIRST_PAGES.items():
        (pdf,) = folder.glob(f"*/pdf/*-{lang}.pdf")
        subprocess.run(["pdftoppm", "-png", "-r", "90", "-f", "1", "-singlefile", pdf, folder / lang], check=True)
        (PICTURES / name).write_bytes(reduced((folder / f"{lang}.png").read_bytes()))


def own_report(folder: Path, mine: Path, browser: Chromium) -> None:
    """Of the report that `cakupan new` brings: from its first chart to its last."""
    cakupan(
        "build",
        "--data",
        str(mine),
        "--reports",
        "own-report",
        "--region",
        "64",
        "--format",
        "html",
        "--output",
        str(folder),
    )
    taken(
        folder,
        browser,
        "document.querySelector('figure')",
        "[...document.querySelectorAll('figure')].at(-1)",
        "own-report-1.png",
    )


def changed_briefing(folder: Path, mine: Path, browser: Chromium) -> None:
    """Of the section whose cell the guide changes."""
    guide = (NOTEBOOKS / "change-a-briefing.md").read_text(encoding="utf-8")
    before, after = (block.rstrip("\n") for block in re.findall(r"```python\n(.*?)```", guide, re.DOTALL))
    notebook = json.loads((NOTEBOOKS / "province.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if "".join(cell["source"]) == before:
            cell["source"] = after
    (mine / "notebooks" / "province.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    cakupan("build", "--data", str(mine), "--region", "64", "--format", "html", "--output", str(folder))
    heading = "[...document.querySelectorAll('h2')].find(e => e.innerText.includes('aktivasi IKD dari target'))"
    figure = "[...document.querySelectorAll('figure')].find(e => e.innerText.includes('terbanyak belum merekam lebih dahulu'))"
    taken(folder, browser, heading, figure, "change-a-briefing-1.png")


def taken(folder: Path, browser: Chromium, first: str, last: str, name: str) -> None:
    """A picture of a page from the top of one element to the foot of another."""
    (page,) = folder.glob("*/html/*.html")
    with browser.page(page.as_uri(), width=WIDTH, height=HEIGHT) as shown:
        (PICTURES / name).write_bytes(reduced(between(shown, first, last)))


def between(page: Page, first: str, last: str) -> bytes:
    edges = page.ask(
        f"[({first}).getBoundingClientRect().top + scrollY, ({last}).getBoundingClientRect().bottom + scrollY]"
    )
    clip = {"x": 0, "y": edges[0] - MARGIN, "width": WIDTH, "height": edges[1] - edges[0] + 2 * MARGIN, "scale": 1}
    return base64.b64decode(
        page.call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)["data"]
    )


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="cakupan-pictures-") as name:
        folder = Path(name)
        cakupan("new", str(folder / "mine"))
        first_pages(folder / "pages")
        with Chromium(folder) as browser:
            own_report(folder / "own", folder / "mine", browser)
            changed_briefing(folder / "changed", folder / "mine", browser)


if __name__ == "__main__":
    main()
