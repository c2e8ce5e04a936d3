"""The main points of a briefing and what else is said of a region now: functions from indicators to sentences, with direction, base and comparator.

Neutral verbs only, and no adjective: a figure is said beside what it is compared with. Ranks are in `ranks`, what changed and what is to come
in `over_time`; languages are in the catalogue.
"""

from __future__ import annotations

from fractions import Fraction

from cakupan.indicators import Indicator, Position
from cakupan.indicators.caps import coverage_bound
from cakupan.indicators.insisted import insisted_point
from cakupan.indicators.what_if import BASE, what_if
from cakupan.prose.ranks import has_reach, integer, rank_with_reach, reach_assumption
from cakupan.regions import NATION
from cakupan.words.bounds import bound_words
from cakupan.words.language import marked
from cakupan.words.sentences import (
    Sentence,
    Value,
    count,
    date,
    decimal,
    listed,
    percent,
    place,
    say,
    word,
)

Indicators = dict[str, Indicator]

TIER_NAMES = {
    "small": marked("small population"),
    "medium": marked("medium population"),
    "large": marked("large population"),
}
BASE_NAMES = {
    "wajib_ktp": marked("wajib KTP"),
    "recorded": marked("recorded people"),
    "population": marked("population"),
    "voters": marked("registered voters"),
}
OUTLOOK_NAMES = {"ikd": marked("IKD activation"), "recording": marked("Recording")}
ISLANDS = {
    "Sumatera": marked("Sumatra"),
    "Jawa": marked("Java"),
    "Bali dan Nusa Tenggara": marked("Bali and Nusa Tenggara"),
    "Kalimantan": marked("Kalimantan"),
    "Sulawesi": marked("Sulawesi"),
    "Maluku": marked("Maluku"),
    "Papua": marked("Papua"),
}
"""What the groups of islands are called."""

PARTS = {
    "national": marked("regencies and cities"),
    "province": marked("regencies and cities"),
    "regency": marked("districts"),
    "district": marked("villages"),
}
"""What the parts of a region are called, by its level."""


def percent_of(indicator: Indicator, code: str) -> Value:
    """The value of a region's percentage indicator, as printed."""
    return percent(Fraction(indicator.number), indicator.places, f"{code}:{indicator.id}")


def main_points(position: Position, indicators: Indicators) -> tuple[Sentence, ...]:
    """Three or four sentences below the headline: people, place, where they live, and the target or what the doubt would change."""
    sentences = [
        coverage_sentence(position, indicators),
        position_sentence(position, indicators),
        last_mile_sentence(position, indicators),
        what_if_sentence(position) or target_sentence(position, indicators),
        insisted_point(position.own),
    ]
    return tuple(sentence for sentence in sentences if sentence is not None)


def coverage_sentence(position: Position, indicators: Indicators) -> Sentence | None:
    """How many are recorded, of how many, and how many are not."""
    coverage, gap = indicators["K01"], indicators["K02"]
    own = position.own
    if coverage.value is None or own.recorded is None or own.wajib_ktp is None:
        return None
    values = {
        "day": date(own.recorded.as_of),
        "n": count(own.recorded.count, f"{position.code}:recorded"),
        "base": count(own.wajib_ktp.count, f"{position.code}:wajib_ktp"),
        "where": place(position.code),
        "share": percent_of(coverage, position.code),
        "gap": count(abs(int(gap.number)), f"{position.code}:K02" if gap.number >= 0 else ""),
    }
    capped = len(position.capped)
    cap_values: dict[str, Value | Sentence] = {
        "n_capped": count(capped, f"{position.code}:capped"),
        "n_parts": count(len(position.parts), f"{position.code}:parts"),
        "parts": word(PARTS.get(position.region.level, PARTS["province"])),
    }
    if gap.number < 0:
        return say(
            "On {day}, {n} people were recorded in {where} against {base} wajib KTP ({share} percent): {gap} more than the base, "
            "which counts residents only.",
            **values,
        )
    if capped and not position.parts:
        return say(
            "On {day}, {n} of {base} wajib KTP in {where} were recorded. The source shows no region above 100 percent, and this one "
            "stands at exactly 100: {share} percent is a lower bound in which no gap is shown, not proof that nobody is missing.",
            **values,
        )
    if capped and capped == len(position.parts):
        return say(
            "On {day}, {n} of {base} wajib KTP in {where} were recorded. The source shows no region above 100 percent, and all of them "
            "stand at exactly 100: {share} percent is a lower bound in which no gap is shown, not proof that nobody is missing.",
            **values,
        )
    if capped:
        return say(
            "On {day}, {n} of {base} wajib KTP in {where} were recorded for the KTP-el: at least {share} percent. At least {gap} people were "
            "not; in {n_capped} of {n_parts} {parts}, shown at 100 percent, those missing cannot be seen.",
            **values,
            **cap_values,
        )
    return say(
        "On {day}, {n} of {base} wajib KTP in {where} were recorded for the KTP-el ({share} percent); {gap} people were not.",
        **values,
    )


