"""What the observation and source tables must look like, as pandera schemas, and their failures as sentences.

Reading the files is in `load`; whether a figure is plausible is for `quality` to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from cakupan.errors import DataError, message
from cakupan.observations.observation import HEADLINE_MEASURES, OBSERVATION_COLUMNS
from cakupan.regions import named_levels
from cakupan.words.numbers import last_day

if TYPE_CHECKING:
    from cakupan.observations.slices import Part
    from cakupan.regions import Regions

SYSTEMS = ("dkb", "report", "kpu", "target", "own", "simulated")
STATUSES = ("ok", "contradicted", "disputed", "suspect")
UNITS = ("people", "percent", "voters", "cards", "regencies")
KEY = ("region", "measure", "as_of", "source")
LONGEST_SHOWN = 60
GROUPS = 32
"""Row groups that are checked together: each check costs some milliseconds however few rows there are."""
NUMBER = r"[0-9]{1,15}(\.[0-9]{1,15})?"
"""A plain number; more digits than any count of people or any printed percentage has are a fault of the file."""


def _each(texts: pd.Series[str], sound: Callable[[str], bool]) -> pd.Series[bool]:
    """Which of many texts are sound, of which few are different: each is asked about once."""
    return texts.isin([text for text in texts.unique() if sound(text)])


def _is_word(text: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9_]*", text) is not None


def _is_date(text: str) -> bool:
    try:
        last_day(text)
    except ValueError:
        return False
    return True


def _fault(column: str, check: str, value: str) -> str:
    """The sentence for a (column, check) that failed. value: what stands in the table."""
    allowed = {"unit": UNITS, "system": SYSTEMS, "status": STATUSES}.get(column, ("yes", "no"))
    faults = {
        ("region", "known"): message("{value} is no Kemendagri code of a known region; correct it or add the region to its table", value=repr(value)),
        ("measure", "word"): message("{value} is no name of a measure; use small letters, digits and underscores, such as recorded", value=repr(value)),
        ("as_of", "date"): message("{value} is no date; write YYYY-MM-DD, YYYY-MM or YYYY", value=repr(value)),
        ("value", "number"): message("{value} is no plain non-negative number; write 2860701 or 99.54, without separators", value=repr(value)),
        ("value", "whole"): message("{value} is no whole number, but its unit is a count; write whole numbers of people", value=repr(value)),
        ("unit", "people"): message(
            "{value} is no unit of recorded, wajib_ktp, ikd_active, population or another measure of a programme; they are counts of people, "
            "and a percentage of them is another measure, such as recorded_pct",
            value=repr(value),
        ),
        ("rounded", "isin"): message("{value} is neither yes nor no", value=repr(value)),
        ("source", "listed"): message("{value} is not in sources.csv; add the source there", value=repr(value)),
        ("source", "unique"): message("the same region, measure, date and source stand twice ({value}); keep one of the rows", value=value),
    }  # fmt: skip
    return faults.get((column, check)) or message(
        "{value} is none of {allowed}", value=repr(value), allowed=", ".join(allowed)
    )


def validate_observations(
    frame: pd.DataFrame, path: Path, regions: Regions, sources: set[str], counted: Collection[str] = HEADLINE_MEASURES
) -> None:
    """Check a text frame (index: row number in the file) of observations.

    Raises DataError naming file, row, column and remedy of the first failure, and how many more there are.
    """
    import pandera.pandas as pa

    known = [code for code in frame["region"].unique() if code in regions.by_code]
    counts = frame["unit"] != "percent"
    schema = pa.DataFrameSchema(
        {
            "region": pa.Column(str, pa.Check(lambda s: s.isin(known), name="known")),
            "measure": pa.Column(str, pa.Check(lambda s: _each(s, _is_word), name="word")),
            "as_of": pa.Column(str, pa.Check(lambda s: _each(s, _is_date), name="date")),
            "value": pa.Column(
                str,
                [
                    pa.Check(lambda s: s.str.fullmatch(NUMBER), name="number"),
                    pa.Check(
                        lambda s: ~counts | ~s.str.contains(".", regex=False) | ~s.str.fullmatch(NUMBER), name="whole"
                    ),
                ],
            ),
            "unit": pa.Column(
                str,
                [
                    pa.Check.isin(UNITS, name="isin"),
                    pa.Check(
                        lambda s: (
                            ~frame["measure"].isin({*HEADLINE_MEASURES, *counted}) | (s == "people") | ~s.isin(UNITS)
                        ),
                        name="people",
                    ),
                ],
            ),
            "system": pa.Column(str, pa.Check.isin(SYSTEMS, name="isin")),
            "status": pa.Column(str, pa.Check.isin(STATUSES, name="isin")),
            "rounded": pa.Column(str, pa.Check.isin(("yes", "no"), name="isin")),
            "source": pa.Column(
                str,
                [
                    pa.Check(lambda s: s.isin(sources), name="listed"),
                    pa.Check(lambda s: ~frame.duplicated(list(KEY)), name="unique"),
                ],
            ),
        }
    )
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        raise DataError(_sentence(error.failure_cases, frame, path)) from None


def validate_part(part: Part, regions: Regions, sources: set[str]) -> None:
    """Check a Parquet file of one level and date, some row groups at a time; rows are counted from 1.

    Raises DataError as for a table, also for rows that are not sorted by region, or are of another level or date than the folders say.
    """
    missing = [name for name in OBSERVATION_COLUMNS if name not in part.metadata.schema.names]
    if missing:
        raise DataError(
            message(
                "{path}: column {missing} is missing; the columns must be {OBSERVATION_COLUMNS}",
                path=part.path,
                missing=", ".join(missing),
                OBSERVATION_COLUMNS=", ".join(OBSERVATION_COLUMNS),
            )
        )
    rest = pd.DataFrame(columns=list(OBSERVATION_COLUMNS), dtype=str)
    row, last = 1, ""
    for start in range(0, len(part.first), GROUPS):
        groups = range(start, min(start + GROUPS, len(part.first)))
        chunk = pd.concat([part.read(group, list(OBSERVATION_COLUMNS)).to_pandas().astype(str) for group in groups])
        chunk.index = pd.RangeIndex(row, row + len(chunk))
        row += len(chunk)
        _check_places(chunk, part, last)
        last = str(chunk["region"].iloc[-1])
        frame = pd.concat([rest, chunk])
        is_last = frame["region"] == last  # its rows may go on in the next group
        rest = frame[is_last]
        validate_observations(frame[~is_last], part.path, regions, sources)
    validate_observations(rest, part.path, regions, sources)


def _check_places(frame: pd.DataFrame, part: Part, last: str) -> None:
    codes = frame["region"]
    width = {"district": 6, "village": 10}[part.level]
    for column, wrong, remedy in (
        ("region", codes.str.len() != width, message("is no code of a {level}, as the folder says; write {n} digits", level=named_levels((part.level,)), n=width)),
        ("as_of", frame["as_of"] != part.as_of, message("is not {day}, as the folder says; put it into a folder of its own date", day=part.as_of)),
        ("region", codes < codes.shift(fill_value=last), message("stands after a higher code; sort the file by region")),
    ):  # fmt: skip
        if wrong.any():
            row = wrong.idxmax()
            value = _shortened(str(frame.at[row, column]))
            raise DataError(
                message(
                    "{path}, row {row}, column {column}: {value} {remedy}",
                    path=part.path,
                    row=row,
                    column=column,
                    value=repr(value),
                    remedy=remedy,
                )
            )


def _shortened(value: str) -> str:
    return value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "…"


def _sentence(cases: pd.DataFrame, frame: pd.DataFrame, path: Path) -> str:
    located = cases.dropna(subset=["index"]).sort_values("index", kind="stable")
    first: Any = located.iloc[0]
    row = int(first["index"])
    column, check = str(first["column"]), str(first["check"]).partition("(")[0]
    value = _shortened(str(frame.at[row, column]))
    if check == "unique":
        value = " · ".join(str(frame.at[row, name]) for name in KEY)
    fault = message(
        "{path}, row {row}, column {column}: {fault}",
        path=path,
        row=row,
        column=column,
        fault=_fault(column, check, value),
    )
    others = located["index"].nunique() - 1
    return message("{fault} ({n} more rows have faults)", fault=fault, n=others) if others else fault
