"""What a fetch found, in lines for a person. What is in it is decided in `run`."""

from __future__ import annotations

from collections.abc import Iterator

from cakupan.fetch.run import Outcome
from cakupan.ingest.model import LISTED


def lines(outcome: Outcome, command: str) -> Iterator[str]:
    """The outcome, layer by layer, then what is refused or what was or would be written. command: the one that was typed."""
    for table in outcome.tables:
        kept = f", {table.kept} of them kept from before" if table.kept else ""
        sums = ", ".join(
            f"{measure} {'not whole' if total is None else total}"
            for measure in table.figures
            for total in (table.total(measure),)
        )
        yield f"{table.layer.label} ({table.layer.level}): {len(table.names)} rows{kept}, fetched {table.fetched}; of {table.as_of or 'an unknown day'}; sums: {sums}"
    yield from _listed([f"note: {note}" for table in outcome.tables for note in table.notes])
    if outcome.faults:
        yield f"refused, nothing was written; {len(outcome.faults)} {'reason' if len(outcome.faults) == 1 else 'reasons'}:"
        yield from _listed([f"  {fault}" for fault in outcome.faults])
        return
    report = outcome.report
    assert report is not None
    yield from _listed(
        [
            f"{one['kind']}: {one['region']} {one['measure']} {one['as_of']} is {one['value']}, {one['source']} has {one['known']}"
            for one in report.differences
        ]
    )
    yield from _flags(report.flags)
    new = f"{report.new} new figures, {report.revised} revisions, {report.same} known already; sources {report.source}"
    if report.written:
        yield f"{new}: written"
    elif report.dry_run:
        yield f"{new}: would be written. This was a dry run; to write them: {command} --write"
    else:
        yield f"{new}: nothing to write"


def _flags(flags: list[dict[str, str]]) -> Iterator[str]:
    """One line a flag, with how often it is raised and where first: a nation raises some of them a thousand times."""
    for flag in sorted({one["flag"] for one in flags}):
        raised = [one for one in flags if one["flag"] == flag]
        first = raised[0]
        times = f"{len(raised)} times, first of " if len(raised) > 1 else ""
        yield f"flag {flag} ({first['severity']}), {times}{first['region']}: {first['message']}"


def _listed(texts: list[str]) -> Iterator[str]:
    yield from texts[:LISTED]
    if len(texts) > LISTED:
        yield f"  and {len(texts) - LISTED} more; --json has them all"
