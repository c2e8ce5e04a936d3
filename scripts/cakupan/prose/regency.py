"""Sentences of a regency's briefing: its place in its province, its class and the nation, and what both need of it.

Sentences that briefings of all levels have are in `prose`; languages are in the catalogue.
"""

from __future__ import annotations

from fractions import Fraction

from cakupan.indicators import Position
from cakupan.indicators.coverage import GapField, gap_field
from cakupan.indicators.insisted import insisted_point
from cakupan.prose import Indicators
from cakupan.prose import region as prose
from cakupan.words.sentences import Sentence, Value, count, percent, place, say, verbatim, word


def main_points(position: Position, indicators: Indicators) -> tuple[Sentence, ...]:
    """The sentences of the first page: people, place, districts, targets, doubts; what is not known is said."""
    sentences = [
        prose.coverage_sentence(position, indicators) or prose.nothing_known_sentence(position, indicators),
        place_sentence(position, indicators),
        prose.last_mile_sentence(position, indicators),
        target_sentence(position, indicators),
        prose.ikd_sentence(position, indicators),
        prose.doubt_sentence(position, indicators),
        insisted_point(position.own),
    ]
    return tuple(sentence for sentence in sentences if sentence is not None)


def place_sentence(position: Position, indicators: Indicators) -> Sentence | None:
    """The rank in the province, in the population class and in the nation, by named rule."""
    code, rank, tier = position.code, indicators["K15"], indicators["K16"]
    if rank.value is None:
        return None
    values: dict[str, Value | Sentence] = {
        "province": place(position.region.parent),
        "rank": _whole(rank.detail["province_rank"], f"{code}:K15:province_rank"),
        "n": _whole(rank.detail["province_n"], f"{code}:K15:province_n"),
        "national_rank": count(int(rank.number), f"{code}:K15"),
        "national_n": _whole(rank.detail["n"], f"{code}:K15:n"),
    }
    if tier.value is None or position.tier is None:
        return _with_ties(
            position,
            rank.detail["tied_with"],
            say(
                "That is rank {rank} of {n} in {province} and rank {national_rank} of {national_n} regencies and cities of the nation.",
                **values,
            ),
        )
    sentence = say(
        "That is rank {rank} of {n} in {province}, rank {tier_rank} of {tier_n} in the class of {tier} (rule {rule}), and rank "
        "{national_rank} of {national_n} regencies and cities of the nation.",
        tier_rank=count(int(tier.number), f"{code}:K16"),
        tier_n=_whole(tier.detail["n"], f"{code}:K16:n"),
        tier=word(prose.TIER_NAMES[position.tier]),
        rule=verbatim(str(tier.detail["rule"])),
        **values,
    )
    return _with_ties(position, rank.detail["tied_with"], sentence)


def _with_ties(position: Position, tied: object, sentence: Sentence) -> Sentence:
    """A shared rank is said to be one; at a cap it says little."""
    if not isinstance(tied, int) or tied == 0:
        return sentence
    shared = count(tied, f"{position.code}:K15:tied_with")
    if position.is_lower_bound:
        return say(
            "{sentence} It shares that rank with {n} others; at the cap of the source it is not proven.",
            sentence=sentence,
            n=shared,
        )
    return say("{sentence} It shares that rank with {n} others.", sentence=sentence, n=shared)


def target_sentence(position: Position, indicators: Indicators) -> Sentence | None:
    """What the recording target asks for; nothing is called reached that stands at a cap."""
    if position.is_lower_bound and indicators["K05"].value == 0:
        return None
    return prose.target_sentence(position, indicators)


def needs_sentences(position: Position, indicators: Indicators) -> tuple[Sentence, ...]:
    """The region's share of the unrecorded people of its province and of the nation."""
    field, own = gap_field(position), position.own
    if field is None or own.gap is None:
        reason = indicators["K02"].reason or say("no figures")
        return (say("What is needed of {where} cannot be told: {reason}.", where=place(position.code), reason=reason),)
    if own.stands_at_cap:
        return (
            say(
                "The source shows no gap in {where}, for it stands at exactly 100; what is needed of it cannot be told from these figures.",
                where=place(position.code),
            ),
        )
    if own.gap <= 0 or not field.beside:
        return (say("No one is shown as unrecorded in {where}.", where=place(position.code)),)
    return _shares(position, indicators, field, own.gap)


def _shares(position: Position, indicators: Indicators, field: GapField, gap: int) -> tuple[Sentence, ...]:
    """The shares that can be told: none of the nation, and one of some regencies only, where others have no figures."""
    national, (all_beside, _) = indicators["K04"], field.covers(position)
    values: dict[str, Value | Sentence] = {
        "n": count(gap, f"{position.code}:K02"),
        "where": place(position.code),
        "share": percent(Fraction(100 * gap, field.beside)),
        "province": place(position.region.parent),
    }
    if national.value is not None:
        text = say(
            "{n} people are unrecorded in {where}: {share} percent of all in the regencies and cities of {province}, {national} percent "
            "of all in the nation.",
            national=prose.percent_of(national, position.code),
            **values,
        )
        return (text,)
    reason = national.reason or say("no figures")
    untold = say("Its share of all in the nation cannot be told: {reason}.", reason=reason)
    if all_beside:
        return say(
            "{n} people are unrecorded in {where}: {share} percent of all in the regencies and cities of {province}.",
            **values,
        ), untold
    known = {"known": count(field.n_beside), "total": count(len(position.regions.children(position.region.parent)))}
    return (
        say(
            "{n} people are unrecorded in {where}: {share} percent of those in the {known} of {total} regencies and cities of {province} "
            "with figures of that date.",
            **values,
            **known,
        ),
        untold,
    )


def _whole(value: object, key: str) -> Value:
    assert isinstance(value, int)
    return count(value, key)
