"""From the names of connections to figures in a data directory: the order of the steps. Everything is checked before anything is written."""

from __future__ import annotations

import csv
import datetime as dt
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from cakupan.fetch.checks import check
from cakupan.fetch.connections import Connection, chosen, load_connections
from cakupan.fetch.days import checked_day, date_tables, known_totals
from cakupan.fetch.pages import Kept, all_pages
from cakupan.fetch.reading import Table, read
from cakupan.fetch.server import Asking
from cakupan.ingest import Options, Report, ingest
from cakupan.ingest.model import Origin
from cakupan.ingest.store import Store
from cakupan.programmes import load_definitions

HEADS: Final = {"province": "Provinsi", "regency": "Kabupaten/Kota", "district": "Kecamatan"}


@dataclass(frozen=True)
class Wanted:
    """What a person asks for. names: connections or services, none means the usual ones; url: another address of the server; fresh: without
    pages that came before; insist: why unlikely figures are right."""

    names: tuple[str, ...] = ()
    url: str | None = None
    as_of: str | None = None
    insist: str | None = None
    write: bool = False
    fresh: bool = False


@dataclass
class Outcome:
    """What came and what became of it. report: of the ingest, where it came to that."""

    base: str
    tables: list[Table] = field(default_factory=list)
    report: Report | None = None
    requests: int = 0

    @property
    def faults(self) -> list[str]:
        """Why nothing is taken."""
        refused = [str(one) for one in self.report.refused] if self.report else []
        return [*(fault for table in self.tables for fault in table.faults), *refused]

    def to_json(self) -> dict[str, Any]:
        """The machine-readable report."""
        return {
            "server": self.base,
            "requests": self.requests,
            "layers": [
                {
                    "service": table.layer.service, "layer": table.layer.number, "level": table.layer.level, "rows": len(table.names), "pages": table.pages,
                    "rows_kept_from_before": table.kept, "fetched": table.fetched, "as_of": table.as_of or None,
                    "sums": {measure: table.total(measure) for measure in table.figures},
                    "missing": {measure: len(codes) for measure, codes in table.missing.items()}, "notes": table.notes,
                }
                for table in self.tables
            ],
            "refused": self.faults,
            "written": bool(self.report and self.report.written),
            "ingest": self.report.to_json() if self.report else None,
        }  # fmt: skip


def fetch(
    directory: Path, wanted: Wanted, report: Callable[[str], None] = lambda _: None, cache: Path | None = None
) -> Outcome:
    """Ask for layers, check them, and add their figures to a data directory if that is wanted: all of them, or nothing.

    report gets lines for a person who waits. Raises CakupanError where the server gives no usable answer or an option cannot be.
    """
    as_of = checked_day(wanted.as_of)
    store = Store.open(directory)
    server, connections = load_connections(directory, load_definitions(directory))
    if wanted.url:
        server = replace(server, base=wanted.url)
    picked = chosen(connections, wanted.names)
    with Asking(server, report) as asking:
        outcome = Outcome(asking.base)
        kept = [Kept.of(cache or _cache(), asking.base, layer) for one in picked for layer in one.layers]
        for place, layer in zip(kept, (layer for one in picked for layer in one.layers), strict=True):
            outcome.tables.append(_layer(asking, layer, place, wanted.fresh))
        outcome.requests = asking.requests
    date_tables(outcome.tables, known_totals(store), as_of, wanted.insist is not None)
    check(outcome.tables, store.regions, store.dated, wanted.insist is not None)
    if not outcome.faults:
        outcome.report = _bring_in(outcome, picked, directory, wanted)
        if outcome.report.accepted and wanted.write:
            for place in kept:
                place.forget()
    return outcome


def _cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("cakupan") / "fetch"


def _layer(asking: Asking, layer: Any, place: Kept, fresh: bool) -> Table:
    lock = place.lock()
    try:
        if fresh:
            place.forget()
        return read(all_pages(asking, layer, place))
    finally:
        lock.release()


def _bring_in(outcome: Outcome, picked: Sequence[Connection], directory: Path, wanted: Wanted) -> Report:
    """Hand what came to the ingest as tables, with what their sources are."""
    connections = {one.id: one for one in picked}
    with tempfile.TemporaryDirectory(prefix="cakupan-fetch-") as folder:
        paths: list[str] = []
        origins: dict[str, Origin] = {}
        for table in outcome.tables:
            layer, connection = table.layer, connections[table.layer.connection]
            path = Path(folder) / f"{re.sub('[^A-Za-z0-9]+', '-', layer.service)}-{layer.level}.csv"
            _write(path, table)
            paths.append(str(path))
            origins[str(path)] = Origin(
                connection.system,
                f"{connection.title}, {layer.service}, {len(table.names)} rows fetched {table.fetched.replace('+00:00', 'Z')}",
                f"{outcome.base}/{layer.service}/MapServer/{layer.number}",
                _capped(table, connection.capped),
            )
        options = Options(
            codes="kemendagri", published=dt.date.today().isoformat(), add_regions=True, dry_run=not wanted.write, insist=wanted.insist,
            origins=origins,
        )  # fmt: skip
        return ingest(paths, directory, options)


def _write(path: Path, table: Table) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["Kode Wilayah", HEADS[table.layer.level], "Tanggal", *table.figures])
        for code, name in sorted(table.names.items()):
            counts = [figures.get(code, "") for figures in table.figures.values()]
            if any(count != "" for count in counts):
                writer.writerow([code, name, table.as_of, *counts])


def _capped(table: Table, usual: str) -> str:
    """Whether the layer cuts off what is recorded over wajib KTP: one region over it shows that it does not."""
    bases, reached = table.figures.get("wajib_ktp", {}), table.figures.get("recorded", {})
    return "no" if any(count > bases.get(code, count) for code, count in reached.items()) else usual
