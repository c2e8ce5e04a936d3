"""How well the flags find the planted faults of a simulated panel: a figure about the rules, on data that is not real.

How often projections hold what came is in `backtest`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pandas as pd

from cakupan import quality
from cakupan.observations import load_observations
from cakupan.quality.incoming import bad_codes, personal_columns
from cakupan.regions import Regions
from cakupan.simulate.faults import INCOMING_COLUMNS
from cakupan.simulate.panel import Planted
from cakupan.simulate.write import FAULT_COLUMNS
from cakupan.tabular import read_table

FLAGS = tuple(f"F{number:02}" for number in range(1, 16))


@dataclass(frozen=True)
class Score:
    """Of one flag: faults planted that it owes, hits (those of them found), flags raised, raised ones that were planted or may follow."""

    flag: str
    planted: int
    hits: int
    raised: int
    right: int

    @property
    def precision(self) -> Fraction | None:
        """Share of the raised flags that were planted; None when none was raised."""
        return Fraction(self.right, self.raised) if self.raised else None

    @property
    def recall(self) -> Fraction | None:
        """Share of the planted faults that were found; None when none was planted."""
        return Fraction(self.hits, self.planted) if self.planted else None


def to_json(scores: Mapping[str, Score]) -> list[dict[str, object]]:
    """Scores for printing: precision and recall as decimals, None where there is nothing to tell them by."""

    def share(value: Fraction | None) -> float | None:
        return None if value is None else round(float(value), 4)

    return [
        {
            "flag": s.flag, "planted": s.planted, "raised": s.raised,
            "precision": share(s.precision), "recall": share(s.recall),
        }
        for s in scores.values()
    ]  # fmt: skip


Raised = tuple[str, str, tuple[str, ...]]
"""A flag, its region, and the dates concerned (for incoming tables: the place of the row or the column)."""


def precision_recall(directory: Path) -> dict[str, Score]:
    """Precision and recall of every flag F01–F15 on a simulated data directory with its faults.csv.

    A flag is right when a fault of its kind was planted in its region on one of its dates, or follows from one that was.
    """
    planted = [
        Planted(*(row[name] for name in FAULT_COLUMNS))
        for _, row in read_table(directory / "faults.csv", FAULT_COLUMNS)
    ]
    raised = [*_raised(directory), *_raised_by_incoming(directory)]
    return {flag: _score(flag, planted, raised) for flag in FLAGS}


def wrong(directory: Path) -> tuple[list[Raised], list[Planted]]:
    """The flags raised without a planted fault, and the planted faults that no flag found."""
    planted = [
        Planted(*(row[name] for name in FAULT_COLUMNS))
        for _, row in read_table(directory / "faults.csv", FAULT_COLUMNS)
    ]
    raised = [*_raised(directory), *_raised_by_incoming(directory)]
    return (
        [flag for flag in raised if not any(_matches(fault, flag) for fault in planted)],
        [fault for fault in planted if fault.needed == "yes" and not any(_matches(fault, flag) for flag in raised)],
    )


def _score(flag: str, planted: list[Planted], raised: list[Raised]) -> Score:
    own = [fault for fault in planted if fault.flag == flag]
    owed = [fault for fault in own if fault.needed == "yes"]
    flags = [item for item in raised if item[0] == flag]
    return Score(
        flag,
        len(owed),
        sum(1 for fault in owed if any(_matches(fault, item) for item in flags)),
        len(flags),
        sum(1 for item in flags if any(_matches(fault, item) for fault in own)),
    )


def _matches(fault: Planted, raised: Raised) -> bool:
    flag, region, dates = raised
    return fault.flag == flag and fault.region == region and fault.as_of in dates


def _raised(directory: Path) -> Iterator[Raised]:
    for flag in quality.check(load_observations(directory)):
        yield flag.flag, flag.region, flag.dates


def _raised_by_incoming(directory: Path) -> Iterator[Raised]:
    path = directory / "incoming.csv"
    rows = [row for _, row in read_table(path, INCOMING_COLUMNS)]
    frame = pd.DataFrame(rows, columns=list(INCOMING_COLUMNS), dtype=str)
    for flag in personal_columns(frame):
        yield flag.flag, "", (flag.place,)
    if len(frame):
        codes, names = frame["code"].tolist(), frame["name"].tolist()
        for flag in bad_codes(codes, Regions.load(directory), names):
            yield flag.flag, codes[int(flag.place)], (flag.place,)
