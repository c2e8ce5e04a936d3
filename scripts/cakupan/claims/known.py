"""What is known near a claim: the nearest figures, what a count can be on the claim's day, the target shares that may be meant.

Also the record that weighing fills. Which label follows is decided in `evidence` and `implied`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Final

from cakupan.claims.model import CUMULATIVE, Claim, Known, Label, Reading, first_day
from cakupan.words.numbers import last_day
from cakupan.words.sentences import Sentence

NEAR: Final = 366  # days within which a count is taken as known, give or take what it moves
COMPARABLE: Final = 1096  # days: within three years it still tells the order of size
NATIONAL_SHARES: Final = (Fraction(30, 100), Fraction(25, 100))  # IKD targets of 2024 and 2023, quoted from 2023 on
DOWN: Final = Fraction(15, 1000)  # what a count falls within a year, and rises: nine of ten pairs of published dates
UP: Final = {"recorded": Fraction(6, 100)}
USUAL_UP: Final = Fraction(4, 100)
STALE: Final = 214  # days: a page without a reference date may print the register of the half-year before
SEASON: Final = 150  # days from which on two dates tell how fast a region moves
DOUBT: Final = Fraction(1, 100)  # an office and the ministry differ by less on one day; what lies beyond is refuted
CHANGE: Final = Fraction(
    2, 100
)  # on another day: 99 of 100 regencies moved by less beyond their drift within half a year
ROUGHLY: Final = Fraction(5, 100)  # what a known figure that is itself rounded may be off
WIDE: Final = Fraction(5, 4)  # a span whose ends are further apart than this fits nearly anything


@dataclass
class Weighing:
    """What evidence adds: a label if it decides, readings with figures from elsewhere, and the settled name."""

    label: Label
    evidence: list[Reading] = field(default_factory=list)
    findings: list[Sentence] = field(default_factory=list)
    source_conflict: bool = False
    resolved_by: Sentence | None = None
    resolved_to: str = ""
    meant: str = ""


@dataclass(frozen=True)
class Expected:
    """What a count can be on the claim's day by figures from elsewhere: lo ≤ x ≤ hi (hi None: open); `known` is the nearest."""

    known: Known
    lo: Fraction
    hi: Fraction | None

    def holds(self, lo: Fraction, hi: Fraction | None, doubt: Fraction = Fraction(0)) -> bool:
        """Whether some count between lo and hi (None: open) can be; with `doubt`, relatively so far off as well."""
        return (self.hi is None or lo <= self.hi * (1 + doubt)) and (hi is None or hi >= self.lo * (1 - doubt))

    def refutes(self, lo: Fraction, hi: Fraction | None) -> bool:
        """Whether no count between lo and hi can be, even if sources differ as they do."""
        return not self.holds(lo, hi, DOUBT if self.lo == self.hi else CHANGE)


def days(claim: Claim, known: Known) -> int:
    """Days from the claim's reference date to that of a known figure."""
    assert claim.day is not None
    return (known.day - claim.day).days


def shares(claim: Claim, nation: bool = True) -> tuple[Fraction, ...]:
    """The target shares that may be meant: the printed one, else (unless barred) those of the national IKD target."""
    if claim.share is not None:
        return (claim.share,)
    if not nation or claim.measure != "ikd_active" or (claim.day is not None and claim.day.year < 2023):
        return ()
    return NATIONAL_SHARES[::-1] if claim.day is not None and claim.day.year == 2023 else NATIONAL_SHARES


def nearest(claim: Claim, knowns: Sequence[Known], measure: str, within: int) -> Known | None:
    near = [known for known in knowns if known.measure == measure and not known.disputed]
    near = [known for known in near if abs(days(claim, known)) <= within]
    return min(near, key=lambda known: (abs(days(claim, known)), known.as_of, known.value)) if near else None


