"""A notebook as if it had been executed: realistic parts of a provincial briefing, made without any kernel.

The figures are invented where the tests need many; they are no data.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import nbformat
import nbformat.v4 as nb
from cakupan import look
from cakupan.blocks import (
    Card,
    Cards,
    Column,
    Definitions,
    Figure,
    Note,
    Num,
    Paragraph,
    Points,
    Setup,
    Table,
    Text,
    Title,
)
from cakupan.languages import Lang
from cakupan.words.numbers import Formatter

REGION = "64"
REGENCIES = (
    ("6401", "Paser", 204_113, 201_902, 8_214),
    ("6402", "Kutai Kartanegara", 553_870, 549_331, 21_406),
    ("6403", "Berau", 190_322, 189_204, 9_871),
    ("6407", "Kutai Barat", 128_441, 126_016, 4_122),
    ("6408", "Kutai Timur", 311_208, 306_004, 14_730),
    ("6409", "Penajam Paser Utara", 141_675, 141_380, 7_903),
    ("6411", "Mahakam Ulu", 27_310, 25_011, 611),
    ("6471", "Balikpapan", 538_219, 537_944, 44_310),
    ("6472", "Samarinda", 628_604, 625_390, 41_118),
    ("6474", "Bontang", 137_709, 137_709, 16_131),
)
SHORT = {"6401": "Paser", "6402": "Kukar"}
WORDS = {
    "id": {
        "title": "Perekaman KTP-el dan aktivasi IKD Provinsi Kalimantan Timur",
        "subtitle": "Taklimat untuk pimpinan daerah, keadaan akhir 2024",
        "trend": "## Kabupaten dan kota",
        "source": "Sumber: Ditjen Dukcapil, keadaan 30 Juni 2024.",
    },
    "en": {
        "title": "Recording of electronic ID and activation of digital ID in East Kalimantan",
        "subtitle": "Briefing for the governor's office, end of 2024",
        "trend": "## Regencies and cities",
        "source": "Source: Directorate General Dukcapil, as of 30 June 2024.",
    },
}


@look.themed
def coverage_bars(shift: float = 0.0) -> str:
    """Unrecorded people by regency, as horizontal bars with direct labels."""
    rows = sorted(REGENCIES, key=lambda row: row[2] - row[3])
    names = [row[1] for row in rows]
    gaps = [row[2] - row[3] + shift for row in rows]
    drawing, axes = look.new_figure(look.TEXT_WIDTH_MM, 66, left_mm=look.widest_mm(names) + 3, right_mm=16)
    colours = [look.ACCENT if gap > 4000 else look.FILL for gap in gaps]
    axes.barh(range(len(rows)), gaps, height=0.68, color=colours)
    axes.set_yticks(range(len(rows)), names)
    axes.set_xticks([0, 1000, 2000, 3000, 4000, 5000], ["0", "1.000", "2.000", "3.000", "4.000", "5.000"])
    axes.set_xlim(0, 5300)
    axes.xaxis.grid(True)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.set_xlabel("jiwa wajib KTP yang belum merekam")
    for index, gap in enumerate(gaps):
        axes.annotate(Formatter().count(int(gap)).text, (gap, index), (3, 0), textcoords="offset points", va="center")
    return look.to_svg(drawing)


@look.themed
def rate_dots() -> str:
    """IKD rate by regency as dots against the provincial line, a second drawing with other marks."""
    rows = sorted(REGENCIES, key=lambda row: row[4] / row[2])
    names = [row[1] for row in rows]
    drawing, axes = look.new_figure(look.TEXT_WIDTH_MM, 58, left_mm=look.widest_mm(names) + 3, right_mm=6, top_mm=6)
    rates = [100 * row[4] / row[2] for row in rows]
    axes.hlines(range(len(rows)), 5.89, rates, color=look.FILL, lw=2)
    axes.plot(rates, range(len(rows)), "o", color=look.BLUE)
    axes.axvline(5.89, color=look.VERMILLION, lw=1, ls=(0, (4, 2)))
    axes.set_yticks(range(len(rows)), names)
    axes.set_xlim(0, 14)
    axes.set_ylim(-0.6, 9.8)
    axes.text(5.99, 9.75, "provinsi 5,89", color=look.VERMILLION, size=look.SMALL_PT, va="bottom")
    axes.set_xlabel("IKD aktif, persen wajib KTP")
    axes.spines["left"].set_visible(False)
    return look.to_svg(drawing)


def setup(lang: Lang, simulated: bool, name: str) -> Setup:
    csv = "code,name,wajib_ktp,recorded\r\n" + "".join(f"{row[0]},{row[1]},{row[2]},{row[3]}\r\n" for row in REGENCIES)
    return Setup(
        {
            "lang": lang,
            "title": WORDS[lang]["title"],
            "region": REGION,
            "edition": "2024-12-31",
            "running": f"{name} · 2024-12-31",
            "simulated": simulated,
            "csv": {"name": "64-kalimantan-timur.csv", "text": csv},
            "manifest": {"edition": "2024-12-31", "input": "sha256:0123", "region": REGION},
        }
    )


def title(lang: Lang, name: str) -> Title:
    f = Formatter(lang)
    return Title(
        title=(WORDS[lang]["title"].rsplit(" Provinsi", 1)[0], ": ", name),
        subtitle=WORDS[lang]["subtitle"],
        facts=(
            ("Perekaman dan wajib KTP", f.date("2024-06-30")),
            ("Aktivasi IKD", f.date("2024-12-12")),
            ("Edisi", f.date("2024-12-31")),
            ("Wilayah dan kode", "64, Kode Wilayah Kemendagri (300.2.2-2138/2025)"),
            ("Kelas penduduk", "2–5 juta (aturan prov-2-5)"),
            ("Sumber", "Ditjen Dukcapil, 5 terbitan"),
        ),
        region=REGION,
    )


def points(f: Formatter) -> Points:
    return Points(
        (
            (
                "Per ",
                f.date("2024-06-30"),
                " sebanyak ",
                f.count(2_843_891, key="64:K01:numerator"),
                " dari ",
                f.count(2_861_471),
                " penduduk wajib KTP telah merekam KTP-el (",
                f.percent(Fraction(284_389_100, 2_861_471), key="64:K01"),
                " persen).",
            ),
            ("Yang belum merekam ", f.count(17_580), " jiwa; lima kabupaten menampung empat dari lima di antaranya."),
            (
                "Aktivasi IKD mencapai ",
                f.count(168_416),
                " jiwa, setara ",
                Num("5,89", "16841600/2861471"),
                " persen wajib KTP.",
            ),
            ("Capaian terhadap sasaran 30 persen: ", Num("19,62", "19.62"), " persen; masih perlu 690.025 aktivasi."),
            "Tiga kabupaten tercatat tepat 100 persen; angka itu dipotong dan hanya batas bawah.",
        ),
        REGION,
    )


def cards(f: Formatter) -> Cards:
    return Cards(
        (
            Card(
                "Cakupan perekaman",
                f.percent(Fraction(284_389_100, 2_861_471)),
                "%",
                "dari 2.861.471 wajib KTP",
                "di atas nasional 97,19",
                status="better",
                spark=(98.9, 99.1, 99.2, 99.39),
            ),
            Card(
                "Belum merekam",
                f.count(17_580),
                "jiwa",
                "selisih bersih, 30 Juni 2024",
                "paling sedikit ke-7 dari 38",
                status="better",
            ),
            Card(
                "Tingkat IKD",
                Num("5,89", "5.89"),
                "%",
                "dari wajib KTP, 12 Desember 2024",
                "nasional 6,31",
                status="worse",
            ),
            Card(
                "Capaian sasaran IKD",
                Num("19,62", "19.62"),
                "%",
                "dari sasaran 30 % wajib KTP",
                "setara dengan median kelas",
                status="similar",
            ),
            Card("Masih perlu", f.count(690_025), "aktivasi", "menuju sasaran 30 %"),
        ),
        REGION,
    )


def regency_table(f: Formatter, repeat: int = 1) -> Table:
    rows: list[tuple[Text, ...]] = []
    codes: list[str] = []
    for _ in range(repeat):
        for code, name, base, recorded, ikd in REGENCIES:
            codes.append(code)
            coverage: Text = (
                ("≥ ", Num("100,00", "100")) if base == recorded else f.percent(Fraction(100 * recorded, base))
            )
            rows.append(
                (
                    name,
                    code,
                    f.count(base),
                    f.count(recorded),
                    coverage,
                    f.count(base - recorded),
                    f.percent(Fraction(100 * ikd, base)),
                )
            )
    return Table(
        columns=(
            Column("Kabupaten/kota", "left"),
            Column("Kode", "left"),
            Column("Wajib KTP", "right", "jiwa"),
            Column("Sudah merekam", "right", "jiwa"),
            Column("Cakupan", "right", "%"),
            Column("Belum merekam", "right", "jiwa"),
            Column("Tingkat IKD", "right", "%"),
        ),
        rows=tuple(rows),
        title="Perekaman dan aktivasi menurut kabupaten dan kota",
        source="Sumber: Ditjen Dukcapil, keadaan 30 Juni 2024; aktivasi IKD 12 Desember 2024.",
        region=REGION,
        notes=("≥ 100: dipotong pada sumbernya, hanya batas bawah.",),
        region_of_rows=tuple(codes),
        highlight=(6,),
    )


def executed(*shown: Any) -> Any:
    """A code cell that has shown these blocks."""
    outputs = [nb.new_output("display_data", data=block._repr_mimebundle_()) for block in shown]
    return nb.new_code_cell("briefing.show()", outputs=outputs, execution_count=1)


def marked(source: str, *tags: str) -> Any:
    return nb.new_markdown_cell(source, metadata={"tags": list(tags)})


def demo_notebook(
    lang: Lang = "id", *, simulated: bool = False, name: str = "Kalimantan Timur", shift: float = 0.0, rows: int = 1
) -> Any:
    """The whole notebook. shift: moves the bars a little, for distinct documents. rows: how often the ten rows repeat."""
    f = Formatter(lang)
    source = WORDS[lang]["source"]
    first = Figure(
        coverage_bars(shift),
        "Diagram batang jiwa yang belum merekam menurut kabupaten/kota Kalimantan Timur, 30 Juni 2024; terbanyak Kutai Timur 5.204, Bontang 0.",
        "Lima kabupaten menampung empat dari lima orang yang belum merekam",
        ("Wajib KTP dikurangi perekaman, per ", f.date("2024-06-30"), "."),
        source,
        REGION,
    )
    second = Figure(
        rate_dots(),
        "Diagram titik tingkat aktivasi IKD menurut kabupaten/kota Kalimantan Timur, 12 Desember 2024; Bontang 11,71, Mahakam Ulu 2,24 persen.",
        "Bontang dan Balikpapan jauh di depan, Mahakam Ulu tertinggal",
        "IKD aktif sebagai bagian wajib KTP; garis putus: tingkat provinsi.",
        source,
        REGION,
    )
    cells = [
        nb.new_markdown_cell("# Taklimat provinsi"),
        nb.new_code_cell('province: str = "64"', metadata={"tags": ["parameters"]}),
        executed(setup(lang, simulated, name)),
        executed(title(lang, name), points(f), cards(f)),
        marked(
            WORDS["id"]["trend"]
            + "\n\nSiapa **belum** merekam, dan di mana? Lihat [metode](https://example.org/metode).",
            "id",
        ),
        marked(WORDS["en"]["trend"] + "\n\nWho is *not yet* recorded, and where?", "en"),
        executed(first),
        executed(regency_table(f, rows)),
        nb.new_markdown_cell("## IKD\n\nButir:\n\n- satu `kode`\n- dua\n\n| a | b |\n|---|---:|\n| x | 1 |"),
        executed(
            second, Note("Tidak ada angka bulanan sebelum Juni 2024; laju tidak dapat dihitung.", REGION, "missing")
        ),
        executed(Note("Tanggal pembilang (Desember) dan penyebut (Juni) berbeda.", REGION, "warning")),
        executed(Paragraph(("Selisih kotor ", f.count(20_183), " jiwa."), REGION)),
        nb.new_markdown_cell("## Metode dan sumber\n\n### Rumus"),
        executed(
            Definitions(
                (
                    (
                        "Cakupan",
                        "perekaman dibagi wajib KTP, dihitung dari bilangan bulat, dibulatkan setengah ke atas.",
                    ),
                    (
                        "Tingkat IKD",
                        ("IKD aktif dibagi wajib KTP; terhadap perekaman ", Num("5,92", "5.92"), " persen."),
                    ),
                ),
                REGION,
            )
        ),
    ]
    metadata = {"papermill": {"parameters": {"province": REGION, "edition": "2024-12-31", "lang": lang}}}
    return nb.new_notebook(cells=cells, metadata=metadata)


def written(notebook: Any) -> str:
    """A notebook as the text of its file."""
    return str(nbformat.writes(notebook))


def make_pdf(text: str) -> bytes:
    """The PDF of a notebook's text; called in another process."""
    from cakupan.export import CakupanPDFExporter

    pdf, _ = CakupanPDFExporter().from_notebook_node(nbformat.reads(text, as_version=4))
    return bytes(pdf)
