"""Text of terminals, colours of CSS, grids, pictures and formulas, each by itself."""

from __future__ import annotations

import io
from typing import Any

import pytest
from cakupan.export import foreign, grid, markdown
from cakupan.export.css import PLAIN, Style, declared
from cakupan.export.formulas import NoFormula, read_latex
from cakupan.export.pictures import NoPicture, read_picture
from cakupan.export.remarks import Remarks
from cakupan.export.resolve import Resolver
from cakupan.export.terminal import as_read, shortened, without_homes
from export.ordinary import SVG, image
from lxml import html as lxml_html
from PIL import Image


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a\rb\n", "b\n"),
        ("10%\r100%\r", "100%"),
        ("a\r\nb", "a\nb"),
        ("\x1b[31mmerah\x1b[0m \x1b]8;;https://a.b\x1b\\tautan\x1b]8;;\x1b\\", "merah tautan"),
        ("abc\b\bx\x00", "ax"),
    ],
)
def test_text_is_what_stands_on_the_screen_in_the_end(text: str, read: str) -> None:
    assert as_read(text) == read


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("/home/budi/a.py:3", "~/a.py:3"),
        ("file:///Users/siti/b", "file://~/b"),
        (r"C:\Users\Budi Santoso\x.csv", r"~\x.csv"),
        ("'C:\\\\Users\\\\budi\\\\x'", "'~\\\\x'"),
        ("/root/kerja", "~/kerja"),
        ("https://example.org/home/x /homestead/y /rooted", "https://example.org/home/x /homestead/y /rooted"),
    ],
)
def test_names_of_home_folders_are_left_out_and_nothing_else(text: str, kept: str) -> None:
    assert without_homes(text) == kept


def test_of_a_long_text_the_beginning_and_the_end_stay_and_the_rest_is_counted() -> None:
    first, last, left = shortened("\n".join(map(str, range(1000))))
    assert (first.splitlines()[0], last.splitlines()[-1], left) == ("0", "999", 750)
    assert shortened("a\nb") == ("a\nb", "", 0)


@pytest.mark.parametrize(
    ("css", "style"),
    [
        ("background-color: #f90; color: white", Style("#ffffff", "#ff9900")),
        ("background: rgba(255, 0, 0, 0.5)", Style(background="#ff8080")),
        ("font-weight: bold; font-style: italic; text-align: center", Style(bold=True, italic=True, side="center")),
        ("display: none", Style(hidden=True)),
        ("background: url(https://a.b/c.png); color: expression(alert(1))", PLAIN),
        (
            "background: linear-gradient(90deg, #d65f5f 35.0%, transparent 35.0%)",
            Style(bar=(("#d65f5f", 35.0), ("#ffffff", 35.0))),
        ),
    ],
)
def test_of_css_colours_weight_and_side_are_kept(css: str, style: Style) -> None:
    assert declared(css) == style


@pytest.mark.parametrize(("ground", "ink"), [("#ffff00", "#000000"), ("#08306b", "#ffffff"), ("", "")])
def test_letters_can_be_read_on_the_ground_that_is_given(ground: str, ink: str) -> None:
    assert Style(background=ground).ink == ink


def read(html: str) -> list[dict[str, Any]]:
    return Resolver(Remarks("id"), 1).tokens(foreign.read(html).tokens)


def test_spans_of_a_table_are_kept_and_cut_where_a_part_ends() -> None:
    head = "<tr><th></th>" + "".join(f'<th colspan="2">{"kolom" * 5} {n}</th>' for n in range(20)) + "</tr>"
    body = "<tr><th>baris</th>" + "".join(f"<td>{'9' * 20}</td>" for _ in range(40)) + "</tr>"
    [token] = read(f"<table>{head}{body}</table>")
    html = lxml_html.fragment_fromstring(grid.to_html(token["grid"], markdown.to_html, lambda style: ""))
    assert html.xpath(".//thead//th/@colspan") == ["2"] * 20
    typst = grid.to_typst(token["grid"], markdown.to_typst)
    assert typst.count("#ck-grid(") > 1
    assert typst.count('#"baris";') == typst.count("#ck-grid(")
    assert typst.count("9" * 20) == 0 or typst.count("#ck-gridcaption") == typst.count("#ck-grid(")


