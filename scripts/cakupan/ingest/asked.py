"""What was asked: options checked, patterns of files expanded, files grouped into sources, and what was said about a source before.

The files are read in `run`.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from cakupan.errors import UsageError, message
from cakupan.ingest import files
from cakupan.ingest.dates import MONTHS
from cakupan.ingest.layout import ROLES
from cakupan.ingest.model import Options, Refused
from cakupan.ingest.store import Store
from cakupan.ingest.taken import COLUMNS
from cakupan.ingest.vocabulary import UNITS, plain
from cakupan.programmes import Definitions
from cakupan.words.numbers import last_day

REMEMBERED = ("sheet", "codes", "numbers", "dates", "share")
"""Options that a source keeps for its next file."""


@dataclass
class Batch:
    """Files of one source, and what was read of them."""

    source: str
    label: str
    paths: list[str]
    options: Options
    digest: str = ""
    frame: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(COLUMNS)))
    named: bool = True
    regions: dict[str, tuple[str, str]] = field(default_factory=dict)
    tells_few: bool = False
    harmless: set[str] = field(default_factory=set)

    def name(self) -> None:
        """Give the source a key: the one that was asked for, else name and content."""
        self.source = self.options.source or f"{self.label}-{self.digest[:8]}"

    def digest_of_rows(self) -> None:
        """Tell what a database gave by its rows; it has no bytes as a file has."""
        if any("://" in path for path in self.paths):
            rows = self.frame[["region", "measure", "as_of", "value"]].to_csv(index=False)
            self.digest = hashlib.sha256(rows.encode()).hexdigest()[:16]
            self.name()

    def seal(self, store: Store) -> None:
        """Keep the digest, which documents show, from telling small counts of districts or villages: nine guesses would find one."""
        if self.digest not in store.digests.values() and store.tells_few(self.frame):
            self.tells_few = True
            self.digest = hmac.new(store.secret, self.digest.encode(), "sha256").hexdigest()[:16]
            self.name()


def check_options(options: Options) -> None:
    for name in ("as_of", "published"):
        value = getattr(options, name)
        if value is not None:
            try:
                last_day(value)
            except ValueError as error:
                raise UsageError(
                    message("--{replace}: {error}", replace=name.replace("_", "-"), error=error)
                ) from error
    if options.source is not None and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}", options.source):
        raise UsageError(
            message(
                "--source: {source} is no key; use letters, digits, points and hyphens, such as disdukcapil-kaltim",
                source=repr(options.source),
            )
        )


def with_definitions(options: Options, definitions: Definitions) -> Options:
    """The options with the measures that a data directory defines, and the headings by which they are known."""
    further = [measure for id, measure in definitions.measures.items() if id not in UNITS]
    words = {plain(word): one.id for one in further for word in (one.id, *one.name.values(), *one.words)}
    units = {**{id: one.unit for id, one in definitions.measures.items()}, **UNITS}
    names = {id: " ".join((*one.name.values(), *one.words)) for id, one in definitions.measures.items()}
    return replace(options, words=words, units=units, names=names)


def read_mapping(items: Sequence[str], option: str = "--map", measures: Iterable[str] = ()) -> dict[str, str]:
    """The pairs of `--map COLUMN=MEASURE` by heading in plain letters. Raises UsageError, with what is allowed."""
    mapping = {}
    for item in items:
        heading, sign, target = item.rpartition("=")
        target = target.strip()
        if not sign or not plain(heading):
            raise UsageError(
                message(
                    '{option}: {item} is no pair; write {option} "Jml Rekam=recorded"', option=option, item=repr(item)
                )
            )
        allowed = dict.fromkeys([*UNITS, *measures, *ROLES])
        if target not in allowed:
            raise UsageError(
                message(
                    "{option}: {target} is none of {allowed}",
                    option=option,
                    target=repr(target),
                    allowed=", ".join(allowed),
                )
            )
        mapping[plain(heading)] = target
    return mapping


def read_where(items: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The pairs of `--where COLUMN=VALUE`. Raises UsageError."""
    pairs = []
    for item in items:
        column, sign, value = item.partition("=")
        if not sign or not plain(column) or not value.strip():
            raise UsageError(
                message(
                    '--where: {item} is no pair of column and value; write --where "Jenis Kelamin=L+P"', item=repr(item)
                )
            )
        pairs.append((column.strip(), value.strip()))
    return tuple(pairs)


