"""K28 and the denominator's doubt: wajib KTP as a share of the population, and what is said where that share is implausible."""

from __future__ import annotations

from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.figures import Figures, Position
from cakupan.indicators.model import Indicator, missing, null, provenance
from cakupan.regions import NATION
from cakupan.words.sentences import Sentence, count, percent, place, say

ADULT_SHARE_RANGE = (60, 80)
"""Percent of the population that wajib KTP can plausibly be; national 73.5. Source: data/definitions.md, formulas, and F07 in data/flags.toml."""


def adult_share_of(figures: Figures) -> Fraction | None:
    """Wajib KTP over the population of the same date, percent."""
    if figures.wajib_ktp is None or figures.population_at_base is None:
        return None
    return formulas.percentage(figures.wajib_ktp.count, figures.population_at_base.count)


def adult_share(position: Position) -> Indicator:
    """K28: wajib KTP over the population of the same date where there is one."""
    name = "Adult share"
    own = position.own
    if own.wajib_ktp is None or own.population_at_base is None:
        lacking = [
            n for n, row in (("wajib_ktp", own.wajib_ktp), ("population", own.population_at_base)) if row is None
        ]
        return null("K28", name, "percent", missing(*lacking), "population")
    value = formulas.percentage(own.wajib_ktp.count, own.population_at_base.count)
    if value is None:
        return null("K28", name, "percent", say("the population is zero"), "population")
    dates, sources = provenance(wajib_ktp=own.wajib_ktp, population=own.population_at_base)
    low, high = ADULT_SHARE_RANGE
    return Indicator(
        "K28", name, "percent", value, 1, "population",
        exact=f"{own.wajib_ktp.count}/{own.population_at_base.count}", as_of=dates, sources=sources,
        flags=() if low <= value <= high else ("F07",), notes=adult_share_note(position),
    )  # fmt: skip


def adult_share_note(position: Position) -> tuple[Sentence, ...]:
    """The denominator problem, named: wajib KTP is implausibly much of the population (as in Papua Pegunungan)."""
    value = adult_share_of(position.own)
    if value is None or ADULT_SHARE_RANGE[0] <= value <= ADULT_SHARE_RANGE[1]:
        return _parts_in_doubt(position)
    national, key = adult_share_of(position.nation_like_own), f"{position.code}:K28"
    high, values = value > ADULT_SHARE_RANGE[1], {"share": percent(value, 1, key)}
    if national is None or position.region.level == "national":
        return (
            say(
                "wajib KTP looks too high ({share} percent of the population), so coverage may be too low"
                if high
                else "wajib KTP looks too low ({share} percent of the population), so coverage may be too high",
                **values,
            ),
        )
    return (
        say(
            "wajib KTP looks too high ({share} percent of the population; nationally {national}), so coverage may be too low"
            if high
            else "wajib KTP looks too low ({share} percent of the population; nationally {national}), so coverage may be too high",
            national=percent(national, 1, f"{NATION}:K28"),
            **values,
        ),
    )


def base_in_doubt(position: Position) -> bool:
    """Whether wajib KTP is no plausible share of the population, in the region or in most of its parts."""
    return bool(adult_share_note(position))


def _parts_in_doubt(position: Position) -> tuple[Sentence, ...]:
    """Said of a province whose own adult share is plausible while that of most of its parts is not."""
    if position.region.level != "province":
        return ()
    doubtful = [f.region.code for f in position.parts if in_doubt(f)]
    if not doubtful or 2 * len(doubtful) < len(position.parts):
        return ()
    return (
        say(
            "in {n} of {total} regions inside, {where} among them, wajib KTP is no plausible share of the population",
            n=count(len(doubtful)),
            total=count(len(position.parts)),
            where=place(doubtful[0]),
        ),
    )


def in_doubt(figures: Figures) -> bool:
    """Whether wajib KTP of a region is no plausible share of its own population."""
    value = adult_share_of(figures)
    return value is not None and not ADULT_SHARE_RANGE[0] <= value <= ADULT_SHARE_RANGE[1]
