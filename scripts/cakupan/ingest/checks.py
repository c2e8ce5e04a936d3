"""Checks of what was read, against itself and against what is known. A figure is refused here, never repaired."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

import pandas as pd

from cakupan.ingest.model import Options, Refusal, lines
from cakupan.ingest.store import KEY
from cakupan.regions import Regions
from cakupan.words.numbers import last_day

Known = Mapping[tuple[str, str], tuple[int, str]]
"""The newest known count by region and measure, with its reference date."""

UNLIKE = 20
"""How many times larger or smaller than known a count may not be: thousands read as units, or digits lost."""
ANOTHER = 2
"""How many times larger or smaller than known makes one doubt that a code without a name is one of Kemendagri."""
MOST_RECORDED = Fraction(6, 5)
"""How many times wajib KTP recorded people may be: in sources without a cap 104 percent was reached, never 120."""
SLACK, YEARLY = Fraction(15, 100), Fraction(6, 100)
"""How far wajib KTP and population of a regency or above may lie from what is known: a part at once, and more for each year between."""
SHIFT, SHIFT_YEARLY, FEW = Fraction(4, 100), Fraction(3, 100), 3
"""How far the middle one of at least a few regions may lie from what is known: the differences of single regions do not all go one way."""
STEADY = ("population", "wajib_ktp", "recorded")
"""Measures whose size is known from year to year; activations of IKD grew from nothing."""


INSIST = 'say --insist "why it is right" if it is; that is kept beside the figures'


def check(frame: pd.DataFrame, known: Known, regions: Regions, options: Options, named: bool) -> list[Refusal]:
    """Why figures of a source must not be taken: repeats, dates to come, sizes out of all proportion, codes of another system."""
    return [
        *_repeats(frame, regions),
        *_dates(frame),
        *_sizes(frame, known, regions, options, named),
        *_misfits(frame),
        *_over(frame, known, regions, options),
        *_above_all(frame, known, regions, options),
        *_shifted(frame, known, options),
    ]


def _insisted(options: Options) -> bool:
    return options.accept_unlike or options.insist is not None


def _over(frame: pd.DataFrame, known: Known, regions: Regions, options: Options) -> list[Refusal]:
    """More people recorded than a fifth over wajib KTP, of the table's own figures or of the newest known."""
    if _insisted(options):
        return []
    bases = {(str(r.region), str(r.as_of)): int(str(r.value)) for r in lines(frame[frame["measure"] == "wajib_ktp"])}
    reached = {(str(r.region), str(r.as_of)): r for r in lines(frame[frame["measure"] == "recorded"])}
    refusals = []
    for (region, as_of), row in reached.items():
        base = bases.get((region, as_of)) or (known[region, "wajib_ktp"][0] if (region, "wajib_ktp") in known else 0)
        if base and int(str(row.value)) > MOST_RECORDED * base:
            share = float(Fraction(100 * int(str(row.value)), base))
            refusals.append(
                _refusal(
                    row,
                    f"{_name(region, regions)} would have {row.value} recorded of {base} wajib KTP, {share:.2f} percent: do the rows count the same people?",
                    INSIST,
                )
            )
    own = {region for region, _ in reached}
    for (region, _), base in bases.items():
        if region not in own and (region, "recorded") in known and known[region, "recorded"][0] > MOST_RECORDED * base:
            row = next(r for r in lines(frame) if r.region == region and r.measure == "wajib_ktp")
            refusals.append(
                _refusal(
                    row,
                    f"{_name(region, regions)} would have {base} wajib KTP, where {known[region, 'recorded'][0]} people are recorded: do the rows count all of them?",
                    INSIST,
                )
            )
    return refusals


def _above_all(frame: pd.DataFrame, known: Known, regions: Regions, options: Options) -> list[Refusal]:
    """Rates over 100 percent, printed or of two columns, where what is known of the region has none."""
    if _insisted(options):
        return []
    bases = {(str(r.region), str(r.as_of)): int(str(r.value)) for r in lines(frame[frame["measure"] == "wajib_ktp"])}
    refusals = []
    for row in lines(frame[frame["measure"].isin(("recorded", "recorded_pct"))]):
        region = str(row.region)
        reached, usual = known.get((region, "recorded"), (0, ""))[0], known.get((region, "wajib_ktp"), (0, ""))[0]
        if not usual or reached > usual:
            continue
        base = bases.get((region, str(row.as_of)), 0)
        if row.measure == "recorded_pct" and Fraction(str(row.value)) > 100:
            what = f"{row.value} percent recorded"
        elif row.measure == "recorded" and base < int(str(row.value)) <= MOST_RECORDED * base:
            what = f"{row.value} recorded of {base} wajib KTP"
        else:
            continue
        reason = f"{_name(region, regions)} would have {what}, more than all, where {reached} of {usual} are known: are two columns swapped?"
        refusals.append(_refusal(row, reason, INSIST))
    return refusals


