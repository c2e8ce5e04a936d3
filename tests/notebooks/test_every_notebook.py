"""Every notebook runs from top to bottom by plain Papermill with its defaults, and no cell shows an error or a bare repr."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from cakupan.workspace import NOTEBOOKS

pytestmark = pytest.mark.slow
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom_by_its_defaults(path: Path, tmp_path: Path) -> None:
    output = tmp_path / path.name
    done = subprocess.run(
        [sys.executable, "-m", "papermill", "--no-progress-bar", str(path), str(output)],
        capture_output=True, text=True, timeout=300, cwd=tmp_path,
        env={**os.environ, "JUPYTER_PLATFORM_DIRS": "1", "CAKUPAN_ENGINE": "stock"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    cells = [cell for cell in nbformat.read(output, as_version=4).cells if cell.cell_type == "code"]
    assert cells and all(cell.execution_count for cell in cells)


def test_the_gallery_shows_something_for_every_line_that_shows_a_block(tmp_path: Path) -> None:
    output = tmp_path / "gallery.ipynb"
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", str(NOTEBOOKS / "gallery.ipynb"), str(output)]
    subprocess.run(command, check=True, capture_output=True, timeout=300, cwd=tmp_path)
    cells = [cell for cell in nbformat.read(output, as_version=4).cells if cell.cell_type == "code"]
    shown = [cell for cell in cells if any("text/html" in o.get("data", {}) for o in cell.outputs)]
    silent = [cell.source for cell in cells if not cell.outputs]
    assert len(shown) >= 25
    assert all("parameters" in source or ":" in source or "nation." in source for source in silent), silent
