"""`index.html`: what the page through which an edition is read holds — every region's figures, files and failures.

How the page looks and what it says is in `index_page`; the reports themselves are built by `report`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cakupan.briefing.reports import BUILT_IN
from cakupan.edition.executor import Failure
from cakupan.edition.failures import Broken, broken_reports
from cakupan.edition.inputs import row_digests
from cakupan.edition.journal import Entry
from cakupan.indicators import Indicator, Position
from cakupan.indicators.adult_share import adult_share_note
from cakupan.indicators.catalogue import CATALOGUE
from cakupan.indicators.programmes import indicator, known_programmes
from cakupan.indicators.ranking import Ranking, rank_by_coverage
from cakupan.languages import LANGS, Lang
from cakupan.observations import Observations
from cakupan.programmes import Programme
from cakupan.quality import check
from cakupan.regions import NATION, Region, Tier
from cakupan.workspace import book_name, report_stem

SHOWN_FORMATS = ("html", "pdf", "csv")
"""The files that the page always has columns for, in this order; the executed notebook stays in `ipynb/`."""
MORE_FORMATS = ("docx", "xlsx", "card")
"""Those that it has a column for where any report has them."""

TOLD_IN_WORDS = frozenset({"F01", "F07"})
"""Flags that the page says in words: capped or over 100 percent, and a denominator in doubt."""

SHOWN_INDICATORS = ("K01", "K02", "K06", "K08")


@dataclass(frozen=True)
class FileLink:
    """One file of a report. href: relative to the edition's folder. size: bytes."""

    format: str
    lang: Lang
    href: str
    size: int


@dataclass(frozen=True)
class Row:
    """One region of the page: indicators by id, place among its peers, doubts, files of all languages, regions inside.

    rank, field: competition rank by coverage and the number ranked; None where there is no coverage.
    capped, parts: how many of the regions inside stand at the cap of their source, and of how many.
    local: how many districts and villages inside have reports, or some that failed; their own page lists them.
    flags: data-quality flags of the region itself from "warn" upwards, without TOLD_IN_WORDS.
    """

    region: Region
    indicators: Mapping[str, Indicator]
    rank: int | None
    field: int
    tier: Tier | None
    capped: int
    parts: int
    denominator_in_doubt: bool
    flags: tuple[str, ...]
    files: tuple[FileLink, ...]
    broken: tuple[Broken, ...]
    children: tuple[Row, ...] = ()
    local: tuple[int, int] = (0, 0)

    def links(self, format: str) -> tuple[FileLink, ...]:
        """Its files of one format, in the order of languages."""
        return tuple(link for link in self.files if link.format == format)

    def opens(self, lang: Lang) -> str:
        """What a click on the region opens: the page in the wanted language, else any page or document; "" for none."""
        documents = [link for link in self.files if link.format != "csv"]
        known = (*SHOWN_FORMATS, *MORE_FORMATS)
        order = sorted(documents, key=lambda link: (known.index(link.format), link.lang != lang))
        return order[0].href if order else ""


@dataclass(frozen=True)
class Local:
    """The reports of one district or village: files of all languages, and builds that failed."""

    region: Region
    files: tuple[FileLink, ...]
    broken: tuple[Broken, ...]


@dataclass(frozen=True)
class Contents:
    """All that the pages show, in no language yet. others: documents that are no region's report, by stem; local: those of districts
    and villages, by regency."""

    edition: dt.date
    simulated: bool
    nation: Row
    provinces: tuple[Row, ...]
    langs: tuple[Lang, ...]
    others: tuple[tuple[str, tuple[FileLink, ...]], ...]
    broken: tuple[Broken, ...]
    fingerprint: str
    position: Position
    programmes: tuple[Programme, ...]
    local: Mapping[str, tuple[Local, ...]]
    books: Mapping[Lang, str] = field(default_factory=dict)
    """The workbooks of the whole edition, by language."""

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that the page has columns for."""
        formats = {link.format for row in self.rows for link in row.files}
        return (*SHOWN_FORMATS, *(name for name in MORE_FORMATS if name in formats))

    def position_of(self, code: str) -> Position:
        """The figures around a region of the page."""
        return Position(self.position.observations, code, self.edition)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The nation, the provinces and the regencies that have reports."""
        return (self.nation, *self.provinces, *(child for row in self.provinces for child in row.children))


LOCAL = "local"
"""The folder of the pages that list the districts and villages of a regency."""


def local_name(regency: str, lang: Lang, langs: tuple[Lang, ...]) -> str:
    """The page of the districts and villages of a regency in a language, relative to the edition's folder."""
    return f"{LOCAL}/{page_name(lang, langs).replace('index', regency, 1)}"


def page_name(lang: Lang, langs: tuple[Lang, ...]) -> str:
    """The file of the page in a language."""
    return "index.html" if lang == langs[0] else f"index.{lang}.html"


def comparison_name(lang: Lang, langs: tuple[Lang, ...]) -> str:
    """The page that sets two provinces side by side, in a language."""
    return page_name(lang, langs).replace("index", "compare", 1)


def gather(
    folder: Path,
    edition: dt.date,
    observations: Observations,
    entries: Mapping[str, Entry],
    failures: Iterable[Failure],
    lang: Lang = "id",
) -> Contents:
    """Everything that the page shows of a folder; a file that is no longer there is not linked."""
    regions = observations.regions
    broken = broken_reports(folder, failures, entries)
    langs = tuple(one for one in LANGS if one in {*_langs(entries), *(report.lang for report in broken)}) or (lang,)
    shelf = _Shelf(folder, edition, observations, entries, broken, langs)
    national = Position(observations, NATION, edition)
    provinces = shelf.rows(regions.provinces)
    return Contents(
        edition=edition,
        simulated=observations.simulated,
        nation=shelf.row(regions.get(NATION), None, {}),
        provinces=provinces,
        langs=langs,
        others=shelf.others(),
        broken=tuple(report for _, report in sorted(shelf.broken.items())),
        fingerprint=_fingerprint(observations),
        position=national,
        programmes=shelf.programmes,
        local=shelf.local,
        books={
            one: name
            for one in langs
            if (folder / (name := book_name(edition.isoformat(), one, observations.simulated))).is_file()
        },
    )


