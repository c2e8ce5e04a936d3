"""A programme of one's own needs two tables and figures: briefing, index, CSV and read-back carry it, and nothing of the package is touched."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from cakupan import briefing
from cakupan.explore import View
from cakupan.ingest import Options, ingest
from cakupan.ingest.new import make
from cakupan.observations import load_observations
from cakupan.words.sentences import english
from cakupan.workspace import DATA
from openpyxl import Workbook

MEASURES = (
    "measure,name_id,name_en,unit,kind,definition_id,definition_en,legal,words\n"
    "death_certificates,akta kematian terbit,death certificates issued,people,stock,Akta kematian yang terbit (angka rekaan).,"
    "Death certificates issued (invented).,,Akta Kematian|Jml Akta Mati\n"
    "deaths_reported,kematian dilaporkan,deaths reported,people,stock,Kematian yang dilaporkan (angka rekaan).,Deaths reported (invented).,,Kematian\n"
    "target_death_certificate_pct,target akta kematian,death certificate target,percent,target,Target rekaan.,An invented target.,,\n"
)
PROGRAMME = """
[death_certificate]
name = { id = "akta kematian", en = "death certificates" }
short = { id = "Akta kematian", en = "Death certificates" }
numerator = "death_certificates"
base = "deaths_reported"
base_words = { id = "kematian dilaporkan", en = "deaths reported" }
have = { id = "berakta kematian", en = "with a certificate" }
lack = { id = "belum berakta kematian", en = "without a certificate" }
target = "target_death_certificate_pct"
classes = [50, 70, 85, 95]
"""


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a fifth programme: two tables, a target, and one workbook brought in for the provinces and the regencies of one."""
    directory = tmp_path_factory.mktemp("fifth") / "mine"
    list(make(directory, DATA))
    (directory / "measures.csv").write_text(MEASURES, encoding="utf-8")
    (directory / "programmes.toml").write_text(PROGRAMME, encoding="utf-8")
    with (directory / "observations.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(
            [
                "ID",
                "target_death_certificate_pct",
                "2024",
                "80",
                "percent",
                "target",
                "ok",
                "no",
                "",
                "S073",
                "invented",
            ]
        )
    regions = load_observations(DATA).regions
    book = Workbook()
    book.remove(book.worksheets[0])
    for day, share in (("2024-06-30", 0.6), ("2024-12-31", 0.7)):
        sheet = book.create_sheet(day)
        sheet.append([f"AKTA KEMATIAN PER {day}"])
        sheet.append(["Kode", "Nama", "Jml Akta Mati", "Kematian"])
        for number, region in enumerate((*regions.provinces, *regions.children("64"))):
            base = 1000 + 10 * number
            sheet.append([region.code, region.name, int(base * share) + number, base])
    book.save(directory / "akta.xlsx")
    report = ingest([str(directory / "akta.xlsx")], directory, Options(source="akta"))
    assert report.written, report.refused
    return directory


def test_the_explorer_shows_it_in_its_own_classes(mine: Path) -> None:
    view = View("64", "death_certificate_coverage", lang="en", data=str(mine))
    assert {"death_certificate_coverage", "death_certificate_gap", "death_certificate_attainment"} <= set(view.measures)
    assert view.ranking().text.endswith("/ 38") and len(view.classes()) == 38
    assert "Death certificates: coverage" in view.tile_map().page and "base deaths reported" in view.tile_map().page
    assert len(view.last_mile().page.split("<tr")) == 11  # ten regencies
    assert "31" in str(view.history().to_html()) and "2024" in str(view.history().to_html())  # type: ignore[attr-defined]


def test_cards_rank_target_trend_and_frames_have_it(mine: Path) -> None:
    report = briefing.province("64", lang="en", data=str(mine))
    assert "Death certificates" in str(report.cards("death_certificate_coverage").to_html())
    frame = report.frame("province", within="ID")
    assert frame["death_certificate_coverage"].notna().all() and frame.loc["64", "death_certificate_rank"] >= 1
    found = report.programme_indicators
    assert found["death_certificate.to_target"].detail["target_percent"] == 80
    assert found["death_certificate.numerator_effect"].value is not None
    assert found["death_certificate.net_change"].value is not None  # two dates: a change, and no pace yet
    assert "it takes" in english(found["death_certificate.pace"].reason)  # type: ignore[arg-type]


def test_the_words_of_the_table_name_its_columns(mine: Path) -> None:
    observations = load_observations(mine)
    newest = observations.newest("64", "death_certificates", observations.latest_edition())
    assert newest is not None and newest.system == "own" and newest.as_of == "2024-12-31"


@pytest.mark.slow
def test_the_briefing_carries_it_and_reading_back_finds_no_fault(mine: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cakupan", "build", "--data", str(mine), "--region", "64", "--region", "ID", "--lang", "en", "--output", str(tmp_path)],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "no fault" in done.stderr
    folder = next(tmp_path.glob("20*"))
    page = next((folder / "html").glob("*-64-*.html")).read_text(encoding="utf-8")
    for address in (
        "64:death_certificate.coverage",
        "64:death_certificate.rank",
        "64:death_certificate.attainment",
        "6472:death_certificate.gap",
    ):
        assert f'data-key="{address}"' in page, address
    assert "Coverage of other programmes over time" in page  # two dates: a trend
    national = next((folder / "html").glob("*-ID-*.html")).read_text(encoding="utf-8")
    assert (
        national.count("death_certificate.coverage") >= 38
    )  # a cell of each province in the picture of all programmes
    assert 'data-key="64:death_certificate.coverage"' in (folder / "index.html").read_text(encoding="utf-8")
    rows = next((folder / "csv").glob("*-64-*.csv")).read_text(encoding="utf-8")
    assert "death_certificate.coverage" in rows and "death_certificate.numerator_effect" in rows
