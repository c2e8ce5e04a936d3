"""What a row counts is settled or asked: groups of people, states, ages and sexes never come in as all people."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from cakupan.ingest import Options, Report, ingest
from ingest.meaning import INSIDE, SOUND

Ask = Callable[..., Report]

SAMARINDA, BALIKPAPAN = "6472,KOTA SAMARINDA", "6471,KOTA BALIKPAPAN"
OCT = "2024-10-31"


@pytest.fixture
def ask(tmp_path: Path, directory: Path) -> Ask:
    """Bring a table in, given as lines of CSV; options as `cakupan ingest` has them."""

    def asked(*lines: str, name: str = "rekap.csv", **options: object) -> Report:
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return ingest([str(tmp_path / name)], directory, Options(**{"as_of": OCT, **options}))  # type: ignore[arg-type]

    return asked


def figures(directory: Path) -> dict[tuple[str, str], str]:
    """The office's own figures that a directory has."""
    table = pd.read_csv(directory / "observations.csv", dtype=str, keep_default_na=False)
    own = table[table["system"] == "own"]
    return {(r.region, r.measure): r.value for r in own.itertuples()}


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("kelompok_umur", "17-40"), ("Usia", "Lansia"), ("status_kepemilikan", "BELUM MEMILIKI"), ("Status", "Sudah Rekam"), ("Jenis Kelamin", "L"),
        ("Kewarganegaraan", "WNI"), ("Segmen", "Penerima PKH"), ("Keterangan", "Pemilih pemula"), ("Kategori", "Disabilitas"), ("Golongan", "Pelajar"),
    ],
)  # fmt: skip
def test_a_column_that_names_one_group_is_asked_about_and_nothing_is_written(
    ask: Ask, directory: Path, heading: str, value: str
) -> None:
    report = ask(f"kode,nama,{heading},jumlah_wajib_ktp", f"{SAMARINDA},{value},400000", f"{BALIKPAPAN},{value},323000")
    assert not report.accepted and not report.written
    (refusal,) = report.refused
    assert refusal.column == heading and value in refusal.reason
    assert f'--where "{heading}={value}"' in refusal.option and f'--map "{heading}=ignore"' in refusal.option
    assert figures(directory) == {}


def test_rows_with_the_total_of_all_groups_are_chosen(ask: Ask, directory: Path) -> None:
    report = ask(
        "kode,nama,kelompok umur,wajib ktp",
        *(f"{SAMARINDA},{group},{n}" for group, n in (("17-40", 400000), ("41+", 225000), ("Semua umur", 625000))),
        *(f"{BALIKPAPAN},{group},{n}" for group, n in (("17-40", 300000), ("41+", 236000), ("Semua umur", 536000))),
    )
    assert report.written, report.refused
    assert figures(directory) == {("6472", "wajib_ktp"): "625000", ("6471", "wajib_ktp"): "536000"}


def test_a_region_that_has_parts_but_no_total_is_refused(ask: Ask) -> None:
    report = ask(
        "kode,nama,kelompok umur,wajib ktp",
        f"{SAMARINDA},Semua umur,625000",
        f"{SAMARINDA},17-40,400000",
        f"{BALIKPAPAN},17-40,300000",
    )
    assert any("6471" in one.reason and "none that counts all" in one.reason for one in report.refused)


@pytest.mark.parametrize(
    ("heading", "groups"),
    [
        ("Jenis Kelamin", ("Laki-laki", "Perempuan")),
        ("JK", ("L", "P")),
        ("Warga", ("WNI", "WNA")),
        ("Kepemilikan", ("Memiliki", "Belum memiliki")),
    ],
)
def test_two_groups_that_make_the_whole_are_added(
    ask: Ask, directory: Path, heading: str, groups: tuple[str, str]
) -> None:
    report = ask(
        f"kode,nama,{heading},wajib ktp",
        f"{SAMARINDA},{groups[0]},315000", f"{SAMARINDA},{groups[1]},310000",
        f"{BALIKPAPAN},{groups[0]},270000", f"{BALIKPAPAN},{groups[1]},266000",
    )  # fmt: skip
    assert report.written, report.refused
    assert figures(directory) == {("6472", "wajib_ktp"): "625000", ("6471", "wajib_ktp"): "536000"}
    assert any("make the whole" in note for note in report.notes)


