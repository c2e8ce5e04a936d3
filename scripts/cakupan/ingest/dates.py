"""Reference dates as offices write them: in cells, headings, titles, names of sheets and files. Months are Indonesian or English."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, Final

from cakupan.errors import message
from cakupan.ingest.model import Dates
from cakupan.words.numbers import last_day

_NAMES: Final = (
    ("januari", "jan", "january"), ("februari", "pebruari", "feb", "peb", "february"), ("maret", "mar", "mrt", "march"), ("april", "apr"),
    ("mei", "may"), ("juni", "jun", "june"), ("juli", "jul", "july"), ("agustus", "agu", "ags", "agt", "agst", "aug", "august"),
    ("september", "sep", "sept"), ("oktober", "okt", "oct", "october"), ("november", "nopember", "nov", "nop"),
    ("desember", "des", "dec", "december"),
)  # fmt: skip
MONTHS: Final = {name: number for number, names in enumerate(_NAMES, start=1) for name in names}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
YEARS: Final = range(2009, 2100)
"""KTP-el has existed since 2009; other years are no reference dates of these figures."""
_SPELLED = re.compile(
    rf"(?<![A-Za-z0-9])(?:(\d{{1,2}})(?:st|nd|rd|th)?[\s.\-/_]+(?:bulan\s+|bln\s+|of\s+)?)?({_MONTH})[\s.,;:\-/_]*(?:(?:tahun|thn|th|t\.?a)\.?\s*:?\s*)?(20\d\d|'?\d\d)(?!\d)",
    re.IGNORECASE,
)
_ENGLISH = re.compile(rf"(?<!\w)({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+)(20\d\d)(?!\d)", re.IGNORECASE)
_ISO = re.compile(r"(?<!\d)(20\d\d)[-_/.](\d{1,2})(?:[-_/.](\d{1,2}))?(?!\d)")
_DMY = re.compile(r"(?<!\d)(\d{1,2})[-/._](\d{1,2})[-/._](20\d\d)(?!\d)|(?<!\d)(\d{1,2})/(\d{1,2})/(\d\d)(?!\d)")
_MY = re.compile(r"(?<!\d)(\d{1,2})[-/_](20\d\d)(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])([0-3]\d)?(?!\d)")
_SEMESTER = re.compile(
    r"(?<![a-z])(?:semester|smt|sem|smstr)\.?[\s_\-:]*(ii|i|2|1|pertama|kedua|satu|dua|ganjil|genap)(?![a-z0-9])[\s_,\-/.(]*(?:tahun|thn|th|t\.?a)?\.?[\s_:]*(20\d\d)",
    re.IGNORECASE,
)
_SEMESTER_AFTER = re.compile(
    r"(?<!\d)(20\d\d)[\s_,\-/]*(?:semester|smt|sem|smstr|s)\.?[\s_\-]*(ii|i|2|1|pertama|kedua|satu|dua)(?![a-z0-9])",
    re.IGNORECASE,
)
_QUARTER = re.compile(
    r"(?<![a-z])(?:triwulan|tri wulan|tri-wulan|trw|tw|kuartal|kwartal|quarter|q)[\s._\-:]*(?:ke[\s\-]*)?(iv|iii|ii|i|[1-4]|pertama|kedua|ketiga|keempat)(?![a-z0-9])[\s_,\-/.(]*(?:tahun|thn|th|t\.?a)?\.?[\s_:]*(20\d\d)",
    re.IGNORECASE,
)
_QUARTER_AFTER = re.compile(
    r"(?<!\d)(20\d\d)[\s_,\-/]*(?:triwulan|tri wulan|trw|tw|kuartal|kwartal|quarter|q)[\s._\-]*(iv|iii|ii|i|[1-4])(?![a-z0-9])",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "satu": 1, "dua": 2}
_DAY = rf"\d{{1,2}}[\s\-/.]+(?:{_MONTH}|\d{{1,2}})[\s\-/.]+20\d\d|(?:{_MONTH})\s+20\d\d"
_RANGE_START = re.compile(
    rf"(?:{_DAY})\s*(?=(?:s\.?\s*/?\s*d\.?|sd\.?|sampai(?: dengan)?|hingga|to|[-–—])\s*(?:tgl\.?|tanggal|bulan)?\s*(?:{_DAY}))",
    re.IGNORECASE,
)
"""The first day of a time from one day to another: what is counted up to the second is of the second."""
_HALF_OR_MONTH = re.compile(r"(?<!\d)(20\d\d)(0[12])(?!\d)")
_YEAR_ONLY = re.compile(r"\b(?:tahun|thn|th|year)\b\.?\s*:?\s*(20\d\d)\b", re.IGNORECASE)


class Unsure(ValueError):
    """A date that can be read in two ways; `option` decides."""

    option = message("say --dates dmy or --dates mdy")


def _day(year: int, month: int, day: int) -> str:
    return dt.date(year, month, day).isoformat() if year in YEARS else ""


def _month(year: int, month: int) -> str:
    return f"{year:04}-{month:02}" if 1 <= month <= 12 and year in YEARS else ""


def dates_in(text: str, order: Dates | None = "dmy") -> list[str]:
    """All reference dates that a text names, most exact kind first: "Per 31 Oktober 2024" is ["2024-10-31"]."""
    try:
        return list(dict.fromkeys(day for day in _dates_in(_RANGE_START.sub(" ", text), order) if day))
    except ValueError:
        return []


def _dates_in(text: str, order: Dates | None) -> Iterable[str]:
    for match in _SEMESTER.finditer(text):
        yield _semester(int(match[2]), match[1])
    for match in _SEMESTER_AFTER.finditer(text):
        yield _semester(int(match[1]), match[2])
    for match in _QUARTER.finditer(text):
        yield _quarter(int(match[2]), match[1])
    for match in _QUARTER_AFTER.finditer(text):
        yield _quarter(int(match[1]), match[2])
    text = _QUARTER_AFTER.sub(" ", _QUARTER.sub(" ", text))
    text = _SEMESTER_AFTER.sub(" ", _SEMESTER.sub(" ", text))
    for match in _ENGLISH.finditer(text):
        yield _day(int(match[3]), MONTHS[match[1].lower()], int(match[2]))
    text = _ENGLISH.sub(" ", text)
    for match in _SPELLED.finditer(text):
        year = int(match[3].lstrip("'"))
        year += 2000 if year < 100 else 0
        month = MONTHS[match[2].lower()]
        yield _day(year, month, int(match[1])) if match[1] else _month(year, month)
    text = _SPELLED.sub(" ", text)
    for match in _ISO.finditer(text):
        yield _day(int(match[1]), int(match[2]), int(match[3])) if match[3] else _month(int(match[1]), int(match[2]))
    text = _ISO.sub(" ", text)
    for match in _DMY.finditer(text):
        yield _ordered(*_parts(match), order)
    text = _DMY.sub(" ", text)
    for match in _MY.finditer(text):
        yield _month(int(match[2]), int(match[1]))
    for match in _COMPACT.finditer(text):
        yield _day(int(match[1]), int(match[2]), int(match[3])) if match[3] else _month(int(match[1]), int(match[2]))


def _parts(match: re.Match[str]) -> tuple[int, int, int]:
    """First and second number and the year of a date in figures."""
    if match[3]:
        return int(match[1]), int(match[2]), int(match[3])
    return int(match[4]), int(match[5]), 2000 + int(match[6])


def _semester(year: int, which: str) -> str:
    if year not in YEARS:
        return ""
    if which.lower() in ("ganjil", "genap"):
        return ""  # terms of schools, which have no one date
    return f"{year}-06-30" if which.lower() in ("i", "1", "pertama", "satu") else f"{year}-12-31"


def _quarter(year: int, which: str) -> str:
    number = _ROMAN.get(which.lower()) or int(which)
    return _day(year, 3 * number, 30 if number in (2, 3) else 31)


def half_or_month(text: str) -> tuple[str, str] | None:
    """The two dates that 202301 or 202302 in a name can mean: a month, or a semester of the national register; None without such a number."""
    numbers = {(match[1], match[2]) for match in _HALF_OR_MONTH.finditer(text)}
    if len(numbers) != 1:
        return None
    year, number = numbers.pop()
    return f"{year}-{number}", _semester(int(year), number[1])


def only_halves(cells: Iterable[Any]) -> dict[str, str]:
    """The numbers of a column that all end in 01 or 02 after a year, each with the semester that it can mean; none where one is a month for sure."""
    halves: dict[str, str] = {}
    for cell in cells:
        text = "" if cell is None or cell != cell else str(cell).strip().removesuffix(".0")
        if not text or text in halves:
            continue
        match = re.fullmatch(r"(20\d\d)(0[12])", text)
        if match is None:
            return {}
        halves[text] = _semester(int(match[1]), match[2][1])
    return halves


def _ordered(first: int, second: int, year: int, order: Dates | None) -> str:
    if first > 12 or first == second:
        return _day(year, second, first)
    if second > 12:
        return _day(year, first, second)
    if order is None:
        raise Unsure(
            message(
                "{first}/{second}/{year} can be read day first or month first",
                first=format(first, "02"),
                second=format(second, "02"),
                year=year,
            )
        )
    return _day(year, second, first) if order == "dmy" else _day(year, first, second)


def date_in(text: str) -> str:
    """The one date that a text names, or nothing where it names none or several."""
    days = dates_in(text)
    return days[0] if len(days) == 1 else ""


def month_named(text: str) -> int | None:
    """The month of a text that is the name or number of a month: "Okt" is 10."""
    word = text.strip().lower().rstrip(".")
    if word in MONTHS:
        return MONTHS[word]
    word = word.removesuffix(".0")
    return int(word) if word.isdigit() and 1 <= int(word) <= 12 else None


def year_named(text: str) -> int | None:
    """The year of a text that is a year, or "Tahun 2024"."""
    match = re.fullmatch(r"(?:tahun\s+|thn\s+)?(20\d\d)(?:\.0)?", text.strip().lower())
    return int(match[1]) if match and int(match[1]) in YEARS else None


def year_in(text: str) -> str:
    """The year that a title names as its only date: "Tahun 2024"."""
    years = set(_YEAR_ONLY.findall(text))
    return years.pop() if len(years) == 1 else ""


def order_of(cells: Iterable[Any]) -> Dates | None:
    """Whether day or month comes first in a column of dates with figures; None where nothing shows it.

    Raises Unsure where the column shows both.
    """
    seen: set[Dates] = set()
    for cell in cells:
        match = _DMY.search(cell) if isinstance(cell, str) else None
        if match is None:
            continue
        first, second, _ = _parts(match)
        if max(first, second) > 12:
            seen.add("dmy" if first > 12 else "mdy")
    if len(seen) > 1:
        raise Unsure(message("the column has dates with the day first and dates with the month first"))
    return seen.pop() if seen else None


def read_date(cell: Any, order: Dates | None) -> str:
    """The reference date of a cell, to the precision that it has; midnight of a typed date is no time of day.

    Raises Unsure for 03/04/2024 where nothing decides, ValueError for what is no date.
    """
    if isinstance(cell, dt.datetime):
        return _checked(cell.date().isoformat())
    if isinstance(cell, dt.date):
        return _checked(cell.isoformat())
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _numbered(float(cell))
    text = str(cell).strip()
    if re.fullmatch(r"[3-6]\d{4}(\.0)?|\d{10}|\d{12,13}", text):
        return _numbered(float(text))
    if re.fullmatch(r"20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", text):
        return _checked(text[:10])
    if (year := year_named(text)) is not None:
        return str(year)
    days = list(dict.fromkeys(day for day in _dates_in(text, order) if day))
    if len(days) != 1:
        raise ValueError(message("{what} is no date; write 2024-10-31 or 31 Oktober 2024", what=repr(text[:40])))
    return _checked(days[0])


def _numbered(number: float) -> str:
    """Epoch seconds or milliseconds (in Indonesia's time, UTC+7), YYYYMM, YYYYMMDD, a year, or the day count of a spreadsheet."""
    whole = int(number)
    if whole in YEARS:
        return str(whole)
    if 200901 <= whole <= 209912:
        month = _month(*divmod(whole, 100))
        if month:
            return month
    if 20090101 <= whole <= 20991231:
        return _checked(dt.datetime.strptime(str(whole), "%Y%m%d").date().isoformat())
    if 39000 <= number <= 73000:
        return _checked((dt.date(1899, 12, 30) + dt.timedelta(days=whole)).isoformat())
    seconds = number / 1000 if number > 1e11 else number
    if 1.2e9 <= seconds <= 4.1e9:
        zone = dt.timezone(dt.timedelta(hours=7))
        return _checked(dt.datetime.fromtimestamp(seconds, zone).date().isoformat())
    raise ValueError(message("{whole} is no date; write 2024-10-31 or 31 Oktober 2024", whole=whole))


def _checked(day: str) -> str:
    if last_day(day).year not in YEARS:
        raise ValueError(
            message(
                "{day} is outside the years in which there can be such figures ({start} on)", day=day, start=YEARS.start
            )
        )
    return day


def month_of_year(year: int, month: int | None, semester: str | None) -> str:
    """A year with a month or a semester as a reference date.

    >>> month_of_year(2024, 10, None), month_of_year(2024, None, "II"), month_of_year(2024, None, None)
    ('2024-10', '2024-12-31', '2024')
    """
    if semester:
        return _semester(year, semester)
    return f"{year:04}-{month:02}" if month else str(year)
