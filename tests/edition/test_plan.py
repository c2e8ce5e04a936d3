"""What is due and why, without building: the causes one by one, and the journal that they are compared with."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from cakupan.edition import journal as journals
from cakupan.edition import plan as planning
from cakupan.edition.inputs import digests, row_digests
from cakupan.edition.jobs import Job, jobs_for
from cakupan.edition.journal import Entry, Journal
from cakupan.errors import UnknownRegion, UsageError
from cakupan.observations import Observations, load_observations
from cakupan.observations.observation import INSIDE
from cakupan.workspace import DATA

DAY = dt.date(2024, 12, 31)


@pytest.fixture(scope="module")
def observations() -> Observations:
    return load_observations(DATA)


@pytest.fixture
def job() -> Job:
    return Job("province", "64", "id", DAY, DATA)


@pytest.fixture
def entry(job: Job, tmp_path: Path, observations: Observations) -> Entry:
    """The report of a job, finished and up to date."""
    files: dict[str, dict[str, str | int]] = {}
    for name in job.files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
        files[name] = {"sha256": sha256(name.encode()).hexdigest(), "bytes": len(name)}
    rows = row_digests([("64", "recorded"), ("64", "wajib_ktp"), ("64", "printed")], observations)
    return Entry(job.stem, job.kind, job.region, job.lang, digests(job), rows, files)


def causes(
    job: Job, entry: Entry | None, folder: Path, observations: Observations, *, force: bool = False
) -> tuple[str, ...]:
    entries = {entry.stem: entry} if entry else {}
    (planned,) = planning.plan([job], entries, folder, observations, force=force)
    assert planned.due == bool(planned.causes)
    return planned.causes


def test_a_finished_report_is_not_due(job: Job, entry: Entry, tmp_path: Path, observations: Observations) -> None:
    assert causes(job, entry, tmp_path, observations) == ()


def test_a_report_that_was_never_built_is_due(job: Job, tmp_path: Path, observations: Observations) -> None:
    assert causes(job, None, tmp_path, observations) == ("never built",)


def test_force_is_a_cause_of_its_own(job: Job, entry: Entry, tmp_path: Path, observations: Observations) -> None:
    assert causes(job, entry, tmp_path, observations, force=True) == ("asked for by --force",)


@pytest.mark.parametrize(("digest", "cause"), planning.CAUSES.items(), ids=list(planning.CAUSES))
def test_each_changed_input_is_told_as_its_own_cause(
    job: Job, entry: Entry, tmp_path: Path, observations: Observations, digest: str, cause: str
) -> None:
    older = replace(entry, inputs={**entry.inputs, digest: "another"})
    assert causes(job, older, tmp_path, observations) == (cause,)


def test_every_input_has_a_cause_to_tell(job: Job) -> None:
    assert set(digests(replace(job, pages=1))) == set(planning.CAUSES)


def test_a_changed_figure_is_named(job: Job, entry: Entry, tmp_path: Path, observations: Observations) -> None:
    older = replace(entry, rows={**entry.rows, ("64", "recorded"): "another"})
    assert causes(job, older, tmp_path, observations) == ("figures that it reads changed: 64 recorded",)


def test_many_changed_figures_are_counted(job: Job, entry: Entry, tmp_path: Path, observations: Observations) -> None:
    older = replace(entry, rows={(str(code), "recorded"): "another" for code in range(6401, 6409)})
    (cause,) = causes(job, older, tmp_path, observations)
    assert cause.startswith("figures that it reads changed: 6401 recorded, 6402 recorded, 6403 recorded")
    assert cause.endswith("and 5 more")


@pytest.mark.parametrize(
    ("region", "figures"),
    [("6472", "districts of 6472"), ("647201", "villages of 647201"), ("ID", "districts and villages of ID")],
)
def test_districts_and_villages_are_told_by_what_they_are_inside_of(
    job: Job, entry: Entry, tmp_path: Path, observations: Observations, region: str, figures: str
) -> None:
    older = replace(entry, rows={**entry.rows, (region, INSIDE): "another"})
    assert causes(job, older, tmp_path, observations) == (f"figures that it reads changed: {figures}",)


def test_a_file_is_read_only_when_its_size_or_time_are_not_as_they_were(
    job: Job, entry: Entry, tmp_path: Path, observations: Observations, monkeypatch: pytest.MonkeyPatch
) -> None:
    timed = {name: {**known, "mtime_ns": (tmp_path / name).stat().st_mtime_ns} for name, known in entry.files.items()}
    known = replace(entry, files=timed)
    read: list[Path] = []
    usual = journals._sha256
    monkeypatch.setattr(journals, "_sha256", lambda path: read.append(path) or usual(path))  # type: ignore[func-returns-value]
    assert causes(job, known, tmp_path, observations) == () and read == []
    first = tmp_path / job.files[0]
    os.utime(first, (0, 0))
    assert causes(job, known, tmp_path, observations) == () and read == [first]
    first.write_text("x" * len(job.files[0]), encoding="utf-8")
    assert causes(job, known, tmp_path, observations) == ("a file of it is missing or altered",)


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["missing", "emptied"])
def test_a_missing_or_altered_file_is_a_cause(
    job: Job, entry: Entry, tmp_path: Path, observations: Observations, spoil: object
) -> None:
    spoil(tmp_path / job.files[0])  # type: ignore[operator]
    assert causes(job, entry, tmp_path, observations) == ("a file of it is missing or altered",)


def test_a_failure_that_still_lies_there_is_a_cause(
    job: Job, entry: Entry, tmp_path: Path, observations: Observations
) -> None:
    (tmp_path / "failed").mkdir()
    (tmp_path / job.failure_note).write_text("{}", encoding="utf-8")
    assert causes(job, entry, tmp_path, observations) == ("its last build failed",)


def test_a_format_that_was_not_asked_for_before_is_a_cause(
    job: Job, entry: Entry, tmp_path: Path, observations: Observations
) -> None:
    without_pdf = replace(entry, files={name: known for name, known in entry.files.items() if "pdf" not in name})
    assert causes(job, without_pdf, tmp_path, observations) == (f"pdf/{job.stem}.pdf was never made",)


def test_a_data_directory_with_the_same_tables_elsewhere_changes_nothing(job: Job, tmp_path: Path) -> None:
    from edition.builds import copy_of_data

    assert digests(replace(job, data=copy_of_data(tmp_path / "elsewhere"))) == digests(job)


def test_all_jobs_of_an_edition_are_the_nation_and_38_provinces(observations: Observations) -> None:
    jobs = jobs_for(observations.regions, DAY, DATA)
    assert (len(jobs), jobs[0].region, jobs[1].region, jobs[-1].region) == (39, "ID", "11", "96")
    assert len({job.stem for job in jobs}) == 39


def test_a_region_without_a_report_of_the_wanted_kinds_is_refused(observations: Observations) -> None:
    with pytest.raises(UsageError, match=r"no report of the kinds national exists for 64 Kalimantan Timur"):
        jobs_for(observations.regions, DAY, DATA, kinds=("national",), only=("64",))
    with pytest.raises(UnknownRegion, match="'99' is no Kemendagri code"):
        jobs_for(observations.regions, DAY, DATA, only=("64", "99"))


def test_the_journal_gives_back_what_was_written(entry: Entry, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    assert journal.entries() == {}
    other = replace(entry, stem="another")
    for written in (entry, other, replace(entry, region="65")):
        journal.append(written)
    assert journal.entries() == {entry.stem: replace(entry, region="65"), "another": other}


def test_a_journal_cut_at_any_byte_keeps_every_line_before_the_cut(entry: Entry, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append(entry)
    first = len(journal.path.read_bytes())
    journal.append(replace(entry, stem="another"))
    whole = journal.path.read_bytes()
    for cut in (*range(first, len(whole) - 1, 97), first - 2, 1, 0):
        journal.path.write_bytes(whole[:cut])
        assert list(journal.entries()) == ([entry.stem] if cut >= first - 1 else [])


def test_writing_after_a_torn_line_loses_neither_line(entry: Entry, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append(entry)
    with journal.path.open("ab") as file:
        file.write(b'{"stem": "torn", "kind": "prov')
    journal.append(replace(entry, stem="after"))
    assert set(journal.entries()) == {entry.stem, "after"}


def test_what_reports_of_one_district_have_read_is_held_once(entry: Entry, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    for stem in ("one", "other"):
        journal.append(replace(entry, stem=stem, derived={"capped:64": "3"}))
    one, other = journal.entries().values()
    assert one.rows is other.rows and one.derived is other.derived and one.stem != other.stem


def test_an_entry_that_cannot_be_read_is_dropped_and_the_one_before_it_kept(entry: Entry, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append(entry)
    with journal.path.open("ab") as file:
        file.write(b'{"stem": "' + entry.stem.encode() + b'"}\n\xff\n{"stem": "cut')
    journal.compact()
    assert journal.entries() == {entry.stem: entry}
    assert len(journal.path.read_bytes().splitlines()) == 1


def test_compacting_keeps_the_last_entry_of_each_report(entry: Entry, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    for region in ("64", "65", "66"):
        journal.append(replace(entry, region=region))
    journal.append(replace(entry, stem="another"))
    before = journal.entries()
    journal.compact()
    assert journal.entries() == before
    assert len(journal.path.read_text(encoding="utf-8").splitlines()) == 2
    assert [path.name for path in tmp_path.glob("journal*")] == ["journal.jsonl"]


@pytest.mark.parametrize(
    ("kinds", "only", "expected"),
    [
        (None, ("6472",), [("regency", "6472")]),
        (None, ("64", "6472", "ID"), [("national", "ID"), ("province", "64"), ("regency", "6472")]),
        (("regency",), ("6472", "9503"), [("regency", "6472"), ("regency", "9503")]),
    ],
)
def test_a_region_has_the_report_of_its_level(
    observations: Observations, kinds: object, only: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    jobs = jobs_for(observations.regions, DAY, DATA, kinds=kinds, only=only)  # type: ignore[arg-type]
    assert [(job.kind, job.region) for job in jobs] == expected


def test_districts_are_asked_for_by_their_kind_alone_or_with_a_region_above_them(observations: Observations) -> None:
    assert len(jobs_for(observations.regions, DAY, DATA, kinds=("district",))) == 105
    of_samarinda = jobs_for(observations.regions, DAY, DATA, kinds=("regency", "district"), only=("6472",))
    assert [job.region for job in of_samarinda] == ["6472", *(f"6472{n:02d}" for n in range(1, 11))]
    (one,) = jobs_for(observations.regions, DAY, DATA, only=("647201",))
    assert (one.kind, one.notebook.name, one.parameters["area"]) == ("district", "local.ipynb", "647201")


def test_reports_of_villages_are_refused_where_the_data_knows_none(observations: Observations) -> None:
    with pytest.raises(
        UsageError, match="no report of the kinds village exists for this data, which knows no such region"
    ):
        jobs_for(observations.regions, DAY, DATA, kinds=("village",))


def test_all_regencies_or_those_of_a_province_are_asked_for_by_their_kind(observations: Observations) -> None:
    assert len(jobs_for(observations.regions, DAY, DATA, kinds=("regency",))) == 514
    ours = jobs_for(observations.regions, DAY, DATA, kinds=("regency",), only=("64",))
    assert len(ours) == 10 and {job.region[:2] for job in ours} == {"64"}
    assert ours[0].parameters["regency"] == "6401" and ours[0].notebook.name == "regency.ipynb"
