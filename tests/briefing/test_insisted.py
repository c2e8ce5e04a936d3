"""A figure that an office insisted on carries flag F16 and the reason wherever it stands: first page, cards, tables, flags, CSV, frames."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
from pathlib import Path

import pytest
from cakupan import briefing, quality
from cakupan.frames.frame import frame_of
from cakupan.indicators import Position, compute
from cakupan.ingest import Options, ingest
from cakupan.observations import load_observations
from cakupan.words.numbers import plain
from cakupan.workspace import DATA

WHY = "pendataan ulang di 3 kecamatan"


@pytest.fixture(scope="module")
def insisted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped tables with figures of Samarinda that were insisted on, and of Balikpapan that raised no doubt."""
    folder = tmp_path_factory.mktemp("insisted")
    shutil.copytree(DATA, folder / "data")
    table = "Kode,Wajib KTP,Sudah Rekam\n6472,560000,555000\n6471,540000,537000\n"
    (folder / "rekap.csv").write_text(table, encoding="utf-8")
    report = ingest([str(folder / "rekap.csv")], folder / "data", Options(as_of="2024-10-31", insist=WHY))
    assert report.written and [one["region"] for one in report.flags if one["flag"] == "F16"] == ["6472"]
    return folder / "data"


def test_the_flag_names_date_and_reason_once_for_a_region(insisted: Path) -> None:
    (flag,) = [one for one in quality.check(load_observations(insisted), "6472") if one.flag == "F16"]
    assert flag.severity == "warn" and flag.dates == ("2024-10-31",)
    assert {row.measure for row in flag.rows} == {"wajib_ktp", "recorded"}
    assert not [one for one in quality.check(load_observations(insisted), "6471") if one.flag == "F16"]


def test_indicators_that_rest_on_it_are_flagged_and_others_not(insisted: Path) -> None:
    edition = load_observations(insisted)
    own = compute(Position(edition, "6472", _day()))
    assert "F16" in own["K01"].flags and "F16" in own["K02"].flags
    beside = compute(Position(edition, "6471", _day()))
    assert not any("F16" in one.flags for one in beside.values())


def _day() -> dt.date:
    return dt.date(2024, 12, 31)


def test_the_first_page_the_cards_and_the_csv_say_it(insisted: Path) -> None:
    report = briefing.regency("6472", lang="id", data=str(insisted))
    points = [plain(point) for point in report.main_points().items]
    assert sum("tanda mutu F16" in point and WHY in point for point in points) == 1
    assert any("F16" in plain(card.note) for card in report.cards().cards)
    rows = list(csv.DictReader(io.StringIO(report.csv_text())))
    marked = [row for row in rows if "F16" in row["flags"] and row["region"] == "6472"]
    assert {"K01", "K02"} <= {row["id"] for row in marked} and {"recorded", "wajib_ktp"} <= {
        row["measure"] for row in marked
    }
    assert all(WHY in row["note"] for row in marked if row["id"] in ("", "K01"))


def test_the_table_of_the_province_names_the_region_below_it(insisted: Path) -> None:
    report = briefing.province("64", lang="id", data=str(insisted))
    table = report.regions_table()
    notes = [plain(note) for note in table.notes]  # type: ignore[union-attr]
    assert any("tanda mutu F16" in note and "Samarinda" in note and "Balikpapan" not in note for note in notes)


def test_frames_carry_it_as_a_note_of_the_column(insisted: Path) -> None:
    observations = load_observations(insisted)
    frame = frame_of(Position(observations, "64", _day()), "id", "regency")
    assert frame.attrs["notes"]["coverage"] == {"6472": f"F16: taken on the office's word: {WHY}"}
    assert "notes" not in frame_of(Position(load_observations(DATA), "64", _day()), "id", "regency").attrs
