"""What is computed from a capped figure is a bound: values, ranks and sentences that no hidden surplus can refute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from cakupan.indicators import Position, compute
from cakupan.indicators.bounds import Bounded, at_least, exact
from cakupan.indicators.caps import coverage_of
from cakupan.indicators.hidden import ASSUMED, reach_among, reach_of, reaches
from cakupan.indicators.what_if import what_if
from cakupan.observations import Observation, Observations, Source
from cakupan.words.numbers import round_half_up
from cakupan.words.sentences import english
from hypothesis import given
from hypothesis import strategies as st

At = Callable[..., Position]
DAY = dt.date(2024, 6, 30)


# --- the value type ---

FRACTIONS = st.fractions(min_value=0, max_value=1000, max_denominator=50)


@st.composite
def bounded(draw: st.DrawFn) -> tuple[Bounded, Fraction]:
    """A bounded value, and a true one that lies between its bounds."""
    low, value, high = sorted((draw(FRACTIONS), draw(FRACTIONS), draw(FRACTIONS)))
    kind = draw(st.sampled_from(["exact", "between", "at least"]))
    if kind == "exact":
        return exact(value), value
    top = high if kind == "between" else None
    truth = low + (high - low) * draw(st.fractions(min_value=0, max_value=1, max_denominator=20))
    return Bounded(value, low, top, frozenset({"cap"})), truth


def holds(result: Bounded, truth: Fraction) -> bool:
    return (result.low is None or result.low <= truth) and (result.high is None or truth <= result.high)


@given(bounded(), bounded(), st.fractions(min_value=-20, max_value=20, max_denominator=9))
def test_arithmetic_keeps_the_true_value_between_the_bounds(
    one: tuple[Bounded, Fraction], other: tuple[Bounded, Fraction], factor: Fraction
) -> None:
    (a, true_a), (b, true_b) = one, other
    assert holds(a + b, true_a + true_b)
    assert holds(a - b, true_a - true_b)
    assert holds(a * b, true_a * true_b)
    assert holds(a * factor, true_a * factor)
    assert holds(a.ceil(), Fraction(-((-true_a).__floor__())))
    assert holds((a - b).not_below(), max(Fraction(0), true_a - true_b))
    if b.low is not None and b.low > 0:
        assert holds(a / b, true_a / true_b)


def test_a_value_outside_of_its_bounds_is_refused() -> None:
    with pytest.raises(ValueError, match="does not lie between"):
        Bounded(Fraction(3), Fraction(4), None)


def test_a_ratio_of_a_capped_count_is_a_lower_bound_and_its_distance_to_a_target_an_upper_one() -> None:
    recorded = at_least(2_843_891)
    assert (recorded * 100 / 2_861_471).sign == "lower"
    assert (exact(2_861_471) * Fraction("0.994") - recorded).sign == "upper"
    assert exact(5).sign == ""


# --- each fault that was found, by name ---


@pytest.mark.parametrize(("code", "value"), [("64", 412), ("ID", 4_588_286)])
def test_fault_1_the_distance_to_the_target_is_an_upper_bound(at: At, code: str, value: int) -> None:
    to_go = compute(at(code))["K05"]
    assert (to_go.value, to_go.bound) == (value, "upper")
    assert any(english(note).startswith("at most so many") for note in to_go.notes)


def test_fault_1_eighteen_provinces_have_capped_parts_and_a_distance(at: At, observations: Observations) -> None:
    distances = [compute(at(region.code))["K05"] for region in observations.regions.provinces]
    assert sum(1 for one in distances if one.bound == "upper") == 18


def test_fault_1_six_provinces_reach_the_target_with_a_surplus_below_one_and_a_half_percent(
    at: At, observations: Observations
) -> None:
    """Found by an independent recomputation: 64, 21, 15, 65, 14 and 52."""
    target = Fraction("99.4")
    reached = set()
    for region in observations.regions.provinces:
        coverage = coverage_of(at(region.code), region.code, Fraction(15, 1000))
        if coverage is not None and coverage.value < target and coverage.high is not None and coverage.high >= target:
            reached.add(region.code)
    assert reached == {"64", "21", "15", "65", "14", "52"}


def test_fault_1_a_province_says_what_its_regencies_below_the_target_lack(at: At) -> None:
    detail = compute(at("64"))["K05"].detail
    assert (detail["inside"], detail["regencies_below"]) == (7_634, 6)


def test_fault_2_people_unrecorded_are_at_least_so_many_and_a_hidden_surplus_is_not_zero(at: At) -> None:
    indicators = compute(at("64"))
    assert (indicators["K02"].value, indicators["K02"].bound) == (17_580, "upper")  # of the net gap
    assert (indicators["K03"].value, indicators["K03"].bound) == (17_580, "lower")  # of people
    assert indicators["K03"].detail["surplus_hidden"] is None
    assert compute(at("95"))["K03"].detail["surplus_hidden"] == 0


@pytest.mark.parametrize(("surplus", "span"), [(Fraction(1, 100), (3, 7)), (Fraction(2, 100), (1, 9)), (None, (1, 21))])
def test_fault_3_the_rank_of_kalimantan_timur_has_the_range_that_hidden_surpluses_leave(
    at: At, surplus: Fraction | None, span: tuple[int, int]
) -> None:
    reach = reaches(at("64"), surplus)["64"]
    assert (reach.best, reach.worst) == span


def test_fault_3_rank_tier_percentile_and_range_carry_it(at: At) -> None:
    indicators = compute(at("64"))
    assert (indicators["K15"].detail["best"], indicators["K15"].detail["worst"]) == (3, 7)
    assert (indicators["K16"].detail["best"], indicators["K16"].detail["worst"]) == (1, 3)
    assert indicators["K17"].detail["best"] > indicators["K17"].detail["worst"]  # type: ignore[operator]
    assert indicators["K18"].value == "3–7"


def test_fault_4_a_share_of_gaps_says_that_hidden_ones_are_not_in_it(at: At) -> None:
    assert any("a share of the gaps that are shown" in english(note) for note in compute(at("64"))["K04"].notes)


def test_fault_8_the_doubt_of_a_base_is_carried_to_all_that_rests_on_it(at: At) -> None:
    indicators = compute(at("95"))
    for id in ("K01", "K02", "K03", "K04", "K05", "K28"):
        assert any("wajib KTP looks too high" in english(note) for note in indicators[id].notes), id


def test_fault_8_the_nation_says_where_the_gap_is_and_that_its_bases_are_doubted(at: At) -> None:
    detail = compute(at("ID"))["K22"].detail
    assert (detail["group"], detail["group_provinces"], detail["group_people"]) == ("Papua", 6, 2_133_503)
    assert isinstance(detail["group_doubted"], int) and detail["group_doubted"] >= 2


def test_fault_9_a_rate_over_an_older_base_says_which_way_it_errs(at: At) -> None:
    assert any("rather too high" in english(note) for note in compute(at("64"))["K06"].notes)


def test_what_if_tells_papua_pegununan_with_the_adult_share_of_the_nation(at: At) -> None:
    published, base = what_if(at("95"))
    assert (published.name, base.name, base.gap) == ("published", "base", 856_036)
    assert round_half_up(base.coverage, 1) == round_half_up(Fraction("20.7"), 1)


def test_what_if_is_empty_where_nothing_is_capped_or_doubted(at: At) -> None:
    assert what_if(at("11")) == ()


# --- every split that fits the capped figures ---


@st.composite
def panels(draw: st.DrawFn) -> list[list[tuple[int, int, bool]]]:
    """Provinces of regencies as (recorded as shown, wajib KTP, capped)."""

    def regency() -> tuple[int, int, bool]:
        base = draw(st.integers(20, 60))
        capped = draw(st.booleans())
        return (base if capped else draw(st.integers(base // 2, base - 1)), base, capped)

    return [[regency() for _ in range(draw(st.integers(1, 3)))] for _ in range(draw(st.integers(2, 3)))]


def printed_ranks(coverages: dict[str, Fraction]) -> dict[str, int]:
    rounded = {code: round_half_up(value, 2) for code, value in coverages.items()}
    return {code: 1 + sum(1 for other in rounded.values() if other > value) for code, value in rounded.items()}


@given(panels(), st.integers(0, 2))
def test_no_split_of_surplus_and_missing_that_fits_the_capped_figures_refutes_a_bound_or_a_rank_range(
    panel: list[list[tuple[int, int, bool]]], step: int
) -> None:
    """Every capped regency truly has 0, half or all of the assumed surplus more recorded, in all combinations."""
    surplus = ASSUMED * (step + 1)
    capped = [(p, r) for p, parts in enumerate(panel) for r, (_, _, is_capped) in enumerate(parts) if is_capped]
    coverages = {}
    for p, parts in enumerate(panel):
        n, d = sum(n for n, _, _ in parts), sum(d for _, d, _ in parts)
        hidden = sum(d for _, d, is_capped in parts if is_capped)
        shown = at_least(n, "cap", n + surplus * hidden) if hidden else exact(n)
        coverages[str(p)] = shown * 100 / d
    reach = reach_among(coverages)
    for shares in product((Fraction(0), surplus / 2, surplus), repeat=min(len(capped), 4)):
        more = dict(zip(capped, shares, strict=False))
        truly = {}
        for p, parts in enumerate(panel):
            n = sum(n + more.get((p, r), 0) * d for r, (n, d, _) in enumerate(parts))
            truly[str(p)] = Fraction(100) * n / sum(d for _, d, _ in parts)
            assert holds(coverages[str(p)], truly[str(p)])
        for code, rank in printed_ranks(truly).items():
            assert reach[code].best <= rank <= reach[code].worst


PROVINCE = "65"
REGENCIES = 5
REGENCY = st.tuples(st.integers(20, 60), st.integers(0, 12), st.booleans())


@given(st.lists(REGENCY, min_size=REGENCIES, max_size=REGENCIES))
def test_each_printed_indicator_holds_for_every_truth_that_its_source_allows(
    observations: Observations, drawn: list[tuple[int, int, bool]]
) -> None:
    """Surpluses of 0, 1 or 4 and 0 or 2 residents missing in each capped regency, in all combinations: values without a bound are the truth
    each time, bounds hold each time."""
    parts = [(base, base if capped else base - min(lacking, base), capped) for base, lacking, capped in drawn]
    rows = [(code.code, *part) for code, part in zip(observations.regions.children(PROVINCE), parts, strict=True)]
    shown, base = sum(n for _, _, n, _ in rows), sum(d for _, d, _, _ in rows)
    any_capped = any(capped for *_, capped in rows)
    figures = [
        Observation(
            code, measure, DAY.isoformat(), value, "people", "dkb", "ok", False, "", "S1", "", capped=any_capped
        )
        for code, d, n in [*((code, d, n) for code, d, n, _ in rows), (PROVINCE, base, shown)]
        for measure, value in (("recorded", n), ("wajib_ktp", d))
    ]
    target = Observation(
        "ID", "target_recorded_pct", "2024", Decimal("99.4"), "percent", "target", "ok", False, "", "S1", ""
    )
    data = Observations.of([*figures, target], {"S1": Source("S1", "a source", "", "", "yes")}, observations.regions)
    indicators = compute(Position(data, PROVINCE, DAY))
    # A regency that truly stands at 100 in a source that caps cannot be told from one that is cut off.
    unseen = [index for index, (_, d, n, _) in enumerate(rows) if n == d and any_capped]
    visible = sum(max(0, d - n) for index, (_, d, n, _) in enumerate(rows) if index not in unseen)
    for surpluses in product((0, 1, 4), repeat=len(unseen)):
        for missing in (0, 2):
            truth = {
                "K01": Fraction(100 * (shown + sum(surpluses)), base),
                "K02": base - shown - sum(surpluses),
                "K03": visible + missing * len(unseen),
                "K05": max(0, -(-994 * base // 1000) - shown - sum(surpluses)),
            }
            for id, value in truth.items():
                one = indicators[id]
                match one.bound:
                    case "lower":
                        assert one.number <= value, id
                    case "upper":
                        assert one.number >= value, id
                    case _:
                        # A distance of zero is exact, however much more is recorded.
                        assert one.number == value, id


def test_reach_is_worked_out_once_and_is_the_same_from_any_region(at: At) -> None:
    assert reach_of(at("64"), "31") == reach_of(at("31"))
