"""Each block shows itself in three forms made from the same fields."""

from __future__ import annotations

import re
from typing import Any

import pytest
from cakupan.blocks import (
    DOCUMENT_MIME,
    Card,
    Cards,
    Column,
    Definitions,
    Facts,
    Figure,
    Heading,
    Note,
    Num,
    Origin,
    Origins,
    Paragraph,
    Points,
    Setup,
    Table,
    Title,
)
from lxml import html as lxml_html

HOSTILE = '<script>alert(1)</script> & "x" #let $y$ *z* _u_ @v [w] \\ `q`'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10pt" height="10pt"><text x="1" y="9">9</text></svg>'
NUMBER = Num("2.843.891", "2843891", "64:K01")


def every_block(text: str) -> list[Any]:
    return [
        Title(text, text, ((text, (text, NUMBER)),), text, banner=text),
        Points(((text, NUMBER), text), text),
        Cards((Card(text, NUMBER, text, text, text, (1.0, 2.0), "worse"),), text),
        Figure(SVG, text, text, (text, NUMBER), text, text),
        Table(
            (Column(text, "left"), Column(text, "right", text)),
            ((text, NUMBER),),
            text,
            text,
            text,
            (text,),
            (text,),
            (0,),
        ),
        Note((text, NUMBER), text, "warning"),
        Paragraph((text, NUMBER), text, (1,)),
        Heading((text, NUMBER), text, 3),
        Definitions(((text, (text, NUMBER)),), text),
        Facts(((text, (text, NUMBER)),), text),
        Origins((Origin(text, text, (text, NUMBER), text),), text, text),
    ]


def ids(block: Any) -> str:
    return type(block).__name__


@pytest.mark.parametrize("block", every_block("Kutai"), ids=ids)
def test_a_block_offers_plain_text_html_and_typst_and_its_number_stands_in_each(block: Any) -> None:
    bundle = block._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", DOCUMENT_MIME}
    if not isinstance(block, Figure):
        assert "2.843.891" in bundle["text/plain"]
    assert '<data value="2843891" data-key="64:K01">2.843.891</data>' in bundle["text/html"]
    assert "2.843.891" in block.to_typst()


@pytest.mark.parametrize("block", every_block("Kutai"), ids=ids)
def test_a_block_names_its_region(block: Any) -> None:
    [root] = lxml_html.fragments_fromstring(block.to_html())
    assert root.get("data-region") == "Kutai"


@pytest.mark.parametrize("block", every_block(HOSTILE), ids=ids)
def test_a_hostile_name_makes_no_element_of_its_own(block: Any) -> None:
    [root] = lxml_html.fragments_fromstring(block.to_html())
    assert not root.xpath("//script | //b | //*[@onload]")
    assert HOSTILE in " ".join(root.itertext())
    assert root.get("data-region") == HOSTILE


@pytest.mark.parametrize("block", every_block(HOSTILE), ids=ids)
def test_in_typst_every_word_stands_inside_a_string(block: Any) -> None:
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', '""', block.to_typst())
    assert not re.search(r"script|alert|let|[$*@\\`]", outside)


def test_a_block_of_equal_fields_is_equal_and_has_the_same_bytes() -> None:
    for one, other in zip(every_block("a"), every_block("a"), strict=True):
        assert one == other
        assert one.to_html() == other.to_html()
        assert one.to_typst() == other.to_typst()


def test_header_cells_of_a_table_say_what_they_head() -> None:
    table = Table((Column("Kota", "left"), Column("Jiwa")), (("Bontang", NUMBER),), "T", "S", "64")
    root = lxml_html.fragment_fromstring(table.to_html())
    assert [cell.get("scope") for cell in root.xpath(".//thead//th")] == ["col", "col"]
    assert root.xpath("string(.//tbody//th[@scope='row'])") == "Bontang"
    assert root.xpath("string(.//caption)").endswith("T")
    [box] = root.xpath(".//*[@role='region']")
    assert (box.get("tabindex"), box.get("aria-label")[-1]) == ("0", "T")


