"""Making a simulated panel: checked, grown and, if wanted, with faults planted.

How it grows is in `panel`, what a fault is in `faults`.
"""

from __future__ import annotations

import datetime as dt

import numpy as np

from cakupan.errors import UsageError, message
from cakupan.observations import Observations
from cakupan.regions import Level
from cakupan.simulate import programmes
from cakupan.simulate.faults import FEWEST_MONTHS, plant
from cakupan.simulate.panel import FIRST, LEVELS, Panel, anchors, empty, grow


def simulate(
    base: Observations,
    months: int = 36,
    levels: tuple[Level, ...] = ("province", "regency"),
    seed: int = 1,
    *,
    faults: bool = True,
    first: dt.date = FIRST,
) -> Panel:
    """A panel of `months` month ends from `first` on, grown from the newest real figures of `base`.

    Raises UsageError for no month, fewer than 18 with faults, or levels that are not known or leave one out in between.
    """
    if months < 1 or (faults and months < FEWEST_MONTHS):
        raise UsageError(
            message(
                "{months} months are too few: a panel has at least 1 month, and {FEWEST_MONTHS} with planted faults",
                months=months,
                FEWEST_MONTHS=FEWEST_MONTHS,
            )
        )
    if not levels or set(levels) != set(LEVELS[: len(set(levels))]):
        raise UsageError(
            message(
                "levels {levels} are no panel: write {LEVELS}, or as many of them from the left",
                levels=", ".join(levels),
                LEVELS=",".join(LEVELS),
            )
        )
    generator = np.random.default_rng(seed)
    panel = empty(base, months, levels, seed, first)
    panel.below = tuple(level for level in LEVELS[2:] if level in levels)
    grow(panel, anchors(base, panel, generator), generator)
    panel.add_up()
    panel.further = list(programmes.figures(panel, base))
    if faults:
        plant(panel, base.regions, generator)
    return panel
