"""Markdown cells become HTML and Typst, and text in them stays text."""

from __future__ import annotations

import pytest
from cakupan.export import markdown
from cakupan.export.remarks import Remarks
from cakupan.export.resolve import Resolver


def both(source: str) -> tuple[str, str]:
    tokens = Resolver(Remarks("id"), 1).tokens(markdown.parse(source))
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


def test_of_raw_html_what_it_says_stays_and_what_would_act_does_not() -> None:
    html, typst = both("a <b>tebal</b><script>alert(1)</script> H<sub>2</sub>O <apa>\n\n<div onload='x'>y</div>")
    assert html == "<p>a <strong>tebal</strong> H<sub>2</sub>O &lt;apa&gt;</p><p>y</p>"
    assert "alert" not in typst and '#strong[#"tebal";]' in typst and '#"<apa>";' in typst


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "JaVaScRiPt:x"])
def test_a_link_that_could_act_is_left_as_its_words(target: str) -> None:
    html, typst = both(f"[kata]({target})")
    assert "href" not in html
    assert "#link" not in typst
    assert "kata" in html


def test_typst_markup_in_text_stays_text() -> None:
    _, typst = both('#let x = $1 @ref "q" \\ [y]')
    assert typst == '#"#let x = $1 @ref \\"q\\" \\\\ [y]";\n\n'


def test_an_outside_picture_is_not_fetched_and_the_document_says_so() -> None:
    html, typst = both("![Peta](https://a.b/c.png)")
    assert "<img" not in html and "Sel 1: gambar https://a.b/c.png tidak dapat ditampilkan" in html and "(Peta)" in html
    assert "#ck-notice" in typst


@pytest.mark.parametrize("source", ["Harga US$ 5 dan US$ 6", "Naik $5 lalu $6", "$100"])
def test_a_sign_of_money_begins_no_formula(source: str) -> None:
    assert both(source)[0] == f"<p>{source}</p>"


def test_a_formula_is_typeset_in_both() -> None:
    html, typst = both("$C_1 = R_a*W_b*x$")
    assert html.startswith('<p><math display="inline" alttext="C_1 = R_a*W_b*x"><mrow><msub><mi>C</mi>')
    assert "attach(C, b:" in typst and "R_a*W_b*x" in typst


def test_a_formula_that_is_not_understood_is_shown_as_it_was_written() -> None:
    assert both(r"$\apa{x}_i*y*$")[0] == r"<p><code>\apa{x}_i*y*</code></p>"


def test_a_table_keeps_its_sides_and_marks_its_header() -> None:
    html, typst = both("| a | b |\n|---|---:|\n| x | 1 |")
    assert '<th scope="col" class="ck-left">a</th><th scope="col" class="ck-right">b</th>' in html
    assert '#ck-plaintable(2, (left, right,), ([#"a";], [#"b";],), ([#"x";], [#"1";],))' in typst
