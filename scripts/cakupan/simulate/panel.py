"""A simulated panel of monthly figures, grown from the real levels of 2024: months × regions × four measures, as arrays.

Nothing in it is real; what is written of it says so. Planted faults are in `faults`, files in `write`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cakupan.indicators.forecast import add_months
from cakupan.observations import Observations
from cakupan.regions import NATION, Level

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Measure = Literal["population", "wajib_ktp", "recorded", "ikd_active"]
MEASURES: tuple[Measure, ...] = ("population", "wajib_ktp", "recorded", "ikd_active")
FIRST = dt.date(2024, 12, 31)
LEVELS: tuple[Level, ...] = ("province", "regency", "district", "village")

HIGHEST_START = 0.994
"""Coverage that no region starts above: where the real figures are capped at 100 their true level is not known."""
ADULTS = (0.62, 0.78)
"""Range that the adult share is pulled into, so that only planted faults raise F07."""
MONTHLY_GROWTH = 0.0005
JANUARY_COHORT = 0.006
"""Wajib KTP: growth a month, and the 17-year-olds who enter each January, as shares."""
REVISION = 0.001
"""How far an edition of the register (June, December) may revise wajib KTP, as a share."""
IKD_PACE = 0.0025
"""Activations a month as a share of wajib KTP, for a region of the national rate."""
COMMON, OWN, DRIFT = 0.08, 0.25, 0.01
"""How far a month moves all regions together, a region by itself, and its pace for good, as shares."""
RAMADAN = {2023: 4, 2024: 3, 2025: 3, 2026: 3, 2027: 2, 2028: 2, 2029: 1, 2030: 1}
ELECTIONS = {(2024, 2), (2024, 11), (2029, 2), (2029, 11)}
"""Months of surges: held in 2024, assumed for 2029."""


@dataclass(frozen=True)
class Planted:
    """A fault put into the panel on purpose, or what follows from one; `needed` "no": a flag for it is right but not owed."""

    flag: str
    region: str
    as_of: str
    what: str
    needed: str = "yes"


@dataclass
class Panel:
    """Figures of all regions: `values[measure]` has shape (regions, months); `present` tells which are published.

    parents: position of the parent's row, −1 for the nation. sources: other source than the month's, by (row, month).
    further: figures of other programmes as (region, measure, month, value).
    extra: further observations as (region, measure, as_of, value, unit, source). breaks: (region, day, note).
    below: the levels below the regencies, whose figures `below` makes of theirs.
    """

    codes: tuple[str, ...]
    days: tuple[dt.date, ...]
    values: dict[Measure, Ints]
    present: NDArray[np.bool_]
    parents: Ints
    finest: Ints
    seed: int
    sources: dict[tuple[int, int], str] = field(default_factory=dict)
    extra: list[tuple[str, str, str, str, str, str]] = field(default_factory=list)
    breaks: list[tuple[str, str, str]] = field(default_factory=list)
    incoming: list[tuple[str, ...]] = field(default_factory=list)
    faults: list[Planted] = field(default_factory=list)
    further: list[tuple[str, str, int, int]] = field(default_factory=list)
    below: tuple[Level, ...] = ()

    def row(self, code: str) -> int:
        """The position of a region."""
        return self.codes.index(code)

    def add_up(self) -> None:
        """Make every region above the finest the sum of those inside it."""
        for level in (4, 2):
            rows = [row for row, code in enumerate(self.codes) if code != NATION and len(code) == level]
            if rows and (level == 2 or any(row in set(self.finest.tolist()) for row in rows)):
                self._sum_into(np.array(rows))

    def _sum_into(self, rows: Ints) -> None:
        above = self.parents[rows]
        for values in self.values.values():
            values[np.unique(above)] = 0
            np.add.at(values, above, values[rows])


def empty(base: Observations, months: int, levels: tuple[Level, ...], seed: int, first: dt.date) -> Panel:
    regions = base.regions
    provinces = [region.code for region in regions.provinces]
    regencies = [region.code for region in regions.regencies] if "regency" in levels else []
    codes = (NATION, *provinces, *regencies)
    places = {code: place for place, code in enumerate(codes)}
    parents = np.array([-1, *(0 for _ in provinces), *(places[code[:2]] for code in regencies)])
    finest = np.array([places[code] for code in regencies or provinces])
    days = tuple(add_months(first, month) for month in range(months))
    shape = (len(codes), months)
    values: dict[Measure, Ints] = {measure: np.zeros(shape, dtype=np.int64) for measure in MEASURES}
    return Panel(codes, days, values, np.ones(shape, dtype=bool), parents, finest, seed)


@dataclass(frozen=True)
class _Anchors:
    """Where each of the finest regions starts: people, and coverage as a share."""

    population: Floats
    wajib_ktp: Floats
    coverage: Floats
    ikd_active: Floats


def anchors(base: Observations, panel: Panel, generator: np.random.Generator) -> _Anchors:
    codes = [panel.codes[row] for row in panel.finest]
    edition = base.latest_edition()

    def newest(measure: str) -> Floats:
        rows = [base.newest(code, measure, edition) for code in codes]
        return np.array([float(row.count) if row is not None else np.nan for row in rows])

    population, adults, recorded, active = (newest(measure) for measure in MEASURES)
    population = np.where(np.isnan(population), np.nanmedian(population), population)
    share = np.clip(np.where(np.isnan(adults), 0.72, adults / population), *ADULTS)
    coverage = np.where(np.isnan(recorded), 0.97, recorded / adults)
    start = np.minimum(coverage, HIGHEST_START - 0.005 * generator.random(len(codes)))
    wajib = population * share
    return _Anchors(population, wajib, start, np.where(np.isnan(active), 0.06 * wajib, active))


def grow(panel: Panel, start: _Anchors, generator: np.random.Generator) -> None:
    """Fill the finest regions month by month; everything bounded, so that no step is a jump by chance."""
    rows, months = panel.finest, len(panel.days)
    n = len(rows)
    season = np.array([_season(day) for day in panel.days])
    january = np.array([day.month == 1 for day in panel.days])
    grow = MONTHLY_GROWTH * (0.7 + 0.6 * generator.random((n, months))) + JANUARY_COHORT * january
    grow[:, 0] = 0
    trend = start.wajib_ktp[:, None] * np.cumprod(1 + grow, axis=1)
    wajib = trend * (1 + _revisions(panel.days, n, generator))
    people = start.population[:, None] * np.cumprod(1 + grow * 0.9, axis=1)
    common = _tamed(season * (1 + COMMON * _swing(generator, (1, months))), 3.0)

    def steps(mean: Floats) -> Floats:
        """Monthly increments around a mean: season, a month that all share, chance of one's own, and a slow drift."""
        own = 1 + OWN * _swing(generator, (n, months))
        walk = np.cumsum(DRIFT * _swing(generator, (n, months)), axis=1)
        made = mean[:, None] * _tamed(common * own * np.exp(np.clip(walk, -0.1, 0.1)), 4.0)
        for above in np.unique(panel.parents[rows]):
            inside = panel.parents[rows] == above
            total = made[inside].sum(axis=0, keepdims=True)
            made[inside] *= _tamed(total, 4.0) / total
        made[:, 0] = 0
        return made

    yearly = 12 * MONTHLY_GROWTH + JANUARY_COHORT
    gap = start.wajib_ktp * (1 - start.coverage)
    closing = np.where(start.coverage < 0.98, 0.004 * gap, 0)
    recorded = start.wajib_ktp * start.coverage
    recorded_steps = steps(recorded * yearly / 12 + closing)
    rate = start.ikd_active / start.wajib_ktp
    pace = IKD_PACE * start.wajib_ktp * np.clip(rate / 0.063, 0.02, 2.5)
    active_steps = steps(np.minimum(pace, 0.01 * recorded))
    for measure, figures in (
        ("population", people),
        ("wajib_ktp", wajib),
        ("recorded", recorded[:, None] + np.cumsum(recorded_steps, axis=1)),
        ("ikd_active", start.ikd_active[:, None] + np.cumsum(active_steps, axis=1)),
    ):
        panel.values[measure][rows] = np.rint(figures).astype(np.int64)  # type: ignore[index]
    recorded_now, wajib_now = panel.values["recorded"], panel.values["wajib_ktp"]
    recorded_now[rows] = np.minimum(recorded_now[rows], wajib_now[rows] - 1)


