"""Where the command prints: what was asked for on standard output; a reader who goes, or a full disk, gets one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
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