def test_cells_that_reach_over_rows_end_with_the_table() -> None:
    [token] = read('<table><tr><td rowspan="99">a</td><td>1</td></tr><tr><td>2</td></tr></table>')
    assert token["grid"].rows[0][0].high == 2
    assert [[cell.words for cell in row if cell] for row in token["grid"].places] == [["a", "1"], ["a", "2"]]


@pytest.mark.parametrize(
    "hostile",
    ["<img src=x onerror=alert(1)>", "<a href='javascript:x'>a</a>", "<svg onload=x></svg>", "<p style='x'>a</p>"],
)
def test_nothing_of_html_can_act(hostile: str) -> None:
    html = markdown.to_html(read(hostile))
    root = lxml_html.fragment_fromstring(f"<div>{html}</div>")
    assert not root.xpath(".//@*[starts-with(name(), 'on')] | .//@style | .//a[@href] | .//script")
    assert all(source.startswith("data:image/") for source in root.xpath(".//@src"))


@pytest.mark.parametrize(
    "html",
    [
        "</details>",
        "<",
        "<table></table>",
        "<tr><td>a",
        "<p><table><tr><td>x</table>",
        "a & b",
        "<!-- x -->",
        "<ul></ul>",
    ],
)
def test_broken_html_is_read_as_far_as_it_says_something(html: str) -> None:
    markdown.to_typst(read(html))
    assert "<!--" not in markdown.to_html(read(html))


@pytest.mark.parametrize(
    ("form", "mode", "kept"),
    [("PNG", "RGB", "png"), ("PNG", "P", "png"), ("JPEG", "RGB", "jpeg"), ("JPEG", "CMYK", "jpeg"), ("GIF", "P", "gif"), ("WEBP", "RGB", "png"),
     ("TIFF", "RGB", "png"), ("BMP", "RGB", "png")],
)  # fmt: skip
def test_a_picture_of_any_kind_becomes_one_that_page_and_pdf_take(form: str, mode: str, kept: str) -> None:
    picture = read_picture(image(form, mode))
    assert (picture.mime, picture.width, picture.height) == (f"image/{kept}", 120, 60)
    assert Image.open(io.BytesIO(picture.data)).mode != "CMYK"
    assert ("image/gif" in picture.as_svg()) is False


def test_a_picture_taken_with_a_turned_camera_stands_upright() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.open(io.BytesIO(image())).save(out, "JPEG", exif=exif)
    assert (read_picture(out.getvalue()).width, read_picture(out.getvalue()).height) == (60, 120)


def test_a_drawing_keeps_its_size_and_loses_what_would_act_or_load() -> None:
    drawing = SVG.replace("</svg>", '<script>x</script><image href="https://a.b/c.png"/><rect onclick="x"/></svg>')
    picture = read_picture(drawing.encode())
    assert (picture.width, picture.height) == (160, 50)
    assert not any(word in picture.data for word in (b"script", b"https://a.b", b"onclick"))


@pytest.mark.parametrize(
    "data", [b"", b"<html></html>", b"<svg", b"\x89PNG\r\n\x1a\nxx", b"GIF89a", b"\xff\xd8\xff\xe0xx"]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NoPicture):
        read_picture(data)


@pytest.mark.parametrize(
    ("latex", "typst"),
    [
        ("a_1^2", 'attach(a, b: "1", t: "2")'),
        (r"\frac{a}{b}", "frac(a, b)"),
        (r"\hat{y}", "hat(y)"),
        (r"\begin{align}a &= b \\ c &= d\end{align}", "a & \\u{3d} b \\\nc & \\u{3d} d"),
        (r"\text{cakupan (%)}", '"cakupan\\u{a0}(%)"'),
        (r"\begin{aligned}a &= b \\ c &= d\end{aligned}", "a & \\u{3d} b"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", 'mat(delim: #none, align: #center, "1", "2"; "3", "4")'),
    ],
)
def test_a_formula_becomes_mathematics_of_typst(latex: str, typst: str) -> None:
    assert typst in read_latex(latex, display=True).typst


@pytest.mark.parametrize("latex", [r"\entah{x}", r"\frac{a", "", r"\begin{tabular}{l}a\end{tabular}"])
def test_a_formula_that_is_not_understood_is_refused(latex: str) -> None:
    with pytest.raises(NoFormula):
        read_latex(latex, display=False)


def test_a_formula_can_hold_no_markup_of_the_page() -> None:
    assert "<script" not in read_latex(r"\text{<script>alert(1)</script>} < b", display=False).mathml
