"""Joining the parts of a batch: do they belong together, is none missing, and is every report as this data and package make it?

The joined edition is written by `run`, like every other, with an executor that takes the reports from the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from cakupan.edition.jobs import Job
from cakupan.edition.journal import Entry, Journal
from cakupan.edition.part import Batch, Part
from cakupan.edition.plan import plan
from cakupan.edition.run import STATE, Outcome, Watcher, run
from cakupan.errors import CakupanError, message
from cakupan.executors.parts import PartsExecutor
from cakupan.observations import Observations

SHOWN = 3
"""How many reports a refusal names."""


class CannotMerge(CakupanError):
    """The parts are no whole: the sentence says which, why, and what to do."""


def batch_of(folders: Sequence[Path]) -> Batch:
    """The batch that all folders are parts of. Raises NoPart, or CannotMerge for parts of different ones, missing or twice."""
    parts = [Part.read(folder) for folder in folders]
    first = parts[0]
    for folder, part in zip(folders, parts, strict=True):
        if (part.batch, part.count) != (first.batch, first.count):
            raise CannotMerge(
                message(
                    "{folder} is part {what} of another batch than {folders}; build all parts with the same edition, options and number of parts",
                    folder=folder,
                    what=part.text,
                    folders=folders[0],
                )
            )
        twice = [other for other, same in zip(folders, parts, strict=True) if same == part]
        if len(twice) > 1:
            raise CannotMerge(
                message(
                    "{twice} and {other} are both part {what}; name each part once",
                    twice=twice[0],
                    other=twice[1],
                    what=part.text,
                )
            )
    return first.batch


def merge(
    folders: Sequence[Path], folder: Path, observations: Observations, data: Path, say: Callable[[str], None]
) -> Outcome:
    """Join the parts into the edition in `folder`; what is there already as it should be is left alone.

    Nothing is read back: every file is byte for byte what its part's build has read. Raises CannotMerge, before anything is
    written, when the parts are no whole, or were made from other data or by another package.
    """
    jobs = batch_of(folders).jobs(observations, data)
    finished = _finished(folders, jobs, observations)
    executor = PartsExecutor(finished)
    watcher = Watcher(lambda due, total: None, lambda entry: None, lambda failure: None)
    return run(
        jobs, folder, observations, engine="", executor=executor, force=False, watcher=watcher, say=say, check=False
    )


def _finished(
    folders: Sequence[Path], jobs: tuple[Job, ...], observations: Observations
) -> dict[str, tuple[Path, Entry]]:
    """Where each report lies, and its entry. Raises CannotMerge when a part is missing, or a report not as it would be built now."""
    parts = {part.number: (part, folder) for folder in folders for part in [Part.read(folder)]}
    count = next(iter(parts.values()))[0].count
    missing = [f"{number}/{count}" for number in range(1, min(count, len(jobs)) + 1) if number not in parts]
    if missing:
        raise CannotMerge(
            message(
                "part {missing} is missing; build it with --shard, and name its folder too", missing=", ".join(missing)
            )
        )
    finished: dict[str, tuple[Path, Entry]] = {}
    for part, folder in parts.values():
        entries = Journal(folder / STATE / "journal.jsonl").entries()
        planned = plan(part.of_jobs(jobs), entries, folder, observations)
        due = [f"{one.job.stem} ({one.causes[0]})" for one in planned if one.due]
        if due:
            named = ", ".join(due[:SHOWN]) + (", …" if len(due) > SHOWN else "")
            raise CannotMerge(
                message(
                    "{folder}, part {what}: {n} of {planned} reports are not as this package and data would make them: {named}; build this part again, with the same data",
                    folder=folder,
                    what=part.text,
                    n=len(due),
                    planned=len(planned),
                    named=named,
                )
            )
        finished |= {one.job.stem: (folder, entries[one.job.stem]) for one in planned}
    return finished
