"""Every sensible way to compute a percentage from the figures of a text, and which of them give the printed one.

What the text calls the percentage is weighed in `text`; figures from elsewhere in `evidence`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from cakupan.claims.model import TARGET, Claim, Known, Reading
from cakupan.claims.printed import Printed, Window

ONE: Final = Fraction(1)

# A share is of a whole that holds the part: these are the pairs that a sentence can mean.
PAIRS: Final[dict[str, tuple[str, ...]]] = {
    "recorded": ("wajib_ktp", "population", "voters", "target_count"),
    "unrecorded": ("wajib_ktp", "recorded", "population", "voters"),
    "ikd_active": ("recorded", "wajib_ktp", "population", "voters", "target_count"),
    "wajib_ktp": ("population",),
    "voters": ("wajib_ktp", "population"),
    "target_count": ("recorded", "wajib_ktp", "population", "voters", "kia_due", "birth_certificate_due_0_5"),
    "kia_owned": ("kia_due", "target_count"),
    "birth_certificate_owned_0_5": ("birth_certificate_due_0_5", "target_count"),
}
# The last is the one that a target is usually a share of.
TARGET_BASES: Final[dict[str, tuple[str, ...]]] = {
    "recorded": ("wajib_ktp",),
    "ikd_active": ("recorded", "population", "voters", "wajib_ktp"),
    "kia_owned": ("kia_due",),
    "birth_certificate_owned_0_5": ("birth_certificate_due_0_5",),
}
_NEARLY: Final = Fraction(999, 1000)  # a share of people is rounded to people in whatever way
OPPOSITE: Final = {"recorded": "unrecorded", "unrecorded": "recorded"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A count with the people that its print allows, both ends included; `cut_*` if digits were cut off, not rounded.

    `aimed`: the base that a printed target count and its share stand for. `loose`: printed so roughly that it proves nothing
    beside an exact count, even where what is known makes it narrower.
    """

    name: str
    value: Fraction
    lo: int
    hi: int | None
    cut_lo: int
    cut_hi: int | None
    printed: bool = True
    known: Known | None = None
    aimed: bool = False
    loose: bool = False


