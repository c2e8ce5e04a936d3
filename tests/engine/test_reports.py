"""Reports of the edition by both engines: the same bytes, in the executed notebooks and in what is made of them.

CAKUPAN_BOTH_ENGINES=all compares the nation and all 38 provinces; without it every third province, and those of a kind of their own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cakupan.observations import Observations
from cakupan.regions import NATION

EDITION = "2024-12-31"
OF_A_KIND = ("31", "64", "95")
"""All of it at a cap; part of it at a cap; a base in doubt."""


def chosen(observations: Observations) -> list[str]:
    codes = [region.code for region in observations.regions.provinces]
    if os.environ.get("CAKUPAN_BOTH_ENGINES") != "all":
        codes = sorted({*codes[::3], *OF_A_KIND})
    return [NATION, *codes]


def build(engine: str, output: Path, codes: list[str]) -> Path:
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
        *(part for code in codes for part in ("--region", code)),
    ]
    done = subprocess.run([*command, "--no-verify", "--quiet"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return output / EDITION


@pytest.mark.slow
def test_reports_have_the_same_bytes_by_the_stock_and_by_the_warm_engine(
    tmp_path: Path, observations: Observations
) -> None:
    codes = chosen(observations)
    stock, warm = build("stock", tmp_path / "stock", codes), build("warm", tmp_path / "warm", codes)
    for folder, ending in (("ipynb", "ipynb"), ("html", "html"), ("pdf", "pdf"), ("csv", "csv")):
        ours = {path.name: path.read_bytes() for path in (warm / folder).glob(f"*.{ending}")}
        theirs = {path.name: path.read_bytes() for path in (stock / folder).glob(f"*.{ending}")}
        assert len(ours) == len(codes) >= 15
        assert [name for name, body in theirs.items() if ours.get(name) != body] == []
    assert (stock / "index.html").read_bytes() == (warm / "index.html").read_bytes()
