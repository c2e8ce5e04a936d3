"""`cakupan doctor` says what is installed, can be written to and reached, and what would be slow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cakupan.cli import examination
from cli.running import Run


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody on the network is asked."""

    def refused(*asked: object) -> None:
        raise OSError("no network")

    monkeypatch.setattr(examination.socket, "create_connection", refused)


def findings(run: Run, *arguments: object, code: int = 0) -> list[dict[str, Any]]:
    done = run("doctor", "--json", *arguments)
    assert (done.code, done.err) == (code, "")
    return list(done.json)


def test_all_that_a_build_needs_is_named_and_good(run: Run, tmp_path: Path) -> None:
    needed = [one for one in findings(run, "--output", tmp_path / "not yet there") if one["state"] != "lacking"]
    assert {one["topic"] for one in needed} >= {"installed", "data", "writable", "reachable", "speed"}
    assert [one for one in needed if one["state"] == "bad"] == []
    assert any("newest edition 2024-12-31" in one["what"] for one in needed)
    assert not (tmp_path / "not yet there").exists()


def test_what_cannot_be_written_to_is_wrong_and_ends_in_exit_code_1(run: Run) -> None:
    bad = [one for one in findings(run, "--output", "/dev/null/editions", code=1) if one["state"] == "bad"]
    assert [one["what"] for one in bad] == [
        "/dev/null/editions cannot be written to; choose another folder with --output"
    ]


def test_data_that_cannot_be_read_is_told_by_its_own_sentence(run: Run, tmp_path: Path) -> None:
    bad = [one for one in findings(run, "--data", tmp_path / "none", code=1) if one["state"] == "bad"]
    assert any("none is no directory" in one["what"] for one in bad)


def test_a_server_that_does_not_answer_hinders_only_what_asks_it(run: Run) -> None:
    (one,) = [one for one in findings(run) if "does not answer" in one["what"]]
    assert one["state"] == "lacking"


def test_the_stock_engine_is_told_to_be_slow(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAKUPAN_ENGINE", "stock")
    assert any(one["state"] == "slow" and "a Python of its own" in one["what"] for one in findings(run))


def test_a_person_reads_it_in_80_columns_and_in_indonesian(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAKUPAN_LANG", "id")
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("doctor").out.splitlines()
    assert lines[0].startswith("baik")
    assert max(map(len, lines)) <= 80 or " " not in max(lines, key=len)[20:]
    assert "edisi terbaru 31 Desember 2024" in " ".join(" ".join(lines).split())
