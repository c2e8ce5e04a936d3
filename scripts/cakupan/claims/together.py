"""A table of claims: each judged by itself, with the others of its region as evidence, then all beside each other.

The comparisons are in `comparing` and `pages`, single claims in `judge`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from cakupan.claims.comparing import mark_sources, mark_targets, mark_trends
from cakupan.claims.evidence import weigh
from cakupan.claims.judge import verdict_of
from cakupan.claims.model import BASES, Claim, Known, Verdict
from cakupan.claims.pages import Evidence, Sections, compare_parts, compare_ranks
from cakupan.claims.text import Judgement, judge_text

BESIDE: Final = 50  # claims of a region looked at on either side of a date


def judge_all(
    claims: Sequence[Claim], evidence_for: Evidence | None = None, section_for: Sections | None = None
) -> tuple[Verdict, ...]:
    """Judge the claims of a table, each by itself, then beside each other.

    `evidence_for` gives figures of a claim's region from elsewhere; `section_for` the cross-section for a claim of rank.
    """
    judgements = [judge_text(claim) for claim in claims]
    siblings = _siblings(judgements)
    verdicts = []
    for judgement in judgements:
        outside = tuple(evidence_for(judgement.claim)) if evidence_for else ()
        near = siblings[judgement.claim.region].near(judgement.claim)
        verdicts.append(verdict_of(judgement, weigh(judgement, (*outside, *near))))
    mark_sources(verdicts)
    mark_targets(verdicts)
    mark_trends(verdicts)
    compare_parts(verdicts, evidence_for)
    compare_ranks(verdicts, section_for)
    return tuple(verdicts)


class _Siblings:
    """The counts printed by all claims of one region, in order of date."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, str, Known]] = []
        self.seen: set[tuple[object, ...]] = set()
        self.sorted = False

    def add(self, claim: Claim, known: Known) -> None:
        key = (claim.id, known.measure, known.value, known.as_of)
        if key not in self.seen:
            self.seen.add(key)
            self.rows.append((known.day.toordinal(), claim.id, known))

    def near(self, claim: Claim) -> tuple[Known, ...]:
        if claim.day is None or not self.rows:
            return ()
        if not self.sorted:
            self.rows.sort(key=lambda row: (row[0], row[1], row[2].measure))
            self.sorted = True
        middle = bisect_left(self.rows, claim.day.toordinal(), key=lambda row: row[0])
        rows = self.rows[max(0, middle - BESIDE) : middle + BESIDE]
        return tuple(known for _, owner, known in rows if owner != claim.id)


def _siblings(judgements: Iterable[Judgement]) -> defaultdict[str, _Siblings]:
    result: defaultdict[str, _Siblings] = defaultdict(_Siblings)
    for judgement in judgements:
        claim = judgement.claim
        as_of = claim.as_of or claim.published
        if not as_of:
            continue
        for name, printed in claim.figures.items():
            if printed.whole and printed.relation == "plain" and name != "target_count":
                doubted = (
                    name in ("recorded", "wajib_ktp") and name != claim.measure and judgement.label != "consistent"
                )
                if name in BASES and name != claim.measure and judgement.label != "consistent" and not doubted:
                    continue
                known = Known(name, int(printed.value), as_of, claim.source_url or claim.id, disputed=doubted)
                result[claim.region].add(claim, known)
    return result
