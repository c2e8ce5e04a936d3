"""Kinds of claims that were once judged wrong: bounds, rough counts, targets, evidence nearly right, failing sums, KIA.

Each row of kinds.csv is made from published figures, true or subtly wrong, and argues its verdict in a comment; the other tests
say the same for any numbers.
"""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from cakupan.claims import Known, Outside, Verdict, claim_of, judge, load_claims
from cakupan.words.numbers import Formatter, round_half_up
from cakupan.words.sentences import english
from hypothesis import assume, given
from hypothesis import strategies as st

TABLE = Path(__file__).with_name("kinds.csv")
with TABLE.open(encoding="utf-8") as _file:
    EXPECTED = {row["id"]: row for row in csv.DictReader(_file)}
FORMAT = Formatter("id")

OVER = ("lebih dari {}", "{} lebih", "di atas {}", "setidaknya {}", "minimal {}", "tidak kurang dari {}", "more than {}",
        "at least {}", "sedikitnya {}", "mencapai lebih dari {}", "{} or more", "melebihi {}", "≥ {}")  # fmt: skip
UNDER = ("kurang dari {}", "di bawah {}", "maksimal {}", "tidak lebih dari {}", "belum sampai {}", "less than {}",
         "at most {}", "fewer than {}", "paling banyak {}", "< {}")  # fmt: skip
ALMOST = ("hampir {}", "nyaris {}", "mendekati {}", "almost {}", "nearly {}")
ABOUT = ("sekitar {}", "kurang lebih {}", "± {}", "about {}", "kira-kira {}", "di kisaran {}")


def count(value: int) -> str:
    return FORMAT.count(value).text


def percent(value: Fraction, places: int = 2) -> str:
    return FORMAT.decimal(Fraction(round_half_up(value, places)), places).text.replace(".", "")


def sentences(verdict: Verdict) -> str:
    return " ".join(english(finding) for finding in verdict.findings)


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{case} {row['comment'][:60]}") for case, row in EXPECTED.items()]
)
def test_claim_made_from_published_figures(outside: Outside, case: str) -> None:
    claim = next(claim for claim in load_claims(TABLE).claims if claim.id == case)
    verdict = judge(claim, outside.evidence_for(claim))
    assert (verdict.verdict, " ".join(verdict.marks)) == (EXPECTED[case]["expected"], EXPECTED[case]["marks"])


# Words that make a bound ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "fitting", "failing"),
    [(OVER, ("2,8 juta", "2.868.000"), ("2,9 juta", "2.869.000")), (UNDER, ("2,9 juta", "2.869.000"), ("2,8 juta", "2.868.000")),
     (ALMOST, ("2,9 juta", "3 juta"), ("2,8 juta", "4 juta")), (ABOUT, ("2,9 juta", "3 juta"), ("2,5 juta", "3,5 juta"))],
)  # fmt: skip
def test_words_in_a_cell_are_a_bound_of_its_count(
    words: tuple[str, ...], fitting: tuple[str, ...], failing: tuple[str, ...]
) -> None:
    cells = {"id": "x", "region": "64", "measure": "recorded", "base": "wajib_ktp", "percent": "99,65"}
    for word in words:
        for number in (*fitting, *failing):
            verdict = judge(claim_of(**cells, recorded=word.format(number), wajib_ktp="2.878.769")).verdict
            assert (verdict == "consistent") == (number in fitting), word.format(number)


@pytest.mark.parametrize(
    ("words", "fitting", "failing"),
    [(OVER, "99", "99,9"), (UNDER, "99,9", "99"), (ALMOST, "100", "99"), (ABOUT, "99", "97")],
)  # fmt: skip
def test_words_in_a_cell_are_a_bound_of_its_percentage(words: tuple[str, ...], fitting: str, failing: str) -> None:
    cells = {"id": "x", "region": "64", "measure": "recorded", "base": "wajib_ktp", "recorded": "2.868.568"}
    for word in words:
        for number, verdict in ((fitting, "consistent"), (failing, "inconsistent")):
            claim = claim_of(**cells, wajib_ktp="2.878.769", percent=word.format(number))
            assert judge(claim).verdict == verdict, word.format(number)