def test_one_of_two_groups_is_not_the_whole(ask: Ask) -> None:
    report = ask("kode,nama,JK,wajib ktp", f"{SAMARINDA},P,310000")
    assert not report.accepted


def test_the_person_may_settle_it_by_where_sum_or_ignore(ask: Ask, directory: Path) -> None:
    lines = ("kode,nama,kelompok,wajib ktp", f"{SAMARINDA},17-40,400000", f"{SAMARINDA},41 ke atas,225000")
    assert ask(*lines, sum_over=("kelompok",)).written
    assert figures(directory) == {("6472", "wajib_ktp"): "625000"}
    chosen = ask(*lines, name="lain.csv", where=(("Kelompok", "17-40"),), published="2024-12-01")
    assert any("'17-40', which is a group" in one.reason and "--insist" in one.option for one in chosen.refused)
    missing = ask(*lines, where=(("umur", "17-40"),))
    assert any("'umur', which there is not" in one.reason and "'kelompok'" in one.reason for one in missing.refused)


def test_columns_that_name_no_group_ask_nothing(ask: Ask, directory: Path) -> None:
    report = ask(
        "kode,nama,jenis,satuan,wajib ktp",
        f"{SAMARINDA},Kota,jiwa,625000",
        "6402,KUTAI KARTANEGARA,Kabupaten,jiwa,560000",
    )
    assert report.written, report.refused


def test_a_long_table_whose_states_are_measures_needs_no_option(ask: Ask, directory: Path) -> None:
    report = ask(
        "kode,nama,status,jumlah",
        f"{SAMARINDA},WAJIB KTP,628000", f"{SAMARINDA},SUDAH REKAM,623000", f"{SAMARINDA},BELUM REKAM,5000",
    )  # fmt: skip
    assert report.written, report.refused
    assert figures(directory) == {
        ("6472", "wajib_ktp"): "628000", ("6472", "recorded"): "623000", ("6472", "unrecorded"): "5000",
    }  # fmt: skip


# --- plausibility ---


@pytest.mark.parametrize(
    ("head", "row", "numbers"),
    [
        ("wajib ktp", "400000", ("400000", "623490")),  # a group of ages, without a column that says so
        ("jumlah penduduk", "600000", ("600000", "881225")),
        ("wajib ktp,sudah rekam", "500000,640000", ("640000", "500000")),
    ],
)
def test_figures_unlike_what_is_known_are_refused_with_both_numbers(
    ask: Ask, head: str, row: str, numbers: tuple[str, str]
) -> None:
    report = ask(f"kode,nama,{head}", f"{SAMARINDA},{row}")
    assert not report.written
    assert any(all(number in one.reason for number in numbers) and "--insist" in one.option for one in report.refused)


def test_who_insists_gets_the_figure_with_the_reason_beside_it(ask: Ask, directory: Path) -> None:
    report = ask("kode,nama,wajib ktp,sudah rekam", f"{SAMARINDA},40000,39000", insist="pendataan ulang 2024")
    assert report.written
    table = pd.read_csv(directory / "observations.csv", dtype=str, keep_default_na=False)
    own = table[table["system"] == "own"]
    assert set(own["note"]) == {"insisted: pendataan ulang 2024"}


# --- the office's own total ---


def test_the_total_of_a_complete_table_is_the_figure_of_the_region_above(ask: Ask, directory: Path) -> None:
    rows = [f"{code},{n}" for code, n in INSIDE.items()]
    report = ask("Kode,Wajib KTP", *rows, f"JUMLAH,{sum(INSIDE.values())}", as_of="2025-06-30")
    assert report.written, report.refused
    assert figures(directory)["64", "wajib_ktp"] == str(sum(INSIDE.values()))
    assert any("taken as the figure of 64 Kalimantan Timur" in note for note in report.notes)


