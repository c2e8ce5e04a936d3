"""Observations in memory, and the choice of the one that a briefing of a given edition uses.

The rule of choice is here and nowhere else; arithmetic on what was chosen is in `indicators`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from cakupan.errors import DataError, message
from cakupan.observations.observation import (
    HEADLINE_MEASURES,
    INSIDE,
    PROVINCES,
    REGISTER_SYSTEMS,
    Key,
    Observation,
    Source,
)
from cakupan.programmes import Definitions, shipped
from cakupan.regions import NATION, Regions, level_of, parent_of
from cakupan.settings import Settings

if TYPE_CHECKING:
    from cakupan.observations.slices import Slices

T = TypeVar("T")


@dataclass
class Trace:
    """Which observations a report read, so that a rebuild is due exactly when one of them changes.

    derived: for figures computed over the whole nation, a digest of the piece that was asked for, by "name:region".
    once: what `Observations.once` computed of rows that are in the trace since.
    """

    keys: set[Key] = field(default_factory=set)
    derived: dict[str, str] = field(default_factory=dict)
    once: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Observations:
    """All observations of a data directory, found by region and measure.

    Every look-up is recorded in `trace`. by_key: those of observations.csv; slices: further ones of districts and villages, read when
    they are asked for. secret: the key of the digests that could tell a small count, empty where none is small.
    """

    by_key: dict[Key, tuple[Observation, ...]] = field(repr=False)
    sources: dict[str, Source] = field(repr=False)
    regions: Regions = field(repr=False)
    breaks: dict[str, tuple[tuple[dt.date, str], ...]] = field(default_factory=dict, repr=False)
    trace: Trace = field(default_factory=Trace, repr=False, compare=False)
    memo: dict[Hashable, object] = field(default_factory=dict, repr=False, compare=False)
    settings: Settings = field(default=Settings(), repr=False)
    definitions: Definitions = field(default_factory=shipped, repr=False)
    slices: Slices | None = field(default=None, repr=False)
    secret: bytes = field(default=b"", repr=False)
    rules: dict[str, tuple[tuple[dt.date, str], ...]] = field(default_factory=dict, repr=False)
    """By which day the rules of counting had changed, by region."""

    @classmethod
    def of(
        cls,
        rows: Iterable[Observation],
        sources: dict[str, Source],
        regions: Regions,
        breaks: dict[str, tuple[tuple[dt.date, str], ...]] | None = None,
        settings: Settings | None = None,
        slices: Slices | None = None,
        secret: bytes = b"",
        definitions: Definitions | None = None,
        rules: dict[str, tuple[tuple[dt.date, str], ...]] | None = None,
    ) -> Observations:
        """Index observations; within a key they are ordered by date, then publication, then source."""
        index: dict[Key, list[Observation]] = {}
        for row in rows:
            index.setdefault((row.region, row.measure), []).append(row)
        by_key = {key: _ordered(group, sources) for key, group in index.items()}
        return cls(
            by_key, sources, regions, breaks or {}, settings=settings or Settings(), definitions=definitions or shipped(),
            slices=slices, secret=secret, rules=rules or {},
        )  # fmt: skip

    def traced(self) -> Observations:
        """The same observations with a trace of their own, and what was derived from them so far."""
        return replace(self, trace=Trace())

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
        piece: T | None = known.get(region)  # type: ignore[attr-defined]
        hashing = self._hashing(secret=is_below_regency(region))
        hashing.update(repr(piece).encode())
        self.trace.derived[f"{name}:{region}"] = hashing.hexdigest()[:16]
        return piece

    def once(self, key: Hashable, compute: Callable[[], T]) -> T:
        """What is computed of rows that stay in the trace: whoever asks again under the same key would read nothing new."""
        if key not in self.trace.once:
            self.trace.once[key] = compute()
        answer: T = self.trace.once[key]
        return answer

    def __iter__(self) -> Iterator[Observation]:
        yield from self._listed
        if self.slices is not None:
            yield from self.slices

    @property
    def _listed(self) -> Iterator[Observation]:
        for rows in self.by_key.values():
            yield from rows

    @cached_property
    def counted(self) -> frozenset[str]:
        """The measures that are counts of people, comparable between regions, whose parts add up to the whole."""
        return self.definitions.counted | frozenset(HEADLINE_MEASURES)

    @property
    def simulated(self) -> bool:
        """Whether any figure comes from a simulation; then everything built from here must say so."""
        if "simulated" not in self.memo:
            listed = any(row.system == "simulated" for row in self._listed)
            self.memo["simulated"] = listed or bool(self.slices and self.slices.simulated)
        return bool(self.memo["simulated"])

    @cached_property
    def insisted(self) -> frozenset[str]:
        """Why offices insisted on figures; of those in slices there is none, for `ingest` writes into the table only."""
        return frozenset(row.insisted for row in self._listed if row.insisted)

    @cached_property
    def dates(self) -> frozenset[str]:
        """All reference dates, as written; the files of slices are not read for them."""
        return frozenset(row.as_of for row in self._listed) | (self.slices.dates if self.slices else frozenset())

    def all(self, region: str, measure: str) -> tuple[Observation, ...]:
        """Every observation of a measure in a region, oldest first, whatever its standing."""
        key = region, measure
        self.trace.keys.add(key)
        listed = self.by_key.get(key, ())
        if self.slices is None or not is_below_regency(region):
            return listed
        sliced = self.slices.inside(parent_of(region)).get(key, ())
        return _ordered([*listed, *sliced], self.sources) if listed else sliced

    def newest(self, region: str, measure: str, edition: dt.date, prefer: dt.date | None = None) -> Observation | None:
        """The comparable observation that an edition uses: of the date `prefer` if there is one, else the newest not after it.

        Where the nation has no figure of its own as new as its provinces', their sum stands for it (`derived_from`).
        """
        own = self._newest_published(region, measure, edition, prefer)
        if region != NATION or measure not in self.counted:
            return own
        asked = ("sum of provinces", measure, edition, prefer)
        total = self.once(asked, lambda: self._sum_of_provinces(measure, edition, prefer))
        if total is None or (own is not None and own.day >= total.day and (prefer is None or own.day == prefer)):
            return own
        if own is not None and prefer is not None and own.day == prefer:
            return own
        return total

    def _newest_published(
        self, region: str, measure: str, edition: dt.date, prefer: dt.date | None
    ) -> Observation | None:
        rows = [row for row in self.all(region, measure) if row.comparable and row.day <= edition]
        if prefer is not None:
            exact = [row for row in rows if row.day == prefer]
            if exact:
                return exact[-1]
        return rows[-1] if rows else None

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
        targets = [row for row in self.all(NATION, measure) if row.day.year <= edition.year]
        return targets[-1] if targets else None

    def latest_edition(self) -> dt.date:
        """The newest date that the data supports as an edition.

        It is the newest date on which as many provinces as ever have a register figure, or the newest of an office's
        own or a simulated figure, whichever is later. Raises DataError where there is none.
        """
        edition = self.memo.get("latest edition")
        if not isinstance(edition, dt.date):
            edition = self.memo["latest edition"] = self._latest_edition()
        return edition

    def _latest_edition(self) -> dt.date:
        provinces_on: dict[dt.date, set[str]] = {}
        own: list[dt.date] = []
        for (region, measure), rows in self.by_key.items():
            if measure not in self.counted:
                continue
            is_province = level_of(region) == "province"
            for row in rows:
                if row.comparable:
                    if is_province:
                        provinces_on.setdefault(row.day, set()).add(region)
                    if row.system != "dkb":
                        own.append(row.day)
        fullest = max((len(regions) for regions in provinces_on.values()), default=0)
        if self.slices is not None and (sliced := self.slices.newest(REGISTER_SYSTEMS - {"dkb"})) is not None:
            own.append(sliced)
        days = [day for day, regions in provinces_on.items() if len(regions) == fullest] + own
        if not days:
            raise DataError(
                message(
                    "the data has no figure of recorded, wajib_ktp, ikd_active or population from a register, an office or a simulation, so there is nothing to build an edition from; add such figures"
                )
            )
        return max(days)

    def digest(self, key: Key) -> str:
        """A short digest of all observations of a (region, measure); it changes when one of them does.

        A figure of a district or village has none of its own: from it, and from the figures around it, a small count could be guessed.
        Its digest is that of all figures beside it, under the secret key where there is one; so is that of (region, INSIDE).
        """
        key = _digest_key(key)
        digest = self._digests.get(key)
        if digest is None:
            digest = self._digests[key] = self._digest(*key)
        return digest

    def digests(self, keys: Iterable[Key]) -> dict[Key, str]:
        """The digests of some keys, in order; districts and villages are told by what they are inside of: ("6472", INSIDE).

        Where villages were read, as by 83,000 reports that all read the provinces too, these are told together: (NATION, PROVINCES).
        """
        digest_keys = {_digest_key(key) for key in keys}
        if any(measure == INSIDE and is_below_regency(region) for region, measure in digest_keys):
            provinces = {(region.code, measure) for region in self.regions.provinces for measure in HEADLINE_MEASURES}
            if provinces <= digest_keys:
                digest_keys = {*(digest_keys - provinces), (NATION, PROVINCES)}
        return {key: self.digest(key) for key in sorted(digest_keys)}

    def listed_below(self) -> Iterator[tuple[Key, tuple[Observation, ...]]]:
        """The figures of districts and villages in observations.csv, key by key."""
        return ((key, self.by_key[key]) for key in self._listed_below)

    @property
    def keys(self) -> list[Key]:
        """Keys whose digests cover all observations."""
        return [*self.by_key, (NATION, INSIDE)] if self.slices else list(self.by_key)

    def _digest(self, region: str, measure: str) -> str:
        if measure == PROVINCES:
            figures = [
                self.by_key.get((one.code, name), ()) for one in self.regions.provinces for name in HEADLINE_MEASURES
            ]
            return hashlib.sha256(repr(figures).encode()).hexdigest()[:16]
        if measure != INSIDE:
            return hashlib.sha256(repr(self.by_key.get((region, measure), ())).encode()).hexdigest()[:16]
        hashing = self._hashing(secret=True)
        for key in self._listed_below if region == NATION else self._listed_inside.get(region, ()):
            hashing.update(repr(self.by_key[key]).encode())
        if self.slices is not None and region == NATION:
            self.slices.update_all(hashing)
        elif self.slices is not None:
            self.slices.update(region, hashing)
        return hashing.hexdigest()[:16]

    def _hashing(self, *, secret: bool) -> hashlib._Hash | hmac.HMAC:
        return hmac.new(self.secret, digestmod="sha256") if secret and self.secret else hashlib.sha256()

    @cached_property
    def _listed_below(self) -> list[Key]:
        return sorted(key for key in self.by_key if is_below_regency(key[0]))

    @cached_property
    def _listed_inside(self) -> dict[str, list[Key]]:
        by_parent: dict[str, list[Key]] = {}
        for key in self._listed_below:
            by_parent.setdefault(parent_of(key[0]), []).append(key)
        return by_parent

    @cached_property
    def _digests(self) -> dict[Key, str]:
        return {}


def is_below_regency(region: str) -> bool:
    """Whether a code is that of a district or village, the levels at which counts are small."""
    return len(region) > 4


def _digest_key(key: Key) -> Key:
    return (parent_of(key[0]), INSIDE) if is_below_regency(key[0]) and key[1] != INSIDE else key


def _ordered(rows: Iterable[Observation], sources: Mapping[str, Source]) -> tuple[Observation, ...]:
    def order(row: Observation) -> tuple[dt.date, str, str]:
        return row.day, sources[row.source].published if row.source in sources else "", row.source

    return tuple(sorted(rows, key=order))
