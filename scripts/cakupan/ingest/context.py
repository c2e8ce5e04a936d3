"""What stands around a table: its reference date, region and measure in titles, names of sheets and files. Cells are not read here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from cakupan.errors import message
from cakupan.ingest.dates import MONTHS, YEARS, dates_in, half_or_month, month_named, year_in
from cakupan.ingest.layout import Layout
from cakupan.ingest.model import Refusal
from cakupan.ingest.vocabulary import measure_of
from cakupan.regions import Level
from cakupan.regions.names import Names
from cakupan.words.numbers import last_day

_NOT_ITS_DATE = re.compile(r"\b(dicetak|cetak|diunduh|unduh|diperbarui|update|updated|terbit|printed|downloaded|undang|permendagri|perpres|nomor|uu)\b", re.IGNORECASE)  # fmt: skip
_MONTH_LINE: Final = re.compile(r"\b(?:bulan|bln|month|keadaan|posisi|periode)\b\s*:?\s*([a-z]+)\s*$", re.IGNORECASE)
_REGION: Final = re.compile(r"\b(provinsi|propinsi|prov\.?|kabupaten|kab\.?|kota)\s+([a-z'’ .\-]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Around:
    """What titles and names say: as_of with where it was found, the region that the table lies in, and the measure."""

    as_of: str = ""
    as_of_from: str = ""
    year: str = ""
    region: str = ""
    measure: str = ""
    refusal: Refusal | None = None


def around(layout: Layout, names: Names, several_sheets: bool) -> Around:
    """Read what stands around a table."""
    sheet = layout.sheet
    titles = [title for title in layout.titles if not _NOT_ITS_DATE.search(title)]
    stem = sheet.file.rpartition(".")[0] or sheet.file
    sources = (
        (message("the title"), titles),
        (message("the name of the sheet"), [sheet.name]),
        (message("the name of the file"), [stem.replace("_", " "), stem]),
    )
    either = half_or_month(stem) or half_or_month(sheet.name)
    years = {y for _, texts in sources for text in texts if (y := year_in(text))} | {
        day[:4] for _, texts in sources for text in texts for day in dates_in(text)
    } | {y for y in re.findall(r"(?<!\d)20\d\d(?!\d)", " ".join([sheet.name, stem, *titles])) if int(y) in YEARS}  # fmt: skip
    year = years.pop() if len(years) == 1 else ""
    dates: list[tuple[str, str]] = []
    for where, texts in sources:
        days = _most_exact({day for text in texts for day in dates_in(text)})
        if len(days) == 1:
            dates.append((days.pop(), where))
        elif len(days) > 1 and where != "the name of the file":
            return Around(
                year=year,
                refusal=_unclear(
                    layout, message("{where} names several dates ({days})", where=where, days=", ".join(sorted(days)))
                ),
            )
    month = month_named(sheet.name) if sheet.name and not sheet.name.strip().isdigit() else _month_in(sheet.name)
    if month and year:
        dates.append((f"{year}-{month:02}", message("the name of the sheet")))
    elif not dates and (spelled := _month_of_titles(titles)) and year:
        dates.append((f"{year}-{spelled:02}", message("the title")))
    region, measure = _region(titles, names), _measure([*titles, sheet.name, stem])
    titled = half_or_month(" ".join(titles))
    if titled is not None and all(day == titled[0] for day, _ in dates):
        either, dates = titled, []
    if either is not None and (
        not dates or all(where == "the name of the file" or where == "the name of the sheet" for _, where in dates)
    ):
        return Around(year=year, refusal=_half_or_month(layout, *either), region=region, measure=measure)
    if not dates:
        only_year = {y for text in titles if (y := year_in(text))}
        if len(only_year) == 1:
            return Around(only_year.pop(), message("the title"), year, region, measure)
        return Around(year=year, region=region, measure=measure)
    for day, where in dates[1:]:
        if not (day.startswith(dates[0][0]) or dates[0][0].startswith(day)):
            return Around(
                year=year, refusal=_unclear(layout, message('{there} says {date}, {where} says {day}', there=dates[0][1], date=dates[0][0], where=where, day=day)), region=region, measure=measure
            )  # fmt: skip
    as_of, where = max(dates, key=lambda pair: len(pair[0]))
    return Around(as_of, where, year, region, measure)


def _half_or_month(layout: Layout, month_day: str, half: str) -> Refusal:
    """Ask what a name such as 202402 says: a month, or half a year of the register."""
    question = message(
        "{number} in a name can be the month {month_day}, or a semester of the register, {half}",
        number=month_day.replace("-", ""),
        month_day=month_day,
        half=half,
    )
    return Refusal(
        layout.sheet.label,
        0,
        "",
        message("the reference date is not clear: {question}", question=question),
        message("say --as-of {half} or --as-of {month_day}", half=half, month_day=month_day),
    )


def _unclear(layout: Layout, what: str) -> Refusal:
    return Refusal(
        layout.sheet.label,
        0,
        "",
        message("the reference date is not clear: {what}", what=what),
        message("say --as-of DATE"),
    )


def _most_exact(days: set[str]) -> set[str]:
    """Days without those that another names more exactly: 2024-10 beside 2024-10-31."""
    return {day for day in days if not any(other != day and other.startswith(day) for other in days)}


def _month_in(name: str) -> int | None:
    months = {MONTHS[word] for word in re.findall(r"[a-z]+", name.lower()) if word in MONTHS}
    return months.pop() if len(months) == 1 else None


def _month_of_titles(titles: list[str]) -> int | None:
    """The month of a line "Bulan : Oktober", whose year stands in another line."""
    months = {month for title in titles if (match := _MONTH_LINE.search(title)) and (month := month_named(match[1]))}
    return months.pop() if len(months) == 1 else None


def _region(titles: list[str], names: Names) -> str:
    """The region that the titles name, the deepest of them; nothing where they name several of one level."""
    codes: set[str] = set()
    for title in titles:
        for match in _REGION.finditer(title):
            parts = match[2].split()
            for length in range(min(len(parts), 6), 0, -1):
                candidate = names.find(f"{match[1]} {' '.join(parts[:length])}", _levels(match[1]))
                if candidate.region is not None and candidate.how in (
                    "same",
                    message("short form"),
                    message("as settled"),
                ):
                    codes.add(candidate.region.code)
                    break
    deepest = [code for code in codes if not any(other != code and other.startswith(code) for other in codes)]
    return deepest[0] if len(deepest) == 1 else ""


def _levels(word: str) -> tuple[Level, ...]:
    return ("province",) if word.lower().startswith("p") else ("regency",)


def _measure(texts: list[str]) -> str:
    measures = {measure for text in texts if (measure := measure_of(text.replace("_", " ")))}
    return measures.pop() if len(measures) == 1 else ""


def agree(first: str, second: str) -> bool:
    """Whether two reference dates of different precision can be one: 2024-10 and 2024-10-31."""
    return first.startswith(second) or second.startswith(first) or last_day(first) == last_day(second)
