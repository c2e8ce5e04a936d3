"""Districts and villages inside the regencies of a simulated panel: invented registers, and figures that add up to those above.

The regencies' figures are grown in `panel`; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cakupan.regions import Level, Regions
from cakupan.simulate.panel import MEASURES, Floats, Ints, Measure, Panel

DISTRICTS, VILLAGES = 7_265, 83_762
"""How many there are in Indonesia; the districts as in the register layer of June 2024."""
MOST_DISTRICTS, MOST_VILLAGES = 99, 999
"""The code of a district has two digits of its own, that of a village four: 1 (kelurahan) or 2 (desa) and a number."""
UNLIKE_IN_SIZE, UNLIKE_IN_GAP, UNLIKE_IN_IKD = 0.5, 1.0, 0.4
"""How far regions beside each other differ, as the spread of a logarithm: in people, in the share unrecorded, in the share with IKD."""

Values = dict[Measure, Ints]


@dataclass(frozen=True)
class Layer:
    """All regions of one level, by code. parents: places of the regions above in their own layer, never falling.

    size, gap, ikd: what each region's people, unrecorded and activations weigh beside those of its neighbours.
    """

    level: Level
    codes: tuple[str, ...]
    names: tuple[str, ...]
    parents: Ints
    size: Floats
    gap: Floats
    ikd: Floats


def layers(panel: Panel, regions: Regions) -> tuple[Layer, ...]:
    """The levels below the regencies: real districts where the register has them, invented ones elsewhere, invented villages."""
    generator = np.random.default_rng((panel.seed, DISTRICTS))
    levels: list[Layer] = []
    people = panel.values["population"][panel.finest, -1].astype(np.float64)
    if "district" in panel.below:
        levels.append(_districts([panel.codes[row] for row in panel.finest], people, regions, generator))
    if "village" in panel.below:
        (districts,) = levels
        whole = np.bincount(districts.parents, districts.size)
        levels.append(
            _villages(districts, people[districts.parents] * districts.size / whole[districts.parents], generator)
        )
    return tuple(levels)


def _districts(regencies: list[str], people: Floats, regions: Regions, generator: np.random.Generator) -> Layer:
    real = [regions.children(code) for code in regencies]
    known = np.array([len(inside) for inside in real])
    numbers = known + _numbers(DISTRICTS - int(known.sum()), np.where(known > 0, 0, people), MOST_DISTRICTS)
    named: list[tuple[str, str]] = []
    for code, inside, number in zip(regencies, real, numbers.tolist(), strict=True):
        named += [(region.code, region.name) for region in inside] or [
            (f"{code}{place:02}", f"Kecamatan simulasi {code}-{place:02}") for place in range(1, number + 1)
        ]
    return _layer("district", named, numbers, generator)


def _villages(districts: Layer, people: Floats, generator: np.random.Generator) -> Layer:
    numbers = _numbers(VILLAGES, people, MOST_VILLAGES)
    named: list[tuple[str, str]] = []
    for code, number in zip(districts.codes, numbers.tolist(), strict=True):
        kind, first = ("Kelurahan", 1001) if code[2] == "7" else ("Desa", 2001)  # cities are numbered from 71
        named += [(f"{code}{place}", f"{kind} simulasi {code}-{place}") for place in range(first, first + number)]
    return _layer("village", named, numbers, generator)


def _layer(level: Level, named: list[tuple[str, str]], numbers: Ints, generator: np.random.Generator) -> Layer:
    size, gap, ikd = (
        np.exp(unlike * generator.standard_normal(len(named)))
        for unlike in (UNLIKE_IN_SIZE, UNLIKE_IN_GAP, UNLIKE_IN_IKD)
    )
    codes, names = zip(*named, strict=True)
    return Layer(level, codes, names, np.repeat(np.arange(len(numbers)), numbers), size, gap, ikd)


def _numbers(total: int, people: Floats, most: int) -> Ints:
    """A total shared out by people: at least one where anybody lives, `most` at most."""
    some = people > 0
    one = np.zeros(len(people), dtype=np.int64)
    return some + spread(np.array([total - some.sum()]), people, one, np.where(some, most - 1, 0))


def figures(panel: Panel, layers: tuple[Layer, ...]) -> Iterator[tuple[int, Layer, Values]]:
    """The figures of each month (its place) and level, every one of which adds up to the level above exactly.

    Running totals grow in every region as long as they grow above it.
    """
    before: dict[Level, Values] = {}
    for month in range(len(panel.days)):
        above: Values = {measure: panel.values[measure][panel.finest, month] for measure in MEASURES}
        for layer in layers:
            old = before.get(layer.level)
            now = _start(layer, above) if old is None else _grown(layer, above, old)
            before[layer.level] = above = now
            yield month, layer, now


def _start(layer: Layer, above: Values) -> Values:
    """The figures of the first month."""
    parents, size = layer.parents, layer.size
    people = spread(above["population"], size, parents)
    wajib = spread(above["wajib_ktp"], size, parents, people)
    gap = above["wajib_ktp"] - above["recorded"]
    recorded = (
        wajib
        - spread(np.maximum(gap, 0), wajib * layer.gap, parents, wajib)
        + spread(np.maximum(-gap, 0), size, parents)
    )
    active = spread(above["ikd_active"], recorded * layer.ikd, parents, recorded)
    return {"population": people, "wajib_ktp": wajib, "recorded": recorded, "ikd_active": active}


def _grown(layer: Layer, above: Values, old: Values) -> Values:
    """The figures of the next month: what was added or taken away above, shared out."""

    def moved(measure: Measure, weights: Floats, room: Ints | None = None) -> Ints:
        was = old[measure]
        step = above[measure] - np.bincount(layer.parents, was, len(above[measure])).astype(np.int64)
        free = None if room is None else np.maximum(room - was, 0)
        added = spread(np.maximum(step, 0), weights, layer.parents, free)
        return was + added - spread(np.maximum(-step, 0), was.astype(np.float64), layer.parents, was)

    wajib = moved("wajib_ktp", layer.size)
    recorded = moved("recorded", layer.size, wajib)
    return {
        "population": moved("population", layer.size),
        "wajib_ktp": wajib,
        "recorded": recorded,
        "ikd_active": moved("ikd_active", layer.size * layer.ikd, recorded),
    }


def spread(totals: Ints, weights: Floats, parents: Ints, room: Ints | None = None) -> Ints:
    """Whole numbers for each child in proportion to its weight, that add up to the totals of the parents exactly.

    totals: by parent, not negative. parents: by child, never falling. room: no child gets more, unless all of a parent's have no more room.

    >>> spread(np.array([10, 1]), np.array([1.0, 2.0, 1.0]), np.array([0, 0, 1])).tolist()
    [3, 7, 1]
    >>> spread(np.array([10]), np.array([1.0, 9.0]), np.array([0, 0]), np.array([9, 4])).tolist()
    [6, 4]
    """
    got = _shared(totals, weights, parents)
    if room is None or not (got > room).any():
        return got
    over = _summed(np.maximum(got - room, 0), parents, len(totals))
    got = np.minimum(got, room)
    fits = np.minimum(over, _summed(room - got, parents, len(totals)))
    got = got + _shared(fits, (room - got).astype(np.float64), parents)
    return got + _shared(over - fits, weights, parents)


def _shared(totals: Ints, weights: Floats, parents: Ints) -> Ints:
    """Whole shares rounded down, and what is left over to those that lost most by it."""
    sums = np.bincount(parents, weights, len(totals))
    weights = np.where(sums[parents] > 0, weights, 1.0)
    exact = totals[parents] * weights / np.bincount(parents, weights, len(totals))[parents]
    got = np.maximum(np.floor(exact - 1e-9), 0).astype(np.int64)
    left = totals - _summed(got, parents, len(totals))
    order = np.lexsort((got - exact, parents))
    starts = np.searchsorted(parents, np.arange(len(totals)))
    place = np.arange(len(parents)) - starts[parents]
    got[order] += place < left[parents]
    return got


def _summed(values: Ints, parents: Ints, number: int) -> Ints:
    return np.bincount(parents, values, number).astype(np.int64)