def nothing_known_sentence(position: Position, indicators: Indicators, *, base_withheld: bool = False) -> Sentence:
    """Why no coverage is told; wajib KTP is named where it is known and not withheld."""
    reason, base = indicators["K01"].reason or say("no figures"), position.own.wajib_ktp
    if base is None or base_withheld:
        return say("No coverage can be told for {where}: {reason}.", where=place(position.code), reason=reason)
    return say(
        "No coverage can be told for {where}: {reason}. Known are {n} wajib KTP on {day}.",
        where=place(position.code),
        reason=reason,
        n=count(base.count, f"{position.code}:wajib_ktp"),
        day=date(base.as_of),
    )


def compared_sentence(position: Position) -> Sentence | None:
    """The coverage of the region above and of the nation on the same date."""
    own, above, nation = position.own, position.figures(position.region.parent), position.nation_like_own
    if own.coverage is None or above.coverage is None or nation.coverage is None or own.recorded is None:
        return None
    if above.recorded is None or above.recorded.day != own.recorded.day:
        return None
    return say(
        "On the same date the coverage of {whole} was {above} percent, that of the nation {nation} percent.",
        whole=place(position.region.parent),
        above=_coverage_words(position, position.region.parent, above.coverage),
        nation=_coverage_words(position, NATION, nation.coverage),
    )


def _coverage_words(position: Position, code: str, coverage: Fraction) -> Value | Sentence:
    """The coverage of a region in a sentence, with the words of its bound."""
    return bound_words(coverage_bound(position, code), percent(coverage, key=f"{code}:K01"))


def position_sentence(position: Position, indicators: Indicators) -> Sentence | None:
    """The rank among all and in the population class; for the nation, between which provinces coverage ranges."""
    rank, tier = indicators["K15"], indicators["K16"]
    if position.region.level == "national":
        return spread_sentence(position)
    if rank.value is None:
        return None
    values: dict[str, Value | Sentence] = {
        "rank": rank_with_reach(rank, position.code),
        "n": count(integer(rank.detail["n"]), f"{position.code}:K15:n"),
    }
    of_provinces = position.region.level == "province"
    sentence = say(
        "By coverage that is rank {rank} of {n} provinces."
        if of_provinces
        else "By coverage that is rank {rank} of {n} regencies and cities.",
        **values,
    )
    if of_provinces and tier.value is not None and position.tier is not None:
        sentence = say(
            "By coverage that is rank {rank} of {n} provinces, and rank {tier_rank} among the {tier_n} provinces of {tier}.",
            tier_rank=rank_with_reach(tier, position.code),
            tier_n=count(integer(tier.detail["n"]), f"{position.code}:K16:n"),
            tier=word(TIER_NAMES[position.tier]),
            **values,
        )
    assumed = has_reach(rank) or has_reach(tier)
    return say("{sentence} {assumption}.", sentence=sentence, assumption=reach_assumption()) if assumed else sentence


def spread_sentence(position: Position) -> Sentence | None:
    """For the nation: between which provinces coverage ranges."""
    ranked = sorted(
        ((f.coverage, f.region.code) for f in position.children if f.coverage is not None),
        key=lambda pair: (pair[0], pair[1]),
    )
    if len(ranked) < 2:
        return None
    (low, lowest), (high, highest) = ranked[0], ranked[-1]
    return say(
        "Between provinces it ranges from {low} percent ({lowest}) to {high} percent ({highest}).",
        low=_coverage_words(position, lowest, low),
        lowest=place(lowest),
        high=_coverage_words(position, highest, high),
        highest=place(highest),
    )


