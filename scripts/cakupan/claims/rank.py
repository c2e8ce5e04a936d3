"""The values of a claim of rank: what it asks for, what is known of all that it compares, and the places found.

How they are found is in `ranking`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from cakupan.words.sentences import Sentence

Speaks = Literal["for", "against", "unknown"]


@dataclass(frozen=True)
class Asked:
    """What a statement claims: a place counted from the top (or from the bottom), "one of", and a class of population."""

    place: int = 1
    lowest: bool = False
    one_of: bool = False
    tier: str = ""


@dataclass(frozen=True)
class Standing:
    """One region's count of a measure at a date."""

    region: str
    measure: str
    value: int
    as_of: str


@dataclass(frozen=True)
class CrossSection:
    """What is known of all regions that a claim of rank compares.

    `members`: codes of all regions that would have to be known; `tiers`: for each named rule of population classes, the
    class ("small", "medium", "large") of each region.
    """

    standings: tuple[Standing, ...] = ()
    members: tuple[str, ...] = ()
    tiers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Rank:
    """The place of a region by a count, or by a rate with its base; `rule` names the population classes, if any."""

    measure: str
    base: str
    place: int
    of: int
    as_of: str
    leader: str
    rule: str = ""
    leader_value: Fraction = Fraction(0)
    value: Fraction = Fraction(0)


@dataclass(frozen=True)
class RankReport:
    """The places found, whether they speak for or against the claim by count and by rate, and the sentences."""

    asked: Asked
    ranks: tuple[Rank, ...]
    by_count: Speaks
    by_rate: Speaks
    sentences: tuple[Sentence, ...]
