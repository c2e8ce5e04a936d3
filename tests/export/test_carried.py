"""The figures of a chart travel into the page and into the PDF."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from typing import Any

import nbformat.v4 as nb
import pikepdf
from blocks.test_blocks import SVG
from blocks.test_bundle import DATA
from cakupan.blocks import Column, Figure, Paragraph, Setup, Table
from export.demo import executed
from lxml import html as lxml_html

CHART = Figure(SVG, "Diagram", "Judul", "", "", "64", data=DATA)
TABLE = Table((Column("a"),), (("1",),), "T", "", "64", data=DATA)


def notebook(lang: str = "id") -> Any:
    return nb.new_notebook(cells=[executed(Setup({"lang": lang}), CHART, Paragraph("x", "64"), CHART, TABLE)])


def test_a_page_opens_the_figures_of_a_chart_and_saves_them(to_html: Callable[[Any], str]) -> None:
    opened = lxml_html.document_fromstring(to_html(notebook())).xpath("//details[@class='ck-data']")
    assert [one.findtext("summary") for one in opened] == ["Data Gambar 1", "Data Gambar 2", "Data Tabel 1"]
    rows = [[cell.text_content() for cell in row] for row in opened[0].xpath(".//tbody/tr")]
    assert rows == [["6472", "99,1"], ["6474", "4"], ["6401", "0,5"], ["64", "–"]]
    assert opened[0].xpath(".//data/@data-key") == ["6472:K01"]
    [link] = opened[2].xpath(".//a")
    assert link.get("download") == "tabel-1.csv"
    assert base64.b64decode(link.get("href").partition(",")[2]).decode() == DATA.csv_text()


def test_a_pdf_holds_the_figures_of_each_chart_and_table(to_pdf: Callable[[Any], bytes]) -> None:
    with pikepdf.open(io.BytesIO(to_pdf(notebook("en")))) as pdf:
        files = {name: file.get_file().read_bytes().decode() for name, file in pdf.attachments.items()}
    assert set(files) == {"figure-1.csv", "figure-2.csv", "table-1.csv"}
    assert set(files.values()) == {DATA.csv_text()}
