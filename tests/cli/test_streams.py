"""Where the command prints: what was asked for on standard output; a reader who goes, or a full disk, gets one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cakupan import __version__
from cakupan.cli.shared import complete_region
from cakupan.workspace import DATA
from cli.running import Run

INDICATORS = [sys.executable, "-m", "cakupan", "indicators", "--region", "64"]


@pytest.mark.parametrize(
    "arguments",
    [("indicators", "--region", "64"), ("quality", "--region", "64"), ("plan", "--region", "64"), ("define", "K01")],
    ids=lambda arguments: arguments[0],
)
def test_what_was_asked_for_is_on_standard_output_and_nothing_else_is_said(
    run: Run, arguments: tuple[str, ...]
) -> None:
    done = run(*arguments)
    assert (done.code, done.err) == (0, "")
    assert done.out


def test_a_table_in_a_pipe_is_80_columns_wide_at_most(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    for command in ("indicators", "quality"):
        assert max(map(len, run(command, "--region", "64").out.splitlines())) <= 80


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_reader_who_has_gone_is_told_in_one_sentence(form: str) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [*INDICATORS, *(["--json"] if form == "json" else [])], stdout=theirs, stderr=subprocess.PIPE, text=True
    )
    os.close(theirs)
    assert done.stderr == "cakupan: whoever read the output closed it before its end; the rest was left out\n"
    assert done.returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_behind_standard_output_is_told_in_one_sentence() -> None:
    with Path("/dev/full").open("w") as device:
        done = subprocess.run([*INDICATORS, "--json"], stdout=device, stderr=subprocess.PIPE, text=True)
    (line,) = done.stderr.splitlines()
    assert line.startswith("cakupan: standard output cannot be written to (No space left on device)")
    assert done.returncode == 2


def test_a_folder_that_was_removed_meanwhile_is_told_in_one_sentence(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    done = subprocess.run(
        ["sh", "-c", f"rmdir {here}; exec {Path(sys.executable).with_name('cakupan')} indicators --region 64"],
        cwd=here, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "cakupan: the current folder no longer exists; change to another one\n"


def test_a_file_that_cannot_be_written_ends_in_one_sentence(run: Run) -> None:
    done = run("simulate", "--months", "1", "--levels", "province", "--data", "/dev/null/panel")
    assert done.code == 2
    assert done.err.splitlines()[-1].startswith("cakupan: /dev/null/panel: Not a directory; ")


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
    assert below[1].startswith("  K11 K13 K14: it takes 5 comparable figures of IKD activations")
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


def test_doubts_and_verdicts_are_in_indonesian_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAKUPAN_LANG", "id")
    doubts = run("quality", "--region", "64").out
    assert (
        "peringatan" in doubts and "Yang patut diragukan" in doubts and "per 15 April 2022" in " ".join(doubts.split())
    )
    verdicts = run("claims", DATA / "claims.csv").out
    assert "Putusan" in verdicts and "Verdict" not in verdicts


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
