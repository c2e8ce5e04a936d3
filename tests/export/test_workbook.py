"""The workbook of a report: real numbers in the report's formats, heads and filters, equal bytes, and no cell that acts."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from fractions import Fraction
from typing import Any

import pytest
from cakupan.blocks import Num, answer
from cakupan.blocks import Table as TableBlock
from cakupan.blocks.tables import Column
from cakupan.briefing.record import seal_holds
from cakupan.export.cells import format_of, of_number, of_text
from cakupan.export.document import read_document
from cakupan.export.sheets import sheets_of
from cakupan.export.workbook import HEAD_ROW, render
from cakupan.verify.model import Result
from cakupan.verify.workbooks import check_book, read_book, shown_as
from export.demo import demo_notebook
from openpyxl.reader.excel import load_workbook


@pytest.fixture(scope="module")
def document() -> Any:
    return read_document(demo_notebook())


@pytest.fixture(scope="module")
def book(document: Any) -> Any:
    return load_workbook(io.BytesIO(render(document)))


def test_equal_reports_give_equal_workbooks_sealed_part_by_part(document: Any) -> None:
    body = render(document)
    assert body == render(document)
    assert seal_holds(body) is True
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        parts = {name: archive.read(name) for name in archive.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part.replace(b"<v>", b"<v>1", 1))
    assert seal_holds(out.getvalue()) is False


def test_every_sheet_has_a_title_frozen_heads_and_a_page_as_wide_as_itself(book: Any) -> None:
    for sheet in book.worksheets:
        assert sheet["A1"].value
        assert sheet.freeze_panes in (f"A{HEAD_ROW + 1}", f"B{HEAD_ROW + 1}")
        assert sheet.print_title_rows == f"${HEAD_ROW}:${HEAD_ROW}"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert any(sheet.auto_filter.ref for sheet in book.worksheets)


def test_the_workbook_reads_back_without_a_fault(document: Any) -> None:
    result = Result()
    check_book(read_book(render(document)), document, "x.xlsx", result)
    assert result.lines == []
    assert result.counts["numbers of tables in workbooks"] > 0


@pytest.mark.parametrize(
    ("text", "value", "lang"),
    [
        ("2.843.891", "2843891", "id"), ("99,39", "284389100/2861471", "id"), ("99.39", "284389100/2861471", "en"),
        (">99,99", "299998/3000", "id"), ("+1,20", "6/5", "id"), ("−0,20", "-1/5", "id"), ("1,234.5", "2469/2", "en"), ("0", "0", "id"),
    ],
)  # fmt: skip
def test_a_number_is_held_as_a_number_and_shown_as_it_is_printed(text: str, value: str, lang: Any) -> None:
    cell = of_number(Num(text, value), lang)
    assert isinstance(cell.value, int | float)
    assert cell.value == pytest.approx(float(Fraction(value)), rel=1e-15)
    assert shown_as(Fraction(value), cell.format, lang) == text


def test_a_bound_stays_a_number_and_its_sign_is_told_beside_it() -> None:
    cell, sign = of_text(("≥ ", Num("99,39", "9939/100")), "id")
    assert (cell.value, cell.format, sign) == (99.39, format_of("99,39", "id", "≥ "), "≥")
    cell, sign = of_text((Num("0", "0"), " tampak"), "id")
    assert (cell.value, sign) == (0, "tampak")


def test_a_day_is_a_day_and_a_month_stays_text() -> None:
    assert of_number(Num("30 Juni 2024", "2024-06-30"), "id").value == dt.date(2024, 6, 30)
    assert of_number(Num("Oktober 2020", "2020-10"), "id").value == "Oktober 2020"


def test_what_begins_like_a_formula_stays_text() -> None:
    table = TableBlock((Column("A", "left"), Column("B")), (("=1+1", "@x"),), "=cmd|x", "", "64")
    notebook = demo_notebook()
    notebook["cells"][-1]["outputs"] = [
        {"output_type": "display_data", "metadata": {}, "data": answer(table)._repr_mimebundle_()}  # type: ignore[union-attr]
    ]
    body = render(read_document(notebook))
    cells = [cell for sheet in load_workbook(io.BytesIO(body)).worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert "=1+1" in {cell.value for cell in cells}


def test_each_table_and_chart_has_a_sheet_of_its_name(document: Any) -> None:
    names = [sheet.name for sheet in sheets_of(document)]
    assert names[0] == "Ringkasan"
    assert {"Tabel 1", "Definisi"} <= set(names)
    assert len(names) == len(set(names))
    assert max(map(len, names)) <= 31