def test_the_total_of_a_table_that_lacks_a_region_is_not(ask: Ask, directory: Path) -> None:
    some = dict(list(INSIDE.items())[1:])
    report = ask(
        "Kode,Wajib KTP",
        *(f"{code},{n}" for code, n in some.items()),
        f"JUMLAH,{sum(some.values())}",
        as_of="2025-06-30",
    )
    assert report.written, report.refused
    assert ("64", "wajib_ktp") not in figures(directory)


# --- dates, numbers, words, files ---


@pytest.mark.parametrize("name", ["AGR_WKTP_202302.csv", "dkb_202401.csv", "rekap 202401.csv"])
def test_a_number_that_can_be_a_month_or_a_semester_is_asked_about(ask: Ask, name: str) -> None:
    report = ask("NO_PROP,NAMA_PROP,JML_WKTP", "64,KALIMANTAN TIMUR,2850000", name=name, as_of=None)
    (refusal,) = report.refused
    assert "a semester of the register" in refusal.reason and "--as-of" in refusal.option


def test_as_of_wins_over_the_name_of_a_file(ask: Ask, directory: Path) -> None:
    report = ask(
        "NO_PROP,NAMA_PROP,JML_WKTP", "64,KALIMANTAN TIMUR,2850000", name="AGR_WKTP_202311.csv", as_of="2023-12-31"
    )
    assert report.written, report.refused
    assert any("--as-of 2023-12-31 is taken" in note for note in report.notes)


@pytest.mark.parametrize(
    ("title", "day"),
    [("TW II 2025", "2025-06-30"), ("Triwulan III Tahun 2025", "2025-09-30"), ("s.d. Juni 2025", "2025-06")],
)
def test_quarters_and_up_to_a_month_are_dates(ask: Ask, directory: Path, title: str, day: str) -> None:
    report = ask(f"REKAP WAJIB KTP {title},,", "Kode,Nama,Wajib KTP", f"{SAMARINDA},628478", as_of=None)
    assert report.written, report.refused
    table = pd.read_csv(directory / "observations.csv", dtype=str, keep_default_na=False)
    assert set(table[table["system"] == "own"]["as_of"]) == {day}


def test_percentages_with_seventeen_digits_come_in_and_raise_no_flag(ask: Ask) -> None:
    exact = 100 * 5058 / 628478
    report = ask("Kode,Wajib KTP,Belum Rekam,% Belum Rekam", f"6472,628478,5058,{exact!r}")
    assert report.written, report.refused
    assert not [flag for flag in report.flags if flag["flag"] == "F12"]


def test_counts_of_places_are_no_names_and_densities_no_population(ask: Ask, directory: Path) -> None:
    report = ask(
        "NO_PROP,NAMA_PROP,JUMLAH_KABUPATEN,JUMLAH_DESA,KEPADATAN_PENDUDUK,LAJU PERTUMBUHAN PENDUDUK,JUMLAH_PENDUDUK",
        "64,KALIMANTAN TIMUR,7,841,32,1.9,4150000",
    )
    assert report.written, report.refused
    assert figures(directory) == {("64", "population"): "4150000"}


def test_the_mark_of_an_open_workbook_is_passed_over_in_a_pattern_and_told_by_name(
    tmp_path: Path, directory: Path
) -> None:
    (tmp_path / "rekap.csv").write_text(f"kode,nama,wajib ktp\n{SAMARINDA},628478\n", encoding="utf-8")
    (tmp_path / "~$rekap.csv").write_bytes(b"\x05admin")
    assert ingest([str(tmp_path / "*.csv")], directory, Options(as_of=OCT)).written
    with pytest.raises(Exception, match="only marks that a workbook is open"):
        ingest([str(tmp_path / "~$rekap.csv")], directory, Options(as_of=OCT))