def _langs(entries: Mapping[str, Entry]) -> set[str]:
    return {entry.lang for entry in entries.values()}


def _fingerprint(observations: Observations) -> str:
    """A short digest of all figures of the data directory: the same data, the same letters."""
    hashing = hashlib.sha256()
    for key, digest in row_digests(observations.keys, observations).items():
        hashing.update(f"{key[0]} {key[1]} {digest}\n".encode())
    return hashing.hexdigest()[:12]


def _flags(observations: Observations, edition: dt.date) -> dict[str, tuple[str, ...]]:
    """The flags of every region that a reader should see beside its row."""
    by_region: dict[str, dict[str, None]] = {}
    for flag in check(observations, None, edition):
        if flag.severity != "info" and flag.flag not in TOLD_IN_WORDS:
            by_region.setdefault(flag.region, {})[flag.flag] = None
    return {code: tuple(flags) for code, flags in by_region.items()}


class _Shelf:
    """Finds the files of each region and sets its figures beside them."""

    def __init__(
        self,
        folder: Path,
        edition: dt.date,
        observations: Observations,
        entries: Mapping[str, Entry],
        broken: list[Broken],
        langs: tuple[Lang, ...],
    ) -> None:
        self.folder, self.edition, self.observations = folder, edition, observations
        self.entries, self.langs = entries, langs
        self.broken = {report.stem: report for report in broken}
        self.flags = _flags(observations, edition)
        self.programmes = known_programmes(Position(observations, NATION, edition))
        codes = {entry.region for entry in entries.values()} | {report.region for report in broken}
        self.local = self._local(code for code in codes if len(code) > 4)
        self.with_reports = {code[:4] for code in codes if len(code) >= 4}

    def rows(self, regions: Iterable[Region]) -> tuple[Row, ...]:
        """A row for every region of one level, ranked among all of that level."""
        regions = tuple(regions)
        if not regions:
            return ()
        one = Position(self.observations, regions[0].code, self.edition)
        ranking = rank_by_coverage(one.siblings)  # once a level: every region has the same peers
        return tuple(self.row(region, ranking, one.tiers) for region in regions)

    def row(self, region: Region, ranking: Ranking | None, tiers: Mapping[str, Tier]) -> Row:
        """The row of one region."""
        position = Position(self.observations, region.code, self.edition)
        stems = [self._stem(region.code, lang) for lang in self.langs]
        inside = self.observations.regions.children(region.code) if region.level == "province" else ()
        return Row(
            region=region,
            indicators={id: CATALOGUE[id](position) for id in SHOWN_INDICATORS}
            | {one.address("coverage"): indicator(position, one, "coverage") for one in self.programmes},
            rank=ranking.ranks.get(region.code) if ranking else None,
            field=ranking.n if ranking else 0,
            tier=tiers.get(region.code),
            capped=len(position.capped),
            parts=len(position.parts),
            denominator_in_doubt=bool(adult_share_note(position)),
            flags=self.flags.get(region.code, ()),
            files=tuple(link for stem in stems for link in self._files(stem)),
            broken=tuple(self.broken[stem] for stem in stems if stem in self.broken),
            children=self.rows(child for child in inside if child.code in self.with_reports),
            local=self._counted(region.code),
        )

    def _counted(self, code: str) -> tuple[int, int]:
        inside = self.local.get(code, ())
        districts = sum(local.region.level == "district" for local in inside)
        return districts, len(inside) - districts

    def _local(self, codes: Iterable[str]) -> dict[str, tuple[Local, ...]]:
        """The districts and villages with reports, by regency and code."""
        by_regency: dict[str, list[Local]] = {}
        for code in sorted(codes):
            stems = [self._stem(code, lang) for lang in self.langs]
            files = tuple(link for stem in stems for link in self._files(stem))
            broken = tuple(self.broken[stem] for stem in stems if stem in self.broken)
            by_regency.setdefault(code[:4], []).append(Local(self.observations.regions.get(code), files, broken))
        return {regency: tuple(inside) for regency, inside in by_regency.items()}

    def others(self) -> tuple[tuple[str, tuple[FileLink, ...]], ...]:
        """The documents that are no region's report, such as an audit of claims, and those of analysts' own notebooks."""
        entries = sorted(self.entries.items())
        documents = (
            (stem, self._files(stem)) for stem, entry in entries if entry.kind == "claims" or entry.kind not in BUILT_IN
        )
        return tuple((stem, files) for stem, files in documents if files)

    def _stem(self, code: str, lang: Lang, simulated: bool | None = None) -> str:
        simulated = self.observations.simulated if simulated is None else simulated
        return report_stem(code, self.edition.isoformat(), lang, simulated)

    def _files(self, stem: str) -> tuple[FileLink, ...]:
        entry = self.entries.get(stem)
        if entry is None:
            return ()
        lang: Any = entry.lang
        by_format = {
            name.partition("/")[0]: name
            for name in entry.files
            if not name.endswith(".txt") and (self.folder / name).is_file()
        }
        return tuple(
            FileLink(format, lang, by_format[format], int(entry.files[by_format[format]]["bytes"]))
            for format in (*SHOWN_FORMATS, *MORE_FORMATS)
            if format in by_format
        )
