"""Ordinary notebooks become a page and a PDF, in which nothing is missing that is not told."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import nbformat
import pikepdf
import pypdf
import pytest
from cakupan.export import CakupanHTMLExporter, CakupanPDFExporter
from cakupan.export.document import read_document
from export.ordinary import Ordinary, ordinary, write_pictures
from export.test_pdf import structure
from lxml import html as lxml_html


def name_of(notebook: Ordinary) -> str:
    return notebook.name


def squeezed(text: str) -> str:
    """A text without white space and without the signs at which a line may break."""
    return re.sub(r"[\s\u00a0\u200b\u2066-\u2069]+", "", text)


def make(text: str, folder: str) -> tuple[str, bytes, list[str]]:
    """Page, PDF and remarks of a notebook's text; called in another process."""
    node = nbformat.reads(text, as_version=4)
    resources = {"metadata": {"name": "catatan", "path": folder}}
    page, _ = CakupanHTMLExporter().from_notebook_node(node, resources)
    pdf, _ = CakupanPDFExporter().from_notebook_node(node, resources)
    remarks = read_document(node, "catatan", Path(folder)).remarks
    return str(page), bytes(pdf), list(remarks)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ordinary")
    write_pictures(path)
    return path


@pytest.fixture(scope="module")
def made(folder: Path) -> Iterator[dict[str, tuple[str, bytes, list[str]]]]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        waiting = {one.name: pool.submit(make, one.text(), str(folder)) for one in ordinary()}
        yield {name: result.result(timeout=120) for name, result in waiting.items()}


Made = dict[str, tuple[str, bytes, list[str]]]


def test_there_are_at_least_forty_of_them_with_names_of_their_own() -> None:
    names = [one.name for one in ordinary()]
    assert len(set(names)) == len(names) >= 40


@pytest.mark.parametrize("notebook", ordinary(), ids=name_of)
def test_what_a_notebook_shows_stands_in_page_and_pdf_and_the_rest_is_told(made: Made, notebook: Ordinary) -> None:
    page, pdf, remarks = made[notebook.name]
    root = lxml_html.document_fromstring(page)
    read = {
        "page": squeezed(root.xpath("string(//body)")),
        "PDF": squeezed(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)),
    }
    for form, text in read.items():
        assert [words for words in notebook.shown if squeezed(words) not in text] == [], form
        assert [words for words in (*notebook.hidden, "kode_rahasia") if squeezed(words) in text] == [], form
    assert len(remarks) == len(notebook.remarks), remarks
    assert [piece for piece in notebook.remarks if not any(piece in line for line in remarks)] == [], remarks


@pytest.mark.parametrize("notebook", [one for one in ordinary() if one.pictures or one.tables], ids=name_of)
def test_pictures_and_tables_are_such_in_page_and_pdf(made: Made, notebook: Ordinary) -> None:
    page, pdf, _ = made[notebook.name]
    root = lxml_html.document_fromstring(page)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        tags = [tag for tag, _ in structure(opened)]
    sources = [str(source) for source in root.xpath("//main//img/@src")]
    assert len(sources) == tags.count("Figure") == notebook.pictures
    assert all(source.startswith("data:image/") for source in sources)
    assert len(root.xpath("//main//table")) == notebook.tables
    assert tags.count("Table") >= notebook.tables


def test_the_colours_of_a_styler_are_rules_of_the_page_and_fill_cells_of_the_pdf(made: Made) -> None:
    page, pdf, _ = made["styler-colours"]
    root = lxml_html.document_fromstring(page)
    assert not root.xpath("//main//@style | //main//style")
    [style] = root.xpath("//style/text()")
    names = {
        name
        for cell in root.xpath("//main//td[contains(@class, 'ck-look')]/@class")
        for name in cell.split()
        if "look" in name
    }
    assert len(names) == 3
    assert all(re.search(rf"\.{name}{{color:#[0-9a-f]{{6}};background:#[0-9a-f]{{6}}}}", style) for name in names)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fills = set(re.findall(rb"([\d.]+ [\d.]+ [\d.]+) (?:scn|rg)\b", opened.pages[0].Contents.read_bytes()))
    assert len(fills) >= 4


def test_a_table_too_wide_for_the_paper_is_parted_and_each_part_names_its_rows(made: Made) -> None:
    text = pypdf.PdfReader(io.BytesIO(made["pandas-wide"][1])).pages[0].extract_text()
    assert len(re.findall(r"Kolom \d+ sampai \d+ dari 30", text)) >= 2


def test_the_index_of_a_frame_heads_its_rows_in_the_pdf(made: Made) -> None:
    for name, rows in (("pandas", 3), ("pandas-many-indices", 2 + 4), ("pandas-wide", 3 * 4), ("r-kernel", 0)):
        with pikepdf.open(io.BytesIO(made[name][1])) as opened:
            heads = [element for tag, element in structure(opened) if tag == "TH"]
            scopes = [str(one.Scope) for head in heads for one in head.A if one.get("/O") == "/Table"]
        assert scopes.count("/Row") == rows, name


def test_no_line_runs_over_the_edge_of_the_paper(made: Made) -> None:
    with pikepdf.open(io.BytesIO(made["long-line"][1])) as opened:
        assert len(opened.pages) == 1
    lines = pypdf.PdfReader(io.BytesIO(made["long-line"][1])).pages[0].extract_text().split("\n")
    assert max(map(len, lines)) < 140


def test_a_pdf_of_an_ordinary_notebook_claims_both_standards(made: Made) -> None:
    for name in ("local-pictures", "formulas", "styler-bars", "colab"):
        with pikepdf.open(io.BytesIO(made[name][1])) as opened, opened.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")


@pytest.mark.slow
@pytest.mark.parametrize("form", ["html", "pdf"])
def test_the_stock_command_line_exports_them_all_and_says_on_standard_error_what_is_left_out(
    folder: Path, tmp_path: Path, form: str
) -> None:
    for one in ordinary():
        (folder / f"{one.name}.ipynb").write_text(one.text(), encoding="utf-8")
    files = [str(folder / f"{one.name}.ipynb") for one in ordinary()]
    command = [sys.executable, "-m", "nbconvert", "--to", f"cakupan_{form}", "--output-dir", str(tmp_path), *files]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    assert {path.stem for path in tmp_path.glob(f"*.{form}")} == {one.name for one in ordinary()}
    assert [piece for one in ordinary() for piece in one.remarks if piece not in done.stderr] == []
