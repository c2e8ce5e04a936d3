"""Sentences of the briefing of a district or village; what is withheld is said to be, and no rank is told.

Sentences that briefings of all levels have are in `prose`; languages are in the catalogue.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from cakupan.indicators import Position
from cakupan.indicators.insisted import insisted_point
from cakupan.indicators.small import Kept
from cakupan.prose import Indicators
from cakupan.prose import region as prose
from cakupan.regions import level_of
from cakupan.words.language import marked
from cakupan.words.sentences import Sentence, count, percent, place, say

Kind = Literal["district", "kelurahan", "desa"]

TITLES: dict[Kind, str] = {
    "district": marked("KTP-el recording and IKD activation, {where} District"),
    "kelurahan": marked("KTP-el recording and IKD activation, {where} Urban Village"),
    "desa": marked("KTP-el recording and IKD activation, {where} Village"),
}


def kind_of(code: str) -> Kind:
    """What a region below the regency is: a district, or the kind of village that the seventh digit of its code tells.

    Source: Kemendagri's coding of regions (Kepmendagri 300.2.2-2138/2025): 1001… kelurahan, 2001… desa.

    >>> kind_of("647201"), kind_of("6472011001"), kind_of("6401012003")
    ('district', 'kelurahan', 'desa')
    """
    if level_of(code) == "district":
        return "district"
    return "kelurahan" if code[6] == "1" else "desa"


def main_points(position: Position, indicators: Indicators, kept: Kept) -> tuple[Sentence, ...]:
    """The sentences of the first page: people, the part of the region above, targets, doubts; what is not told is said."""
    sentences = [
        prose.coverage_sentence(position, indicators)
        or prose.nothing_known_sentence(position, indicators, base_withheld=kept.hides(position.code, "wajib_ktp")),
        *beside_sentences(position, indicators),
        prose.last_mile_sentence(position, indicators),
        None
        if position.is_lower_bound and indicators["K05"].value == 0
        else prose.target_sentence(position, indicators),
        prose.ikd_sentence(position, indicators),
        prose.doubt_sentence(position, indicators),
        insisted_point(position.own),
    ]
    return tuple(sentence for sentence in sentences if sentence is not None)


def beside_sentences(position: Position, indicators: Indicators) -> tuple[Sentence, ...]:
    """Its part of the people unrecorded in the region above, and the coverage of that and of the nation on the same date."""
    own, above = position.own, position.figures(position.region.parent)
    if indicators["K02"].value is None or own.gap is None or own.recorded is None or above.recorded is None:
        return ()
    compared = prose.compared_sentence(position)
    sentences = [compared] if compared is not None else []
    if above.gap is not None and above.recorded.day == own.recorded.day and 0 < own.gap <= above.gap:
        part = say(
            "That is {share} percent of the {n} people unrecorded in {above}.",
            share=percent(Fraction(100 * own.gap, above.gap)),
            n=count(above.gap, f"{above.region.code}:K02"),
            above=place(above.region.code),
        )
        sentences.insert(0, part)
    return tuple(sentences)
