"""What the reports of an edition have in common: same figures, different pictures, ranks that fit, parts that add up.

Single reports are checked in `report`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cakupan.errors import message
from cakupan.languages import Lang
from cakupan.regions import NATION, Regions
from cakupan.verify.addresses import Addresses
from cakupan.verify.authored import is_authored
from cakupan.verify.model import Result
from cakupan.verify.pages import Page


@dataclass(frozen=True)
class Printed:
    """A report that has been read, and what it shows."""

    stem: str
    region: str
    lang: Lang
    file: str
    page: Page = field(repr=False)
    facts: Mapping[str, Any] = field(default_factory=dict, repr=False)
    own: bool = False

    def states(self, flag: str) -> bool:
        """Whether the report carries a quality flag, in its facts or in words."""
        flags: Mapping[str, list[str]] = self.facts.get("flags", {})
        return any(flag in codes for codes in flags.values()) or any(flag in text for _, text in self.page.pieces)


def check_same(reports: Iterable[Printed], result: Result) -> None:
    """An address has one value in all reports; the nation's is left out, since reports compare with it by their own dates."""
    seen: dict[str, tuple[str, str]] = {}
    for report in reports:
        for marked in report.page.marked:
            for value, key in marked.numbers:
                if ":" not in key or is_authored(key) or (key.startswith(f"{NATION}:") and report.region != NATION):
                    continue
                first, where = seen.setdefault(key, (value, report.file))
                if first != value:
                    result.fault(
                        "same",
                        report.file,
                        marked.place,
                        message(
                            "{key} is {value} here and {first} in {where}",
                            key=key,
                            value=value,
                            first=first,
                            where=where,
                        ),
                    )
    result.counts["addresses"] += len(seen)


def check_pictures(reports: Iterable[Printed], result: Result) -> None:
    """No two regions have the same picture."""
    seen: dict[str, tuple[str, str]] = {}
    for report in reports:
        for chart in report.page.charts:
            if not chart.digest or report.own:
                continue
            region, where = seen.setdefault(chart.digest, (report.region, report.file))
            if region != report.region:
                result.fault(
                    "picture",
                    report.file,
                    chart.place,
                    message(
                        "the chart of {region} is the very one of {region_2} in {where}",
                        region=report.region,
                        region_2=region,
                        where=where,
                    ),
                )


def check_ranks(reports: Iterable[Printed], regions: Regions, result: Result) -> None:
    """The printed ranks of all regions of a level are those of a competition: 1, 2, 2, 4 …"""
    ranks: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    for report in reports:
        for marked in report.page.marked:
            for value, key in marked.numbers:
                code, _, what = key.partition(":")
                if what in ("K15", "K15:ikd") and value.isdigit():
                    ranks[what, len(code)][code] = int(value)
    for (what, length), by_code in ranks.items():
        field_size = sum(1 for code in regions.by_code if len(code) == length and code != NATION)
        if len(by_code) == field_size:
            _check_competition(what, by_code, result)
        else:
            result.counts["ranks of part of a field"] += len(by_code)


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
