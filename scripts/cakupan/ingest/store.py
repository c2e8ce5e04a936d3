"""The data directory as an ingest sees it: what is known, and the one place where it is changed — locked, whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pandas as pd
from filelock import FileLock, Timeout

from cakupan.errors import DataError, message, why
from cakupan.ingest.history import History
from cakupan.ingest.model import Refused, cells
from cakupan.observations.observation import INSISTED, OBSERVATION_COLUMNS, REGISTER_SYSTEMS, SOURCE_COLUMNS
from cakupan.observations.schema import validate_observations
from cakupan.observations.secret import new_secret, read_secret, tells_few, write_secret
from cakupan.regions import Regions
from cakupan.settings import load_settings
from cakupan.tabular import read_table

LOCK: Final = ".cakupan.lock"
MAPPINGS: Final = "mappings.json"
WAIT: Final = 120
"""Seconds that an ingest waits for another one to end."""
KEY: Final = ["region", "measure", "as_of"]
_DIGEST = re.compile(r"#sha256=([0-9a-f]{16})")


@dataclass(frozen=True)
class Store:
    """The tables of a data directory, as text frames. secret: its key, or the one that it gets when a small count is added."""

    directory: Path
    regions: Regions
    observations: pd.DataFrame
    sources: pd.DataFrame
    secret: bytes = field(default=b"", repr=False)

    @classmethod
    def open(cls, directory: Path) -> Store:
        """Read the tables. Raises DataError naming file and remedy."""
        if not directory.is_dir():
            raise DataError(
                message("{directory} is no directory; make one with `cakupan new {directory}`", directory=directory)
            )
        regions = Regions.load(directory)
        sources = _frame(directory / "sources.csv", SOURCE_COLUMNS)
        observations = _frame(directory / "observations.csv", OBSERVATION_COLUMNS)
        return cls(directory, regions, observations, sources, read_secret(directory) or new_secret())

    @cached_property
    def _sound(self) -> pd.DataFrame:
        """Counts to which new ones may be likened: comparable, and taken without anybody's insisting."""
        frame = self.observations
        sound = frame[
            frame["system"].isin(list(REGISTER_SYSTEMS)) & (frame["status"] == "ok") & (frame["area"] == "") & (frame["unit"] == "people")
            & ~frame["note"].str.startswith(INSISTED)
        ]  # fmt: skip
        return sound.sort_values("as_of", kind="stable")

    @cached_property
    def _newest_rows(self) -> pd.DataFrame:
        return self._sound.drop_duplicates(["region", "measure"], keep="last")

    @cached_property
    def history(self) -> History:
        """All counts to which new ones may be likened, for look-up by region, measure and day."""
        return History.of(self._sound)

    @cached_property
    def newest(self) -> dict[tuple[str, str], int]:
        """The newest known count by region and measure: register figures and an office's own."""
        last = self._newest_rows
        return {(r, m): int(v) for r, m, v in cells(last, "region", "measure", "value")}

    @cached_property
    def dated(self) -> dict[tuple[str, str], tuple[int, str]]:
        """The newest known count by region and measure with its reference date."""
        return {
            key: (value, str(day))
            for (key, value), day in zip(self.newest.items(), self._newest_rows["as_of"], strict=True)
        }

    @cached_property
    def published(self) -> dict[str, str]:
        """The publication date of each source."""
        return dict(zip(self.sources["source"], self.sources["published"], strict=True))

    @cached_property
    def digests(self) -> dict[str, str]:
        """Which source was made from a file of which content, by source."""
        digests = {
            source: match[1] for source, url in zip(self.sources["source"], self.sources["url"], strict=True) if (match := _DIGEST.search(url))
        }  # fmt: skip
        return digests

    def tells_few(self, frame: pd.DataFrame) -> bool:
        """Whether figures of districts or villages in a frame are small, or may be beside those that are known."""
        fresh = frame[(frame["region"].str.len() > 4) & (frame["unit"] != "percent")]
        known = self.observations[
            self.observations["region"].isin(fresh["region"].unique().tolist())
            & (self.observations["unit"] != "percent")
        ]
        both = pd.concat([fresh[["region", "value"]], known[["region", "value"]]])
        below = load_settings(self.directory).withhold_below
        return tells_few(both["region"].tolist(), both["value"].astype("int64").tolist(), below)

    def mappings(self) -> dict[str, Any]:
        """What was said about files before, by source."""
        path = self.directory / MAPPINGS
        if not path.exists():
            return {}
        try:
            mappings = json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, OSError) as error:
            raise DataError(
                message(
                    "{path} is no readable JSON ({error}); correct it, or delete it and say the options again",
                    path=path,
                    error=error,
                )
            ) from error
        if not isinstance(mappings, dict) or not all(isinstance(one, dict) for one in mappings.values()):
            raise DataError(
                message(
                    "{path} must hold one object for each source; correct it, or delete it and say the options again",
                    path=path,
                )
            )
        return mappings

    def lock(self) -> FileLock:
        """The lock that everyone who changes this directory holds."""
        return FileLock(self.directory / LOCK, timeout=WAIT)


