"""What a report reads is what it needs: no more, so that it is not rebuilt for nothing, and no less, so that it is never stale."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest
from cakupan import briefing
from cakupan.briefing.published import concerning, read_claims_of
from cakupan.claims import Claim, Outside, judge_all
from cakupan.observations import load_observations
from cakupan.regions import NATION
from cakupan.workspace import DATA

CLAIMS = read_claims_of(DATA / "claims.csv")


@cache
def outside() -> Outside:
    return Outside(load_observations(DATA))


def judged(claims: Iterable[Claim]) -> dict[str, str]:
    return {v.claim.id: repr(v) for v in judge_all(tuple(claims), outside().evidence_for, outside().section_for)}


@pytest.fixture(scope="module")
def all_together() -> dict[str, str]:
    return judged(CLAIMS)


@pytest.mark.parametrize("code", sorted({claim.region for claim in CLAIMS} - {NATION}))
def test_the_claims_of_a_region_are_judged_alike_with_and_without_those_that_do_not_concern_it(
    code: str, all_together: dict[str, str]
) -> None:
    few = judged(concerning(CLAIMS, code))
    own = [claim.id for claim in CLAIMS if claim.region == code]
    assert {id: few[id] for id in own} == {id: all_together[id] for id in own}


def test_a_province_without_published_claims_reads_no_regency_of_another() -> None:
    report = briefing.province("76")
    (
        report.main_points(),
        report.cards(),
        report.regions_table(),
        report.tile_map(),
        report.neighbours(),
        report.claims(),
    )
    read = {region for region, _ in report.position.observations.trace.keys}
    assert {code for code in read if len(code) == 4 and not code.startswith("76")} == set()
    assert {code for code in read if len(code) == 4} == {f"760{n}" for n in range(1, 7)}
