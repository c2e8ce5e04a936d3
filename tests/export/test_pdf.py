"""The PDF reads back: text in order, structure, language, typefaces, attachments, equal bytes."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import nbformat.v4 as nb
import pikepdf
import pypdf
import pytest
from cakupan.briefing.record import seal_holds
from cakupan.export.compiler import compile_pdf
from export.demo import REGENCIES, demo_notebook

Export = Callable[[Any], bytes]


def text_of(pdf: bytes) -> str:
    """The words in reading order, on one line."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def structure(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """All structure elements as (tag, element), in reading order."""

    def walk(element: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(element, pikepdf.Array):
            for child in element:
                yield from walk(child)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                yield str(element.S)[1:], element
            if "/K" in element:
                yield from walk(element.K)

    yield from walk(pdf.Root.StructTreeRoot.K)


@pytest.fixture(scope="module")
def opened(demo_pdf: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(demo_pdf)) as pdf:
        yield pdf


def test_words_and_numbers_stand_in_reading_order(demo_pdf: bytes) -> None:
    text = text_of(demo_pdf)
    expected = [
        "Perekaman KTP-el dan aktivasi IKD: Kalimantan Timur",
        "Perekaman dan wajib KTP 30 Juni 2024",
        "sebanyak 2.843.891 dari 2.861.471 penduduk",
        "Cakupan perekaman 99,39 % dari 2.861.471 wajib KTP",
        "Belum merekam 17.580 jiwa",
        "Kabupaten dan kota Siapa belum merekam",
        "Lima kabupaten menampung",
        "Gambar 1. Wajib KTP dikurangi perekaman, per 30 Juni 2024. Sumber: Ditjen Dukcapil",
        "Tabel 1. Perekaman dan aktivasi",
        "Paser 6401 204.113 201.902 98,92 2.211 4,02",
        "Bontang 6474 137.709 137.709 ≥ 100,00 0 11,71",
        "Gambar 2.",
        "Metode dan sumber",
        "terhadap perekaman 5,92 persen",
    ]
    places = [text.find(piece) for piece in expected]
    assert -1 not in places, [piece for piece, place in zip(expected, places, strict=True) if place < 0]
    assert places == sorted(places)


def test_every_row_of_the_table_is_in_the_text(demo_pdf: bytes) -> None:
    text = text_of(demo_pdf)
    assert [code for code, *_ in REGENCIES if f" {code} " not in text] == []


def test_the_text_in_charts_can_be_selected(demo_pdf: bytes) -> None:
    text = text_of(demo_pdf)
    assert "jiwa wajib KTP yang belum merekam" in text
    assert "5.204" in text


def test_it_claims_both_standards_and_is_tagged(opened: pikepdf.Pdf) -> None:
    with opened.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("3", "A", "1")
    assert opened.Root.MarkInfo.Marked


def test_language_title_and_date_are_those_of_the_document(opened: pikepdf.Pdf) -> None:
    assert str(opened.Root.Lang) == "id"
    assert str(opened.docinfo.Title).startswith("Perekaman KTP-el")
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    assert str(opened.docinfo.CreationDate).startswith("D:20241231")


def test_bookmarks_lead_to_the_sections(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Kabupaten dan kota", "IKD", "Metode dan sumber"]


def test_every_figure_has_its_alt_text(opened: pikepdf.Pdf) -> None:
    alts = [str(element.get("/Alt", "")) for tag, element in structure(opened) if tag == "Figure"]
    described = [alt for alt in alts if alt]
    assert [alt.split(" ", 2)[:2] for alt in described] == [["Diagram", "batang"], ["Diagram", "titik"]]


def test_tables_and_headings_are_marked_as_such(opened: pikepdf.Pdf) -> None:
    tags = [tag for tag, _ in structure(opened)]
    assert tags.count("TH") == 7 + 10 + 2  # columns and rows of the table block, and the Markdown table
    assert tags.count("TR") == 1 + 10 + 2
    assert tags.count("TD") == 60 + 2
    assert tags.count("Caption") == 3
    assert [tag for tag in tags if tag.startswith("H") and tag[1:].isdigit()][:2] == ["H1", "H2"]
    assert (tags.count("H1"), tags.count("H2"), tags.count("Title")) == (1, 3, 0)
    assert tags.count("L") >= 2


def test_cards_facts_and_terms_are_lists_of_items_with_a_body(opened: pikepdf.Pdf) -> None:
    lists = [element for tag, element in structure(opened) if tag == "L"]
    items = [item for one in lists for item in one.K]
    assert {str(item.S) for item in items} == {"/LI"}
    assert {str(item.K[-1].S) for item in items} == {"/LBody"}
    bodies = [item.K[-1] for item in items]
    inside = [
        (body, text) for body in bodies for text in body.K if isinstance(text, pikepdf.Dictionary) and "/S" in text
    ]
    assert all(text.P.objgen == body.objgen for body, text in inside)
    words = [len(one.K) for one in lists]
    assert words.count(5) >= 1 and words.count(2) >= 2  # five cards; two terms, two items of a list in Markdown


def test_the_title_is_the_first_heading_and_sections_come_below_it(opened: pikepdf.Pdf) -> None:
    levels = [int(tag[1:]) for tag, _ in structure(opened) if re.fullmatch(r"H\d", tag)]
    assert levels[0] == 1 and levels.count(1) == 1 and set(levels) == {1, 2, 3}
    assert all(after - before <= 1 for before, after in pairwise(levels))


def table_attributes(element: Any) -> Any:
    return next(one for one in element.A if one.get("/O") == "/Table")


def test_the_first_cell_of_a_row_heads_it_and_the_others_name_it(opened: pikepdf.Pdf) -> None:
    names = {str(name): element for name, element in pikepdf.NameTree(opened.Root.StructTreeRoot.IDTree).items()}
    rows = [
        [cell for cell in element.K if str(cell.S) in ("/TH", "/TD")]
        for tag, element in structure(opened)
        if tag == "TR"
    ]
    body = [row for row in rows if len(row) == 7 and str(row[1].S) == "/TD"]
    assert len(body) == 10
    for first, *others in body:
        assert (str(first.S), str(table_attributes(first).Scope)) == ("/TH", "/Row")
        for cell in others:
            row, column = (names[str(name)] for name in table_attributes(cell).Headers)
            assert row.objgen == first.objgen
            assert str(table_attributes(column).Scope) == "/Column"


def test_texts_of_blocks_are_paragraphs_so_that_what_is_read_aloud_does_not_run_together(opened: pikepdf.Pdf) -> None:
    loose = [
        (tag, str(kid.S))
        for tag, element in structure(opened)
        if tag in ("Document", "Div", "Sect") and "/K" in element and isinstance(element.K, pikepdf.Array)
        for kid in element.K
        if isinstance(kid, pikepdf.Dictionary) and str(kid.get("/S")) in ("/Span", "/Em", "/Strong")
    ]
    assert loose == []
    paragraphs = [element for tag, element in structure(opened) if tag == "P"]
    assert len(paragraphs) > 40  # of facts, cards, notes, definitions, sources


def test_a_pdf_is_sealed_over_its_own_bytes_in_metadata_that_anyone_can_read(demo_pdf: bytes) -> None:
    assert seal_holds(demo_pdf) is True
    assert seal_holds(demo_pdf[:-7] + b" " + demo_pdf[-6:]) is False
    assert demo_pdf.count(b"<pdf:Keywords>sha256:") == 1


def test_only_the_shipped_typefaces_are_used_and_all_are_embedded(opened: pikepdf.Pdf) -> None:
    fonts = [
        thing
        for thing in opened.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
    ]
    names = {str(font.FontName).partition("+")[2] for font in fonts}
    assert names
    assert {name.partition("-")[0] for name in names} <= {"IBMPlexSans", "IBMPlexMono", "CakupanSymbols"}
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_the_data_of_the_region_is_attached(opened: pikepdf.Pdf) -> None:
    attached = {name: file.get_file() for name, file in opened.attachments.items()}
    assert set(attached) == {"64-kalimantan-timur.csv", "manifest.json"}
    rows = attached["64-kalimantan-timur.csv"].read_bytes().decode().splitlines()
    assert rows[1] == "6401,Paser,204113,201902"
    assert json.loads(attached["manifest.json"].read_bytes())["input"] == "sha256:0123"
    assert {str(entry.AFRelationship) for entry in opened.Root.AF} == {"/Data", "/Supplement"}


def test_every_page_names_region_edition_and_its_number(demo_pdf: bytes) -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(demo_pdf)).pages]
    assert len(pages) > 1
    for number, text in enumerate(pages, start=1):
        assert "Kalimantan Timur · 2024-12-31" in text
        assert f"halaman {number} dari {len(pages)}" in text


def test_the_head_of_a_long_table_repeats_on_each_page(to_pdf: Export) -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(to_pdf(demo_notebook(rows=20)))).pages]
    carrying = [text for text in pages if "Samarinda 6472" in text]
    assert len(carrying) >= 3
    assert all("Kabupaten/kota" in text for text in carrying)


def test_simulated_figures_are_called_simulated_on_every_page(to_pdf: Export, demo_pdf: bytes) -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(to_pdf(demo_notebook(simulated=True)))).pages]
    assert all("SIMULASI: Angka dalam dokumen ini hasil simulasi" in text for text in pages)
    assert "SIMULASI" not in text_of(demo_pdf)


def test_an_english_document_is_english(to_pdf: Export) -> None:
    pdf = to_pdf(demo_notebook("en"))
    text = text_of(pdf)
    assert "Figure 1." in text and "Table 1." in text and "page 1 of" in text
    assert "Gambar" not in text and "halaman" not in text


@pytest.mark.parametrize(
    "name", ['<script>alert(1)</script> & "x"', "#let $x$ *b* _c_ @d [e] \\ `q` // ~", "=Judul palsu"]
)
def test_a_hostile_name_is_printed_as_it_is(to_pdf: Export, name: str) -> None:
    assert name in text_of(to_pdf(demo_notebook(name=name)))


def test_a_name_of_200_letters_stays_on_the_paper(to_pdf: Export) -> None:
    pdf = to_pdf(demo_notebook(name="W" * 200))
    widest = 0.0

    def visit(text: str, _: Any, matrix: Any, *__: Any) -> None:
        nonlocal widest
        if "WWWW" in text:
            widest = max(widest, len(text.strip()))

    pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=visit)
    assert 0 < widest < 60  # broken into lines: one line of 20 pt holds fewer
    assert text_of(pdf).replace(" ", "").replace("\u200b", "").count("W" * 200) >= 1


def test_a_name_in_a_right_to_left_script_is_set_in_its_own_typeface(to_pdf: Export) -> None:
    with pikepdf.open(io.BytesIO(to_pdf(demo_notebook(name="محافظة קלימנטן")))) as pdf:
        names = " ".join(
            str(thing.FontName)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        )
    assert "IBMPlexSansArabic" in names
    assert "IBMPlexSansHebrew" in names


def test_a_sign_that_no_typeface_has_becomes_a_box_and_the_rest_stays(to_pdf: Export) -> None:
    assert "□□□ Timur 2024" in text_of(to_pdf(demo_notebook(name="東東🙂 Timur 2024")))


def test_equal_notebooks_give_equal_bytes(to_pdf: Export, demo_pdf: bytes) -> None:
    to_pdf(demo_notebook("en"))
    assert to_pdf(demo_notebook()) == demo_pdf


def test_a_pdf_is_small(demo_pdf: bytes) -> None:
    assert len(demo_pdf) < 80_000


def test_a_notebook_from_anywhere_becomes_a_pdf(to_pdf: Export) -> None:
    png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    outputs = [
        nb.new_output("stream", name="stdout", text="baris satu\nbaris *dua*"),
        nb.new_output("display_data", data={"image/png": png}, metadata={"image/png": {"alt": "Satu titik"}}),
        nb.new_output(
            "display_data", data={"image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'}
        ),
        nb.new_output("error", ename="ValueError", evalue="tidak #ada", traceback=["baris 1"]),
    ]
    cells = [
        nb.new_markdown_cell("# Halo\n\n1. satu\n\n> kutip\n\n```\nkode\n```\n\n---"),
        nb.new_code_cell("x", outputs=outputs),
    ]
    pdf = to_pdf(nb.new_notebook(cells=cells))
    text = text_of(pdf)
    for piece in ("Halo", "baris satu baris *dua*", "ValueError: tidak #ada", "kode"):
        assert piece in text
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        alts = {str(element.get("/Alt", "")) for tag, element in structure(opened) if tag == "Figure"}
        assert str(opened.docinfo.Title) == "Halo"
    assert alts == {"Satu titik", "Gambar tanpa keterangan"}


def test_no_table_begins_with_fewer_than_three_rows_at_the_foot_of_a_page() -> None:
    rows = "".join(f'("row {n:02}",),' for n in range(12))
    begun = set()
    for filled in range(150, 235, 4):
        source = (
            '#import "report.typ": *\n#show figure.where(kind: table): set figure(supplement: "Table")\n'
            '#show: report.with(title: "T", lang: "en", date: datetime(year: 2024, month: 1, day: 1), '
            'words: (page: "page", of: "of", simulated: "", simulated-note: ""))\n'
            f"#block(height: {filled}mm)[= Text]\n"
            f'#ck-table(columns: ((width: 1, align: left, label: "Name", unit: "", lang: ""),), rows: ({rows}), title: "Rows")'
        )
        first = pypdf.PdfReader(io.BytesIO(compile_pdf(source))).pages[0].extract_text()
        begun.add(len(re.findall(r"row \d\d", first)))
    assert 0 in begun and 12 in begun and not begun & {1, 2}