def read_matches(items: Sequence[str]) -> dict[str, str]:
    """The pairs of `--match NAME=CODE`. Raises UsageError."""
    matches = {}
    for item in items:
        name, sign, code = item.rpartition("=")
        if not sign or not name.strip() or not re.fullmatch(r"ID|\d{2}|\d{4}|\d{6}|\d{10}", code.strip()):
            raise UsageError(
                message('--match: {item} is no pair of name and code; write --match "Kab. Kukar=6402"', item=repr(item))
            )
        matches[name.strip()] = code.strip()
    return matches


def expanded(paths: Sequence[str]) -> list[str]:
    """Files for patterns, in order; a database stays what it is."""
    inputs: list[str] = []
    for path in paths:
        if "://" in path or Path(path).exists():
            inputs.append(path)
            continue
        matching = _matching(path)
        if not matching:
            raise Refused(
                message(
                    '{path}: there is no such file; name a file, or a pattern in double quotes, such as "rekap-*.xlsx"',
                    path=path,
                )
            )
        inputs.extend(matching)
    if not inputs:
        raise UsageError(message("name at least one file to bring in"))
    return list(dict.fromkeys(inputs))


def _matching(pattern: str) -> list[str]:
    path = Path(pattern)
    return (
        sorted(str(file) for file in path.parent.glob(path.name) if file.is_file() and not files.is_lock(file))
        if re.search(r"[*?\[]", path.name)
        else []
    )


def batches(paths: list[str], store: Store, options: Options) -> list[Batch]:
    """One batch for each source: all files when --source names one, else every file by itself."""
    saved = store.mappings()
    groups = {options.source: paths} if options.source else {_label(path): [] for path in paths}
    if not options.source:
        for path in paths:
            groups[_label(path)].append(path)
    all_batches = []
    for label, members in groups.items():
        assert label is not None
        parts = [(member, [member]) for member in members] if not options.source else [(label, members)]
        for _, own in parts:
            batch = Batch("", label, own, _remembered(options, saved.get(label, {})))
            batch.digest = _digest(own, options)
            batch.name()
            all_batches.append(batch)
    return all_batches


def _digest(paths: list[str], options: Options) -> str:
    hashing = hashlib.sha256()
    for path in paths:
        hashing.update(files.content(path) or f"{path.rpartition('@')[2]} {options.query}".encode())
    return hashing.hexdigest()[:16]


def _label(path: str) -> str:
    """The name of a file without its month, so that next month's has the same: "Rekap_Okt_2024.xlsx" is "rekap"."""
    stem = re.sub(
        r"[^A-Za-z0-9]+", " ", Path(path.rpartition("/")[2]).stem if "://" not in path else path.rpartition("/")[2]
    )
    words = [word.lower() for word in re.findall(r"[A-Za-z]+|\d+", stem)]
    kept = [word for word in words if word not in MONTHS and not word.isdigit()]
    return "-".join(kept)[:40].strip("-") or "table"


def _remembered(options: Options, saved: dict[str, Any]) -> Options:
    """The options with what was said about this source before; what is said now goes before."""
    kept: dict[str, Any] = {
        name: saved.get(name) for name in REMEMBERED if getattr(options, name) is None and saved.get(name)
    }
    return replace(
        options,
        mapping={**saved.get("columns", {}), **options.mapping},
        matches={**saved.get("names", {}), **options.matches},
        harmless=frozenset(saved.get("words", ())),
        **kept,
    )


def to_remember(batch: Batch) -> dict[str, Any]:
    options = batch.options
    entry: dict[str, Any] = {name: value for name in REMEMBERED if (value := getattr(options, name)) is not None}
    if batch.harmless or options.harmless:
        entry["words"] = sorted(batch.harmless | options.harmless)
    if options.mapping:
        entry["columns"] = dict(options.mapping)
    if options.matches:
        entry["names"] = dict(options.matches)
    return entry