def test_a_workbook_with_a_password_is_told_to_be_one(tmp_path: Path, directory: Path) -> None:
    (tmp_path / "rekap.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(Exception, match="protected by a password"):
        ingest([str(tmp_path / "rekap.xlsx")], directory, Options(as_of=OCT))


def test_a_web_page_named_xls_is_read(tmp_path: Path, directory: Path) -> None:
    page = "<html><table><tr><th>Kode</th><th>Nama</th><th>Wajib KTP</th></tr><tr><td>6472</td><td>KOTA SAMARINDA</td><td>628.478</td></tr></table></html>"
    (tmp_path / "rekap.xls").write_text(page, encoding="utf-8")
    report = ingest([str(tmp_path / "rekap.xls")], directory, Options(as_of=OCT, numbers="id"))
    assert report.written, report.refused
    assert figures(directory) == {("6472", "wajib_ktp"): "628478"}


def test_the_same_figure_on_two_sheets_counts_once(tmp_path: Path, directory: Path) -> None:
    with pd.ExcelWriter(tmp_path / "rekap.xlsx") as book:
        for sheet in ("Wajib", "Rekam"):
            pd.DataFrame(
                {"Kode": ["6472"], "Nama": ["KOTA SAMARINDA"], "Wajib KTP": [628478]}
                | ({"Rekam": [623000]} if sheet == "Rekam" else {})
            ).to_excel(book, sheet_name=sheet, index=False)
    report = ingest([str(tmp_path / "rekap.xlsx")], directory, Options(as_of=OCT))
    assert report.written, report.refused
    assert figures(directory) == {("6472", "wajib_ktp"): "628478", ("6472", "recorded"): "623000"}


def test_an_opendocument_workbook_is_read(tmp_path: Path, directory: Path) -> None:
    rows = "".join(
        "<table:table-row>" + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        ) + "</table:table-row>"
        for row in (("Kode", "Nama", "Wajib KTP"), ("6472", "KOTA SAMARINDA", "628478"))
    )  # fmt: skip
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Rekap">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    with zipfile.ZipFile(tmp_path / "rekap.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    report = ingest([str(tmp_path / "rekap.ods")], directory, Options(as_of=OCT))
    assert report.written, report.refused
    assert figures(directory) == {("6472", "wajib_ktp"): "628478"}


SEVERAL = dict(list(SOUND.items())[:4])


@pytest.mark.parametrize(
    ("lines", "options"),
    [
        (["WAJIB KTP PEMULA,,", "Kode,Wajib KTP,Sudah Rekam", *(f"{c},{d},{n}" for c, (d, n) in SEVERAL.items())], {}),
        (["Kode,Umur,Wajib KTP", *(f"{c},17,{d}" for c, (d, _) in SEVERAL.items())], {}),
        (["Kode,JK,Wajib KTP", *(f"{c},1,{d}" for c, (d, _) in SEVERAL.items())], {}),
        (["Kode,Wajib KTP,Sudah Rekam", *(f"{c},{n},{d}" for c, (d, n) in SEVERAL.items())], {}),
        (["Kode,Wajib KTP", *(f"{c},{d * 9 // 10}" for c, (d, _) in SEVERAL.items())], {}),
        (["Kode,% Rekam", "6472,104.2"], {}),
        (["Kode,Periode,Wajib KTP", *(f"{c},202402,{d}" for c, (d, _) in SEVERAL.items())], {"as_of": None}),
        (["DATA 202402,", "Kode,Wajib KTP", *(f"{c},{d}" for c, (d, _) in SEVERAL.items())], {"as_of": None}),
    ],
    ids=["group in the title", "ages as numbers", "sex as a number", "swapped", "nine tenths", "rate", "semester in a column", "semester in the title"],
)  # fmt: skip
def test_what_only_looks_like_the_sound_table_is_refused_with_a_way_out(
    ask: Ask, lines: list[str], options: dict[str, object]
) -> None:
    report = ask(*lines, dry_run=True, **options)
    assert report.refused and all("--" in one.option for one in report.refused), report.refused


def test_the_sound_table_itself_is_taken(ask: Ask) -> None:
    lines = ["Kode,Wajib KTP,Sudah Rekam", *(f"{c},{d},{n}" for c, (d, n) in SEVERAL.items())]
    assert not ask(*lines, dry_run=True).refused


def test_a_semester_in_a_column_is_settled_by_as_of(ask: Ask, directory: Path) -> None:
    assert ask("Kode,Periode,Wajib KTP", "6472,202402,628478", as_of="2024-12-31").written
    assert figures(directory) == {("6472", "wajib_ktp"): "628478"}
