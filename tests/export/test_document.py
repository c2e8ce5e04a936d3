"""The walk over a notebook keeps what a reader should see, in the language asked for."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

import nbformat.v4 as nb
import pytest
from cakupan.blocks import Paragraph, Setup
from cakupan.export.document import Heading, Lines, Notice, Picture, Problem, Prose, Shown, read_document
from export.demo import demo_notebook, executed, marked

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def notebook(*cells: Any, **metadata: Any) -> Any:
    return nb.new_notebook(cells=list(cells), metadata=metadata)


def output(**data: str) -> Any:
    return nb.new_code_cell(
        "x", outputs=[nb.new_output("display_data", data={key.replace("_", "/"): value for key, value in data.items()})]
    )


def headings(document: Any) -> list[tuple[int, str]]:
    return [(part.level, part.text) for part in document.parts if isinstance(part, Heading)]


def test_the_metadata_of_the_facade_become_those_of_the_document() -> None:
    document = read_document(demo_notebook())
    assert (document.lang, document.region, document.date) == ("id", "64", dt.date(2024, 12, 31))
    assert document.running == "Kalimantan Timur · 2024-12-31"
    assert document.csv_name == "64-kalimantan-timur.csv"
    assert document.csv_text.startswith("code,name")


def test_without_the_facade_the_parameters_of_papermill_tell_language_and_edition() -> None:
    document = read_document(notebook(papermill={"parameters": {"lang": "en", "edition": "2024-06"}}))
    assert (document.lang, document.date) == ("en", dt.date(2024, 6, 30))


def test_a_notebook_from_anywhere_is_indonesian_undated_and_named_by_its_file() -> None:
    document = read_document(notebook(), "catatan")
    assert (document.lang, document.date, document.title) == ("id", None, "catatan")


def test_a_language_that_we_do_not_speak_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        read_document(notebook(executed(Setup({"lang": "fr"}))))


@pytest.mark.parametrize(
    ("lang", "kept", "left"),
    [("id", "Kabupaten dan kota", "Regencies and cities"), ("en", "Regencies and cities", "Kabupaten dan kota")],
)
def test_tagged_text_appears_in_its_own_language_only(lang: Any, kept: str, left: str) -> None:
    texts = [text for _, text in headings(read_document(demo_notebook(lang)))]
    assert kept in texts
    assert left not in texts


def test_untagged_text_appears_in_both_languages() -> None:
    for lang in ("id", "en"):
        assert (2, "IKD") in headings(read_document(demo_notebook(lang)))


def test_hidden_cells_are_hidden_but_their_metadata_count() -> None:
    hidden = executed(Setup({"title": "Judul"}))
    hidden["metadata"]["tags"] = ["remove-cell"]
    document = read_document(notebook(hidden, marked("## Rahasia", "remove-cell")))
    assert document.title == "Judul"
    assert headings(document) == [(1, "Judul")]


def test_code_is_never_a_part() -> None:
    document = read_document(notebook(nb.new_code_cell("rahasia = 1")))
    assert [type(part) for part in document.parts] == [Heading]


def test_with_a_title_block_the_notebook_s_own_heading_is_left_out() -> None:
    assert (1, "Taklimat provinsi") not in headings(read_document(demo_notebook()))


def test_without_a_title_block_the_first_heading_is_the_title_and_comes_first() -> None:
    document = read_document(notebook(nb.new_markdown_cell("teks\n\n# Judul\n\n# Lagi\n\n#### Dalam")))
    assert headings(document) == [(1, "Judul"), (2, "Lagi"), (3, "Dalam")]
    assert document.title == "Judul"


def test_no_level_of_heading_is_skipped() -> None:
    document = read_document(notebook(nb.new_markdown_cell("# A\n\n### B\n\n##### C\n\n## D\n\n#### E")))
    assert [level for level, _ in headings(document)] == [1, 2, 3, 2, 3]


def test_equal_headings_get_different_anchors() -> None:
    document = read_document(notebook(nb.new_markdown_cell("## Isi\n\n## Isi\n\n## Δ")))
    anchors = [part.anchor for part in document.parts if isinstance(part, Heading)]
    assert len(set(anchors)) == len(anchors)
    assert "isi" not in anchors  # the skip link leads there


def test_each_kind_of_output_is_told_apart() -> None:
    cells = [
        executed(Paragraph("x", "64")),
        nb.new_code_cell(
            "x",
            outputs=[nb.new_output("display_data", data={"image/png": DOT}, metadata={"image/png": {"alt": "Garis"}})],
        ),
        output(text_markdown="**tebal**"),
        output(text_plain="polos"),
        nb.new_code_cell(
            "x",
            outputs=[
                nb.new_output(
                    "error", ename="ValueError", evalue="\x1b[31msalah\x1b[0m", traceback=["\x1b[0;31mT\x1b[0m"]
                )
            ],
        ),
    ]
    _, shown, picture, prose, lines, problem = read_document(notebook(*cells)).parts
    assert shown == Shown(Paragraph("x", "64"))
    assert picture == Picture("image/png", base64.b64decode(DOT), 1, 1, "Garis")
    assert isinstance(prose, Prose)
    assert lines == Lines("polos")
    assert problem == Problem("ValueError", "salah", "T")


def test_pieces_of_one_stream_are_one_text() -> None:
    streams = [nb.new_output("stream", name="stdout", text="a\n"), nb.new_output("stream", name="stdout", text="b\n")]
    assert read_document(notebook(nb.new_code_cell("x", outputs=streams))).parts[1:] == [Lines("a\nb")]


def test_of_an_output_that_cannot_be_shown_the_document_says_where_it_stands_and_what_it_has() -> None:
    document = read_document(
        notebook(
            nb.new_markdown_cell("a"),
            nb.new_code_cell("x", outputs=[nb.new_output("display_data", data={"application/x-strange": "1"})]),
        )
    )
    notice = document.parts[-1]
    assert isinstance(notice, Notice)
    assert "Sel 2" in notice.text and "application/x-strange" in notice.text
    assert document.remarks == (notice.text,)


def test_the_name_of_an_attachment_cannot_leave_its_folder() -> None:
    document = read_document(notebook(executed(Setup({"csv": {"name": "../../etc/pass\x00wd", "text": "a"}}))))
    assert "/" not in document.csv_name
    assert not document.csv_name.startswith(".")


def test_a_long_running_title_is_cut_to_one_line() -> None:
    document = read_document(notebook(executed(Setup({"running": "x" * 300}))))
    assert len(document.running) == 90
    assert document.running.endswith("…")