def _shifted(frame: pd.DataFrame, known: Known, options: Options) -> list[Refusal]:
    """A table whose regions all lie to one side of what is known: a group of the people, or another measure."""
    if _insisted(options):
        return []
    refusals = []
    for measure in ("population", "wajib_ktp"):
        ratios = []
        for row in lines(frame[(frame["measure"] == measure) & (frame["region"].str.len() <= 4)]):
            usual, since = known.get((str(row.region), measure), (0, ""))
            if usual and row.as_of:
                years = abs((last_day(str(row.as_of)) - last_day(since)).days) / Fraction(1461, 4)
                ratios.append((Fraction(int(str(row.value)), usual), SHIFT + SHIFT_YEARLY * years, row))
        if len({row.region for _, _, row in ratios}) < FEW:
            continue
        ratio, slack, row = sorted(ratios, key=lambda one: one[0])[len(ratios) // 2]
        if abs(ratio - 1) > slack:
            reason = f"half of the {len(ratios)} figures of {measure} are {float(100 * ratio):.1f} percent of those known or further off: do the rows count all people?"
            refusals.append(_refusal(row, reason, INSIST))
    return refusals


def _refusal(row: object, reason: str, option: str = "") -> Refusal:
    return Refusal(str(row.where), int(row.row), str(row.measure), reason, option)  # type: ignore[attr-defined]


def _name(code: str, regions: Regions) -> str:
    return f"{code} {regions.by_code[code].name}" if code in regions.by_code else code


def _repeats(frame: pd.DataFrame, regions: Regions) -> list[Refusal]:
    found = []
    repeated = frame[frame.duplicated(KEY)]
    first = (
        {(str(r.region), str(r.measure), str(r.as_of)): r for r in lines(frame.drop_duplicates(KEY))}
        if len(repeated)
        else {}
    )
    for row in lines(repeated):
        other = first[str(row.region), str(row.measure), str(row.as_of)]
        place = f"row {other.row}" + (f" of {other.where}" if other.where != row.where else "")
        what = "the same figure" if other.value == row.value else f"another figure ({other.value}, here {row.value})"
        found.append(
            _refusal(
                row,
                f"F13: {_name(str(row.region), regions)} on {row.as_of} stands twice; {place} has {what}",
                "keep one of the rows",
            )
        )
    return found


def _dates(frame: pd.DataFrame) -> list[Refusal]:
    today = dt.date.today().isoformat()
    late = {day for day in frame["as_of"].unique() if str(day) > today[: len(str(day))]}
    if not late:
        return []
    rows = frame[frame["as_of"].isin(late)]
    return [_refusal(row, f"the reference date {row.as_of} is still to come") for row in lines(rows)]


def _sizes(frame: pd.DataFrame, known: Known, regions: Regions, options: Options, named: bool) -> list[Refusal]:
    found: list[Refusal] = []
    steady = frame[frame["measure"].isin(STEADY)]
    for row in lines(steady):
        usual, since = known.get((str(row.region), str(row.measure)), (0, ""))
        value = int(str(row.value))
        if not usual or (value == 0 and usual < UNLIKE):
            continue
        if not _insisted(options) and (value > UNLIKE * usual or UNLIKE * value < usual):
            found.append(_unlike(row, usual, value, regions))
        elif (
            not named
            and options.codes is None
            and len(str(row.region)) >= 4
            and (value > ANOTHER * usual or ANOTHER * value < usual)
        ):
            found.append(
                _refusal(
                    row,
                    f"code {_name(str(row.region), regions)} would have {value}, where {usual} are known; codes of BPS give such differences, "
                    "and no name decides",
                    "say --codes kemendagri if these are codes of Kemendagri, or put names beside them",
                )
            )
        elif not _insisted(options) and not _likely(row, usual, value, since):
            found.append(
                _refusal(
                    row, f"{_name(str(row.region), regions)} would have {value}, where {usual} are known of {since}: do the rows count all people, or a group of them?",
                    INSIST,
                )
            )  # fmt: skip
    return found


def _likely(row: object, usual: int, value: int, since: str) -> bool:
    """Whether a count is as near to the known one as years allow; asked of wajib KTP and population of regencies and above only."""
    region, measure = str(row.region), str(row.measure)  # type: ignore[attr-defined]
    if measure == "recorded" or len(region) > 4 or not row.as_of:  # type: ignore[attr-defined]
        return True
    years = abs((last_day(str(row.as_of)) - last_day(since)).days) / Fraction(1461, 4)  # type: ignore[attr-defined]
    slack = SLACK + YEARLY * years
    return usual * (1 - min(slack, Fraction(3, 5))) <= value <= usual * (1 + slack)


def _unlike(row: object, usual: int, value: int, regions: Regions) -> Refusal:
    region = _name(str(row.region), regions)  # type: ignore[attr-defined]
    return _refusal(
        row, f"{region} would have {value}, where {usual} are known: digits may be lost, or the figures in thousands",
        INSIST,
    )  # fmt: skip


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
        _refusal(rows[key], "recorded and not yet recorded do not add up to wajib KTP in this row", "correct it, or leave the column out with --map COLUMN=ignore")
        for key in odd
    ]  # fmt: skip


def newest_day(frame: pd.DataFrame) -> str:
    """The latest reference date of the figures, as a full date."""
    return max(last_day(str(day)) for day in frame["as_of"].unique()).isoformat()


def once(frame: pd.DataFrame) -> pd.DataFrame:
    """The figures with those that stand on two sheets, alike, only once; repeats on one sheet stay, to be refused."""
    again = frame.duplicated([*KEY, "value"]) & ~frame.duplicated([*KEY, "value", "where"])
    return frame[~again].reset_index(drop=True)
