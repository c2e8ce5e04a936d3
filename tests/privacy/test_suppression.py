"""Small counts cannot be worked out from what is shown: every small table is tried against a reader who tries everything."""

from __future__ import annotations

from itertools import combinations_with_replacement, product

import pytest
from cakupan.privacy.suppression import SMALL, Withheld, is_small, withhold

Rows = dict[str, tuple[int, int]]


def possible(rows: Rows, withheld: Withheld, small: int) -> dict[str, set[int]]:
    """What each withheld small count may be, for a reader who knows the wholes, the signs, the shown rows and the total."""
    hidden = [code for code in rows if code in withheld]
    total = sum(rows[code][0] for code in hidden)

    def choices(code: str) -> list[int]:
        part, whole = rows[code]
        few, many = 0 < part < small, 0 < whole - part < small
        fits = {
            (True, True): lambda x: 0 < x < small and whole - x > 0,
            (True, False): lambda x: 0 < x < small,
            (False, True): lambda x: 0 < whole - x < small,
            (False, False): lambda x: x >= small and whole - x >= small,
        }[few, many]
        return [x for x in range(whole + 1) if fits(x)]

    found: dict[str, set[int]] = {code: set() for code in withheld.small}
    for guess in product(*(choices(code) for code in hidden)):
        if sum(guess) == total:
            for code, x in zip(hidden, guess, strict=True):
                if code in found:
                    found[code].add(x)
    return found


@pytest.fixture
def tiny() -> int:
    """A threshold of 3, so that all tables can be tried."""
    return 3


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_in_every_small_table_each_withheld_count_may_be_any_small_number_or_the_table_is_called_unsafe(
    tiny: int, n: int
) -> None:
    unsafe = tried = 0
    for parts in combinations_with_replacement(range(9), n):
        rows = {f"d{i}": (part, 12) for i, part in enumerate(parts)}
        withheld = withhold(rows, tiny)
        if not withheld:
            assert not any(0 < part < tiny or 0 < 12 - part < tiny for part in parts)
            continue
        tried += 1
        unsafe += not withheld.safe
        if withheld.safe:
            for code, values in possible(rows, withheld, tiny).items():
                assert values >= {1, 2}, (rows, withheld, code)
    assert (tried > 0 and unsafe < tried) or n == 1


@pytest.mark.parametrize("wholes", [(6, 8, 10), (4, 9, 12), (12, 5, 7)])
def test_the_complement_is_protected_like_the_part(tiny: int, wholes: tuple[int, int, int]) -> None:
    checked = 0
    for parts in product(*(range(whole + 1) for whole in wholes)):
        rows = {f"d{i}": (part, whole) for i, (part, whole) in enumerate(zip(parts, wholes, strict=True))}
        withheld = withhold(rows, tiny)
        for code, (part, whole) in rows.items():
            assert (code in withheld.small) is (0 < part < tiny or 0 < whole - part < tiny)
        if withheld and withheld.safe:
            for code, values in possible(rows, withheld, tiny).items():
                assert len(values) >= 2, (rows, withheld, code)
                checked += 1
    assert checked > 50


def test_a_table_is_called_unsafe_only_when_withholding_all_rows_that_can_hide_others_does_not_help(tiny: int) -> None:
    for parts in combinations_with_replacement(range(9), 3):
        rows = {f"d{i}": (part, 12) for i, part in enumerate(parts)}
        withheld = withhold(rows, tiny)
        if withheld and not withheld.safe:
            hiding = {code for code, (part, _) in rows.items() if part >= tiny and 12 - part >= tiny}
            assert withheld.others == hiding
            narrow = possible(rows, withheld, tiny)
            assert any(values < {1, 2} for values in narrow.values())


def test_without_a_small_count_nothing_is_withheld() -> None:
    withheld = withhold({"a": (0, 500), "b": (10, 500), "c": (-4, 500)})
    assert not withheld and "a" not in withheld and withheld.safe


def test_one_small_count_takes_the_smallest_other_with_it_that_hides_it() -> None:
    rows = {"a": (4, 500), "b": (11, 700), "c": (40, 800), "d": (95, 900)}
    withheld = withhold(rows)
    # 11 would not do: 15 in all leaves at most 5 for a row below 10 beside one of at least 10.
    assert (withheld.small, withheld.others, withheld.safe) == (frozenset("a"), frozenset("c"), True)


def test_zeros_and_surpluses_hide_nothing_and_stay() -> None:
    withheld = withhold({"a": (4, 500), "b": (0, 700), "c": (-30, 800), "d": (60, 900)})
    assert withheld.others == frozenset("d")


def test_a_lone_district_cannot_be_protected_from_its_own_total() -> None:
    assert not withhold({"a": (4, 500)}).safe


def test_the_choice_does_not_depend_on_the_order_of_the_rows() -> None:
    rows = {"a": (4, 500), "b": (30, 700), "c": (30, 800), "d": (95, 900)}
    assert withhold(rows) == withhold(dict(reversed(rows.items())))
    assert withhold(rows).others == frozenset("b")


@pytest.mark.parametrize(("count", "expected"), [(-1, False), (0, False), (1, True), (SMALL - 1, True), (SMALL, False)])
def test_counts_from_one_to_nine_are_small(count: int, expected: bool) -> None:
    assert is_small(count) is expected
