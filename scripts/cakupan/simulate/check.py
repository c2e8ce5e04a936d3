"""How well the flags find the planted faults of a simulated panel, and how often the projection's range holds what came.

Both are figures about the rules, on data that is not real.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pandas as pd

from cakupan import quality
from cakupan.indicators.forecast import FEWEST_FOR_BLOCKS, Series, resampled_range
from cakupan.observations import load_observations
from cakupan.quality.incoming import bad_codes, personal_columns
from cakupan.regions import Regions
from cakupan.simulate.faults import INCOMING_COLUMNS
from cakupan.simulate.panel import Panel, Planted
from cakupan.simulate.write import FAULT_COLUMNS
from cakupan.tabular import read_table

FLAGS = tuple(f"F{number:02}" for number in range(1, 16))


@dataclass(frozen=True)
class Score:
    """Of one flag: faults planted that it owes, those found, flags raised, raised ones that were planted or may follow."""

    flag: str
    planted: int
    found: int
    raised: int
    right: int

    @property
    def precision(self) -> Fraction | None:
        """Share of the raised flags that were planted; None when none was raised."""
        return Fraction(self.right, self.raised) if self.raised else None

    @property
    def recall(self) -> Fraction | None:
        """Share of the planted faults that were found; None when none was planted."""
        return Fraction(self.found, self.planted) if self.planted else None


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
        [found for found in raised if not any(_matches(fault, found) for fault in planted)],
        [fault for fault in planted if fault.needed == "yes" and not any(_matches(fault, found) for found in raised)],
    )


def _score(flag: str, planted: list[Planted], raised: list[Raised]) -> Score:
    own = [fault for fault in planted if fault.flag == flag]
    owed = [fault for fault in own if fault.needed == "yes"]
    found = [item for item in raised if item[0] == flag]
    return Score(
        flag,
        len(owed),
        sum(1 for fault in owed if any(_matches(fault, item) for item in found)),
        len(found),
        sum(1 for item in found if any(_matches(fault, item) for fault in own)),
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
    for found in personal_columns(frame):
        yield found.flag, "", (found.place,)
    if len(frame):
        codes, names = frame["code"].tolist(), frame["name"].tolist()
        for found in bad_codes(codes, Regions.load(directory), names):
            yield found.flag, codes[int(found.place)], (found.place,)


@dataclass(frozen=True)
class Backtest:
    """How many held-back outcomes lay inside the 80 percent range of the projection made before them.

    early: the outcome came before the range, late: after it.
    """

    cases: int
    inside: int
    early: int
    late: int

    @property
    def coverage(self) -> Fraction:
        """Share inside; 0.8 is what the range promises."""
        return Fraction(self.inside, self.cases)


def backtest(panel: Panel, horizon: int = 12, every: int = 3, codes: Collection[str] | None = None) -> Backtest:
    """Go back to months of the past and project when the IKD rate that was really reached `horizon` months later is reached.

    The true answer is always `horizon` months; it counts as inside when it lies in the range. Origins are `every` months apart,
    from the thirteenth figure on. Origins overlap and months move regions together, so the cases are far from independent.
    Regions with holes are left out, and all but `codes` where given. Raises ValueError when no case is left.
    """
    early = late = inside = 0
    for row, code in enumerate(panel.codes):
        if not panel.present[row].all() or (codes is not None and code not in codes):
            continue
        active = tuple(int(value) for value in panel.values["ikd_active"][row])
        base = tuple(int(value) for value in panel.values["wajib_ktp"][row])
        for cut in range(FEWEST_FOR_BLOCKS + 1, len(panel.days) - horizon + 1, every):
            reached = Fraction(active[cut - 1 + horizon], base[cut - 1 + horizon])
            days = panel.days[:cut]
            spread = resampled_range(Series(days, active[:cut]), Series(days, base[:cut]), reached)
            if spread is None:
                continue
            if spread.early is None or spread.early > horizon:
                early += 1
            elif spread.late is not None and spread.late < horizon:
                late += 1
            else:
                inside += 1
    if not (cases := early + late + inside):
        raise ValueError("no region has a complete series long enough to hold months back from")
    return Backtest(cases, inside, early, late)
