"""What a text decides by itself: its percentage against its own counts and its own words.

Figures from elsewhere come in only in `evidence`, other claims of the same table in `together`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from cakupan.claims import findings as say_that
from cakupan.claims.checks import Checks, check
from cakupan.claims.model import BASES, TARGET, Claim, Label, Mark, Reading
from cakupan.claims.readings import (
    ONE,
    Figure,
    derived,
    figures_of,
    fits,
    formable,
    matches,
    named_target_base,
    printed_figures,
    read,
    stated,
)  # fmt: skip
from cakupan.words.sentences import Sentence

ALIKE: Final = Fraction(5, 100)  # recorded people and wajib KTP of one region rarely lie further apart


@dataclass
class Judgement:
    """The state of a judgement: label, readings that fit, what the stated pair supports, marks and findings."""

    claim: Claim
    label: Label
    printed: dict[str, Figure]
    figures: dict[str, tuple[Figure, ...]]
    checks: Checks
    readings: tuple[Reading, ...] = ()
    formed: tuple[Reading, ...] = ()
    supported: Fraction | None = None
    marks: set[Mark] = field(default_factory=set)
    findings: list[Sentence] = field(default_factory=list)

    @property
    def places(self) -> int:
        """Decimals for percentages in sentences: as printed, at least two."""
        return max(2, self.claim.percent.places if self.claim.percent else 2)


def judge_text(claim: Claim, printed: dict[str, Figure] | None = None) -> Judgement:
    """Judge a claim by its own figures and words alone; `printed`: its counts, where their print can be taken more narrowly."""
    printed = printed_figures(claim) if printed is None else printed
    checks = check(claim, printed)
    judgement = Judgement(claim, "unverifiable", printed, figures_of(claim, printed), checks)
    if claim.percent is None:
        _without_percent(judgement)
    else:
        _percent(judgement)
    _marks(judgement)
    judgement.findings.extend(checks.findings)
    if checks.unsummed and judgement.readings and claim.percent is not None:
        _unsummed(judgement, printed)
    return judgement


def _marks(judgement: Judgement) -> None:
    claim, marks = judgement.claim, judgement.marks
    if judgement.checks.truncated:
        marks.add("truncated")
    if judgement.checks.unsummed:
        marks.add("sum")
    if judgement.checks.date:
        marks.add("date")
    if any(printed.rounded for printed in claim.figures.values()):
        marks.add("rounded")
    if claim.ranks:
        marks.add("ranking")


def _without_percent(judgement: Judgement) -> None:
    checks = judgement.checks
    if checks.failed:
        judgement.label = "inconsistent"
    elif checks.held and checks.target_named and checks.target_base and checks.target_named != checks.target_base:
        judgement.label = "mislabelled"
    elif checks.held:
        judgement.label = "consistent"
    elif not judgement.claim.ranks:
        judgement.findings.append(say_that.no_counts(judgement.claim))


def _percent(judgement: Judgement) -> None:
    claim, figures = judgement.claim, judgement.figures
    readings = matches(claim, figures, claim.share)
    judgement.formed = _formed(claim, figures)
    if judgement.formed:
        judgement.supported = judgement.formed[0].percent
    twin = _twin(claim)
    named = _preferred(tuple(reading for reading in readings if stated(claim, reading)))
    others = _preferred(
        tuple(reading for reading in readings if not stated(claim, reading) and _telling(claim, reading))
    )
    if (
        not claim.base or claim.base == TARGET
    ):  # a count with one significant figure decides nothing beside an exact one
        named = tuple(reading for reading in named if not reading.rough) or named
    exact = tuple(reading for reading in others if _exact(claim, reading))
    if exact and all(reading.rough for reading in named):
        named, others = (), exact
    if named and not named[0].truncated:
        others = tuple(reading for reading in others if not reading.truncated)
    if twin and not named:
        judgement.label = "ambiguous"
        judgement.marks.add("source")
        judgement.supported = None
        judgement.findings.append(say_that.two_names(claim.figures[twin[0]].value, *twin))
    elif named:
        _named(judgement, named, others)
    elif others:
        _other(judgement, others)
    elif judgement.formed or judgement.checks.failed:
        judgement.label = "inconsistent"
        judgement.findings.append(
            say_that.irreproducible(claim, judgement.formed[0] if judgement.formed else None, judgement.places)
        )
    else:
        judgement.findings.append(say_that.no_counts(claim))


def _named(judgement: Judgement, named: tuple[Reading, ...], others: tuple[Reading, ...]) -> None:
    claim = judgement.claim
    judgement.readings = named + others
    judgement.supported = named[0].percent
    if named[0].truncated:
        judgement.marks.add("truncated")
    if named[0].aimed:
        judgement.findings.append(say_that.aim(claim, named[0]))
        called = named_target_base(claim)
        if called and called != named[0].denominator:
            judgement.label = "ambiguous"
            judgement.findings.append(say_that.two_names(named[0].bottom, named[0].denominator, called))
            return
    if _undecided(judgement, named):
        judgement.label = "ambiguous"
        judgement.findings.append(say_that.undecided(claim, named, judgement.places))
        return
    judgement.label = "consistent"
    judgement.findings.append(say_that.agrees(claim, named[0], judgement.places))
    if not claim.base:
        judgement.findings.append(say_that.base_found(named[0]))
    if len(named) > 1 and len({reading.bottom for reading in named}) == 1:
        judgement.findings.append(say_that.two_names(named[0].bottom, named[0].denominator, named[1].denominator))
    judgement.findings.extend(say_that.fits_too(reading, judgement.places) for reading in others[:2])


def _other(judgement: Judgement, others: tuple[Reading, ...]) -> None:
    judgement.label = "mislabelled"
    judgement.readings = others
    if others[0].truncated:
        judgement.marks.add("truncated")
    judgement.findings.extend(
        say_that.other_label(judgement.claim, reading, judgement.places) for reading in others[:3]
    )
    if judgement.formed:
        judgement.findings.append(say_that.supports(judgement.formed[0], judgement.places))


def _telling(claim: Claim, reading: Reading) -> bool:
    """Whether a reading that the text does not name says anything.

    Counts so rough, or words so wide ("lebih dari 50 persen"), that most would fit say nothing.
    """
    assert claim.percent is not None
    plain = claim.percent.relation in ("plain", "about")
    return plain and not reading.rough and reading.hi is not None and reading.hi - reading.lo <= 1


def _exact(claim: Claim, reading: Reading) -> bool:
    """Whether a reading gives the printed decimals to the last digit, and by no leeway of its counts."""
    assert claim.percent is not None
    narrow = reading.hi is not None and reading.hi - reading.lo < claim.percent.ulp
    return narrow and not reading.truncated and claim.percent.places > 0


def _preferred(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Readings by rounding; by cutting off only where rounding gives none."""
    return tuple(reading for reading in readings if not reading.truncated) or readings


