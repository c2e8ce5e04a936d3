"""KIA and birth certificates have indicators as recording and IKD have: published values by name, and identities."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from cakupan.indicators import Position, compute, compute_programmes
from cakupan.indicators.programmes import counts_of, indicator, indicators_of
from cakupan.observations import Observations
from cakupan.programmes import shipped
from cakupan.regions import NATION
from cakupan.words.numbers import round_half_up
from cakupan.words.sentences import english

At = Callable[..., Position]
FURTHER = [programme.id for programme in shipped().further]


@pytest.mark.parametrize(
    ("code", "id", "value", "exact", "day"),
    [
        ("64", "kia.coverage", "75.95", "908610/1196378", "2024-10-21"),
        ("64", "birth_certificate.coverage", "97.74", "336037/343818", "2024-06-30"),
        ("ID", "kia.coverage", "56.48", "42354152/74987310", "2024-10-21"),
        ("ID", "birth_certificate.coverage", "94.42", "20162361/21353296", "2024-06-30"),
        ("9408", "kia.coverage", "0.34", None, "2024-10-21"),
        ("3371", "kia.coverage", "100.00", "28862/28862", "2024-10-21"),
    ],
)
def test_a_coverage_has_its_published_value(
    at: At, code: str, id: str, value: str, exact: str | None, day: str
) -> None:
    one = compute_programmes(at(code))[id]
    assert str(round_half_up(Fraction(one.number), 2)) == value
    assert exact in (None, one.exact)
    assert set(one.as_of.values()) == {day}


def test_targets_are_those_of_the_editions_year(at: At) -> None:
    now, before = compute_programmes(at("64")), indicators_of(at("64", "2024-12-31"), shipped().programmes["kia"])
    assert now["kia.attainment"].detail["target_percent"] == 60
    assert before["kia.to_target"].value == 0
    assert compute_programmes(at("ID"))["kia.to_target"].value == 2_638_234  # 60 percent of 74,987,310 less 42,354,152
    assert compute_programmes(at("64"))["birth_certificate.to_target"].value == 4_343


@pytest.mark.parametrize("id", FURTHER)
def test_regencies_sum_to_their_province_in_all_38(at: At, observations: Observations, id: str) -> None:
    programme = shipped().programmes[id]
    for province in observations.regions.provinces:
        position = at(province.code)
        own = counts_of(position, programme)
        inside = [
            counts_of(position, programme, region.code) for region in observations.regions.children(province.code)
        ]
        assert own.numerator and own.base
        assert own.numerator.count == sum(one.numerator.count for one in inside if one.numerator)
        assert own.base.count == sum(one.base.count for one in inside if one.base)


@pytest.mark.parametrize("id", FURTHER)
def test_the_ranks_of_the_provinces_are_a_competition_ranking_of_38(
    at: At, observations: Observations, id: str
) -> None:
    programme = shipped().programmes[id]
    ranked = [indicator(at(region.code), programme, "rank") for region in observations.regions.provinces]
    ranks = sorted(int(one.number) for one in ranked)
    assert ranks[0] == 1 and all(rank == ranks.index(rank) + 1 for rank in ranks)
    assert {one.detail["n"] for one in ranked} == {38}


@pytest.mark.parametrize("id", FURTHER)
def test_the_shares_of_the_nations_gap_add_up_to_the_whole(at: At, observations: Observations, id: str) -> None:
    programme = shipped().programmes[id]
    shares = [indicator(at(region.code), programme, "share_of_gap").number for region in observations.regions.provinces]
    assert sum(shares) == 100


def test_the_general_arithmetic_gives_the_values_of_the_catalogue_for_recording(at: At) -> None:
    recording = shipped().programmes["ktp_el"]
    kinds = ("coverage", "gap", "share_of_gap", "to_target", "rank", "tier_rank", "percentile")
    for code in ("64", "95", "ID", "6472"):
        position = at(code)
        known = compute(position)
        for kind in kinds if len(code) == 4 else (*kinds, "gross_gap"):
            assert indicator(position, recording, kind).value == known[recording.ids[kind]].value, (code, kind)


def test_the_bases_of_papua_and_a_full_hundred_are_doubted(at: At) -> None:
    def notes(code: str) -> list[str]:
        return [english(note) for note in compute_programmes(at(code))["kia.coverage"].notes]

    told = "base in doubt: children due one are {} percent of the population, nationally 26.5 percent"
    assert told.format("13.1") in notes("95")
    assert told.format("38.4") in notes("93")
    assert notes("64") == []
    assert any(note.startswith("exactly 100 percent") for note in notes("3371"))


def test_one_date_tells_no_change_and_two_tell_it_split_in_two(at: At, make: Callable[..., Observations]) -> None:
    assert compute_programmes(at("64"))["kia.numerator_effect"].value is None
    rows = [("64", "kia_owned", "2024-01-31", 50), ("64", "kia_due", "2024-01-31", 100)]
    rows += [("64", "kia_owned", "2024-06-30", 66), ("64", "kia_due", "2024-06-30", 110)]
    both = compute_programmes(Position(make(*rows), "64", at("64").edition))
    total = both["kia.numerator_effect"].number + both["kia.base_effect"].number
    assert total == Fraction(6600, 110) - Fraction(5000, 100)
    assert both["kia.gap_identity"].value == (110 - 66) - (100 - 50)


def test_a_district_has_no_further_programmes(at: At) -> None:
    assert compute_programmes(at("647201")) == {}


def test_the_nation_is_the_sum_of_its_provinces_and_says_so(at: At) -> None:
    counts = counts_of(at(NATION), shipped().programmes["kia"])
    assert counts.numerator and len(counts.numerator.derived_from) == 38


def test_a_simulated_panel_has_the_further_programmes_twice_a_year_and_its_parts_add_up(
    observations: Observations,
) -> None:
    from cakupan.simulate import simulate

    panel = simulate(observations, 24, seed=3)
    rows = {(code, measure, month): value for code, measure, month, value in panel.further}
    months = {month for _, _, month in rows}
    assert {panel.days[month].month for month in months} == {6, 12}
    for measure in ("kia_owned", "birth_certificate_due_0_5"):
        for month in months:
            provinces = {code: rows[code, measure, month] for code in panel.codes if len(code) == 2 and code != NATION}
            assert rows[NATION, measure, month] == sum(provinces.values())
            inside = [rows[code, measure, month] for code in panel.codes if len(code) == 4 and code.startswith("64")]
            assert provinces["64"] == sum(inside)
