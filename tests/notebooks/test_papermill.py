"""The notebooks by the stock command lines, as a person would run them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from cakupan.blocks import DOCUMENT_MIME
from cakupan.briefing.parameters import read_contract
from cakupan.workspace import NOTEBOOKS

pytestmark = pytest.mark.slow


def papermill(notebook: str, output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", str(NOTEBOOKS / notebook), str(output)]
    return subprocess.run(
        [*command, *arguments], capture_output=True, text=True, timeout=300, cwd=output.parent,
        env={**os.environ, "JUPYTER_PLATFORM_DIRS": "1"},
    )  # fmt: skip


def described(output: Path) -> dict[str, object]:
    """What the executed notebook says about its document."""
    found: dict[str, object] = {}
    for cell in nbformat.read(output, as_version=4).cells:
        for made in cell.get("outputs", []):
            found.update(made.get("data", {}).get(DOCUMENT_MIME, {}))
    return found


def test_the_stock_command_line_runs_a_province_by_number(tmp_path: Path) -> None:
    done = papermill("province.ipynb", tmp_path / "out.ipynb", "-p", "province", "31", "-p", "lang", "en")
    assert done.returncode == 0, done.stderr
    document = described(tmp_path / "out.ipynb")
    assert (document["region"], document["lang"], document["edition"]) == ("31", "en", "2024-12-31")


def test_the_stock_command_line_runs_the_nation_by_its_defaults(tmp_path: Path) -> None:
    done = papermill("national.ipynb", tmp_path / "out.ipynb")
    assert done.returncode == 0, done.stderr
    assert described(tmp_path / "out.ipynb")["region"] == "ID"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("-p", "province", "6"), "6 is no code of a province; allowed are 11 Aceh, 12 Sumatera Utara"),
        (("-p", "lang", "fr"), "'fr' is no language of the briefings; allowed are id, en"),
        (("-p", "edition", "soon"), "'soon' is no edition: write a date such as 2024-12-31, or latest"),
        (("-p", "provinsi", "11"), "this notebook has no parameter 'provinsi' (did you mean 'province'?)"),
        (("--engine", "warm", "-p", "provinsi", "11"), "this notebook has no parameter 'provinsi' (did you mean"),
    ],
    ids=["province", "language", "edition", "name", "name-warm"],
)
def test_a_wrong_parameter_fails_with_a_sentence_that_lists_what_is_allowed(
    tmp_path: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    done = papermill("province.ipynb", tmp_path / "out.ipynb", *arguments)
    assert done.returncode != 0
    assert complaint in done.stderr


def test_papermill_itself_can_tell_the_parameters_of_a_notebook(tmp_path: Path) -> None:
    done = papermill("province.ipynb", tmp_path / "out.ipynb", "--help-notebook")
    for parameter in read_contract(NOTEBOOKS / "province.ipynb"):
        assert f"{parameter.name}: {parameter.annotation}" in done.stdout
    assert json.dumps("64") in done.stdout
