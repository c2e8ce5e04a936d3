"""K01–K05: recording coverage, the people unrecorded, the distance to the target.

What of it is a bound is decided in `caps`; IKD is in `ikd`, ranks in `ranking`, changes over time in `change`.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.adult_share import adult_share_note, base_in_doubt
from cakupan.indicators.bounds import Bounded, at_least, between, exact
from cakupan.indicators.caps import coverage_bound, coverage_of, gap_of, recorded_of, wajib_ktp_of
from cakupan.indicators.figures import Figures, Position
from cakupan.indicators.model import Indicator, measure_name, missing, null, provenance
from cakupan.observations import Observations
from cakupan.words.sentences import Sentence, count, date, say


def capped_note(position: Position) -> Sentence | None:
    """What must be said beside a value that rests on capped counts; None when none stands at the cap."""
    n = len(position.capped)
    if n == 0:
        return None
    if position.parts:
        return say(
            "lower bound: {n} of {total} regions inside stands at exactly 100, where the source shows no surplus and hides gaps",
            "lower bound: {n} of {total} regions inside stand at exactly 100, where the source shows no surplus and hides gaps",
            n,
            n=count(n, f"{position.code}:capped"),
            total=count(len(position.parts), f"{position.code}:parts"),
        )
    return say("lower bound: stands at exactly 100, where the source shows no surplus and hides a gap")


def mixed_dates_note(position: Position, figures: Figures, measure: str, base: str) -> tuple[Sentence, ...]:
    """Said when numerator and denominator are of different dates."""
    above, below = getattr(figures, measure), getattr(figures, base)
    if above is None or below is None or above.day == below.day:
        return ()
    return (
        say(
            "mixed dates: {measure} of {one}, {base} of {other}",
            measure=measure_name(measure),
            one=date(above.as_of),
            base=measure_name(base),
            other=date(below.as_of),
        ),
    )


def coverage(position: Position) -> Indicator:
    """K01: recorded over wajib KTP."""
    own = position.own
    dates, sources = provenance(recorded=own.recorded, wajib_ktp=own.wajib_ktp)
    if own.recorded is None or own.wajib_ktp is None:
        lacking = [name for name in ("recorded", "wajib_ktp") if getattr(own, name) is None]
        return null("K01", "Recording coverage", "percent", missing(*lacking), "wajib_ktp")
    value = own.coverage
    if value is None:
        return null("K01", "Recording coverage", "percent", say("wajib KTP is zero"), "wajib_ktp")
    over = value > 100
    note = capped_note(position)
    return Indicator(
        "K01",
        "Recording coverage",
        "percent",
        value,
        2,
        "wajib_ktp",
        exact=f"{own.recorded.count}/{own.wajib_ktp.count}",
        as_of=dates,
        sources=sources,
        flags=("F01",) if over or note else (),
        bounds=coverage_of(position, position.code),
        notes=((note,) if note else ())
        + mixed_dates_note(position, own, "recorded", "wajib_ktp")
        + adult_share_note(position),
        detail={
            "recorded": own.recorded.count,
            "wajib_ktp": own.wajib_ktp.count,
            "capped_regions": len(position.capped),
        },
    )


def net_gap(position: Position) -> Indicator:
    """K02: wajib KTP less recorded; an upper bound where parts stand at a cap, for their surplus is not shown."""
    own = position.own
    gap = own.gap
    if gap is None:
        return null("K02", "Unrecorded, net", "people", missing(*_lacking(own)))
    dates, sources = provenance(recorded=own.recorded, wajib_ktp=own.wajib_ktp)
    n = len(position.capped)
    notes: tuple[Sentence, ...] = ()
    if n and position.parts:
        notes = (
            say(
                "in {n} of {total} regions inside the source shows nothing above 100 percent, so the true number is not known and at most this",
                n=count(n, f"{position.code}:capped"),
                total=count(len(position.parts), f"{position.code}:parts"),
            ),
        )
    elif n:
        notes = (say("capped at 100: no gap is shown, which does not mean that nobody is missing"),)
    return Indicator(
        "K02",
        "Unrecorded, net",
        "people",
        gap,
        base="wajib_ktp",
        as_of=dates,
        sources=sources,
        flags=("F01",) if gap < 0 or n else (),
        bounds=gap_of(position, position.code),
        notes=notes + mixed_dates_note(position, own, "recorded", "wajib_ktp") + adult_share_note(position),
    )


def gross_gap(position: Position) -> Indicator:
    """K03: people unrecorded, counted where they are missing; surpluses elsewhere are not netted off."""
    name = "Unrecorded, gross"
    if not position.parts:
        return null("K03", name, "people", say("the regions inside are not known one by one"))
    pairs = [(f.recorded, f.wajib_ktp) for f in position.parts]
    known = [(n, d) for n, d in pairs if n is not None and d is not None]
    if len(known) < len(pairs):
        return null(
            "K03",
            name,
            "people",
            say(
                "figures are known for {n} of {total} regions inside only",
                n=count(len(known)),
                total=count(len(pairs)),
            ),
        )
    value = formulas.gross_gap([(n.count, d.count) for n, d in known])
    first_n, first_d = known[0]
    dates, _ = provenance(recorded=first_n, wajib_ktp=first_d)
    sources = tuple(dict.fromkeys(row.source for pair in known for row in pair))
    own_gap = position.own.gap
    same_day = position.own.wajib_ktp is not None and position.own.wajib_ktp.day == first_d.day
    detail: dict[str, object] = {"regions": len(known)}
    if own_gap is not None and same_day:
        detail["surplus_hidden"] = None if position.capped else value - own_gap
    return Indicator(
        "K03", name, "people", value, base="wajib_ktp", as_of=dates, sources=sources,
        flags=("F01",) if position.capped else (), bounds=_people_bounds(position, value),
        notes=_unseen_note(position) + adult_share_note(position), detail=detail,
    )  # fmt: skip


def _people_bounds(position: Position, value: int) -> Bounded:
    """People unrecorded are at least so many where a part stands at a cap: whoever is missing there is not counted."""
    bounds = at_least(value, "cap") if position.capped else exact(value)
    return bounds.doubted("base") if base_in_doubt(position) else bounds


def _unseen_note(position: Position) -> tuple[Sentence, ...]:
    """Said of the people unrecorded where parts stand at a cap: whoever is missing there is not counted."""
    n = len(position.capped)
    if not n:
        return ()
    return (
        say(
            "at least so many: in {n} of {total} regions inside the source shows nothing above 100 percent, and no one as missing",
            n=count(n, f"{position.code}:capped"),
            total=count(len(position.parts), f"{position.code}:parts"),
        ),
    )


@dataclass(frozen=True)
class GapField:
    """The gaps of all regions of a level whose figures have the dates of one of them, negative ones counted as zero.

    n: regions; total: people unrecorded in them; firm: those of them in regions without a part at a cap, where no surplus can be hidden;
    clipped: negative gaps; n_beside, beside: those under the same region above.
    """

    n: int
    total: int
    firm: int
    clipped: int
    n_beside: int
    beside: int

    def covers(self, position: Position) -> tuple[bool, bool]:
        """Whether every region of the level under the same region above is among them, and whether every one of the nation is."""
        region, regions = position.region, position.regions
        return self.n_beside == len(regions.children(region.parent)), self.n == len(regions.at(region.level))


def gap_field(position: Position) -> GapField | None:
    """The gaps that the region's own is a share of; None where it has none. Computed once for all regions of the level."""
    level, edition, settings = position.region.level, position.edition, position.settings

    def compute(observations: Observations) -> dict[str, GapField]:
        whole = Position(observations, position.code, edition, settings)
        siblings = whole.siblings
        alike: dict[tuple[dt.date, dt.date], list[Figures]] = {}
        for f in siblings:
            if f.recorded is not None and f.wajib_ktp is not None:
                alike.setdefault((f.recorded.day, f.wajib_ktp.day), []).append(f)
        return {code: gaps for field in alike.values() for code, gaps in _fields(whole, field).items()}

    return position.observations.derived("gaps", position.code, (level, edition, settings), compute)


