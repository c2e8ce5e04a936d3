"""Two editions number by number: what changed and by how much, which classes and sentences flipped, which reports came or went.

Figures are read from the executed notebooks by their addresses; how a comparison is told as a page is in `compare_page`.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from cakupan.errors import UsageError, message
from cakupan.regions import NATION
from cakupan.verify.notebooks import Executed, read_executed
from cakupan.verify.pages import Unreadable
from cakupan.verify.printed import exact
from cakupan.words.numbers import machine, round_half_up

FACTS = ("class", "tier")
Name = tuple[str, str]  # kind and region: what a report keeps from edition to edition


@dataclass(frozen=True)
class Change:
    """One address whose value is another. old, new: exact; printed: as the two editions print it."""

    address: str
    region: str
    what: str
    old: Fraction
    new: Fraction
    printed: tuple[str, str]

    @property
    def difference(self) -> Fraction:
        """New less old, in the unit of the number."""
        return self.new - self.old

    @property
    def relative(self) -> Fraction | None:
        """The difference in percent of the old value; None where that was zero."""
        return 100 * self.difference / abs(self.old) if self.old else None

    def to_json(self) -> dict[str, Any]:
        """The change as the command prints it."""
        relative = self.relative
        return {
            "address": self.address,
            "region": self.region,
            "what": self.what,
            "old": machine(self.old),
            "new": machine(self.new),
            "printed": list(self.printed),
            "difference": machine(self.difference),
            "relative_percent": None if relative is None else float(round_half_up(relative, 4)),
        }


@dataclass(frozen=True)
class Flip:
    """Something that is no number and changed: a class, a tier, flags, the side of a bound, a date, a sentence."""

    region: str
    kind: str
    old: str
    new: str


@dataclass(frozen=True)
class Comparison:
    """All that differs between two editions."""

    old: str
    new: str
    compared: int
    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    appeared: tuple[str, ...]
    vanished: tuple[str, ...]
    reports_added: tuple[str, ...]
    reports_removed: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict, repr=False)

    def to_json(self) -> dict[str, Any]:
        """The comparison as the command prints it."""
        return {
            "old": self.old,
            "new": self.new,
            "numbers_compared": self.compared,
            "changes": [change.to_json() for change in self.changes],
            "flips": [vars(flip) for flip in self.flips],
            "numbers_added": list(self.appeared),
            "numbers_removed": list(self.vanished),
            "reports_added": list(self.reports_added),
            "reports_removed": list(self.reports_removed),
        }


@dataclass
class _Side:
    """One edition as it is compared."""

    edition: str
    reports: dict[Name, str] = field(default_factory=dict)
    numbers: dict[str, tuple[Fraction, str]] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def compare(old: Path, new: Path) -> Comparison:
    """Compare two edition folders. Raises UsageError for what is no edition."""
    languages = _languages(old) & _languages(new)
    if not languages:
        raise UsageError(message("{old} and {new} have no reports in a common language", old=old, new=new))
    lang = "id" if "id" in languages else min(languages)
    before, after = _read(old, lang), _read(new, lang)
    both = before.numbers.keys() & after.numbers.keys()
    names = {**before.names, **after.names}
    changes = [
        Change(key, key.partition(":")[0], _what(key, names), before.numbers[key][0], after.numbers[key][0],
               (before.numbers[key][1], after.numbers[key][1]))
        for key in both
        if before.numbers[key][0] != after.numbers[key][0]
    ]  # fmt: skip
    return Comparison(
        before.edition,
        after.edition,
        len(both),
        tuple(sorted(changes, key=lambda c: (c.region != NATION, c.address))),
        tuple(_flips(before.facts, after.facts)),
        tuple(sorted(after.numbers.keys() - both)),
        tuple(sorted(before.numbers.keys() - both)),
        tuple(after.reports[name] for name in sorted(after.reports.keys() - before.reports.keys())),
        tuple(before.reports[name] for name in sorted(before.reports.keys() - after.reports.keys())),
        names,
    )


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest["reports"].items()
        return manifest
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise UsageError(
            message(
                "{folder} is no edition: its manifest.json is missing or unreadable ({error})",
                folder=folder,
                error=error,
            )
        ) from error


def _languages(folder: Path) -> set[str]:
    return {str(entry["lang"]) for entry in _manifest(folder)["reports"].values()}


def _read(folder: Path, lang: str) -> _Side:
    manifest = _manifest(folder)
    side = _Side(str(manifest["edition"]))
    for stem, entry in sorted(manifest["reports"].items()):
        if entry["lang"] != lang:
            continue
        path = folder / "ipynb" / f"{stem}.ipynb"
        try:
            executed = read_executed(path.read_bytes())
        except (OSError, Unreadable) as error:
            raise UsageError(message("{path} cannot be compared: {error}", path=path, error=error)) from error
        region = str(entry["region"])
        side.reports[entry["kind"], region] = stem
        _take(side, executed, region)
    return side


def _take(side: _Side, executed: Executed, region: str) -> None:
    if executed.facts:
        side.facts[region] = executed.facts
    for marked in executed.page.marked:
        for value, key in marked.numbers:
            number = exact(value)
            # Reports compare with the nation by their own dates: its figures are taken from its own report.
            if key and number is not None and (region == NATION or not key.startswith(f"{NATION}:")):
                side.numbers.setdefault(key, (number, marked.text))
    for row in csv.DictReader(executed.document.csv_text.splitlines()):
        if row.get("id"):
            side.names.setdefault(row["id"], row.get("measure") or row["id"])
        if row.get("region") and row.get("name"):
            side.names.setdefault(row["region"], row["name"])


def _what(key: str, names: Mapping[str, str]) -> str:
    what = key.partition(":")[2]
    head, _, rest = what.partition(":")
    named = names.get(head, head.replace("_", " "))
    return f"{named} ({rest.replace(':', ', ').replace('_', ' ')})" if rest else named


def _flips(old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]) -> Iterator[Flip]:
    for region in sorted(old.keys() & new.keys(), key=lambda code: (code != NATION, code)):
        one, two = old[region], new[region]
        for kind in FACTS:
            if one.get(kind) != two.get(kind):
                yield Flip(region, kind, str(one.get(kind)), str(two.get(kind)))
        for kind in ("flags", "bounds", "as_of"):
            yield from _flips_by_indicator(region, kind, one.get(kind, {}), two.get(kind, {}))
        old_points, new_points = Counter(one.get("points", ())), Counter(two.get("points", ()))
        for sentence in old_points - new_points:
            yield Flip(region, "sentence", sentence, "")
        for sentence in new_points - old_points:
            yield Flip(region, "sentence", "", sentence)


def _flips_by_indicator(region: str, kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Flip]:
    for id in sorted(old.keys() | new.keys()):
        one, two = old.get(id), new.get(id)
        if one != two and not (kind == "as_of" and (one is None or two is None)):
            yield Flip(region, f"{kind} of {id}", _as_text(one), _as_text(two))


def _as_text(fact: Any) -> str:
    if isinstance(fact, dict):
        return ", ".join(f"{name} {value}" for name, value in fact.items())
    return ", ".join(fact) if isinstance(fact, list) else str(fact or "")
