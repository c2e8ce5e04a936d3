"""The reports of an edition: one job per notebook, region and language, and the names of its files.

Which jobs are due is decided in `plan`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cakupan.briefing.reports import BUILT_IN, ReportType, report_types, type_of
from cakupan.errors import UsageError, message
from cakupan.languages import Lang
from cakupan.regions import NATION, Region, Regions
from cakupan.settings.formats import DEFAULT_FORMATS, Format
from cakupan.workspace import DATA, report_stem

Kind = str
"""The name of a type of report, see `briefing.reports`."""
KINDS: tuple[Kind, ...] = tuple(BUILT_IN)
DEFAULT_KINDS: tuple[Kind, ...] = ("national", "province")
ENDINGS: dict[str, tuple[str, ...]] = {"card": ("png", "txt")}
"""The files of a format that has more than one, or one of another name."""


@dataclass(frozen=True)
class Job:
    """One report to build. pages: 1 where its PDF shall be the summary alone, 0 for all of it."""

    kind: Kind
    region: str
    lang: Lang
    edition: dt.date
    data: Path
    formats: tuple[Format, ...] = DEFAULT_FORMATS
    simulated: bool = False
    given: ReportType | None = None
    pages: int = 0

    @property
    def type(self) -> ReportType:
        """Its type: the one that it was given, or the project's of that name."""
        return self.given or report_types()[self.kind]

    @property
    def is_own(self) -> bool:
        """Whether its notebook is an analyst's own."""
        return self.given is not None and self.given.own

    @property
    def stem(self) -> str:
        """The name of all its files, without ending."""
        code = "claims" if self.kind == "claims" else f"{self.kind}-{self.region}" if self.is_own else self.region
        return report_stem(code, self.edition.isoformat(), self.lang, self.simulated)

    @property
    def notebook(self) -> Path:
        """The notebook that makes it."""
        return self.type.notebook

    @property
    def parameters(self) -> dict[str, object]:
        """What the notebook is given."""
        # The project's own data is the default of every notebook; naming it would put this machine's folders into the files.
        data = "" if self.data == DATA else str(self.data)
        given: dict[str, object] = {"edition": self.edition.isoformat(), "lang": self.lang, "data": data}
        known = {name: value for name, value in given.items() if name in self.type.given}
        return {self.type.parameter: self.region, **known} if self.type.parameter else known

    @property
    def files(self) -> tuple[str, ...]:
        """The files that a finished job has left, relative to the edition's folder."""
        documents = (f"{format}/{self.stem}.{end}" for format in self.formats for end in ENDINGS.get(format, (format,)))
        return (*documents, f"csv/{self.stem}.csv", f"ipynb/{self.stem}.ipynb")

    @property
    def failure_note(self) -> str:
        """The file that tells of its last build when that failed, relative to the edition's folder."""
        return f"failed/{self.stem}.json"


def jobs_for(
    regions: Regions,
    edition: dt.date,
    data: Path,
    *,
    kinds: Iterable[Kind] | None = None,
    only: Iterable[str] = (),
    langs: Iterable[Lang] = ("id",),
    formats: tuple[Format, ...] = DEFAULT_FORMATS,
    simulated: bool = False,
    notebook: Path | None = None,
    pages: int = 0,
) -> tuple[Job, ...]:
    """All reports of the wanted kinds, or those of the regions in `only`; national first, then by code.

    kinds: None for those of the regions in `only`, or DEFAULT_KINDS. A region in `only` stands for itself, and for all inside it where
    reports of their kinds are wanted. notebook: a notebook from anywhere, whose reports are wanted instead. Raises UnknownRegion for a code that is none, UsageError where no region has a report of these kinds.
    """
    chosen = [regions.get(code) for code in only]
    types = report_types(data)
    if notebook is not None:
        one = type_of(notebook)
        types, kinds = {**types, one.name: one}, (one.name,)
    as_named = kinds is None
    kinds = _kinds_of(chosen) if kinds is None else tuple(kinds)
    project, jobs = report_types(), list[Job]()
    for kind in kinds:
        codes = _codes(regions, types[kind])
        if chosen:
            wanted = {region.code for region in chosen}
            codes = [code for code in codes if code in wanted or (not as_named and _above(code) & wanted)]
        given = None if types[kind] == project.get(kind) else types[kind]
        jobs += [
            Job(kind, code, lang, edition, data, formats, simulated, given, pages) for code in codes for lang in langs
        ]
    if not jobs:
        named = (
            ", ".join(f"{region.code} {region.name}" for region in chosen) or "this data, which knows no such region"
        )
        raise UsageError(
            message(
                "no report of the kinds {kinds} exists for {named}; see --reports", kinds=", ".join(kinds), named=named
            )
        )
    return tuple(jobs)


def shard(jobs: tuple[Job, ...], text: str) -> tuple[Job, ...]:
    """Part I of N, written "I/N", of some jobs: every Nth from the Ith on, so that all kinds of report are spread evenly.

    The N parts have no job in common and are all jobs together; a part may be empty. Raises UsageError for what is no I/N.

    >>> shard((), "3/8")
    ()
    """
    first, slash, count = text.partition("/")
    if not (slash and first.isascii() and first.isdigit() and count.isascii() and count.isdigit()):
        raise UsageError(message("--shard: {what} is no I/N, write 1/8 for the first of eight parts", what=repr(text)))
    if not 1 <= int(first) <= int(count):
        raise UsageError(
            message("--shard: {what} does not exist; parts are counted from 1 to N, as in 8/8", what=repr(text))
        )
    return jobs[int(first) - 1 :: int(count)]


def _codes(regions: Regions, kind: ReportType) -> list[str]:
    return [code for level in kind.levels for code in regions.codes(level)] if kind.levels else [NATION]


def _above(code: str) -> set[str]:
    """The regions that one lies in, below the nation."""
    return {code[:length] for length in (2, 4, 6) if length < len(code)} if code != NATION else set()


def _kinds_of(chosen: list[Region]) -> tuple[Kind, ...]:
    """The kinds of report that some regions have; those of an edition where none is named."""
    levels = {region.level for region in chosen}
    kinds = tuple(kind for kind in KINDS if kind in levels)
    return kinds or DEFAULT_KINDS
