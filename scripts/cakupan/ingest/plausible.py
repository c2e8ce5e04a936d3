"""Figures held against what is known of the same regions: what is unlike it counts a group, a part, or something else, and is asked about.

How far true figures move was measured: from June to December 2024 the population of 514 regencies moved by -1.5 to +4 percent for 98 of
100 and grew by 0.7 in the middle; running totals of recordings hardly ever fall. So falls are asked about early, rises late.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import pandas as pd

from cakupan.errors import message
from cakupan.ingest.history import History, Point
from cakupan.ingest.model import Options, Refusal, lines
from cakupan.regions import Regions, parent_of

UNLIKE: Final = 20
"""How many times larger or smaller than known a count may not be: thousands read as units, or digits lost."""
ANOTHER: Final = 2
"""How many times larger or smaller than known makes one doubt that a code without a name is one of Kemendagri."""
MOST_RECORDED: Final = Fraction(6, 5)
"""How many times wajib KTP recorded people may be: in sources without a cap 104 percent was reached, never 120."""
FALL, FALL_AMONG, FALL_BELOW = Fraction(2, 100), Fraction(5, 100), Fraction(8, 100)
"""How far a count may lie under the known one: of a regency or above that stands alone, of one among several whose middle one is as known, and
of districts and villages."""
FALL_FETCHED: Final = Fraction(15, 100)
"""The same for tables of the map server, which are complete and whose sums were checked."""
RISE, YEARLY = Fraction(10, 100), Fraction(6, 100)
"""How far wajib KTP and population may lie over the known one at once, and more for each year between; districts twice as far."""
MIDDLE_FALL, MIDDLE_RISE, MIDDLE_YEARLY, FEW = Fraction(5, 1000), Fraction(3, 100), Fraction(3, 100), 3
"""The same for the middle one of at least a few regions: differences of single regions do not all go one way."""
RATE_FALL, RATE_RISE, RATE_YEARLY = 3, 8, 5
"""How many points a share of recorded people may lie under or over the known one; and over it more for each year between."""
GROWING: Final = ("recorded", "ikd_active")
"""Running totals: they may grow by any factor (within wajib KTP)."""
STEADY: Final = ("population", "wajib_ktp")
"""Measures whose size is known from year to year."""
INSIST: Final = message(
    'say --insist "why it is right" if it is; that is kept beside the figures and printed as a flag'
)


@dataclass(frozen=True)
class Doubt:
    """Why figures are asked about: the refusal, and the keys (region, date) of the figures that it is about."""

    refusal: Refusal
    keys: tuple[tuple[str, str], ...]


@dataclass
class Likeness:
    """Holds the figures of one source against a history."""

    frame: pd.DataFrame
    history: History
    regions: Regions
    fetched: bool = False

    def doubts(self) -> Iterator[Doubt]:
        """All that --insist may settle."""
        steady = self.frame[self.frame["measure"].isin((*STEADY, *GROWING, "recorded_pct"))]
        known = {region for region, _ in self.history.counts}
        rows = list(lines(steady[steady["region"].isin(known)]))
        self.bases = {(str(r.region), str(r.as_of)): int(r.value) for r in rows if r.measure == "wajib_ktp"}
        self.reached = {(str(r.region), str(r.as_of)): int(r.value) for r in rows if r.measure == "recorded"}
        middle = list(self._middle(rows))
        several = len({str(row.region) for row in rows if len(str(row.region)) <= 4}) >= FEW
        self.fall = FALL_FETCHED if self.fetched else FALL_AMONG if several and not middle else FALL
        for row in rows:
            if reason := self._of_row(row):
                yield Doubt(_refusal(row, reason, INSIST), ((str(row.region), str(row.as_of)),))
        yield from middle
        below = steady[steady["region"].str.len() > 4]
        if len(below):
            yield from self._parents(below)
            yield from self._over(below[~below["region"].isin(known)])

    def _of_row(self, row: Any) -> str:
        region, measure, as_of = str(row.region), str(row.measure), str(row.as_of)
        name = _name(region, self.regions)
        if measure == "recorded_pct":
            return self._of_rate(
                row, name, Fraction(str(row.value)), message("{value} percent recorded", value=row.value)
            )
        value = int(row.value)
        if measure == "recorded":
            base = self.bases.get((region, as_of)) or self._known(region, "wajib_ktp", as_of)
            if base and value > MOST_RECORDED * base:
                share = float(Fraction(100 * value, base))
                return message(
                    "{name} would have {value} recorded of {base} wajib KTP, {share} percent: do the rows count the same people?",
                    name=name,
                    value=value,
                    base=base,
                    share=format(share, ".2f"),
                )
            own = self.bases.get((region, as_of))
            if own and (
                why := self._of_rate(
                    row,
                    name,
                    Fraction(100 * value, own),
                    message("{value} recorded of {own} wajib KTP", value=value, own=own),
                )
            ):
                return why
        point = self.history.near(region, measure, as_of, value)
        if point and point.value and (why := self._of_count(row, name, value, point)):
            return why
        if measure == "wajib_ktp" and (region, as_of) not in self.reached:
            recorded = self._known(region, "recorded", as_of)
            if recorded > MOST_RECORDED * value:
                return message(
                    "{name} would have {value} wajib KTP, where {recorded} people are recorded: do the rows count all of them?",
                    name=name,
                    value=value,
                    recorded=recorded,
                )
        return ""

    def _known(self, region: str, measure: str, as_of: str) -> int:
        point = self.history.near(region, measure, as_of)
        return point.value if point else 0

    def _of_count(self, row: Any, name: str, value: int, point: Point) -> str:
        if value == 0 and point.value < UNLIKE:
            return ""
        if row.measure != "ikd_active" and (value > UNLIKE * point.value or UNLIKE * value < point.value):
            return message(
                "{name} would have {value}, where {value_2} are known: digits may be lost, or the figures in thousands",
                name=name,
                value=value,
                value_2=point.value,
            )
        small = len(str(row.region)) > 4
        fall, rise = (FALL_BELOW, 2 * RISE) if small else (self.fall, RISE)
        back = YEARLY * point.before  # an older figure may be smaller
        if row.measure in GROWING and (point.years < 0 or (self.fetched and row.measure == "ikd_active")):
            return ""
        if value < point.value * (1 - min(fall + back, Fraction(3, 5))) - _few(point.value):
            return message(
                "{name} would have {value}, where {value_2} are known of {as_of}: do the rows count all people, or a group of them?",
                name=name,
                value=value,
                value_2=point.value,
                as_of=point.as_of,
            )
        if row.measure in STEADY and value > point.value * (1 + rise + YEARLY * abs(point.years)) + _few(point.value):
            return message(
                "{name} would have {value}, where {value_2} are known of {as_of}: do the rows count the same people?",
                name=name,
                value=value,
                value_2=point.value,
                as_of=point.as_of,
            )
        return ""

    def _of_rate(self, row: Any, name: str, rate: Fraction, what: str) -> str:
        """A share of recorded people held against the known one."""
        region, as_of = str(row.region), str(row.as_of)
        reached, usual = (self.history.near(region, measure, as_of) for measure in ("recorded", "wajib_ktp"))
        if reached is None or usual is None or not usual.value or reached.as_of != usual.as_of:
            return ""
        known, years = Fraction(100 * reached.value, usual.value), abs(usual.years)
        if rate > 100 and reached.value <= usual.value:
            return message(
                "{name} would have {what}, more than all, where {value} of {value_2} are known: are two columns swapped?",
                name=name,
                what=what,
                value=reached.value,
                value_2=usual.value,
            )
        small = 2 if len(region) > 4 else 1
        if (
            rate < known - small * RATE_FALL - (RATE_YEARLY * years if usual.years < 0 else 0)
            or rate > known + small * RATE_RISE + RATE_YEARLY * years
        ):
            return message(
                "{name} would have {what}, where {value} of {value_2} ({known} percent) are known: do the rows count the same people?",
                name=name,
                what=what,
                value=reached.value,
                value_2=usual.value,
                known=format(float(known), ".2f"),
            )
        return ""

    def _middle(self, rows: list[Any]) -> Iterator[Doubt]:
        """A table whose regions all lie to one side of what is known: a group of the people, or another measure."""
        for measure in (*STEADY, "recorded"):
            ratios = []
            for row in rows:
                if row.measure != measure or len(str(row.region)) > 4:
                    continue
                point = self.history.near(str(row.region), measure, str(row.as_of), int(row.value))
                if point is not None and point.value:
                    ratios.append((Fraction(int(row.value), point.value), point.years, row))
            if len({row.region for _, _, row in ratios}) < FEW:
                continue
            ratio, years, row = sorted(ratios, key=lambda one: one[0])[len(ratios) // 2]
            low = 1 - MIDDLE_FALL - YEARLY * max(-years, Fraction(0))
            high = 1 + MIDDLE_RISE + MIDDLE_YEARLY * abs(years)
            if ratio < low or (measure in STEADY and ratio > high):
                side = "less" if ratio < low else "more"
                reason = message(
                    "half of the {n} figures of {measure} are {ratio} percent of those known or {side}: do the rows count all people?",
                    n=len(ratios),
                    measure=measure,
                    ratio=format(float(100 * ratio), ".1f"),
                    side=side,
                )
                keys = tuple((str(one.region), str(one.as_of)) for _, _, one in ratios)
                yield Doubt(_refusal(row, reason, INSIST), keys)

    def _parents(self, below: pd.DataFrame) -> Iterator[Doubt]:
        """Districts or villages, where a table has all of a region: their sum against what is known of that region."""
        counts = below[below["measure"].isin((*STEADY, "recorded"))]
        above = {code: parent_of(code) or "" for code in counts["region"].unique()}
        counts = counts.assign(above=counts["region"].map(above))
        counts = counts[counts["above"].isin({region for region, _ in self.history.counts})]
        whole: dict[str, set[str]] = {}
        for key, inside in counts.groupby(["above", "measure", "as_of"], sort=False):
            parent, measure, as_of = map(str, key)
            point = self.history.near(parent, measure, as_of)
            wanted = whole.get(parent) or whole.setdefault(
                parent, {region.code for region in self.regions.children(parent)}
            )
            if point is None or wanted != set(inside["region"]):
                continue
            before = [self.history.near(code, measure, as_of) for code in wanted]
            if sum(one.value for one in before if one is not None) < point.value * (1 - FALL_AMONG):
                continue  # the list of regions inside may not be whole
            total = sum(int(value) for value in inside["value"])
            if total < point.value * (1 - self.fall - YEARLY * point.before) - _few(point.value):
                reason = message(
                    "the {n} regions inside of {parent} sum to {total}, where {value} are known of {as_of}: do the rows count all people?",
                    n=len(inside),
                    parent=_name(parent, self.regions),
                    total=total,
                    value=point.value,
                    as_of=point.as_of,
                )
                row = next(lines(inside))
                yield Doubt(_refusal(row, reason, INSIST), tuple((str(code), as_of) for code in inside["region"]))

    def _over(self, below: pd.DataFrame) -> Iterator[Doubt]:
        """More people recorded than can be in districts and villages of which nothing is known."""
        pairs = [
            below[below["measure"] == measure][["region", "as_of", "value", "where", "row", "measure"]]
            for measure in ("recorded", "wajib_ktp")
        ]
        both = pairs[0].merge(pairs[1][["region", "as_of", "value"]], on=["region", "as_of"], suffixes=("", "_base"))
        reached, base = both["value"].astype("int64"), both["value_base"].astype("int64")
        for row in lines(both[(base > 0) & (MOST_RECORDED.denominator * reached > MOST_RECORDED.numerator * base)]):
            share = float(Fraction(100 * int(row.value), int(row.value_base)))
            reason = message(
                "{region} would have {value} recorded of {value_base} wajib KTP, {share} percent: do the rows count the same people?",
                region=_name(str(row.region), self.regions),
                value=row.value,
                value_base=row.value_base,
                share=format(share, ".2f"),
            )
            yield Doubt(_refusal(row, reason, INSIST), ((str(row.region), str(row.as_of)),))


def other_codes(frame: pd.DataFrame, history: History, regions: Regions, options: Options) -> list[Refusal]:
    """Codes without names whose figures are so unlike what is known that they may be codes of another system."""
    if options.codes is not None:
        return []
    refusals = []
    known = {region for region, _ in history.counts}
    for row in lines(
        frame[
            frame["measure"].isin((*STEADY, "recorded"))
            & frame["region"].isin(known)
            & (frame["region"].str.len() >= 4)
        ]
    ):
        point, value = history.near(str(row.region), str(row.measure), str(row.as_of)), int(str(row.value))
        if point is None or not point.value or (value == 0 and point.value < UNLIKE):
            continue
        apart = value > ANOTHER * point.value or ANOTHER * value < point.value
        if apart and not (value > UNLIKE * point.value or UNLIKE * value < point.value):
            reason = message(
                "code {region} would have {value}, where {value_2} are known; codes of BPS give such differences, and no name decides",
                region=_name(str(row.region), regions),
                value=value,
                value_2=point.value,
            )
            refusals.append(
                _refusal(
                    row,
                    reason,
                    message("say --codes kemendagri if these are codes of Kemendagri, or put names beside them"),
                )
            )
    return refusals


def _few(known: int) -> Fraction:
    """People by whom a small count may differ besides: a share of a handful is nobody."""
    return Fraction(10 if known < 5000 else 0)


def _refusal(row: Any, reason: str, option: str = "") -> Refusal:
    return Refusal(str(row.where), int(row.row), str(row.measure), reason, option)


def _name(code: str, regions: Regions) -> str:
    return f"{code} {regions.by_code[code].name}" if code in regions.by_code else code
