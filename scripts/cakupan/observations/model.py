"""Observations in memory, and the choice of the one that a briefing of a given edition uses.

The rule of choice is here and nowhere else; arithmetic on what was chosen is in `indicators`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from cakupan.errors import DataError
from cakupan.numbers import last_day
from cakupan.regions import NATION, Regions, level_of
from cakupan.settings import Settings

T = TypeVar("T")

REGISTER_SYSTEMS = frozenset({"dkb", "own", "simulated"})
"""Systems whose figures are comparable between regions: the consolidated register (DKB), an office's own, a simulation.

Figures that offices and press report on dates of their own (`report`) are shown as history, never as the headline:
they follow no common rule, and a rank that mixed them in would compare nothing.
"""

HEADLINE_MEASURES = ("recorded", "wajib_ktp", "ikd_active", "population")


@dataclass(frozen=True)
class Source:
    """Where a figure was published. `capped`: "yes" when the source never shows recorded above wajib KTP."""

    id: str
    title: str
    published: str
    url: str
    capped: str = "unknown"


@dataclass(frozen=True)
class Observation:
    """One published figure. `value` is in `unit` (people, percent …); `as_of` has the precision that the source gives."""

    region: str
    measure: str
    as_of: str
    value: int | Decimal
    unit: str
    system: str
    status: str
    rounded: bool
    area: str
    source: str
    note: str
    capped: bool = False
    derived_from: tuple[str, ...] = ()

    @cached_property
    def day(self) -> dt.date:
        """The last day that `as_of` can mean."""
        return last_day(self.as_of)

    @property
    def count(self) -> int:
        """The value of a count, as an integer. Raises TypeError for percentages."""
        if not isinstance(self.value, int):
            raise TypeError(f"{self.measure} of {self.region} is no count")
        return self.value

    @property
    def comparable(self) -> bool:
        """Fit for headlines and comparisons: a register figure of today's area that nothing contradicts."""
        return self.system in REGISTER_SYSTEMS and self.status == "ok" and not self.area


