"""The ten steps of notebooks/guide.md as a person does them in JupyterLab, each checked where it is done, and their pictures.

    .venv/bin/python tests/browser/guide.py      take the pictures anew, after a change of the look: view them before committing

Needs Chromium.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [str(ROOT / "scripts"), str(ROOT / "tests")]
if FOLDERS[1] not in sys.path:
    sys.path[:0] = FOLDERS

from browser.chromium import Chromium  # noqa: E402  # the tests' folder must be on the path first
from browser.lab import TOKEN, Desk, serving  # noqa: E402
from cakupan.workspace import NOTEBOOKS  # noqa: E402
from PIL import Image, ImageOps  # noqa: E402

GUIDE = NOTEBOOKS / "guide.md"
PICTURES = NOTEBOOKS / "pictures"
WIDTH, HEIGHT = 1180, 820
LARGEST = 60_000
"""Bytes of a picture."""

YAHUKIMO = "region='9503'"
SCRATCH = "scratch/regency-9503-2024-12-31-id.ipynb"


def picture_of(number: int) -> str:
    """The name of a step's picture."""
    return f"guide-{number:02}.png"


def start_page(desk: Desk) -> None:
    desk.wait("/Cakupan in JupyterLab/.test(document.querySelector('.jp-MarkdownViewer')?.innerText)")
    # Ctrl+B does the same: the list of files gives its room to the page.
    desk.click("document.querySelector('.jp-SideBar .lm-TabBar-tab[data-id=\"filebrowser\"]')")
    desk.wait("document.querySelector('#filebrowser')?.checkVisibility() === false")


def run_the_explorer(desk: Desk) -> None:
    desk.click("[...document.querySelectorAll('.jp-MarkdownViewer a')].find(e => e.innerText === 'explore.ipynb')")
    desk.run_all()
    desk.wait("document.querySelectorAll('.ck-explorer .widget-gridbox button').length === 38")
    desk.shows(".ck-explorer", "Kalimantan Timur di antara 38 wilayah", "99,39")
    desk.scroll_to("document.querySelector('.ck-explorer')")


def click_a_tile(desk: Desk) -> None:
    desk.click("[...document.querySelectorAll('.ck-explorer button')].find(e => e.innerText.startsWith('PE'))")
    desk.shows(".ck-explorer", "Papua Pegunungan di antara 38 wilayah", "17,53")


def read_the_ranking(desk: Desk) -> None:
    desk.scroll_to("document.querySelector('.ck-explorer .ck-picture')")
    desk.shows(".ck-explorer", "Penduduk yang belum merekam di dalam Papua Pegunungan", "Yahukimo")


def change_the_measure(desk: Desk) -> None:
    desk.choose("Measure", 1)
    desk.shows(".ck-explorer", "measure='unrecorded'", "KTP-el: belum merekam (jiwa)", "1.051.457")
    desk.scroll_to("document.querySelector('.ck-explorer')")


def choose_a_regency(desk: Desk) -> None:
    desk.choose("Measure", -1)
    desk.choose("Regency", 7)
    desk.shows(".ck-explorer", YAHUKIMO, "Yahukimo di antara 514 wilayah", "7,84")
    desk.scroll_to("document.querySelector('.ck-explorer')")


def compare_within_its_province(desk: Desk) -> None:
    desk.choose("Among", 2)
    desk.shows(".ck-explorer", "Yahukimo di antara 8 wilayah")
    desk.scroll_to("document.querySelector('.ck-explorer .ck-picture')")


def read_its_history(desk: Desk) -> None:
    desk.scroll_to("[...document.querySelectorAll('.ck-explorer button')].at(-1)", "end")
    desk.shows(".ck-explorer", "23 Jun 2022", "7,09", ".history()")


def show_it_by_code(desk: Desk) -> None:
    desk.type_into_cell('measure="unrecorded"', 'explore.View("9503", peers="province").ranking()')
    desk.shows(".jp-Notebook .jp-mod-active .jp-OutputArea", "Yahukimo di antara 8 wilayah", "7,84")


def open_its_briefing(desk: Desk) -> None:
    desk.click("[...document.querySelectorAll('.ck-explorer button')].find(e => e.innerText.includes('Open its'))")
    desk.wait(f"document.querySelector('a.ck-open')?.innerText === {SCRATCH!r}")
    desk.save()
    # The link opens a tab of its own; here the same page goes there.
    desk.go(f"/lab/tree/{SCRATCH}?reset")
    desk.run_all()
    desk.shows(".jp-Notebook", "Kabupaten Yahukimo", "jumlah wajib KTP tampak terlalu tinggi")
    desk.scroll_to("[...document.querySelectorAll('.jp-Notebook h1')].at(-1)")


STEPS: dict[str, Callable[[Desk], None]] = {
    "Start": start_page,
    "Run the explorer": run_the_explorer,
    "Click a tile": click_a_tile,
    "Read the ranking and the last mile": read_the_ranking,
    "Change the measure with the keyboard": change_the_measure,
    "Choose a regency": choose_a_regency,
    "Compare it within its province": compare_within_its_province,
    "Read all that was published": read_its_history,
    "Show the same by code": show_it_by_code,
    "Open its briefing": open_its_briefing,
}
"""The headings of the guide, and what is done under each."""


@contextmanager
def walking(chromium: Chromium, folder: Path) -> Iterator[Desk]:
    """A desk at the start page of a JupyterLab of its own."""
    with (
        serving(folder) as address,
        chromium.page(f"{address}/lab/tree/index.md?token={TOKEN}", width=WIDTH, height=HEIGHT) as page,
    ):
        yield Desk(page)


def reduced(picture: bytes) -> bytes:
    """A picture as it is stored: framed, with as many colours as fit."""
    image = ImageOps.expand(Image.open(io.BytesIO(picture)).convert("RGB"), border=1, fill="#cccccc")
    for colours in (64, 32, 16, 8):
        made = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
        if made.tell() <= LARGEST:
            return made.getvalue()
    raise SystemExit(f"a picture needs more than {LARGEST} bytes even in 8 colours; take a smaller window")


def main() -> None:
    """Walk, and take a picture after each step."""
    os.environ["PYTHONPATH"] = os.pathsep.join([*FOLDERS, os.environ.get("PYTHONPATH", "")])
    with tempfile.TemporaryDirectory(prefix="cakupan-guide-") as name:
        folder = Path(name)
        (folder / "lab").mkdir()
        with Chromium(folder) as chromium, walking(chromium, folder / "lab") as desk:
            for number, (title, act) in enumerate(STEPS.items(), 1):
                act(desk)
                desk.settle()
                file = PICTURES / picture_of(number)
                file.write_bytes(reduced(desk.page.picture()))
                print(f"{number}. {title}: {file.name}, {file.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
