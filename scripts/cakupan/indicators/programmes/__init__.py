"""Indicators of any programme, by its definition: coverage, gap, target, rank, change, doubts. Figures only; words are in `prose`."""

from cakupan.indicators.programmes.change import Change, change_of
from cakupan.indicators.programmes.counts import Counts, counts_of, nation_like, series
from cakupan.indicators.programmes.kinds import COMPUTED, LEVELS, added_indicators, indicator, indicators_of, kinds_of
from cakupan.indicators.programmes.summary import (
    Summary,
    known_programmes,
    lacking_most,
    programme_at,
    programmes_of,
    summaries,
)

__all__ = [
    "COMPUTED",
    "LEVELS",
    "Change",
    "Counts",
    "Summary",
    "added_indicators",
    "change_of",
    "counts_of",
    "indicator",
    "indicators_of",
    "kinds_of",
    "known_programmes",
    "lacking_most",
    "nation_like",
    "programme_at",
    "programmes_of",
    "series",
    "summaries",
]
