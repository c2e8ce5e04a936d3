"""Pages of the PDFs: few enough to be read before a meeting, none of them nearly empty, the first a summary that stands alone."""

from __future__ import annotations

import io
import subprocess
import sys
from math import hypot
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageOps
from pypdf import PdfReader

MOST = {"ID": 8, "64": 6, "95": 6, "31": 6, "35": 6, "6472": 6}
"""Pages that a briefing may have; Jawa Timur has the most regencies, Kalimantan Timur the most claims."""
LEAST_FULL = 1 / 3

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    output = tmp_path_factory.mktemp("output")
    chosen = [part for code in MOST for part in ("--region", code)]
    command = [
        sys.executable,
        "-m",
        "cakupan",
        "build",
        "--edition",
        "2024-12-31",
        "--format",
        "pdf",
        "--no-verify",
        "-q",
    ]
    subprocess.run([*command, *chosen, "--output", str(output)], check=True, timeout=300)
    return {code: next(output.glob(f"*/pdf/cakupan-{code}-*.pdf")) for code in MOST}


@pytest.mark.parametrize("code", MOST)
def test_a_briefing_has_no_more_pages_than_are_read(code: str, papers: dict[str, Path]) -> None:
    assert len(PdfReader(papers[code]).pages) <= MOST[code]


@pytest.mark.browser
@pytest.mark.parametrize("code", MOST)
def test_no_page_but_the_last_is_less_than_a_third_full(code: str, papers: dict[str, Path]) -> None:
    for number in range(1, len(PdfReader(papers[code]).pages)):
        command = ["pdftoppm", "-png", "-r", "30", "-gray", "-f", str(number), "-l", str(number), "-singlefile"]
        shown = subprocess.run([*command, str(papers[code])], check=True, capture_output=True, timeout=60).stdout
        page = Image.open(io.BytesIO(shown))
        body = page.crop((0, round(page.height * 0.07), page.width, round(page.height * 0.93)))
        inked = ImageOps.invert(body.convert("L")).getbbox()
        assert inked is not None and inked[3] - inked[1] >= LEAST_FULL * body.height, number


@pytest.mark.parametrize("code", ["ID", "64", "95", "31"])
def test_the_first_page_has_headline_cards_points_a_picture_and_the_dates(code: str, papers: dict[str, Path]) -> None:
    first = PdfReader(papers[code]).pages[0].extract_text()
    assert "Ringkasan" in first and "Gambar 1." in first and "Edisi 31\u00a0Desember 2024" in first
    assert first.index("Perekaman KTP-el") < first.index("Ringkasan") < first.index("Gambar 1.")


LEAST_PT = 8.5


@pytest.mark.parametrize("code", MOST)
def test_no_letter_on_paper_is_smaller_than_8_5_points_in_charts_either(code: str, papers: dict[str, Path]) -> None:
    sizes: dict[float, str] = {}

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text.strip():
            sizes[round(abs(size) * hypot(tm[2], tm[3]) * hypot(cm[2], cm[3]), 2)] = text.strip()

    for page in PdfReader(papers[code]).pages:
        page.extract_text(visitor_text=visit)
    assert len(sizes) > 4 and {size: text for size, text in sizes.items() if size < LEAST_PT} == {}


BLOCKS = {"/P", "/LBody", "/TD", "/TH", "/H1", "/H2", "/H3", "/H4", "/Caption", "/Title", "/Lbl", "/Figure"}
"""Elements that end a sentence for whoever has the page read to them."""


def run_together(element: Any, *, inside: bool = False) -> int:
    """How many pieces of text stand outside of any block, so that they are read as one word with what stands beside them."""
    inside = inside or str(element.get("/S", "")) in BLOCKS
    kids = element.get("/K")
    found = 0
    for kid in list(kids) if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += run_together(kid, inside=inside)
        elif not inside and (isinstance(kid, int) or kid.get("/Type") == "/MCR"):
            found += 1
    return found


@pytest.mark.parametrize("code", MOST)
def test_nothing_runs_together_when_read_aloud_and_every_row_has_its_heading(
    code: str, papers: dict[str, Path]
) -> None:
    with pikepdf.open(papers[code]) as pdf:
        assert run_together(pdf.Root.StructTreeRoot) == 0
        lists = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/L"]
        elements = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/S" in thing]
        scopes = [
            str(one["/Scope"]) for cell in elements if cell.S == "/TH" for one in cell.get("/A", []) if "/Scope" in one
        ]
        links = [one for page in pdf.pages for one in page.get("/Annots", []) if one.Subtype == "/Link"]
        addresses = {str(one.A.URI) for one in links if "/A" in one and "/URI" in one.A}
    assert scopes.count("/Row") > 20
    assert 5 in [len(one.K) for one in lists] and len(lists) > 5  # cards, points, dates, terms, sources
    assert len(addresses) > 5 and all(address.startswith("http") for address in addresses)
