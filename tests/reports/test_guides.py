"""The two guides are true: a notebook made of the code that a guide shows is built, and the edited cell is seen in the briefing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cakupan.ingest import new
from cakupan.workspace import DATA, NOTEBOOKS

OWN, CHANGE = (NOTEBOOKS / name for name in ("own-report.md", "change-a-briefing.md"))


def shown(guide: Path) -> list[str]:
    """The cells that a guide shows."""
    return [
        block.rstrip("\n") for block in re.findall(r"```python\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)
    ]


def cells(notebook: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]]


def cakupan(*words: str) -> str:
    done = subprocess.run([sys.executable, "-m", "cakupan", *words], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """What `cakupan new mine` makes."""
    assert list(new.make(tmp_path / "mine", DATA))
    return tmp_path / "mine"


def test_the_example_of_a_new_data_directory_is_the_notebook_of_the_guide(mine: Path) -> None:
    made = cells(mine / "notebooks" / "own-report.ipynb")
    assert [cell for cell in made if cell in shown(OWN)] == shown(OWN)


@pytest.mark.slow
def test_the_report_of_the_guide_is_built_and_read_back(mine: Path, tmp_path: Path) -> None:
    told = cakupan(
        "build", "--data", str(mine), "--reports", "own-report", "--region", "64", "--output", str(tmp_path / "out")
    )
    assert "no fault" in told
    (page,) = (tmp_path / "out").glob("*/html/*.html")
    text = page.read_text(encoding="utf-8")
    assert text.count("<figure") == 2 and "Siapa yang belum merekam?" in text and ">17.580</data></strong>" in text


def test_the_cell_that_the_guide_changes_stands_in_the_provincial_briefing() -> None:
    assert shown(CHANGE)[0] in cells(NOTEBOOKS / "province.ipynb")


@pytest.mark.slow
def test_one_edited_cell_changes_the_briefing_of_a_province(mine: Path, tmp_path: Path) -> None:
    before, after = shown(CHANGE)
    notebook = json.loads((NOTEBOOKS / "province.ipynb").read_text(encoding="utf-8"))
    changed = [cell for cell in notebook["cells"] if "".join(cell["source"]) == before]
    assert len(changed) == 1
    changed[0]["source"] = after
    (mine / "notebooks" / "province.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    told = cakupan(
        "build", "--data", str(mine), "--region", "64", "--format", "html", "--output", str(tmp_path / "out")
    )
    assert "no fault" in told
    (page,) = (tmp_path / "out").glob("*/html/*.html")
    assert "Tingkat aktivasi IKD menurut wilayah, terbanyak belum merekam lebih dahulu" in page.read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("guide", [OWN, CHANGE], ids=lambda path: path.stem)
def test_the_pictures_of_a_guide_are_there(guide: Path) -> None:
    pictures = re.findall(r"!\[[^\]]{20,}\]\(([^)]+)\)", guide.read_text(encoding="utf-8"))
    assert pictures and all((NOTEBOOKS / picture).exists() for picture in pictures)
