"""nbconvert's own options act on our exporters: execution, tags, kinds of cells, languages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import nbformat.v4 as nb
import pytest
from cakupan.export import CakupanHTMLExporter, CakupanPDFExporter
from cakupan.export.exporter import CellFailed
from export.ordinary import code, md, plotly, stream
from nbconvert.exporters import get_exporter
from traitlets.config import Config


def page(cells: list[Any], **options: dict[str, Any]) -> str:
    """The page of a notebook of these cells, with nbconvert's options by class."""
    body, _ = CakupanHTMLExporter(config=Config(options)).from_notebook_node(nb.new_notebook(cells=cells))
    return str(body)


def test_the_preprocessor_of_tags_takes_cells_out_and_the_others_keep_their_numbers() -> None:
    cells = [code(stream("catatan dalam"), tags=["sembunyi"]), md("tetap"), code(plotly())]
    made = page(cells, TagRemovePreprocessor={"enabled": True, "remove_cell_tags": ["sembunyi"]})
    assert "catatan dalam" not in made and "tetap" in made
    assert "Sel 3: grafik interaktif Plotly" in made


@pytest.mark.parametrize(
    ("option", "gone"),
    [
        ("exclude_markdown", "tulisan"),
        ("exclude_output", "keluaran"),
        ("exclude_code_cell", "keluaran"),
        ("exclude_raw", "mentah"),
    ],
)
def test_kinds_of_cells_can_be_left_out(option: str, gone: str) -> None:
    words = {"tulisan", "keluaran", "mentah"}
    made = page([md("tulisan"), code(stream("keluaran")), nb.new_raw_cell("mentah")], TemplateExporter={option: True})
    assert {word for word in words if word in made} == words - {gone}


def test_a_notebook_without_a_language_takes_the_one_that_is_asked_for() -> None:
    made = page([code(plotly())], CakupanHTMLExporter={"lang": "en"})
    assert '<html lang="en">' in made and "Cell 1: an interactive Plotly chart" in made


def test_the_notebook_that_is_exported_is_left_as_it_was() -> None:
    node = nb.new_notebook(cells=[md("a"), code(stream("b"))])
    before = nbformat.writes(node)
    CakupanHTMLExporter().from_notebook_node(node)
    assert nbformat.writes(node) == before


@pytest.mark.parametrize("name", ["cakupan-html", "cakupan-pdf", "cakupan_html", "cakupan_pdf"])
def test_both_spellings_of_the_names_are_known_to_nbconvert(name: str) -> None:
    assert issubclass(get_exporter(name), CakupanHTMLExporter if name.endswith("html") else CakupanPDFExporter)


def converted(folder: Path, cells: list[Any], *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "x.ipynb").write_text(nbformat.writes(nb.new_notebook(cells=cells)), encoding="utf-8")
    command = [sys.executable, "-m", "nbconvert", "--to", "cakupan_html", *options, str(folder / "x.ipynb")]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.mark.slow
def test_execute_runs_the_notebook_first(tmp_path: Path) -> None:
    done = converted(
        tmp_path, [nb.new_code_cell("print('jumlah', 40 + 2)")], "--execute", "--no-input", "--embed-images"
    )
    assert done.returncode == 0, done.stderr
    assert "jumlah 42" in (tmp_path / "x.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_cell_that_fails_while_it_is_executed_is_named_in_one_sentence(tmp_path: Path) -> None:
    done = converted(tmp_path, [md("a"), nb.new_code_cell("jumlah = 1 / 0")], "--execute")
    assert done.returncode == 1
    assert "cell 2 failed while the notebook was executed: ZeroDivisionError: division by zero" in done.stderr
    assert "Traceback" not in done.stderr and not (tmp_path / "x.html").exists()


@pytest.mark.slow
def test_with_allowed_errors_the_document_shows_the_error_and_goes_on(tmp_path: Path) -> None:
    cells = [nb.new_code_cell("1 / 0"), nb.new_code_cell("print('sesudahnya')")]
    done = converted(tmp_path, cells, "--execute", "--allow-errors")
    assert done.returncode == 0, done.stderr
    made = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "Sel 1: Bagian ini gagal dihitung" in made and "sesudahnya" in made


def test_elsewhere_such_a_cell_raises_with_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    from nbclient.exceptions import CellExecutionError

    def fail(*_: Any, **__: Any) -> Any:
        raise CellExecutionError("…", "KeyError", "'jiwa'")

    monkeypatch.setattr("nbconvert.exporters.exporter.Exporter.from_notebook_node", fail)
    with pytest.raises(CellFailed, match="a cell failed while the notebook was executed: KeyError: 'jiwa'"):
        page([md("a")])


def test_a_pdf_of_a_part_that_typst_refuses_says_so_in_its_place(to_pdf: Callable[[Any], bytes]) -> None:
    raw = nb.new_raw_cell("#tidak-ada(", metadata={"raw_mimetype": "text/vnd.typst"})
    good = nb.new_raw_cell("#text(fill: red)[dari Typst]", metadata={"raw_mimetype": "text/vnd.typst"})
    from export.test_pdf import text_of

    text = text_of(to_pdf(nb.new_notebook(cells=[md("# A"), raw, good, md("sesudahnya")])))
    assert "Sel 2: bagian ini tidak dapat dimuat dalam PDF" in text
    assert "dari Typst" in text and "sesudahnya" in text
