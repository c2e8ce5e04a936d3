"""Between which ranks a region stands, over the ways of reading that the data allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

from cakupan.indicators import Position, formulas
from cakupan.indicators.nationwide import digest
from cakupan.indicators.rank_range import rank_range, rank_ranges
from cakupan.observations import Observations
from cakupan.settings import Settings
from cakupan.words.sentences import english
from hypothesis import given
from hypothesis import strategies as st

Make = Callable[..., Observations]
At = Callable[..., Position]
END = dt.date(2024, 12, 31)
percentages = st.dictionaries(st.text(min_size=1, max_size=3), st.fractions(0, 120), min_size=1, max_size=40)


@given(percentages)
def test_ranks_without_ties_are_a_permutation(values: dict[str, Fraction]) -> None:
    spread = {code: Fraction(place) for place, code in enumerate(values)}
    assert sorted(formulas.competition_ranks(spread).values()) == list(range(1, len(values) + 1))


@given(percentages)
def test_a_rank_is_one_more_than_the_number_ahead_at_the_printed_decimals(values: dict[str, Fraction]) -> None:
    from cakupan.words.numbers import round_half_up

    ranks = formulas.competition_ranks(values)
    rounded = {code: round_half_up(value, 2) for code, value in values.items()}
    assert all(ranks[code] == 1 + sum(1 for other in rounded.values() if other > rounded[code]) for code in values)


def test_ties_share_a_rank_and_the_next_is_skipped() -> None:
    values = {"a": Fraction("99.994"), "b": Fraction("99.99"), "c": Fraction("99.98")}
    assert formulas.competition_ranks(values) == {"a": 1, "b": 1, "c": 3}


@given(st.integers(2, 50))
def test_percentiles_run_from_all_to_none(n: int) -> None:
    assert (formulas.percentile(1, n), formulas.percentile(n, n), formulas.percentile(1, 1)) == (100, 0, None)


def test_kaltims_range_names_the_scenarios_used_and_those_that_lack_figures(at: At) -> None:
    k18 = rank_range(at("64"))
    assert k18.value == "3–7" and set(k18.detail["scenarios"]) == {"S0", "S4", "S6"}  # type: ignore[call-overload]
    assert k18.detail["not_used"] == {"S1": 38, "S3": 38, "S5": 38}


def test_a_rank_that_hidden_surpluses_could_move_by_more_than_two_is_not_firm(at: At) -> None:
    k18 = rank_range(at("64"))
    assert k18.detail["firm"] is False
    assert "between 3 and 7" in english(k18.notes[0])


def test_a_range_that_nothing_could_test_is_not_called_firm(at: At) -> None:
    k18 = rank_range(at("11"))
    assert k18.detail["firm"] is None
    assert any("how firm the rank is cannot be told" in english(note) for note in k18.notes)


def test_a_capped_regency_shares_its_rank_with_66_others_and_is_not_firm(at: At) -> None:
    k18 = rank_range(at("6403"))
    assert (k18.value, k18.detail["firm"], k18.detail["n"]) == ("1–67", False, 514)
    assert "is not firm" in english(k18.notes[0])


def test_every_rank_lies_in_its_range(at: At) -> None:
    for level, n in (("province", 38), ("regency", 514)):
        ranges = rank_ranges(at("64").observations, level, END, Settings())  # type: ignore[arg-type]
        assert len(ranges) == n and all(1 <= r.best <= r.rank <= r.worst <= n for r in ranges.values())


def test_the_nation_has_no_peers(at: At) -> None:
    k18 = rank_range(at("ID"))
    assert k18.value is None and k18.reason is not None


def months(observations: Observations, shift: dict[str, int]) -> list[tuple[str, str, str, int]]:
    """Two months of all provinces: coverage falls with the code; in the newer month some are shifted."""
    rows: list[tuple[str, str, str, int]] = []
    for place, province in enumerate(observations.regions.provinces):
        for day, moved in (("2024-11-30", 0), ("2024-12-31", shift.get(province.code, 0))):
            rows.append((province.code, "recorded", day, 990_000 - 1_000 * place + moved))
            rows.append((province.code, "wajib_ktp", day, 1_000_000))
    return rows


def test_the_month_before_widens_the_range(make: Make, observations: Observations) -> None:
    small = make(*months(observations, {"13": 2_500}))
    span = rank_ranges(small, "province", END, Settings())["13"]
    assert dict(span.ranks)["S0"] == (1, 1) and dict(span.ranks)["S3"] == (3, 3)
    assert (span.best, span.worst, span.firm) == (1, 3, True)


def test_more_than_two_ranks_are_not_firm(make: Make, observations: Observations) -> None:
    span = rank_ranges(make(*months(observations, {"16": 5_500})), "province", END, Settings())["16"]
    assert (span.best, span.worst, span.firm) == (1, 6, False)


def test_a_scenario_that_lacks_one_region_is_not_used_for_any(make: Make, observations: Observations) -> None:
    rows = [row for row in months(observations, {}) if not (row[0] == "96" and row[2] == "2024-11-30")]
    span = rank_ranges(make(*rows), "province", END, Settings())["11"]
    assert "S3" not in dict(span.ranks) and dict(span.unused)["S3"] == 1


def test_the_previous_edition_of_the_base_is_a_scenario(make: Make, observations: Observations) -> None:
    rows = months(observations, {})
    rows += [
        (p.code, "wajib_ktp", "2024-06-30", 900_000 if p.code == "15" else 1_000_000)
        for p in observations.regions.provinces
    ]
    span = rank_ranges(make(*rows), "province", END, Settings())["15"]
    assert dict(span.ranks)["S1"] == (1, 1) and span.rank == 5


def test_capping_regencies_undoes_a_surplus(make: Make, observations: Observations) -> None:
    rows: list[tuple[str, str, str, int]] = []
    for province in observations.regions.provinces:
        children = observations.regions.children(province.code)
        for place, regency in enumerate(children):
            recorded = 980 if province.code != "64" else (1_900 if place == 0 else 900)
            rows += [
                (regency.code, "recorded", "2024-12-31", recorded),
                (regency.code, "wajib_ktp", "2024-12-31", 1_000),
            ]
        recorded = sum(
            row[3] for row in rows if row[0][:2] == province.code and row[1] == "recorded" and len(row[0]) == 4
        )
        rows += [
            (province.code, "recorded", "2024-12-31", recorded),
            (province.code, "wajib_ktp", "2024-12-31", 1_000 * len(children)),
        ]
    span = rank_ranges(make(*rows), "province", END, Settings())["64"]
    assert dict(span.ranks)["S0"] == (1, 1) and dict(span.ranks)["S2"] == (38, 38)


def test_a_report_rests_on_its_own_piece_and_not_on_all_regencies(observations: Observations) -> None:
    view = observations.traced()
    rank_range(Position(view, "64", END))
    regencies = {region for region, _ in view.trace.keys if len(region) == 4}
    assert regencies <= {region.code for region in view.regions.children("64")}
    assert view.trace.derived["rank_range:64"] == digest(observations, "rank_range:64", END)


def test_an_unknown_address_has_no_digest(observations: Observations) -> None:
    assert digest(observations, "nothing:64", END) is None and digest(observations, "rank_range:99", END) is None
