"""One claim, one verdict: the text's own judgement, weighed against what is known from elsewhere.

Pure: figures from elsewhere are handed in as `Known`. Claims of one table are compared with each other in `together`.
"""

from __future__ import annotations

from collections.abc import Sequence

from cakupan.claims.evidence import weigh
from cakupan.claims.known import Weighing
from cakupan.claims.model import MARKS, Claim, Known, Mark, Verdict
from cakupan.claims.text import Judgement, judge_text
from cakupan.words.sentences import Sentence, say


def judge(claim: Claim, evidence: Sequence[Known] = ()) -> Verdict:
    """Judge one claim.

    Parameters
    ----------
    claim : figures as printed, and what the text calls them.
    evidence : figures of the same region and the same boundaries from elsewhere, of any date; those near enough count.

    Returns
    -------
    Verdict with label, marks, the readings that reproduce the percentage, what the counts support, and sentences.

    Source: rounding windows, search over pairs and cross-checks as laid down for the claims audit (method, section 4.1).

    >>> from cakupan.claims.table import claim_of
    >>> claim = claim_of(id="x", region="6472", measure="recorded", percent="101,77", base="wajib_ktp",
    ...                  recorded="591.980", wajib_ktp="591.269")
    >>> judge(claim).verdict, str(judge(claim).to_json()["supported"])
    ('inconsistent', '100.12')
    """
    judgement = judge_text(claim)
    return verdict_of(judgement, weigh(judgement, evidence))


def verdict_of(judgement: Judgement, weighing: Weighing) -> Verdict:
    """Put the judgement of the text and the weighing of evidence together."""
    claim = judgement.claim
    marks: set[Mark] = set(judgement.marks)
    if weighing.source_conflict:
        marks.add("source")
    findings: list[Sentence] = [*judgement.findings, *weighing.findings]
    if "rounded" in marks:
        findings.append(say("Counts printed in rounded form are taken with every value that they can stand for."))
    if "ranking" in marks:
        findings.append(say("The claim of rank cannot be verified from open data so far."))
    if claim.percent and not claim.base and judgement.label != "consistent":
        findings.append(say("The text does not name the base of its percentage."))
    return Verdict(
        claim,
        weighing.label,
        judgement.label if weighing.label == judgement.label else weigh(judgement, (), nation=False).label,
        tuple(mark for mark in MARKS if mark in marks),
        judgement.readings,
        tuple(weighing.evidence),
        judgement.supported,
        _unique(findings),
        weighing.resolved_by,
        weighing.resolved_to,
        weighing.meant,
        judgement.formed[0] if judgement.formed else None,
    )


def _unique(findings: list[Sentence]) -> tuple[Sentence, ...]:
    kept: list[Sentence] = []
    for finding in findings:
        if finding not in kept:
            kept.append(finding)
    return tuple(kept)
