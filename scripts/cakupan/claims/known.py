"""What is known near a claim: the nearest figures, the target shares that may be meant, and how much a base can drift.

Also the record that weighing fills. Which label follows is decided in `evidence` and `implied`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from cakupan.claims.model import Claim, Known, Label, Reading
from cakupan.words.sentences import Sentence

NEAR: Final = 366  # days within which a base is taken as known, give or take its drift
COMPARABLE: Final = 1096  # days: within three years it still tells the order of size
DRIFT: Final = (Fraction(5, 100), Fraction(3, 100))  # how far a base may lie off: at once, and more for each year
NATIONAL_SHARES: Final = (Fraction(30, 100), Fraction(25, 100))  # IKD targets of 2024 and 2023, quoted from 2023 on


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


def room(apart: int) -> Fraction:
    """How far, relatively, a base may lie from one known so many days apart."""
    return DRIFT[0] + DRIFT[1] * abs(apart) / 365
