"""The values of the audit: a claim as printed, what is known besides, a reading of it, and the verdict.

No judging here, and no reading of tables or texts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from typing import Final, Literal

from cakupan.claims.printed import Printed
from cakupan.claims.rank import RankReport
from cakupan.words.numbers import Exact, last_day, round_half_up
from cakupan.words.sentences import Sentence, english

Label = Literal["consistent", "mislabelled", "ambiguous", "inconsistent", "unverifiable"]
Mark = Literal["truncated", "rounded", "sum", "date", "source", "trend", "ranking"]
LABELS: Final[tuple[Label, ...]] = ("consistent", "mislabelled", "ambiguous", "inconsistent", "unverifiable")
MARKS: Final[tuple[Mark, ...]] = ("truncated", "rounded", "sum", "date", "source", "trend", "ranking")

COUNTS: Final = (
    "recorded", "wajib_ktp", "unrecorded", "ikd_active", "population", "voters", "target_count", "kia_owned", "kia_due",
    "birth_certificate_owned_0_5", "birth_certificate_due_0_5",
)  # fmt: skip
BASES: Final = ("wajib_ktp", "recorded", "population", "voters", "kia_due", "birth_certificate_due_0_5")
TARGET: Final = "target"
CUMULATIVE: Final = ("ikd_active",)

_RANKING = re.compile(
    r"\b(?:ter(?:tinggi|baik|besar|banyak|rendah|kecil|sedikit|buruk|depan|atas)|peringkat|ranking|rangking|juara|urutan|"
    r"nomor (?:satu|dua|tiga|wahid|\d+)|highest|lowest|ranks? (?:first|second|third|\d+)|ranked|first place|second place)\b",
    re.IGNORECASE,
)


@cache
def first_day(as_of: str) -> dt.date:
    """The first day that a reference date of any precision can mean ("2024-10" is 1 October 2024)."""
    last_day(as_of)
    year, month, day = (int(part) for part in (*as_of.split("-"), "1", "1")[:3])
    return dt.date(year, month, day)


@dataclass(frozen=True)
class Claim:
    """One published statement: figures as printed, and what the text says that they are.

    `measure`: the count that the percentage is of (one of COUNTS, "" where unnamed); `base`: what it is a share of as the
    text names it (one of BASES, "target", or ""); `target_share` in percent; `figures`: the printed counts by name.
    """

    id: str
    region: str
    measure: str = ""
    percent: Printed | None = None
    base: str = ""
    target_share: Printed | None = None
    figures: Mapping[str, Printed] = field(default_factory=dict)
    as_of: str = ""
    published: str = ""
    statement: str = ""
    source_url: str = ""
    row: int = 0

    @cached_property
    def day(self) -> dt.date | None:
        """The last day of the reference date; where none is given, of the publication."""
        date = self.as_of or self.published
        return last_day(date) if date else None

    @property
    def share(self) -> Fraction | None:
        """The printed target share as a fraction of one; a target of nobody is none."""
        return self.target_share.value / 100 if self.target_share and self.target_share.value else None

    @property
    def ranks(self) -> bool:
        """Whether the statement says a place in an order ("tertinggi", "peringkat 3")."""
        return _RANKING.search(self.statement) is not None

    @property
    def empty(self) -> bool:
        """Whether the claim prints nothing that could be judged."""
        return self.percent is None and not self.figures and not self.ranks


@dataclass(frozen=True)
class Known:
    """A figure of the same region from elsewhere: what was measured, the count, its date, and who says so.

    `disputed`: a source calls the number this, others call it something else.
    """

    measure: str
    value: int
    as_of: str
    source: str = ""
    rounded: bool = False
    disputed: bool = False

    @cached_property
    def day(self) -> dt.date:
        """The last day of the reference date."""
        return last_day(self.as_of)

    @classmethod
    def of(cls, measure: str, value: int, as_of: str, source: str = "", rounded: bool = False) -> Known:
        """A known figure; a measure called "…_disputed" becomes the measure itself, marked as disputed."""
        return cls(measure.removesuffix("_disputed"), value, as_of, source, rounded, measure.endswith("_disputed"))


def wide(lo: Fraction | int, hi: Fraction | int | None) -> bool:
    """Whether a span leaves more than a tenth open, as a count with one significant figure does."""
    return hi is None or (hi - lo) * 10 > lo


@dataclass(frozen=True)
class Reading:
    """One way to compute the printed percentage: numerator ÷ (times × denominator), or 100 less that (`complement`).

    `percent` is exact for the printed figures, `lo` and `hi` what their rounding allows (hi None: open). `truncated`: it
    fits only when digits were cut off. `outside`: the figures that come from elsewhere, `days` the largest distance in days.
    `aimed`: the denominator is what a printed target count and its share stand for. `loose`: a count of it was printed roughly.
    """

    numerator: str
    denominator: str
    times: Fraction
    percent: Fraction
    top: Fraction
    bottom: Fraction
    lo: Fraction
    hi: Fraction | None
    complement: bool = False
    truncated: bool = False
    outside: tuple[Known, ...] = ()
    days: int = 0
    aimed: bool = False
    loose: bool = False

    @property
    def rough(self) -> bool:
        """Whether the print of its counts leaves more than a tenth open, as a count with one significant figure does."""
        return self.loose or wide(self.lo, self.hi)

    @property
    def label(self) -> tuple[str, str, Fraction, bool]:
        """What the reading says, whatever the figures."""
        return self.numerator, self.denominator, self.times, self.complement

    def to_json(self) -> dict[str, object]:
        """The reading for a machine: percent to four decimals, `times` as a number."""
        result: dict[str, object] = {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "times": float(self.times),
            "percent": str(round_half_up(self.percent, 4)),
        }
        if self.complement:
            result["complement"] = True
        if self.outside:
            result["outside"] = [
                {"measure": known.measure, "value": known.value, "as_of": known.as_of, "source": known.source}
                for known in self.outside
            ]
            result["days"] = self.days
        return result


@dataclass(frozen=True)
class Verdict:
    """What the audit says of one claim.

    `text_verdict`: what the printed figures alone decide; `verdict` may differ where evidence from elsewhere decides, and
    `decided_by` says so. `readings`: those of the text that reproduce the percentage; `evidence`: those that need figures
    from elsewhere. `supported`: the percentage that the printed counts support for what the text names. `meant`: the base (or
    "target") that evidence leaves. `stated`: the pair that the text names, whether it fits or not. `rank`: the report on a claim of rank, if a cross-section was given.
    """

    claim: Claim
    verdict: Label
    text_verdict: Label
    marks: tuple[Mark, ...] = ()
    readings: tuple[Reading, ...] = ()
    evidence: tuple[Reading, ...] = ()
    supported: Fraction | None = None
    findings: tuple[Sentence, ...] = ()
    resolved_by: Sentence | None = None
    resolved_to: str = ""
    meant: str = ""
    stated: Reading | None = None
    rank: RankReport | None = None

    @property
    def decided_by(self) -> Literal["text", "evidence"]:
        """Whether the text itself or outside evidence decides the verdict."""
        return "text" if self.verdict == self.text_verdict else "evidence"

    @property
    def places(self) -> int:
        """The decimals of `supported`: as printed, at least two."""
        return max(2, self.claim.percent.places if self.claim.percent else 2)

    def to_json(self) -> dict[str, object]:
        """The verdict as the command prints it; `findings` in English."""
        return {
            "id": self.claim.id,
            "verdict": self.verdict,
            "marks": list(self.marks),
            "readings": [reading.to_json() for reading in self.readings],
            "supported": _text(self.supported, self.places),
            "findings": [english(finding) for finding in self.findings],
            "evidence": [reading.to_json() for reading in self.evidence],
            "text_verdict": self.text_verdict,
            "decided_by": self.decided_by,
            "resolved_by": english(self.resolved_by) if self.resolved_by else None,
            "resolved_to": self.resolved_to or None,
            "row": self.claim.row or None,
        }


def _text(value: Exact | None, places: int) -> str | None:
    return None if value is None else str(round_half_up(value, places))
