"""Simulated figures of the programmes beyond recording and IKD, twice a year, grown from their newest real figures. Nothing in them is real."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cakupan.observations import Observations
from cakupan.programmes import Programme
from cakupan.simulate.panel import Floats, Ints, Panel

SEMESTERS = (6, 12)
BASE_STEP = 0.003
"""How far half a year may move the base, as a share."""
CLOSING = (0.02, 0.06)
"""The part of those who lack it who get it in half a year."""
HIGHEST = 0.995
"""Coverage that no region starts above, so that none is taken for capped."""

Row = tuple[str, str, int, int]
"""Region, measure, month of the panel, value."""


def figures(panel: Panel, base: Observations) -> Iterator[Row]:
    """Yield the figures of all regions of a panel; regions above the finest are sums of those inside."""
    months = [month for month, day in enumerate(panel.days) if day.month in SEMESTERS]
    for number, programme in enumerate(base.definitions.further):
        start = _start(panel, base, programme)
        if start is None or not months:
            continue
        generator = np.random.default_rng((panel.seed, 7, number))
        below, share = start
        for month in months:
            values = {
                programme.numerator: np.rint(below * share).astype(np.int64),
                programme.base: np.rint(below).astype(np.int64),
            }
            for measure, finest in values.items():
                everywhere = _summed(panel, finest)
                yield from (
                    (code, measure, month, int(value)) for code, value in zip(panel.codes, everywhere, strict=True)
                )
            below = below * (1 + BASE_STEP * (2 * generator.random(len(below)) - 1))
            share = share + (1 - share) * generator.uniform(*CLOSING, len(share))


def _start(panel: Panel, base: Observations, programme: Programme) -> tuple[Floats, Floats] | None:
    """Base and coverage of the finest regions; None where the real data has no figure of one of them."""
    edition = base.latest_edition()
    rows = [
        (
            base.newest(panel.codes[row], programme.numerator, edition),
            base.newest(panel.codes[row], programme.base, edition),
        )
        for row in panel.finest
    ]
    counts = [
        (above.count, below.count) for above, below in rows if above is not None and below is not None and below.count
    ]
    if len(counts) < len(rows):
        return None
    above, below = (np.array(column, dtype=np.float64) for column in zip(*counts, strict=True))
    return below, np.minimum(above / below, HIGHEST)


def _summed(panel: Panel, finest: Ints) -> Ints:
    """The values of all regions of the panel from those of the finest."""
    values = np.zeros(len(panel.codes), dtype=np.int64)
    values[panel.finest] = finest
    provinces = np.unique(panel.parents[panel.finest])
    if provinces.tolist() != [0]:
        values[provinces] = 0
        np.add.at(values, panel.parents[panel.finest], finest)
    values[0] = values[provinces].sum() if provinces.tolist() != [0] else finest.sum()
    return values
