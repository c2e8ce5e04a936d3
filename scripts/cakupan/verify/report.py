"""Checking one report: its page against the data.

Whether notebook, PDF and CSV agree with the page is checked in `agreement`; what several reports have in common (ranks, sums,
equal pictures) in `edition`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from cakupan.blocks.markup import clean
from cakupan.errors import message
from cakupan.export.words import frame_words
from cakupan.languages import Lang
from cakupan.regions import NATION, Regions
from cakupan.verify.addresses import Addresses, Known, UnknownAddress
from cakupan.verify.anchors import check_anchors, check_sources
from cakupan.verify.authored import ELSEWHERE, check_authored, is_authored
from cakupan.verify.model import Result
from cakupan.verify.pages import Chart, Marked, Page, Row, TableSeen, squeezed
from cakupan.verify.printed import digits_in, exact, find_print, is_print_of
from cakupan.verify.words import Vocabulary

_DATED = re.compile(r"\d{4}-\d\d(-\d\d)?")


@dataclass(frozen=True)
class Subject:
    """The report that is checked, and what it is checked against."""

    stem: str
    region: str
    lang: Lang
    addresses: Addresses
    words: Vocabulary
    dates: frozenset[str]
    claims: Mapping[str, str] = field(default_factory=dict)
    """Region of each collected claim, by its id."""
    free: str = ""
    """The author's own words of the notebook, squeezed: headings, prose, and outputs that are no block of ours."""
    values: frozenset[Fraction] | None = field(default=None, repr=False)
    """What may be printed without an address, see `unaddressed`; None where nothing is asked."""
    is_own: bool = False
    """Whether an analyst wrote the notebook: numbers without an address are free text there."""

    @property
    def regions(self) -> Regions:
        """The register of regions."""
        return self.addresses.observations.regions


def check_page(subject: Subject, page: Page, file: str, result: Result) -> None:
    """Every number of a page against the data; charts and tables against the region."""
    if page.lang != subject.lang:
        result.fault(
            "language",
            file,
            "head",
            message(
                "the page says its language is {lang}, not {lang_2}", lang=repr(page.lang), lang_2=repr(subject.lang)
            ),
        )
    check_numbers(subject, page, file, result)
    _check_regions(subject, page, file, result)
    check_sources(subject.addresses.observations.sources, page, file, result)
    check_anchors(page, file, result)


# --- numbers ---


def check_numbers(subject: Subject, page: Page, file: str, result: Result) -> None:
    """Every number of a page: its print, its value, and for one without a value the fixed words that it belongs to."""
    for marked in page.marked:
        _check_marked(subject, marked, file, result)
    numbered: Counter[str] = Counter()
    for place, text in page.loose:
        _check_loose(subject, place, text, numbered, file, result)


def _check_marked(subject: Subject, marked: Marked, file: str, result: Result) -> None:
    in_chart = "figure" in marked.place and not marked.whole
    result.counts["numbers in charts" if in_chart else "numbers in pages"] += len(marked.numbers)
    at = 0
    rest = marked.text
    for value, key in marked.numbers:
        if is_authored(key):
            after = check_authored(marked, value, key, subject.lang, at, file, result)
            if after is None:
                return
            rest = rest[:at] + _blank(rest[at:after]) + rest[after:]
            at = after
            continue
        known = _known(subject, marked, value, key, file, result)
        style = known.style if known else ""
        if marked.whole:
            if not is_print_of(marked.text, value, subject.lang, style):
                result.fault(
                    "print",
                    file,
                    marked.place,
                    message(
                        "“{what}” is no right print of {value}{key}", what=marked.text, value=value, key=of_key(key)
                    ),
                )
            return
        span = find_print(marked.text, value, subject.lang, at, style)
        if span is None:
            result.fault(
                "print",
                file,
                marked.place,
                message(
                    "“{what}” shows no right print of {value}{key}", what=marked.text, value=value, key=of_key(key)
                ),
            )
            return
        rest = rest[: span[0]] + " " * (span[1] - span[0]) + rest[span[1] :]
        at = span[1]
    for number in subject.words.unexplained(rest):
        result.fault(
            "unexplained",
            file,
            marked.place,
            message("“{what}” shows {number}, which has no value", what=marked.text, number=number),
        )


def _blank(text: str) -> str:
    """A stretch of text without the digits of the numbers that it ends with, whose words stay to be looked at."""
    return re.sub(r"\d", " ", text)


