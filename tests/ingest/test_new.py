"""A data directory of one's own: complete, sound, and its example works as its README says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cakupan.errors import UsageError
from cakupan.ingest import Options, ingest, new
from cakupan.observations import load_observations
from cakupan.workspace import DATA
from cli.running import Run, runner
from ingest.looks import content, own


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(monkeypatch, capsys)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    assert list(new.make(tmp_path / "mine", DATA))
    return tmp_path / "mine"


def test_a_new_directory_holds_the_shipped_figures_and_everything_that_its_readme_names(mine: Path) -> None:
    assert load_observations(mine).by_key == load_observations(DATA).by_key
    names = {"README.md", "settings.toml", "example.xlsx", "templates/template.csv", "templates/template.xlsx"}
    assert names <= set(content(mine))


def test_its_example_is_the_published_cross_section(mine: Path) -> None:
    report = ingest([str(mine / "example.xlsx")], mine, Options())
    assert (report.new, report.differences, report.refused) == (30, [], [])
    assert own(mine)["6472", "recorded", "2024-06-30"] == "619086"


@pytest.mark.parametrize("name", ["template.csv", "template.xlsx"])
def test_an_empty_template_brings_no_figure(name: str, mine: Path) -> None:
    report = ingest([str(mine / "templates" / name)], mine, Options(as_of="2024-10-31"))
    assert [one.reason for one in report.refused] == ["no figure was found"]


def test_a_directory_that_holds_something_is_not_touched(mine: Path) -> None:
    before = content(mine)
    with pytest.raises(UsageError, match="not empty"):
        list(new.make(mine, DATA))
    assert content(mine) == before


def test_the_command_prints_its_report_as_json_and_ends_with_zero(run: Run, mine: Path) -> None:
    done = run("ingest", str(mine / "example.xlsx"), "--data", str(mine), "--dry-run", "--json")
    assert done.code == 0
    assert done.json["observations"] == {"new": 30, "same": 0, "revised": 0}


def test_the_command_ends_with_two_when_a_row_is_refused_and_still_prints_its_report(
    run: Run, mine: Path, tmp_path: Path
) -> None:
    path = tmp_path / "salah.csv"
    path.write_text("Kode,Wajib KTP\n6472,abc\n", encoding="utf-8")
    done = run("ingest", str(path), "--as-of", "2024-10-31", "--data", str(mine), "--json")
    assert done.code == 2
    assert [(one["row"], one["column"]) for one in done.json["refused"]] == [(2, "Wajib KTP")]
    assert "Traceback" not in done.err
    assert json.dumps(done.json)


def test_the_command_says_what_is_wrong_with_a_file_that_is_not_there(run: Run, mine: Path) -> None:
    done = run("ingest", "tiada.xlsx", "--data", str(mine))
    assert done.code == 2
    assert "there is no such file" in done.err
