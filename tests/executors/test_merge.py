"""Joining the parts of an edition: the result is that of a whole build, byte for byte, and what is no whole is refused."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from pathlib import Path

import pytest
from cakupan.edition.part import NOTE
from cli.running import Done, Run, runner
from edition.builds import EDITION, STATE, cakupan, contents, copy_of_data, differences, regions, start

pytestmark = pytest.mark.slow
ASKED = (*regions("64", "6472", "92"), "--format", "html")
PARTS = 2


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a whole edition, its two parts, and the data they are made from. Never changed by a test."""
    folder = tmp_path_factory.mktemp("merge")
    data = copy_of_data(folder / "data")
    builds = [start("build", *ASKED, "--data", data, "--output", folder / "whole")]
    for part in range(1, PARTS + 1):
        options = ("--shard", f"{part}/{PARTS}", "--output", folder / "parts" / str(part))
        builds.append(start("build", *ASKED, "--data", data, *options))
    for process in builds:
        _, stderr = process.communicate(timeout=300)
        assert process.returncode == 0, stderr
    return folder


@pytest.fixture
def parts(built: Path, tmp_path: Path) -> list[Path]:
    """The parts, to be spoiled."""
    shutil.copytree(built / "parts", tmp_path / "parts")
    return [tmp_path / "parts" / str(part) / EDITION for part in range(1, PARTS + 1)]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(monkeypatch, capsys)


def merged(run: Run, built: Path, parts: list[Path], output: Path) -> Done:
    return run("merge", *parts, "--output", output, "--data", built / "data")


def refused(run: Run, built: Path, parts: list[Path], output: Path) -> str:
    """The one sentence by which a merge is refused; nothing may have been written."""
    before = contents(output)
    done = merged(run, built, parts, output)
    assert done.code == 2, done.err
    assert contents(output) == before
    return done.sentence


def test_the_parts_joined_are_the_whole_build_and_joining_again_changes_nothing(
    run: Run, built: Path, parts: list[Path], tmp_path: Path
) -> None:
    done = merged(run, built, parts, tmp_path)
    assert done.code == 0 and "3 merged, 0 up to date" in done.err, done.err
    assert differences(contents(tmp_path / EDITION), contents(built / "whole" / EDITION)) == []
    shutil.rmtree(tmp_path / "parts" / "1" / EDITION / "html")  # a file of a part that is not needed any more
    again = cakupan("build", *ASKED, "--data", built / "data", "--output", tmp_path)
    assert "0 built, 3 up to date" in again.stderr, again.stderr


def test_a_second_merge_takes_only_what_changed(run: Run, built: Path, parts: list[Path], tmp_path: Path) -> None:
    assert merged(run, built, parts, tmp_path).code == 0
    spoiled = tmp_path / EDITION / "html" / f"cakupan-92-{EDITION}-id.html"
    spoiled.write_text("spoiled", encoding="utf-8")
    again = merged(run, built, parts, tmp_path)
    assert again.code == 0 and "1 merged, 2 up to date" in again.err, again.err
    assert differences(contents(tmp_path / EDITION), contents(built / "whole" / EDITION)) == []


def test_a_missing_part_is_named(run: Run, built: Path, parts: list[Path], tmp_path: Path) -> None:
    assert "part 2/2 is missing" in refused(run, built, parts[:1], tmp_path)


def test_a_part_named_twice_is_refused(run: Run, built: Path, parts: list[Path], tmp_path: Path) -> None:
    assert "are both part 1/2" in refused(run, built, [*parts, shutil.copytree(parts[0], tmp_path / "copy")], tmp_path)


@pytest.mark.parametrize(("name", "value"), [("count", 3), ("batch", {"langs": ["en"]})])
def test_parts_of_different_batches_are_refused(
    run: Run, built: Path, parts: list[Path], tmp_path: Path, name: str, value: object
) -> None:
    note = json.loads((parts[1] / NOTE).read_text(encoding="utf-8"))
    note[name] = {**note[name], **value} if isinstance(value, dict) else value
    (parts[1] / NOTE).write_text(json.dumps(note), encoding="utf-8")
    assert f"{parts[1]} is part 2/{note['count']} of another batch" in refused(run, built, parts, tmp_path)


def test_a_folder_that_is_no_part_is_refused(run: Run, built: Path, parts: list[Path], tmp_path: Path) -> None:
    assert "is no part of an edition; build it with --shard" in refused(
        run, built, [built / "whole" / EDITION], tmp_path
    )
    (parts[0] / NOTE).write_text("{", encoding="utf-8")
    assert "cannot be read; build this part again" in refused(run, built, parts, tmp_path)


def test_parts_made_from_other_data_are_refused(run: Run, built: Path, parts: list[Path], tmp_path: Path) -> None:
    data = shutil.copytree(built / "data", tmp_path / "data")
    table = data / "observations.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace(",2843891,", ",2843890,"), encoding="utf-8")
    sentence = refused(run, tmp_path, parts, tmp_path)
    assert "figures that it reads changed: 64 recorded" in sentence and "build this part again" in sentence


def test_a_part_of_which_a_report_was_not_finished_is_refused(
    run: Run, built: Path, parts: list[Path], tmp_path: Path
) -> None:
    journal = parts[0] / STATE / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:-1]))
    assert "part 1/2: 1 of 2 reports are not as" in refused(run, built, parts, tmp_path)


def test_an_altered_file_of_a_part_never_replaces_a_good_edition(
    run: Run, built: Path, parts: list[Path], tmp_path: Path
) -> None:
    assert merged(run, built, parts, tmp_path).code == 0
    shutil.rmtree(tmp_path / EDITION / "csv")  # so that there is something to do
    next((parts[1] / "html").iterdir()).write_bytes(b"broken")
    assert "a file of it is missing or altered" in refused(run, built, parts, tmp_path)


def test_a_merge_that_is_killed_leaves_no_broken_file_and_is_ended_by_the_next(
    run: Run, built: Path, parts: list[Path], tmp_path: Path
) -> None:
    process = start("merge", *parts, "--output", tmp_path, "--data", built / "data")
    while process.poll() is None and not list(tmp_path.glob(f"{EDITION}/html/*.html")):
        time.sleep(0.001)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    whole, part = contents(built / "whole" / EDITION), contents(tmp_path / EDITION)
    assert {name: body for name, body in whole.items() if name in part} == part
    assert merged(run, built, parts, tmp_path).code == 0
    assert differences(contents(tmp_path / EDITION), whole) == []
