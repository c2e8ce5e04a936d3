"""Where the command prints: what was asked for on standard output; a reader who goes, or a full disk, gets one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def test_the_indicators_of_a_region_fit_into_80_columns_with_bounds_and_reasons_below(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("indicators", "--region", "64", "--edition", "2024-12-31").out.splitlines()
    assert lines[0] == "64 East Kalimantan, edition 31 December 2024"
    assert [line.split() for line in lines[1:3]] == [
        ["K01", "Recording", "coverage", "≥99.39", "%", "2024-06-30"],
        ["K02", "Unrecorded,", "net", "≤17,580", "people", "2024-06-30"],
    ]
    below = lines[lines.index("No value:") : lines.index("Notes:")]
    assert below[1].startswith("  K11 K13 K14: a pace needs 4 steps")
    assert not [line for line in lines if line.startswith("K11")]
    assert lines[lines.index("Base:") + 1 : lines.index("Base:") + 3] == [
        "  wajib_ktp",
        "  K04: gap of all regions of the level",
    ]


@pytest.mark.parametrize(
    "variables", [{"CAKUPAN_LANG": "id"}, {"CAKUPAN_LANG": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "id_ID.UTF-8"}]
)
def test_the_indicators_are_in_indonesian_where_the_variable_or_the_locale_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    out = run("indicators", "--region", "64", "--edition", "2024-12-31").out
    assert out.startswith("64 Kalimantan Timur, edisi 31 Desember 2024\n")
    assert "≥99,39" in out and "Tanpa nilai:" in out
    assert "No value" not in out


def test_the_version_is_told(run: Run) -> None:
    done = run("--version")
    assert (done.code, done.out, done.err) == (0, f"cakupan {__version__}\n", "")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("64", "64"), ("sama", "samarinda"), ("647", "6472"), ("I", "ID"), ("Gor", "Gorontalo")],
)
def test_the_shell_is_offered_regions_by_code_and_by_name(typed: str, offered: str) -> None:
    assert offered in [code for code, name in complete_region(typed)]


def test_the_shell_completes_commands_options_and_regions() -> None:
    def completed(*words: str) -> str:
        line = " ".join(("cakupan", *words))
        environment = {"_CAKUPAN_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words))}
        program = Path(sys.executable).with_name("cakupan")
        return subprocess.run([program], env={**os.environ, **environment}, capture_output=True, text=True).stdout

    assert "indicators" in completed("ind").split()
    assert "--edition" in completed("indicators", "--ed").split()
    assert completed("indicators", "--region", "samarin").split() == ["samarinda"]
