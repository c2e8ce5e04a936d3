"""Markdown cells become HTML and Typst, and text in them stays text."""

from __future__ import annotations

import pytest
from cakupan.export import markdown


def both(source: str) -> tuple[str, str]:
    tokens = markdown.parse(source)
    return markdown.to_html(tokens), markdown.to_typst(tokens)


@pytest.mark.parametrize(
    ("source", "html", "typst"),
    [
        ("a *b* **c**", "<p>a <em>b</em> <strong>c</strong></p>", '#"a ";#emph[#"b";]#" ";#strong[#"c";]\n\n'),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>", '#list([#"a";], [#"b";])\n\n'),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>', '#enum(start: 3, [#"a";], [#"b";])\n\n'),
        ("`x`", "<p><code>x</code></p>", '#raw("x")\n\n'),
        ("[t](https://a.b/c)", '<p><a href="https://a.b/c">t</a></p>', '#link("https://a.b/c")[#"t";]\n\n'),
        ("> q", "<blockquote><p>q</p></blockquote>", '#quote(block: true)[#"q";\n\n]'),
        ("a  \nb", "<p>a<br>b</p>", '#"a";#linebreak()#"b";\n\n'),
    ],
)
def test_what_markdown_says(source: str, html: str, typst: str) -> None:
    assert both(source) == (html, typst)


def test_raw_html_is_shown_as_text() -> None:
    html, typst = both("a <script>alert(1)</script>\n\n<div onload='x'>y</div>")
    assert "<script" not in html
    assert "<div" not in html
    assert "&lt;script&gt;" in html
    assert '#"<script>";' in typst


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "JaVaScRiPt:x"])
def test_a_link_that_could_act_is_left_as_its_words(target: str) -> None:
    html, typst = both(f"[kata]({target})")
    assert "href" not in html
    assert "#link" not in typst
    assert "kata" in html


def test_typst_markup_in_text_stays_text() -> None:
    _, typst = both('#let x = $1$ @ref "q" \\ [y]')
    assert typst == '#"#let x = $1$ @ref \\"q\\" \\\\ [y]";\n\n'


def test_an_outside_picture_is_not_fetched() -> None:
    html, _ = both("![Peta](https://a.b/c.png)")
    assert html == "<p>Peta</p>"


def test_a_table_keeps_its_sides_and_marks_its_header() -> None:
    html, typst = both("| a | b |\n|---|---:|\n| x | 1 |")
    assert '<th scope="col" class="ck-left">a</th><th scope="col" class="ck-right">b</th>' in html
    assert '#ck-plaintable(2, (left, right,), ([#"a";], [#"b";],), ([#"x";], [#"1";],))' in typst
