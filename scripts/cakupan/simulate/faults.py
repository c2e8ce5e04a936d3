"""Faults F01–F15 put into a simulated panel on purpose, each noted with what necessarily follows from it.

So that precision and recall of the flags can be told. The clean panel is in `panel`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cakupan.regions import NATION, Regions
from cakupan.simulate.panel import Ints, Measure, Panel, Planted
from cakupan.words.numbers import round_half_up

FEWEST_MONTHS = 18
EARLIEST = 8
"""Months before a fault: a jump is told from the months around it."""
PRESS, EARLY = "SIM-PRESS", "SIM-EARLY"
INCOMING_COLUMNS = ("code", "name", "as_of", "recorded", "person")


def plant(panel: Panel, regions: Regions, generator: np.random.Generator) -> None:
    """Plant every kind of fault and note it in `panel.faults`."""
    sites = _Sites(panel, generator)
    _over_hundred(panel, sites)
    _falls(panel, sites)
    _base_falls(panel, sites)
    _jumps(panel, sites)
    _more_active(panel, sites)
    _stale(panel, sites)
    _adults(panel, sites)
    _boundary(panel, sites)
    panel.add_up()
    _sums(panel, generator)
    _early_source(panel, sites)
    _bases(panel, sites)
    _printed(panel, sites)
    _holes(panel, sites)
    _incoming(panel, regions)


class _Sites:
    """Regions and months for faults: small ones inside large ones, so that a fault does not show in the sum, none twice."""

    def __init__(self, panel: Panel, generator: np.random.Generator) -> None:
        self._panel = panel
        base = panel.values["wajib_ktp"][:, 0]
        weight = base[panel.finest] / base[panel.parents[panel.finest]]
        order = panel.finest[np.argsort(weight, kind="stable")]
        self.many = len(order) > 100
        self._free = [int(row) for row in (order[: len(order) // 4] if self.many else order[: len(order) // 2])]
        generator.shuffle(self._free)
        self._months = generator

    def some(self, number: int) -> range:
        """As many faults of a kind as there is room for: one where only provinces are simulated."""
        return range(number if self.many else 1)

    def take(self, low: float = 0.0, high: float = 1.0) -> tuple[int, int]:
        """A region whose coverage at the start is in a range, and a month; the region is not given out again."""
        panel = self._panel
        share = panel.values["recorded"][:, 0] / np.maximum(1, panel.values["wajib_ktp"][:, 0])
        row = next(row for row in self._free if low <= share[row] <= high)
        self._free.remove(row)
        return row, self.month()

    def month(self) -> int:
        """A month with others before and after it, and no January, June or December, when registers move."""
        panel = self._panel
        usual = [m for m in range(EARLIEST, len(panel.days) - 3) if panel.days[m].month in (4, 5, 8, 9, 10, 11)]
        return int(self._months.choice(usual))


def _note(panel: Panel, flag: str, row: int, month: int, what: str, needed: str = "yes") -> None:
    panel.faults.append(Planted(flag, panel.codes[row], panel.days[month].isoformat(), what, needed))


def _shift(panel: Panel, measure: Measure, row: int, month: int, people: int) -> None:
    """Move a measure of a region to another level, which the sums above it follow."""
    panel.values[measure][row, month:] += people
    above = int(panel.parents[row])
    while above >= 0 and measure in ("recorded", "ikd_active"):
        _note(
            panel, "F04", above, month, f"may follow: the step of {measure} in {panel.codes[row]} is in this sum", "no"
        )
        above = int(panel.parents[above])


def _over_hundred(panel: Panel, sites: _Sites) -> None:
    for _ in sites.some(3):
        row, month = sites.take(low=0.97)
        n, d = panel.values["recorded"][row, month], panel.values["wajib_ktp"][row, month]
        _shift(panel, "recorded", row, month, int(1.02 * d - n))
        _note(panel, "F01", row, month, "recorded raised to 102 percent of wajib KTP from this month on")
        _note(panel, "F04", row, month, "follows from F01: the rise is a jump")


def _falls(panel: Panel, sites: _Sites) -> None:
    falls: tuple[tuple[Measure, float], ...] = (("recorded", 0.03), ("ikd_active", 0.2))
    for measure, share in falls * len(sites.some(2)):
        row, month = sites.take(high=0.985)
        _shift(panel, measure, row, month, -int(share * panel.values[measure][row, month]))
        _note(panel, "F02", row, month, f"{measure} lowered by {share:.0%} from this month on")
        _note(panel, "F04", row, month, "follows from F02: the fall is a jump")


def _base_falls(panel: Panel, sites: _Sites) -> None:
    for _ in sites.some(3):
        row, month = sites.take(high=0.975)
        _shift(panel, "wajib_ktp", row, month, -int(0.015 * panel.values["wajib_ktp"][row, month]))
        _note(panel, "F03", row, month, "wajib KTP lowered by 1.5 percent from this month on")


def _jumps(panel: Panel, sites: _Sites) -> None:
    for _ in sites.some(3):
        row, month = sites.take(high=0.955)
        _shift(panel, "recorded", row, month, int(0.035 * panel.values["wajib_ktp"][row, month]))
        _note(panel, "F04", row, month, "recorded raised by 3.5 percent of wajib KTP from this month on")


def _more_active(panel: Panel, sites: _Sites) -> None:
    for _ in sites.some(2):
        row, month = sites.take()
        lead = panel.values["recorded"][row, month:] - panel.values["ikd_active"][row, month:]
        _shift(panel, "ikd_active", row, month, int(lead.max()) + 50)
        _note(panel, "F08", row, month, "IKD activations raised above recorded from this month on")
        _note(panel, "F04", row, month, "follows from F08: the rise of activations is a jump")


def _stale(panel: Panel, sites: _Sites) -> None:
    for _ in sites.some(5):
        row, month = sites.take()
        for values in panel.values.values():
            values[row, month] = values[row, month - 1]
        _note(panel, "F05", row, month, "all figures repeated from the month before")


def _adults(panel: Panel, sites: _Sites) -> None:
    for _ in sites.some(2):
        row, month = sites.take()
        panel.values["population"][row, month:] = panel.values["wajib_ktp"][row, month:] * 100 // 86
        _note(panel, "F07", row, month, "population lowered until wajib KTP is 86 percent of it")


def _boundary(panel: Panel, sites: _Sites) -> None:
    """A regency is made out of a neighbour in the same province; without regencies only the break is told."""
    row, month = sites.take()
    day = panel.days[month].replace(day=1).isoformat()
    siblings = [int(r) for r in panel.finest if panel.parents[r] == panel.parents[row] and r != row]
    note = "SIMULASI / SIMULATED change of boundary"
    if panel.parents[row] == 0 or not siblings:
        panel.breaks.append((panel.codes[row], day, note))
        panel.faults.append(Planted("F09", panel.codes[row], day, "break of boundary"))
        return
    mother = max(siblings, key=lambda r: int(panel.values["wajib_ktp"][r, 0]))
    for values in panel.values.values():
        values[mother, :month] += values[row, :month]
        values[row, :month] = 0
    panel.present[row, :month] = False
    for code, role in ((panel.codes[mother], "gives a part away"), (panel.codes[row], "is new")):
        panel.breaks.append((code, day, note))
        panel.faults.append(Planted("F09", code, day, f"break of boundary: {role}"))
    _note(panel, "F09", int(panel.parents[row]), month, "follows from the break: a region inside is new")


def _sums(panel: Panel, generator: np.random.Generator) -> None:
    """Totals that are not the sum of their parts; the nation stays the sum of what the provinces publish."""
    top = NATION if len(panel.codes) == len(panel.finest) + 1 else ""
    wajib: Ints = panel.values["wajib_ktp"][:, 0]
    provinces = [row for row, code in enumerate(panel.codes) if code != NATION and len(code) == 2]
    rows = [0, 0, 0] if top else sorted(provinces, key=lambda row: -int(wajib[row]))[:3]
    months = generator.choice(np.arange(EARLIEST, len(panel.days) - 2), size=3, replace=False)
    changes: tuple[tuple[Measure, int], ...] = (("recorded", 37), ("wajib_ktp", -500), ("ikd_active", 12))
    for row, month, (measure, people) in zip(rows, months.tolist(), changes, strict=True):
        panel.values[measure][row, month] += people
        if not top:
            panel.values[measure][0, month] += people
        _note(panel, "F06", row, month, f"{measure} of the total changed by {people}")


def _early_source(panel: Panel, sites: _Sites) -> None:
    for _ in sites.some(2):
        row, month = sites.take()
        panel.sources[row, month] = EARLY
        _note(panel, "F10", row, month, "figures said to be of a source published before")


def _bases(panel: Panel, sites: _Sites) -> None:
    row, month = sites.take()
    code, active, base = panel.codes[row], panel.values["ikd_active"][row], panel.values["wajib_ktp"][row]
    for at, measure, share in ((month, "ikd_pct_of_wajib", 1.0), (month + 1, "ikd_pct_of_target", 0.3)):
        printed = round(100 * int(active[at]) / (share * int(base[at])), 2)
        panel.extra.append((code, measure, panel.days[at].isoformat(), f"{printed:.2f}", "percent", PRESS))
    _note(panel, "F11", row, month, "a rate and an attainment printed as if they were one series")
    row, month = sites.take()
    as_of = panel.days[month].isoformat()
    panel.extra.append((panel.codes[row], "ikd_pct_base_unstated", as_of, "5.20", "percent", PRESS))
    _note(panel, "F11", row, month, "an IKD percentage without a base")


def _printed(panel: Panel, sites: _Sites) -> None:
    """Printed percentages beside their counts: two wrong, three right."""
    for wrong in (0.4, -0.25, 0.0, 0.0, 0.0) if sites.many else (0.4, 0.0):
        row, month = sites.take()
        n, d = int(panel.values["recorded"][row, month]), int(panel.values["wajib_ktp"][row, month])
        printed = float(round_half_up(100 * n, 0)) / d + wrong
        as_of = panel.days[month].isoformat()
        panel.extra.append((panel.codes[row], "recorded_pct", as_of, f"{printed:.2f}", "percent", _month_source(as_of)))
        if wrong:
            _note(panel, "F12", row, month, f"printed percentage wrong by {wrong} points")


def _month_source(as_of: str) -> str:
    return f"SIM-{as_of[:7]}"


def _holes(panel: Panel, sites: _Sites) -> None:
    for _ in sites.some(3):
        row, month = sites.take()
        panel.present[row, month] = False
        _note(panel, "F14", row, month, "no figures this month")
        parent = int(panel.parents[row])
        _note(panel, "F06", parent, month, "follows from F14: the list of regions inside is short")


def _incoming(panel: Panel, regions: Regions) -> None:
    """A table that is only being brought in, with faults that no loaded table can have."""
    as_of = panel.days[-1].isoformat()
    rows = list(_incoming_rows(regions, as_of))
    panel.incoming.extend(rows)
    panel.faults.append(Planted("F15", "", "person", "a column of 16-digit numbers in incoming.csv"))
    for place, what in ((8, "unknown code"), (9, "name of another region: another code system"), (10, "stands twice")):
        panel.faults.append(Planted("F13", rows[place][0], str(place), f"{what}, in incoming.csv"))


def _incoming_rows(regions: Regions, as_of: str) -> Iterator[tuple[str, ...]]:
    provinces = regions.provinces
    good = [(p.code, p.name, as_of, str(1_000_000 + 1_000 * i)) for i, p in enumerate(provinces[:8])]
    bad = [
        ("10", "Provinsi Simulasi", as_of, "1"),
        (provinces[-5].code, provinces[-6].name, as_of, "1"),
        good[0],
    ]
    for number, row in enumerate((*good, *bad)):
        yield (*row, f"{9_999_000_000_000_000 + number}")
