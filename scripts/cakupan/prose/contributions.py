"""Sentences on who contributed to a change: people first, and where it fell. Nothing is computed here."""

from __future__ import annotations

from cakupan.indicators.contributions import Contributions, Part
from cakupan.words.bounds import change_words
from cakupan.words.sentences import Sentence, Value, count, date, listed, place, say, signed

MOST = 3
"""Regions with most that are named."""


def contributed_sentences(contributions: Contributions) -> tuple[Sentence, ...]:
    """How many people more are recorded, where most of them, and in which regions fewer."""
    opening = say(
        "From {before} to {after} the number of recorded people changed by {change}, most in {most}.",
        before=date(contributions.before),
        after=date(contributions.after),
        change=change_words(
            contributions.bound, signed(contributions.recorded, _key(contributions, contributions.code))
        ),
        most=_named(contributions, [part for part in contributions.parts if part.recorded > 0][:MOST]),
    )
    if not any(part.recorded > 0 for part in contributions.parts):
        opening = say(
            "From {before} to {after} the number of recorded people changed by {change}; it rose in none of the regions inside.",
            before=date(contributions.before),
            after=date(contributions.after),
            change=change_words(
                contributions.bound, signed(contributions.recorded, _key(contributions, contributions.code))
            ),
        )
    return (opening, *_falls(contributions))


def _falls(contributions: Contributions) -> tuple[Sentence, ...]:
    fewer = [part for part in reversed(contributions.parts) if part.recorded < 0]
    if not fewer:
        return ()
    sentences = [
        say(
            "In {n} of {of} regions it is printed lower than before: {named}.",
            n=count(len(fewer)), of=count(len(contributions.parts)), named=_named(contributions, fewer[:MOST]),
        )
    ]  # fmt: skip
    if all(part.bound for part in fewer):
        sentences.append(say("There the later figure stands at the cap of its source, so that no fall is proven."))
    return tuple(sentences)


def _named(contributions: Contributions, parts: list[Part]) -> Value:
    return listed(
        tuple(
            say(
                "{where} ({change})",
                where=place(part.code),
                change=change_words(part.bound, signed(part.recorded, _key(contributions, part.code))),
            )
            for part in parts
        )
    )


def _key(contributions: Contributions, code: str) -> str:
    return f"{code}:step:recorded:{contributions.before}:{contributions.after}"
