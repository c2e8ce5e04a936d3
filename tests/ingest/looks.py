"""What a data directory holds, as tests compare it: all bytes, and the figures that an office added."""

from __future__ import annotations

import csv
from pathlib import Path

Key = tuple[str, str, str]


def content(directory: Path) -> dict[str, bytes]:
    """Every file of a directory."""
    return {
        str(path.relative_to(directory)): path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()
    }


def own(directory: Path) -> dict[Key, str]:
    """The office's figures by region, measure and date; a figure that stands twice fails the test that asks."""
    with (directory / "observations.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["system"] == "own"]
    figures = {(row["region"], row["measure"], row["as_of"]): row["value"] for row in rows}
    assert len(figures) == len(rows)
    return figures
