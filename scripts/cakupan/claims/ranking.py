"""Claims of rank: what would be needed to check them, what is known, and whether that speaks for or against.

Pure functions of a cross-section handed in by the caller; percentages are judged elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from cakupan.claims.model import Claim
from cakupan.claims.rank import Asked, CrossSection, Rank, RankReport, Speaks
from cakupan.claims.wording import noun
from cakupan.words.language import marked
from cakupan.words.sentences import Sentence, count, date, percent, place, say, word

RATES: Final[dict[str, tuple[str, ...]]] = {
    "recorded": ("wajib_ktp",), "ikd_active": ("wajib_ktp", "recorded", "population"), "unrecorded": ("wajib_ktp",),
    "kia_owned": ("kia_due",), "birth_certificate_owned_0_5": ("birth_certificate_due_0_5",),
}  # fmt: skip
TIERS: Final = {"kecil": "small", "sedang": "medium", "besar": "large"}
CLASSES: Final = {
    "small": marked("small population"),
    "medium": marked("medium population"),
    "large": marked("large population"),
}
_ORDINALS: Final = {
    "pertama": 1, "satu": 1, "wahid": 1, "kesatu": 1, "first": 1, "kedua": 2, "dua": 2, "second": 2, "ketiga": 3, "tiga": 3,
    "third": 3, "keempat": 4, "kelima": 5,
}  # fmt: skip
_LOW = re.compile(r"\b(?:terendah|terkecil|tersedikit|terburuk|lowest)\b", re.IGNORECASE)
_ONE_OF = re.compile(r"\b(?:salah satu|one of|termasuk|among)\b", re.IGNORECASE)
_TIER = re.compile(
    r"\b(?:kategori|kelas|kelompok|berpenduduk|penduduk)\b[^.;,]{0,24}\b(kecil|sedang|besar)\b", re.IGNORECASE
)
_PLACE = re.compile(
    r"\b(?:peringkat|ranking|urutan|nomor|juara|posisi|rank(?:ed|s)?)\s+(?:ke-?\s?)?(\w+)|"
    r"\bter\w+\s+(kedua|ketiga|keempat|kelima)\b|\b(kedua|ketiga|keempat|kelima|second|third)[\s-]+(?:ter\w+|highest|lowest)",
    re.IGNORECASE,
)


def asked(statement: str) -> Asked:
    """Read what place a statement claims.

    >>> asked("tertinggi ketiga di Kaltim").place, asked("salah satu tertinggi").one_of, asked("kategori penduduk sedang").tier
    (3, True, 'medium')
    """
    wanted = 1
    if match := _PLACE.search(statement):
        text = next(group for group in match.groups() if group).lower()
        wanted = int(text) if text.isdigit() else _ORDINALS.get(text, 1)
    tier = _TIER.search(statement)
    return Asked(
        wanted, bool(_LOW.search(statement)), bool(_ONE_OF.search(statement)), TIERS[tier[1].lower()] if tier else ""
    )


def place_among(mine: Fraction, others: Sequence[Fraction], lowest: bool = False) -> int:
    """The competition rank of a value among others (1 is the highest, or the lowest; equal values share a place)."""
    return 1 + sum(1 for other in others if (other < mine if lowest else other > mine))


def speaks(question: Asked, ranks: Sequence[Rank]) -> Speaks:
    """Whether places found speak for or against the place claimed; "one of" is taken as the first tenth, at least three."""
    if not ranks:
        return "unknown"
    agreements = [
        rank.place <= max(3, -(-rank.of // 10)) if question.one_of else rank.place == question.place for rank in ranks
    ]
    return "for" if all(agreements) else "against" if not any(agreements) else "unknown"


def rank_claim(claim: Claim, section: CrossSection) -> RankReport:
    """Set a claim of rank against a cross-section: places by count and by rate, in the class of population if one is named."""
    question = asked(claim.statement)
    groups: dict[str, tuple[str, ...]] = {}
    if question.tier:
        for rule, classes in section.tiers.items():
            if classes.get(claim.region) == question.tier:
                groups[rule] = tuple(code for code in section.members if classes.get(code) == question.tier)
    else:
        groups[""] = section.members
    counts: list[Rank] = []
    rates: list[Rank] = []
    for rule, members in groups.items():
        counts.extend(_ranks(claim, section, question, members, rule, ""))
        for base in RATES.get(claim.measure, ()):
            rates.extend(_ranks(claim, section, question, members, rule, base))
    by_count, by_rate = speaks(question, counts), speaks(question, rates)
    sentences = (*_needed(claim, section, question), *(_rank_sentence(rank) for rank in (*counts, *rates)))
    return RankReport(question, (*counts, *rates), by_count, by_rate, (*sentences, *_spoken(by_count, by_rate)))


def _ranks(
    claim: Claim, section: CrossSection, question: Asked, members: Sequence[str], rule: str, base: str
) -> list[Rank]:
    tops = {item.region: item for item in section.standings if item.measure == claim.measure and item.region in members}
    bases = {item.region: item for item in section.standings if item.measure == base and item.region in members}
    values = {
        code: Fraction(item.value) if not base else Fraction(100 * item.value, bases[code].value)
        for code, item in tops.items()
        if not base or (code in bases and bases[code].value > 0)
    }
    if claim.region not in values or len(values) < 2:
        return []
    mine = values.pop(claim.region)
    order = sorted(values, key=lambda code: (values[code] if question.lowest else -values[code], code))
    first = place_among(mine, list(values.values()), question.lowest)
    return [
        Rank(
            claim.measure,
            base,
            first,
            len(values) + 1,
            tops[claim.region].as_of,
            order[0],
            rule,
            values[order[0]],
            mine,
        )
    ]


def _needed(claim: Claim, section: CrossSection, question: Asked) -> list[Sentence]:
    known = {item.region for item in section.standings if item.measure == claim.measure}
    needed = [
        say(
            "To check the rank, {what} and its base must be known for all {all} regions at one date from one system; known are "
            "{known}.",
            what=noun(claim.measure or "recorded"),
            all=count(len(section.members)),
            known=count(len(known.intersection(section.members))),
        )
    ]
    if question.tier:
        needed.append(
            say(
                "The class “{tier}” needs the rule of the award, with its limits and year; it is not public. Rules "
                "tried here are named.",
                tier=word(CLASSES[question.tier]),
            )
        )
    return needed


def _rank_sentence(rank: Rank) -> Sentence:
    values = {
        "place": count(rank.place),
        "of": count(rank.of),
        "what": noun(rank.measure),
        "date": date(rank.as_of),
        "leader": place(rank.leader),
    }
    if not rank.base:
        plain = say(
            "By count of {what} known for {date}: place {place} of {of} ({mine}; the best of the others is {leader}, {best}).",
            mine=count(int(rank.value)),
            best=count(int(rank.leader_value)),
            **values,
        )
    else:
        plain = say(
            "By rate, {what} as a share of {base}, known for {date}: place {place} of {of} ({mine} %; the best of the others is "
            "{leader}, {best} %).",
            base=noun(rank.base),
            mine=percent(rank.value),
            best=percent(rank.leader_value),
            **values,
        )
    return plain if not rank.rule else say("{sentence} Rule {rule}.", sentence=plain, rule=word(RULES[rank.rule]))


RULES: Final = {
    "prov-2-5": marked("prov-2-5"),
    "prov-2-6": marked("prov-2-6"),
    "prov-tercile": marked("prov-tercile"),
    "kab-2020": marked("kab-2020"),
}


def _spoken(by_count: Speaks, by_rate: Speaks) -> list[Sentence]:
    if by_count == by_rate == "unknown":
        return []
    words: dict[Speaks, str] = {
        "for": marked("for it"), "against": marked("against it"), "unknown": marked("neither for nor against it"),
    }  # fmt: skip
    return [
        say(
            "What is known speaks {count} by count and {rate} by rate; it does not replace the figures of the award.",
            count=word(words[by_count]),
            rate=word(words[by_rate]),
        )
    ]