def of_key(key: str) -> str:
    """Return the address of a number as sentences name it, in brackets; nothing for a number without one."""
    return f" ({key})" if key else ""


def _known(subject: Subject, marked: Marked, value: str, key: str, file: str, result: Result) -> Known | None:
    """What the data says, where the number has an address; faults when value or region do not fit."""
    if not key:
        result.counts["numbers without address"] += 1
        if _DATED.fullmatch(value) and not any(day.startswith(value) for day in subject.dates):
            result.fault("date", file, marked.place, message("“{what}” is a date that no figure has", what=marked.text))
        _check_unaddressed(subject, marked, value, file, result)
        return None
    result.counts["numbers against the data"] += 1
    try:
        asked = key.startswith(ELSEWHERE)
        key = key.removeprefix(ELSEWHERE)
        known = subject.addresses.look_up(key, key.partition(":")[0] if asked else subject.region)
    except UnknownAddress as error:
        result.fault(
            "address",
            file,
            marked.place,
            message("“{what}” has the address {key}, but {error}", what=marked.text, key=key, error=error),
        )
        return None
    if not known.holds(value):
        result.fault(
            "value",
            file,
            marked.place,
            message(
                "{key} is {right} in the data; the document has {value} (“{what}”)",
                key=key,
                right=known.right,
                value=value,
                what=marked.text,
            ),
        )
    if not asked and _is_foreign(subject, key, marked.holder):
        result.fault(
            "foreign",
            file,
            marked.place,
            message(
                "“{what}” is of {partition}, which is foreign here", what=marked.text, partition=key.partition(":")[0]
            ),
        )
    return known


def _check_unaddressed(subject: Subject, marked: Marked, value: str, file: str, result: Result) -> None:
    """A number without an address is one that the data gives for the region, or an analyst's free text."""
    number = exact(value)
    is_year = len(value) == 4 and any(day.startswith(value) for day in subject.dates)
    if subject.values is None or number is None or number in subject.values or is_year:
        return
    if subject.is_own:
        result.free_text(file, marked.place, marked.text, value)
    else:
        result.fault(
            "unaddressed",
            file,
            marked.place,
            message(
                "“{what}” shows {value} without an address; the data gives no such figure for {region}",
                what=marked.text,
                value=value,
                region=subject.region,
            ),
        )


def _is_foreign(subject: Subject, key: str, holder: str) -> bool:
    """Whether a report may not show what stands at an address; details belong into the region's own report or row."""
    code, _, what = key.partition(":")
    is_detail = what in ("capped", "parts") or (what.startswith(("K", "pace")) and ":" in what)
    if is_detail and code not in (subject.region, NATION, holder):
        return True
    return not in_scope(code, subject.region, subject.regions)


def in_scope(code: str, region: str, regions: Regions) -> bool:
    """Whether a report of a region may speak of another: itself, what contains it, what it contains, and its peers."""
    if code not in regions.by_code:
        return False
    if region == NATION or code in (NATION, region):
        return True
    return code.startswith(region) or region.startswith(code) or len(code) == len(region)


@lru_cache
def _numbered(lang: Lang) -> re.Pattern[str]:
    """What a chart or a table is called in a language: "Gambar 3. "."""
    words = frame_words(lang)
    return re.compile(rf"({re.escape(words.figure)}|{re.escape(words.table)}) (\d+)\. ?")


def _check_loose(subject: Subject, place: str, text: str, before: Counter[str], file: str, result: Result) -> None:
    """Words with digits and no value. before: how many charts and tables stood before, those of outputs without a number left out."""
    numbered = _numbered(subject.lang).fullmatch(text)
    result.counts["numbers in fixed words"] += sum(1 for _ in digits_in(text))
    if numbered:
        before[numbered.group(1)] += 1
        if int(numbered.group(2)) != before[numbered.group(1)]:
            result.fault("numbering", file, place, message("“{strip}” is not its number", strip=text.strip()))
        return
    if text == f"{subject.region} (Kemendagri)":
        return
    for number in subject.words.unexplained(text):
        if squeezed(text) in subject.free:
            result.free_text(file, place, text, number)
            continue
        result.fault(
            "unexplained",
            file,
            place,
            message(
                "“{strip}” shows {number}, which has no value and no fixed text has", strip=text.strip(), number=number
            ),
        )


# --- whose charts and tables ---


