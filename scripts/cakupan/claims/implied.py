"""A count printed without its base, or a percentage without counts: what would have to be, and whether that can be.

Complete pairs of figures are weighed in `text` and `evidence`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from cakupan.claims import findings as say_that
from cakupan.claims.known import COMPARABLE, NEAR, Weighing, around, days, nearest, room, shares
from cakupan.claims.model import BASES, TARGET, Claim, Known
from cakupan.claims.printed import Window
from cakupan.claims.readings import ONE, OPPOSITE, TARGET_BASES, Figure, figure, fits, known_figure, read
from cakupan.claims.text import Judgement
from cakupan.words.sentences import Sentence

POSSIBLE_SHARE: Final = (55, 92)  # percent of residents who are wajib KTP: extremes of the 514 regencies, 30 June 2024
SHARED: Final = ("recorded", "unrecorded", "ikd_active")  # measures whose base a text may leave out


@dataclass(frozen=True)
class _Guess:
    base: str
    times: Fraction
    lo: Fraction
    hi: Fraction
    possible: bool | None
    findings: tuple[Sentence, ...]


def weigh_count(judgement: Judgement, knowns: Sequence[Known], result: Weighing, nation: bool) -> None:
    """Ask what base the one printed count would need, and for which label such a base exists."""
    claim = judgement.claim
    if claim.measure not in SHARED or (
        judgement.label == "inconsistent" and claim.base not in ("population", "voters")
    ):
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
        if not meant or any(guess.possible for guess in meant) or all(guess.possible is None for guess in meant):
            _known_readings(judgement, knowns, meant, result)
            return
    if others:
        result.label = "mislabelled"
        best = others[0]
        if best not in shown[:1] or judgement.label == "inconsistent":
            result.findings.append(say_that.implied(claim, best.base, best.lo, best.hi, best.times))
            result.findings.extend(best.findings)
        result.meant = best.base if best.times == ONE else TARGET
        result.findings.append(say_that.likely(say_that.meaning(claim.measure, best.base, best.times)))
    elif judgement.label == "unverifiable":
        result.label = "inconsistent"
        result.findings.append(say_that.irreproducible(claim, None, judgement.places))


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
        bases = (
            ("wajib_ktp", "recorded", "population", "voters") if times == ONE else TARGET_BASES.get(claim.measure, ())
        )
        for base in bases:
            if base in judgement.figures or (base == "recorded" and claim.measure != "ikd_active"):
                continue
            if window.hi is None or window.lo <= 0 or part.hi is None:
                continue
            lo, hi = Fraction(100 * part.lo) / (window.hi * times), Fraction(100 * part.hi) / (window.lo * times)
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
    if other in claim.figures and window.hi is not None and window.hi < 100:
        return figure(other, claim.figures[other]), Window(100 - window.hi, 100 - window.lo)
    return None


def _possible(
    claim: Claim, knowns: Sequence[Known], base: str, lo: Fraction, hi: Fraction
) -> tuple[bool | None, tuple[Sentence, ...]]:
    """Whether a base of this size can be: against the nearest known one, else against the population."""
    known = nearest(claim, knowns, base, COMPARABLE)
    if known:
        apart = days(claim, known)
        slack = room(apart)
        agrees = lo <= known.value * (1 + slack) and hi >= known.value * (1 - slack)
        return agrees, (say_that.against_known(known, apart, agrees),)
    printed = claim.figures.get("population")
    everyone = nearest(claim, knowns, "population", COMPARABLE)
    residents = printed.value if printed else Fraction(everyone.value) if everyone else None
    if not residents or base not in ("wajib_ktp", "recorded"):
        return None, ()
    low, high = 100 * lo / residents, 100 * hi / residents
    possible = low <= POSSIBLE_SHARE[1] and high >= POSSIBLE_SHARE[0]
    as_of = everyone.as_of if everyone and not printed else claim.as_of or claim.published
    return possible, (say_that.implied_share(low, high, int(residents), as_of),) if as_of else ()


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
    kinds: dict[bool, bool] = {}
    notes: list[Sentence] = []
    for times in (ONE, *shares(claim)[:1]):
        span = _span(claim, knowns, before, after, times)
        if span is None:
            return
        window = claim.percent.half_up
        possible = span[1] >= window.lo and (window.hi is None or span[0] < window.hi)
        kinds[times != ONE] = possible
        notes.append(say_that.spans(say_that.meaning(claim.measure, span[2], times), span[0], span[1], possible))
    result.findings.extend(notes)
    if len(kinds) == 2 and sum(kinds.values()) == 1 and claim.base:
        result.label = "consistent" if kinds[claim.base == TARGET] else "mislabelled"
        result.meant = TARGET if kinds[True] else names_of(claim)[0]


def names_of(claim: Claim) -> tuple[str, ...]:
    """The bases to try for a percentage without counts: the named one, else the usual two."""
    return (claim.base,) if claim.base in BASES else ("wajib_ktp", "recorded")


def _span(
    claim: Claim, knowns: Sequence[Known], before: Known | None, after: Known, times: Fraction
) -> tuple[Fraction, Fraction, str] | None:
    for name in names_of(claim):
        known = nearest(claim, knowns, name, NEAR)
        if known:
            slack = room(days(claim, known))
            low, high = known.value * (1 - slack), known.value * (1 + slack)
            least = before.value if before else 0
            return Fraction(100 * least) / (times * high), Fraction(100 * after.value) / (times * low), name
    return None
