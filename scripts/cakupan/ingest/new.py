"""A data directory of one's own: the shipped tables, templates to fill in, settings, and an example that works as it stands."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

from cakupan.errors import DataError, UsageError, message, why
from cakupan.observations import load_observations
from cakupan.observations.model import Observations
from cakupan.workspace import PACKAGE

TABLES = (
    "provinces.csv",
    "regencies.csv",
    "places.csv",
    "districts.csv",
    "villages.csv",
    "sources.csv",
    "observations.csv",
    "breaks.csv",
    "claims.csv",
)
HEADINGS = (
    "Kode Wilayah",
    "Kabupaten/Kota",
    "Wajib KTP",
    "Sudah Rekam",
    "Belum Rekam",
    "Aktivasi IKD",
    "Jumlah Penduduk",
)
EXAMPLE_PROVINCE = "64"
MODELS = PACKAGE / "ingest" / "models"
OWN_REPORT = "own-report.ipynb"
"""An example of a report of one's own; the guide `own-report.md` goes through it."""


def make(directory: Path, data: Path) -> Iterator[str]:
    """Make a data directory, and say what is in it. Raises UsageError where something stands there already."""
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise UsageError(
            message("{directory} exists and is not empty; name a folder that does not exist yet", directory=directory)
        )
    observations = load_observations(data)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name in TABLES:
            if (data / name).exists():
                shutil.copyfile(data / name, directory / name)
        for name in ("README.md", "settings.toml"):
            shutil.copyfile(MODELS / name, directory / name)
        notebooks = directory / "notebooks"
        notebooks.mkdir()
        shutil.copyfile(MODELS / OWN_REPORT, notebooks / OWN_REPORT)
        _kinds(directory / "kinds.csv", observations)
        templates = directory / "templates"
        templates.mkdir()
        rows: list[tuple[object, ...]] = [
            (region.code, region.name, None, None, None, None, None)
            for region in observations.regions.children(EXAMPLE_PROVINCE)
        ]
        _csv(templates / "template.csv", rows)
        _workbook(
            templates / "template.xlsx", ["PEREKAMAN KTP-EL DAN AKTIVASI IKD", "PER (tanggal, bulan, tahun)"], rows
        )
        _workbook(
            directory / "example.xlsx",
            ["PEREKAMAN KTP-EL", "PROVINSI KALIMANTAN TIMUR", "PER 30 JUNI 2024"],
            _example(observations),
        )
    except OSError as error:
        raise DataError(
            message(
                "{directory} cannot be written ({reason}); check the disk and its permissions",
                directory=directory,
                reason=why(error),
            )
        ) from error
    yield message(
        "{directory} is ready: tables as shipped, templates/, settings.toml, example.xlsx, notebooks/{OWN_REPORT} and a README.md that says what to do",
        directory=directory,
        OWN_REPORT=OWN_REPORT,
    )
    yield message(
        "try: cakupan ingest {directory} --data {directory_2} --dry-run",
        directory=directory / "example.xlsx",
        directory_2=directory,
    )


def _kinds(path: Path, observations: Observations) -> None:
    """A table of one's own beside the data, for the example: which regions are cities and which are regencies."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("region", "kind"))
        writer.writerows((region.code, region.kind or "-") for region in observations.regions.regencies)


def _example(observations: Observations) -> list[tuple[object, ...]]:
    """The published figures of one province, laid out as an office would have them."""
    edition = observations.latest_edition()
    rows: list[tuple[object, ...]] = []
    for region in observations.regions.children(EXAMPLE_PROVINCE):
        figures = [observations.newest(region.code, measure, edition) for measure in ("wajib_ktp", "recorded")]
        wajib, recorded = (row.count if row is not None else None for row in figures)
        gap = wajib - recorded if wajib is not None and recorded is not None else None
        rows.append((f"{region.code[:2]}.{region.code[2:]}", region.name, wajib, recorded, gap, None, None))
    return rows


def _csv(path: Path, rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADINGS)
        writer.writerows(rows)


def _workbook(path: Path, titles: list[str], rows: list[tuple[object, ...]]) -> None:
    from openpyxl.styles.fonts import Font
    from openpyxl.utils.cell import get_column_letter
    from openpyxl.workbook.workbook import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Rekap"
    for title in titles:
        sheet.append([title])
    sheet.append([])
    sheet.append(list(HEADINGS))
    for cell in sheet[len(titles) + 2]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append(list(row))
    for number in range(1, len(HEADINGS) + 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = 32 if number == 2 else 16
        for cell in sheet[letter][len(titles) + 2 :]:
            cell.number_format = "@" if number == 1 else "#,##0"
    book.save(path)
