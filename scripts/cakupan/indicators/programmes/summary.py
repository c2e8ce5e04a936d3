"""All programmes of a region side by side, and where most people lack each. What is said of them is in `prose`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from cakupan.indicators.figures import Position
from cakupan.indicators.model import Indicator
from cakupan.indicators.programmes.counts import Counts, counts_of, nation_like
from cakupan.indicators.programmes.kinds import indicator
from cakupan.programmes import Programme
from cakupan.regions import NATION


def known_programmes(position: Position) -> tuple[Programme, ...]:
    """Return the programmes beyond recording and IKD of which the data has any comparable figure up to the edition."""
    observations, edition = position.observations, position.edition

    def any_figure(programme: Programme) -> bool:
        return any(
            row.comparable and row.day <= edition
            for region, measure in observations.by_key
            if measure == programme.numerator and len(region) <= 4
            for row in observations.by_key[region, measure]
        )

    key = ("known programmes", edition)
    if key not in observations.memo:
        observations.memo[key] = tuple(
            programme.id for programme in observations.definitions.further if any_figure(programme)
        )
    return observations.definitions.chosen(observations.memo[key])  # type: ignore[arg-type]


KINDS = ("coverage", "gap", "to_target", "attainment", "rank", "tier_rank")


@dataclass(frozen=True)
class Summary:
    """One programme of a region as it stands beside the others: its indicators, and the nation's coverage of the same dates."""

    programme: Programme
    counts: Counts
    coverage: Indicator
    gap: Indicator
    to_target: Indicator
    attainment: Indicator
    rank: Indicator
    tier_rank: Indicator
    nation: Fraction | None

    @property
    def target(self) -> Fraction | None:
        """The target in percent of the base."""
        value = self.to_target.detail.get("target_percent")
        return Fraction(value) if isinstance(value, int | Fraction) else None


def programmes_of(position: Position) -> tuple[Programme, ...]:
    """Return all programmes of which the data has figures, in the order of their definitions, each on the base of the settings."""
    known = {programme.id for programme in known_programmes(position)}
    programmes = position.observations.definitions.programmes.values()
    return tuple(programme_at(position, one.id) for one in programmes if one.ids or one.id in known)


def programme_at(position: Position, id: str) -> Programme:
    """Return a programme by its id; one with two bases on that of the settings. Raises UsageError for an unknown one."""
    programme = position.observations.definitions.programme(id)
    return replace(programme, base=position.settings.ikd_base) if programme.other_base else programme


def summaries(position: Position, catalogue: Mapping[str, Indicator]) -> tuple[Summary, ...]:
    """Return the programmes of a region side by side. catalogue: its indicators K01 to K28, which stand where a programme has their ids."""
    rows = []
    for programme in programmes_of(position):
        counts = counts_of(position, programme)
        if counts.coverage is None:
            continue
        own = {kind: catalogue.get(programme.address(kind)) or indicator(position, programme, kind) for kind in KINDS}
        nation = None if position.code == NATION else nation_like(position, programme, counts).coverage
        rows.append(Summary(programme, counts, nation=nation, **own))
    return tuple(rows)


def lacking_most(position: Position, programme: Programme, most: int) -> tuple[Counts, ...]:
    """Return the counts of the regions one level below where most people lack it, most first; none where nobody is shown as lacking."""
    if position.region.level not in ("national", "province"):
        return ()
    inside = (counts_of(position, programme, region.code) for region in position.regions.children(position.code))
    known = [counts for counts in inside if (counts.gap or 0) > 0]
    return tuple(sorted(known, key=lambda counts: (-(counts.gap or 0), counts.region))[:most])
