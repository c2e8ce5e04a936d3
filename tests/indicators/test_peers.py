"""Places among peers and shares of the gap are computed once for all regions, and are what reading every peer would give."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from cakupan.indicators import Position, compute, nationwide
from cakupan.indicators.programmes import indicator, kinds_of, programmes_of
from cakupan.indicators.ranking import neighbours, rank_by_coverage, standing
from cakupan.observations import Observations, load_observations
from cakupan.workspace import DATA

DAY = dt.date(2024, 12, 31)


@pytest.fixture(scope="module")
def observations() -> Observations:
    return load_observations(DATA)


@pytest.mark.parametrize("code", ["6472", "6471", "9503", "1101", "3578"])
def test_a_regency_reads_its_own_province_and_not_all_regencies_row_by_row(
    observations: Observations, code: str
) -> None:
    view = observations.traced()
    compute(Position(view, code, DAY))
    assert {region for region, _ in view.trace.keys if len(region) == 4} == {code}
    assert {"gaps", "standing", "tier", "rank_range", "reach", "reach_unlimited"} == {
        name.partition(":")[0] for name in view.trace.derived
    }


@pytest.mark.parametrize("code", ["6472", "6471", "9503", "64", "95"])
def test_the_place_and_the_share_are_those_of_a_reading_of_all_peers(observations: Observations, code: str) -> None:
    position = Position(observations.traced(), code, DAY)
    indicators = compute(position)
    ranking = rank_by_coverage(position.siblings)
    mine = position.tiers[code]
    peers = tuple(f for f in position.siblings if position.tiers[f.region.code] == mine)
    assert (indicators["K15"].value, indicators["K15"].detail["n"]) == (ranking.ranks[code], ranking.n)
    assert indicators["K15"].detail["tied_with"] == Counter(ranking.ranks.values())[ranking.ranks[code]] - 1
    assert (indicators["K16"].value, indicators["K16"].detail["n"]) == (rank_by_coverage(peers).ranks[code], len(peers))
    gaps = [max(0, f.gap or 0) for f in position.siblings]
    assert indicators["K04"].value == Fraction(100 * max(0, position.own.gap or 0), sum(gaps))


def test_samarinda_is_sixth_of_ten_in_its_province(observations: Observations) -> None:
    position = Position(observations.traced(), "6472", DAY)
    place = standing(position)
    assert place is not None and (place.beside.rank, place.beside.n) == (6, 10)
    assert compute(position)["K15"].detail["province_rank"] == 6


def test_the_parts_of_the_target_of_province_and_nation_are_in_proportion_to_the_unrecorded(
    observations: Observations,
) -> None:
    detail = compute(Position(observations.traced(), "6472", DAY))["K05"].detail
    # 4,404 of 17,580 unrecorded in the province, which lacks 412 to 99.4 percent: 103.2, and nobody is recorded in part.
    assert (detail["province_to_go"], detail["province_part"]) == (412, 104)
    assert (detail["nation_to_go"], detail["nation_part"]) == (4_588_286, 3463)


@pytest.mark.parametrize("code", ["6472", "9503", "64"])
def test_each_piece_has_the_digest_that_a_plan_computes_anew(observations: Observations, code: str) -> None:
    view = observations.traced()
    compute(position := Position(view, code, DAY))
    neighbours(position)
    for programme in programmes_of(position):
        for kind in kinds_of(observations.definitions, programme):
            indicator(position, programme, kind)
    assert "capped_ktp_el:64" in view.trace.derived or code != "64"
    for address, digest in view.trace.derived.items():
        assert nationwide.digest(observations, address, DAY) == digest, address


def test_a_change_of_a_peer_changes_the_pieces_that_rest_on_it(observations: Observations) -> None:
    key = ("1101", "recorded")
    rows = tuple(replace(row, value=0) if row.comparable else row for row in observations.by_key[key])
    changed = Observations({**observations.by_key, key: rows}, observations.sources, observations.regions)
    for name, is_changed in (("gaps:6472", True), ("tier:6472", False), ("standing:1102", True)):
        one, other = (nationwide.digest(view, name, DAY) for view in (observations, changed))
        assert (one != other) is is_changed, name


def test_neighbours_are_first_last_and_two_to_each_side(observations: Observations) -> None:
    codes = neighbours(Position(observations.traced(), "64", DAY))
    ranks = rank_by_coverage(Position(observations.traced(), "64", DAY).siblings).ranks
    assert "64" in codes and ranks[codes[0]] == 1 and ranks[codes[-1]] == 38
    assert len(codes) <= 7 and list(codes) == sorted(codes, key=lambda code: ranks[code])