@dataclass
class Trace:
    """Which observations a report read, so that a rebuild is due exactly when one of them changes.

    derived: for figures computed over the whole nation, a digest of the piece that was asked for, by "name:region".
    """

    keys: set[tuple[str, str]] = field(default_factory=set)
    derived: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Observations:
    """All observations of a data directory, found by region and measure.

    Every look-up is recorded in `trace`.
    """

    by_key: dict[tuple[str, str], tuple[Observation, ...]] = field(repr=False)
    sources: dict[str, Source] = field(repr=False)
    regions: Regions = field(repr=False)
    breaks: dict[str, tuple[tuple[dt.date, str], ...]] = field(default_factory=dict, repr=False)
    trace: Trace = field(default_factory=Trace, repr=False, compare=False)
    memo: dict[Hashable, object] = field(default_factory=dict, repr=False, compare=False)
    settings: Settings = field(default=Settings(), repr=False)

    @classmethod
    def of(
        cls,
        rows: Iterable[Observation],
        sources: dict[str, Source],
        regions: Regions,
        breaks: dict[str, tuple[tuple[dt.date, str], ...]] | None = None,
        settings: Settings | None = None,
    ) -> Observations:
        """Index observations; within a key they are ordered by date, then publication, then source."""
        index: dict[tuple[str, str], list[Observation]] = {}
        for row in rows:
            index.setdefault((row.region, row.measure), []).append(row)

        def order(row: Observation) -> tuple[dt.date, str, str]:
            published = sources[row.source].published if row.source in sources else ""
            return row.day, published, row.source

        return cls(
            {key: tuple(sorted(found, key=order)) for key, found in index.items()}, sources, regions, breaks or {},
            settings=settings or Settings(),
        )  # fmt: skip

    def traced(self) -> Observations:
        """The same observations with a trace of their own, and what was derived from them so far."""
        return Observations(self.by_key, self.sources, self.regions, self.breaks, Trace(), self.memo, self.settings)

    def derived(
        self, name: str, region: str, under: Hashable, compute: Callable[[Observations], Mapping[str, T]]
    ) -> T | None:
        """What a nation-wide computation found for one region; its reading is not traced row by row.

        compute is run once per `name` and `under` (the edition and settings that it depends on) and its result kept. The trace
        gets a digest of the region's piece, so that a report is due when that piece changes, and not with every row.
        """
        known = self.memo.get((name, under))
        if known is None:
            known = self.memo[name, under] = compute(self.traced())
        found: T | None = known.get(region)  # type: ignore[attr-defined]
        self.trace.derived[f"{name}:{region}"] = hashlib.sha256(repr(found).encode()).hexdigest()[:16]
        return found

    def __iter__(self) -> Iterator[Observation]:
        for found in self.by_key.values():
            yield from found

    @cached_property
    def simulated(self) -> bool:
        """Whether any figure comes from a simulation; then everything built from here must say so."""
        return any(row.system == "simulated" for row in self)

    def all(self, region: str, measure: str) -> tuple[Observation, ...]:
        """Every observation of a measure in a region, oldest first, whatever its standing."""
        self.trace.keys.add((region, measure))
        return self.by_key.get((region, measure), ())

    def newest(self, region: str, measure: str, edition: dt.date, prefer: dt.date | None = None) -> Observation | None:
        """The comparable observation that an edition uses: of the date `prefer` if there is one, else the newest not after it.

        Where the nation has no figure of its own as new as its provinces', their sum stands for it (`derived_from`).
        """
        own = self._newest_published(region, measure, edition, prefer)
        if region != NATION or measure not in HEADLINE_MEASURES:
            return own
        total = self._sum_of_provinces(measure, edition, prefer)
        if total is None or (own is not None and own.day >= total.day and (prefer is None or own.day == prefer)):
            return own
        if own is not None and prefer is not None and own.day == prefer:
            return own
        return total

    def _newest_published(
        self, region: str, measure: str, edition: dt.date, prefer: dt.date | None
    ) -> Observation | None:
        found = [row for row in self.all(region, measure) if row.comparable and row.day <= edition]
        if prefer is not None:
            exact = [row for row in found if row.day == prefer]
            if exact:
                return exact[-1]
        return found[-1] if found else None

    def _sum_of_provinces(self, measure: str, edition: dt.date, prefer: dt.date | None) -> Observation | None:
        parts = [self._newest_published(p.code, measure, edition, prefer) for p in self.regions.provinces]
        if not parts or any(part is None for part in parts):
            return None
        whole = [part for part in parts if part is not None]
        if len({part.as_of for part in whole}) != 1:
            return None
        first = whole[0]
        return Observation(
            region=NATION,
            measure=measure,
            as_of=first.as_of,
            value=sum(part.count for part in whole),
            unit=first.unit,
            system=first.system,
            status="ok",
            rounded=any(part.rounded for part in whole),
            area="",
            source=first.source,
            note="",
            capped=any(part.capped for part in whole),
            derived_from=tuple(part.region for part in whole),
        )

    def history(self, region: str, measure: str, edition: dt.date) -> tuple[Observation, ...]:
        """All undisputed observations of a measure up to an edition, whatever their system, oldest first."""
        return tuple(
            row for row in self.all(region, measure) if row.status == "ok" and not row.area and row.day <= edition
        )

    def target(self, measure: str, edition: dt.date) -> Observation | None:
        """The newest national target whose year has begun by the edition's date."""
        found = [row for row in self.all(NATION, measure) if row.day.year <= edition.year]
        return found[-1] if found else None

    def latest_edition(self) -> dt.date:
        """The newest date that the data supports as an edition.

        It is the newest date on which as many provinces as ever have a register figure, or the newest of an office's
        own or a simulated figure, whichever is later.
        """
        provinces_on: dict[dt.date, set[str]] = {}
        own: list[dt.date] = []
        for (region, measure), found in self.by_key.items():
            if measure not in HEADLINE_MEASURES:
                continue
            is_province = level_of(region) == "province"
            for row in found:
                if row.comparable:
                    if is_province:
                        provinces_on.setdefault(row.day, set()).add(region)
                    if row.system != "dkb":
                        own.append(row.day)
        fullest = max((len(regions) for regions in provinces_on.values()), default=0)
        days = [day for day, regions in provinces_on.items() if len(regions) == fullest] + own
        if not days:
            raise DataError(
                "the data has no figure of recorded, wajib_ktp, ikd_active or population from a register, an office or a "
                "simulation, so there is nothing to build an edition from; add such figures"
            )
        return max(days)

    def digest(self, key: tuple[str, str]) -> str:
        """A short digest of all observations of a (region, measure); it changes when one of them does."""
        found = self._digests.get(key)
        if found is None:
            rows = self.by_key.get(key, ())
            found = self._digests[key] = hashlib.sha256(repr(rows).encode()).hexdigest()[:16]
        return found

    @cached_property
    def _digests(self) -> dict[tuple[str, str], str]:
        return {}
