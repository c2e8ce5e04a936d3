"""The Word document of a report: styles, real tables, pictures with words, the office's own lines and template, equal bytes."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import nbformat
import pytest
from cakupan.briefing.record import seal_holds
from cakupan.errors import DataError
from cakupan.export.document import read_document
from cakupan.export.letter import render
from cakupan.settings import load_settings
from cakupan.verify.letters import check_letter, read_letter
from cakupan.verify.model import Result
from cakupan.verify.notebooks import read_executed
from docx.oxml.ns import qn
from docx.shared import RGBColor
from export.demo import demo_notebook, executed

SIGNED = {
    "number": "400.12/123/Dukcapil", "place": "Samarinda", "position": "Kepala Dinas", "name": "Nama Lengkap, S.Sos.",
    "rank": "Pembina Utama Muda", "nip": "19700101 199503 1 001",
}  # fmt: skip


@pytest.fixture(scope="module")
def notebook() -> Any:
    return demo_notebook()


@pytest.fixture(scope="module")
def body(notebook: Any) -> bytes:
    return render(read_document(notebook))


@pytest.fixture(scope="module")
def opened(body: bytes) -> Any:
    return docx.Document(io.BytesIO(body))


def checked(body: bytes, notebook: Any) -> list[str]:
    result = Result()
    check_letter(read_letter(body), read_executed(nbformat.writes(notebook).encode()), "x.docx", result)
    return result.lines


def test_equal_reports_give_equal_documents_that_are_sealed(body: bytes, notebook: Any) -> None:
    assert render(read_document(notebook)) == body
    assert seal_holds(body) is True


def test_it_reads_back_without_a_fault(body: bytes, notebook: Any) -> None:
    assert checked(body, notebook) == []


def test_headings_are_styles_and_captions_are_numbered(opened: Any) -> None:
    styles = [paragraph.style.name for paragraph in opened.paragraphs]
    assert styles.count("Title") == 1
    assert "Heading 1" in styles
    fields = [field.get(qn("w:instr")) for field in opened.element.body.iter(qn("w:fldSimple"))]
    assert {" SEQ Gambar \\* ARABIC ", " SEQ Tabel \\* ARABIC "} <= set(fields)


def test_tables_are_real_and_repeat_their_heads(opened: Any) -> None:
    heads = [table for table in opened.tables if table.rows[0]._tr.findall(f".//{qn('w:tblHeader')}")]
    assert heads
    assert all(row._tr.findall(f".//{qn('w:cantSplit')}") for table in heads for row in table.rows)


def test_charts_are_crisp_pictures_with_alternative_texts(opened: Any, notebook: Any) -> None:
    from PIL import Image

    for shape in opened.inline_shapes:
        assert shape._inline.docPr.get("descr")
        part = opened.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
        pixels = Image.open(io.BytesIO(part.blob)).width
        assert pixels / (shape.width / 914_400) > 200
    assert len(opened.inline_shapes) >= 2


def test_the_office_signs_where_its_settings_say_so(notebook: Any) -> None:
    signed = nbformat.from_dict(notebook)
    signed["cells"].append(executed_setup({"signature": SIGNED}))
    body = render(read_document(signed))
    lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(body)).paragraphs]
    assert f"Nomor: {SIGNED['number']}" in lines
    assert lines[-3:] == [SIGNED["name"], SIGNED["rank"], f"NIP {SIGNED['nip']}"]
    assert checked(body, signed) == []
    assert checked(body.replace(b"x", b"x"), notebook) != []


def executed_setup(metadata: dict[str, Any]) -> Any:
    from cakupan.blocks import Setup

    return executed(Setup(metadata))


def test_a_template_of_the_office_sets_the_styles(notebook: Any, tmp_path: Path) -> None:
    template = docx.Document()
    template.styles["Heading 1"].font.color.rgb = RGBColor(0x12, 0x34, 0x56)
    template.sections[0].header.paragraphs[0].text = "Kop surat"
    template.add_paragraph("wird ersetzt")
    template.save(str(tmp_path / "template.docx"))
    body = render(read_document(notebook), tmp_path)
    made = docx.Document(io.BytesIO(body))
    assert made.styles["Heading 1"].font.color.rgb == RGBColor(0x12, 0x34, 0x56)
    assert made.sections[0].header.paragraphs[0].text == "Kop surat"
    assert "wird ersetzt" not in [paragraph.text for paragraph in made.paragraphs]
    assert checked(body, notebook) == []


def test_a_template_that_is_none_is_named_with_its_remedy(notebook: Any, tmp_path: Path) -> None:
    (tmp_path / "template.docx").write_bytes(b"nothing")
    with pytest.raises(DataError, match=r"template\.docx is no readable Word document"):
        render(read_document(notebook), tmp_path)


def test_settings_name_the_signatory_and_refuse_a_wrong_nip(tmp_path: Path) -> None:
    lines = "\n".join(f'{name} = "{text}"' for name, text in SIGNED.items())
    (tmp_path / "settings.toml").write_text(f"[signature]\n{lines}\n", encoding="utf-8")
    assert load_settings(tmp_path).signature.to_json("64", "2024-12-31") == {"signature": SIGNED}
    (tmp_path / "settings.toml").write_text('[signature]\nnip = "123"\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"\[signature\] nip: '123' is no NIP of 18 digits"):
        load_settings(tmp_path)
