"""Tables as offices have them, each with the figures that must come out, or the words of the refusal that must."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from openpyxl import Workbook

OCT = "2024-10-31"
Figures = dict[tuple[str, str, str], str]


@dataclass(frozen=True)
class Case:
    """A file: `files` by name; `figures` that must come out, or else `refusal`, words of a reason, with the row that it names."""

    name: str
    files: dict[str, bytes]
    figures: Figures = field(default_factory=dict)
    refusal: str = ""
    row: int = 0
    options: dict[str, Any] = field(default_factory=dict)


def text(content: str, encoding: str = "utf-8") -> bytes:
    return content.encode(encoding)


def book(
    *sheets: tuple[str, list[list[Any]]], merged: tuple[str, ...] = (), formats: dict[str, str] | None = None
) -> bytes:
    """A workbook; ranges to join and number formats of cells are those of the first sheet."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    first = made.worksheets[0]
    for cells in merged:
        first.merge_cells(cells)
    for cell, form in (formats or {}).items():
        first[cell].number_format = form
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def parquet(frame: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    return buffer.getvalue()


def of(as_of: str, measure: str, **values: int | str) -> Figures:
    """Figures of one measure and date: r6472=618500."""
    return {(region.removeprefix("r"), measure, as_of): str(value) for region, value in values.items()}


CASES: list[Case] = []


def add(
    name: str, files: dict[str, bytes], figures: Figures | None = None, refusal: str = "", row: int = 0, **options: Any
) -> None:
    CASES.append(Case(name, files, figures or {}, refusal, row, options))


# --- shapes and encodings ---

add(
    "a semicolon table with Indonesian numbers, a dash for missing, Windows-1252",
    {"rekap.csv": text("Kode Wilayah;Kab/Kota;Wajib KTP;Sudah Rekam;Aktivasi IKD\r\n64.72;Kota Samarinda;623.490;619.086;38.111\r\n"
                       "64.02;Kab. Kutai Kartanegara – Tenggarong;554.937;549.101;-\r\n".replace(" – Tenggarong", ""), "cp1252")},
    {**of(OCT, "wajib_ktp", r6472=623490, r6402=554937), **of(OCT, "recorded", r6472=619086, r6402=549101),
     **of(OCT, "ikd_active", r6472=38111)},
    as_of=OCT,
)  # fmt: skip
add(
    "Windows-1252 letters in a note",
    {"catatan.csv": text("Kab/Kota;Sudah Rekam;Keterangan\nBontang;132.318;data “sementara”\n", "cp1252")},
    of(OCT, "recorded", r6474=132318),
    as_of=OCT,
)
add(
    "a comma table with a byte order mark, exported numbers, the date in the file's name",
    {"perekaman_2024-10.csv": text("\ufeffkode,nama,wajib_ktp,recorded\n64,Kalimantan Timur,2878769,2868568\n")},
    {**of("2024-10", "wajib_ktp", r64=2878769), **of("2024-10", "recorded", r64=2868568)},
)
add(
    "tabs, and whole numbers that another program made decimals of",
    {
        "export.tsv": text(
            "kode_kabupaten\tnama_kabupaten\ttanggal\tjml_rekam\n6472.0\tSamarinda\t2024-10-31\t619086.0\n"
        )
    },
    of(OCT, "recorded", r6472=619086),
)
add(
    "titles above, two lines of headings, numbered columns, a total and notes below",
    {"laporan.csv": text(
        "LAPORAN PEREKAMAN KTP-EL\nPROVINSI KALIMANTAN TIMUR\nPER 31 OKTOBER 2024\n\nNo,Kab/Kota,Wajib KTP,Perekaman,,\n,,,Sudah,Belum,%\n"
        '(1),(2),(3),(4),(5),(6)\n1,Kota Samarinda,623490,619086,4404,"99,29"\n2,Kota Bontang,134916,132318,2598,"98,07"\n'
        'JUMLAH,,758406,751404,7002,"99,08"\n\nSumber: Disdukcapil\n,,,"Kepala Dinas, NIP. 19650101 199003 1 001"\n')},
    {**of(OCT, "wajib_ktp", r6472=623490, r6474=134916), **of(OCT, "recorded", r6472=619086, r6474=132318),
     **of(OCT, "unrecorded", r6472=4404, r6474=2598), **of(OCT, "recorded_pct", r6472="99.29", r6474="98.07")},
)  # fmt: skip
add(
    "long: one indicator a row, one that is not used",
    {"panjang.csv": text("Indikator,Kode Wilayah,Periode,Nilai\nWajib KTP,64,2024-10-31,2878769\nJumlah Perekaman,64,2024-10-31,2868568\n"
                         "Kepemilikan KK,64,2024-10-31,700000\n")},
    {**of(OCT, "wajib_ktp", r64=2878769), **of(OCT, "recorded", r64=2868568)},
)  # fmt: skip
add(
    "wide: one month a column, the measure in the file's name",
    {
        "sudah_rekam.csv": text(
            "Kode,Kab/Kota,Agu 2024,Sep 2024\n6472,Kota Samarinda,617000,618000\n6474,Kota Bontang,132000,\n"
        )
    },
    {
        ("6472", "recorded", "2024-08"): "617000",
        ("6472", "recorded", "2024-09"): "618000",
        ("6474", "recorded", "2024-08"): "132000",
    },
)
add(
    "months of one city, the region and the year in the titles",
    {"bulanan.csv": text("PEMERINTAH KOTA SAMARINDA\nPERKEMBANGAN TAHUN 2024\nBulan;Wajib KTP;Sudah Rekam\nJanuari;610.000;600.500\nFebruari;611.000;601.750\n")},
    {("6472", "wajib_ktp", "2024-01"): "610000", ("6472", "wajib_ktp", "2024-02"): "611000",
     ("6472", "recorded", "2024-01"): "600500", ("6472", "recorded", "2024-02"): "601750"},
)  # fmt: skip
add(
    "one file a month",
    {f"rekam_{month}_2024.csv": text(f"Kode;Nama Wilayah;Sudah Rekam\n64.74;Bontang;{value}\n")
     for month, value in (("Agustus", "132.100"), ("September", "132.200"))},
    {("6474", "recorded", "2024-08"): "132100", ("6474", "recorded", "2024-09"): "132200"},
)  # fmt: skip
add(
    "one month a sheet, a cover sheet without a table",
    {"rekap 2024.xlsx": book(
        ("Sampul", [["Laporan tahunan"], ["Dinas Kependudukan"]]),
        ("Agustus", [["Kode", "Kab/Kota", "Wajib KTP"], ["64.72", "Samarinda", 620000]]),
        ("September", [["Kode", "Kab/Kota", "Wajib KTP"], ["64.72", "Samarinda", 621000]]),
    )},
    {("6472", "wajib_ktp", "2024-08"): "620000", ("6472", "wajib_ktp", "2024-09"): "621000"},
)  # fmt: skip
add(
    "a workbook with joined headings, percentages as the sheet formats them, codes as numbers",
    {"gabung.xlsx": book(
        ("Data", [["REKAPITULASI PER 31 OKTOBER 2024"], ["Kode", "Kab/Kota", "Wajib KTP", None, None, "Perekaman", None],
                  [None, None, "L", "P", "L+P", "Sudah", "%"], [64.72, "SAMARINDA", 317490, 306000, 623490, 619086, 0.9929],
                  [6474, "BONTANG", 69000, 65916, 134916, 132318, 0.9807], ["TOTAL", None, 386490, 371916, 758406, 751404, None]]),
        merged=("A1:G1", "A2:A3", "B2:B3", "C2:E2", "F2:G2"), formats={"G4": "0.00%", "G5": "0.00%"},
    )},
    {**of(OCT, "wajib_ktp", r6472=623490, r6474=134916), **of(OCT, "recorded", r6472=619086, r6474=132318),
     **of(OCT, "recorded_pct", r6472="99.29", r6474="98.07")},
)  # fmt: skip
add(
    "a province joined over its rows, a real date in the cells",
    {"tanggal.xlsx": book(
        ("S", [["Provinsi", "Kabupaten/Kota", "Tanggal", "Rekam KTP-el"], ["Kalimantan Timur", "Kota Bontang", dt.datetime(2024, 10, 31), 132318],
               [None, "Berau", dt.datetime(2024, 10, 31), 199000]]),
        merged=("A2:A3",),
    )},
    of(OCT, "recorded", r6474=132318, r6403=199000),
)  # fmt: skip
add(
    "only the sheet that was named",
    {"dua.xlsx": book(("Okt", [["Kode", "Wajib KTP"], [64, 2878769]]), ("Rahasia", [["NIK", "Nama"], ["6472010101010001", "Budi"]]))},
    of(OCT, "wajib_ktp", r64=2878769),
    sheet="Okt", as_of=OCT,
)  # fmt: skip
add(
    "attribute rows of a map server, epoch dates",
    {"layer.json": text(json.dumps({"displayFieldName": "nama", "features": [
        {"attributes": {"OBJECTID": 1, "kode_prop": 64, "nama_prop": "KALIMANTAN TIMUR", "wajib_ktp": 2861471, "rekam": 2843891,
                        "tanggal": 1730332800000, "Shape__Area": 116.8529123456789}}]}))},
    {**of(OCT, "wajib_ktp", r64=2861471), **of(OCT, "recorded", r64=2843891)},
)  # fmt: skip
add(
    "parts of codes in columns of their own",
    {"bagian.json": text(json.dumps([{"no_prop": 64, "no_kab": 72, "nama_kab": "KOTA SAMARINDA", "jml_wajib_ktp": 623490},
                                     {"no_prop": 64, "no_kab": 2, "nama_kab": "KUTAI KARTANEGARA", "jml_wajib_ktp": None}]))},
    of(OCT, "wajib_ktp", r6472=623490),
    as_of=OCT,
)  # fmt: skip
add(
    "a Parquet table",
    {
        "data.parquet": parquet(
            pd.DataFrame(
                {"region": ["64", "6472"], "as_of": pd.to_datetime([OCT, OCT]), "ikd_active": [190000.0, None]}
            )
        )
    },
    of(OCT, "ikd_active", r64=190000),
)
add(
    "the project's own long form, with years and semesters as dates",
    {
        "own.csv": text(
            "region,measure,as_of,value\n64,population,2023,4050000\n64,recorded,Semester I 2024,2843891\n64,ikd_active,Oktober 2024,156639\n"
        )
    },
    {
        ("64", "population", "2023"): "4050000",
        ("64", "recorded", "2024-06-30"): "2843891",
        ("64", "ikd_active", "2024-10"): "156639",
    },
)

add(
    "wide: months without a year under two measures, the year in the title",
    {"tahunan.csv": text("PERKEMBANGAN TAHUN 2024,,,,\nKab/Kota,Wajib KTP,,Sudah Rekam,\n,Agustus,September,Agustus,September\nKota Bontang,134700,134800,132000,132100\n")},
    {("6474", "wajib_ktp", "2024-08"): "134700", ("6474", "wajib_ktp", "2024-09"): "134800",
     ("6474", "recorded", "2024-08"): "132000", ("6474", "recorded", "2024-09"): "132100"},
)  # fmt: skip
add(
    "months without any year",
    {"sudah_rekam.csv": text("Kab/Kota,Agustus,September\nKota Bontang,132000,132100\n")},
    refusal="no year",
)
add(
    "dates that the sheet shows as months",
    {"sudah rekam.xlsx": book(("S", [["Kab/Kota", dt.datetime(2024, 9, 1), dt.datetime(2024, 10, 1)], ["Bontang", 132100, 132318]]),
                              formats={"B1": "mmm-yy", "C1": "mmm-yy"})},
    {("6474", "recorded", "2024-09"): "132100", ("6474", "recorded", "2024-10"): "132318"},
)  # fmt: skip
add(
    "a second table of other columns below the first",
    {"susun.csv": text("Kab/Kota,Wajib KTP\nSamarinda,623490\n\nKab/Kota,Sudah Rekam\nSamarinda,619086\n")},
    refusal="another table begins in row 4",
    as_of=OCT,
)
add(
    "the headings again at a page break",
    {"halaman.csv": text("Kab/Kota,Wajib KTP\nSamarinda,623490\nKab/Kota,Wajib KTP\nBontang,134916\n")},
    of(OCT, "wajib_ktp", r6472=623490, r6474=134916),
    as_of=OCT,
)

# --- numbers ---

add(
    "\"1,57 juta\" is a rounded figure",
    {"juta.csv": text("Kab/Kota;Jumlah Penduduk\nKalimantan Barat;5,57 juta\nJawa Barat;50.345.189\n")},
    of(OCT, "population", r61=5570000, r32=50345189),
    as_of=OCT,
)  # fmt: skip
add(
    "missing in many spellings, and a real zero",
    {"kosong.csv": text("Kab/Kota,Aktivasi IKD\nSamarinda,n/a\nBontang,-\nBerau,\nPaser,…\nKutai Barat,0\n")},
    of(OCT, "ikd_active", r6407=0),
    as_of=OCT,
)
add(
    "one group of thousands everywhere, settled by what is known of the regions",
    {"ribuan.csv": text("Kab/Kota,Wajib KTP\nSamarinda,623.490\nBontang,134.916\n")},
    of(OCT, "wajib_ktp", r6472=623490, r6474=134916),
    as_of=OCT,
)
add(
    "English thousands, settled by a number with two commas",
    {
        "english.csv": text(
            'Province,Wajib KTP,Recorded\nEast Kalimantan,"2,878,769","2,868,568"\nNorth Kalimantan,"531,100","526,200"\n'
        )
    },
    {**of(OCT, "wajib_ktp", r64=2878769, r65=531100), **of(OCT, "recorded", r64=2868568, r65=526200)},
    as_of=OCT,
)
add(
    "shares of one beside the counts that show what they are",
    {"rasio.csv": text("Kab/Kota,Wajib KTP,Sudah Rekam,Persentase Perekaman\nSamarinda,623490,619086,0.9929\nBontang,134916,132318,0.9807\n")},
    {**of(OCT, "wajib_ktp", r6472=623490, r6474=134916), **of(OCT, "recorded", r6472=619086, r6474=132318),
     **of(OCT, "recorded_pct", r6472="99.29", r6474="98.07")},
    as_of=OCT,
)  # fmt: skip
add(
    "a column of one group that nothing settles",
    {"ragu.csv": text("Kab/Kota,PRR\nSamarinda,1.234\nBontang,2.345\n")},
    refusal="--numbers",
    as_of=OCT,
)
add(
    "the same, settled by the person",
    {"ragu.csv": text("Kab/Kota,PRR\nSamarinda,1.234\nBontang,2.345\n")},
    of(OCT, "prr_unprinted", r6472=1234, r6474=2345),
    as_of=OCT, numbers="id",
)  # fmt: skip
add(
    "two number formats in one column",
    {"campur.csv": text("Provinsi;Wajib KTP\nKalimantan Timur;2.878.769\nJawa Barat;37,100,200\n")},
    refusal="mixes number formats",
    as_of=OCT,
)
add(
    "a sign for thousands that a spreadsheet took for a decimal point",
    {"titik.xlsx": book(("S", [["Kab/Kota", "Wajib KTP"], ["Samarinda", 623.49], ["Bontang", 134.916]]))},
    refusal="decimals",
    row=2,
    as_of=OCT,
)
add(
    "an error of a spreadsheet in a cell",
    {"ref.csv": text("Kab/Kota,Wajib KTP\nSamarinda,#REF!\n")},
    refusal="error of the spreadsheet",
    row=2,
    as_of=OCT,
)
add(
    "words where a figure should be",
    {"kata.csv": text("Kab/Kota,Wajib KTP\nSamarinda,623490\nBontang,nihil\n")},
    refusal="no number",
    row=3,
    as_of=OCT,
)
add("a negative count", {"minus.csv": text("Kab/Kota,Wajib KTP\nSamarinda,-5\n")}, refusal="negative", row=2, as_of=OCT)
add(
    "a formula without a stored result",
    {"rumus.xlsx": book(("S", [["Kab/Kota", "Wajib KTP"], ["Samarinda", "=1+1"]]))},
    refusal="no stored result",
    as_of=OCT,
)
add(
    "figures in thousands",
    {"ribu.csv": text("Kab/Kota,Wajib KTP (ribu)\nSamarinda,623\n")},
    refusal="thousands",
    as_of=OCT,
)
add(
    "digits lost",
    {"hilang.csv": text("Kab/Kota,Wajib KTP\nSamarinda,6234\n")},
    refusal="digits may be lost",
    row=2,
    as_of=OCT,
)

# --- regions ---

add(
    "names spelled otherwise",
    {
        "eja.csv": text(
            "Kab/Kota,Sudah Rekam\nKab. Kutai Kertanegara,549101\nKAB. PENAJAM PASER UTARA,140000\nKukar,1\n".replace(
                "Kukar,1\n", ""
            )
        )
    },
    of(OCT, "recorded", r6402=549101, r6409=140000),
    as_of=OCT,
)
add(
    "a code whose zero was lost, with the name that says so",
    {"nol.csv": text("Kode,Nama Kabupaten,Wajib KTP\n11.1,Kab. Aceh Singkil,91000\n11.02,Kab. Aceh Tenggara,160000\n")},
    of(OCT, "wajib_ktp", r1110=91000, r1102=160000),
    as_of=OCT,
)
add(
    "a code whose zero was lost, without a name",
    {"nol.csv": text("Kode,Wajib KTP\n11.1,91000\n")},
    refusal="zeros",
    row=2,
    as_of=OCT,
)
add(
    "codes of BPS under the heading of Kemendagri",
    {
        "bps.csv": text(
            "Kode Wilayah,Kab/Kota,Wajib KTP\n6402,Kutai Barat,125000\n6403,Kutai Kartanegara,554000\n6472,Samarinda,623490\n"
        )
    },
    refusal="--codes bps",
    as_of=OCT,
)
add(
    "the same, when told: matched by name",
    {"bps.csv": text("Kode Wilayah,Kab/Kota,Wajib KTP\n6402,Kutai Barat,125000\n6403,Kutai Kartanegara,554000\n6472,Samarinda,623490\n")},
    of(OCT, "wajib_ktp", r6407=125000, r6402=554000, r6472=623490),
    as_of=OCT, codes="bps",
)  # fmt: skip
add(
    "codes of BPS without names",
    {"bps.csv": text("Kode Wilayah,Wajib KTP\n6402,125000\n6403,554000\n")},
    refusal="--codes kemendagri",
    as_of=OCT,
)
add(
    "codes of BPS when told, without names",
    {"bps.csv": text("Kode,Wajib KTP\n6402,125000\n")},
    refusal="no name",
    row=2,
    as_of=OCT,
    codes="bps",
)
add(
    "a name that two regions have",
    {"dua.csv": text("Kab/Kota,Wajib KTP\nBandung,2600000\n")},
    refusal="3204 Kabupaten Bandung, 3273 Kota Bandung",
    row=2,
    as_of=OCT,
)
add(
    "a region that there is not",
    {"tidak.csv": text("Kode,Wajib KTP\n64.70,100\n")},
    refusal="no Kemendagri code",
    row=2,
    as_of=OCT,
)
add(
    "a row that stands twice",
    {"ganda.csv": text("Kab/Kota,Wajib KTP\nSamarinda,623490\nSamarinda,623490\n")},
    refusal="F13",
    row=3,
    as_of=OCT,
)
add(
    "districts under the name of their regency",
    {"kec.csv": text("KECAMATAN SE-KABUPATEN PASER\nPer Oktober 2024\nKecamatan;Wajib KTP;Rekam\nTanah Grogot;60.400;60.100\nBatu Sopang;19.900;19.700\n")},
    {("640104", "wajib_ktp", "2024-10"): "60400", ("640101", "wajib_ktp", "2024-10"): "19900",
     ("640104", "recorded", "2024-10"): "60100", ("640101", "recorded", "2024-10"): "19700"},
)  # fmt: skip

# --- dates and sums ---

add("no date anywhere", {"data.csv": text("Kab/Kota,Wajib KTP\nSamarinda,623490\n")}, refusal="--as-of")
add(
    "a date that can be read in two ways",
    {"d.csv": text("Kode;Tanggal;Wajib KTP\n64;03/04/2024;2870000\n")},
    refusal="--dates",
    row=2,
)
add("a date that is settled by its neighbours", {"d.csv": text("Kode;Tanggal;Wajib KTP\n64;03/04/2024;2870000\n64;30/04/2024;2871000\n")},
    {("64", "wajib_ktp", "2024-04-03"): "2870000", ("64", "wajib_ktp", "2024-04-30"): "2871000"})  # fmt: skip
add(
    "title and sheet of different months",
    {"x.xlsx": book(("September 2024", [["PER 31 OKTOBER 2024"], ["Kode", "Wajib KTP"], [64, 2870000]]))},
    refusal="--as-of",
)
add(
    "a date to come", {"d.csv": text("Kode;Tanggal;Wajib KTP\n64;2090-01-31;2870000\n")}, refusal="still to come", row=2
)
add(
    "a total that the rows do not give",
    {"jumlah.csv": text("Kab/Kota,Wajib KTP\nSamarinda,623490\nBontang,134916\nJUMLAH,800000\n")},
    refusal="the rows above it sum to 758406",
    row=4,
    as_of=OCT,
)
add(
    "recorded and unrecorded that do not make the whole",
    {"selisih.csv": text("Kab/Kota,Wajib KTP,Sudah Rekam,Belum Rekam\nSamarinda,623490,619086,14404\n")},
    refusal="do not add up",
    row=2,
    as_of=OCT,
)

# --- what must not be there ---

add(
    "a list of persons",
    {"nik.csv": text("NIK,Nama Lengkap,Alamat\n6472010101010001,Budi,Jl. Merdeka 1\n")},
    refusal="F15",
    row=2,
)
add(
    "a NIK in a column of something else",
    {"nik.csv": text("Kab/Kota,Keterangan,Wajib KTP\nSamarinda,pemohon 6472010101010001,623490\n")},
    refusal="F15",
    row=2,
    as_of=OCT,
)
add(
    "a NIK that a spreadsheet made a number of",
    {"nik.xlsx": book(("S", [["Kab/Kota", "Catatan", "Wajib KTP"], ["Samarinda", 6472010101010001, 623490]]))},
    refusal="F15",
    row=2,
    as_of=OCT,
)
add(
    "names of persons under Nama",
    {"nama.csv": text("Nama,Usia,Sudah Rekam\nBudi Santoso,17,1\nSiti Aminah,18,1\n")},
    refusal="F15",
    row=1,
    as_of=OCT,
)
add(
    "an address beside the counts",
    {"alamat.csv": text("Kab/Kota,Alamat,Wajib KTP\nSamarinda,Jl. Merdeka,623490\n")},
    refusal="F15",
    row=1,
    as_of=OCT,
)
add("a table of something else", {"lain.csv": text("Barang,Harga\nMeja,100000\n")}, refusal="no headings")
add("bytes that are no text", {"rusak.csv": bytes(range(256)) * 4}, refusal="text")
add("a broken workbook", {"rusak.xlsx": b"PK\x03\x04" + b"\0" * 200}, refusal="no readable workbook")