def _ends(window: Window) -> tuple[int, int | None]:
    lo = -(-window.lo.numerator // window.lo.denominator)
    return lo, None if window.hi is None else -(-window.hi.numerator // window.hi.denominator) - 1


def figure(name: str, printed: Printed) -> Figure:
    """The figure of a printed count."""
    if printed.whole:
        people = int(printed.value)
        return Figure(name, printed.value, people, people, people, people)
    (lo, hi), (cut_lo, cut_hi) = _ends(printed.half_up), _ends(printed.truncation)
    return Figure(name, printed.value, lo, hi, cut_lo, cut_hi)


def known_figure(known: Known) -> Figure:
    """The figure of a count known from elsewhere."""
    return Figure(
        known.measure, Fraction(known.value), known.value, known.value, known.value, known.value, False, known
    )


def printed_figures(claim: Claim) -> dict[str, Figure]:
    """The printed counts of a claim by name."""
    return {name: figure(name, printed) for name, printed in claim.figures.items()}


def figures_of(claim: Claim, printed: Mapping[str, Figure]) -> dict[str, tuple[Figure, ...]]:
    """The printed counts of a claim, and those that follow from two others where the text leaves one out or rounds it."""
    figures: dict[str, tuple[Figure, ...]] = {name: (one,) for name, one in printed.items()}
    for name in _SUM:
        computed = derived(name, printed)
        if computed is None:
            continue
        stands = figures.get(name, ())
        if not stands or (claim.figures[name].rounded and _agree(stands[0], computed)):
            figures[name] = (computed, *stands)
    name = aimed_name(claim)
    if name and claim.share is not None and "target_count" in printed:
        figures.setdefault(name, (aimed(name, printed["target_count"], claim.share),))
    return figures


_OF = re.compile(r"(\d[\d.,]*)?\s*(?:persen|percent|%)\s+(?:dari|of)\s+([^.;,]{0,40})", re.IGNORECASE)


def named_target_base(claim: Claim) -> str:
    """The base that the statement gives its target ("30 persen dari wajib KTP"), or ""."""
    own = "" if claim.percent is None else claim.percent.text.rstrip(" %persn")
    for match in _OF.finditer(claim.statement):
        words = match[2].lower()
        if "target" in words or (match[1] and match[1] == own):
            continue
        if "wajib" in words:
            return "wajib_ktp"
        if "rekam" in words or "recorded" in words:
            return "recorded"
        if "penduduk" in words or "population" in words or "residents" in words:
            return "population"
    return ""


def aimed_name(claim: Claim) -> str:
    """What the base of a target may be called: as the percentage names its own, else as the statement does."""
    possible = TARGET_BASES.get("recorded" if claim.measure == "unrecorded" else claim.measure, ())
    wanted = claim.base or named_target_base(claim)
    return wanted if wanted in possible else possible[-1] if possible and not claim.base else ""


def aimed(name: str, target: Figure, share: Fraction) -> Figure:
    """The base that a target count is the share of, with what rounding the target to people allows."""
    lo, hi = (target.lo - _NEARLY) / share, None if target.hi is None else (target.hi + _NEARLY) / share
    least, most = -(-lo.numerator // lo.denominator), None if hi is None else hi.numerator // hi.denominator
    return Figure(name, target.value / share, least, most, least, most, False, aimed=True)


_SUM: Final = {
    "unrecorded": ("wajib_ktp", "recorded", -1),
    "recorded": ("wajib_ktp", "unrecorded", -1),
    "wajib_ktp": ("recorded", "unrecorded", 1),
}


def derived(name: str, printed: Mapping[str, Figure]) -> Figure | None:
    """What a count is by the two others of recorded + unrecorded = wajib KTP; None where they are not both printed."""
    first, second, sign = _SUM.get(name, ("", "", 1))
    one, other = printed.get(first), printed.get(second)
    if one is None or other is None:
        return None
    value = one.value + sign * other.value
    low, high = (other.lo, other.hi) if sign > 0 else (other.hi, other.lo)
    lo = 0 if low is None else one.lo + sign * low
    hi = None if one.hi is None or high is None else one.hi + sign * high
    return Figure(name, value, lo, hi, lo, hi, False)


def _agree(printed: Figure, derived: Figure) -> bool:
    lo, hi = min(printed.lo, printed.cut_lo), printed.hi
    if hi is not None and printed.cut_hi is not None:
        hi = max(hi, printed.cut_hi)
    return (hi is None or derived.lo <= hi) and (derived.hi is None or lo <= derived.hi)


def formable(
    figures: Mapping[str, tuple[Figure, ...]], share: Fraction | None
) -> Iterator[tuple[Figure, Figure, Fraction]]:
    """The pairs of figures that can be divided: numerator, denominator, and what the denominator is multiplied by."""
    for top, bases in PAIRS.items():
        for numerator in figures.get(top, ()):
            for base in bases:
                for denominator in figures.get(base, ()):
                    if numerator.printed or denominator.printed or numerator.known or denominator.known:
                        yield numerator, denominator, ONE
            if share is not None:
                for base in TARGET_BASES.get(top, ()):
                    for denominator in figures.get(base, ()):
                        if not denominator.aimed:
                            yield numerator, denominator, share


def read(numerator: Figure, denominator: Figure, times: Fraction, cut: bool = False) -> Reading | None:
    """The reading of a pair, with the span that the print of both counts allows; None where the base may be nobody."""
    low, high = (numerator.cut_lo, numerator.cut_hi) if cut else (numerator.lo, numerator.hi)
    base_low, base_high = (denominator.cut_lo, denominator.cut_hi) if cut else (denominator.lo, denominator.hi)
    if base_low <= 0 or denominator.value <= 0 or times <= 0:
        return None
    known = tuple(item.known for item in (numerator, denominator) if item.known)
    value = 100 * numerator.value / (times * denominator.value)
    exact = low == high and base_low == base_high
    return Reading(
        numerator.name,
        denominator.name,
        times,
        value,
        numerator.value,
        denominator.value,
        value if exact else (Fraction(0) if base_high is None else Fraction(100 * low) / (times * base_high)),
        value if exact else (None if high is None else Fraction(100 * high) / (times * base_low)),
        outside=known,
        aimed=denominator.aimed,
        loose=numerator.loose or denominator.loose,
    )


def complement(reading: Reading) -> Reading:
    """The rest to 100 percent; of the recorded it is the unrecorded and the other way round."""
    other = OPPOSITE.get(reading.numerator)
    return replace(
        reading,
        numerator=other or reading.numerator,
        percent=100 - reading.percent,
        lo=Fraction(0) if reading.hi is None else 100 - reading.hi,
        hi=100 - reading.lo,
        top=reading.bottom - reading.top if other else reading.top,
        complement=other is None,
    )


def fits(reading: Reading, window: Window) -> bool:
    """Whether the reading can give a percentage inside the window."""
    if window.hi is not None and reading.lo >= window.hi:
        return False
    return reading.hi is None or reading.hi >= window.lo


def matches(claim: Claim, figures: Mapping[str, tuple[Figure, ...]], share: Fraction | None) -> tuple[Reading, ...]:
    """All readings that reproduce the printed percentage, each label once; rounding half up is preferred to cutting off."""
    assert claim.percent is not None
    half, cut = claim.percent.half_up, claim.percent.truncation
    by_label: dict[object, Reading] = {}
    spans = _spans(half, cut)
    for numerator, denominator, times in formable(figures, share):
        if not _near(numerator, denominator, times, spans):
            continue
        for reading in _forms(numerator, denominator, times, False, figures):
            held = by_label.get(reading.label)
            if held and not held.truncated:
                continue
            if fits(reading, half):
                by_label[reading.label] = reading
            elif not held and fits(reading, cut):
                by_label[reading.label] = replace(reading, truncated=True)
        if (numerator.lo == numerator.cut_lo) == (denominator.lo == denominator.cut_lo):
            continue  # both in full: nothing was cut off; both rounded: cutting off either way would excuse too much
        for reading in _forms(numerator, denominator, times, True, figures):
            if reading.label not in by_label and fits(reading, half):
                by_label[reading.label] = replace(reading, truncated=True)
    return tuple(by_label.values())


Span = tuple[int, int, int, int]


def _spans(half: Window, cut: Window) -> tuple[Span, Span]:
    """The percentages that the print can mean, and the rests to 100 of them, as whole numbers: lo ÷ scale, hi ÷ scale."""
    lo, hi = half.lo, cut.hi if cut.hi is not None else Fraction(10**9)
    return (
        (lo.numerator, lo.denominator, hi.numerator, hi.denominator),
        ((100 - hi).numerator, hi.denominator, (100 - lo).numerator, lo.denominator),
    )


def _near(numerator: Figure, denominator: Figure, times: Fraction, spans: tuple[Span, Span]) -> bool:
    """Whether a pair can come near the print at all: a quick look in whole numbers before the exact one."""
    low, base_low = min(numerator.lo, numerator.cut_lo), min(denominator.lo, denominator.cut_lo)
    if numerator.hi is None or numerator.cut_hi is None or denominator.hi is None or denominator.cut_hi is None:
        return True
    high, base_high = max(numerator.hi, numerator.cut_hi), max(denominator.hi, denominator.cut_hi)
    low, high = 100 * low * times.denominator, 100 * high * times.denominator
    base_low, base_high = base_low * times.numerator, base_high * times.numerator
    lo, lo_scale, hi, hi_scale = spans[0]
    if low * hi_scale <= hi * base_high and high * lo_scale >= lo * base_low:
        return True
    if times != ONE or (numerator.name != "ikd_active" and denominator.name != "voters"):
        return False
    lo, lo_scale, hi, hi_scale = spans[1]
    return low * hi_scale <= hi * base_high and high * lo_scale >= lo * base_low


def _forms(
    numerator: Figure, denominator: Figure, times: Fraction, cut: bool, figures: Mapping[str, tuple[Figure, ...]]
) -> Iterator[Reading]:
    reading = read(numerator, denominator, times, cut)
    if reading is None:
        return
    yield reading
    if times != ONE or not numerator.printed:
        return
    inactive = numerator.name == "ikd_active" and denominator.name != "target_count"
    if inactive or (denominator.name == "voters" and OPPOSITE.get(numerator.name, numerator.name) not in figures):
        yield complement(reading)


def stated(claim: Claim, reading: Reading) -> bool:
    """Whether a reading is what the text calls its percentage (measure and base; an unnamed one leaves it open)."""
    if reading.complement or (claim.measure and reading.numerator != claim.measure):
        return False
    if claim.base == TARGET:
        return reading.times != ONE or reading.denominator == "target_count"
    if claim.base:
        return reading.denominator == claim.base and reading.times == ONE
    return True