def _swing(generator: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """Chance between −1 and 1, spread evenly over the months of each row in random order: no month is far out of the ordinary."""
    even = np.broadcast_to(np.linspace(-1, 1, shape[-1]), shape)
    return generator.permuted(even, axis=-1)


def _tamed(factors: Floats, mads: float) -> Floats:
    """Factors of each row kept within some MAD of their median: chance alone makes no jump (F04 is at five)."""
    middle = np.median(factors, axis=-1, keepdims=True)
    reach = mads * np.median(np.abs(factors - middle), axis=-1, keepdims=True)
    return np.clip(factors, middle - reach, middle + reach)


def _season(day: dt.date) -> float:
    if (day.year, day.month) in ELECTIONS:
        return 1.2
    if RAMADAN.get(day.year) == day.month:
        return 0.9
    return 1.05 if day.month in (6, 7) else 1.0


def _revisions(days: tuple[dt.date, ...], n: int, generator: np.random.Generator) -> Floats:
    """What each edition of the register adds to or takes from wajib KTP, kept until the next edition."""
    revisions = np.zeros((n, len(days)))
    for month, day in enumerate(days):
        if month and day.month in (6, 12):
            revisions[:, month] = REVISION * (2 * generator.random(n) - 1)
        elif month:
            revisions[:, month] = revisions[:, month - 1]
    return revisions
