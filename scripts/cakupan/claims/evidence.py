"""What figures from elsewhere add to a judgement: they are named as such, with their distance in days.

The text's own figures were judged in `text`. Evidence never overrules an arithmetic that the text prints in full, except to
say that a printed base cannot be what it is called; two names for one number it settles in a separate statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from cakupan.claims import findings as say_that
from cakupan.claims.implied import cannot_be, weigh_alone, weigh_count, weigh_percent
from cakupan.claims.known import COMPARABLE, NATIONAL_SHARES, Weighing, around, days, expected, shares
from cakupan.claims.model import COUNTS, TARGET, Claim, Known, Reading
from cakupan.claims.narrowing import narrowed
from cakupan.claims.readings import (
    PAIRS,
    Figure,
    aimed,
    aimed_name,
    figure,
    fits,
    formable,
    known_figure,
    matches,
    read,
    stated,
)  # fmt: skip
from cakupan.claims.text import Judgement
from cakupan.words.sentences import Sentence

ALIKE: Final = Fraction(2, 100)  # so near beyond what a count moves, one that cannot be what it is called is another
UNLIKE: Final = Fraction(15, 100)  # from here on two counts of one thing within three years are not one
DISPUTE: Final = 31  # days within which one number under two names is one number
_YEARLY = re.compile(r"\b(?:sepanjang|selama|during|throughout)\s+(?:tahun\s+)?(?:20\d\d)", re.IGNORECASE)


def weigh(judgement: Judgement, knowns: Sequence[Known], nation: bool = True) -> Weighing:
    """Weigh a judgement of the text against figures of the same region from elsewhere, and the national target shares."""
    claim = judgement.claim
    result = Weighing(judgement.label)
    knowns = tuple(known for known in knowns if known.value > 0) if claim.day is not None else ()
    if claim.percent is None:
        _flow(judgement, knowns, result)
        weigh_alone(judgement, knowns, result)
        return result
    judgement, conflicts = narrowed(judgement, knowns, result)
    if _disputed(judgement, knowns, result):
        return result
    before = result.label
    _printed_base(judgement, knowns, result)
    if result.label != before:
        return result
    result.source_conflict = bool(conflicts)
    result.findings.extend(conflicts)
    if result.label != judgement.label:
        return result
    if result.label in ("unverifiable", "inconsistent"):
        same_day = tuple(
            known for known in knowns if days(claim, known) == 0 and not known.rounded and not known.disputed
        )
        if _exact(judgement, same_day, result) or (nation and _national(judgement, result)):
            return result
        if claim.figures:
            weigh_count(judgement, knowns, result, nation)
        elif claim.measure == "ikd_active":
            weigh_percent(judgement, knowns, result)
    return result


# One number under two names -------------------------------------------------------------------------------------------


def _disputed(judgement: Judgement, knowns: Sequence[Known], result: Weighing) -> bool:
    """Find the claim's number under another name elsewhere; True where that makes the claim ambiguous."""
    claim = judgement.claim
    assert claim.percent is not None
    for name, other in (("recorded", "wajib_ktp"), ("wajib_ktp", "recorded")):
        printed = claim.figures.get(name)
        if printed is None or not printed.whole or printed.value < 1000 or claim.percent.half_up.holds(Fraction(100)):
            continue
        twin = name in claim.figures and other in claim.figures and claim.figures[other].value == printed.value
        has_other_name = twin or any(
            known.measure == other and known.value == printed.value and abs(days(claim, known)) <= DISPUTE
            for known in knowns
        )
        if not has_other_name:
            continue
        open_question = judgement.label == "ambiguous" or (
            judgement.label == "unverifiable" and claim.measure in ("recorded", "unrecorded", "")
        )
        if not twin:
            result.findings.append(say_that.two_names(printed.value, name, other))
        if open_question:
            result.findings.extend(_both_ways(claim, printed.value))
        _settle(claim, knowns, int(printed.value), (name, other), result)
        if open_question:
            result.label = "ambiguous"
            result.source_conflict = True
            return True
        return False
    return False


def _both_ways(claim: Claim, value: Fraction) -> Iterator[Sentence]:
    """What the missing count would be if the number is the recorded, and if it is the wajib KTP."""
    assert claim.percent is not None
    lo, hi = claim.percent.half_up
    if claim.measure != "unrecorded" and lo > 0 and hi is not None:
        yield say_that.implied(claim, "wajib_ktp", 100 * value / hi, 100 * value / lo)
        yield say_that.implied(claim, "recorded", value * lo / 100, value * hi / 100)


def _settle(claim: Claim, knowns: Sequence[Known], value: int, candidates: tuple[str, str], result: Weighing) -> None:
    """Say which of two names puts the number between the figures known before and after, if only one does."""
    inside: dict[str, tuple[Known, Known]] = {}
    others = [known for known in knowns if known.value != value]
    for name in candidates:
        before, after = around(claim, others, name)
        if after is None and name == "recorded":  # none known later: as many as are obliged bound them
            after = around(claim, others, "wajib_ktp")[1]
        if before is None or after is None:
            return
        if before.value <= value <= after.value:
            inside[name] = (before, after)
    if len(inside) == 1:
        ((name, (before, after)),) = inside.items()
        other = candidates[1] if name == candidates[0] else candidates[0]
        result.resolved_by = say_that.between(Fraction(value), name, before, after, other)
        result.resolved_to = name


