"""Claims beside each other: conflicts, lines that cannot be drawn, parts, and ranks among the regions of a page."""

from __future__ import annotations

from cakupan.claims import Claim, CrossSection, Known, Standing, Verdict, claim_of, judge, judge_all, rank_claim
from cakupan.claims.ranking import asked


def recorded(id: str, as_of: str, percent: str, **more: str) -> Claim:
    cells = {"region": "91", "measure": "recorded", "base": "wajib_ktp", **more}
    return claim_of(id=id, as_of=as_of, percent=percent, **cells)


def marks(*claims: Claim) -> list[tuple[str, ...]]:
    return [verdict.marks for verdict in judge_all(claims)]


def test_two_percentages_of_one_date_conflict() -> None:
    assert marks(recorded("a", "2022-06", "45,03"), recorded("b", "2022-06-30", "45,10")) == [("source",), ("source",)]


def test_one_percentage_printed_with_fewer_decimals_does_not_conflict() -> None:
    assert marks(recorded("a", "2022-06", "45,03"), recorded("b", "2022-06-30", "45")) == [(), ()]


def test_jump_of_more_than_three_points_within_two_months_is_a_conflict() -> None:
    assert marks(recorded("a", "2022-06-23", "45,03"), recorded("b", "2022-08-03", "41,61")) == [("source",)] * 2
    assert marks(recorded("a", "2022-06-23", "45,03"), recorded("b", "2022-08-03", "43,61")) == [(), ()]
    assert marks(recorded("a", "2022-06-23", "45,03"), recorded("b", "2023-08-03", "41,61")) == [(), ()]


def test_other_regions_do_not_conflict() -> None:
    assert marks(recorded("a", "2022-06", "45,03"), recorded("b", "2022-06", "60,00", region="92")) == [(), ()]


def ikd(id: str, as_of: str, base: str) -> Claim:
    return claim_of(id=id, region="64", as_of=as_of, measure="ikd_active", percent="4,48", base=base, target_share="30")


def test_rate_and_attainment_of_two_dates_make_no_line() -> None:
    assert marks(ikd("a", "2024-06", "wajib_ktp"), ikd("b", "2024-10", "target")) == [("trend",), ("trend",)]


def test_rate_and_attainment_of_one_date_are_not_a_line() -> None:
    assert marks(ikd("a", "2024-06", "wajib_ktp"), ikd("b", "2024-06", "target")) == [(), ()]


def test_percentage_that_falls_while_the_count_rises_is_marked() -> None:
    verdicts = judge_all(
        [
            recorded("a", "2021-12-31", "99,21", wajib_ktp="198.628.692", unrecorded="1.569.178"),
            recorded("b", "2024-06-30", "97,19", wajib_ktp="207.889.876", recorded="202.054.251"),
        ]
    )
    assert [verdict.marks for verdict in verdicts] == [("trend",), ()]


def test_the_rarer_national_target_of_a_year_is_a_conflict() -> None:
    def claim(id: str, region: str, share: str) -> Claim:
        return recorded(id, "2024-06-30", "90", region=region, target_share=share)

    assert marks(claim("a", "64", "99,4"), claim("b", "92", "99,40"), claim("c", "35", "99,04")) == [
        (),
        (),
        ("source",),
    ]


def test_what_one_claim_prints_is_no_evidence_for_another() -> None:
    printed = claim_of(
        id="a",
        region="ID",
        as_of="2024-06-30",
        measure="recorded",
        percent="97,19",
        base="wajib_ktp",
        recorded="202.054.251",
    )
    other = claim_of(
        id="b", region="ID", as_of="2024-06-30", measure="wajib_ktp", percent="73,60", base="population",
        wajib_ktp="207.889.876", population="282.477.584",
    )  # fmt: skip
    first, second = judge_all([printed, other])
    assert (first.verdict, second.verdict) == ("unverifiable", "consistent")
    assert first.findings == judge(printed).findings


def parts(*percents: str) -> tuple[Verdict, ...]:
    claims = [
        claim_of(
            id=code, region=code, as_of="2026-01", measure="ikd_active", percent=text, base="wajib_ktp",
            source_url="https://example.org/page",
        )
        for code, text in zip(("31", "3171", "3172"), percents, strict=True)
    ]  # fmt: skip
    people = {"31": 300, "3171": 100, "3172": 200}
    return judge_all(claims, lambda claim: [Known("population", people[claim.region], "2026-01-01")])


def test_whole_is_set_against_the_weighted_mean_of_its_parts() -> None:
    assert any(
        "{lo} to {hi} percent: that agrees" in finding.msgid for finding in parts("33,3", "30", "35")[0].findings
    )
    assert any("does not agree" in finding.msgid for finding in parts("34,3", "30", "35")[0].findings)


def test_claimed_place_is_read_from_the_statement() -> None:
    assert asked("peringkat 3 nasional").place == 3
    assert asked("peringkat kedua").place == 2
    assert asked("tertinggi ketiga di Kaltim").place == 3
    assert asked("kedua tertinggi di Sumbar").place == 2
    assert asked("terendah di Indonesia").lowest
    assert asked("tertinggi, kategori penduduk sedang").tier == "medium"


def test_rank_by_count_can_contradict_rank_by_rate() -> None:
    claim = claim_of(id="x", region="35", measure="ikd_active", as_of="2024-02-15", statement="aktivasi tertinggi")
    values = {"35": (1407172, 31478038), "31": (1401289, 8321038)}
    standings = tuple(
        Standing(code, measure, value, "2024-02-15")
        for code, pair in values.items()
        for measure, value in zip(("ikd_active", "recorded"), pair, strict=True)
    )
    report = rank_claim(claim, CrossSection(standings, ("31", "35")))
    assert (report.by_count, report.by_rate) == ("for", "against")
    assert [rank.place for rank in report.ranks] == [1, 2]


def test_class_of_population_is_tried_under_every_named_rule() -> None:
    claim = claim_of(
        id="x", region="64", measure="recorded", as_of="2024-10", statement="tertinggi, kategori penduduk sedang"
    )
    standings = tuple(
        Standing(code, measure, value, "2024-06-30")
        for code, pair in {"64": (99, 100), "51": (98, 100), "13": (199, 200)}.items()
        for measure, value in zip(("recorded", "wajib_ktp"), pair, strict=True)
    )
    tiers = {
        "prov-2-5": {"64": "medium", "51": "medium", "13": "large"},
        "prov-2-6": {"64": "medium", "51": "medium", "13": "medium"},
    }
    report = rank_claim(claim, CrossSection(standings, ("13", "51", "64"), tiers))
    rates = {rank.rule: rank.place for rank in report.ranks if rank.base}
    assert rates == {"prov-2-5": 1, "prov-2-6": 2}
    assert report.by_rate == "unknown"


def test_nothing_known_speaks_neither_way() -> None:
    claim = claim_of(id="x", region="64", measure="recorded", as_of="2024-10", statement="tertinggi di Indonesia")
    report = rank_claim(claim, CrossSection())
    assert (report.by_count, report.by_rate, report.ranks) == ("unknown", "unknown", ())
