"""What the reports of an edition have in common: same figures, different pictures, ranks that fit, parts that add up.

Single reports are checked in `report`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import Any

from cakupan.errors import message
from cakupan.regions import NATION, Regions
from cakupan.verify.addresses import Addresses
from cakupan.verify.authored import is_authored
from cakupan.verify.model import Result
from cakupan.verify.pages import Page


@dataclass(frozen=True)
class Printed:
    """What is kept of a report that has been read, for comparison with the others.

    numbers: (place, value, address) of all that others may print, too; pictures: (place, digest) of its charts; differs: whether it
    states that the regions inside do not add up (F06).
    """

    region: str
    file: str
    numbers: tuple[tuple[str, str, str], ...] = field(repr=False)
    pictures: tuple[tuple[str, str], ...] = field(repr=False)
    differs: bool

    @classmethod
    def of(cls, region: str, file: str, page: Page, facts: Mapping[str, Any], *, own: bool) -> Printed:
        """What is kept of a page. facts: its quality flags by region; own: of an analyst's report, whose pictures may be alike."""
        flags: Mapping[str, list[str]] = facts.get("flags", {})
        return cls(
            region,
            file,
            tuple(
                (marked.place, value, intern(key))
                for marked in page.marked
                for value, key in marked.numbers
                if ":" in key and not is_authored(key) and (region == NATION or not key.startswith(f"{NATION}:"))
            ),
            () if own else tuple((chart.place, chart.digest) for chart in page.charts if chart.digest),
            any("F06" in codes for codes in flags.values()) or any("F06" in text for _, text in page.pieces),
        )


@dataclass
class Together:
    """What reports have in common, gathered one by one in their order; of each no more is kept than what others are compared with."""

    result: Result = field(default_factory=Result)
    files: list[str] = field(default_factory=list)
    differs: dict[str, bool] = field(default_factory=dict)
    """Regions with a report, and whether one of theirs states a difference."""
    _values: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    _pictures: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    _ranks: dict[tuple[str, int], dict[str, int]] = field(default_factory=lambda: defaultdict(dict), repr=False)

    def take(self, report: Printed) -> None:
        """Compare a report with those before it."""
        self.files.append(report.file)
        self.differs[report.region] = self.differs.get(report.region, False) or report.differs
        self._take_numbers(report)
        self._take_pictures(report)

    def _take_numbers(self, report: Printed) -> None:
        """An address has one value in all reports; the nation's is left out, since reports compare with it by their own dates."""
        for place, value, key in report.numbers:
            first, where = self._values.setdefault(key, (value, report.file))
            if first != value:
                self.result.fault(
                    "same",
                    report.file,
                    place,
                    message(
                        "{key} is {value} here and {first} in {where}", key=key, value=value, first=first, where=where
                    ),
                )
            code, _, what = key.partition(":")
            if what in ("K15", "K15:ikd") and value.isdigit():
                self._ranks[what, len(code)][code] = int(value)

    def _take_pictures(self, report: Printed) -> None:
        """No two regions have the same picture."""
        for place, digest in report.pictures:
            region, where = self._pictures.setdefault(digest, (report.region, report.file))
            if region != report.region:
                self.result.fault(
                    "picture",
                    report.file,
                    place,
                    message(
                        "the chart of {region} is the very one of {region_2} in {where}",
                        region=report.region,
                        region_2=region,
                        where=where,
                    ),
                )

    def check(self, addresses: Addresses) -> Result:
        """Return what was found, and whether ranks are those of a competition and parts add up to their wholes."""
        observations = addresses.observations
        self.result.counts["addresses"] += len(self._values)
        self._check_ranks(observations.regions)
        check_sums(self.differs or {NATION: False}, addresses, sorted(observations.definitions.counted), self.result)
        return self.result

    def _check_ranks(self, regions: Regions) -> None:
        """The printed ranks of all regions of a level are those of a competition: 1, 2, 2, 4 …"""
        for (what, length), by_code in self._ranks.items():
            field_size = sum(1 for code in regions.by_code if len(code) == length and code != NATION)
            if len(by_code) == field_size:
                _check_competition(what, by_code, self.result)
            else:
                self.result.counts["ranks of part of a field"] += len(by_code)


def _check_competition(what: str, ranks: dict[str, int], result: Result) -> None:
    result.counts["ranks of a whole field"] += len(ranks)
    for code, rank in ranks.items():
        ahead = sum(1 for other in ranks.values() if other < rank)
        if rank != ahead + 1:
            result.fault(
                "ranks",
                "",
                what,
                message(
                    "{code} has rank {rank}, but {ahead} regions are ahead of it", code=code, rank=rank, ahead=ahead
                ),
            )


def check_sums(wholes: Mapping[str, bool], addresses: Addresses, measures: Iterable[str], result: Result) -> None:
    """The parts of each region add up to it, measure by measure on the same date, or the report states that they do not (F06).

    wholes: regions with a report, and whether it states a difference.
    """
    newest, regions = addresses.observations.newest, addresses.observations.regions
    for code, stated in wholes.items():
        for measure in measures:
            whole = newest(code, measure, addresses.edition)
            parts = [
                newest(r.code, measure, addresses.edition, whole.day if whole else None) for r in regions.children(code)
            ]
            known = [part.count for part in parts if part is not None and whole is not None and part.day == whole.day]
            if whole is None or not known or len(known) < len(parts):
                result.counts["sums that lack a part"] += bool(regions.children(code))
                continue
            result.counts["sums of parts"] += 1
            difference = whole.count - sum(known)
            if difference and not stated:
                sentence = message(
                    "{measure} of {day}: the {n} regions inside add up to {total}, not {count}",
                    measure=measure,
                    day=whole.as_of,
                    n=len(known),
                    total=sum(known),
                    count=whole.count,
                )
                result.fault(
                    "sums", code, measure, message("{sentence}; the report does not state it (F06)", sentence=sentence)
                )
