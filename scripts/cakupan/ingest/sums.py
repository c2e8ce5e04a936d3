"""Figures of one sheet held against each other: total rows against the rows above, percentages against the counts beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from cakupan.errors import message
from cakupan.ingest.figures import Column, as_share, is_missing, read_column
from cakupan.ingest.layout import Layout
from cakupan.ingest.model import Options, Refusal, lines
from cakupan.ingest.taken import Taken, value_text
from cakupan.ingest.vocabulary import UNITS, Heading
from cakupan.regions import Regions, parent_of


def check_totals(
    layout: Layout,
    options: Options,
    taken: Taken,
    figures: Mapping[int, Heading],
    read: Mapping[tuple[str, str], Column],
    rows: list[int],
    regions: list[str],
) -> None:
    """Total rows are not taken; they tell whether the rows above were read right."""
    if options.ignore_totals or any(h.role == "value" and not h.measure for h in figures.values()):
        return
    for place, heading in figures.items():
        column = read.get((heading.measure, heading.as_of))
        if (
            column is None
            or column.question
            or column.faults
            or UNITS.get(heading.measure, options.units.get(heading.measure, "people")) != "people"
        ):
            continue
        start = 0
        for at in taken.totals:
            total = _check_total(layout, taken, place, heading, column, rows, regions, at, start)
            if total is not None:
                taken.sums.append((at, heading.measure, heading.as_of, total, layout.sheet.row(layout.top + at)))
            start = at


def _check_total(
    layout: Layout,
    taken: Taken,
    place: int,
    heading: Heading,
    column: Column,
    rows: list[int],
    regions: list[str],
    at: int,
    start: int,
) -> int | None:
    """Hold a total against the rows above it; return it where it is the sum of all of them."""
    body = layout.sheet.cells.iloc[layout.top :]
    cell = body.iloc[at, place]
    label = " ".join(str(c) for c in body.iloc[at] if isinstance(c, str))
    if is_missing(cell) or re.search(r"rata|average", label.lower()):
        return None
    printed = read_column(pd.Series([cell], dtype=object), percent=False, numbers=column.style or "id", around=None, likely=lambda _: None)  # fmt: skip
    total = printed.values[0]
    above = [(regions[n], column.values[n]) for n, row in enumerate(rows) if row < at]
    if total is None or any(value is None for _, value in above) or any(column.rounded):
        return None
    since = [value for n, value in enumerate(column.values) if start <= rows[n] < at]
    deepest = max((len(region) for region, _ in above), default=0)
    sums = {
        sum(v for _, v in above),
        sum(since),
        *(sum(v for r, v in above if len(r) == width) for width in (2, 4, deepest)),
    }
    if above and total not in sums:
        taken.refused.append(
            Refusal(
                layout.sheet.label,
                layout.sheet.row(layout.top + at),
                heading.text,
                message(
                    "the total is {total}, but the rows above it sum to {what}: a row is missing, doubled or misread",
                    total=total,
                    what=sum((v for _, v in above)),
                ),
                message("correct the table, or say --ignore-totals"),
            )
        )
        return None
    return total if above and total == sum(v for _, v in above) else None


def shares(taken: Taken, options: Options) -> None:
    """Percentages that are written as shares of one become percent, where the counts beside them show it; else they are asked about."""
    frame = taken.frame
    for measure, (part, whole) in {"recorded_pct": ("recorded", "wajib_ktp"), "unrecorded_pct": ("unrecorded", "wajib_ktp"),
                                   "ikd_pct_of_wajib": ("ikd_active", "wajib_ktp"), "ikd_pct_of_recorded": ("ikd_active", "recorded"),
                                   "ktp_owned_pct": ("ktp_owned", "wajib_ktp")}.items():  # fmt: skip
        chosen = frame.index[frame["measure"] == measure]
        if not len(chosen):
            continue
        counts = {(r.measure, r.region, r.as_of): r.value for r in lines(frame[frame["measure"].isin([part, whole])])}
        expected = []
        for r in lines(frame.loc[chosen]):
            top, bottom = counts.get((part, r.region, r.as_of)), counts.get((whole, r.region, r.as_of))
            expected.append(Fraction(100 * int(str(top)), int(str(bottom))) if top is not None and bottom else None)
        values, question = as_share(
            [Decimal(str(value)) for value in frame.loc[chosen, "value"]], options.share, expected
        )
        if question:
            where = str(frame.loc[chosen[0], "where"])
            taken.refused.append(
                Refusal(where, 0, measure, question, message("say --share percent or --share fraction"))
            )
        frame.loc[chosen, "value"] = pd.Series([value_text(value) for value in values], index=chosen, dtype=object)


def added(frame: pd.DataFrame) -> pd.DataFrame:
    """Figures of parts added up: one for each region, measure and date; percentages of parts are left out."""
    counts = frame[frame["unit"] == "people"]
    grouped = counts.groupby(["region", "measure", "as_of"], sort=False)
    sums = grouped["value"].agg(lambda values: str(sum(int(str(value)) for value in values)))
    first = grouped.first()
    return first.assign(value=sums.astype(object), rounded=grouped["rounded"].any()).reset_index()[list(frame.columns)]


def with_total(
    frame: pd.DataFrame, taken: Taken, regions: Regions, where: str, unit: Callable[[str], str]
) -> pd.DataFrame:
    """The figures, and the table's own total as that of the region above, where the table has all regions inside of it and sums to it."""
    codes = set(frame["region"])
    above = {parent_of(code) for code in codes}
    if len(above) != 1 or not taken.sums or taken.refused:
        return frame
    whole = above.pop()
    if whole is None or whole in codes or codes != {region.code for region in regions.children(whole)}:
        return frame
    days = set(frame["as_of"])
    rows = [
        {"region": whole, "measure": measure, "as_of": day or next(iter(days)), "value": str(total), "unit": unit(measure),
         "rounded": False, "row": row, "where": where}
        for _, measure, day, total, row in taken.sums
        if day or len(days) == 1
    ]  # fmt: skip
    if not rows:
        return frame
    taken.notes.append(
        message(
            "{where}, row {rows}: the total equals the sum of all {n} regions inside and is taken as the figure of {whole} {name} (say --ignore-totals to leave it out)",
            where=where,
            rows=rows[0]["row"],
            n=len(codes),
            whole=whole,
            name=regions.get(whole).name,
        )
    )
    return pd.concat([frame, pd.DataFrame(rows)], ignore_index=True)