def around(claim: Claim, knowns: Sequence[Known], measure: str) -> tuple[Known | None, Known | None]:
    same = [known for known in knowns if known.measure == measure and not known.disputed and not known.rounded]
    before = [known for known in same if days(claim, known) <= 0]
    after = [known for known in same if days(claim, known) >= 0]
    return (
        max(before, key=lambda known: (known.day, known.value)) if before else None,
        min(after, key=lambda known: (known.day, known.value)) if after else None,
    )


def expected(claim: Claim, knowns: Sequence[Known], measure: str, within: int) -> Expected | None:
    """What a count can be on the claim's day: exactly the known one of that day, else as far off as such a count moves.

    A cumulative count (activations) lies between those known before and after; nothing else is said of it.
    """
    exact = [known for known in knowns if not known.rounded]
    known = nearest(claim, exact, measure, within) or nearest(claim, knowns, measure, within)
    if known is None:
        return None
    if known.rounded:
        return Expected(known, known.value * (1 - ROUGHLY), known.value * (1 + ROUGHLY))
    if days(claim, known) == 0 and _precise(claim.as_of) and _precise(known.as_of):
        return Expected(known, Fraction(known.value), Fraction(known.value))
    before, after = around(claim, knowns, measure)
    if measure in CUMULATIVE:
        if before is after is None:
            return None
        return Expected(known, Fraction(before.value if before else 0), Fraction(after.value) if after else None)
    up, down = _pace(claim, knowns, measure)
    spans = [_moved(claim, one, up, down) for one in {known, before, after} if one and abs(days(claim, one)) <= within]
    lo, hi = max(span[0] for span in spans), min(span[1] for span in spans)
    if lo > hi:  # the sources contradict each other: all that any of them allows
        lo, hi = min(span[0] for span in spans), max(span[1] for span in spans)
    return Expected(known, lo, hi)


def _precise(as_of: str) -> bool:
    return len(as_of) == 10


def _pace(claim: Claim, knowns: Sequence[Known], measure: str) -> tuple[Fraction, Fraction]:
    """How much a count rises and falls within a year: as usual, or faster where the region's own figures do."""
    up, down = UP.get(measure, USUAL_UP), DOWN
    rows = sorted(
        (
            known
            for known in knowns
            if known.measure == measure
            and not (known.disputed or known.rounded)
            and abs(days(claim, known)) <= COMPARABLE
        ),
        key=lambda known: known.day,
    )
    for earlier, later in pairwise(rows):
        apart = (later.day - earlier.day).days
        if SEASON <= apart <= COMPARABLE:
            yearly = (Fraction(later.value, earlier.value) - 1) * 365 / apart
            up, down = max(up, yearly), max(down, -yearly)
    return up, min(down, Fraction(1, 2))


def _moved(claim: Claim, known: Known, up: Fraction, down: Fraction) -> tuple[Fraction, Fraction]:
    """The span of a known count carried to the claim's date; a New Year between brings the whole cohort of the year."""
    dated = claim.as_of or claim.published
    first, last = first_day(dated) - dt.timedelta(days=0 if claim.as_of else STALE), last_day(dated)
    since, until = first_day(known.as_of), known.day
    lo = hi = Fraction(known.value)
    if last > since:  # the claim can be the later of the two
        falls, rises = _moves(since, last, up, down)
        lo, hi = lo * (1 - falls), hi * (1 + rises)
    if until > first:  # or the earlier one
        falls, rises = _moves(first, until, up, down)
        lo, hi = min(lo, known.value / (1 + rises)), max(hi, known.value / (1 - falls))
    return lo, hi


def _moves(earlier: dt.date, later: dt.date, up: Fraction, down: Fraction) -> tuple[Fraction, Fraction]:
    """How much, relatively, a count can fall and rise between two days; it never falls to nothing."""
    years, turns = Fraction((later - earlier).days, 365), Fraction(later.year - earlier.year)
    return min(down * years, Fraction(9, 10)), up * max(years, turns)
