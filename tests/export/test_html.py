"""The page is complete in one file, accessible, and equal for equal notebooks."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from html import unescape
from itertools import pairwise
from typing import Any

import nbformat.v4 as nb
import pytest
from cakupan.blocks import Num, Paragraph
from cakupan.export.html import script
from export.demo import demo_notebook, executed
from lxml import html as lxml_html

Export = Callable[[Any], str]
HOSTILE = [
    '<script>alert(1)</script> & "x"',
    "N" * 200,
    "محافظة كاليمانتان",
    "#let $x$ *b* _c_ @d [e] \\",
    "</style><img src=x onerror=alert(1)>",
]


def tree(page: str) -> Any:
    return lxml_html.document_fromstring(page)


def test_the_page_says_its_language_and_title(to_html: Export) -> None:
    for lang in ("id", "en"):
        root = tree(to_html(demo_notebook(lang)))
        assert root.get("lang") == lang
        assert root.findtext(".//title").startswith({"id": "Perekaman", "en": "Recording"}[lang])


def test_there_is_one_first_level_heading_and_no_level_is_skipped(demo_html: str) -> None:
    levels = [int(element.tag[1]) for element in tree(demo_html).iter("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_nothing_is_loaded_from_anywhere(demo_html: str) -> None:
    root = tree(demo_html)
    loaded = root.xpath("//@src | //link/@href | //*[local-name()='image']/@href | //object/@data | //iframe")
    assert [address for address in loaded if not str(address).startswith("data:")] == []
    [style] = root.xpath("//style/text()")
    assert [url for url in re.findall(r"url\(([^)]*)\)", style) if not url.startswith("data:")] == []
    assert "@import" not in style


def test_the_only_script_is_the_house_s_own_and_there_is_no_inline_style_or_handler(demo_html: str) -> None:
    root = tree(demo_html)
    assert root.xpath("//script[not(@type)]/text()") == [script()]
    assert root.xpath("//script/@type") == ["application/json"]
    assert not root.xpath("//@style | //@*[starts-with(name(), 'on')]")


def test_a_page_with_nothing_to_cite_has_no_script_and_none_is_allowed(to_html: Export) -> None:
    page = to_html(nb.new_notebook(cells=[nb.new_markdown_cell("# A\n\nWords only.")]))
    assert "<script" not in page
    assert "script-src" not in page


def digest_of(page: str, tag: str) -> str:
    text = page.rpartition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_the_security_policy_allows_exactly_the_style_sheet_and_the_script_of_the_page(demo_html: str) -> None:
    [policy] = tree(demo_html).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["style-src"] == f"'sha256-{digest_of(demo_html, 'style')}'"
    assert directives["script-src"] == f"'sha256-{digest_of(demo_html, 'script')}'"


def test_every_number_of_the_blocks_is_in_the_page_with_its_value(demo_html: str) -> None:
    expected = {
        value
        for cell in demo_notebook()["cells"]
        for output in cell.get("outputs", [])
        for value in re.findall(r'<data value="([^"]*)"', output["data"]["text/html"])
    }
    assert len(expected) > 50
    assert {data.get("value") for data in tree(demo_html).iter("data")} == expected


def test_figures_and_tables_are_numbered_in_the_language_of_the_page(to_html: Export) -> None:
    for lang, figure, table in (("id", "Gambar", "Tabel"), ("en", "Figure", "Table")):
        root = tree(to_html(demo_notebook(lang)))
        assert root.xpath("//figcaption/*[@class='ck-number']/text()") == [f"{figure} 1. ", f"{figure} 2. "]
        assert root.xpath("//caption//*[@class='ck-number']/text()") == [f"{table} 1. "]
        assert root.xpath("//*[@role='region']/@aria-label")[0].startswith(f"{table} 1. ")


def test_every_picture_has_a_name(demo_html: str) -> None:
    root = tree(demo_html)
    pictures = root.xpath("//main//*[local-name()='svg'][not(@aria-hidden='true')] | //img")
    assert len(pictures) == 2
    assert all((picture.get("aria-label") or picture.get("alt")).startswith("Diagram") for picture in pictures)


def test_no_id_stands_twice_even_if_a_chart_does(to_html: Export) -> None:
    notebook = demo_notebook()
    notebook["cells"] += [cell for cell in demo_notebook()["cells"] if "ck-figure" in str(cell.get("outputs"))]
    page = to_html(notebook)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert page.count("<figure") == 4
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:url\(#|href="#)([^")]+)', page)) <= set(ids)


def test_the_way_through_the_page_is_open_to_a_keyboard(demo_html: str) -> None:
    root = tree(demo_html)
    first_link = root.xpath("//body//a")[0]
    assert root.get_element_by_id(first_link.get("href")[1:]).tag == "main"
    assert root.xpath("//nav/@aria-label") == ["Isi dokumen"]
    assert [link.get("href") for link in root.xpath("//nav//a")] == [
        "#kabupaten-dan-kota",
        "#ikd",
        "#metode-dan-sumber",
    ]
    scrolling = root.xpath("//*[contains(concat(' ', @class, ' '), ' ck-scroll ') or contains(@class, 'ck-chart')]")
    assert scrolling
    assert {box.get("tabindex") for box in scrolling} == {"0"}


def test_sections_are_named_by_their_headings(demo_html: str) -> None:
    root = tree(demo_html)
    for section in root.xpath("//section"):
        assert root.get_element_by_id(section.get("aria-labelledby")).getparent() is section


def test_printed_pages_carry_region_edition_and_page_number(demo_html: str) -> None:
    page_rule = demo_html[demo_html.rindex("@page{") :].partition("</style>")[0]
    assert 'content:"Kalimantan Timur · 2024-12-31"' in page_rule
    assert 'content:"halaman " counter(page) " dari " counter(pages)' in page_rule


def test_the_data_of_the_region_can_be_saved_from_the_page(demo_html: str) -> None:
    [link] = tree(demo_html).xpath("//a[@download]")
    assert link.get("download") == "64-kalimantan-timur.csv"
    saved = base64.b64decode(link.get("href").partition(",")[2]).decode()
    assert saved.splitlines()[0] == "code,name,wajib_ktp,recorded"
    assert len(saved.splitlines()) == 11


def test_the_manifest_travels_in_the_page(demo_html: str) -> None:
    [manifest] = tree(demo_html).xpath("//meta[@name='cakupan:manifest']/@content")
    assert json.loads(manifest) == {"edition": "2024-12-31", "input": "sha256:0123", "region": "64"}


def test_simulated_figures_are_called_simulated_on_screen_and_on_every_printed_page(to_html: Export) -> None:
    page = to_html(demo_notebook(simulated=True))
    assert "SIMULASI" in tree(page).xpath("string(//header)")
    assert '@top-right{content:"SIMULASI"' in page
    assert "SIMULASI" not in to_html(demo_notebook())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_breaks_nothing(to_html: Export, name: str) -> None:
    page = to_html(demo_notebook(name=name))
    root = tree(page)
    assert root.xpath("//script[not(@type)]/text()") == [script()]
    assert len(root.xpath("//script[@type='application/json']")) == 1
    assert not root.xpath("//img | //@onerror")
    assert name in root.xpath("string(//h1)")
    assert len(root.xpath("//style")) == 1
    assert page.count("</style>") == 1
    assert len(root.xpath("//main//table//tbody/tr")) == 11


def test_code_and_raw_values_of_the_notebook_stay_out_of_the_page(demo_html: str) -> None:
    assert "briefing.show()" not in demo_html
    assert "province: str" not in unescape(demo_html)


def test_equal_notebooks_give_equal_pages(to_html: Export, demo_html: str) -> None:
    assert to_html(demo_notebook()) == demo_html


def test_one_document_leaves_no_trace_in_the_next(to_html: Export, demo_html: str) -> None:
    to_html(demo_notebook("en", simulated=True, name="Lain"))
    assert to_html(demo_notebook()) == demo_html


def test_a_page_is_small(demo_html: str) -> None:
    assert len(demo_html.encode()) < 150_000


def test_a_notebook_from_anywhere_becomes_a_page(to_html: Export) -> None:
    outputs = [
        nb.new_output("stream", name="stdout", text="<halo>"),
        nb.new_output("display_data", data={"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'/>"}),
        nb.new_output("execute_result", data={"text/plain": "a", "text/html": "<table><tr><td>a</td></tr></table>"}),
        nb.new_output("error", ename="ValueError", evalue="<b>", traceback=["<i>"]),
    ]
    root = tree(
        to_html(nb.new_notebook(cells=[nb.new_markdown_cell("# Halo"), nb.new_code_cell("x", outputs=outputs)]))
    )
    assert root.xpath("string(//h1)") == "Halo"
    assert root.xpath("//img/@alt") == ["Gambar tanpa keterangan"]
    assert "<halo>" in root.xpath("string(//main)")
    assert "ValueError: <b>" in root.xpath("string(//main)")
    assert root.xpath("//main//td/text()") == ["a"]


def test_an_empty_notebook_becomes_a_page_with_a_title(to_html: Export) -> None:
    assert tree(to_html(nb.new_notebook())).xpath("string(//h1)").strip()


def test_a_number_in_a_right_to_left_sentence_keeps_its_value(to_html: Export) -> None:
    root = tree(to_html(nb.new_notebook(cells=[executed(Paragraph(("قدح ", Num("12", "12")), "64"))])))
    assert root.xpath("//main//data/@value") == ["12"]