def _check_regions(subject: Subject, page: Page, file: str, result: Result) -> None:
    for place, region in page.regions:
        if region != subject.region and (
            region or not subject.is_own
        ):  # an output of an analyst's is no block of a region
            result.fault(
                "foreign",
                file,
                place,
                message(
                    "a block carries the region {region}, not {region_2}",
                    region=region or "(none)",
                    region_2=subject.region,
                ),
            )
    for chart in page.charts:
        _check_chart(subject, chart, file, result)
    for table in page.tables:
        _check_table(subject, table, file, result)
    result.counts["charts and tables"] += len(page.charts) + len(page.tables)


def _check_chart(subject: Subject, chart: Chart, file: str, result: Result) -> None:
    """A chart shows its own region, those inside, the nation, or the whole field of peers; never one peer alone."""
    codes = {address.partition(":")[0] for address in chart.addresses}
    peers = {code for code in codes if _is_peer(subject, code)}
    field = sum(1 for code in subject.regions.by_code if len(code) == len(subject.region))
    foreign = {code for code in codes if not in_scope(code, subject.region, subject.regions)}
    if 2 * len(peers) < field:
        foreign |= peers
    _tell_foreign(subject, foreign, chart.place, "the chart", file, result)


def _check_table(subject: Subject, table: TableSeen, file: str, result: Result) -> None:
    """A table's rows are of regions inside, all of them, or of peers with the region itself among them and set off."""
    codes = [row.region for row in table.rows if row.region]
    others = {key.partition(":")[0] for row in table.rows if not row.region for key in row.addresses}
    foreign = {code for code in codes if not in_scope(code, subject.region, subject.regions)}
    foreign |= {
        code for code in others if _is_peer(subject, code) or not in_scope(code, subject.region, subject.regions)
    }
    foreign |= {row.region for row in table.rows if row.own and row.region != subject.region}
    if any(_is_peer(subject, code) for code in codes) and not any(row.own for row in table.rows):
        foreign |= set(codes)
    _tell_foreign(subject, foreign, table.place, "the table", file, result)
    _check_complete(subject, codes, table.place, file, result)
    for row in table.rows:
        _check_row(subject, table, row, file, result)


def _is_peer(subject: Subject, code: str) -> bool:
    return code not in (subject.region, NATION) and len(code) == len(subject.region) and subject.region != NATION


def _tell_foreign(subject: Subject, foreign: set[str], place: str, what: str, file: str, result: Result) -> None:
    if foreign:
        listed = ", ".join(sorted(foreign)[:4])
        result.fault(
            "foreign",
            file,
            place,
            message(
                "{what} shows {listed}, foreign to a report of {region}",
                what=what,
                listed=listed,
                region=subject.region,
            ),
        )


def _check_complete(subject: Subject, codes: list[str], place: str, file: str, result: Result) -> None:
    if len(codes) != len(set(codes)):
        result.fault("rows", file, place, message("a region has more than one row"))
    children = {region.code for region in subject.regions.children(subject.region)}
    if codes and subject.region != NATION and set(codes) < children:
        result.fault(
            "rows",
            file,
            place,
            message("the table lacks {children}", children=", ".join(sorted(children - set(codes))[:4])),
        )


def _check_row(subject: Subject, table: TableSeen, row: Row, file: str, result: Result) -> None:
    sources = subject.addresses.observations.sources
    first = row.cells[0] if row.cells else ""
    if first in sources and len(row.cells) == 4:
        source = sources[first]
        printed = (
            source.title,
            source.published or "–",
            source.url.split("/")[2] if "//" in source.url else source.url,
        )
        if tuple(map(squeezed, row.cells[1:])) != tuple(map(squeezed, printed)):
            result.fault(
                "source",
                file,
                table.place,
                message("source {first} is told as {cells}", first=first, cells=" | ".join(row.cells[1:])),
            )
        return
    if subject.claims.get(first, subject.region) != subject.region and subject.region != NATION:
        result.fault(
            "foreign",
            file,
            table.place,
            message("claim {first} is about {claims}", first=first, claims=subject.claims[first]),
        )
    if not row.region or row.region not in subject.regions.by_code:
        return
    name = clean(subject.regions.get(row.region).short(subject.lang))
    if squeezed(first) != squeezed(name):
        result.fault(
            "rows",
            file,
            table.place,
            message("the row of {region} is named “{first}”, not “{name}”", region=row.region, first=first, name=name),
        )
    others = {address.partition(":")[0] for address in row.addresses} - {row.region}
    if others:
        result.fault(
            "rows",
            file,
            table.place,
            message("the row of {region} has figures of {others}", region=row.region, others=", ".join(sorted(others))),
        )
