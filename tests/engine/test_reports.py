"""All reports of the edition by both engines: the same bytes, in the executed notebooks and in what is made of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EDITION = "2024-12-31"
REPORTS = 39


def build(engine: str, output: Path) -> Path:
    command = [
        sys.executable,
        "-m",
        "cakupan",
        "build",
        "--edition",
        EDITION,
        "--engine",
        engine,
        "--output",
        str(output),
    ]
    done = subprocess.run([*command, "--no-verify", "--quiet"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return output / EDITION


@pytest.mark.slow
def test_every_report_has_the_same_bytes_by_the_stock_and_by_the_warm_engine(tmp_path: Path) -> None:
    stock, warm = build("stock", tmp_path / "stock"), build("warm", tmp_path / "warm")
    for folder, ending in (("ipynb", "ipynb"), ("html", "html"), ("pdf", "pdf"), ("csv", "csv")):
        ours = {path.name: path.read_bytes() for path in (warm / folder).glob(f"*.{ending}")}
        theirs = {path.name: path.read_bytes() for path in (stock / folder).glob(f"*.{ending}")}
        assert len(ours) == REPORTS
        assert [name for name, body in theirs.items() if ours.get(name) != body] == []
    assert (stock / "index.html").read_bytes() == (warm / "index.html").read_bytes()
