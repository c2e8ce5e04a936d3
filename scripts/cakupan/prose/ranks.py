"""What is said of ranks: with the range that hidden surpluses leave them, and with the ways of reading that move them."""

from __future__ import annotations

from collections.abc import Sequence

from cakupan.indicators import Indicator
from cakupan.indicators.hidden import ASSUMED
from cakupan.indicators.rank_range import SCENARIOS
from cakupan.words.bounds import rank_words
from cakupan.words.sentences import (
    Sentence,
    Value,
    count,
    listed,
    percent,
    say,
    word,
)


def integer(value: object) -> int:
    """A detail of an indicator that is known to be one."""
    assert isinstance(value, int)
    return value


def has_reach(rank: Indicator) -> bool:
    """Whether hidden surpluses could move a rank."""
    best, worst = rank.detail.get("best"), rank.detail.get("worst")
    return rank.value is not None and isinstance(best, int) and (best, worst) != (rank.value, rank.value)


def rank_with_reach(rank: Indicator, code: str) -> Value | Sentence:
    """A rank with the range that hidden surpluses leave it: "4 (3 to 7)"; the assumption stands in `reach_assumption`."""
    key = f"{code}:{rank.id}"
    number = count(int(rank.number), key)
    if not has_reach(rank):
        return number
    return rank_words(
        number, count(integer(rank.detail["best"]), f"{key}:best"), count(integer(rank.detail["worst"]), f"{key}:worst")
    )


def reach_assumption() -> Sentence:
    """What the range behind a rank assumes."""
    return say(
        "In brackets: the range if regions shown at 100 percent have up to {surplus} percent more recorded",
        surplus=percent(ASSUMED * 100, 0),
    )


def rank_range_sentences(code: str, span: Indicator) -> tuple[Sentence, ...]:
    """Between which ranks a region stands, with each way of reading that moves it and what it makes of the rank; and how firm that is."""
    key, rank = f"{code}:K18", integer(span.detail["rank"])
    best, worst = integer(span.detail["best"]), integer(span.detail["worst"])
    ranks = {
        id: (integer(span.detail[f"{id}_best"]), integer(span.detail[f"{id}_worst"]))
        for id in SCENARIOS
        if f"{id}_best" in span.detail
    }
    if best == worst:
        ways = listed(tuple(word(SCENARIOS[id]) for id in ranks))
        sentences = [
            say(
                "The rank is {rank} in each of the ways in which the figures could be read: {ways}.",
                rank=count(best, f"{key}:best"),
                ways=ways,
            )
        ]
    else:
        moved = [
            say(
                "{low} to {high}, {way}",
                way=word(SCENARIOS[id]),
                low=count(low, f"{key}:{id}_best"),
                high=count(high, f"{key}:{id}_worst"),
            )
            for id, (low, high) in ranks.items()
            if (low, high) != (rank, rank)
        ]
        sentences = [
            say(
                "Read in other ways the rank is not {rank} but {ways}.",
                rank=count(rank, f"{key}:rank"),
                ways=joined(moved),
            )
        ]
    return (*sentences, *(say("{note}.", note=note) for note in span.notes[:1]))


def joined(sentences: Sequence[Sentence]) -> Sentence:
    """Several clauses as one, with semicolons."""
    whole = sentences[0]
    for part in sentences[1:]:
        whole = say("{one}; {other}", one=whole, other=part)
    return whole