def _formed(claim: Claim, figures: dict[str, tuple[Figure, ...]]) -> tuple[Reading, ...]:
    """The readings that the text names and for which it prints both counts, whether they fit or not."""
    readings = (
        read(*pair) for pair in formable(figures, claim.share) if not claim.measure or pair[0].name == claim.measure
    )
    return tuple(reading for reading in readings if reading and stated(claim, reading) and not _loose(claim, reading))


def _loose(claim: Claim, reading: Reading) -> bool:
    """Whether a reading says too little to refute: the base of the target, which may be another one of like size."""
    assert claim.percent is not None
    if not reading.aimed or reading.denominator == named_target_base(claim):
        return False
    return abs(reading.percent - claim.percent.value) <= ALIKE * reading.percent


def _unsummed(judgement: Judgement, printed: dict[str, Figure]) -> None:
    """Overrule a percentage whose counts do not add up, where another two of the three would give another percentage."""
    claim, first = judgement.claim, judgement.readings[0]
    assert claim.percent is not None
    numerator, denominator = printed.get(first.numerator), printed.get(first.denominator)
    for other in (derived(name, printed) for name in (first.numerator, first.denominator)):
        if other is None or numerator is None or denominator is None:
            continue
        pair = (other, denominator) if other.name == numerator.name else (numerator, other)
        reading = read(*pair, first.times)
        if reading and not fits(reading, claim.percent.half_up) and not fits(reading, claim.percent.truncation):
            judgement.label = "inconsistent"
            judgement.findings.append(say_that.other_sum(claim, reading, judgement.places))
            return


def _twin(claim: Claim) -> tuple[str, str] | None:
    """Recorded and wajib KTP printed as one and the same number, beside a percentage that is not 100."""
    part, whole = claim.figures.get("recorded"), claim.figures.get("wajib_ktp")
    if not part or not whole or part.value != whole.value or part.value < 1000 or claim.percent is None:
        return None
    if part.rounded or whole.rounded:  # "3 juta" twice is one word for two numbers
        return None
    if claim.measure not in ("recorded", "unrecorded", "") or claim.percent.half_up.holds(Fraction(100)):
        return None
    return "recorded", "wajib_ktp"


def _undecided(judgement: Judgement, named: tuple[Reading, ...]) -> bool:
    claim = judgement.claim
    if len({reading.label for reading in named}) < 2 or (claim.base in BASES and claim.measure):
        return False
    targets = [reading for reading in named if reading.times != ONE or reading.denominator == "target_count"]
    if len(targets) < len(named):
        return True
    if any(reading.denominator == "target_count" for reading in targets):
        return False
    if judgement.checks.target_named in {reading.denominator for reading in targets}:
        return False
    return len({reading.bottom for reading in targets}) > 1 or claim.base != TARGET
