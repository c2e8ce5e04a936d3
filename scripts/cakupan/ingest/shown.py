"""The report of an ingest in lines for a person. What is in it is decided in `run`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cakupan.ingest.model import LISTED, Report


def lines(report: Report) -> Iterator[str]:
    """The report, most important first: what was refused, what is new, what was matched, what is to be doubted."""
    yield f"{', '.join(report.files)}: {report.rows_read} rows read, {report.rows_skipped} left out (totals, notes, headings)"
    if report.refused:
        yield f"refused, nothing was written; {len(report.refused)} reasons:"
        yield from _listed([f"  {one}" for one in report.refused])
        if report.command and (options := _settling(report)):
            yield f"with the first remedy of each, if that is right: {report.command} {' '.join(options)}"
    used = [f"{one['column']} → {one['used_as']}" for one in report.columns if one["used_as"] != "not used"]
    unused = [f"{one['column']}{_why(one)}" for one in report.columns if one["used_as"] == "not used"]
    if used:
        yield f"columns: {'; '.join(dict.fromkeys(used))}"
    if unused:
        yield "columns not used (say --map COLUMN=MEASURE to use one):"
        yield from (f"  {one}" for one in dict.fromkeys(unused))
    yield from _listed([f"name: {one['name']} → {one['region']} {one['is']} ({one['how']})" for one in report.matches])
    yield from _listed([f"note: {note}" for note in report.notes])
    if report.refused:
        return
    yield from _listed(
        [f"{one['kind']}: {one['region']} {one['measure']} {one['as_of']} is {one['value']}, {one['source']} has {one['known']}" for one in report.differences]
    )  # fmt: skip
    yield from _listed(
        [f"flag {one['flag']} ({one['severity']}) {one['region']}: {one['message']}" for one in report.flags]
    )
    done = "written" if report.written else "would be written" if report.dry_run else "nothing to write"
    yield (
        f"{report.new} new figures, {report.revised} revisions, {report.same} known already; "
        f"source {report.source}, published {report.published}: {done}"
    )


def _why(column: dict[str, str]) -> str:
    return f" ({column['why']})" if column.get("why") else ""


_OPTION = re.compile(r'--[a-z-]+(?: (?:"[^"]*"|[^\s,;()]+))?')


def _settling(report: Report) -> list[str]:
    """The options that would settle all that was refused; none where something cannot be settled by an option."""
    options: dict[str, None] = {}
    for one in report.refused:
        match = _OPTION.search(one.option)
        if match is None or "DATE" in match.group() or "COLUMN" in match.group():
            return []
        options.setdefault(match.group())
    return list(options)


def _listed(found: list[str]) -> Iterator[str]:
    yield from found[:LISTED]
    if len(found) > LISTED:
        yield f"  and {len(found) - LISTED} more; --json has them all"
