"""What a change in the explorer costs: every view of a change computed anew, over regions of all levels, measures, bases and peers.

Only the measuring is here; what is computed is in `view` and `widgets`.
"""

from __future__ import annotations

from functools import partial
from itertools import product

from cakupan.bench.measure import timed
from cakupan.explore.view import BASES, PEERS
from cakupan.explore.widgets import Explorer

REGIONS = ("ID", "11", "35", "64", "95", "1101", "3578", "6471", "6472", "9503")
"""The nation, provinces with many regencies and few, regencies with districts and without, capped and in doubt."""

DATES = 4
"""The newest dates of figures that are gone through in each region."""


def changes() -> dict[str, float]:
    """CPU seconds of each change of a choice, by its name; the first drawing of the explorer is none."""
    explorer = Explorer()
    taken: dict[str, float] = {}
    for region in REGIONS:
        taken[region] = timed(partial(explorer.choose, region))
        for measure, base, peers in product(explorer.view.measures, BASES, PEERS):
            for control, value in ((explorer.measure, measure), (explorer.base, base), (explorer.peers, peers)):
                if control.value != value:
                    name = f"{region} {measure} {base} {peers}: {control.description}"
                    taken[name] = timed(partial(setattr, control, "value", value))
        for day in (*explorer.edition.options[:DATES], explorer.view.day.isoformat()):
            if explorer.edition.value != day:
                taken[f"{region} {day}"] = timed(partial(setattr, explorer.edition, "value", day))
    return taken


def summary() -> str:
    """The sentence of the bench."""
    taken = sorted(changes().items(), key=lambda one: one[1])
    (name, worst), median = taken[-1], taken[len(taken) // 2][1]
    return (
        f"A change in the explorer, all views of it, over {len(taken)} changes: median {median * 1000:.0f} ms, "
        f"worst {worst * 1000:.0f} ms CPU ({name}); required are less than 200 ms."
    )
