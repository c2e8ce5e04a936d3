"""What must hold for every claim: true pairs are never refused, wrong digits never accepted, intervals never too narrow."""

from __future__ import annotations

from fractions import Fraction

from cakupan.claims import LABELS, ClaimProblem, Known, claim_of, judge, judge_all, read_count, read_percent
from cakupan.claims.readings import figure, read
from cakupan.words.numbers import Formatter, round_half_up
from hypothesis import assume, given
from hypothesis import strategies as st

FORMAT = Formatter("id")
people = st.integers(min_value=100, max_value=300_000_000)
decimals = st.integers(min_value=0, max_value=4)
BASES = ("recorded", "wajib_ktp", "population", "voters")


def count(value: int) -> str:
    return FORMAT.count(value).text


def percent(value: Fraction, places: int, cut: bool = False) -> str:
    number = Fraction(int(value * 10**places), 10**places) if cut else Fraction(round_half_up(value, places))
    return FORMAT.decimal(number, places).text.replace(".", "")


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, int, str, int, Fraction]:
    """A measure with its count, a base with its count, and the target share (1 for a rate)."""
    base = draw(people)
    measure = draw(st.sampled_from(("recorded", "unrecorded", "ikd_active")))
    name = draw(st.sampled_from(BASES[1:] if measure != "ikd_active" else BASES))
    part = draw(st.integers(min_value=1, max_value=base))
    share = (
        draw(st.sampled_from((Fraction(1), Fraction(25, 100), Fraction(3, 10))))
        if measure == "ikd_active"
        else Fraction(1)
    )
    return measure, part, name, base, share


@given(pairs(), decimals, st.booleans())
def test_true_pair_is_never_inconsistent(pair: tuple[str, int, str, int, Fraction], places: int, cut: bool) -> None:
    measure, part, name, base, share = pair
    value = Fraction(100 * part, base) / share
    assume(value < 1000)
    cells = {"id": "x", "region": "64", "measure": measure, measure: count(part), name: count(base)}
    target = {"base": "target", "target_share": percent(share * 100, 0)} if share != 1 else {"base": name}
    verdict = judge(claim_of(**cells, **target, percent=percent(value, places, cut)))
    assert verdict.verdict == "consistent"


@given(pairs(), decimals, st.sampled_from((-2, -1, 1, 2)))
def test_digit_off_is_never_consistent(pair: tuple[str, int, str, int, Fraction], places: int, off: int) -> None:
    measure, part, name, base, _ = pair
    value = Fraction(100 * part, base)
    ulp = Fraction(1, 10**places)
    wrong = Fraction(round_half_up(value, places)) + off * ulp
    assume(0 <= wrong <= 1000 and wrong != Fraction(int(value * 10**places), 10**places))
    cells = {"id": "x", "region": "64", "measure": measure, "base": name, measure: count(part), name: count(base)}
    assert judge(claim_of(**cells, percent=percent(wrong, places))).verdict != "consistent"


@st.composite
def activations(draw: st.DrawFn) -> tuple[int, list[int]]:
    """Three bases, smallest first, and a count that is no more than any of them."""
    bases = sorted(draw(st.lists(people, min_size=3, max_size=3, unique=True)))
    return draw(st.integers(1, min(bases[0], 10**7))), bases


@given(activations(), st.permutations(BASES[:3]))
def test_label_is_found_wrong_when_exactly_one_other_base_fits(drawn: tuple[int, list[int]], names: list[str]) -> None:
    active, bases = drawn
    sizes = dict(zip(BASES[:3], bases, strict=True))
    named, true = names[0], names[1]
    texts = {name: percent(Fraction(100 * active, size), 2) for name, size in sizes.items()}
    cuts = {name: percent(Fraction(100 * active, size), 2, cut=True) for name, size in sizes.items()}
    rest = [name for name in sizes if name != true]
    assume(all(texts[true] not in (texts[name], cuts[name]) for name in rest))
    cells = {"id": "x", "region": "64", "measure": "ikd_active", "base": named, "ikd_active": count(active)}
    claim = claim_of(**cells, **{name: count(size) for name, size in sizes.items()}, percent=texts[true])
    verdict = judge(claim)
    assert verdict.verdict == "mislabelled"
    assert true in {reading.denominator for reading in verdict.readings}


