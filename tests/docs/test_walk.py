"""Who reads only Indonesian gets from a table of an office to a verified PDF: the README's own commands, typed in a shell one after the other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from cakupan.observations import load_observations
from cakupan.workspace import DATA
from docs.pages import lines_of, text
from openpyxl.workbook.workbook import Workbook

TABLE = "rekap-oktober.xlsx"


def section(page: str, number: str) -> str:
    """The text under the heading of that number, up to the next heading."""
    found = re.search(rf"^### {number}\. .*?(?=^#)", text(page), re.MULTILINE | re.DOTALL)
    assert found
    return found[0]


def commands(words: str) -> list[str]:
    return [
        line for block in re.findall(r"^```sh\n(.*?)^```", words, re.MULTILINE | re.DOTALL) for line in lines_of(block)
    ]


def table_of_an_office(path: Path) -> tuple[int, int]:
    """A recap of October as an office has it: names without codes, a total at the foot. Returns that total: wajib KTP, recorded."""
    observations = load_observations(DATA)
    edition = observations.latest_edition()
    book = Workbook()  # type: ignore[no-untyped-call]
    sheet = book.active
    assert sheet is not None
    sheet.append(["REKAPITULASI PEREKAMAN KTP-EL PROVINSI KALIMANTAN TIMUR"])
    sheet.append(["KEADAAN PER 31 OKTOBER 2024"])
    sheet.append([])
    sheet.append(["No", "Kabupaten/Kota", "Wajib KTP", "Sudah Rekam"])
    totals = [0, 0]
    for number, region in enumerate(observations.regions.children("64"), 1):
        base = observations.newest(region.code, "wajib_ktp", edition)
        assert base is not None and base.count is not None
        figures = [base.count + 700, base.count + 700 - 1_000 - number]
        sheet.append([number, region.name, *figures])
        totals = [total + figure for total, figure in zip(totals, figures, strict=True)]
    sheet.append([None, "JUMLAH", *totals])
    book.save(path)  # type: ignore[no-untyped-call]
    return totals[0], totals[1]


def words_of(pdf: Path) -> str:
    """What a PDF prints, on one line: its dates have spaces that do not break."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages).split())


@pytest.mark.slow
def test_the_indonesian_readme_leads_from_a_table_of_ones_own_to_a_verified_pdf(tmp_path: Path) -> None:
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (activate,) = [line for line in commands(text("README.id.md")) if line.startswith("source ")]
    first, *others = commands(section("README.id.md", "3"))

    def typed(*lines: str) -> str:
        environment = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
        done = subprocess.run(
            ["bash", "-e", "-c", "\n".join([activate, *lines])], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=500
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stderr

    typed(first)
    base, recorded = table_of_an_office(tmp_path / "mine" / TABLE)
    told = typed(*(line.replace("example.xlsx", TABLE) for line in others))
    assert "22 new figures" in told and told.count("no fault") == 2
    folder = re.search(r"`(output/[^`]+/pdf/)`", section("README.id.md", "3"))
    assert folder
    (pdf,) = (tmp_path / folder[1]).glob("*.pdf")
    printed = words_of(pdf)
    assert all(f"{figure:,}".replace(",", ".") in printed for figure in (base, recorded, base - recorded))
    assert "31 Oktober 2024" in printed
