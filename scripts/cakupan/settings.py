"""What an office may set: targets with their base, the tier rule, the reference area. Values only, no reading of files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Base = Literal["wajib_ktp", "recorded"]


@dataclass(frozen=True)
class Settings:
    """Parameters of an analysis; None means: as published for the edition's year.

    recording_target, ikd_target: shares (Fraction 0–1). ikd_base: the base of the IKD target; sources state both, the
    default follows the wording "30 persen dari wajib KTP" and the other base is always shown beside it. target_date: the day by
    which targets are to be reached; None is the end of the year that a target was published for.
    """

    recording_target: Fraction | None = None
    ikd_target: Fraction | None = None
    ikd_base: Base = "wajib_ktp"
    target_date: dt.date | None = None
    province_tier_rule: str = "prov-2-5"
    regency_tier_rule: str = "kab-2020"
    concentration_share: Fraction = Fraction(4, 5)

    @property
    def other_ikd_base(self) -> Base:
        """The base that the IKD target does not use, shown in grey beside it."""
        return "recorded" if self.ikd_base == "wajib_ktp" else "wajib_ktp"
