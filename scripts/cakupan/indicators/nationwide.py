"""Figures computed over the whole nation once and asked for region by region, with the digest by which a change is seen.

A province's report rests on its own piece of them, not on every row of 514 regencies.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from cakupan.indicators import caps, coverage, hidden, rank_range, ranking, spread, what_if
from cakupan.indicators.figures import Position
from cakupan.indicators.programmes.standing import standing
from cakupan.observations import Observations
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


def digest(observations: Observations, address: str, edition: dt.date, settings: Settings | None = None) -> str | None:
    """The digest that a trace would have now under an address such as "rank_range:64"; None for an unknown one."""
    name, _, region = address.partition(":")
    asking = _ASKING.get(name) or _standing_of(observations, name)
    if asking is None or region not in observations.regions.by_code:
        return None
    view = observations.traced()
    asking(Position(view, region, edition, settings))
    return view.trace.derived.get(address)


def _standing_of(observations: Observations, name: str) -> Callable[[Position], object] | None:
    """What asks for the standing on a programme: its piece is named standing_kia."""
    programme = observations.definitions.programmes.get(name.removeprefix("standing_"))
    return None if programme is None else lambda position: standing(position, programme)
