"""Codes, names, levels, tile cells and population tiers of Indonesia's regions. Holds no figures: those live in `observations`."""

from cakupan.regions.asked import Ambiguous, region_asked
from cakupan.regions.model import (
    NATION,
    TIER_RULES,
    Level,
    Region,
    Regions,
    Tier,
    TierRule,
    level_of,
    named_levels,
    parent_of,
)

__all__ = [
    "NATION",
    "TIER_RULES",
    "Ambiguous",
    "Level",
    "Region",
    "Regions",
    "Tier",
    "TierRule",
    "level_of",
    "named_levels",
    "parent_of",
    "region_asked",
]
