"""Reading a data directory's observations, sources and breaks into memory, validated.

What the tables must look like is in `schema`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path

from cakupan.errors import DataError, message
from cakupan.observations.model import Observations
from cakupan.observations.observation import OBSERVATION_COLUMNS, SOURCE_COLUMNS, Observation, Source
from cakupan.observations.secret import SECRET, read_secret
from cakupan.observations.slices import FOLDER, Part, Slices, parts_of
from cakupan.programmes import FILES as DEFINITIONS
from cakupan.programmes import Definitions, load_definitions
from cakupan.regions import Regions
from cakupan.settings import load_settings
from cakupan.tabular import read_table
from cakupan.words.numbers import last_day

TABLES = (
    "provinces.csv",
    "regencies.csv",
    "places.csv",
    "districts.csv",
    "villages.csv",
    "observations.csv",
    "sources.csv",
    "breaks.csv",
)


def load_observations(directory: Path) -> Observations:
    """Load and validate the tables of a data directory.

    Raises DataError, a sentence naming file, row, column and remedy.
    """
    if not directory.is_dir():
        raise DataError(
            message(
                "{directory} is no directory; name a data directory, such as the project's data/", directory=directory
            )
        )
    regions = Regions.load(directory)
    sources = _load_sources(directory / "sources.csv")
    _refuse_unknown_places(directory / "places.csv", regions, sources)
    path = directory / "observations.csv"
    rows = dict(read_table(path, OBSERVATION_COLUMNS))
    if not rows:
        raise DataError(message("{path} has no rows; add observations, or restore the shipped table", path=path))
    definitions = load_definitions(directory)
    _validate(rows, path, regions, sources, directory, definitions)
    parts = _sound_parts(directory, regions, sources)
    capped = {source.id for source in sources.values() if source.capped == "yes"}
    observations = (_observation(capped, row) for row in rows.values())
    breaks, rules = _load_breaks(directory / "breaks.csv", regions)
    slices = Slices(parts, partial(_observation, capped)) if parts else None
    settings = load_settings(directory)
    return Observations.of(
        observations, sources, regions, breaks, settings, slices, read_secret(directory), definitions, rules
    )


def stamp(directory: Path) -> tuple[tuple[str, int], ...]:
    """What changes when a file of a data directory does: their names, and when each was last written."""
    files = [*directory.glob("*.csv"), *directory.glob("*.toml"), *directory.glob(SECRET)]
    files += (directory / FOLDER).rglob("*.parquet")
    return tuple((str(path.relative_to(directory)), path.stat().st_mtime_ns) for path in sorted(files))


def _observation(capped: set[str], row: Mapping[str, str]) -> Observation:
    value: int | Decimal = Decimal(row["value"]) if row["unit"] == "percent" else int(row["value"])
    return Observation(
        region=row["region"],
        measure=row["measure"],
        as_of=row["as_of"],
        value=value,
        unit=row["unit"],
        system=row["system"],
        status=row["status"],
        rounded=row["rounded"] == "yes",
        area=row["area"],
        source=row["source"],
        note=row["note"],
        capped=row["source"] in capped,
    )


def _load_sources(path: Path) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for number, row in read_table(path, SOURCE_COLUMNS):
        if not row["source"] or row["source"] in sources:
            raise DataError(
                message(
                    "{path}, row {number}, column source: {row} is empty or stands twice; give each source a key of its own",
                    path=path,
                    number=number,
                    row=repr(row["source"]),
                )
            )
        if row["capped"] not in ("yes", "no", "unknown"):
            raise DataError(
                message(
                    "{path}, row {number}, column capped: {row} is none of yes, no, unknown",
                    path=path,
                    number=number,
                    row=repr(row["capped"]),
                )
            )
        sources[row["source"]] = Source(row["source"], row["title"], row["published"], row["url"], row["capped"])
    return sources


Breaks = dict[str, tuple[tuple[dt.date, str], ...]]


def _load_breaks(path: Path, regions: Regions) -> tuple[Breaks, Breaks]:
    """Changes of boundaries, across which nothing is compared; and changes of rules, of which a comparison says that they happened."""
    if not path.exists():
        return {}, {}
    kinds: dict[str, dict[str, list[tuple[dt.date, str]]]] = {"boundary": {}, "rules": {}}
    for number, row in read_table(path, ("region", "as_of", "kind", "note")):
        try:
            day = last_day(row["as_of"])
        except ValueError as error:
            raise DataError(
                message("{path}, row {number}, column as_of: {error}", path=path, number=number, error=error)
            ) from error
        if row["region"] not in regions.by_code:
            raise DataError(
                message(
                    "{path}, row {number}, column region: {row} is no Kemendagri code of a known region",
                    path=path,
                    number=number,
                    row=repr(row["region"]),
                )
            )
        if row["kind"] not in kinds:
            raise DataError(
                message(
                    "{path}, row {number}, column kind: {row} is neither boundary nor rules",
                    path=path,
                    number=number,
                    row=repr(row["kind"]),
                )
            )
        kinds[row["kind"]].setdefault(row["region"], []).append((day, row["note"]))
    boundary, rules = (
        {region: tuple(sorted(breaks)) for region, breaks in kinds[kind].items()} for kind in ("boundary", "rules")
    )
    return boundary, rules


def _validate(
    rows: dict[int, dict[str, str]],
    path: Path,
    regions: Regions,
    sources: dict[str, Source],
    directory: Path,
    definitions: Definitions,
) -> None:
    """Validate with pandera, once per content: importing it takes longer than all the rest of loading."""
    marker = _marker(_content(directory, (*TABLES, *DEFINITIONS)), repr(sorted(definitions.counted)))
    if marker.exists():
        return
    import pandas as pd

    from cakupan.observations.schema import validate_observations

    frame = pd.DataFrame.from_dict(rows, orient="index", dtype=str)
    validate_observations(frame, path, regions, set(sources), definitions.counted)
    _mark(marker)


def _refuse_unknown_places(path: Path, regions: Regions, sources: dict[str, Source]) -> None:
    for region in regions.regencies:
        if region.spot_source and region.spot_source not in sources:
            raise DataError(
                message(
                    "{path}, region {code}, column source: {source} is not in sources.csv; add the source there",
                    path=path,
                    code=region.code,
                    source=repr(region.spot_source),
                )
            )


def _sound_parts(directory: Path, regions: Regions, sources: dict[str, Source]) -> tuple[Part, ...]:
    """The Parquet files, each found valid once for its size, the time at which it was written, and the registers beside it."""
    if not (directory / FOLDER).is_dir():
        return ()
    parts = parts_of(directory)
    registers = _content(directory, [name for name in TABLES if name not in ("observations.csv", "breaks.csv")])
    for part in parts:
        stat = part.path.stat()
        marker = _marker(registers, str(part.path.resolve()), str(stat.st_size), str(stat.st_mtime_ns))
        if not marker.exists():
            from cakupan.observations.schema import validate_part

            validate_part(part, regions, set(sources))
            _mark(marker)
    return parts


def _mark(marker: Path) -> None:
    with contextlib.suppress(OSError):
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.touch()


def _marker(*traits: str) -> Path:
    """The file whose presence says: what has these digests, names and times was found valid."""
    from platformdirs import user_cache_path

    return user_cache_path("cakupan") / "validated" / hashlib.sha256("\n".join(traits).encode()).hexdigest()


def _content(directory: Path, tables: Iterable[str]) -> str:
    """A digest of some tables, and of the code that validates them."""
    hashing = hashlib.sha256()
    for name in tables:
        table = directory / name
        hashing.update(table.read_bytes() if table.exists() else b"-")
    for module in sorted(Path(__file__).parent.glob("*.py")):
        hashing.update(module.read_bytes())
    return hashing.hexdigest()