def _fields(position: Position, alike: list[Figures]) -> dict[str, GapField]:
    gaps = {f.region.code: f.gap or 0 for f in alike}
    beside: dict[str, int] = {}
    n_beside = Counter(f.region.parent for f in alike)
    for f in alike:
        beside[f.region.parent] = beside.get(f.region.parent, 0) + max(0, gaps[f.region.code])
    total, clipped = sum(max(0, gap) for gap in gaps.values()), sum(1 for gap in gaps.values() if gap < 0)
    firm = sum(max(0, gap) for code, gap in gaps.items() if not coverage_bound(position, code))
    return {
        f.region.code: GapField(len(alike), total, firm, clipped, n_beside[f.region.parent], beside[f.region.parent])
        for f in alike
    }


def share_of_national_gap(position: Position) -> Indicator:
    """K04: the region's share of all unrecorded people of the regions of its level, negative gaps clipped."""
    name = "Share of national gap"
    if position.region.level == "national":
        return null("K04", name, "percent", say("the nation is the whole"))
    own = position.own
    if own.gap is None:
        return null("K04", name, "percent", missing(*_lacking(own)))
    field = gap_field(position)
    if field is None or not field.total:
        return null("K04", name, "percent", say("nobody is shown as unrecorded anywhere"))
    everywhere = len(position.regions.at(position.region.level))
    if field.n < everywhere:
        known = {"n": count(field.n), "total": count(everywhere)}
        return null(
            "K04",
            name,
            "percent",
            say("figures of this date are known for {n} of {total} regions of its level only", **known),
        )
    value = Fraction(100 * max(0, own.gap), field.total)
    dates, sources = provenance(recorded=own.recorded, wajib_ktp=own.wajib_ktp)
    clipped = field.clipped
    notes: tuple[Sentence, ...] = ()
    if clipped:
        notes = (
            say("{n} negative gap counted as zero", "{n} negative gaps counted as zero", clipped, n=count(clipped)),
        )
    if own.recorded is not None and own.recorded.capped:
        notes += (say("a share of the gaps that are shown: where the source stops at 100 percent a gap is hidden"),)
    return Indicator(
        "K04", name, "percent", value, 2, "gap of all regions of the level", exact=f"{max(0, own.gap)}/{field.total}",
        as_of=dates, sources=sources, bounds=_share_bounds(position, field, max(0, own.gap)),
        notes=notes + adult_share_note(position), detail={"n": field.n},
    )  # fmt: skip


