"""Regencies of a data directory of one's own, built and read back: none recorded, over 100, parts that do not sum, small districts.

What the sentences of a regency say in every case is in `test_regency`; here stands what a reader of the built page and paper sees.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from cakupan.ingest import Options, ingest, new
from cakupan.workspace import DATA
from edition.builds import EDITION, Row, change
from lxml import html
from pypdf import PdfReader

pytestmark = pytest.mark.slow

NONE, OVER, UNEQUAL, SMALL = "6402", "6403", "6472", "6411"
GAPS = {"641101": 3, "641102": 5, "641103": 220, "641104": 40, "641105": 300}
"""People unrecorded in the districts of SMALL."""


def spoil(rows: list[Row]) -> list[Row]:
    """Take away what is known of NONE, and change what the districts of UNEQUAL and SMALL have."""
    register = {(r["region"], r["measure"]): r for r in rows if (r["system"], r["as_of"]) == ("dkb", "2024-06-30")}
    bases = {region: int(row["value"]) for (region, measure), row in register.items() if measure == "wajib_ktp"}
    for district, gap in GAPS.items():
        register[district, "recorded"]["value"] = str(bases[district] - gap)
    register[SMALL, "recorded"]["value"] = str(bases[SMALL] - sum(GAPS.values()))
    district = register["647201", "recorded"]
    district["value"] = str(int(district["value"]) - 500)
    return [row for row in rows if not (row["region"] == NONE and row["measure"].startswith("recorded"))]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an edition of the four, of which one got its figures by `cakupan ingest`."""
    folder = tmp_path_factory.mktemp("own")
    list(new.make(folder / "mine", DATA))
    change(folder / "mine" / "observations.csv", spoil)
    table = folder / "rekap.csv"
    table.write_text("kode,wajib ktp,perekaman\n64.03,200225,204225\n", encoding="utf-8")
    report = ingest([str(table)], folder / "mine", Options(as_of="2024-10-31", insist="seen by the office"))
    assert report.accepted, report
    chosen = [part for code in (NONE, OVER, UNEQUAL, SMALL) for part in ("--region", code)]
    command = [sys.executable, "-m", "cakupan", "build", "--edition", EDITION, "--quiet", *chosen]
    done = subprocess.run(
        [*command, "--data", str(folder / "mine"), "--output", str(folder)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return folder / EDITION


def read(built: Path, code: str) -> tuple[str, str]:
    """What page and paper say, in one line each."""
    stem = f"cakupan-{code}-{EDITION}-id"
    page = html.fromstring((built / "html" / f"{stem}.html").read_bytes()).find("body").text_content()
    paper = " ".join(sheet.extract_text() for sheet in PdfReader(built / "pdf" / f"{stem}.pdf").pages)
    return re.sub(r"\s+", " ", page), re.sub(r"\s+", " ", paper)


def says(built: Path, code: str, *wanted: str) -> list[str]:
    """What of the wanted page or paper does not say."""
    return [text for text in wanted for shown in read(built, code) if text not in shown]


def test_without_recorded_people_it_is_said_and_the_rest_is_told(built: Path) -> None:
    lacking = says(
        built, NONE,
        "Cakupan Kutai Kartanegara tidak dapat disajikan: tidak ada angka penduduk terekam yang diterbitkan.",
        "Yang diketahui hanya jumlah wajib KTP, yaitu 554.937 jiwa per 30 Juni 2024.",
        "Jumlah yang masih harus merekam di Kutai Kartanegara tidak dapat disajikan",
        "aktivasi IKD mencapai 39.952 jiwa",
        "Garis putus-putus: Indonesia.",
    )  # fmt: skip
    assert lacking == []
    assert all("Garis utuh" not in shown for shown in read(built, NONE))


def test_over_100_is_shown_as_it_is_and_not_as_a_bound(built: Path) -> None:
    wanted = (
        "204.225 jiwa telah merekam di Berau, sedangkan wajib KTP 200.225 jiwa (102,00 persen): 4.000 jiwa lebih banyak"
    )
    assert says(built, OVER, wanted) == []
    for shown in read(built, OVER):
        assert not re.search(r"≥ ?102,00|≤ ?[−-]4\.000", shown)


def test_districts_of_another_date_are_not_held_against_the_regency(built: Path) -> None:
    assert all("keduanya tidak sama" not in shown for shown in read(built, OVER))
    assert says(built, OVER, "Wajib KTP dan terekam: 30 Juni 2024.") == []


def test_districts_that_do_not_add_up_are_warned_of(built: Path) -> None:
    wanted = "Jumlah seluruh kecamatan adalah 4.904 jiwa belum merekam, sedangkan angka Kota Samarinda sendiri 4.404: keduanya tidak sama (F06)."
    assert says(built, UNEQUAL, wanted) == []


def test_where_another_regency_has_no_figures_the_share_of_the_nation_is_not_told(built: Path) -> None:
    lacking = says(
        built, UNEQUAL,
        "persen dari yang belum merekam di 8 dari 10 kabupaten/kota Kalimantan Timur yang memiliki angka pada tanggal itu.",
        "Porsinya dari seluruh yang belum merekam di Indonesia tidak dapat disajikan: angka pada tanggal ini hanya diketahui untuk 512 dari 514 wilayah",
    )  # fmt: skip
    assert lacking == []


def test_small_districts_are_withheld_on_page_and_paper(built: Path) -> None:
    assert says(built, SMALL, "<10: antara 1 dan 9 jiwa, tidak ditampilkan", "568 jiwa belum merekam") == []
    files = [*built.glob(f"*/cakupan-{SMALL}-*.csv"), *built.glob(f"html/cakupan-{SMALL}-*")]
    assert len(files) == 2
    for code in ("641101", "641102", "641104"):
        assert all(f'"{code}:K02"' not in file.read_text(encoding="utf-8") for file in files)
