"""Identities of the arithmetic on random counts."""

from __future__ import annotations

import math
from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.change import compare
from hypothesis import given
from hypothesis import strategies as st

people = st.integers(0, 300_000_000)
base = st.integers(1, 300_000_000)
shares = st.fractions(Fraction(1, 1000), 1)


@given(people, base, people, base)
def test_the_two_effects_sum_exactly_to_the_change_of_coverage(n0: int, d0: int, n1: int, d1: int) -> None:
    step = compare(n0, d0, n1, d1)
    assert step is not None
    assert step.effect_recording + step.effect_base == step.after - step.before == step.total


@given(people, base, people, base)
def test_the_change_of_the_gap_is_that_of_the_base_less_that_of_the_recorded(
    n0: int, d0: int, n1: int, d1: int
) -> None:
    step = compare(n0, d0, n1, d1)
    assert step is not None and step.gap == (d1 - n1) - (d0 - n0) == step.base - step.recorded


@given(people, base, people, base)
def test_going_back_undoes_both_effects(n0: int, d0: int, n1: int, d1: int) -> None:
    there, back = compare(n0, d0, n1, d1), compare(n1, d1, n0, d0)
    assert there is not None and back is not None
    assert (there.effect_recording, there.effect_base) == (-back.effect_recording, -back.effect_base)


@given(people, base, st.integers(1, 10**8))
def test_more_recorded_on_the_same_base_is_all_recording_effect(n: int, d: int, more: int) -> None:
    step = compare(n, d, n + more, d)
    assert step is not None and step.effect_base == 0 and step.effect_recording > 0


@given(people, base, st.integers(1, 10**8))
def test_a_grown_base_under_the_same_recorded_is_all_base_effect(n: int, d: int, more: int) -> None:
    step = compare(n, d, n, d + more)
    assert step is not None and step.effect_recording == 0 and step.effect_base <= 0


def test_an_empty_base_is_not_compared() -> None:
    assert compare(1, 0, 1, 1) is None and compare(1, 1, 1, 0) is None


@given(st.lists(st.tuples(people, people)))
def test_the_gross_gap_is_never_below_the_net_one(pairs: list[tuple[int, int]]) -> None:
    gross = formulas.gross_gap(pairs)
    assert gross >= max(0, sum(d - n for n, d in pairs))


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1))
def test_shares_of_the_gap_sum_to_a_hundred(gaps: list[int]) -> None:
    shares = [formulas.share_of_gap(gap, gaps) for gap in gaps]
    assert shares == [None] * len(gaps) or sum(share for share in shares if share is not None) == 100


@given(shares, base, people)
def test_the_people_to_a_target_reach_it_and_one_fewer_do_not(share: Fraction, d: int, reached: int) -> None:
    missing = formulas.people_to_target(share, d, reached)
    assert reached + missing >= share * d
    assert missing == 0 or reached + missing - 1 < share * d


@given(people, base, shares)
def test_attainment_is_the_rate_over_the_target_share(reached: int, d: int, share: Fraction) -> None:
    rate, attained = formulas.percentage(reached, d), formulas.attainment(reached, share, d)
    assert rate is not None and attained == rate / share


def test_a_percentage_is_exact_and_not_capped() -> None:
    assert formulas.percentage(3, 2) == 150 and formulas.percentage(1, 3) == Fraction(100, 3)
    assert formulas.percentage(1, 0) is None


@given(people)
def test_the_target_of_30_percent_is_rounded_up_to_whole_people(d: int) -> None:
    assert formulas.people_to_target(Fraction(3, 10), d, 0) == math.ceil(Fraction(3 * d, 10))
