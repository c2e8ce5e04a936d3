"""What the observations know about the region of a claim, handed to the audit as evidence from elsewhere.

The only place of this package that knows the observations; nothing is judged here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from cakupan.claims.model import Claim, Known
from cakupan.claims.rank import CrossSection, Standing
from cakupan.claims.ranking import RATES
from cakupan.observations import Observation, Observations
from cakupan.regions import TIER_RULES, level_of

MEASURES: Final = (
    "recorded",
    "wajib_ktp",
    "wajib_ktp_disputed",
    "unrecorded",
    "ikd_active",
    "population",
    "dpt_voters",
    "kia_owned",
    "kia_due",
    "birth_certificate_owned_0_5",
    "birth_certificate_due_0_5",
)
YEAR: Final = 366  # days: a rank of another year says nothing of a claim
NAMES: Final = {"dpt_voters": "voters"}


@dataclass(frozen=True)
class Outside:
    """Evidence and cross-sections for claims, from a set of observations; each region is looked up once."""

    observations: Observations
    _by_region: dict[str, tuple[tuple[Observation, Known], ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _by_era: dict[tuple[str, int | None], tuple[Known, ...]] = field(default_factory=dict, repr=False, compare=False)

    def evidence_for(self, claim: Claim) -> tuple[Known, ...]:
        """The counts known of the claim's region within the same boundaries; suspect ones are left out."""
        breaks = [when for when, _ in self.observations.breaks.get(claim.region, ())]
        era = None if claim.day is None or not breaks else _era(breaks, claim.day)
        key = claim.region, era
        if key not in self._by_era:
            pairs = self._known(claim.region)
            self._by_era[key] = tuple(
                known for row, known in pairs if (not row.area if era is None else _era(breaks, row.day) == era)
            )
        return self._by_era[key]

    def section_for(self, claim: Claim) -> CrossSection | None:
        """All regions of the claim's level in its province or the nation, each with its comparable figures nearest in time."""
        if claim.day is None or claim.region == "ID":
            return None
        regions = self.observations.regions
        level = level_of(claim.region)
        members = [region.code for region in regions.at(level)]
        if level != "province":
            members = [code for code in members if code[:-2] == claim.region[:-2]]
        standings = []
        for measure in dict.fromkeys(
            (claim.measure, *RATES.get(claim.measure, ("wajib_ktp", "recorded")), "population")
        ):
            if measure in MEASURES:
                standings.extend(_nearest(self.observations, members, measure, claim.day))
        people = {item.region: item.value for item in standings if item.measure == "population"}
        tiers = {
            rule.id: rule.classify(people)
            for rule in TIER_RULES.values()
            if rule.level == level and len(people) == len(members)
        }
        return CrossSection(tuple(standings), tuple(members), tiers)

    def _known(self, region: str) -> tuple[tuple[Observation, Known], ...]:
        pairs = self._by_region.get(region)
        if pairs is None:
            rows = (row for measure in MEASURES for row in self.observations.all(region, measure))
            pairs = tuple((row, _known(row)) for row in rows if row.status != "suspect")
            self._by_region[region] = pairs
        return pairs


def _era(breaks: Sequence[dt.date], day: dt.date) -> int:
    """How many changes of boundary lie before a day."""
    return sum(1 for when in breaks if day >= when)


def _known(row: Observation) -> Known:
    measure = row.measure.removesuffix("_disputed")
    return Known(
        NAMES.get(measure, measure),
        row.count,
        row.as_of,
        row.source,
        row.rounded,
        disputed=row.status != "ok" or measure != row.measure,
    )


def _nearest(observations: Observations, members: Sequence[str], measure: str, day: dt.date) -> list[Standing]:
    """One standing a region, all of one date: the date on which most regions are known, the nearest within a year."""
    dates: dict[dt.date, list[Observation]] = {}
    for code in members:
        for row in observations.all(code, measure):
            if row.comparable:
                dates.setdefault(row.day, []).append(row)
    if not dates:
        return []
    most = max(len({row.region for row in rows}) for rows in dates.values())
    full = [when for when, rows in dates.items() if len({row.region for row in rows}) == most]
    full = [when for when in full if abs((when - day).days) <= YEAR]
    if not full:
        return []
    best = min(full, key=lambda when: (abs((when - day).days), when))
    return [Standing(row.region, measure, row.count, row.as_of) for row in dates[best]]
