"""Claims of one region beside each other: sources that conflict, and percentages that make no common line.

Pages that print several regions are compared in `pages`; single claims are judged in `judge`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Final

from cakupan.claims import findings as say_that
from cakupan.claims.model import MARKS, TARGET, Claim, Label, Mark, Verdict, first_day
from cakupan.claims.readings import ONE
from cakupan.claims.wording import noun, people, printed_percent, share_of
from cakupan.words.numbers import last_day
from cakupan.words.sentences import Sentence, date, percent, say

BESIDE: Final = 50  # claims looked at after each
SOON: Final = 62  # days within which coverage does not jump by more than
JUMP: Final = 3  # points (rule F04)


def add(
    verdicts: list[Verdict], index: int, mark: Mark | None, *sentences: Sentence, label: Label | None = None
) -> None:
    verdict = verdicts[index]
    marks = set(verdict.marks) | ({mark} if mark else set())
    new = tuple(sentence for sentence in sentences if sentence not in verdict.findings)
    verdicts[index] = replace(
        verdict,
        verdict=label or verdict.verdict,
        marks=tuple(item for item in MARKS if item in marks),
        findings=verdict.findings + new,
    )


def _groups(verdicts: Sequence[Verdict]) -> dict[tuple[str, str], list[int]]:
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, verdict in enumerate(verdicts):
        if verdict.claim.percent is not None and verdict.claim.day is not None and verdict.claim.measure:
            groups[verdict.claim.region, verdict.claim.measure].append(index)
    return {
        key: sorted(indexes, key=lambda index: (verdicts[index].claim.day, index))
        for key, indexes in groups.items()
        if len(indexes) > 1
    }


def kind_of(verdict: Verdict) -> str:
    """What a percentage is a share of, as far as it is settled: a base, "target", or ""."""
    if verdict.readings:
        reading = verdict.readings[0]
        return TARGET if reading.times != ONE or reading.denominator == "target_count" else reading.denominator
    return verdict.meant or verdict.claim.base


def _overlap(one: Claim, other: Claim) -> bool:
    a, b = one.as_of or one.published, other.as_of or other.published
    return first_day(a) <= last_day(b) and first_day(b) <= last_day(a)


def _apart(one: Claim, other: Claim) -> bool:
    """Whether two printed percentages cannot be one number, rounded or cut off."""
    assert one.percent and other.percent
    a, b = (one.percent, other.percent) if one.percent.value <= other.percent.value else (other.percent, one.percent)
    high = a.truncation.hi
    return high is not None and high <= b.half_up.lo


def mark_sources(verdicts: list[Verdict]) -> None:
    for indexes in _groups(verdicts).values():
        sound = [index for index in indexes if verdicts[index].verdict in ("consistent", "unverifiable")]
        kinds = {index: kind_of(verdicts[index]) for index in sound}
        for position, index in enumerate(sound):
            for other in sound[position + 1 : position + 1 + BESIDE]:
                mine, theirs = verdicts[index].claim, verdicts[other].claim
                assert mine.day and theirs.day and mine.percent and theirs.percent
                apart = (theirs.day - mine.day).days
                if apart > SOON and not _overlap(mine, theirs):
                    break
                if kinds[index] == kinds[other] and _conflict(mine, theirs, apart):
                    for one, two in ((index, other), (other, index)):
                        add(verdicts, one, "source", _conflicting(verdicts[one].claim, verdicts[two].claim))


def _conflict(mine: Claim, theirs: Claim, apart: int) -> bool:
    assert mine.percent and theirs.percent
    if _overlap(mine, theirs) and _apart(mine, theirs):
        return True
    jump = abs(mine.percent.value - theirs.percent.value)
    return mine.measure in ("recorded", "unrecorded") and apart <= SOON and jump > JUMP


def _conflicting(mine: Claim, theirs: Claim) -> Sentence:
    return say_that.other_source(printed_percent(mine), printed_percent(theirs), theirs.as_of or theirs.published)


def mark_targets(verdicts: list[Verdict]) -> None:
    """Different shares for the recording target of one year, which is one for the nation; the rarer ones are marked."""
    years: defaultdict[int, dict[int, Fraction]] = defaultdict(dict)
    for index, verdict in enumerate(verdicts):
        claim = verdict.claim
        if claim.share is not None and claim.measure == "recorded" and claim.day is not None:
            years[claim.day.year][index] = claim.share
    for stated in years.values():
        votes = Counter(stated.values())
        most = max(votes.values())
        tied = sum(1 for votes_for in votes.values() if votes_for == most) > 1
        for index, share in stated.items():
            others = [other for other in votes if other != share]
            if others and (votes[share] < most or tied):
                add(
                    verdicts,
                    index,
                    "source",
                    say(
                        "Another source names {other} percent as the target of that year, this one {mine} percent.",
                        other=share_of(max(others, key=lambda other: (votes[other], other))),
                        mine=share_of(share),
                    ),
                )


def mark_trends(verdicts: list[Verdict]) -> None:
    for indexes in _groups(verdicts).values():
        kinds = {index: kind_of(verdicts[index]) for index in indexes}
        named = [index for index in indexes if kinds[index]]
        if len({kinds[index] for index in named}) > 1:
            _unlike(verdicts, named, kinds)
        for index, following in pairwise(named):
            if kinds[index] == kinds[following]:
                _against(verdicts, index, following)


def _unlike(verdicts: list[Verdict], named: Sequence[int], kinds: dict[int, str]) -> None:
    """Mark claims of one measure whose percentages are of different things, at different dates."""
    dates: dict[str, set[str]] = defaultdict(set)
    for index in named:
        dates[kinds[index]].add(verdicts[index].claim.as_of)
    for index in named:
        kind, as_of = kinds[index], verdicts[index].claim.as_of
        for other, others in dates.items():
            if other != kind and others - {as_of}:
                add(
                    verdicts,
                    index,
                    "trend",
                    say(
                        "Another claim for this region is a share of {other}, this one of {this}: the two make no common line.",
                        other=noun(other),
                        this=noun(kind),
                    ),
                )
                break


def _against(verdicts: list[Verdict], index: int, following: int) -> None:
    """Mark a percentage that the next one leaves in the direction opposite to its own count."""
    earlier, later = verdicts[index], verdicts[following]
    if {earlier.verdict, later.verdict} != {"consistent"} or _overlap(earlier.claim, later.claim):
        return
    firsts, seconds = earlier.readings or earlier.evidence, later.readings or later.evidence
    if not firsts or not seconds:
        return
    one, two = firsts[0], seconds[0]
    if one.label != two.label or (one.percent - two.percent) * (one.top - two.top) >= 0:
        return
    add(
        verdicts,
        index,
        "trend",
        say(
            "From {earlier} to {later} the percentage went from {one} to {two} while the count went from {n} to {m}: what moved it is "
            "the base.",
            earlier=date(earlier.claim.as_of or earlier.claim.published),
            later=date(later.claim.as_of or later.claim.published),
            one=percent(one.percent),
            two=percent(two.percent),
            n=people(one.top),
            m=people(two.top),
        ),
    )
