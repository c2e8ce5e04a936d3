"""Figures computed over the whole nation once and asked for region by region, with the digest by which a change is seen.

A province's report rests on its own piece of them, not on every row of 514 regencies.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from cakupan.indicators import caps, coverage, hidden, rank_range, ranking, spread, what_if
from cakupan.indicators.figures import Position
from cakupan.indicators.programmes.caps import capped_parts, reach_of
from cakupan.indicators.programmes.standing import standing
from cakupan.observations import Observations
from cakupan.programmes import Programme
from cakupan.settings import Settings

_ASKING: dict[str, Callable[[Position], object]] = {
    "rank_range": rank_range.rank_range,
    "inequality": spread.national_inequality,
    "tier": lambda position: position.tier,
    "standing": ranking.standing,
    "neighbours": ranking.neighbours,
    "gaps": coverage.gap_field,
    "capped": lambda position: caps.capped_regencies(position, position.code),
    "reach": hidden.reach_of,
    "reach_unlimited": lambda position: hidden.reach_of(position, unlimited=True),
    "what_if": what_if.what_if,
}

_ASKING_OF_PROGRAMMES: dict[str, Callable[[Programme, Position], object]] = {
    "standing_": lambda programme, position: standing(position, programme),
    "capped_": lambda programme, position: capped_parts(position, programme),
    "reach_tier_": lambda programme, position: reach_of(position, programme, tier=True),
    "reach_": lambda programme, position: reach_of(position, programme),
}


def digest(observations: Observations, address: str, edition: dt.date, settings: Settings | None = None) -> str | None:
    """The digest that a trace would have now under an address such as "rank_range:64"; None for an unknown one."""
    name, _, region = address.partition(":")
    asking = _ASKING.get(name) or _of_programme(observations, name)
    if asking is None or region not in observations.regions.by_code:
        return None
    view = observations.traced()
    asking(Position(view, region, edition, settings))
    return view.trace.derived.get(address)


def _of_programme(observations: Observations, name: str) -> Callable[[Position], object] | None:
    """What asks for a piece of one programme, named standing_kia, capped_kia, reach_kia or reach_tier_kia."""
    for begin, asking in _ASKING_OF_PROGRAMMES.items():
        programme = observations.definitions.programmes.get(name.removeprefix(begin))
        if programme is not None and name.startswith(begin):
            return partial(asking, programme)
    return None
