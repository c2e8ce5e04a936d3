"""Sentences of the briefings: functions from indicators to what is said about them. Nothing is computed here; languages are in the catalogue."""

from cakupan.prose.contributions import contributed_sentences
from cakupan.prose.glossary import GLOSSARY
from cakupan.prose.headline import headline_sentence
from cakupan.prose.over_time import change_sentences, pace_sentences
from cakupan.prose.ranks import has_reach, rank_range_sentences, rank_with_reach, reach_assumption
from cakupan.prose.region import (
    BASE_NAMES,
    ISLANDS,
    PARTS,
    TIER_NAMES,
    Indicators,
    compared_sentence,
    coverage_sentence,
    doubt_sentence,
    ikd_sentence,
    last_mile_sentence,
    main_points,
    nothing_known_sentence,
    percent_of,
    target_sentence,
)

__all__ = [
    "BASE_NAMES",
    "GLOSSARY",
    "ISLANDS",
    "PARTS",
    "TIER_NAMES",
    "Indicators",
    "change_sentences",
    "compared_sentence",
    "contributed_sentences",
    "coverage_sentence",
    "doubt_sentence",
    "has_reach",
    "headline_sentence",
    "ikd_sentence",
    "last_mile_sentence",
    "main_points",
    "nothing_known_sentence",
    "pace_sentences",
    "percent_of",
    "rank_range_sentences",
    "rank_with_reach",
    "reach_assumption",
    "target_sentence",
]
