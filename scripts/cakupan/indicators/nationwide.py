"""Figures computed over the whole nation once and asked for region by region, with the digest by which a change is seen.

A province's report rests on its own piece of them, not on every row of 514 regencies.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from cakupan.indicators import coverage, hidden, rank_range, ranking, spread
from cakupan.indicators.figures import Position
from cakupan.indicators.model import Bound
from cakupan.indicators.programmes.standing import standing
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
    "reach": hidden.reach_of,
    "what_if": lambda position: hidden.what_if(position, True),
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


def coverage_bound(position: Position, code: str) -> Bound:
    """Which bound the coverage of a region is: a lower one where it, or a regency inside, stands at the cap of its source.

    The one rule for the sign "≥", in tables, cards, charts, maps and the index alike.
    """
    return "lower" if position.figures(code).stands_at_cap or capped_regencies(position, code) > 0 else ""