def _frame(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_filter=False, encoding="utf-8-sig")
        if set(columns) <= set(frame.columns):
            return frame
    except (OSError, ValueError, pd.errors.ParserError):
        pass
    # The strict reader says what is wrong.
    rows = [row for _, row in read_table(path, columns)]
    return pd.DataFrame(rows, columns=list(columns), dtype=str)


@dataclass(frozen=True)
class Addition:
    """What is to be added: observations and sources as text frames, regions as (code, parent, name), mappings by source.

    secret: the directory's key, where a count of a district or village among them is small; else empty.
    """

    observations: pd.DataFrame
    sources: pd.DataFrame
    regions: Mapping[str, tuple[str, str]]
    mappings: Mapping[str, Any]
    secret: bytes = b""


def validate(store: Store, addition: Addition) -> None:
    """Hold what is added against the schema of the tables. Raises DataError; then the reading was wrong, and nothing is written."""
    known = dict(store.regions.by_code)
    regions = Regions({**known, **{code: known[next(iter(known))] for code in addition.regions}})
    sources = set(store.sources["source"]) | set(addition.sources["source"])
    validate_observations(addition.observations, store.directory / "observations.csv", regions, sources)


def write(store: Store, addition: Addition) -> None:
    """Add to the tables of a directory whose lock is held: new files beside the old, then renamed, observations last.

    A source or region without observations does no harm, so a kill between two renames leaves sound tables. Raises Refused when
    the disk does not take it; then the old files stand again.
    """
    directory = store.directory
    texts: list[tuple[Path, bytes]] = []
    for length, name, parent in ((6, "districts.csv", "regency_code"), (10, "villages.csv", "district_code")):
        rows = [{"code": c, parent: p, "name": n} for c, (p, n) in sorted(addition.regions.items()) if len(c) == length]
        if rows:
            texts.append(
                (directory / name, _appended(directory / name, ("code", parent, "name"), pd.DataFrame(rows, dtype=str)))
            )
    if len(addition.sources):
        texts.append(
            (directory / "sources.csv", _appended(directory / "sources.csv", SOURCE_COLUMNS, addition.sources))
        )
    if addition.mappings:
        text = json.dumps({**store.mappings(), **addition.mappings}, ensure_ascii=False, indent=1, sort_keys=True)
        texts.append((directory / MAPPINGS, (text + "\n").encode()))
    if len(addition.observations):
        path = directory / "observations.csv"
        texts.append((path, _appended(path, OBSERVATION_COLUMNS, addition.observations)))
    if addition.secret:
        write_secret(directory, addition.secret)
    _replace_all([(path, content) for path, content in texts if not path.exists() or path.read_bytes() != content])


def _appended(path: Path, columns: tuple[str, ...], rows: pd.DataFrame) -> bytes:
    """The table with rows added at its end; what stands there stays byte by byte."""
    old = path.read_bytes() if path.exists() else b""
    header = next(csv.reader(io.StringIO(old.partition(b"\n")[0].decode("utf-8-sig"))), None) if old else None
    names = header or list(columns)
    lines = rows.reindex(columns=names, fill_value="").to_csv(index=False, header=header is None, lineterminator="\n")
    if old and not old.endswith(b"\n"):
        old += b"\n"
    return old + lines.encode()


def _replace_all(texts: list[tuple[Path, bytes]]) -> None:
    made: list[tuple[Path, Path]] = []
    replaced: list[tuple[Path, bytes | None]] = []
    try:
        for path, content in texts:
            made.append((_beside(path, content), path))
        for temporary, path in made:
            before = path.read_bytes() if path.exists() else None
            temporary.replace(path)
            replaced.append((path, before))
    except OSError as error:
        for path, before in reversed(replaced):
            _restore(path, before)
        raise Refused(
            message(
                "{texts} cannot be written ({reason}); nothing was changed",
                texts=texts[len(made) - 1][0],
                reason=why(error),
            )
        ) from error
    finally:
        for temporary, _ in made:
            temporary.unlink(missing_ok=True)


def _beside(path: Path, content: bytes) -> Path:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _restore(path: Path, before: bytes | None) -> None:
    with suppress(OSError):
        if before is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(before)


__all__ = ["KEY", "LOCK", "MAPPINGS", "Addition", "Store", "Timeout", "validate", "write"]
