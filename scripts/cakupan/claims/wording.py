"""The words of the audit: what counts, verdicts and marks are called, and a sum with its result.

Whole sentences are in `findings`; the Indonesian stands in the catalogue.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from cakupan.claims.model import Claim, Label, Mark, Reading
from cakupan.words.language import marked
from cakupan.words.numbers import round_half_up
from cakupan.words.sentences import Sentence, Value, count, decimal, percent, say, word

NOUNS: Final[dict[str, str]] = {
    "recorded": marked("people recorded"),
    "unrecorded": marked("people not yet recorded"),
    "ikd_active": marked("IKD activations"),
    "wajib_ktp": marked("wajib KTP"),
    "population": marked("residents"),
    "voters": marked("voters on the roll"),
    "kia_owned": marked("children with a KIA"),
    "kia_due": marked("children due a KIA"),
    "birth_certificate_owned_0_5": marked("children 0–5 with a birth certificate"),
    "birth_certificate_due_0_5": marked("children 0–5"),
    "target_count": marked("the target in people"),
    "target": marked("the target"),
}
VERDICTS: Final[dict[Label, str]] = {
    "consistent": marked("Consistent"),
    "mislabelled": marked("Consistent, label wrong"),
    "ambiguous": marked("Ambiguous"),
    "inconsistent": marked("Inconsistent"),
    "unverifiable": marked("Not verifiable"),
}
MARKS: Final[dict[Mark, str]] = {
    "truncated": marked("cut off, not rounded"),
    "rounded": marked("rounded counts"),
    "sum": marked("counts do not add up"),
    "date": marked("dates conflict"),
    "source": marked("sources conflict"),
    "trend": marked("not comparable"),
    "ranking": marked("claim of rank"),
}


def noun(name: str) -> Value:
    """The word for a count."""
    return word(NOUNS[name])


def people(value: Fraction) -> Value:
    """A count, where needed rounded to people."""
    return count(int(value)) if value.denominator == 1 else decimal(value, 0)


_SIDES: Final = {
    "over": marked("more than {percent}"), "under": marked("less than {percent}"), "about": marked("about {percent}"),
    "most": marked("at most {percent}"), "almost": marked("almost {percent}"),
}  # fmt: skip


def printed_percent(claim: Claim) -> Value | Sentence:
    """The percentage as printed, with its "more than" or "less than"."""
    assert claim.percent is not None
    value = decimal(claim.percent.value, claim.percent.places)
    if claim.percent.upper is not None:
        return say("{lo} to {hi}", lo=value, hi=decimal(claim.percent.upper, claim.percent.places))
    side = _SIDES.get(claim.percent.relation)
    return say(side, percent=value) if side else value


def share_of(times: Fraction) -> Value:
    """A target share in percent."""
    value = times * 100
    return decimal(value, 0 if value.denominator == 1 else 2)


def arithmetic(reading: Reading, places: int = 2) -> Sentence:
    """The sum that a reading does: "156.639 ÷ (30 % × 2.860.701) = 18,25 %"."""
    parts: dict[str, Value | Sentence] = {
        "part": people(reading.top),
        "whole": people(reading.bottom),
        "percent": _result(reading, places),
    }
    if reading.times != 1:
        return say("{part} ÷ ({share} % × {whole}) = {percent} %", share=share_of(reading.times), **parts)
    if reading.complement:
        return say("100 % − {part} ÷ {whole} = {percent} %", **parts)
    return say("{part} ÷ {whole} = {percent} %", **parts)


def _result(reading: Reading, places: int) -> Value | Sentence:
    """The result of a sum; of rounded counts, the span that they allow."""
    if reading.hi is None:
        return say("{lo} or more", lo=percent(reading.lo, places))
    if round_half_up(reading.lo, places) == round_half_up(reading.hi, places):
        return percent(reading.percent, places)
    return say("{lo} to {hi}", lo=percent(reading.lo, places), hi=percent(reading.hi, places))


def meaning(measure: str, base: str, times: Fraction = Fraction(1), complement: bool = False) -> Sentence:
    """What a percentage is of: "IKD activations per wajib KTP" or against a share of them as target."""
    if not base:
        return say("{part} as a share that is not named", part=noun(measure))
    if complement:
        return say("{whole} without {part}, as a share of {whole}", part=noun(measure), whole=noun(base))
    if times != 1:
        return say(
            "{part} as a share of a target of {share} percent of {whole}",
            part=noun(measure),
            whole=noun(base),
            share=share_of(times),
        )
    return say("{part} as a share of {whole}", part=noun(measure), whole=noun(base))


def meaning_of(reading: Reading) -> Sentence:
    """What a reading says."""
    return meaning(reading.numerator, reading.denominator, reading.times, reading.complement)
