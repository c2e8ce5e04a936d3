"""Counts printed in rounded form or as a bound, taken as narrowly as what is known of them on a near date allows.

Complete pairs of figures are weighed in `text`; here their windows only become narrower, or a conflict of sources is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from cakupan.claims import findings as say_that
from cakupan.claims.known import NEAR, Expected, Weighing, days, expected
from cakupan.claims.model import BASES, CUMULATIVE, Claim, Known, Reading, wide
from cakupan.claims.readings import Figure
from cakupan.claims.text import Judgement, judge_text
from cakupan.words.sentences import Sentence


def narrowed(judgement: Judgement, knowns: Sequence[Known], result: Weighing) -> tuple[Judgement, tuple[Sentence, ...]]:
    """The judgement with its rounded counts narrowed by what is known, and a sentence for each that cannot be."""
    claim = judgement.claim
    counts = dict(judgement.printed)
    notes: list[Sentence] = []
    conflicts: list[Sentence] = []
    for name in (*BASES, *CUMULATIVE) if knowns else ():
        if name not in counts or not claim.figures[name].rounded:
            continue
        near = expected(claim, knowns, name, NEAR)
        if near is None or near.known.rounded:
            continue
        apart = days(claim, near.known)
        lo, hi = _hull(counts[name])
        if near.holds(lo, hi):
            counts[name] = _within(counts[name], near)
            notes.append(say_that.narrowed(name, counts[name].lo, counts[name].hi, near.known))
        elif near.refutes(lo, hi):
            conflicts.append(say_that.against_known(near.known, apart, False))
    if conflicts and judgement.label == "consistent" and not _by_face(judgement.readings[0], claim):
        result.label = "inconsistent"
    if counts == judgement.printed:
        return judgement, tuple(conflicts)
    again = judge_text(claim, counts)
    if again.label != judgement.label:
        result.label = again.label
        result.findings.extend(notes)
        result.findings.extend(sentence for sentence in again.findings if sentence not in judgement.findings)
        result.evidence = list(again.readings)
    return again, tuple(conflicts)


def _by_face(reading: Reading, claim: Claim) -> bool:
    """Whether the counts give the percentage as they stand, without the leeway of their rounding."""
    assert claim.percent is not None
    return claim.percent.half_up.holds(reading.percent) or claim.percent.truncation.holds(reading.percent)


def _hull(printed: Figure) -> tuple[Fraction, Fraction | None]:
    """All that a print can stand for, rounded or cut off."""
    ends = (printed.hi, printed.cut_hi)
    high = None if None in ends else Fraction(max(end for end in ends if end is not None))
    return Fraction(min(printed.lo, printed.cut_lo)), high


def _within(printed: Figure, near: Expected) -> Figure:
    """A figure with the people that both its print and what is known allow, rounded and cut off each by itself."""
    half = _both(printed.lo, printed.hi, near)
    cut = _both(printed.cut_lo, printed.cut_hi, near)
    (lo, hi), (cut_lo, cut_hi) = (
        half or cut or (printed.lo, printed.hi),
        cut or half or (printed.cut_lo, printed.cut_hi),
    )
    value = max(printed.value, Fraction(lo)) if hi is None else min(max(printed.value, Fraction(lo)), Fraction(hi))
    loose = wide(printed.lo, printed.hi)
    return replace(printed, value=value, lo=lo, hi=hi, cut_lo=cut_lo, cut_hi=cut_hi, loose=loose)


def _both(lo: int, hi: int | None, near: Expected) -> tuple[int, int | None] | None:
    """The whole numbers in both spans; None where there are none."""
    low = max(lo, -(-near.lo.numerator // near.lo.denominator))
    most = None if near.hi is None else near.hi.numerator // near.hi.denominator
    high = most if hi is None else hi if most is None else min(hi, most)
    return None if high is not None and low > high else (low, high)
