"""Checks of what was read against itself, and all others in order. A figure is refused here, never repaired.

What is known of the regions is held against it in `plausible`.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cakupan.errors import message
from cakupan.ingest.history import History
from cakupan.ingest.model import Options, Refusal, lines
from cakupan.ingest.plausible import Likeness, other_codes
from cakupan.ingest.store import KEY
from cakupan.regions import Regions
from cakupan.words.numbers import last_day


def check(frame: pd.DataFrame, history: History, regions: Regions, options: Options, named: bool) -> list[Refusal]:
    """Why figures of a source must not be taken: repeats, dates to come, sizes out of all proportion, codes of another system.

    What somebody insists on is marked as doubted in the frame, and not refused.
    """
    codes = [] if named else other_codes(frame, history, regions, options)
    doubts = list(Likeness(frame, history, regions, bool(options.origins)).doubts())
    if options.insist is not None:
        mark(frame, {key for doubt in doubts for key in doubt.keys})
        doubts = []
    asked = {(one.where, one.row) for one in codes}
    return [
        *_repeats(frame, regions),
        *_dates(frame),
        *codes,
        *(doubt.refusal for doubt in doubts if (doubt.refusal.where, doubt.refusal.row) not in asked),
        *_misfits(frame),
    ]


def mark(frame: pd.DataFrame, keys: set[tuple[str, str]]) -> None:
    """Mark the figures of some regions and dates as doubted."""
    if keys:
        chosen = [key in keys for key in zip(frame["region"], frame["as_of"], strict=True)]
        frame["doubted"] = frame["doubted"].astype(bool) | pd.Series(chosen, index=frame.index)


def _refusal(row: object, reason: str, option: str = "") -> Refusal:
    return Refusal(str(row.where), int(row.row), str(row.measure), reason, option)  # type: ignore[attr-defined]


def _name(code: str, regions: Regions) -> str:
    return f"{code} {regions.by_code[code].name}" if code in regions.by_code else code


def _repeats(frame: pd.DataFrame, regions: Regions) -> list[Refusal]:
    refusals = []
    repeated = frame[frame.duplicated(KEY)]
    first = (
        {(str(r.region), str(r.measure), str(r.as_of)): r for r in lines(frame.drop_duplicates(KEY))}
        if len(repeated)
        else {}
    )
    for row in lines(repeated):
        other = first[str(row.region), str(row.measure), str(row.as_of)]
        place = message("row {row}", row=other.row)
        if other.where != row.where:
            place = message("row {row} of {where}", row=other.row, where=other.where)
        what = (
            message("the same figure")
            if other.value == row.value
            else message("another figure ({value}, here {here})", value=other.value, here=row.value)
        )
        refusals.append(
            _refusal(
                row,
                message(
                    "F13: {region} on {as_of} stands twice; {place} has {what}",
                    region=_name(str(row.region), regions),
                    as_of=row.as_of,
                    place=place,
                    what=what,
                ),
                message("keep one of the rows"),
            )
        )
    return refusals


def _dates(frame: pd.DataFrame) -> list[Refusal]:
    today = dt.date.today().isoformat()
    late = {day for day in frame["as_of"].unique() if str(day) > today[: len(str(day))]}
    if not late:
        return []
    rows = frame[frame["as_of"].isin(late)]
    return [
        _refusal(row, message("the reference date {as_of} is still to come", as_of=row.as_of)) for row in lines(rows)
    ]


def _misfits(frame: pd.DataFrame) -> list[Refusal]:
    """Recorded, not yet recorded and wajib KTP that all three stand in the table and do not fit: the columns are not what they seem."""
    wide = frame[frame["measure"].isin(("recorded", "unrecorded", "wajib_ktp")) & ~frame["rounded"].astype(bool)]
    if wide["measure"].nunique() < 3:
        return []
    table = wide.drop_duplicates(KEY).pivot(index=["region", "as_of"], columns="measure", values="value").dropna()
    odd = [
        (region, as_of)
        for (region, as_of), n, gap, d in zip(
            table.index, table["recorded"], table["unrecorded"], table["wajib_ktp"], strict=True
        )
        if int(n) + int(gap) != int(d) and not (int(gap) == 0 and int(n) > int(d))
    ]
    if not odd:
        return []
    rows = {(r.region, r.as_of): r for r in lines(wide[wide["measure"] == "unrecorded"])}
    return [
        _refusal(rows[key], message("recorded and not yet recorded do not add up to wajib KTP in this row"), message('correct it, or leave the column out with --map COLUMN=ignore'))
        for key in odd
    ]  # fmt: skip


def newest_day(frame: pd.DataFrame) -> str:
    """The latest reference date of the figures, as a full date."""
    return max(last_day(str(day)) for day in frame["as_of"].unique()).isoformat()


def once(frame: pd.DataFrame) -> pd.DataFrame:
    """The figures with those that stand on two sheets, alike, only once; repeats on one sheet stay, to be refused."""
    if frame["where"].nunique() == 1:
        return frame
    again = frame.duplicated([*KEY, "value"]) & ~frame.duplicated([*KEY, "value", "where"])
    return frame[~again].reset_index(drop=True)
