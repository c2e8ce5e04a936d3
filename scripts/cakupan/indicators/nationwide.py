"""Figures computed over the whole nation once and asked for region by region, with the digest by which a change is seen.

A province's report rests on its own piece of them, not on every row of 514 regencies.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from cakupan.indicators import coverage, rank_range, ranking, spread
from cakupan.indicators.figures import Position
from cakupan.observations import Observations
from cakupan.regions import NATION
from cakupan.settings import Settings


def capped_regencies(position: Position, code: str) -> int:
    """How many regencies of a province (or of the nation) stand at the cap of their source, at the date of its figures."""
    edition, settings = position.edition, position.settings

    def compute(observations: Observations) -> dict[str, int]:
        codes = (NATION, *(province.code for province in observations.regions.provinces))
        return {code: len(Position(observations, code, edition, settings).capped) for code in codes}

    return position.observations.derived("capped", code, (edition, settings), compute) or 0


_ASKING: dict[str, Callable[[Position], object]] = {
    "rank_range": rank_range.rank_range,
    "inequality": spread.national_inequality,
    "tier": lambda position: position.tier,
    "standing": ranking.standing,
    "neighbours": ranking.neighbours,
    "gaps": coverage.gap_field,
    "capped": lambda position: capped_regencies(position, position.code),
}


def digest(observations: Observations, address: str, edition: dt.date, settings: Settings | None = None) -> str | None:
    """The digest that a trace would have now under an address such as "rank_range:64"; None for an unknown one."""
    name, _, region = address.partition(":")
    asking = _ASKING.get(name)
    if asking is None or region not in observations.regions.by_code:
        return None
    view = observations.traced()
    asking(Position(view, region, edition, settings))
    return view.trace.derived.get(address)