# A stock told as a flow -------------------------------------------------------------------------------------------------


def _flow(judgement: Judgement, knowns: Sequence[Known], result: Weighing) -> None:
    """Notice a cumulative count that the statement tells as the work of one year."""
    claim = judgement.claim
    printed = claim.figures.get("recorded")
    if claim.measure != "recorded" or printed is None or claim.day is None or not _YEARLY.search(claim.statement):
        return
    before = [known for known in knowns if known.measure == "recorded" and -COMPARABLE <= days(claim, known) < 0]
    stock = max(before, key=lambda known: known.day, default=None)
    if stock is not None and abs(printed.value - stock.value) * 4 <= stock.value:
        result.label = "mislabelled"
        result.findings.append(say_that.stock(printed.value, stock))


# The same date ----------------------------------------------------------------------------------------------------------


def _exact(judgement: Judgement, same_day: Sequence[Known], result: Weighing) -> bool:
    """Pair printed figures with known ones of the same date; True where that decides.

    A pair known wholly from elsewhere does not speak for a text whose own count it refutes.
    """
    claim = judgement.claim
    assert claim.percent is not None
    if not same_day or claim.percent.relation != "plain":
        return False
    printed = {name: (figure(name, value),) for name, value in claim.figures.items()}
    pool: dict[str, tuple[Figure, ...]] = dict(printed)
    for known in same_day:
        if known.measure in COUNTS and known.measure not in printed:
            pool.setdefault(known.measure, (known_figure(known),))
    readings = [one for one in _outside(pool, claim.share) if not one.rough and fits(one, claim.percent.half_up)]
    meant = [one for one in readings if stated(claim, one)]
    if any(len(one.outside) == 2 for one in meant) and cannot_be(judgement, same_day):
        meant = [one for one in meant if len(one.outside) < 2]
    formed = [reading for reading in _outside(pool, claim.share) if stated(claim, reading)]
    if judgement.label == "unverifiable" and meant:
        result.label = "consistent"
        result.evidence = meant
    elif (
        claim.figures
        and claim.percent.places
        and (others := [r for r in readings if len(r.outside) == 1])
        and not meant
    ):
        result.label = "mislabelled"
        result.evidence = others
    elif judgement.label == "unverifiable" and formed and claim.base:
        result.source_conflict = True
        result.evidence = formed[:1]
        result.findings.append(say_that.with_known(formed[0], judgement.places))
        return False
    else:
        return False
    result.findings.extend(say_that.with_known(reading, judgement.places) for reading in result.evidence)
    return True


def _outside(pool: dict[str, tuple[Figure, ...]], share: Fraction | None) -> Iterator[Reading]:
    for numerator, denominator, times in formable(pool, share):
        if (numerator.known or denominator.known) and (reading := read(numerator, denominator, times)):
            yield reading


def _national(judgement: Judgement, result: Weighing) -> bool:
    """Try the national target shares where the text names none; True where exactly one gives the percentage."""
    claim = judgement.claim
    assert claim.percent is not None
    if claim.share is not None or not claim.figures or not claim.percent.places:
        return False
    for share in shares(claim):
        figures = dict(judgement.figures)
        if (name := aimed_name(claim)) and "target_count" in judgement.printed:
            figures.setdefault(name, (aimed(name, judgement.printed["target_count"], share),))
        readings = tuple(
            reading
            for reading in matches(claim, figures, share)
            if (reading.times == share or reading.aimed) and not reading.truncated and not reading.rough
        )
        if readings:
            aims = not readings[0].aimed
            result.label = "consistent" if aims == (claim.base == TARGET) else "mislabelled"
            result.meant = TARGET if aims else readings[0].denominator
            result.evidence = list(readings)
            result.findings.extend(say_that.with_national(reading, judgement.places) for reading in readings)
            return True
    return False


# A printed base that cannot be what it is called ----------------------------------------------------------------------------


def _printed_base(judgement: Judgement, knowns: Sequence[Known], result: Weighing) -> None:
    """Notice a printed base that cannot be what the text calls it, but fits another count, or the target share of one."""
    claim = judgement.claim
    printed = judgement.printed.get(claim.base)
    own = expected(claim, knowns, claim.base, COMPARABLE)
    if printed is None or own is None or claim.measure == claim.base:
        return
    if abs(printed.value / own.known.value - 1) < UNLIKE or own.holds(Fraction(printed.lo), _end(printed), UNLIKE):
        return
    decide = judgement.label != "inconsistent"
    for name in PAIRS.get(claim.measure, ()):
        if name == claim.base or name in claim.figures:
            continue
        other = expected(claim, knowns, name, COMPARABLE)
        if other and other.holds(Fraction(printed.lo), _end(printed), ALIKE):
            result.findings.append(say_that.is_other(printed.value, claim.base, own.known, other.known))
            if decide:
                result.label, result.meant = "mislabelled", name
            return
    for share in dict.fromkeys((*shares(claim), *NATIONAL_SHARES)) if claim.measure == "ikd_active" else ():
        end = _end(printed)
        if own.holds(printed.lo / share, None if end is None else end / share, ALIKE):
            result.findings.append(say_that.is_target(printed.value, claim.base, own.known, share))
            if decide:
                result.label, result.meant = "mislabelled", TARGET
            return


def _end(printed: Figure) -> Fraction | None:
    return None if printed.hi is None else Fraction(printed.hi)
