"""The indicators K01 to K28, of recording and IKD only, in order: which function computes which.

A new indicator is a table in data/indicators.toml; a new kind of arithmetic goes into `programmes.kinds`, where all programmes have it.
"""

from __future__ import annotations

from collections.abc import Callable

from cakupan.indicators import (
    adult_share,
    change,
    coverage,
    documents,
    ikd,
    pace,
    programmes,
    rank_range,
    ranking,
    small,
    spread,
)
from cakupan.indicators.figures import Position
from cakupan.indicators.insisted import with_insisted
from cakupan.indicators.model import Indicator
from cakupan.programmes import Definitions

CATALOGUE: dict[str, Callable[[Position], Indicator]] = {
    "K01": coverage.coverage,
    "K02": coverage.net_gap,
    "K03": coverage.gross_gap,
    "K04": coverage.share_of_national_gap,
    "K05": coverage.people_to_recording_target,
    "K06": ikd.activation_rate,
    "K07": ikd.target_count,
    "K08": ikd.target_attainment,
    "K09": ikd.people_to_ikd_target,
    "K10": change.net_change,
    "K11": pace.current_pace,
    "K12": pace.required_pace,
    "K13": pace.pace_ratio,
    "K14": pace.projected_month,
    "K15": ranking.national_rank,
    "K16": ranking.tier_rank,
    "K17": ranking.rank_percentile,
    "K18": rank_range.rank_range,
    "K19": spread.lowest_to_highest,
    "K20": spread.gini,
    "K21": spread.theil,
    "K22": spread.concentration,
    "K23": change.recording_effect,
    "K24": change.base_effect,
    "K25": change.gap_identity,
    "K26": documents.first_voters,
    "K27": documents.print_backlog,
    "K28": adult_share.adult_share,
}


def compute(position: Position) -> dict[str, Indicator]:
    """All indicators of a region, by id; of a district or village only those that are told of one, small counts withheld."""
    ids = small.INDICATORS if position.region.level in small.LEVELS else CATALOGUE
    return small.censor(position, with_insisted(position, {id: CATALOGUE[id](position) for id in ids}))


def compute_programmes(position: Position) -> dict[str, Indicator]:
    """The indicators of the programmes of which the data has figures that have no id of the catalogue, such as "kia.coverage"."""
    indicators: dict[str, Indicator] = {}
    for programme in programmes.programmes_of(position):
        of = programmes.added_indicators if programme.ids else programmes.indicators_of
        indicators |= of(position, programme)
    return indicators


def described(indicator: Indicator, definitions: Definitions) -> dict[str, object]:
    """The indicator as the command contract prints it, with its programme, definition and formula from the tables of definitions."""
    known = definitions.of_indicator(indicator.id)
    if known is None:
        return indicator.to_json()
    whose, kind = known
    return {
        **indicator.to_json(),
        "programme": whose.id if whose else None,
        "definition": kind.definition["en"],
        "formula": definitions.formula(whose, kind),
    }
