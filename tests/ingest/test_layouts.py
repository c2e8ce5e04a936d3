"""Layouts in which offices and portals hand figures over: charts, copied pages, messages, joined headings, dates in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from cakupan.errors import CakupanError
from cakupan.ingest import Options, Report, ingest, shown
from cakupan.ingest.dates import dates_in, read_date
from ingest.meaning import SOUND

NAMES = {"6471": "Kota Balikpapan", "6472": "Kota Samarinda", "6474": "Kota Bontang"}
WAJIB = {code: SOUND[code][0] for code in NAMES}
REKAM = {code: SOUND[code][1] for code in NAMES}
BOTH = {(code, "wajib_ktp"): WAJIB[code] for code in NAMES} | {(code, "recorded"): REKAM[code] for code in NAMES}
TITLE = "Perekaman KTP-el per 31 Oktober 2024"

Bring = Callable[..., Report]


@pytest.fixture
def bring(tmp_path: Path, directory: Path) -> Bring:
    """Bring a text in under a name."""

    def brought(name: str, text: str, **options: object) -> Report:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return ingest([str(tmp_path / name)], directory, Options(**options))  # type: ignore[arg-type]

    return brought


def figures(directory: Path) -> dict[tuple[str, str], int]:
    table = pd.read_csv(directory / "observations.csv", dtype=str, keep_default_na=False)
    own = table[(table["system"] == "own") & (table["unit"] == "people")]
    return {(row.region, row.measure): int(row.value) for row in own.itertuples()}


def dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


CHARTS = {
    "Highcharts": {
        "chart": {"type": "column"}, "title": {"text": "Perekaman KTP-el"}, "subtitle": {"text": "Per 31 Oktober 2024"},
        "xAxis": [{"categories": list(NAMES.values())}],
        "series": [{"name": "Wajib KTP", "data": list(WAJIB.values())}, {"name": "Sudah Rekam", "data": [{"y": n} for n in REKAM.values()]}],
    },
    "Chart.js": {
        "title": TITLE,
        "data": {
            "labels": list(NAMES.values()),
            "datasets": [{"label": "Wajib KTP", "data": list(WAJIB.values())}, {"label": "Sudah Rekam", "data": list(REKAM.values())}],
        },
    },
    "Plotly": {
        "caption": TITLE,
        "data": [
            {"name": "Wajib KTP", "x": list(NAMES.values()), "y": list(WAJIB.values())},
            {"name": "Sudah Rekam", "x": list(NAMES.values()), "y": list(REKAM.values())},
        ],
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", CHARTS)
def test_the_chart_of_a_portal_is_a_table(bring: Bring, directory: Path, kind: str) -> None:
    report = bring("grafik.json", json.dumps(CHARTS[kind]))
    assert report.written, report.refused
    assert figures(directory) == BOTH


def test_a_chart_of_months_has_its_series_as_regions(bring: Bring, directory: Path) -> None:
    series = [{"name": NAMES[code], "data": [n - 20, n - 10, n]} for code, n in REKAM.items()]
    chart = {
        "title": {"text": "Perekaman KTP-el 2025"},
        "xAxis": {"categories": ["Jan", "Feb", "Mar"]},
        "series": series,
    }
    report = bring("grafik.json", json.dumps(chart))
    assert report.written and report.new == 9, report.refused


def test_two_charts_in_one_file_are_asked_apart(bring: Bring) -> None:
    with pytest.raises(CakupanError, match="holds 2 charts; bring one at a time"):
        bring("grafik.json", json.dumps([CHARTS["Highcharts"], CHARTS["Chart.js"]]))


def page(gap: str = "   ", total: bool = True) -> str:
    rows = [
        f"{at}{gap}{NAMES[code]}{gap}{dotted(WAJIB[code])}{gap}{dotted(REKAM[code])}"
        for at, code in enumerate(NAMES, 1)
    ]
    end = [f"JUMLAH{gap}{dotted(sum(WAJIB.values()))}{gap}{dotted(sum(REKAM.values()))}"] if total else []
    return "\n".join([TITLE, "", f"NO{gap}KABUPATEN/KOTA{gap}WAJIB KTP{gap}SUDAH REKAM", *rows, *end])


@pytest.mark.parametrize("total", [True, False])
def test_a_table_copied_from_a_page_has_its_columns_by_runs_of_spaces(
    bring: Bring, directory: Path, total: bool
) -> None:
    report = bring("halaman.txt", page(total=total))
    assert report.written, report.refused
    assert figures(directory) == BOTH


def test_a_copied_line_that_lacks_a_cell_is_refused_with_its_number(bring: Bring) -> None:
    text = page(total=False).replace(f"   {dotted(REKAM['6472'])}", "")
    with pytest.raises(CakupanError, match=r"halaman.txt, row 5: the line has 3 cells and the others 4"):
        bring("halaman.txt", text)


def test_copied_text_whose_columns_cannot_be_told_is_refused(bring: Bring) -> None:
    report = bring("halaman.txt", page(gap=" ").replace("1 Kota", "1. Kota"))
    assert not report.accepted


MESSAGES = {
    "labelled": "".join(f"{at}. {NAMES[c]}: wajib KTP {dotted(WAJIB[c])}, sudah rekam {dotted(REKAM[c])}\n" for at, c in enumerate(NAMES, 1)),
    "in blocks": "".join(f"*{NAMES[c]}*\n- Wajib KTP: {dotted(WAJIB[c])}\n- Sudah Rekam: {dotted(REKAM[c])}\n\n" for c in NAMES),
    "with slashes": "".join(f"- {NAMES[c]} = Wajib KTP {dotted(WAJIB[c])} / Rekam {dotted(REKAM[c])} jiwa\n" for c in NAMES),
}  # fmt: skip


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_list_from_a_message_is_a_table(bring: Bring, directory: Path, kind: str) -> None:
    report = bring("pesan.txt", f"*Laporan* data per 31 Oktober 2024\n\n{MESSAGES[kind]}\nTerima kasih\n")
    assert report.written, report.refused
    assert figures(directory) == BOTH


def test_a_message_with_one_number_a_line_is_what_its_title_says(bring: Bring, directory: Path) -> None:
    lines = "".join(f"{at}. {NAMES[c]}: {dotted(REKAM[c])} (99,3%)\n" for at, c in enumerate(NAMES, 1))
    report = bring("pesan.txt", f"{TITLE}\n{lines}")
    assert report.written, report.refused
    assert figures(directory) == {(code, "recorded"): n for code, n in REKAM.items()}


def test_a_message_whose_entries_differ_is_refused(bring: Bring) -> None:
    with pytest.raises(CakupanError, match="row 3: the entry of Kota Bontang lacks 'Rekam'"):
        bring(
            "pesan.txt",
            f"{TITLE}\n- Kota Samarinda: Wajib KTP 628.478, Rekam 624.079\n- Kota Bontang: Wajib KTP 135.995\n",
        )


def test_cells_joined_over_rows_and_columns_of_a_web_page_stand_at_their_place(bring: Bring, directory: Path) -> None:
    head = (
        f"<tr><td colspan=5>{TITLE}</td></tr><tr><th rowspan=2>Kode</th><th rowspan=2>Nama</th><th colspan=2>Wajib KTP</th>"
        "<th rowspan=2>Sudah Rekam</th></tr><tr><th>L</th><th>Jumlah</th></tr>"
    )
    rows = "".join(
        f"<tr><td>{c}</td><td>{NAMES[c]}</td><td>{WAJIB[c] // 2}</td><td>{WAJIB[c]}</td><td>{REKAM[c]}</td></tr>"
        for c in NAMES
    )
    report = bring("siak.xls", f"<html><table>{head}{rows}</table></html>")
    assert report.written, report.refused
    assert figures(directory).items() >= BOTH.items()


def test_a_column_of_states_headed_like_a_measure_is_one_of_states(bring: Bring, directory: Path) -> None:
    rows = [f"{c},SUDAH REKAM,{REKAM[c]}\n{c},BELUM REKAM,{WAJIB[c] - REKAM[c]}" for c in NAMES]
    report = bring("status.csv", "kode,status_perekaman,jumlah\n" + "\n".join(rows), as_of="2024-10-31")
    assert report.written, report.refused
    assert figures(directory)["6472", "recorded"] == REKAM["6472"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("As of October 31, 2024", "2024-10-31"), ("31st of October 2024", "2024-10-31"), ("per 31 Okt 2024", "2024-10-31"),
        ("keadaan s.d. Juni 2025", "2025-06"), ("TW II 2025", "2025-06-30"), ("Triwulan ke-3 Tahun 2025", "2025-09-30"), ("2025-Q3", "2025-09-30"),
        ("Semester I Tahun 2025", "2025-06-30"), ("DKB Sem 2 2024", "2024-12-31"), ("DKB_SEM1_2025", "2025-06-30"), ("SMT II/2024", "2024-12-31"),
        ("1 Januari 2025 s.d. 30 Juni 2025", "2025-06-30"), ("Januari s/d Juni 2025", "2025-06"), ("30-Jun-25", "2025-06-30"),
    ],
)  # fmt: skip
def test_a_date_in_words_is_one_date(text: str, day: str) -> None:
    assert dates_in(text) == [day]


@pytest.mark.parametrize("cell", [45596, "45596", "45596.0", 45596.0])
def test_the_day_count_of_a_spreadsheet_is_a_date(cell: object) -> None:
    assert read_date(cell, None) == "2024-10-31"


def test_month_and_year_may_stand_in_two_lines(bring: Bring, directory: Path) -> None:
    report = bring("bulanan.csv", "Bulan : Oktober,\nTahun : 2024,\nKode,Wajib KTP\n6472,628478\n")
    assert report.written and "reference date 2024-10" in report.notes[0], report.refused


def test_each_column_that_is_not_used_is_told_with_why_in_a_dry_run_too(bring: Bring) -> None:
    head = "No,Kode,Jumlah Desa,Kepadatan Penduduk,Satuan,Blanko,Penduduk Lansia,Wajib KTP"
    report = bring("profil.csv", f"{head}\n1,6472,59,1100,jiwa,300,60000,628478\n", as_of="2024-10-31", dry_run=True)
    why = {one["column"]: one["why"] for one in report.columns if one["used_as"] == "not used"}
    assert why == {
        "No": "numbers the rows", "Jumlah Desa": "counts places, and is neither a name nor a number of people", "Satuan": "names the unit",
        "Kepadatan Penduduk": "a rate, a target, a change, or a group of people", "Blanko": "a rate, a target, a change, or a group of people",
        "Penduduk Lansia": "a rate, a target, a change, or a group of people",
    }  # fmt: skip
    lines = list(shown.lines(report))
    assert all(any(column in line and reason in line for line in lines) for column, reason in why.items())
