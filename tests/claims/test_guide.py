"""The worked verdicts of the domain guide (section 4.2), one named case a row of data/claims.csv."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from cakupan.claims import Known, Outside, Verdict, claim_of, judge, judge_all, load_claims
from cakupan.words.sentences import english

TABLE = Path(__file__).parents[2] / "data" / "claims.csv"

GUIDE = {
    "C01a": ("ambiguous", "source"), "C01b": ("ambiguous", "source"), "C01c": ("ambiguous", "source"),
    "C01d": ("ambiguous", "source"), "C02": ("consistent", "trend"), "C03a": ("unverifiable", "ranking"),
    "C03b": ("unverifiable", "ranking"), "C04": ("consistent", ""), "C05a": ("consistent", "trend"),
    "C05b": ("mislabelled", "trend"), "C06": ("consistent", "trend"), "C07": ("inconsistent", ""),
    "C08a": ("consistent", ""), "C08b": ("consistent", "ranking"), "C08c": ("consistent", ""),
    "C08d": ("inconsistent", "ranking"), "C08e": ("consistent", ""), "C08f": ("consistent", ""),
    "C09a": ("consistent", "source"), "C09b": ("mislabelled", ""), "C10a": ("consistent", "truncated rounded"),
    "C10b": ("consistent", "truncated rounded"), "C11a": ("consistent", "trend"), "C11b": ("consistent", ""),
    "C12a": ("consistent", ""), "C12b": ("consistent", ""), "C13": ("inconsistent", "rounded"),
    "C14a": ("inconsistent", "rounded"), "C14b": ("inconsistent", "rounded"), "C14c": ("consistent", "rounded"),
    "C15a": ("consistent", "source"), "C15b": ("unverifiable", "source"), "C16a": ("mislabelled", ""),
    "C16b": ("mislabelled", ""), "C17": ("inconsistent", "rounded"), "C18a": ("mislabelled", "trend"),
    "C18b": ("consistent", "trend"), "C18c": ("consistent", "trend"), "C18d": ("consistent", "trend"),
    "C18e": ("consistent", ""), "C18f": ("mislabelled", ""), "C19": ("inconsistent", ""), "C20": ("inconsistent", "date"),
    "C21a": ("mislabelled", ""), "C21b": ("unverifiable", ""), "C22a": ("consistent", "ranking"),
    "C22b": ("unverifiable", ""), "C23a": ("unverifiable", ""), "C23b": ("mislabelled", ""),
    "C23c": ("unverifiable", "source"), "C23d": ("consistent", "source"), "C24a": ("unverifiable", ""),
    "C24b": ("unverifiable", ""), "C24c": ("unverifiable", ""), "C24d": ("unverifiable", ""), "C24e": ("unverifiable", ""),
    "C24f": ("unverifiable", ""), "C24g": ("unverifiable", ""), "C25": ("consistent", ""), "C26a": ("unverifiable", ""),
    "C26b": ("unverifiable", ""), "C27": ("inconsistent", ""), "C28": ("mislabelled", ""), "C29": ("inconsistent", "rounded"),
    "C30": ("inconsistent", ""), "C31": ("consistent", ""),
}  # fmt: skip

RECOMPUTED = {
    "C02": "18.2518", "C04": "99.6456", "C06": "3.4034", "C08a": "100.8032", "C08b": "102.2868", "C11a": "99.2100",
    "C11b": "0.7900", "C12a": "94.3133", "C15a": "45.0255", "C18b": "12.8895", "C18d": "4.1165", "C25": "101.3200",
}  # fmt: skip


@pytest.fixture(scope="module")
def verdicts(outside: Outside) -> dict[str, Verdict]:
    table = load_claims(TABLE)
    assert table.problems == ()
    return {verdict.claim.id: verdict for verdict in judge_all(table.claims, outside.evidence_for, outside.section_for)}


def sentences(verdict: Verdict) -> str:
    return " ".join(english(finding) for finding in verdict.findings)


@pytest.mark.parametrize("case", GUIDE)
def test_verdict_and_marks_are_those_of_the_guide(verdicts: dict[str, Verdict], case: str) -> None:
    label, marks = GUIDE[case]
    assert (verdicts[case].verdict, set(verdicts[case].marks)) == (label, set(marks.split()))


def test_every_published_claim_has_an_expected_verdict(verdicts: dict[str, Verdict]) -> None:
    assert set(verdicts) == set(GUIDE)


@pytest.mark.parametrize(("case", "percent"), RECOMPUTED.items())
def test_first_reading_is_the_recomputed_percentage(verdicts: dict[str, Verdict], case: str, percent: str) -> None:
    readings = verdicts[case].to_json()["readings"]
    assert isinstance(readings, list)
    assert readings[0]["percent"] == percent


@pytest.mark.parametrize(
    ("case", "supported"), [("C07", "104.28"), ("C08d", "100.12"), ("C16a", "33.75"), ("C20", "11.88")]
)
def test_what_the_counts_support_is_stated(verdicts: dict[str, Verdict], case: str, supported: str) -> None:
    assert verdicts[case].to_json()["supported"] == supported


def test_c01_gives_both_readings_and_settles_them_apart_from_the_verdict(verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts["C01b"]
    assert "2,873,777 to 2,874,065 wajib KTP" in sentences(verdict)
    assert "2,847,399 to 2,847,685 people recorded" in sentences(verdict)
    assert verdict.verdict == "ambiguous"
    assert verdict.resolved_to == "recorded"


def test_c01_alone_against_the_observations_is_ambiguous_too(outside: Outside) -> None:
    cells = {
        "id": "seed",
        "region": "64",
        "as_of": "2024-10",
        "measure": "recorded",
        "percent": "99,54",
        "base": "wajib_ktp",
    }
    for name in ("recorded", "wajib_ktp"):
        claim = claim_of(**cells, **{name: "2.860.701"})
        verdict = judge(claim, outside.evidence_for(claim))
        assert (verdict.verdict, verdict.marks, verdict.text_verdict) == ("ambiguous", ("source",), "unverifiable")


def test_c02_read_as_a_rate_is_mislabelled() -> None:
    cells = {"id": "seed", "region": "64", "measure": "ikd_active", "percent": "18,25", "ikd_active": "156.639"}
    verdict = judge(claim_of(**cells, base="recorded", recorded="2.860.701", target_share="30"))
    assert verdict.verdict == "mislabelled"
    assert verdict.supported is not None
    assert round(verdict.supported, 2) == Fraction(548, 100)


def test_c02_does_not_fit_the_implied_wajib_ktp() -> None:
    cells = {"id": "seed", "region": "64", "measure": "ikd_active", "percent": "18,25", "ikd_active": "156.639"}
    verdict = judge(claim_of(**cells, base="target", target_share="30", wajib_ktp="2.873.921"))
    assert (verdict.verdict, verdict.to_json()["supported"]) == ("inconsistent", "18.17")


def test_c05_is_decided_by_evidence_and_says_so(verdicts: dict[str, Verdict]) -> None:
    for case in ("C05a", "C05b"):
        assert (verdicts[case].text_verdict, verdicts[case].decided_by) == ("unverifiable", "evidence")


def test_c09_the_other_reading_comes_from_elsewhere_on_the_same_date(verdicts: dict[str, Verdict]) -> None:
    (reading,) = verdicts["C09b"].evidence
    assert (reading.numerator, reading.denominator, reading.days) == ("recorded", "wajib_ktp", 0)
    assert verdicts["C09b"].readings == ()


def test_c18_target_count_is_found_to_be_of_the_recorded(verdicts: dict[str, Verdict]) -> None:
    assert "The printed target of 153430 is 30 percent of 511434 people recorded." in sentences(verdicts["C18c"])
    assert "30 percent of 516875 wajib KTP is 155,063, not the printed target of 153430." in sentences(verdicts["C18c"])


def test_c19_the_printed_base_is_found_to_be_the_target_itself(verdicts: dict[str, Verdict]) -> None:
    assert "they fit a target of 25 percent, not the whole" in sentences(verdicts["C19"])


def test_c20_is_dated_wrongly_whether_the_page_or_the_reference_date_is_late() -> None:
    cells = {"id": "C20", "region": "3518", "measure": "ikd_active", "percent": "25", "base": "recorded"}
    counts = {"target_share": "25", "ikd_active": "104.712", "recorded": "881.265"}
    verdict = judge(claim_of(**cells, **counts, as_of="2026-01-26", published="2024-01-26"))
    assert (verdict.verdict, verdict.marks) == ("inconsistent", ("date",))


def test_c21_without_evidence_cannot_be_verified(verdicts: dict[str, Verdict]) -> None:
    assert verdicts["C21a"].text_verdict == "unverifiable"
    assert verdicts["C21a"].meant == "target"


def test_c22_speaks_for_the_claim_by_count_and_against_it_by_rate(verdicts: dict[str, Verdict]) -> None:
    report = verdicts["C22a"].rank
    assert report is not None
    assert (report.by_count, report.by_rate) == ("for", "against")


def test_c23_names_the_base_that_an_older_register_gives(verdicts: dict[str, Verdict]) -> None:
    (reading,) = verdicts["C23a"].evidence
    assert (reading.bottom, reading.days) == (391807, 184)


def test_c24_mean_of_the_parts_agrees(verdicts: dict[str, Verdict]) -> None:
    assert "The 6 parts that the page prints have a mean" in sentences(verdicts["C24a"])
    assert "that agrees" in sentences(verdicts["C24a"])


def test_evidence_is_never_silent_about_its_distance() -> None:
    claim = claim_of(
        id="x",
        region="65",
        as_of="2025-10",
        measure="ikd_active",
        percent="5,27",
        base="wajib_ktp",
        ikd_active="28.367",
    )
    verdict = judge(claim, (Known("wajib_ktp", 530550, "2024-06-30", "S1"),))
    assert "distance in days: 488" in sentences(verdict)
