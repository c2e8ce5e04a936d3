"""Which observations an analysis of a region uses: its own, those of the regions below, beside and above it.

Arithmetic is in `formulas`, the indicators themselves in `catalogue`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from cakupan.indicators import formulas
from cakupan.observations import Observation, Observations
from cakupan.regions import NATION, TIER_RULES, Region, Regions, Tier, TierRule
from cakupan.settings import Base, Settings

DEFAULT_RECORDING_TARGET = "target_recorded_pct"
DEFAULT_IKD_TARGET = "target_ikd_pct"


@dataclass(frozen=True)
class Figures:
    """The observations that an edition uses for one region; None where there is none not after the edition's date."""

    region: Region
    recorded: Observation | None
    wajib_ktp: Observation | None
    ikd_active: Observation | None
    population: Observation | None
    population_at_base: Observation | None

    def base(self, name: Base) -> Observation | None:
        """The observation of a base by its name."""
        return self.wajib_ktp if name == "wajib_ktp" else self.recorded

    @property
    def coverage(self) -> Fraction | None:
        """Recorded over wajib KTP, percent, uncapped."""
        if self.recorded is None or self.wajib_ktp is None:
            return None
        return formulas.percentage(self.recorded.count, self.wajib_ktp.count)

    @property
    def gap(self) -> int | None:
        """People unrecorded, wajib KTP less recorded; may be negative."""
        if self.recorded is None or self.wajib_ktp is None:
            return None
        return self.wajib_ktp.count - self.recorded.count

    @property
    def stands_at_cap(self) -> bool:
        """Whether recorded equals wajib KTP in a source that never shows more: 100 then means "no gap shown"."""
        return self.gap == 0 and self.recorded is not None and self.recorded.capped

    def ikd_rate(self, base: Base) -> Fraction | None:
        """Activated IKD over a named base, percent."""
        below = self.base(base)
        if self.ikd_active is None or below is None:
            return None
        return formulas.percentage(self.ikd_active.count, below.count)


@dataclass(frozen=True)
class Target:
    """A target share (Fraction 0–1) with what it rests on: an observation, or the settings of an office."""

    share: Fraction
    observation: Observation | None


