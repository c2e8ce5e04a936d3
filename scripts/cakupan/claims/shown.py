"""A verdict as pieces ready to be laid out, in one language: label, marks, the arithmetic, the sentences.

Blocks and notebooks put them on a page; nothing is judged here.
"""

from __future__ import annotations

from dataclasses import dataclass

from cakupan.claims.model import Verdict
from cakupan.claims.wording import MARKS, VERDICTS, arithmetic, meaning, printed_percent
from cakupan.words.numbers import RichText
from cakupan.words.sentences import Speaker, say


@dataclass(frozen=True)
class Shown:
    """What a reader sees of a verdict.

    `label`: "Konsisten, label keliru"; `marks`: in words; `printed`: the percentage as printed with its sign, `meaning`: what the
    text says that it is; `arithmetic`: the deciding sums, "156.639 ÷ (30 % × 2.860.701) = 18,25 %"; `supported`: what the counts
    support; `findings`: sentences; `resolved`: what evidence settles apart from the verdict.
    """

    label: str
    marks: tuple[str, ...]
    printed: RichText
    meaning: RichText
    arithmetic: tuple[RichText, ...]
    supported: RichText
    findings: tuple[RichText, ...]
    resolved: RichText


def shown(verdict: Verdict, speak: Speaker) -> Shown:
    """The pieces of a verdict in the speaker's language."""
    claim = verdict.claim
    base = claim.base if claim.measure else ""
    sums = verdict.readings or verdict.evidence or ((verdict.stated,) if verdict.stated else ())
    return Shown(
        label=speak.word(VERDICTS[verdict.verdict]),
        marks=tuple(speak.word(MARKS[mark]) for mark in verdict.marks),
        printed=speak(say("{percent} %", percent=printed_percent(claim))) if claim.percent else (),
        meaning=speak(meaning(claim.measure, base)) if claim.measure and claim.percent else (),
        arithmetic=tuple(speak(arithmetic(reading, verdict.places)) for reading in sums),
        supported=(speak.format.percent(verdict.supported, verdict.places), " %")
        if verdict.supported is not None
        else (),
        findings=tuple(speak(finding) for finding in verdict.findings),
        resolved=speak(verdict.resolved_by) if verdict.resolved_by else (),
    )
