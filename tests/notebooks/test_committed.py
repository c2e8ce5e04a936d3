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
LONGEST_CELL = 10
"""About eight lines, and two more where the formatter breaks a call."""
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


ANALYSING = ("province", "national", "regency")


def calls(path: Path) -> list[tuple[int, str]]:
    """Which functions and methods a notebook calls, with the number of the section that they stand in."""
    section, named = 0, []
    for cell in code(path):
        for node in ast.walk(python(cell)):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                section += name == "report.heading"
                named.append((section, name))
    return named


def test_in_the_provincial_briefing_at_least_eight_sections_compute_with_pandas() -> None:
    pandas = (
        "sort_values",
        "groupby",
        "cumsum",
        "cut",
        "corr",
        "iloc",
        "agg",
        "dropna",
        "nlargest",
        "set_index",
        "clip",
        "isin",
    )
    sections = {section for section, name in calls(NOTEBOOKS / "province.ipynb") if name.rpartition(".")[2] in pandas}
    assert len(sections) >= 8


@pytest.mark.parametrize("name", ANALYSING)
def test_a_briefing_draws_from_frames_in_sight(name: str) -> None:
    named = {call for _, call in calls(NOTEBOOKS / f"{name}.ipynb")}
    assert {"report.frame", "report.chart"} <= named
    assert any(call.startswith(("charts.", "sns.")) for call in named)


@pytest.mark.parametrize("name", [*ANALYSING, "local"])
def test_every_heading_is_given_in_both_languages_by_one_cell(name: str) -> None:
    headings = [cell.source for cell in code(NOTEBOOKS / f"{name}.ipynb") if cell.source.startswith("report.heading(")]
    assert len(headings) >= 5
    for source in headings:
        (given,) = [ast.literal_eval(node) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Dict)]
        assert set(given) == set(LANGS) and all(given.values())


@pytest.mark.parametrize("name", [*ANALYSING, "local"])
def test_every_text_of_a_block_is_given_in_all_languages(name: str) -> None:
    dicts = [
        node
        for cell in code(NOTEBOOKS / f"{name}.ipynb")
        for node in ast.walk(python(cell))
        if isinstance(node, ast.Dict)
    ]
    keys = [{key.value for key in node.keys if isinstance(key, ast.Constant)} for node in dicts]
    assert all(found >= set(LANGS) for found in keys if found & set(LANGS))


@BILINGUAL
def test_text_without_a_language_is_for_the_person_at_the_keyboard_only(path: Path) -> None:
    for cell in cells(path):
        if cell.cell_type == "markdown" and not set(tags(cell)) & set(LANGS):
            assert "remove-cell" in tags(cell)


@BILINGUAL
def test_no_section_is_empty(path: Path) -> None:
    """A heading comes before code: no section is empty, and no document ends in one."""
    kinds = [
        "heading" if "en" in tags(cell) or cell.source.startswith("report.heading(") else "code"
        for cell in cells(path)[2:]
        if "id" not in tags(cell) and "remove-cell" not in tags(cell)
    ]
    assert ("heading", "heading") not in list(pairwise(kinds))
    assert kinds[-1] == "code"
