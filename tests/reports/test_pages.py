"""Pages of the PDFs: few enough to be read before a meeting, none of them nearly empty, the first a summary that stands alone."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

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