def _share_bounds(position: Position, field: GapField, gap: int) -> Bounded:
    """The bounds of a share of gaps: each is at most as large as shown where a part stands at a cap, and at least nobody."""
    capped = bool(coverage_bound(position, position.code))
    firm = field.firm - (0 if capped else gap)
    low = Fraction(0) if capped else Fraction(100 * gap, field.total)
    high = Fraction(100 * gap, gap + firm) if gap + firm else Fraction(100)
    if not gap:
        high = low
    doubts = ("base",) if base_in_doubt(position) else ()
    return between(low, Fraction(100 * gap, field.total), high, *(("cap",) if low != high else ())).doubted(*doubts)


def people_to_recording_target(position: Position) -> Indicator:
    """K05: people still to record until the target share of wajib KTP is reached."""
    name = "People to recording target"
    own, target = position.own, position.recording_target
    if own.recorded is None or own.wajib_ktp is None:
        return null("K05", name, "people", missing(*_lacking(own)))
    if target is None:
        return null("K05", name, "people", say("no recording target is published for the edition's year"))
    dates, sources = provenance(recorded=own.recorded, wajib_ktp=own.wajib_ktp, target=target.observation)
    value = formulas.people_to_target(target.share, own.wajib_ktp.count, own.recorded.count)
    capped = position.is_lower_bound
    base, recorded = wajib_ktp_of(position, position.code), recorded_of(position, position.code)
    assert base is not None and recorded is not None
    return Indicator(
        "K05", name, "people", value, base="wajib_ktp", as_of=dates, sources=sources,
        flags=("F01",) if capped else (), bounds=((base * target.share).ceil() - recorded).not_below(),
        notes=_at_most_note(capped and value > 0) + adult_share_note(position),
        detail={
            "target_percent": target.share * 100,
            **_below_target(position, target.share), **_parts_of_targets(position, target.share),
        },
    )  # fmt: skip


def _at_most_note(capped: bool) -> tuple[Sentence, ...]:
    if not capped:
        return ()
    return (say("at most so many: people recorded above 100 percent are not shown, and would make it less"),)


def _below_target(position: Position, share: Fraction) -> dict[str, object]:
    """How many regencies inside are below the target, and what they lack to it together; nothing where some have no figures."""
    base = position.own.wajib_ktp
    known = [
        (f.recorded.count, f.wajib_ktp.count)
        for f in position.parts
        if f.recorded is not None and f.wajib_ktp is not None and base is not None and f.wajib_ktp.day == base.day
    ]
    if not known or len(known) < len(position.parts) or position.region.level not in ("national", "province"):
        return {}
    lacking = [formulas.people_to_target(share, below, reached) for reached, below in known]
    return {"regencies_below": sum(1 for n in lacking if n), "inside": sum(lacking)}


def _parts_of_targets(position: Position, share: Fraction) -> dict[str, object]:
    """What province and nation lack to the same target, and the part of it that falls on a regency.

    The part is in proportion to the unrecorded people: if every regency records the same share of those it lacks. Only where the
    figures are of the same dates; there is no part where some regencies have none.
    """
    own = position.own
    if position.region.level != "regency" or own.gap is None or own.recorded is None:
        return {}
    field = gap_field(position)
    if field is None:
        return {}
    all_beside, everywhere = field.covers(position)
    wider = (
        ("province", position.figures(position.region.parent), field.beside, all_beside),
        ("nation", position.nation_like_own, field.total, everywhere),
    )
    detail: dict[str, object] = {}
    for name, above, gap, whole in wider:
        if above.recorded is None or above.wajib_ktp is None or above.recorded.day != own.recorded.day or not gap:
            continue
        lacking = formulas.people_to_target(share, above.wajib_ktp.count, above.recorded.count)
        detail[f"{name}_to_go"] = lacking
        if whole:
            detail[f"{name}_part"] = min(max(0, own.gap), math.ceil(Fraction(lacking * max(0, own.gap), gap)))
    return detail


def _lacking(figures: Figures) -> list[str]:
    return [name for name in ("recorded", "wajib_ktp") if getattr(figures, name) is None]