def test_a_table_refuses_a_row_of_another_length() -> None:
    with pytest.raises(ValueError, match="row 0 of table 'Kota' has 1 cells, not 2"):
        Table((Column("a"), Column("b")), (("1",),), "Kota", "S", "64")


def test_a_table_refuses_fewer_codes_than_rows() -> None:
    with pytest.raises(ValueError, match="2 rows and 1 row codes"):
        Table((Column("a"),), (("1",), ("2",)), "Kota", "S", "64", region_of_rows=("6401",))


def test_rows_of_a_table_carry_their_own_codes() -> None:
    table = Table((Column("a", "left"),), (("x",), ("y",)), "T", "S", "64", region_of_rows=("6401", "6402"))
    assert re.findall(r'<tr data-region="(\d+)"', table.to_html()) == ["6401", "6402"]


def test_columns_of_a_table_share_the_line_by_what_they_hold() -> None:
    table = Table((Column("Kode"), Column("Catatan", "left")), (("K01", "kata " * 30),), "T", "S", "64")
    narrow, wide = (float(width) for width in re.findall(r"width: ([\d.]+)", table.to_typst()))
    assert narrow < 10 < 80 < wide <= 108


def test_a_figure_refuses_to_be_silent() -> None:
    with pytest.raises(ValueError, match="alt text"):
        Figure(SVG, "  ", "t", "c", "s", "64")


def test_a_figure_refuses_what_is_no_svg() -> None:
    with pytest.raises(ValueError, match="SVG"):
        Figure("<?xml version='1.0'?><svg/>", "a", "t", "c", "s", "64")


def test_a_figure_is_one_image_with_a_name() -> None:
    root = lxml_html.fragment_fromstring(Figure(SVG, 'Batang "64"', "t", "c", "s", "64").to_html())
    [image] = root.xpath(".//*[@role='img']")
    assert image.get("aria-label") == 'Batang "64"'


def test_a_tall_chart_may_float_on_paper_and_a_low_one_may_not() -> None:
    tall = SVG.replace('height="10pt"', 'height="400pt"')
    assert "tall: true" in Figure(tall, "a", "t", "c", "s", "64").to_typst()
    assert "tall" not in Figure(SVG, "a", "t", "c", "s", "64").to_typst()


def test_a_status_is_a_sign_that_screen_readers_skip_beside_a_note_in_words() -> None:
    card = Card("l", "1", "%", "b", "di atas nasional", status="better").to_html()
    assert '<span class="ck-sign" aria-hidden="true">▲</span> di atas nasional' in card


def test_a_small_history_runs_from_left_to_right_and_higher_values_stand_higher() -> None:
    points = re.findall(
        r"([\d.]+),([\d.]+)", re.search(r'points="([^"]+)"', Card("l", "1", "", "", spark=(1, 3, 2)).to_html()).group(1)
    )  # type: ignore[union-attr]
    xs, ys = zip(*((float(x), float(y)) for x, y in points), strict=True)
    assert xs == (0, 50, 100)
    assert ys[1] < ys[2] < ys[0]


def test_the_setup_brings_the_metadata_and_one_style_sheet() -> None:
    bundle = Setup({"lang": "id", "running": "Kaltim · 2024"})._repr_mimebundle_()
    assert bundle[DOCUMENT_MIME] == {"lang": "id", "running": "Kaltim · 2024"}
    assert str(bundle["text/html"]).count("<style>") == 1
    assert bundle["text/plain"] == "Kaltim · 2024"


def test_a_date_that_must_not_break_keeps_its_width_in_a_table_that_is_too_wide() -> None:
    day = "30\u00a0Jun\u00a02024"
    columns = (*(Column(f"Angka {n}") for n in range(8)), Column("Dari", "left"), Column("Per", "left"))
    row = (*("1.234.567",) * 8, "2.861.471 wajib KTP di wilayah itu", day)
    *_, words, date = Table(columns, (row,), "T", "S", "64").widths()
    assert date >= len(day) - 1  # figures are wider than its narrow letters
    assert words < 20
