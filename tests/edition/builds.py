"""Building editions in tests: data directories of one's own, the command in a process of its own, and what a folder holds."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cakupan.workspace import DATA

EDITION = "2024-12-31"
STATE = ".cakupan"
Row = dict[str, str]
CODES = ("ID", "31", "64", "65")


def copy_of_data(folder: Path) -> Path:
    """A data directory with the shipped tables."""
    folder.mkdir(parents=True)
    for table in DATA.glob("*.csv"):
        shutil.copy(table, folder)
    return folder


def change(table: Path, edit: Callable[[list[Row]], list[Row]]) -> None:
    """Rewrite a table after an edit of its rows."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = edit(list(csv.DictReader(file)))
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def add_to(table: Path, region: str, measure: str, as_of: str, by: int) -> None:
    """Add to the register's figure of a region, measure and date."""

    def edit(rows: list[Row]) -> list[Row]:
        (row,) = [
            row
            for row in rows
            if (row["region"], row["measure"], row["as_of"], row["system"]) == (region, measure, as_of, "dkb")
        ]
        row["value"] = str(int(row["value"]) + by)
        return rows

    change(table, edit)


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "cakupan", *map(str, arguments)]


def start(*arguments: object, **environment: str) -> subprocess.Popen[str]:
    """Start the command; its standard error can be read."""
    return subprocess.Popen(
        command(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )


def cakupan(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, timeout=300, env={**os.environ, **environment}
    )


def regions(*codes: str) -> list[str]:
    return [part for code in codes for part in ("--region", code)]


CHOSEN = [*regions(*CODES), "--jobs", "2"]
"""A build of four reports, two at a time."""


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that readers see, by its path; the manifest without the times that a build took."""
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and STATE not in path.relative_to(folder).parts
    }
    if "manifest.json" in files:
        files["manifest.json"] = json.dumps(without_times(json.loads(files["manifest.json"])), sort_keys=True).encode()
    return files


def without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_times(part) for name, part in value.items() if name != "seconds"}
    return value


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The paths of files that are not in both, or not with the same bytes; short enough to read when a test fails."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def why(output: Path, data: Path, *arguments: object) -> dict[str, list[str]]:
    """The causes of every report that is due."""
    planned = cakupan("plan", "--json", "--output", output, "--data", data, *arguments)
    assert planned.returncode == 0, planned.stderr
    return {entry["report"]: entry["why"] for entry in json.loads(planned.stdout) if entry["due"]}
