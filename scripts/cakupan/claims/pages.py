"""Pages that print several regions: the whole against its parts, and a claimed rank against the others.

The sentences of a rank come from `ranking`; claims of one region are compared in `comparing`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from cakupan.claims.comparing import add
from cakupan.claims.model import Claim, Known, Label, Verdict
from cakupan.claims.rank import CrossSection
from cakupan.claims.ranking import asked, place_among, rank_claim
from cakupan.words.language import marked
from cakupan.words.sentences import count, percent, say

Evidence = Callable[[Claim], Sequence[Known]]
Sections = Callable[[Claim], "CrossSection | None"]


def compare_parts(verdicts: list[Verdict], evidence_for: Evidence | None) -> None:
    """Set a region's percentage against the mean of its parts from the same page, weighted by known population."""
    if evidence_for is None:
        return
    for indexes in _pages(verdicts).values():
        parts: defaultdict[str, list[Claim]] = defaultdict(list)
        for index in indexes:
            parts[verdicts[index].claim.region[:-2]].append(verdicts[index].claim)
        spans: dict[tuple[str, dt.date | None], tuple[Fraction, Fraction] | None] = {}
        for index in indexes:
            claim = verdicts[index].claim
            of_it = parts.get(claim.region, [])
            if len(of_it) < 2 or claim.percent is None or any(part.percent is None for part in of_it):
                continue
            key = claim.region, claim.day
            if key not in spans:
                spans[key] = _mean(claim, of_it, evidence_for)
            span = spans[key]
            if span is None:
                continue
            fits = span[0] < (claim.percent.half_up.hi or span[0] + 1) and (
                span[1] is None or span[1] >= claim.percent.half_up.lo
            )
            msgid = (
                marked(
                    "The {n} parts that the page prints have a mean, weighted by population, of {lo} to {hi} percent: that agrees."
                )
                if fits
                else marked(
                    "The {n} parts that the page prints have a mean, weighted by population, of {lo} to {hi} percent: that does not agree."
                )
            )
            if span[1] is not None:
                add(verdicts, index, None, say(msgid, n=count(len(of_it)), lo=percent(span[0]), hi=percent(span[1])))


def _mean(whole: Claim, parts: Sequence[Claim], evidence_for: Evidence) -> tuple[Fraction, Fraction] | None:
    """The span of the mean of parts, weighted by population; None unless the parts are all of the whole."""
    low = high = Fraction(0)
    everyone = 0
    total = _population(whole, evidence_for)
    for part in parts:
        people = _population(part, evidence_for)
        if people is None or part.percent is None:
            return None
        window = part.percent.half_up
        everyone += people
        low += people * window.lo
        high += people * (window.hi if window.hi is not None else window.lo + part.percent.ulp)
    if not total or not everyone or abs(total - everyone) * 100 > total:
        return None
    return low / everyone, high / everyone


def _population(claim: Claim, evidence_for: Evidence) -> int | None:
    known = [item for item in evidence_for(claim) if item.measure == "population"]
    if not known or claim.day is None:
        return None
    day = claim.day
    return min(known, key=lambda item: (abs((item.day - day).days), item.as_of)).value


def _pages(verdicts: Sequence[Verdict]) -> dict[tuple[str, str, str], list[int]]:
    pages: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index, verdict in enumerate(verdicts):
        claim = verdict.claim
        if claim.source_url:
            pages[claim.source_url, claim.as_of, claim.measure].append(index)
    return {key: indexes for key, indexes in pages.items() if len(indexes) > 1}


def compare_ranks(verdicts: list[Verdict], section_for: Sections | None) -> None:
    pages = _pages(verdicts)
    for index, verdict in enumerate(verdicts):
        if "ranking" not in verdict.marks:
            continue
        claim = verdict.claim
        peers = [
            other
            for other in pages.get((claim.source_url, claim.as_of, claim.measure), ())
            if len(verdicts[other].claim.region) == len(claim.region) and verdicts[other].claim.region != claim.region
        ]
        _among_peers(verdicts, index, peers)
        section = section_for(claim) if section_for else None
        if section and claim.measure:
            report = rank_claim(claim, section)
            verdicts[index] = replace(verdicts[index], rank=report)
            add(verdicts, index, None, *report.sentences)


def _among_peers(verdicts: list[Verdict], index: int, peers: Sequence[int]) -> None:
    """Check a claimed place against the other regions that the same page prints."""
    mine = _standing(verdicts[index])
    others = [value for value in (_standing(verdicts[other]) for other in peers) if value is not None]
    question = asked(verdicts[index].claim.statement)
    if mine is None or not others or question.one_of:
        return
    place = place_among(mine, others, question.lowest)
    label: Label | None = None
    if verdicts[index].claim.percent is None and verdicts[index].text_verdict == "unverifiable":
        label = "consistent" if place == question.place else "inconsistent"
    msgid = (
        marked("Among the {n} regions that the page prints it stands at place {place}, as claimed.")
        if place == question.place
        else marked("Among the {n} regions that the page prints it stands at place {place}, not {claimed}.")
    )
    values = {"n": count(len(others) + 1), "place": count(place)}
    if place != question.place:
        values["claimed"] = count(question.place)
    add(verdicts, index, None, say(msgid, **values), label=label)
    if label:
        verdicts[index] = replace(verdicts[index], text_verdict=label)


def _standing(verdict: Verdict) -> Fraction | None:
    """The value by which a claim is ranked: the percentage that its counts support, else as printed, else its count."""
    claim = verdict.claim
    if claim.percent is not None:
        return verdict.supported if verdict.supported is not None else claim.percent.value
    printed = claim.figures.get(claim.measure)
    return printed.value if printed else None
