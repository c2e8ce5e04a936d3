"""What a check returns: faults as sentences with their place, and how much was checked. No checking here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from cakupan.errors import joined, message

SHOWN = 5
"""Faults of one kind and file that are told one by one; the rest are counted."""


READ = ("numbers in pages", "numbers in charts", "numbers in fixed words", "numbers in PDFs", "numbers in CSV files")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. kind: the check; file: relative to the edition's folder; place: where in it."""

    kind: str
    file: str
    place: str
    sentence: str

    def __str__(self) -> str:
        where = joined(", ", [self.file, self.place]) if self.place else self.file
        return joined(": ", [where, self.sentence])


@dataclass
class Result:
    """Faults found, and counts of what was looked at."""

    faults: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def fault(self, kind: str, file: str, place: str, sentence: str) -> None:
        """Note a fault; after some of one kind in one file, only their number grows."""
        same = f"{kind} in {file}"
        self._seen[same] += 1
        if self._seen[same] <= SHOWN:
            self.faults.append(Fault(kind, file, place, sentence))

    def free_text(self, file: str, place: str, text: str, number: str) -> None:
        """Note a number of an author's own words, which nothing but the notebook speaks for."""
        self.counts["numbers in free text"] += 1
        self.free.append((file, place, f"{number} in “{' '.join(text.split())}”"))

    free: list[tuple[str, str, str]] = field(default_factory=list)
    """Numbers of free text: file, place, and the number with the words around it."""

    _seen: Counter[str] = field(default_factory=Counter, repr=False)

    def add(self, other: Result) -> None:
        """Take over what another check found."""
        self.faults += other.faults
        self.counts += other.counts
        self._seen += other._seen
        self.free += other.free

    @property
    def total(self) -> int:
        """All faults, those not told one by one included."""
        return sum(self._seen.values())

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self._seen

    @property
    def sentence(self) -> str:
        """The result in a sentence."""
        read = sum(count for name, count in self.counts.items() if name in READ)
        done = message(
            "{n} reports, {read} numbers read back, {links} links",
            n=self.counts["reports"], read=read, links=self.counts["links"],
        )  # fmt: skip
        return joined(": ", [done, message("no fault") if self.sound else message("{n} faults", n=self.total)])

    @property
    def lines(self) -> list[str]:
        """The faults as sentences."""
        lines = [str(fault) for fault in self.faults]
        left = self.total - len(lines)
        return [*lines, message("and {n} more of the same kinds", n=left)] if left else lines

    @property
    def free_lines(self) -> list[str]:
        """The numbers of free text as sentences."""
        return [f"{file}, {place}: {text}" for file, place, text in self.free]

    def to_json(self) -> dict[str, Any]:
        """The result as the command prints it."""
        return {
            "sound": self.sound,
            "faults": [vars(fault) for fault in self.faults],
            "total": self.total,
            "free": [{"file": file, "place": place, "text": text} for file, place, text in self.free],
            "counts": dict(sorted(self.counts.items())),
        }
