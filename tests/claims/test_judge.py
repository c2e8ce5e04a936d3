"""The rules of judging one claim, each on the smallest claim that shows it."""

from __future__ import annotations

import pytest
from cakupan.claims import Known, claim_of, judge
from cakupan.words.sentences import english

IKD = {"id": "x", "region": "64", "measure": "ikd_active", "as_of": "2024-10", "ikd_active": "156.639"}
REC = {"id": "x", "region": "64", "measure": "recorded", "as_of": "2024-11-12"}


def label(**cells: str) -> str:
    return judge(claim_of(**cells)).verdict


@pytest.mark.parametrize(
    ("percent", "base", "expected"),
    [("5,48", "recorded", "consistent"), ("5,44", "wajib_ktp", "consistent"), ("5,48", "wajib_ktp", "mislabelled"),
     ("5,48", "target", "mislabelled"), ("18,25", "target", "consistent"), ("18,25", "recorded", "mislabelled"),
     ("5,50", "recorded", "inconsistent"), ("5,4", "recorded", "consistent"), ("5,4", "wajib_ktp", "consistent"),
     ("5", "", "ambiguous"), ("5,48", "", "consistent"), ("94,52", "recorded", "mislabelled")],
)  # fmt: skip
def test_label_is_weighed_against_the_readings(percent: str, base: str, expected: str) -> None:
    cells = {**IKD, "recorded": "2.860.701", "wajib_ktp": "2.878.769", "target_share": "30"}
    assert label(**cells, percent=percent, base=base) == expected


def test_target_whose_base_is_not_named_is_ambiguous_if_both_fit() -> None:
    cells = {**IKD, "recorded": "2.860.701", "wajib_ktp": "2.861.000", "target_share": "30", "base": "target"}
    assert label(**cells, percent="18,25") == "ambiguous"
    assert label(**cells, percent="18,25", statement="target 30 persen dari wajib KTP") == "consistent"


def test_missing_target_share_is_taken_from_the_nation_and_called_evidence() -> None:
    verdict = judge(claim_of(**IKD, percent="18,25", base="recorded", recorded="2.860.701"))
    assert (verdict.verdict, verdict.text_verdict, verdict.readings) == ("mislabelled", "inconsistent", ())
    assert verdict.evidence[0].times.denominator == 10


def test_stated_base_that_is_not_printed_leaves_the_claim_unverifiable() -> None:
    assert label(**REC, percent="99,65", base="wajib_ktp", recorded="2.868.568") == "unverifiable"


def test_counts_too_rough_to_tell_make_no_label_wrong() -> None:
    cells = {
        **REC,
        "base": "wajib_ktp",
        "wajib_ktp": "2.878.769",
        "population": "hampir 5 juta",
        "recorded": "2.000.000",
    }
    assert label(**cells, percent="75,00") == "inconsistent"


def test_one_number_under_two_names_is_ambiguous() -> None:
    cells = {**REC, "recorded": "2.860.701", "wajib_ktp": "2.860.701", "base": "wajib_ktp"}
    assert label(**cells, percent="99,54") == "ambiguous"
    assert label(**cells, percent="100") == "consistent"


def test_cut_off_percentage_is_accepted_and_marked() -> None:
    verdict = judge(claim_of(**REC, percent="99,64", base="wajib_ktp", recorded="2.868.568", wajib_ktp="2.878.769"))
    assert (verdict.verdict, verdict.marks) == ("consistent", ("truncated",))


def test_percentage_of_the_rest_labelled_as_the_part_is_mislabelled() -> None:
    verdict = judge(claim_of(**REC, percent="0,35", base="wajib_ktp", recorded="2.868.568", wajib_ktp="2.878.769"))
    assert (verdict.verdict, verdict.readings[0].numerator) == ("mislabelled", "unrecorded")


def test_counts_that_do_not_add_up_are_said_without_overruling_the_stated_pair() -> None:
    cells = {**REC, "base": "wajib_ktp", "recorded": "2.868.568", "wajib_ktp": "2.878.769", "unrecorded": "10.200"}
    verdict = judge(claim_of(**cells, percent="99,65"))
    assert verdict.verdict == "consistent"
    assert any("do not add up" in english(finding) for finding in verdict.findings)


def test_counts_alone_are_judged_by_their_sum() -> None:
    cells = {**REC, "recorded": "92.410", "wajib_ktp": "96.315"}
    assert label(**cells, unrecorded="3.905") == "consistent"
    assert label(**cells, unrecorded="3.904") == "inconsistent"


def test_part_larger_than_its_whole_is_said() -> None:
    verdict = judge(claim_of(**IKD, percent="104,4", base="recorded", recorded="150.000"))
    assert any("a part cannot be larger" in english(finding) for finding in verdict.findings)


def test_evidence_of_another_date_does_not_verify_a_count() -> None:
    claim = claim_of(**REC, percent="99,65", base="wajib_ktp", recorded="2.868.568")
    assert judge(claim, (Known("wajib_ktp", 2878769, "2024-11-30"),)).verdict == "unverifiable"
    assert judge(claim, (Known("wajib_ktp", 2878769, "2024-11-12"),)).verdict == "consistent"


def test_evidence_that_contradicts_a_percentage_without_counts_is_a_conflict_of_sources() -> None:
    claim = claim_of(**REC, percent="98,00", base="wajib_ktp")
    knowns = (Known("wajib_ktp", 2878769, "2024-11-12"), Known("recorded", 2868568, "2024-11-12"))
    verdict = judge(claim, knowns)
    assert (verdict.verdict, verdict.marks) == ("unverifiable", ("source",))


def test_evidence_never_overrules_arithmetic_that_fails() -> None:
    claim = claim_of(**REC, percent="98,00", base="wajib_ktp", recorded="2.868.568", wajib_ktp="2.878.769")
    knowns = (Known("wajib_ktp", 2927110, "2024-11-12"),)
    assert judge(claim, knowns).verdict == "inconsistent"


def test_claim_without_a_date_is_judged_by_its_text() -> None:
    cells = {"id": "x", "region": "64", "measure": "recorded", "percent": "99,65", "base": "wajib_ktp"}
    claim = claim_of(**cells, recorded="2.868.568", wajib_ktp="2.878.769")
    assert judge(claim, (Known("wajib_ktp", 1, "2024-11-12"),)).verdict == "consistent"


def test_json_has_the_keys_of_the_contract() -> None:
    verdict = judge(claim_of(**IKD, percent="18,25", base="target", target_share="30", recorded="2.860.701"))
    result = verdict.to_json()
    assert list(result)[:6] == ["id", "verdict", "marks", "readings", "supported", "findings"]
    assert result["readings"] == [
        {"numerator": "ikd_active", "denominator": "recorded", "times": 0.3, "percent": "18.2518"}
    ]
    assert result["supported"] == "18.25"


def test_zero_as_a_base_is_not_divided_by() -> None:
    assert label(**REC, percent="50", base="wajib_ktp", recorded="0", wajib_ktp="0") == "unverifiable"
