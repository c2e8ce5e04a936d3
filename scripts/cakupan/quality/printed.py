"""F10–F12, F16: dates that cannot be, percentages without a base or with several, printed percentages that their counts deny, figures insisted on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from cakupan.observations import Observation
from cakupan.quality.model import Case, Flag
from cakupan.words.language import marked
from cakupan.words.numbers import last_day
from cakupan.words.sentences import Value, count, date, decimal, listed, percent, say, verbatim, word

PERCENT_SERIES = {
    "recorded_pct": marked("recorded, percent of wajib KTP as printed"),
    "ikd_pct_of_wajib": marked("IKD rate, percent of wajib KTP"),
    "ikd_pct_of_recorded": marked("IKD rate, percent of recorded people"),
    "ikd_pct_of_target": marked("IKD attainment, percent of the target"),
    "ikd_pct_base_unstated": marked("IKD percentage without a stated base"),
}
"""Printed percentages by kind and base: rates, or attainments of a target, never both in one line."""
DATED = ("recorded", "wajib_ktp", "ikd_active", "population", "unrecorded", *PERCENT_SERIES)
IKD_PERCENTAGES = ("ikd_pct_of_wajib", "ikd_pct_of_recorded", "ikd_pct_of_target")
MOST_PLACES = 6
"""Decimals to which a percentage is held against its counts: those beyond are a spreadsheet's arithmetic, not print."""
UNSTATED = "ikd_pct_base_unstated"
COUNTS_OF = {
    "recorded_pct": (("recorded", "wajib_ktp"),),
    "unrecorded_pct": (("unrecorded", "wajib_ktp"),),
    "ikd_pct_of_wajib": (("ikd_active", "wajib_ktp"),),
    "ikd_pct_of_recorded": (("ikd_active", "recorded"),),
    "ikd_pct_of_target": (("ikd_active", "target_ikd_people"),),
}
"""The counts that a printed percentage is made of."""


def impossible_dates(case: Case) -> Iterator[Flag]:
    """F10: a figure whose reference date begins after its source was published."""
    for measure in DATED:
        for row in case.all(measure):
            source = case.observations.sources.get(row.source)
            published = published_by(source.published) if source else None
            if published is not None and _first_day(row.as_of) > published:
                yield Flag(
                    "F10", case.code, "error",
                    say(
                        "a figure of {day} stands in a source published before, on {published}",
                        day=date(row.as_of), published=date(_newest(source.published if source else "")),
                    ), (row.as_of,), (row,),
                )  # fmt: skip


@lru_cache(maxsize=1024)
def published_by(text: str) -> dt.date | None:
    """The last day that a publication date of any precision can mean ("2024-11", "2023/2024"); None when it is not known."""
    try:
        return last_day(_newest(text))
    except ValueError:
        return None


def _newest(published: str) -> str:
    return re.split(r"\s*/\s*", published.strip())[-1]


def _first_day(as_of: str) -> dt.date:
    year, month, day = ([int(part) for part in as_of.split("-")] + [1, 1])[:3]
    return dt.date(year, month, day)


def on_somebodys_word(case: Case) -> Iterator[Flag]:
    """F16: figures that were unlike what was known, and were taken because somebody insisted."""
    grouped: dict[tuple[str, str], list[Observation]] = {}
    for measure in DATED:
        for row in case.all(measure):
            if row.insisted:
                grouped.setdefault((row.as_of, row.insisted), []).append(row)
    for (day, why), rows in grouped.items():
        yield Flag(
            "F16", case.code, "warn",
            say(
                "figures of {day} were unlike what was known, and were taken on the office's word: {why}",
                day=date(day), why=verbatim(f"“{why}”"),
            ), (day,), tuple(rows),
        )  # fmt: skip


def mixed_bases(case: Case) -> Iterator[Flag]:
    """F11: IKD percentages of several bases, or one whose base is not stated: they make no common line."""
    by_measure = {measure: case.all(measure) for measure in (*IKD_PERCENTAGES, UNSTATED)}
    kinds = [measure for measure in IKD_PERCENTAGES if by_measure[measure]]
    if len(kinds) > 1:
        rows = tuple(row for measure in kinds for row in by_measure[measure])
        yield Flag(
            "F11", case.code, "error",
            say("printed IKD percentages have {n} bases and make no common line: {kinds}",
                n=count(len(kinds)), kinds=listed(tuple(word(PERCENT_SERIES[kind]) for kind in kinds))),
            tuple(dict.fromkeys(row.as_of for row in rows)), rows,
        )  # fmt: skip
    for row in by_measure[UNSTATED]:
        yield Flag(
            "F11", case.code, "error",
            say("the IKD percentage of {day} has no stated base: {percent} percent", day=date(row.as_of), percent=as_printed(row)),
            (row.as_of,), (row,),
        )  # fmt: skip


def irreproducible(case: Case) -> Iterator[Flag]:
    """F12: a printed percentage that the counts printed with it do not give, rounded or cut off."""
    for measure, choices in COUNTS_OF.items():
        for row in case.all(measure):
            if row.rounded or row.status not in ("ok", "contradicted"):
                continue
            for part, whole in _beside(case, row, choices):
                if not fits(Fraction(row.value), min(_places(row), MOST_PLACES), part, whole):
                    yield Flag(
                        "F12", case.code, "error",
                        say(
                            "printed are {percent} percent on {day}, but the counts printed with it, {part} of {whole}, give {found} percent",
                            percent=as_printed(row), day=date(row.as_of), part=count(part.count), whole=count(whole.count),
                            found=percent(Fraction(100 * part.count, whole.count), max(2, _places(row))),
                        ), (row.as_of,), (row, part, whole),
                    )  # fmt: skip


def _beside(
    case: Case, row: Observation, choices: tuple[tuple[str, str], ...]
) -> Iterator[tuple[Observation, Observation]]:
    """The counts of the same date and source as a printed percentage."""

    def same(measure: str) -> Observation | None:
        rows = [r for r in case.all(measure) if r.as_of == row.as_of and r.source == row.source]
        return rows[-1] if rows else None

    for part_name, whole_name in choices:
        part, whole = same(part_name), same(whole_name)
        if part is not None and whole is not None and whole.count > 0:
            yield part, whole


def fits(printed: Fraction, places: int, part: Observation, whole: Observation) -> bool:
    """Whether part/whole, each anywhere within its rounding, can be printed so: rounded half up, or cut off."""
    (low_part, high_part), (low_whole, high_whole) = window(part), window(whole)
    lowest, highest = 100 * low_part / high_whole, 100 * high_part / low_whole
    step = Fraction(1, 10**places)
    return highest >= printed - step / 2 and lowest < printed + step


def window(row: Observation) -> tuple[Fraction, Fraction]:
    """The least and the greatest value that a count can stand for; wider than itself only when it is printed rounded."""
    value = row.count
    if not row.rounded or value == 0:
        return Fraction(value), Fraction(value)
    digits = str(value)
    half = Fraction(10 ** (len(digits) - len(digits.rstrip("0"))), 2)
    return value - half, value + half


def _places(row: Observation) -> int:
    exponent = row.value.as_tuple().exponent if isinstance(row.value, Decimal) else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def as_printed(row: Observation) -> Value:
    """The value with the decimals that the source prints."""
    return decimal(row.value, _places(row))
