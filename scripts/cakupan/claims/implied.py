"""A count printed without its base, or a percentage without counts: what would have to be, and whether that can be.

Complete pairs of figures are weighed in `text` and `evidence`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from cakupan.claims import findings as say_that
from cakupan.claims.known import COMPARABLE, NEAR, WIDE, Weighing, around, days, expected, nearest, shares
from cakupan.claims.model import BASES, TARGET, Claim, Known
from cakupan.claims.printed import Window
from cakupan.claims.readings import ONE, OPPOSITE, PAIRS, TARGET_BASES, Figure, figure, fits, known_figure, read
from cakupan.claims.text import Judgement
from cakupan.claims.wording import meaning
from cakupan.words.sentences import Sentence

POSSIBLE_SHARE: Final = (55, 92)  # percent of residents who are wajib KTP: extremes of the 514 regencies, 30 June 2024
_VOTERS = re.compile(r"\b(?:pemilih|dpt|voters?)\b", re.IGNORECASE)
TELLING: Final = 2  # activations known before and after that differ by more leave nearly everything open
# Measures whose base a text may leave out.
SHARED: Final = ("recorded", "unrecorded", "ikd_active", "kia_owned", "birth_certificate_owned_0_5")


@dataclass(frozen=True)
class _Guess:
    """A base that the text leaves out: what it would have to be (hi None: open), and whether such a one can be.

    `possible` is None where nothing is known, or nothing narrow enough to tell.
    """

    base: str
    times: Fraction
    lo: Fraction
    hi: Fraction | None
    possible: bool | None
    findings: tuple[Sentence, ...]


def weigh_count(judgement: Judgement, knowns: Sequence[Known], result: Weighing, nation: bool) -> None:
    """Ask what base the one printed count would need, and for which label such a base exists."""
    claim = judgement.claim
    failed = judgement.label == "inconsistent" or _base_fails(judgement)
    if claim.measure not in SHARED or (failed and claim.base not in ("population", "voters")):
        return
    guesses = tuple(_guesses(judgement, knowns, nation))
    if not guesses:
        return
    meant = [guess for guess in guesses if _means(claim, guess)]
    others = [guess for guess in guesses if not _means(claim, guess) and guess.possible]
    shown = meant or others
    if judgement.label == "unverifiable":
        for guess in shown[:1]:
            result.findings.append(say_that.implied(claim, guess.base, guess.lo, guess.hi, guess.times))
            result.findings.extend(guess.findings)
        open_still = (
            not meant or any(guess.possible for guess in meant) or all(guess.possible is None for guess in meant)
        )
        if open_still and not (failed and others):
            _known_readings(judgement, knowns, meant, result)
            return
    if others:
        result.label = "mislabelled"
        best = min(others, key=lambda guess: guess.base != claim.base)
        if best not in shown[:1] or judgement.label == "inconsistent":
            result.findings.append(say_that.implied(claim, best.base, best.lo, best.hi, best.times))
            result.findings.extend(best.findings)
        result.meant = best.base if best.times == ONE else TARGET
        result.findings.append(say_that.likely(meaning(claim.measure, best.base, best.times)))
    elif judgement.label == "unverifiable":
        result.label = "inconsistent"
        result.findings.append(say_that.irreproducible(claim, None, judgement.places))


def cannot_be(judgement: Judgement, knowns: Sequence[Known]) -> bool:
    """Whether the base that the one printed count needs is refuted for what the text names."""
    claim = judgement.claim
    if claim.measure not in SHARED:
        return False
    meant = [guess.possible for guess in _guesses(judgement, knowns, nation=True) if _means(claim, guess)]
    return False in meant and True not in meant


def _base_fails(judgement: Judgement) -> bool:
    """Whether the printed rest ("4.787 belum merekam") cannot be of the base that the text prints."""
    claim, counted = judgement.claim, _counted(judgement)
    base = judgement.printed.get(claim.base)
    if counted is None or base is None or counted[0].name == claim.measure:
        return False
    reading = read(counted[0], base, ONE)
    return reading is not None and not fits(reading, counted[1])


def _means(claim: Claim, guess: _Guess) -> bool:
    if claim.base == TARGET:
        return guess.times != ONE
    if claim.base:
        return guess.base == claim.base and guess.times == ONE
    return True


def _guesses(judgement: Judgement, knowns: Sequence[Known], nation: bool) -> Iterator[_Guess]:
    claim = judgement.claim
    assert claim.percent is not None
    counted = _counted(judgement)
    if counted is None:
        return
    part, window = counted
    for times in (ONE, *shares(claim, nation)):
        bases = PAIRS[claim.measure] if times == ONE else TARGET_BASES.get(claim.measure, ())
        for base in bases:
            if (
                base in judgement.figures
                or base == "target_count"
                or (base == "recorded" and claim.measure != "ikd_active")
            ):
                continue
            if base == "voters" != claim.base and not _VOTERS.search(claim.statement):
                continue
            lo = Fraction(0) if window.hi is None else Fraction(100 * part.lo) / (window.hi * times)
            hi = None if part.hi is None or window.lo <= 0 else Fraction(100 * part.hi) / (window.lo * times)
            possible, notes = _possible(claim, knowns, base, lo, hi)
            yield _Guess(base, times, lo, hi, possible, notes)


def _counted(judgement: Judgement) -> tuple[Figure, Window] | None:
    """The printed count of the measure with its percentage; of the recorded also by way of the unrecorded."""
    claim = judgement.claim
    assert claim.percent is not None
    window = claim.percent.half_up
    if claim.measure in claim.figures:
        return figure(claim.measure, claim.figures[claim.measure]), window
    other = OPPOSITE.get(claim.measure, "")
    if other in claim.figures and window.lo < 100:
        rest = Fraction(0) if window.hi is None else max(100 - window.hi, Fraction(0))
        return figure(other, claim.figures[other]), Window(rest, 100 - window.lo)
    return None


def _possible(
    claim: Claim, knowns: Sequence[Known], base: str, lo: Fraction, hi: Fraction | None
) -> tuple[bool | None, tuple[Sentence, ...]]:
    """Whether a base of this size can be: against what is known of it, else against the population."""
    near = expected(claim, knowns, base, COMPARABLE)
    if near:
        apart = days(claim, near.known)
        if not near.holds(lo, hi):
            return False if near.refutes(lo, hi) else None, (say_that.against_known(near.known, apart, False),)
        narrow = _narrow(lo, hi) and _narrow(near.lo, near.hi)
        note = say_that.against_known(near.known, apart, True) if narrow else say_that.too_wide(near.known, apart)
        return narrow or None, (note,)
    printed = claim.figures.get("population")
    everyone = nearest(claim, knowns, "population", COMPARABLE)
    residents = printed.value if printed else Fraction(everyone.value) if everyone else None
    if not residents or base not in ("wajib_ktp", "recorded") or hi is None:
        return None, ()
    low, high = 100 * lo / residents, 100 * hi / residents
    possible = low <= POSSIBLE_SHARE[1] and high >= POSSIBLE_SHARE[0]
    as_of = everyone.as_of if everyone and not printed else claim.as_of or claim.published
    return possible, (say_that.implied_share(low, high, int(residents), as_of),) if as_of else ()


def _narrow(lo: Fraction, hi: Fraction | None) -> bool:
    """Whether a span is narrow enough to tell one thing from another."""
    return hi is not None and hi <= lo * WIDE


def _known_readings(judgement: Judgement, knowns: Sequence[Known], meant: list[_Guess], result: Weighing) -> None:
    """Show what the nearest known base, of another date, makes of the printed count: for the reader, not for the verdict."""
    claim = judgement.claim
    counted = _counted(judgement)
    if counted is None or counted[0].name != claim.measure:
        return
    for guess in meant:
        for known in knowns if guess.possible else ():
            if known.measure != guess.base or known.rounded or known.disputed or abs(days(claim, known)) > NEAR:
                continue
            reading = read(counted[0], known_figure(known), guess.times)
            if reading and claim.percent and fits(reading, claim.percent.half_up):
                reading = replace(reading, days=abs(days(claim, known)))
                if reading not in result.evidence:
                    result.evidence.append(reading)
                    result.findings.append(say_that.known_then(reading, judgement.places))


def weigh_percent(judgement: Judgement, knowns: Sequence[Known], result: Weighing) -> None:
    """Tell a rate from an attainment by activations known before and after and a base known within a quarter."""
    claim = judgement.claim
    assert claim.percent is not None
    before, after = around(claim, knowns, "ikd_active")
    if after is None:
        return
    window = claim.percent.half_up
    possible: dict[bool, bool] = {}
    telling: dict[bool, bool] = {}
    notes: list[Sentence] = []
    for times in (ONE, *shares(claim)[:1]):
        span = _span(claim, knowns, before, after, times)
        if span is None:
            return
        aims = times != ONE
        possible[aims] = span[1] >= window.lo and (window.hi is None or span[0] < window.hi)
        telling[aims] = span[1] <= span[0] * TELLING
        notes.append(
            say_that.spans(meaning(claim.measure, span[2], times), span[0], span[1], possible[aims], telling[aims])
        )
    result.findings.extend(notes)
    left = [aims for aims, can in possible.items() if can]
    if len(possible) == 2 and len(left) == 1 and telling[left[0]] and claim.base:
        result.label = "consistent" if left[0] == (claim.base == TARGET) else "mislabelled"
        result.meant = TARGET if left[0] else names_of(claim)[0]


def names_of(claim: Claim) -> tuple[str, ...]:
    """The bases to try for a percentage without counts: the named one, else the usual two."""
    return (claim.base,) if claim.base in BASES else ("wajib_ktp", "recorded")


def _span(
    claim: Claim, knowns: Sequence[Known], before: Known | None, after: Known, times: Fraction
) -> tuple[Fraction, Fraction, str] | None:
    for name in names_of(claim):
        base = expected(claim, knowns, name, NEAR)
        if base and base.lo and base.hi:
            least = before.value if before else 0
            return Fraction(100 * least) / (times * base.hi), Fraction(100 * after.value) / (times * base.lo), name
    return None


def weigh_alone(judgement: Judgement, knowns: Sequence[Known], result: Weighing) -> None:
    """Set a rounded or bounded count without a percentage ("lebih dari 3 juta") against what is known of it."""
    claim = judgement.claim
    printed = claim.figures.get(claim.measure)
    if result.label != "unverifiable" or claim.ranks or printed is None or not printed.rounded or not knowns:
        return
    near = expected(claim, knowns, claim.measure, NEAR)
    if near is None:
        return
    count = judgement.printed[claim.measure]
    lo, hi = (
        Fraction(min(count.lo, count.cut_lo)),
        None if count.hi is None else Fraction(max(count.hi, count.cut_hi or 0)),
    )
    refuted = near.refutes(lo, hi)
    proven = lo <= near.lo and (hi is None or (near.hi is not None and near.hi <= hi))
    if refuted or proven:
        result.label = "inconsistent" if refuted else "consistent"
        result.findings.append(say_that.against_known(near.known, days(claim, near.known), proven))
