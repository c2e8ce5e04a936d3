"""The commands `verify` and `diff`: exit codes, JSON on standard output, sentences on standard error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cakupan.cli import app
from typer.testing import CliRunner
from verify.spoil import stem_of

pytestmark = pytest.mark.slow
run = CliRunner()


def test_a_sound_edition_ends_with_0_and_says_what_was_read(built: Path) -> None:
    done = run.invoke(app, ["verify", str(built)])
    assert done.exit_code == 0, done.stderr
    assert "no fault" in done.stderr
    assert done.stdout == ""


def test_faults_end_with_1_and_stand_in_the_json(edition: Path) -> None:
    path = edition / "csv" / f"{stem_of('65')}.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2024-06-30", "2024-06-31", 1), encoding="utf-8")
    done = run.invoke(app, ["verify", str(edition), "--json"])
    assert done.exit_code == 1
    result = json.loads(done.stdout)[str(edition)]
    assert {fault["kind"] for fault in result["faults"]} == {"hash", "csv"}


def test_single_files_are_judged(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "mail.pdf"
    copy.write_bytes((built / "pdf" / f"{stem_of('65')}.pdf").read_bytes())
    done = run.invoke(app, ["verify", str(copy), "--edition-folder", str(built), "--json"])
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)[str(copy)]["standing"] == "genuine"


def test_diff_prints_json_and_writes_a_page(built: Path, tmp_path: Path) -> None:
    page = tmp_path / "changes.html"
    done = run.invoke(app, ["diff", str(built), str(built), "--json", "--page", str(page)])
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["changes"] == []
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
