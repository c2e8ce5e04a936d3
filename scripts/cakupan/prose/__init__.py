"""Sentences of the briefings: functions from indicators to what is said about them. Nothing is computed here; languages are in the catalogue."""

from cakupan.prose.region import (
    BASE_NAMES,
    PARTS,
    TIER_NAMES,
    Found,
    change_sentences,
    compared_sentence,
    coverage_sentence,
    doubt_sentence,
    ikd_sentence,
    last_mile_sentence,
    main_points,
    nothing_known_sentence,
    pace_sentences,
    percent_of,
    reach_assumption,
    target_sentence,
)

__all__ = [
    "BASE_NAMES",
    "PARTS",
    "TIER_NAMES",
    "Found",
    "change_sentences",
    "compared_sentence",
    "coverage_sentence",
    "doubt_sentence",
    "ikd_sentence",
    "last_mile_sentence",
    "main_points",
    "nothing_known_sentence",
    "pace_sentences",
    "percent_of",
    "reach_assumption",
    "target_sentence",
]
