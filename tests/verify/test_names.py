"""Names that try to break markup, layout or a spreadsheet, in simulated data: everything is still read back."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cakupan.observations import load_observations
from cakupan.verify import verify_edition
from cakupan.workspace import DATA
from verify.spoil import EDITION

pytestmark = pytest.mark.slow

NAMES = (
    '<script>alert(1)</script> & "x"',
    "Kabupaten " + 13 * "Panjang sekali ",
    "محافظة 12 القدس",
    "=1+2",
    "Kota 50,5 #1 $x$",
)


def test_hostile_names_are_printed_and_read_back_in_all_formats(tmp_path: Path) -> None:
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    with (data / "regencies.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    for row, name in zip((row for row in rows if row[0].startswith("65")), NAMES, strict=True):
        row[2] = name
    with (data / "regencies.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    table = data / "observations.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",dkb,", ",simulated,"), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "cakupan",
        "build",
        "--quiet",
        "--edition",
        EDITION,
        "--region",
        "65",
        "--data",
        str(data),
    ]
    done = subprocess.run([*command, "--output", str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    result = verify_edition(tmp_path / EDITION, load_observations(data), data=data)
    assert result.lines == []
    assert result.counts["numbers in PDFs"] > 300
