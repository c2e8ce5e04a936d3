"""The report of an ingest in lines for a person. What is in it is decided in `run`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cakupan.errors import joined, message
from cakupan.ingest.model import LISTED, Report


def lines(report: Report) -> Iterator[str]:
    """The report, most important first: what was refused, what is new, what was matched, what is to be doubted."""
    yield message(
        "{files}: {read} rows read, {skipped} left out (totals, notes, headings)",
        files=", ".join(report.files), read=report.rows_read, skipped=report.rows_skipped,
    )  # fmt: skip
    if report.refused:
        yield message("refused, nothing was written; {n} reasons:", n=len(report.refused))
        yield from _listed([joined("", ["  ", one.sentence]) for one in report.refused])
        if report.command and (options := _settling(report)):
            command = f"{report.command} {' '.join(options)}"
            yield message("with the first remedy of each, if that is right: {command}", command=command)
    yield from _columns(report)
    yield from _listed(
        [message("name: {name} → {region} {is_} ({how})", name=one["name"], region=one["region"], is_=one["is"], how=one["how"]) for one in report.matches]
    )  # fmt: skip
    yield from _listed([message("note: {note}", note=note) for note in report.notes])
    if report.refused:
        return
    yield from _listed([_difference(one) for one in report.differences])
    yield from _listed(
        [
            message("flag {flag} ({severity}) {region}: {message}", **{name: one[name] for name in ("flag", "severity", "region", "message")})
            for one in report.flags
        ]
    )  # fmt: skip
    done = message("would be written") if report.dry_run else message("nothing to write")
    yield message(
        "{new} new figures, {revised} revisions, {same} known already; source {source}, published {published}: {done}",
        new=report.new, revised=report.revised, same=report.same, source=report.source, published=report.published,
        done=message("written") if report.written else done,
    )  # fmt: skip


def _columns(report: Report) -> Iterator[str]:
    """What each column was used as, and why the others are not used."""
    used = [f"{one['column']} → {one['used_as']}" for one in report.columns if one["used_as"] != "not used"]
    unused = [_unused(one) for one in report.columns if one["used_as"] == "not used"]
    if used:
        yield message("columns: {columns}", columns="; ".join(dict.fromkeys(used)))
    if unused:
        yield message("columns not used (say --map COLUMN=MEASURE to use one):")
        yield from (joined("", ["  ", one]) for one in dict.fromkeys(unused))


def _unused(column: dict[str, str]) -> str:
    return (
        message("{column} ({why})", column=column["column"], why=column["why"])
        if column.get("why")
        else column["column"]
    )


def _difference(one: dict[str, str]) -> str:
    values = {name: one[name] for name in ("region", "measure", "as_of", "value", "source", "known")}
    if one["kind"] == "revision":
        return message("revision: {region} {measure} {as_of} is {value}, {source} has {known}", **values)
    return message("other source: {region} {measure} {as_of} is {value}, {source} has {known}", **values)


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


def _listed(texts: list[str]) -> Iterator[str]:
    yield from texts[:LISTED]
    if len(texts) > LISTED:
        yield message("  and {n} more; --json has them all", n=len(texts) - LISTED)