@dataclass(frozen=True)
class Position:
    """All figures around one region for one edition: the ground that indicators, blocks and sentences stand on.

    Every property is computed when first asked for and kept.
    """

    observations: Observations
    code: str
    edition: dt.date
    given: Settings | None = None

    @property
    def settings(self) -> Settings:
        """What was given, else what the data directory sets."""
        return self.observations.settings if self.given is None else self.given

    @cached_property
    def region(self) -> Region:
        """The region itself. Raises UnknownRegion."""
        return self.regions.get(self.code)

    @property
    def regions(self) -> Regions:
        """The register of regions."""
        return self.observations.regions

    @cached_property
    def _kept(self) -> dict[str, Figures]:
        return {}

    def figures(self, code: str) -> Figures:
        """The figures of any region at this edition."""
        figures = self._kept.get(code)
        if figures is None:
            figures = self._kept[code] = self._choose(code)
        return figures

    def _choose(self, code: str) -> Figures:
        newest = self.observations.newest
        wajib_ktp = newest(code, "wajib_ktp", self.edition)
        at_base = newest(code, "population", self.edition, wajib_ktp.day) if wajib_ktp else None
        return Figures(
            region=self.regions.get(code),
            recorded=newest(code, "recorded", self.edition),
            wajib_ktp=wajib_ktp,
            ikd_active=newest(code, "ikd_active", self.edition),
            population=newest(code, "population", self.edition),
            population_at_base=at_base,
        )

    @cached_property
    def own(self) -> Figures:
        """The region's own figures."""
        return self.figures(self.code)

    @cached_property
    def nation(self) -> Figures:
        """The nation's figures; a comparator of the same vintage is `nation_like_own`."""
        return self.figures(NATION)

    @cached_property
    def nation_like_own(self) -> Figures:
        """The nation's figures of the very dates that the region's own have, where they exist."""
        own, newest = self.own, self.observations.newest

        def like(measure: str, mine: Observation | None) -> Observation | None:
            row = newest(NATION, measure, self.edition, mine.day if mine else None)
            return row if row is None or mine is None or row.day == mine.day else None

        return Figures(
            region=self.regions.get(NATION),
            recorded=like("recorded", own.recorded),
            wajib_ktp=like("wajib_ktp", own.wajib_ktp),
            ikd_active=like("ikd_active", own.ikd_active),
            population=like("population", own.population),
            population_at_base=like("population", own.population_at_base),
        )

    @cached_property
    def children(self) -> tuple[Figures, ...]:
        """Figures of the regions one level below, by code. The nation's are its provinces."""
        return tuple(self.figures(region.code) for region in self.regions.children(self.code))

    @cached_property
    def regencies(self) -> tuple[Figures, ...]:
        """Figures of all regencies inside the region (all 514 for the nation; none for a regency)."""
        if self.code == NATION:
            return tuple(self.figures(region.code) for region in self.regions.regencies)
        return self.children if self.region.level == "province" else ()

    @cached_property
    def parts(self) -> tuple[Figures, ...]:
        """The finest regions inside that gaps are counted over: regencies, or the districts of a regency."""
        return self.regencies or self.children

    @cached_property
    def capped(self) -> tuple[Figures, ...]:
        """The parts, of the same date as the region's own figures, that stand at the cap of their source.

        The region itself where it has no parts. None in a regency whose own figure is over 100: it is no sum of capped parts.
        """
        base = self.own.wajib_ktp
        if base is None or (self.region.level == "regency" and (self.own.gap or 0) < 0):
            return ()
        inside = self.parts or (self.own,)
        return tuple(f for f in inside if f.stands_at_cap and f.wajib_ktp is not None and f.wajib_ktp.day == base.day)

    @property
    def is_lower_bound(self) -> bool:
        """Whether coverage is a lower bound, and the net gap an upper one, because parts stand at a cap."""
        return bool(self.capped) or self.own.stands_at_cap

    @cached_property
    def siblings(self) -> tuple[Figures, ...]:
        """Figures of all regions of the same level in the nation, by code; the nation stands alone."""
        if self.code == NATION:
            return (self.own,)
        return tuple(self.figures(region.code) for region in self.regions.siblings(self.code))

    @property
    def tier_rule(self) -> TierRule:
        """The rule that sorts this level into population classes."""
        level = self.region.level
        return TIER_RULES[self.settings.province_tier_rule if level == "province" else self.settings.regency_tier_rule]

    @cached_property
    def tiers(self) -> dict[str, Tier]:
        """Tier of every sibling with a population figure."""
        people = {f.region.code: f.population.count for f in self.siblings if f.population is not None}
        return self.tier_rule.classify(people)

    @cached_property
    def tier(self) -> Tier | None:
        """The region's own tier; the populations of all others are not traced row by row. No rule sorts districts or villages."""
        if self.region.level not in ("province", "regency"):
            return None
        code, edition, settings = self.code, self.edition, self.settings
        return self.observations.derived(
            "tier",
            code,
            (self.region.level, edition, settings),
            lambda observations: Position(observations, code, edition, settings).tiers,
        )

    @cached_property
    def recording_target(self) -> Target | None:
        """The recording target of the edition's year, or the office's own."""
        return self._target(self.settings.recording_target, DEFAULT_RECORDING_TARGET)

    @cached_property
    def ikd_target(self) -> Target | None:
        """The IKD target share of the edition's year, or the office's own."""
        return self._target(self.settings.ikd_target, DEFAULT_IKD_TARGET)

    def _target(self, own: Fraction | None, measure: str) -> Target | None:
        if own is not None:
            return Target(own, None)
        published = self.observations.target(measure, self.edition)
        return Target(Fraction(published.value) / 100, published) if published else None
