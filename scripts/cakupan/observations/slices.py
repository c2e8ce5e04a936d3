"""Figures of districts and villages in Parquet files by level and date, of which only the slice that is asked for is read.

A slice holds the figures of the regions right inside one regency or district. Whether the files are sound is asked in `load`.
"""

from __future__ import annotations

import hashlib
import hmac
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cakupan.errors import DataError, message, need_extra
from cakupan.observations.observation import HEADLINE_MEASURES, OBSERVATION_COLUMNS, Key, Observation
from cakupan.regions import Level
from cakupan.words.numbers import last_day

if TYPE_CHECKING:
    import datetime as dt

    import pyarrow as pa

FOLDER = "observations"
"""The folder of a data directory that holds `level=district/as_of=2024-12-31/part.parquet` and the like."""
LEVELS: tuple[Level, ...] = ("district", "village")
ROWS = 4096
"""Rows of a row group: few enough to read one for one region, enough that the statistics of all groups are soon read."""
REPEATED = ("measure", "as_of", "unit", "system", "status", "rounded", "area", "source", "note")
"""Columns with few different texts, which are kept once each."""
KEPT = 48
"""Slices that are kept in memory: those that a report asks for, and a few of its neighbours."""

Build = Callable[[dict[str, str]], Observation]


@dataclass(frozen=True)
class Part:
    """One file: its level and date, and the regions with which each of its row groups begins and ends."""

    path: Path
    level: Level
    as_of: str
    first: tuple[str, ...]
    last: tuple[str, ...]
    metadata: Any = field(repr=False)

    @classmethod
    def open(cls, path: Path, level: Level, as_of: str) -> Part:
        """Read the foot of a file. Raises DataError, and UsageError without pyarrow."""
        need_extra("parquet", f"{path}: reading Parquet", "pyarrow")
        import pyarrow.parquet as pq

        try:
            metadata = pq.read_metadata(path)
            column = metadata.schema.names.index("region")
            groups = [metadata.row_group(group) for group in range(metadata.num_row_groups)]
            bounds = [group.column(column).statistics for group in groups]
            first, last = tuple(str(one.min) for one in bounds), tuple(str(one.max) for one in bounds)
        except Exception as error:  # what pyarrow makes of broken bytes; no such column; no statistics, or no rows
            raise DataError(
                message(
                    "{path} is no Parquet file with a column region and its statistics ({kind}: {error}); write it again, or take it out of the folder",
                    path=path,
                    kind=type(error).__name__,
                    error=error,
                )
            ) from error
        return cls(path, level, as_of, first, last, metadata)

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return int(self.metadata.num_rows)

    def groups(self, prefix: str) -> range:
        """The row groups that may hold regions whose code begins with some digits."""
        start = bisect_left(self.last, prefix)
        return range(start, bisect_left(self.first, prefix + ":", lo=start))

    def read(self, group: int, columns: list[str] | None = None) -> pa.Table:
        """One row group as text; whole numbers and dates are written out, what is missing is empty."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        # Reading ahead and in threads would start a thread, and a process with threads cannot be forked safely.
        file = pq.ParquetFile(
            self.path, metadata=self.metadata, memory_map=True, read_dictionary=list(REPEATED), pre_buffer=False
        )
        try:
            table = file.read_row_group(group, columns=columns, use_threads=False)
        finally:
            file.close()
        texts = [
            column.cast(pa.string()).fill_null("") if column.null_count or not _is_text(column.type) else column
            for column in table.columns
        ]
        return pa.table(dict(zip(table.column_names, texts, strict=True)))

    def rows_of(self, group: int) -> list[tuple[str, ...]]:
        """The rows of a row group, cells in the order of OBSERVATION_COLUMNS; texts that repeat are one object."""
        table = self.read(group)
        return list(zip(*(_texts(table.column(name)) for name in OBSERVATION_COLUMNS), strict=True))

    def systems(self) -> set[str]:
        """The systems that its figures are of; by the statistics where these tell."""
        column = self.metadata.schema.names.index("system")
        systems: set[str] = set()
        for group in range(len(self.first)):
            bounds = self.metadata.row_group(group).column(column).statistics
            if bounds is not None and bounds.has_min_max and bounds.min == bounds.max:
                systems.add(str(bounds.min))
            else:
                systems.update(self.read(group, ["system"]).column("system").to_pylist())
        return systems


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or (pa.types.is_dictionary(kind) and pa.types.is_string(kind.value_type)))


def _texts(column: Any) -> list[str]:
    texts: list[str] = []
    for chunk in column.chunks:
        if hasattr(chunk, "dictionary"):
            words = chunk.dictionary.to_pylist()
            texts += [words[place] for place in chunk.indices.to_pylist()]
        else:
            texts += chunk.to_pylist()
    return texts


def parts_of(directory: Path) -> tuple[Part, ...]:
    """The files of a data directory, by level and date. Raises DataError for one whose folders do not say both."""
    return tuple(
        Part.open(path, *_place(path, directory / FOLDER)) for path in sorted((directory / FOLDER).rglob("*.parquet"))
    )


def _place(path: Path, folder: Path) -> tuple[Level, str]:
    words = [part.partition("=") for part in path.relative_to(folder).parts[:-1]]
    if [name for name, _, _ in words] == ["level", "as_of"]:
        for level in LEVELS:
            if words[0][2] == level:
                return level, words[1][2]
    raise DataError(
        message(
            "{path} lies in no folder of a level and a date; put it into {folder}/level=district/as_of=YYYY-MM-DD/ or {folder}/level=village/as_of=YYYY-MM-DD/",
            path=path,
            folder=folder.name,
        )
    )


def path_of(directory: Path, level: Level, as_of: str) -> Path:
    """Where the figures of a level and date stand in a data directory."""
    return directory / FOLDER / f"level={level}" / f"as_of={as_of}" / "part.parquet"


def write_part(path: Path, columns: Mapping[str, Any]) -> None:
    """Write a file of figures that are sorted by region; columns: texts of each row, or one text that all rows have."""
    need_extra("parquet", f"{path}: writing Parquet", "pyarrow")
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = len(columns["region"])
    arrays = {
        name: pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), rows), [column])
        if isinstance(column := columns[name], str)
        else pa.array(column, pa.string())
        for name in OBSERVATION_COLUMNS
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(arrays), path, row_group_size=ROWS, compression="zstd")


class Slices:
    """The Parquet files of a data directory; reads what is asked for, and keeps a few slices."""

    def __init__(self, parts: tuple[Part, ...], build: Build) -> None:
        self.parts, self._build = parts, build
        self._last: dict[Path, tuple[int, list[str], list[tuple[str, ...]]]] = {}
        self.inside = lru_cache(maxsize=KEPT)(self._inside)

    def __reduce__(self) -> tuple[type[Slices], tuple[tuple[Part, ...], Build]]:
        return Slices, (self.parts, self._build)

    def _inside(self, code: str) -> Mapping[Key, tuple[Observation, ...]]:
        """The figures of all regions right inside a regency or district, by region and measure."""
        by_key: dict[Key, list[Observation]] = {}
        for row in self._rows(code):
            observation = self._build(dict(zip(OBSERVATION_COLUMNS, row, strict=True)))
            by_key.setdefault((observation.region, observation.measure), []).append(observation)
        return {key: tuple(rows) for key, rows in by_key.items()}

    def update(self, code: str, hashing: hashlib._Hash | hmac.HMAC) -> None:
        """Feed all that stands in a slice to a digest."""
        hashing.update(repr(self._rows(code)).encode())

    def update_all(self, hashing: hashlib._Hash | hmac.HMAC) -> None:
        """Feed all files to a digest, byte by byte."""
        for part in self.parts:
            hashing.update(f"{part.level} {part.as_of} {part.path.name}\n".encode())
            with part.path.open("rb") as file:
                while piece := file.read(1 << 20):
                    hashing.update(piece)

    def _rows(self, code: str) -> list[tuple[str, ...]]:
        level: Level = "district" if len(code) == 4 else "village"
        slice_rows: list[tuple[str, ...]] = []
        for part in self.parts:
            if part.level == level:
                for group in part.groups(code):
                    regions, rows = self._group(part, group)
                    start = bisect_left(regions, code)
                    slice_rows += rows[start : bisect_left(regions, code + ":", lo=start)]
        return slice_rows

    def _group(self, part: Part, group: int) -> tuple[list[str], list[tuple[str, ...]]]:
        """The regions and rows of a row group; the last one of each file is kept, for neighbours are asked for one after the other."""
        known = self._last.get(part.path)
        if known is None or known[0] != group:
            rows = part.rows_of(group)
            known = self._last[part.path] = group, [row[0] for row in rows], rows
        return known[1], known[2]

    def __iter__(self) -> Iterator[Observation]:
        for part in self.parts:
            for group in range(len(part.first)):
                for row in part.rows_of(group):
                    yield self._build(dict(zip(OBSERVATION_COLUMNS, row, strict=True)))

    @property
    def dates(self) -> frozenset[str]:
        """All reference dates, as written."""
        return frozenset(part.as_of for part in self.parts)

    @cached_property
    def simulated(self) -> bool:
        """Whether any figure comes from a simulation."""
        return any("simulated" in part.systems() for part in self.parts)

    def newest(self, systems: Collection[str]) -> dt.date | None:
        """The last date of a headline figure of some systems that nothing speaks against."""
        for part in sorted(self.parts, key=lambda part: last_day(part.as_of), reverse=True):
            for group in range(len(part.first)):
                rows = part.read(group, ["measure", "system", "status", "area"]).to_pylist()
                if any(
                    row["system"] in systems and row["measure"] in HEADLINE_MEASURES and row["status"] == "ok" and not row["area"]
                    for row in rows
                ):  # fmt: skip
                    return last_day(part.as_of)
        return None
