"""A simulated panel as a data directory: the same tables as the shipped one, every source titled SIMULASI / SIMULATED.

The planted faults stand in faults.csv, and a raw table with faults that cannot be loaded in incoming.csv.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from cakupan.errors import UsageError, message
from cakupan.indicators.forecast import add_months
from cakupan.observations.observation import OBSERVATION_COLUMNS, SOURCE_COLUMNS
from cakupan.observations.secret import new_secret, write_secret
from cakupan.observations.slices import path_of, write_part
from cakupan.regions import Regions
from cakupan.simulate import below
from cakupan.simulate.faults import EARLY, INCOMING_COLUMNS, PRESS
from cakupan.simulate.panel import MEASURES, Panel

TITLE = "SIMULASI / SIMULATED"
TARGETS = (
    ("target_recorded_pct", "99.4"), ("target_ikd_pct", "30"), ("target_kia_pct", "60"), ("target_birth_certificate_pct", "99"),
)  # fmt: skip
TARGET_SOURCE, TARGET_NOTE = "SIM-TARGET", "carried on from 2024"
FAULT_COLUMNS = ("flag", "region", "as_of", "what", "needed")


def write(panel: Panel, registers: Path, directory: Path) -> None:
    """Write a panel into a new data directory; the tables of regions are copied from the directory `registers`.

    Raises UsageError when the directory holds observations already.
    """
    if (directory / "observations.csv").exists():
        raise UsageError(
            message(
                "{directory} holds observations already; name a directory that is new or empty", directory=directory
            )
        )
    directory.mkdir(parents=True, exist_ok=True)
    for name in ("provinces.csv", "regencies.csv"):
        shutil.copyfile(registers / name, directory / name)
    _write_below(panel, registers, directory)
    _table(directory / "observations.csv", OBSERVATION_COLUMNS, _observations(panel))
    _table(directory / "sources.csv", SOURCE_COLUMNS, _sources(panel))
    _table(
        directory / "breaks.csv",
        ("region", "as_of", "kind", "note"),
        ((code, day, "boundary", note) for code, day, note in panel.breaks),
    )
    _table(
        directory / "faults.csv", FAULT_COLUMNS, ((f.flag, f.region, f.as_of, f.what, f.needed) for f in panel.faults)
    )
    _table(directory / "incoming.csv", INCOMING_COLUMNS, panel.incoming)
    (directory / "README.md").write_text(_README.format(seed=panel.seed, months=len(panel.days)), encoding="utf-8")


def _write_below(panel: Panel, registers: Path, directory: Path) -> None:
    """The registers of districts and villages, and their figures in Parquet; with the key that keeps small counts from being guessed."""
    layers = below.layers(panel, Regions.load(registers))
    above, published = [panel.codes[row] for row in panel.finest], panel.present[panel.finest]
    present = {}
    for layer in layers:
        name, parent = {"district": ("districts.csv", "regency_code"), "village": ("villages.csv", "district_code")}[
            layer.level
        ]
        parents = (above[place] for place in layer.parents.tolist())
        _table(directory / name, ("code", parent, "name"), zip(layer.codes, parents, layer.names, strict=True))
        above, published = list(layer.codes), published[layer.parents]
        present[layer.level] = published
    if layers:
        write_secret(directory, new_secret(panel.seed))
    ordered = sorted(MEASURES)
    for month, layer, values in below.figures(panel, layers):
        kept = present[layer.level][:, month]
        day = panel.days[month].isoformat()
        numbers = np.stack([values[measure][kept] for measure in ordered], axis=1).ravel()
        write_part(
            path_of(directory, layer.level, day),
            {
                "region": np.repeat(np.array(layer.codes)[kept], len(ordered)), "measure": np.tile(ordered, int(kept.sum())), "value": numbers.astype(str),
                "as_of": day, "unit": "people", "system": "simulated", "status": "ok", "rounded": "no", "area": "",
                "source": f"SIM-{day[:7]}", "note": "",
            },
        )  # fmt: skip


_README = f"""# {TITLE}

No figure in this directory is real. It was made by `cakupan simulate` (seed {{seed}}, {{months}} months) for trying things out
and for load tests. `faults.csv` lists the faults that were planted on purpose; `incoming.csv` is a raw table with faults.
"""


def _table(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _observations(panel: Panel) -> Iterator[tuple[str, ...]]:
    months = [day.isoformat() for day in panel.days]
    usual = [f"SIM-{as_of[:7]}" for as_of in months]
    for row, code in enumerate(panel.codes):
        present = panel.present[row].tolist()
        for measure in MEASURES:
            for month, value in enumerate(panel.values[measure][row].tolist()):
                if present[month]:
                    source = panel.sources.get((row, month), usual[month])
                    yield code, measure, months[month], str(value), "people", "simulated", "ok", "no", "", source, ""
    for code, name, month, value in panel.further:
        yield code, name, months[month], str(value), "people", "simulated", "ok", "no", "", usual[month], ""
    for code, kind, as_of, text, unit, origin in panel.extra:
        yield code, kind, as_of, text, unit, "simulated", "ok", "no", "", origin, ""
    for year in sorted({day.year for day in panel.days}):
        for target, text in TARGETS:
            yield "ID", target, str(year), text, "percent", "target", "ok", "no", "", TARGET_SOURCE, TARGET_NOTE


def _sources(panel: Panel) -> Iterator[tuple[str, ...]]:
    for day in panel.days:
        published = add_months(day, 1).replace(day=10).isoformat()
        yield f"SIM-{day:%Y-%m}", f"{TITLE} panel, seed {panel.seed}, {day:%Y-%m}", published, "", "no"
    last = add_months(panel.days[-1], 1).replace(day=10).isoformat()
    yield PRESS, f"{TITLE} press report", last, "", "no"
    yield EARLY, f"{TITLE} source published before its figures", add_months(panel.days[0], -12).isoformat(), "", "no"
    yield TARGET_SOURCE, f"{TITLE} targets, carried on from 2024", panel.days[0].isoformat(), "", "no"