def last_mile_sentence(position: Position, indicators: Indicators) -> Sentence | None:
    """In how few regions most of the unrecorded people live."""
    where = indicators["K22"]
    if where.value is None:
        return None
    codes = where.detail["regions"]
    assert isinstance(codes, list)
    total, people = integer(where.detail["total"]), integer(where.detail["people"])
    return say(
        "{people} of the {total} people shown as unrecorded on {day} ({share} percent) live in {n} of {of} {parts}, most of them in {first}.",
        day=date(where.as_of.get("wajib_ktp", "")),
        people=count(people, f"{position.code}:K22:people"),
        total=count(total, f"{position.code}:K03"),
        share=percent(Fraction(100 * people, total), 1, f"{position.code}:K22:share"),
        n=count(int(where.number), f"{position.code}:K22"),
        of=count(integer(where.detail["of"]), f"{position.code}:K22:of"),
        parts=word(PARTS[position.region.level]),
        first=listed(tuple(place(code) for code in codes[:3])),
    )


def target_sentence(position: Position, indicators: Indicators) -> Sentence | None:
    """What the recording target still asks for."""
    to_go = indicators["K05"]
    if to_go.value is None:
        return None
    target = _exact(to_go.detail["target_percent"])
    values: dict[str, Value | Sentence] = {"target": percent(target, 1, f"{position.code}:K05:target_percent")}
    if to_go.number == 0 and position.is_lower_bound:
        return say(
            "As a ratio the recording target of {target} percent is reached; how many people are still missing the source does not show.",
            **values,
        )
    if to_go.number == 0:
        return say("The recording target of {target} percent is reached.", **values)
    values["n"] = count(int(to_go.number), f"{position.code}:K05")
    sentence = (
        say("To reach the recording target of {target} percent, at most {n} more people have to be recorded.", **values)
        if to_go.bound == "upper"
        else say("To reach the recording target of {target} percent, {n} more people have to be recorded.", **values)
    )
    inside, below = to_go.detail.get("inside"), to_go.detail.get("regencies_below")
    if (
        not isinstance(inside, int)
        or not isinstance(below, int)
        or below == len(position.parts)
        or inside <= to_go.number
    ):
        return sentence
    return say(
        "{sentence} Counted one by one, the {k} regencies and cities below the target lack {inside}: others above it make up for them.",
        sentence=sentence,
        k=count(below, f"{position.code}:K05:regencies_below"),
        inside=count(inside, f"{position.code}:K05:inside"),
    )


def ikd_sentence(position: Position, indicators: Indicators) -> Sentence | None:
    """Activations as a rate on a named base and as attainment of the target: two numbers with two labels."""
    rate, attained = indicators["K06"], indicators["K08"]
    own = position.own
    base = own.base(position.settings.ikd_base)
    if rate.value is None or own.ikd_active is None or base is None:
        return None
    values: dict[str, Value | Sentence] = {
        "day": date(own.ikd_active.as_of),
        "n": count(own.ikd_active.count, f"{position.code}:ikd_active"),
        "rate": percent_of(rate, position.code),
        "base": word(BASE_NAMES[rate.base]),
        "base_day": date(base.as_of),
    }
    if attained.value is None:
        return say("On {day}, {n} people had activated the IKD: {rate} percent of {base} ({base_day}).", **values)
    return say(
        "On {day}, {n} people had activated the IKD: {rate} percent of {base} ({base_day}), or {attained} percent of the target, "
        "which is {target} percent of that base.",
        attained=percent_of(attained, position.code),
        target=percent(_exact(attained.detail["target_percent"]), 0, f"{position.code}:K08:target_percent"),
        **values,
    )


def doubt_sentence(position: Position, indicators: Indicators) -> Sentence | None:
    """The denominator problem, where there is one, and what coverage and gap would be at the nation's adult share."""
    notes = indicators["K28"].notes
    if not notes:
        return None
    doubt, otherwise = say("Read with care: {note}.", note=notes[0]), what_if_sentence(position)
    return say("{sentence} {next}", sentence=doubt, next=otherwise) if otherwise is not None else doubt


def what_if_sentence(position: Position) -> Sentence | None:
    """What coverage and gap would be if wajib KTP were as large a part of the population as in the nation; None where it is not in doubt."""
    row = next((row for row in what_if(position) if row.name == BASE), None)
    if row is None or position.region.level not in ("province", "regency"):
        return None
    key = f"{position.code}:whatif:{BASE}"
    return say(
        "If wajib KTP were as large a part of the population as in the nation, coverage would be {coverage} percent, and {gap} people would be unrecorded.",
        coverage=percent(row.coverage, key=f"{key}:coverage"),
        gap=decimal(row.gap, 0, key=f"{key}:gap"),
    )


def _exact(value: object) -> Fraction:
    assert isinstance(value, int | Fraction)
    return Fraction(value)
