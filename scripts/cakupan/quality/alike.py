"""Flags that say the same of several regions, said once: with the lowest and the highest of their figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from cakupan.quality.model import Flag
from cakupan.words.sentences import Sentence, Value, percent, say


@dataclass(frozen=True)
class Together:
    """One rule's message for one or more regions."""

    flag: str
    regions: tuple[str, ...]
    message: Sentence


def together(flags: Iterable[Flag]) -> list[Together]:
    """Return the flags, those of one rule and date that differ by region and share only made one, in the order of the first."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[Flag]] = {}
    for flag in flags:
        groups.setdefault(
            (flag.flag, flag.message.msgid, flag.dates if _share(flag) is not None else (flag.region, *flag.dates)), []
        ).append(flag)
    return [
        Together(name, tuple(flag.region for flag in alike), _message(alike)) for (name, _, _), alike in groups.items()
    ]


def _share(flag: Flag) -> Fraction | None:
    value = flag.message.values.get("share")
    return Fraction(value.value) if isinstance(value, Value) and isinstance(value.value, int | Fraction) else None


def _message(alike: list[Flag]) -> Sentence:
    first = alike[0].message
    shares = [share for flag in alike if (share := _share(flag)) is not None]
    if len(alike) == 1 or len(shares) < len(alike) or min(shares) == max(shares):
        return first
    span = say("{low} to {high}", low=percent(min(shares)), high=percent(max(shares)))
    return Sentence(first.msgid, {**first.values, "share": span}, first.plural, first.n)
