"""Published claims that the guide does not work through; each row of published.csv argues its verdict by arithmetic."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from cakupan.claims import Outside, Verdict, judge_all, load_claims

TABLE = Path(__file__).with_name("published.csv")
with TABLE.open(encoding="utf-8") as _file:
    EXPECTED = {row["id"]: row for row in csv.DictReader(_file)}


@pytest.fixture(scope="module")
def verdicts(outside: Outside) -> dict[str, Verdict]:
    table = load_claims(TABLE)
    assert table.problems == ()
    return {verdict.claim.id: verdict for verdict in judge_all(table.claims, outside.evidence_for)}


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{case} {row['comment'][:60]}") for case, row in EXPECTED.items()]
)
def test_verdict_and_marks_of_a_published_claim(verdicts: dict[str, Verdict], case: str) -> None:
    row = EXPECTED[case]
    assert (verdicts[case].verdict, set(verdicts[case].marks)) == (row["expected"], set(row["marks"].split()))
