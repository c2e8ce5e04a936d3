"""The reference date of a layer: its own field, one fixed day, `--as-of`, or the day whose known totals its sums equal. Never a guess."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from cakupan.errors import UsageError, message
from cakupan.fetch.connections import ASKED
from cakupan.fetch.reading import Table
from cakupan.ingest.store import Store
from cakupan.regions import NATION
from cakupan.words.numbers import last_day

Totals = Mapping[str, Mapping[str, int]]
"""Known national totals of the register: day → measure → count."""
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def checked_day(text: str | None) -> str | None:
    """Return what --as-of says, a whole day. Raises UsageError."""
    if text is None:
        return None
    try:
        if DAY.fullmatch(text):
            return last_day(text).isoformat()
    except ValueError:
        pass
    raise UsageError(message("--as-of: {what} is no day; write it as 2025-12-31", what=repr(text)))


def known_totals(store: Store) -> Totals:
    """Return the national totals that the register is known to have, from its own figure of the nation or from all provinces of a day."""
    frame = store.observations
    sound = frame[
        (frame["system"] == "dkb")
        & (frame["status"] == "ok")
        & (frame["area"] == "")
        & (frame["unit"] == "people")
        & (frame["rounded"] == "no")
    ]
    totals: dict[str, dict[str, int]] = {}
    whole = sound[(sound["region"] == NATION) & sound["as_of"].str.fullmatch(DAY.pattern)]
    provinces = sound[sound["region"].str.fullmatch(r"\d\d")].drop_duplicates(
        ["region", "measure", "as_of"], keep="last"
    )
    count = len(store.regions.at("province"))
    for (measure, day), group in provinces.groupby(["measure", "as_of"]):
        if len(group) == count:
            totals.setdefault(str(day), {})[str(measure)] = int(group["value"].astype("int64").sum())
    for measure, day, value in zip(whole["measure"], whole["as_of"], whole["value"], strict=True):
        totals.setdefault(str(day), {})[str(measure)] = int(value)
    return totals


def date_tables(tables: Sequence[Table], totals: Totals, as_of: str | None, insisted: bool) -> None:
    """Give each table its reference date, or a fault that says what to do. insisted: --as-of holds against a known total."""
    for table in tables:
        if table.layer.date.field:
            _by_field(table)
        elif table.layer.date.day != ASKED:
            table.as_of = table.layer.date.day
    for connection in dict.fromkeys(table.layer.connection for table in tables):
        asked = [one for one in tables if one.layer.connection == connection and one.layer.date.day == ASKED]
        if asked:
            fault, day, note = _by_sums(asked, totals, as_of, insisted)
            asked[0].faults += [fault] if fault else []
            asked[0].notes += [note] if note else []
            for table in asked:
                table.as_of = day


def _by_field(table: Table) -> None:
    if len(table.days) == 1:
        table.as_of = next(iter(table.days))
    elif table.days:
        listed = ", ".join(f"{day} ({count} rows)" for day, count in table.days.most_common(4))
        table.faults.append(
            f"{table.layer.label} has rows of several dates: {listed}; it is being changed just now, so try again later"
        )


def _by_sums(tables: Sequence[Table], totals: Totals, as_of: str | None, insisted: bool) -> tuple[str, str, str]:
    """The fault, the day and the remark for layers that carry no date."""
    sums = {
        table.layer.label: {measure: total for measure in table.figures if (total := table.total(measure)) is not None}
        for table in tables
    }
    agreeing, against = _compared(sums, totals)
    if as_of is None:
        return _untold(next(iter(sums.items())), agreeing)
    if insisted or as_of in agreeing:
        return (
            "",
            as_of,
            f"reference date {as_of}, as --as-of says" + (f"; {agreeing[as_of]}" if as_of in agreeing else ""),
        )
    if agreeing:
        day, note = next(iter(agreeing.items()))
        return f"--as-of says {as_of}, but {note}; say --as-of {day}, or leave it out", "", ""
    if as_of in against:
        return (
            f'--as-of says {as_of}, but {against[as_of]}; correct the date, or say --insist "why it is right"',
            "",
            "",
        )
    return "", as_of, f"reference date {as_of}, as --as-of says"


def _compared(sums: Mapping[str, Mapping[str, int]], totals: Totals) -> tuple[dict[str, str], dict[str, str]]:
    """The days whose known totals the sums equal, and those whose totals they contradict, each with how."""
    agreeing: dict[str, str] = {}
    against: dict[str, str] = {}
    for day, known in totals.items():
        for label, own in sums.items():
            common = [measure for measure in own if measure in known]
            odd = [measure for measure in common if own[measure] != known[measure]]
            if odd:
                against.setdefault(
                    day,
                    f"{label}: {odd[0]} sums to {own[odd[0]]}, and the register's total of that day is {known[odd[0]]}",
                )
            elif common:
                agreeing.setdefault(
                    day, f"{label}: {common[0]} sums to {own[common[0]]}, which is the register's total of {day}"
                )
    return {day: note for day, note in agreeing.items() if day not in against}, against


def _untold(first: tuple[str, Mapping[str, int]], agreeing: Mapping[str, str]) -> tuple[str, str, str]:
    label, own = first
    if len(agreeing) == 1:
        day, note = next(iter(agreeing.items()))
        return "", day, f"reference date {day}: {note}"
    shown = ", ".join(f"{measure} {total}" for measure, total in own.items()) or "no whole sum"
    why = (
        f"they are those of several days, {', '.join(agreeing)}"
        if agreeing
        else "they are those of no day that is known"
    )
    return (
        f"{label} carries no date, and its sums do not tell it ({shown}): {why}; find out of which day the figures are and say --as-of DATE",
        "",
        "",
    )
