"""The exporters work from the stock command line, and importing them costs no Typst."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from export.demo import demo_notebook, written


@pytest.mark.slow
def test_the_stock_command_line_makes_the_same_files(
    tmp_path: Path, to_html: Callable[[Any], str], to_pdf: Callable[[Any], bytes]
) -> None:
    (tmp_path / "x.ipynb").write_text(written(demo_notebook()), encoding="utf-8")
    for form in ("html", "pdf"):
        command = [sys.executable, "-m", "nbconvert", "--to", f"cakupan-{form}", str(tmp_path / "x.ipynb")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "x.html").read_text(encoding="utf-8").strip() == to_html(demo_notebook()).strip()
    assert (tmp_path / "x.pdf").read_bytes() == to_pdf(demo_notebook())


def test_importing_the_exporters_starts_no_typst() -> None:
    code = "import sys, cakupan.export; print('typst' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "False", done.stderr
