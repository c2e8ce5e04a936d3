"""The notebooks as they are committed: without outputs, short, readable, in both languages."""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest
from cakupan.briefing.parameters import read_contract
from cakupan.languages import LANGS
from cakupan.workspace import NOTEBOOKS

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
REPORTS = [path for path in PATHS if path.stem in ("province", "national", "regency", "local", "claims")]
BILINGUAL = pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
EVERY = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
LONGEST_CELL = 8
FORBIDDEN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.AsyncFor)
A_PATH = re.compile(r"^(?:~|\.{0,2}/|[A-Za-z]:\\)|\.(?:csv|ipynb|html|pdf|png|svg|py)$")


@cache
def cells(path: Path) -> list[Any]:
    return list(nbformat.read(path, as_version=4).cells)


def code(path: Path) -> list[Any]:
    return [cell for cell in cells(path) if cell.cell_type == "code"]


def tags(cell: Any) -> list[str]:
    return list(cell.metadata.get("tags", []))


def python(cell: Any) -> ast.Module:
    """The cell's Python, without lines of IPython's own."""
    lines = cell.source.splitlines()
    return ast.parse("\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in lines))


def test_there_are_notebooks_to_check() -> None:
    assert {"province", "national"} <= {path.stem for path in REPORTS}


@EVERY
def test_a_notebook_is_valid(path: Path) -> None:
    nbformat.validate(nbformat.read(path, as_version=4))


@EVERY
def test_a_notebook_is_committed_without_outputs_or_execution_counts(path: Path) -> None:
    left = [number for number, cell in enumerate(cells(path)) if cell.get("outputs") or cell.get("execution_count")]
    assert not left


@EVERY
def test_no_metadata_of_an_editor_or_a_run_is_committed(path: Path) -> None:
    assert set(nbformat.read(path, as_version=4).metadata) <= {"kernelspec", "language_info"}
    assert {name for cell in cells(path) for name in cell.metadata} <= {"tags"}


@BILINGUAL
def test_the_parameters_come_second_after_the_title(path: Path) -> None:
    assert cells(path)[0].cell_type == "markdown"
    assert cells(path)[0].source.startswith("# ")
    assert [number for number, cell in enumerate(cells(path)) if "parameters" in tags(cell)] == [1]


@BILINGUAL
def test_every_parameter_is_typed_and_explained_and_edition_and_language_are_among_them(path: Path) -> None:
    contract = read_contract(path)
    assert {"edition", "lang"} <= {parameter.name for parameter in contract}
    assert not [parameter.name for parameter in contract if not parameter.help or not parameter.annotation]


@BILINGUAL
def test_a_code_cell_has_at_most_eight_lines(path: Path) -> None:
    long = [cell.source for cell in code(path)[1:] if len(cell.source.splitlines()) > LONGEST_CELL]
    assert not long


@BILINGUAL
def test_a_code_cell_defines_nothing_and_loops_over_nothing(path: Path) -> None:
    found = [cell.source for cell in code(path) if any(isinstance(node, FORBIDDEN) for node in ast.walk(python(cell)))]
    assert not found


@BILINGUAL
def test_no_cell_names_a_file(path: Path) -> None:
    named = [
        node.value
        for cell in code(path)
        for node in ast.walk(python(cell))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and A_PATH.search(node.value)
    ]
    assert not named


@BILINGUAL
def test_a_report_imports_the_facade_and_nothing_else(path: Path) -> None:
    imports = [
        ast.unparse(node)
        for cell in code(path)
        for node in ast.walk(python(cell))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert imports == ["from cakupan import briefing"]


@BILINGUAL
def test_every_text_stands_in_both_languages_side_by_side(path: Path) -> None:
    said = [[tag for tag in tags(cell) if tag in LANGS] for cell in cells(path) if cell.cell_type == "markdown"]
    said = [langs for langs in said if langs]
    assert said == [["id"], ["en"]] * (len(said) // 2)
    assert said
    places = [number for number, cell in enumerate(cells(path)) if any(tag in LANGS for tag in tags(cell))]
    assert all(second == first + 1 for first, second in zip(places[::2], places[1::2], strict=True))


@BILINGUAL
def test_both_languages_have_headings_of_the_same_levels(path: Path) -> None:
    levels = {
        lang: [
            len(line.split(" ")[0])
            for cell in cells(path)
            if lang in tags(cell)
            for line in cell.source.splitlines()
            if line.startswith("#")
        ]
        for lang in LANGS
    }
    assert levels["id"] == levels["en"]
    assert set(levels["id"]) <= {2, 3}


@BILINGUAL
def test_text_without_a_language_is_for_the_person_at_the_keyboard_only(path: Path) -> None:
    for cell in cells(path):
        if cell.cell_type == "markdown" and not set(tags(cell)) & set(LANGS):
            assert "remove-cell" in tags(cell)


@BILINGUAL
def test_every_section_is_headed_by_a_question_or_a_name(path: Path) -> None:
    """A heading comes before code: no section is empty, and no cell stands before the first heading but title and setting up."""
    kinds = [
        "heading" if "en" in tags(cell) else "code"
        for cell in cells(path)[2:]
        if "id" not in tags(cell) and "remove-cell" not in tags(cell)
    ]
    assert ("heading", "heading") not in list(pairwise(kinds))
    assert kinds[-1] == "code"