@given(people, people, st.integers(0, 4), st.integers(0, 4))
def test_span_of_rounded_counts_holds_the_true_percentage(part: int, base: int, digits: int, more: int) -> None:
    assume(part >= 10 ** (digits + 1) and base >= 10 ** (more + 1))
    numerator = figure("recorded", read_count(rounded(part, digits)))
    denominator = figure("wajib_ktp", read_count(rounded(base, more)))
    reading = read(numerator, denominator, Fraction(1))
    assert reading is not None
    assert reading.lo <= Fraction(100 * part, base)
    assert reading.hi is None or Fraction(100 * part, base) <= reading.hi


def rounded(value: int, digits: int) -> str:
    """A count printed in thousands with as many decimals as leave `digits` digits out, or in full."""
    if digits == 0:
        return count(value)
    places = max(0, 3 - digits)
    unit = 10 ** (3 - places)
    whole = (2 * value + unit) // (2 * unit)
    return FORMAT.decimal(Fraction(whole * unit, 1000), places).text + " ribu"


@given(st.integers(0, 10**10))
def test_count_survives_printing_and_reading(value: int) -> None:
    number = read_count(count(value))
    assert (number.value, number.rounded) == (value, False)


@given(st.integers(0, 10**6), decimals)
def test_percentage_survives_printing_and_reading(digits: int, places: int) -> None:
    value = Fraction(digits, 10**places)
    assume(value <= 1000)
    number = read_percent(percent(value, places))
    assert (number.value, number.places) == (value, places)
    assert number.half_up.holds(value)
    assert number.truncation.holds(value)


@given(st.text(max_size=24))
def test_any_text_is_read_or_refused_but_never_breaks(text: str) -> None:
    for read_number in (read_count, read_percent):
        try:
            number = read_number(text)
        except ValueError:
            continue
        assert number.value >= 0


NUMBERS = (
    "",
    "0",
    "7",
    "2.860.701",
    "2.878.769",
    "156.639",
    "5,3 juta",
    "lebih 2 juta",
    "hampir 5 juta",
    "sekitar 12.000",
    "2-3 juta",
    "nyaris 3 juta",
    "maksimal 2.853",
    "1 juta lebih",
)
CELLS = st.fixed_dictionaries(
    {
        "region": st.sampled_from(("ID", "64", "6472")),
        "as_of": st.sampled_from(("", "2024", "2024-10", "2024-11-12")),
        "published": st.sampled_from(("", "2024-11-08", "2023")),
        "measure": st.sampled_from(
            ("", "recorded", "unrecorded", "ikd_active", "wajib_ktp", "target_count", "voters", "kia_owned")
        ),
        "percent": st.sampled_from(("", "0", "99,54", "18,25", "5,4", "100", "lebih 51", "hampir 1", "30-40", "0,00")),
        "base": st.sampled_from(("", "target", *BASES)),
        "target_share": st.sampled_from(("", "0", "30", "99,4")),
        "statement": st.sampled_from(
            ("", "tertinggi", "peringkat 99", "30 persen dari wajib KTP", "sepanjang tahun 2024")
        ),
        "source_url": st.sampled_from(("", "https://example.org/2024/13/45", "https://example.org/2024/11/08/a")),
        **{
            name: st.sampled_from(NUMBERS)
            for name in (*BASES, "unrecorded", "ikd_active", "target_count", "kia_owned", "kia_due")
        },
    }
)


KNOWNS = st.tuples(
    st.sampled_from((*BASES, "ikd_active", "kia_due", "recorded_disputed")),
    people,
    st.sampled_from(("2023", "2024-06-30", "2024-11-12", "2025-03")),
)


@given(st.lists(CELLS, max_size=6), st.lists(KNOWNS, max_size=6))
def test_every_table_gets_verdicts_whatever_stands_in_it(
    rows: list[dict[str, str]], others: list[tuple[str, int, str]]
) -> None:
    claims = []
    for number, row in enumerate(rows):
        try:
            claims.append(claim_of(id=str(number), **row))
        except ClaimProblem:
            continue
    knowns = [Known.of(name, value, as_of, "S1") for name, value, as_of in others]
    verdicts = judge_all(claims, lambda claim: knowns)
    assert [verdict.claim for verdict in verdicts] == claims
    assert all(verdict.to_json()["verdict"] in LABELS for verdict in verdicts)
