"""The headline of a briefing: what is high or low against what, and the biggest doubt about it, by rule from the indicators.

What stands below it on the first page is in `prose.region`.
"""

from __future__ import annotations

from fractions import Fraction

from cakupan.indicators import Position
from cakupan.indicators.caps import coverage_bound
from cakupan.prose.region import PARTS, Indicators, nothing_known_sentence
from cakupan.regions import NATION
from cakupan.words.bounds import SIGNS, bound_words
from cakupan.words.sentences import Sentence, Value, count, percent, place, say, verbatim, word


def headline_sentence(position: Position, indicators: Indicators) -> Sentence:
    """The main message of a region, and what speaks against it; for the nation, where the gap is."""
    if indicators["K01"].value is None:
        return nothing_known_sentence(position, indicators)
    message = _where_the_gap_is(indicators) if position.code == NATION else None
    doubt = _island_doubt(indicators) if message is not None else doubt_of(position, indicators)
    message = message or _compared(position, indicators)
    return say("{message}. But {doubt}.", message=message, doubt=doubt) if doubt else say("{message}.", message=message)


def doubt_of(position: Position, indicators: Indicators) -> Sentence | None:
    """The biggest doubt: a base that is no plausible share of the population, else a source that stops at 100 percent."""
    if indicators["K28"].notes:
        return indicators["K28"].notes[0]
    capped, parts = len(position.capped), len(position.parts)
    if not capped:
        return None
    if not parts:
        return say("this source shows nothing above 100 percent; how many are missing is not known")
    values = {
        "n": count(capped, f"{position.code}:capped"),
        "total": count(parts, f"{position.code}:parts"),
        "parts": word(PARTS.get(position.region.level, PARTS["province"])),
    }
    if capped == parts:
        return say(
            "all {n} {parts} stand at exactly 100 percent, the most that the source shows; how many are missing is not known",
            **values,
        )
    return say(
        "in {n} of {total} {parts} the source shows nothing above 100 percent; the true number is not known", **values
    )


def _compared(position: Position, indicators: Indicators) -> Sentence:
    """Coverage against the nation's, and the IKD rate against the nation's."""
    coverage, above = _coverage(position, indicators)
    rate, national = indicators["K06"], position.nation_like_own.ikd_rate(position.settings.ikd_base)
    if rate.value is None or national is None or position.code == NATION:
        return coverage
    higher = Fraction(rate.number) > national
    values: dict[str, Value | Sentence] = {
        "coverage": coverage,
        "rate": percent(Fraction(rate.number), rate.places, f"{position.code}:K06"),
        "nation": percent(national, key=f"{NATION}:K06"),
    }
    if above is not None and above != higher:
        return say(
            "{coverage}, but IKD activation is {rate} percent, above the {nation} percent of the nation"
            if higher
            else "{coverage}, but IKD activation is {rate} percent, below the {nation} percent of the nation",
            **values,
        )
    return say(
        "{coverage}, and IKD activation is {rate} percent, above the {nation} percent of the nation"
        if higher
        else "{coverage}, and IKD activation is {rate} percent, below the {nation} percent of the nation",
        **values,
    )


def _coverage(position: Position, indicators: Indicators) -> tuple[Sentence, bool | None]:
    """The coverage in words, and whether it is above the nation's as shown; None where there is nothing to compare it with."""
    coverage, national = indicators["K01"], position.nation_like_own.coverage
    share = bound_words(
        coverage_bound(position, position.code), percent(Fraction(coverage.number), coverage.places, f"{position.code}:K01")
    )  # fmt: skip
    if national is None or position.code == NATION:
        return say("KTP-el recording in {where} is {share} percent", where=place(position.code), share=share), None
    above = Fraction(coverage.number) > national
    return say(
        "KTP-el recording in {where} is {share} percent, above the {nation} percent shown for the nation"
        if above
        else "KTP-el recording in {where} is {share} percent, below the {nation} percent shown for the nation",
        where=place(position.code),
        share=share,
        nation=say(
            "{sign}{share}",
            sign=verbatim(SIGNS[coverage_bound(position, NATION)]),
            share=percent(national, key=f"{NATION}:K01"),
        ),
    ), above


def _where_the_gap_is(indicators: Indicators) -> Sentence | None:
    """For the nation: the island group that holds most of the people shown as unrecorded."""
    group = indicators["K22"].detail
    people, provinces, total = group.get("group_people"), group.get("group_provinces"), group.get("total")
    if not isinstance(people, int) or not isinstance(provinces, int) or not isinstance(total, int) or not total:
        return None
    return say(
        "{n} provinces of {island} hold {share} percent of the people shown as unrecorded in the nation",
        n=count(provinces, f"{NATION}:K22:group_provinces"),
        island=verbatim(str(group["group"])),
        share=percent(Fraction(100 * people, total), 1, f"{NATION}:K22:group_share"),
    )


def _island_doubt(indicators: Indicators) -> Sentence | None:
    doubted = indicators["K22"].detail.get("group_doubted")
    if not isinstance(doubted, int) or not doubted:
        return None
    return say(
        "in {doubted} of them wajib KTP is no plausible share of the population, so the gap may be smaller",
        doubted=count(doubted, f"{NATION}:K22:group_doubted"),
    )
