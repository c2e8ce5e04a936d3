"""Codes and names of very many regions in few bytes: 83,000 villages take five megabytes here, and sixty as values of their own.

Knows nothing of levels or figures; `regions` makes a `Region` of an entry when one is asked for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Register:
    """Names by code, for codes of one width, sorted by code; entries are told by their place."""

    width: int
    _codes: str = field(default="", repr=False)
    _names: bytes = field(default=b"", repr=False)
    _ends: array[int] = field(default_factory=lambda: array("I"), repr=False)

    @classmethod
    def of(cls, width: int, names: Mapping[str, str]) -> Register:
        """A register of some names by code, each code of `width` digits."""
        codes = sorted(names)
        texts = [names[code].encode() for code in codes]
        ends, end = array("I"), 0
        for text in texts:
            end += len(text)
            ends.append(end)
        return cls(width, "".join(codes), b"".join(texts), ends)

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[str]:
        return (self.code(place) for place in range(len(self)))

    def code(self, place: int) -> str:
        """The code at a place."""
        return self._codes[place * self.width : (place + 1) * self.width]

    def name(self, place: int) -> str:
        """The name at a place."""
        return self._names[self._ends[place - 1] if place else 0 : self._ends[place]].decode()

    def find(self, code: str) -> int | None:
        """The place of a code; None where there is none."""
        place = bisect_left(range(len(self)), code, key=self.code)
        return place if place < len(self) and self.code(place) == code else None

    def within(self, prefix: str) -> range:
        """The places of all codes that begin with some digits.

        >>> register = Register.of(6, {"640102": "b", "640101": "a", "640201": "c"})
        >>> [register.name(place) for place in register.within("6401")]
        ['a', 'b']
        """
        first = bisect_left(range(len(self)), prefix, key=self.code)
        return range(first, bisect_left(range(len(self)), prefix + ":", key=self.code))  # the sign after the digit 9
