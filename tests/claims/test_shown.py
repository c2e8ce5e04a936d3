"""Verdicts in words, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from cakupan.claims import LABELS, MARKS, Outside, claim_of, judge, judge_all, load_claims, shown, wording
from cakupan.languages import Lang
from cakupan.words.language import translator
from cakupan.words.numbers import plain
from cakupan.words.sentences import Speaker

ROOT = Path(__file__).parents[2]
SEED = {
    "id": "seed", "region": "64", "as_of": "2024-10", "measure": "ikd_active", "percent": "18,25", "base": "target",
    "target_share": "30", "ikd_active": "156.639", "recorded": "2.860.701",
}  # fmt: skip


def test_arithmetic_reads_as_a_sum(outside: Outside) -> None:
    pieces = shown(judge(claim_of(**SEED)), Speaker("id", outside.observations.regions))
    assert [plain(part) for part in pieces.arithmetic] == ["156.639 ÷ (30 % × 2.860.701) = 18,25 %"]
    assert (pieces.label, plain(pieces.printed)) == ("Konsisten", "18,25 %")


def test_failing_sum_is_shown_too(outside: Outside) -> None:
    cells = {**SEED, "base": "recorded", "target_share": "", "percent": "6,00"}
    pieces = shown(judge(claim_of(**cells)), Speaker("id", outside.observations.regions))
    assert (pieces.label, plain(pieces.arithmetic[0])) == ("Tidak konsisten", "156.639 ÷ 2.860.701 = 5,48 %")
    assert "tidak dapat direproduksi dari jumlah yang disebut" in plain(pieces.findings[0])


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_verdict_can_be_said(outside: Outside, lang: Lang) -> None:
    speak = Speaker(lang, outside.observations.regions)
    for name in ("data/claims.csv", "tests/claims/published.csv"):
        for verdict in judge_all(load_claims(ROOT / name).claims, outside.evidence_for, outside.section_for):
            pieces = shown(verdict, speak)
            assert pieces.label
            assert pieces.findings or verdict.claim.id == "C22a"
            assert all("{" not in plain(finding) for finding in pieces.findings)


def test_labels_and_marks_have_words() -> None:
    speak = translator("id")
    assert [speak(wording.VERDICTS[label]) for label in LABELS] == [
        "Konsisten", "Konsisten, label keliru", "Ambigu", "Tidak konsisten", "Tidak dapat diverifikasi",
    ]  # fmt: skip
    assert len({speak(wording.MARKS[mark]) for mark in MARKS}) == len(MARKS)
