"""What is remembered of reports that agree with their figures: true only of the very tables and journal that it was seen with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cakupan.edition import plan as planning
from cakupan.edition.jobs import jobs_for
from cakupan.edition.journal import Journal
from cakupan.edition.settled import MEMORY, note_settled, settled_reports, tables_stamp
from cakupan.observations import load_observations
from cakupan.workspace import DATA
from edition.builds import CODES, EDITION, STATE, add_to, cakupan, copy_of_data, regions, why


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return copy_of_data(tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path, data: Path) -> Path:
    """The folder of an edition of which two reports are settled."""
    made = tmp_path / "edition"
    (made / STATE).mkdir(parents=True)
    (made / STATE / "journal.jsonl").write_text('{"stem": "a"}\n', encoding="utf-8")
    note_settled(made, tables_stamp(data), made / STATE / "journal.jsonl", ["b", "a"])
    return made


def settled(folder: Path, data: Path) -> set[str]:
    return set(settled_reports(folder, tables_stamp(data), folder / STATE / "journal.jsonl"))


def test_what_was_settled_is_known_until_a_table_changes_by_one_person(folder: Path, data: Path) -> None:
    assert settled(folder, data) == {"a", "b"}
    add_to(data / "observations.csv", "6411", "recorded", "2024-06-30", 1)
    assert settled(folder, data) == set()
    add_to(data / "observations.csv", "6411", "recorded", "2024-06-30", -1)
    assert settled(folder, data) == {"a", "b"}


def test_a_table_that_comes_and_settings_that_change_unsettle(folder: Path, data: Path) -> None:
    (data / "settings.toml").write_text("[targets]\nikd_percent = 31\n", encoding="utf-8")
    assert settled(folder, data) == set()


def test_another_journal_as_after_a_build_that_was_cut_short_unsettles(folder: Path, data: Path) -> None:
    with (folder / STATE / "journal.jsonl").open("a", encoding="utf-8") as journal:
        journal.write('{"stem": "c"}\n')
    assert settled(folder, data) == set()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"tables": 1}'])
def test_a_memory_that_cannot_be_read_settles_nothing(folder: Path, data: Path, text: str) -> None:
    (folder / MEMORY).write_text(text, encoding="utf-8")
    assert settled(folder, data) == set()


@pytest.mark.slow
def test_what_is_remembered_is_what_would_be_found_out_and_saves_finding_out(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    observations, folder = load_observations(DATA), output / EDITION
    known = json.loads((folder / MEMORY).read_text(encoding="utf-8"))["reports"]
    assert known == sorted(f"cakupan-{code}-{EDITION}-id" for code in CODES)
    jobs = jobs_for(observations.regions, observations.latest_edition(), DATA, only=CODES)
    journal = Journal(folder / STATE / "journal.jsonl")
    anew = planning.plan(jobs, journal.entries(), folder, observations)
    assert [one.causes for one in anew if one.due] == []  # what is found out agrees with what is remembered

    def computed(*_: object) -> str:
        raise AssertionError("a figure was computed again")

    monkeypatch.setattr(planning.frames, "digest", computed)
    with pytest.raises(AssertionError, match="computed again"):
        planning.plan(jobs, journal.entries(), folder, observations)
    planned = planning.plan(jobs, journal.entries(), folder, observations, settled=known)
    assert len(planned) == len(CODES) and not any(one.due for one in planned)


@pytest.mark.slow
def test_a_build_of_one_region_after_a_change_settles_no_other(output: Path, data: Path) -> None:
    add_to(data / "observations.csv", "6411", "recorded", "2024-06-30", 1)
    built = cakupan("build", "--output", output, "--data", data, *regions("64"))
    assert "1 built" in built.stderr
    due = {name.split("-")[1] for name in why(output, data, *regions(*CODES))}
    assert due == {"ID", "65"}