@pytest.mark.parametrize(
    "statement", ["Lebih dari 2,9 juta telah merekam", "kini sudah 2,9 juta jiwa lebih", "at least 2,9 juta"]
)
def test_words_of_the_statement_are_a_bound_where_the_cell_has_none(statement: str) -> None:
    cells = {
        "id": "x",
        "region": "64",
        "measure": "recorded",
        "base": "wajib_ktp",
        "percent": "99,65",
        "wajib_ktp": "2.878.769",
    }
    assert judge(claim_of(**cells, recorded="2,9 juta")).verdict == "consistent"
    assert judge(claim_of(**cells, recorded="2,9 juta", statement=statement)).verdict == "inconsistent"


@pytest.mark.parametrize(
    "statement",
    ["2,9 juta, lebih banyak dari tahun lalu", "lebih dari 12,9 juta", "belum 2,9 juta", "lebih dari 2,9 persen"],
)
def test_words_that_belong_to_something_else_are_no_bound(statement: str) -> None:
    claim = claim_of(id="x", region="64", measure="recorded", recorded="2,9 juta", statement=statement)
    assert claim.figures["recorded"].relation == "plain"


def test_bound_of_the_rest_refutes_a_base_of_another_size() -> None:
    cells = {
        "id": "x",
        "region": "64",
        "as_of": "2024-11-12",
        "measure": "recorded",
        "base": "wajib_ktp",
        "percent": "99,65",
    }
    known = (Known("wajib_ktp", 2878769, "2024-06-30"),)
    for unrecorded, verdict in (("lebih dari 10 ribu", "unverifiable"), ("lebih dari 40 ribu", "inconsistent"),
                                ("kurang dari 5 ribu", "inconsistent"), ("hampir 100 ribu", "inconsistent")):  # fmt: skip
        assert judge(claim_of(**cells, unrecorded=unrecorded), known).verdict == verdict, unrecorded


# Counts with one significant figure ---------------------------------------------------------------------------------------


@given(st.integers(1, 9), st.sampled_from(((10**6, "juta"), (10**9, "miliar"))), st.integers(10, 400))
def test_one_significant_figure_never_beats_an_exact_pair(digit: int, unit: tuple[int, str], rate: int) -> None:
    scale, name = unit
    base = digit * scale + 7 * scale // 1000 + 3
    active = base * rate // 1000
    value = Fraction(100 * active, base)
    word = f"{digit} {name}"
    cells = {"id": "x", "region": "64", "measure": "ikd_active", "ikd_active": count(active), "percent": percent(value)}
    assert judge(claim_of(**cells, base="recorded", recorded=word, wajib_ktp=count(base))).verdict == "mislabelled"
    assert judge(claim_of(**cells, base="", recorded=word, wajib_ktp=count(base))).verdict == "consistent"
    wrong = {**cells, "percent": percent(value + Fraction(1, 10))}
    assert judge(claim_of(**wrong, base="wajib_ktp", recorded=word, wajib_ktp=count(base))).verdict == "inconsistent"


@given(st.integers(2_460_000, 2_480_000), st.booleans(), st.sampled_from(("2024-06-30", "2024-09-28")))
def test_what_is_known_of_a_rounded_count_narrows_it(base: int, mirrored: bool, as_of: str) -> None:
    base, other = (5_000_000 - base, 2_460_000) if mirrored else (base, 2_540_000)
    cells = {"id": "x", "region": "64", "as_of": "2024-07-30", "measure": "ikd_active", "base": "wajib_ktp"}
    known = (Known("wajib_ktp", base, as_of),)
    right, off = (
        claim_of(
            **cells, ikd_active="125.000", wajib_ktp="sekitar 2,5 juta", percent=percent(Fraction(12_500_000, whole))
        )
        for whole in (base, other)
    )
    assert [judge(claim).verdict for claim in (right, off)] == ["consistent", "consistent"]
    assert [judge(claim, known).verdict for claim in (right, off)] == ["consistent", "inconsistent"]


# The base that a target stands for ----------------------------------------------------------------------------------------


