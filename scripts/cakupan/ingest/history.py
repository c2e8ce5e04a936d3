"""What is known of a region over time, to which new figures are likened. Nothing is judged here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from cakupan.ingest.model import cells
from cakupan.words.numbers import last_day


@dataclass(frozen=True)
class Point:
    """A known count with its reference date as printed; years: how far after it the asked day lies (before it: negative)."""

    value: int
    as_of: str
    years: Fraction

    @property
    def before(self) -> Fraction:
        """Years that the asked day lies before it; 0 where it does not."""
        return max(-self.years, Fraction(0))


@dataclass(frozen=True)
class History:
    """Known counts by region and measure, oldest first."""

    counts: Mapping[tuple[str, str], list[tuple[dt.date, str, int]]]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> History:
        """The history that a table of observations holds, sorted by date."""
        counts: dict[tuple[str, str], list[tuple[dt.date, str, int]]] = {}
        days = {day: last_day(str(day)) for day in frame["as_of"].unique()}
        for region, measure, as_of, value in cells(frame, "region", "measure", "as_of", "value"):
            counts.setdefault((region, measure), []).append((days[as_of], as_of, int(value)))
        return cls(counts)

    def near(self, region: str, measure: str, as_of: str, value: int = 0) -> Point | None:
        """The known count of the nearest date, of two as near the newer one; of two of one date the later row.

        A date such as 2024 can be any day of the year: of the counts known of it the one closest to `value` is meant.
        """
        known = self.counts.get((region, measure))
        if not known or not as_of:
            return None
        day = last_day(as_of)
        chosen = min(reversed(known), key=lambda one: abs((one[0] - day).days))
        if len(as_of) < 10 and value:
            inside = [one for one in known if one[0].isoformat().startswith(as_of)]
            chosen = min([chosen, *inside], key=lambda one: abs(one[2] - value))
        when, printed, count = chosen
        return Point(
            count,
            printed,
            Fraction(0) if when.isoformat().startswith(as_of) else Fraction((day - when).days) / Fraction(1461, 4),
        )
