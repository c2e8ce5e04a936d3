"""How a bound is said, in one place: its sign before a number, and its words in a sentence."""

from __future__ import annotations

from typing import Literal

from cakupan.words.numbers import Num, RichText, rich
from cakupan.words.sentences import Sentence, Value, say

Bound = Literal["", "lower", "upper"]
LOWER, UPPER = "≥", "≤"
SIGNS: dict[Bound, str] = {"lower": LOWER, "upper": UPPER, "": ""}


def signed_bound(bound: Bound, number: Num | RichText, space: str = "") -> RichText:
    """The number with the sign of its bound: "≥99,39"; space: what stands between them, where a sign has one."""
    return rich(SIGNS[bound] + space, number) if bound else rich(number)


def bound_words(bound: Bound, value: Value | Sentence) -> Value | Sentence:
    """The value in a sentence, with the words of its bound: "at least 99.39"."""
    if bound == "lower":
        return say("at least {value}", value=value)
    return say("at most {value}", value=value) if bound == "upper" else value


def change_words(bound: Bound, change: Value) -> Value | Sentence:
    """A change with its bound: in words, or by its sign where it is negative, for "at least −0.5" is heard as a fall of at least 0.5."""
    if bound and not isinstance(change.value, str | tuple) and change.value < 0:
        return say("≥ {value}" if bound == "lower" else "≤ {value}", value=change)
    return bound_words(bound, change)


def rank_words(rank: Value, best: Value, worst: Value) -> Sentence:
    """A rank with the range that it has under an assumption: "4 (3 to 7)"."""
    return say("{rank} ({best} to {worst})", rank=rank, best=best, worst=worst)