@given(
    st.integers(50_000, 5_000_000),
    st.integers(1, 60),
    st.sampled_from((20, 25, 30)),
    st.sampled_from(("recorded", "wajib_ktp")),
)
def test_target_and_share_are_a_base_without_evidence(base: int, rate: int, share: int, name: str) -> None:
    active = max(1, base * rate // 100 - 7)
    target = base * share // 100
    cells = {
        "id": "x",
        "region": "64",
        "measure": "ikd_active",
        "ikd_active": count(active),
        "target_count": count(target),
    }
    value = Fraction(100 * active, base)
    right = judge(claim_of(**cells, target_share=str(share), base=name, percent=percent(value)))
    assert (right.verdict, right.decided_by) == ("consistent", "text")
    assert "stands for a base of" in sentences(right)
    wrong = claim_of(**cells, target_share=str(share), base=name, percent=percent(value * Fraction(11, 10) + 1))
    assert judge(wrong).verdict in ("inconsistent", "mislabelled")


def test_base_of_the_target_goes_before_evidence() -> None:
    cells = {
        "id": "x",
        "region": "5171",
        "as_of": "2024-11-13",
        "measure": "ikd_active",
        "base": "recorded",
        "percent": "4,12",
    }
    claim = claim_of(**cells, ikd_active="21.053", target_share="30", target_count="153.430")
    far = (Known("recorded", 700_000, "2024-11-13"), Known("wajib_ktp", 510_998, "2024-11-13"))
    assert (judge(claim, far).verdict, judge(claim, far).decided_by) == ("consistent", "text")


def test_one_base_under_two_names_is_ambiguous() -> None:
    cells = {
        "id": "x",
        "region": "5171",
        "measure": "ikd_active",
        "base": "recorded",
        "percent": "4,12",
        "ikd_active": "21.053",
    }
    claim = claim_of(**cells, target_share="30", target_count="153.430", statement="target 30 persen dari wajib KTP")
    assert judge(claim).verdict == "ambiguous"


# Evidence that is nearly right ----------------------------------------------------------------------------------------------


@given(st.integers(100_000, 9_000_000), st.integers(-50, 50))
def test_evidence_of_the_same_day_agrees_only_where_it_gives_the_digits(base: int, off: int) -> None:
    part = base * 97 // 100
    cells = {
        "id": "x",
        "region": "64",
        "as_of": "2024-06-30",
        "measure": "recorded",
        "base": "wajib_ktp",
        "recorded": count(part),
    }
    claim = claim_of(**cells, percent=percent(Fraction(100 * part, base)))
    known = base * (1000 + off) // 1000
    assume(known != part)  # a base that is the very count of the recorded could be either
    verdict = judge(claim, (Known("wajib_ktp", known, "2024-06-30"),))
    assert (verdict.verdict == "consistent") == (
        percent(Fraction(100 * part, known)) == percent(Fraction(100 * part, base))
    )
    if abs(off) > 10:
        assert (verdict.verdict, "that agrees" in sentences(verdict)) == ("inconsistent", False)


@pytest.mark.parametrize("off", [-5, -4, -3, 3, 4, 5])
def test_evidence_three_to_five_percent_off_some_weeks_away_does_not_agree(off: int) -> None:
    cells = {"id": "x", "region": "64", "as_of": "2024-08-15", "measure": "ikd_active", "base": "wajib_ktp"}
    claim = claim_of(**cells, ikd_active="143.925", percent="5,00")
    verdict = judge(claim, (Known("wajib_ktp", 2_878_500 * (100 + off) // 100, "2024-06-30"),))
    assert "that agrees" not in sentences(verdict)
    assert verdict.verdict in ("inconsistent", "unverifiable")


def test_a_base_may_have_moved_as_bases_move() -> None:
    cells = {
        "id": "x",
        "region": "64",
        "measure": "ikd_active",
        "base": "wajib_ktp",
        "ikd_active": "143.925",
        "percent": "5,00",
    }
    known = (Known("wajib_ktp", 2_800_000, "2024-06-30"),)
    for as_of, agrees in (
        ("2024-07-31", False),
        ("2025-02-28", True),
    ):  # 2,8 percent: not in a month, but over a New Year
        assert ("that agrees" in sentences(judge(claim_of(**cells, as_of=as_of), known))) == agrees


def test_page_without_a_reference_date_may_print_an_older_register() -> None:
    cells = {
        "id": "x",
        "region": "64",
        "measure": "ikd_active",
        "base": "wajib_ktp",
        "ikd_active": "143.925",
        "percent": "5,00",
    }
    known = (Known("wajib_ktp", 2_940_000, "2024-08-15"),)
    assert judge(claim_of(**cells, published="2024-08-15"), known).verdict == "unverifiable"
    assert judge(claim_of(**cells, as_of="2024-08-15"), known).verdict == "inconsistent"


def test_evidence_that_would_fit_anything_decides_nothing() -> None:
    cells = {
        "id": "x",
        "region": "64",
        "as_of": "2024-06-30",
        "measure": "ikd_active",
        "target_share": "30",
        "percent": "9,00",
    }
    base = Known("wajib_ktp", 2_861_471, "2024-06-30")
    wide = (base, Known("ikd_active", 150_000, "2024-12-12"))
    narrow = (base, Known("ikd_active", 75_000, "2024-06-01"), Known("ikd_active", 80_000, "2024-07-15"))
    assert judge(claim_of(**cells, base="wajib_ktp"), wide).verdict == "unverifiable"
    assert judge(claim_of(**cells, base="wajib_ktp"), narrow).verdict == "mislabelled"
    assert judge(claim_of(**cells, base="target"), narrow).verdict == "consistent"


def test_percentage_without_decimals_implies_too_wide_a_base_to_tell() -> None:
    claim = claim_of(
        id="x",
        region="64",
        as_of="2024-06-30",
        measure="ikd_active",
        base="wajib_ktp",
        percent="2",
        ikd_active="57.000",
    )
    verdict = judge(claim, (Known("wajib_ktp", 2_861_471, "2024-05-31"),))
    assert "the span is too wide to tell" in sentences(verdict)


# Sums that fail -------------------------------------------------------------------------------------------------------------


@given(
    st.integers(100_000, 9_000_000),
    st.integers(800, 990),
    st.integers(-30, 30),
    st.sampled_from(("recorded", "unrecorded")),
)
def test_failing_sum_reaches_verdict_and_mark(base: int, share: int, off: int, measure: str) -> None:
    part = base * share // 1000
    rest = base - part + base * off // 1000
    assume(rest > 0)
    counts = {"recorded": part, "unrecorded": rest, "wajib_ktp": base}
    value = Fraction(100 * counts[measure], base)
    other = Fraction(100 * (base - counts["unrecorded" if measure == "recorded" else "recorded"]), base)
    claim = claim_of(id="x", region="64", measure=measure, base="wajib_ktp", percent=percent(value),
                     **{name: count(number) for name, number in counts.items()})  # fmt: skip
    verdict = judge(claim)
    assert ("sum" in verdict.marks) == (part + rest != base)
    if abs(value - other) >= Fraction(2, 100):
        assert verdict.verdict == "inconsistent"
    if part + rest == base:
        assert verdict.verdict == "consistent"


def test_slip_of_some_people_is_marked_and_leaves_the_percentage() -> None:
    cells = {
        "id": "x",
        "region": "64",
        "measure": "recorded",
        "base": "wajib_ktp",
        "recorded": "300.000",
        "wajib_ktp": "315.000",
    }
    verdict = judge(claim_of(**cells, unrecorded="15.003", percent="95,24"))
    assert (verdict.verdict, verdict.marks) == ("consistent", ("sum",))


# Children's identity cards and birth certificates ----------------------------------------------------------------------------


def test_claim_on_kia_is_judged() -> None:
    cells = {
        "id": "x",
        "region": "64",
        "as_of": "2024-11-12",
        "measure": "kia_owned",
        "base": "kia_due",
        "kia_owned": "912.264",
    }
    assert judge(claim_of(**cells, kia_due="1.197.605", percent="76,17")).verdict == "consistent"
    assert judge(claim_of(**cells, kia_due="1.197.605", percent="76,71")).verdict == "inconsistent"


def test_kia_and_recording_are_never_divided_by_each_other() -> None:
    cells = {
        "id": "x",
        "region": "64",
        "measure": "kia_owned",
        "base": "kia_due",
        "kia_owned": "912.264",
        "kia_due": "1.197.605",
    }
    claim = claim_of(**cells, wajib_ktp="2.878.769", recorded="2.868.568", percent="31,69")
    assert (judge(claim).verdict, judge(claim).readings) == ("inconsistent", ())


def test_claim_of_rank_on_kia_is_ranked_by_its_own_base(outside: Outside) -> None:
    claim = claim_of(
        id="x", region="31", as_of="2024-10", measure="kia_owned", statement="kepemilikan KIA tertinggi di Indonesia"
    )
    section = outside.section_for(claim)
    assert section is not None
    assert {item.measure for item in section.standings} == {"kia_owned", "kia_due", "population"}
