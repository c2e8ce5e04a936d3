"""A table of claims: each judged by itself, then all beside each other.

What one claim prints is no evidence for another: a figure that is to be checked proves nothing. The comparisons are in `comparing` and `pages`, single claims in `judge`.
"""

from __future__ import annotations

from collections.abc import Sequence

from cakupan.claims.comparing import mark_sources, mark_targets, mark_trends
from cakupan.claims.judge import judge
from cakupan.claims.model import Claim, Verdict
from cakupan.claims.pages import Evidence, Sections, compare_parts, compare_ranks


def judge_all(
    claims: Sequence[Claim], evidence_for: Evidence | None = None, section_for: Sections | None = None
) -> tuple[Verdict, ...]:
    """Judge the claims of a table, each by itself, then beside each other.

    `evidence_for` gives figures of a claim's region from elsewhere; `section_for` the cross-section for a claim of rank.
    """
    verdicts = [judge(claim, evidence_for(claim) if evidence_for else ()) for claim in claims]
    mark_sources(verdicts)
    mark_targets(verdicts)
    mark_trends(verdicts)
    compare_parts(verdicts, evidence_for)
    compare_ranks(verdicts, section_for)
    return tuple(verdicts)
