"""Pictures of pages, and how two of them are compared: small, grey and blurred, so that typeface hinting does not matter.

Which pages are looked at is here, too; the references lie in `references/` and are made anew by `update.py`.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from browser.chromium import Chromium
from edition.shelves import Shelf
from PIL import Image, ImageChops, ImageFilter, ImageOps

REFERENCES = Path(__file__).parent / "references"
STORED_WIDTH = 620
"""Pixels of a stored picture: enough to recognise the page, under 150 kB."""

BLUR = 2.0
DIFFERENT = 28
"""Grey levels (of 255) by which a blurred pixel must differ to count: above the noise of other versions of the renderers."""

ALLOWED = 0.006
"""Share of pixels that may differ. A figure that changes its digits stays below it, a chart that moves does not."""


@dataclass(frozen=True)
class Comparison:
    """How far two pictures are apart. share: of pixels that differ, 0–1. difference: where, dark on white."""

    share: float
    difference: Image.Image

    @property
    def same(self) -> bool:
        """Whether they are the same page to a person's eye."""
        return self.share <= ALLOWED


def small(picture: bytes | Image.Image) -> Image.Image:
    """A picture as it is stored: grey, STORED_WIDTH pixels wide."""
    image = picture if isinstance(picture, Image.Image) else Image.open(io.BytesIO(picture))
    height = round(image.height * STORED_WIDTH / image.width)
    return ImageOps.grayscale(image.convert("RGB")).resize((STORED_WIDTH, height), Image.Resampling.BOX)


def compare(reference: Image.Image, now: Image.Image) -> Comparison:
    """Compare two small pictures; where one is longer, its surplus counts as different from white paper."""
    height = max(reference.height, now.height)
    papers = []
    for image in (reference, now):
        paper = Image.new("L", (STORED_WIDTH, height), 255)
        paper.paste(image, (0, 0))
        papers.append(paper.filter(ImageFilter.GaussianBlur(BLUR)))
    apart = ImageChops.difference(*papers)
    marked = apart.point([0 if level < DIFFERENT else 255 for level in range(256)])
    share = marked.histogram()[255] / (STORED_WIDTH * height)
    return Comparison(share, ImageOps.invert(apart.point([min(255, level * 4) for level in range(256)])))


def side_by_side(reference: Image.Image, now: Image.Image, comparison: Comparison) -> Image.Image:
    """Reference, page of today and their difference in one picture."""
    shown = (reference, now, comparison.difference)
    sheet = Image.new("L", (STORED_WIDTH * 3 + 40, max(image.height for image in shown)), 128)
    for place, image in enumerate(shown):
        sheet.paste(image, (place * (STORED_WIDTH + 20), 0))
    return sheet


# --- the pages ---


def build(output: Path) -> Path:
    """Build the reports that are looked at; returns the edition's folder."""
    command = [sys.executable, "-m", "cakupan", "build", "--edition", "2024-12-31", "--region", "64"]
    subprocess.run([*command, "--output", str(output), "--quiet"], check=True, timeout=300)
    return output / "2024-12-31"


def first_page_of_pdf(edition: Path, chromium: Chromium) -> bytes:
    """Page 1 of the PDF of Kalimantan Timur, by Poppler."""
    document = next((edition / "pdf").glob("cakupan-64-*-id.pdf"))
    command = ["pdftoppm", "-png", "-r", "110", "-f", "1", "-l", "1", "-singlefile", str(document)]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


def top_of_html(edition: Path, chromium: Chromium) -> bytes:
    """The first screens of the HTML of Kalimantan Timur on a desktop."""
    with chromium.page(next((edition / "html").glob("cakupan-64-*-id.html")).as_uri(), width=1280) as page:
        return page.picture(height=1600)


def top_of_index(edition: Path, chromium: Chromium) -> bytes:
    """The first screens of an index in two languages, its reports all there (files of a made-up size)."""
    folder = edition.parent / "index"
    folder.mkdir(exist_ok=True)
    shelf = Shelf(folder)
    shelf.put_all("id", "en")
    shelf.write()
    with chromium.page((folder / "index.html").as_uri(), width=1280) as page:
        return page.picture(height=1700)


PICTURES: dict[str, Callable[[Path, Chromium], bytes]] = {
    "64-pdf-page-1": first_page_of_pdf,
    "64-html": top_of_html,
    "index": top_of_index,
}
"""Every reference by the name of its file."""
