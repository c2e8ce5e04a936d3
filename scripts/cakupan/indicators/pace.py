"""K11–K14: pace now, pace needed, their ratio and the month in which a target is reached, for IKD and for recording.

The arithmetic is in `forecast`, which figures are comparable in `comparable`; here it is decided when to refuse.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from cakupan.indicators import forecast
from cakupan.indicators.comparable import History, history, last_break
from cakupan.indicators.figures import Position, Target
from cakupan.indicators.forecast import HORIZON, Growth, Projection, Series
from cakupan.indicators.model import MEASURE_NAMES, Indicator, null, provenance
from cakupan.indicators.outcomes import Outcomes
from cakupan.words.numbers import last_day
from cakupan.words.sentences import Sentence, count, date, listed, named, say

Kind = Literal["ikd", "recording"]
KINDS: tuple[Kind, ...] = ("ikd", "recording")
ELECTIONS = (dt.date(2024, 2, 14), dt.date(2024, 11, 27))
"""Days of national and regional elections; recording surges in their months. Source: data/definitions.md, pace and projection."""


@dataclass(frozen=True)
class Outlook:
    """All that can be said of the way to one target; None where it cannot be, with the reason in `why`.

    since: date of the first figure used. set_aside: why older figures are not used. surges: months of elections among those used.
    """

    code: str
    kind: str
    base: str
    series: Series
    base_series: Series
    share: Fraction | None
    deadline: dt.date | None
    pace: Fraction | None
    pace_range: tuple[float, float] | None
    required: Fraction | None
    projection: Projection | None
    sensitivity: float | None
    set_aside: Sentence | None
    surges: tuple[str, ...]
    why: dict[str, Sentence]
    growth: Growth | None

    def key(self, what: str) -> str:
        """The address of one of its figures, as `verify` looks it up: "64:pace:ikd:month"."""
        return f"{self.code}:pace:{self.kind}:{what}"

    @property
    def outcomes(self) -> Outcomes | None:
        """What may come, month by month; None where the figures do not bear it."""
        return forecast.outcomes(self.series, self.base_series)

    @property
    def method(self) -> str:
        """How the pace was found: the median of monthly increments, or the Theil–Sen slope of irregular ones."""
        return "median" if self.series.last(forecast.WINDOW).monthly else "theil-sen"

    @property
    def ratio(self) -> Fraction | None:
        """Pace needed over pace now."""
        if self.required is None or self.pace is None or self.pace <= 0:
            return None
        return self.required / self.pace

    @property
    def is_reached(self) -> bool:
        """Whether the newest figures have reached the target."""
        return self.projection is not None and self.projection.months == 0

    def month(self, months: float | Fraction | None) -> str:
        """The month ("2034-04") that lies some months after the last figure; ">60" beyond the horizon."""
        if months is None or months > HORIZON:
            return f">{HORIZON}"
        return forecast.add_months(self.series.days[-1], math.ceil(months)).strftime("%Y-%m")


@dataclass(frozen=True)
class Way:
    """What is to be reached, of what, by when. kind: how its addresses call it; young: a programme that is still spreading, as new things do."""

    kind: str
    measure: str
    base: str
    target: Target | None
    young: bool = False


def outlook(position: Position, kind: Kind) -> Outlook:
    """The way to the IKD or the recording target of a region."""
    if kind == "ikd":
        return outlook_of(
            position, Way(kind, "ikd_active", position.settings.ikd_base, position.ikd_target, young=True)
        )
    return outlook_of(position, Way(kind, "recorded", "wajib_ktp", position.recording_target))


def outlook_of(position: Position, way: Way) -> Outlook:
    """The way of any programme to its target."""
    kind, measure, base_name, target = way.kind, way.measure, way.base, way.target
    past = history(position, measure)
    series, set_aside = _sound(_series(past), _named(position, measure))
    below = _series(history(position, base_name))
    deadline = _deadline(position, target)
    why: dict[str, Sentence] = {}
    pace = forecast.pace(series)
    if pace is None:
        why["pace"] = _too_few(position, series, _named(position, measure), set_aside)
    required = _required(series, below, target, deadline, position, why, f"{position.code}:pace:{kind}:deadline")
    grown = forecast.growth(below) if below.values else None
    dated = target is not None and grown is not None and (way.young or grown.covers_a_year)
    projection = forecast.project(series, below, target.share) if target is not None and dated else None
    if projection is None:
        why["projection"] = _why_no_projection(series, target, grown, pace, why, _named(position, base_name))
    return Outlook(
        position.code, kind, base_name, series, below, target.share if target else None, deadline, pace,
        forecast.pace_range(series, below),
        required, projection, _sensitivity(way.young, series, below, target), set_aside, _surges(series), why, grown,
    )  # fmt: skip


def _series(past: History) -> Series:
    return Series(tuple(point.day for point in past.points), tuple(point.value for point in past.points))


def _named(position: Position, measure: str) -> Sentence:
    """What a measure is called in a sentence."""
    if measure in MEASURE_NAMES:
        return say(MEASURE_NAMES[measure])
    return say("{what}", what=named(position.observations.definitions.measures[measure].name))


def _sound(series: Series, what: Sentence) -> tuple[Series, Sentence | None]:
    """The figures since the last fall or jump: no pace is read across either."""
    falls, jumps = forecast.falls(series), forecast.jumps(series)
    edge = max((*falls, *jumps), default=None)
    if edge is None:
        return series, None
    day = date(edge.isoformat())
    if edge in falls:
        return series.since(edge), say("{what} fall on {day}; earlier figures are set aside", what=what, day=day)
    return series.since(edge), say("{what} jump on {day}; earlier figures are set aside", what=what, day=day)


def _too_few(position: Position, series: Series, what: Sentence, set_aside: Sentence | None) -> Sentence:
    few = say(
        "it takes {needed} comparable figures of {what}; so far there are {n}",
        needed=count(forecast.FEWEST_FOR_PACE + 1), what=what, n=count(len(series.days)),
    )  # fmt: skip
    if set_aside is not None:
        return say("{few} ({why})", few=few, why=set_aside)
    edge = last_break(position)
    if edge is not None:
        return say("{few} since the change of boundary of {day}", few=few, day=date(edge.isoformat()))
    return few


def _deadline(position: Position, target: Target | None) -> dt.date | None:
    if position.settings.target_date is not None or target is None:
        return position.settings.target_date
    year = target.observation.day.year if target.observation is not None else position.edition.year
    return last_day(str(year))


def _required(
    series: Series, below: Series, target: Target | None, deadline: dt.date | None, position: Position,
    why: dict[str, Sentence], key: str,
) -> Fraction | None:  # fmt: skip
    if target is None or deadline is None:
        why["required"] = say("no target is published for the edition's year")
        return None
    if not series.values or not below.values:
        why["required"] = say("no comparable figures of the measure and its base")
        return None
    if deadline < position.edition:
        why["required"] = say("the deadline of {day} has passed", day=date(deadline.isoformat(), key))
        return None
    months = forecast.months_between(series.days[-1], deadline)
    if months <= 0:
        why["required"] = say("the target is of {day}, the day of the figures", day=date(deadline.isoformat(), key))
        return None
    growth = forecast.growth(below).over(months) / months
    return forecast.required_pace(series.values[-1], target.share, below.values[-1], growth, months)


def _why_no_projection(
    series: Series, target: Target | None, grown: Growth | None, pace: Fraction | None, why: dict[str, Sentence], base: Sentence
) -> Sentence:  # fmt: skip
    if target is None:
        return say("no target is published for the edition's year")
    if grown is None:
        return say("no published figure of {what}", what=base)
    if pace is None:
        return why["pace"]
    if len(series.increments) >= forecast.FEWEST_FOR_DATE:
        return say("a date needs the base of at least a year, for those who turn 17 enter it in January")
    return say(
        "a date takes {needed} comparable figures; so far there are {n}",
        needed=count(forecast.FEWEST_FOR_DATE + 1),
        n=count(len(series.days)),
    )


def _sensitivity(young: bool, series: Series, below: Series, target: Target | None) -> float | None:
    """Months by the curved line: logistic for what is young, ln(gap) for the rest; never the headline."""
    below = below.since(series.days[0]) if series.days else below
    if target is None or series.days != below.days or not series.monthly:
        return None
    if young:
        shares = [n / d for n, d in zip(series.values, below.values, strict=True) if d]
        return forecast.logistic_months(shares, float(target.share))
    gaps = [d - n for n, d in zip(series.values, below.values, strict=True)]
    return forecast.log_gap_months(gaps, below.values[-1] - math.ceil(target.share * below.values[-1]))


def _surges(series: Series) -> tuple[str, ...]:
    months = {day.strftime("%Y-%m") for day in ELECTIONS}
    return tuple(month for day in series.days if (month := day.strftime("%Y-%m")) in months)


def current_pace(position: Position) -> Indicator:
    """K11: IKD activations a month now; recordings in the detail."""
    ikd, beside = outlook(position, "ikd"), outlook(position, "recording")
    detail: dict[str, object] = {"recording": _pace_detail(beside)}
    if ikd.pace is None:
        return _null("K11", "Current pace", ikd.why["pace"], detail)
    return _indicator("K11", "Current pace", position, ikd, ikd.pace, 0, {**_pace_detail(ikd), **detail})


def required_pace(position: Position) -> Indicator:
    """K12: activations a month needed to reach the target by its deadline, the growth of the target included."""
    ikd, beside = outlook(position, "ikd"), outlook(position, "recording")
    detail: dict[str, object] = {"recording": _required_detail(beside)}
    if ikd.required is None:
        return _null("K12", "Required pace", ikd.why["required"], detail)
    return _indicator("K12", "Required pace", position, ikd, ikd.required, 0, {**_required_detail(ikd), **detail})


def pace_ratio(position: Position) -> Indicator:
    """K13: pace needed over pace now."""
    ikd, beside = outlook(position, "ikd"), outlook(position, "recording")
    detail: dict[str, object] = {"recording": {"value": beside.ratio, "reason": _why_no_ratio(beside)}}
    reason = _why_no_ratio(ikd)
    if ikd.ratio is None or reason is not None:
        return _null("K13", "Pace ratio", reason or say("no figures"), detail, "times")
    return _indicator("K13", "Pace ratio", position, ikd, ikd.ratio, 1, detail, "times")


def _why_no_ratio(outlook: Outlook) -> Sentence | None:
    if outlook.required is None:
        return outlook.why["required"]
    if outlook.pace is None:
        return outlook.why["pace"]
    return say("not reached at the current pace, which is not above zero") if outlook.pace <= 0 else None


def projected_month(position: Position) -> Indicator:
    """K14: the month in which the target is reached at the current pace, with a resampled 80 percent range."""
    ikd, beside = outlook(position, "ikd"), outlook(position, "recording")
    detail: dict[str, object] = {"recording": _projection_detail(beside)}
    if ikd.projection is None:
        return _null("K14", "Projected month", ikd.why["projection"], detail, "month")
    if ikd.projection.months is None:
        return _null("K14", "Projected month", never(), {**_projection_detail(ikd), **detail}, "month")
    value = ikd.month(ikd.projection.months)
    return _indicator("K14", "Projected month", position, ikd, value, 0, {**_projection_detail(ikd), **detail}, "month")


def never() -> Sentence:
    """Said when the target moves away as fast as the pace follows."""
    return say("not reached at the current pace: the target grows as fast")


def _pace_detail(outlook: Outlook) -> dict[str, object]:
    if outlook.pace is None:
        return {"value": None, "reason": outlook.why["pace"]}
    return {
        "value": outlook.pace,
        "method": outlook.method,
        "increments": min(len(outlook.series.increments), forecast.WINDOW),
        "range": [Fraction(edge) for edge in outlook.pace_range] if outlook.pace_range else None,
        "surges": list(outlook.surges),
    }


def _required_detail(outlook: Outlook) -> dict[str, object]:
    if outlook.required is None:
        return {"value": None, "reason": outlook.why["required"]}
    assert outlook.deadline is not None and outlook.growth is not None
    months = forecast.months_between(outlook.series.days[-1], outlook.deadline)
    return {
        "value": outlook.required,
        "deadline": outlook.deadline.isoformat(),
        "months": months,
        "target_percent": (outlook.share or Fraction(0)) * 100,
        "target_growth_a_month": outlook.growth.over(months) / months if outlook.growth.seen else None,
    }


def _projection_detail(outlook: Outlook) -> dict[str, object]:
    if outlook.projection is None:
        return {"value": None, "reason": outlook.why["projection"]}
    months, spread = outlook.projection.months, outlook.projection.range
    detail: dict[str, object] = {
        "value": outlook.month(months) if months is not None else None,
        "months": months,
        "range": [outlook.month(spread.early), outlook.month(spread.late)] if spread else None,
        "curved_line": outlook.month(outlook.sensitivity) if outlook.sensitivity is not None else None,
    }
    return detail if months is not None else {**detail, "reason": never()}


def _null(
    id: str, name: str, reason: Sentence, detail: dict[str, object], unit: Literal["people/month", "times", "month"] = "people/month"
) -> Indicator:  # fmt: skip
    return replace(null(id, name, unit, reason), detail=detail)


def _indicator(
    id: str, name: str, position: Position, outlook: Outlook, value: Fraction | str, places: int,
    detail: dict[str, object], unit: Literal["people/month", "times", "month"] = "people/month",
) -> Indicator:  # fmt: skip
    own = position.own
    dates, sources = provenance(**{"ikd_active": own.ikd_active, outlook.base: own.base(position.settings.ikd_base)})
    notes: tuple[Sentence, ...] = (outlook.set_aside,) if outlook.set_aside is not None else ()
    if id != "K11" and outlook.growth is not None and not outlook.growth.seen:
        notes += (say("the growth of the target is not known and counted as none"),)
    elif id != "K11" and outlook.growth is not None and not outlook.growth.covers_a_year:
        notes += (
            say(
                "the base is known for less than a year: those who turn 17 and enter it in January are not in its growth"
            ),
        )
    if outlook.surges and id in ("K11", "K14"):
        notes += (
            say(
                "months of elections are among the figures: {months}",
                months=listed(tuple(date(m) for m in outlook.surges)),
            ),
        )
    return Indicator(
        id, name, unit, value, places, base=outlook.base, as_of={**dates, "since": outlook.series.days[0].isoformat()},
        sources=sources, notes=notes, detail=detail,
    )  # fmt: skip
