"""Checking the index pages of an edition: links lead to files, figures are those of the data, sizes those of the files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from cakupan.errors import message
from cakupan.languages import LANGS
from cakupan.regions import NATION, Regions
from cakupan.verify.model import Result
from cakupan.verify.pages import Marked, Page, Unreadable, read_page
from cakupan.verify.printed import exact, is_print_of
from cakupan.verify.report import Subject, check_numbers

_FINGERPRINT = re.compile(r"[0-9a-f]{12}")
_BELOW_PROVINCE = re.compile(r"cakupan-(\d{4,10})-")
_OF_REGIONS = ("national", "province", "regency")
_BELOW_PROVINCES = ("regency", "district", "village")


@dataclass(frozen=True)
class _Held:
    """What the edition holds, by its manifest."""

    manifest: Any

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Bytes of every file; that a file is the manifest's own is told by its SHA-256."""
        reports = self.manifest["reports"].values()
        return {name: int(known["bytes"]) for entry in reports for name, known in entry["files"].items()}

    @cached_property
    def names(self) -> set[str]:
        """Names of reports, and what is said of those that failed."""
        texts = {str(text) for failure in self._failed.values() for text in failure.values()}
        return {*self.manifest["reports"], *self._failed, *texts}

    @property
    def _failed(self) -> dict[str, Any]:
        return dict(self.manifest.get("failed", {}))

    @cached_property
    def below_provinces(self) -> set[str]:
        """The regions below the provinces that have a report, or one that failed."""
        built = {entry["region"] for entry in self.manifest["reports"].values() if entry["kind"] in _BELOW_PROVINCES}
        return built | {match.group(1) for stem in self._failed if (match := _BELOW_PROVINCE.match(stem))}

    @cached_property
    def regencies(self) -> set[str]:
        """The regencies that the page has a row for: those with a report, their own or one inside, or with one that failed."""
        return {code[:4] for code in self.below_provinces}

    def inside(self, code: str, what: str) -> Fraction:
        """How many regencies of a province ("reports"), or districts and villages of a regency ("local:6", "local:10"), there are."""
        codes = self.regencies if what == "reports" else self.below_provinces
        length = 4 if what == "reports" else int(what.removeprefix("local:"))
        return Fraction(sum(1 for one in codes if len(one) == length and one.startswith(code)))

    def of_edition(self, regions: Regions, what: str) -> Fraction:
        """How many regions have a report, or one in a format; how many there are; how many reports failed."""
        reports = [entry for entry in self.manifest["reports"].values() if entry["kind"] in _OF_REGIONS]
        if what == "regions":
            return Fraction(len(regions.provinces) + 1 + len(self.regencies))
        if what == "failed":
            return Fraction(len(self._failed))
        if what == "reports":
            return Fraction(len({entry["region"] for entry in reports}))
        return Fraction(len({e["region"] for e in reports if any(name.startswith(f"{what}/") for name in e["files"])}))


def check_indexes(
    folder: Path,
    subjects: Mapping[str, Subject],
    pages: Collection[str],
    manifest: Any,
    result: Result,
    regencies: Collection[str] | None = None,
) -> None:
    """All index pages of a folder. subjects: what to check numbers against, by language; pages: reports that must be linked.

    regencies: those whose pages of districts and villages are read, None for all.
    """
    local = [page for page in sorted(folder.glob("local/*.html")) if regencies is None or page.name[:4] in regencies]
    files = [
        page.relative_to(folder).as_posix()
        for page in (*sorted(folder.glob("index*.html")), *sorted(folder.glob("compare*.html")), *local)
    ]
    held = _Held(manifest)
    for name in ("index.html", "compare.html"):
        if not (folder / name).is_file():
            result.fault("index", name, "", message("the edition has no such page; build it again"))
    linked: set[str] = set()
    for file in files:
        try:
            page = read_page((folder / file).read_bytes())
        except (OSError, Unreadable) as error:
            result.fault("index", file, "", str(error))
            continue
        _check_frame(folder, page, file, result)
        for named in page.misnamed:
            result.fault("link", file, "", f"the link {named}")
        linked |= {_check_link(folder, link, page, file, result) for link in page.links}
        if file.startswith("compare"):
            _check_columns(subjects, page, file, result)
        if page.lang in subjects:
            _check_numbers(subjects[page.lang], page, held, file, result)
        elif page.lang not in LANGS:
            result.fault("language", file, "", message("the page says its language is {lang}", lang=repr(page.lang)))
    for name in sorted({*pages, *(file for file in files if file.startswith("local/"))} - linked):
        result.fault("index", "index.html", "", message("no link leads to {name}", name=name))


def _check_frame(folder: Path, page: Page, file: str, result: Result) -> None:
    """A page runs no script but those that such pages have, and the picture of its preview is there."""
    from cakupan.export.html import TEMPLATES

    known = {(TEMPLATES / "cakupan" / name).read_text(encoding="utf-8") for name in ("edition.js", "compare.js")}
    if not set(page.scripts) <= known:
        result.fault("script", file, "", "the page's script is not the one that such pages have")
    picture = page.preview.get("og:image", "")
    if picture and not (folder / picture).is_file():
        result.fault("link", file, "head", f"the picture of its preview, {picture}, is no file of the edition")


def _check_columns(subjects: Mapping[str, Subject], page: Page, file: str, result: Result) -> None:
    """Every province has a column under its own name, and each row's cells stand in the columns of their regions."""
    subject = subjects.get(page.lang)
    if subject is None:
        return
    regions = subject.regions
    wanted = [(region.code, region.short(subject.lang)) for region in (regions.get(NATION), *regions.provinces)]
    for table in page.tables:
        if list(table.heads[1:]) != wanted:
            result.fault("columns", file, table.place, "the columns are not those of the nation and of all provinces")
        for row in table.rows:
            if [code for code, _ in table.heads[1:]] != list(row.holders[1:]):
                result.fault("columns", file, table.place, f"the cells of “{row.cells[0]}” stand in foreign columns")
    if len(page.tables) != 1:
        result.fault("columns", file, "", f"the page has {len(page.tables)} tables instead of one")


def _check_link(folder: Path, link: str, page: Page, file: str, result: Result) -> str:
    """The file that a link leads to, or nothing."""
    result.counts["links"] += 1
    parts = urlsplit(link)
    if parts.scheme in ("http", "https", "mailto", "data"):
        return ""
    if not parts.path:
        if parts.fragment and parts.fragment not in page.ids:
            result.fault(
                "link",
                file,
                "",
                message("a link leads to #{fragment}, which is nowhere on the page", fragment=parts.fragment),
            )
        return ""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(parts.path)))
    if target.startswith(("..", "/")) or not (folder / target).is_file():
        result.fault("link", file, "", message("a link leads to {link}, which is no file of the edition", link=link))
    return target


def _check_numbers(subject: Subject, page: Page, held: _Held, file: str, result: Result) -> None:
    ours = [marked for marked in page.marked if marked.whole and _is_ours(marked)]
    for marked in ours:
        _check_our_own(subject, marked, held, file, result)
    rest = [marked for marked in page.marked if not (marked.whole and _is_ours(marked))]
    codes = subject.regions.by_code
    loose = [(place, text) for place, text in page.loose if not _is_name(text.strip(), held.names, codes)]
    check_numbers(subject, replace(page, marked=rest, loose=loose), file, result)
    for marked in rest:
        for _, key in marked.numbers:
            code = key.partition(":")[0]
            if key and marked.holder not in ("", NATION) and code not in (marked.holder, NATION):
                result.fault(
                    "rows",
                    file,
                    marked.place,
                    message("the row of {holder} has a figure of {code}", holder=marked.holder, code=code),
                )


def _is_name(text: str, names: Collection[str], codes: Collection[str]) -> bool:
    return text in names or text in codes or _FINGERPRINT.fullmatch(text) is not None


def _is_ours(marked: Marked) -> bool:
    key = marked.numbers[0][1]
    return key.startswith(("file:", "edition:")) or key.endswith((":reports", ":local:6", ":local:10"))


def _check_our_own(subject: Subject, marked: Marked, held: _Held, file: str, result: Result) -> None:
    """Figures about the edition itself: sizes of files in kB, how many reports it holds, and how many inside a region."""
    value, key = marked.numbers[0]
    result.counts["numbers in pages"] += 1
    kind, _, what = key.partition(":")
    known: Fraction | None
    if kind == "file":
        known = Fraction(held.sizes[what], 1000) if what in held.sizes else None
    else:
        known = held.of_edition(subject.regions, what) if kind == "edition" else held.inside(kind, what)
    if known is None or exact(value) != known:
        result.fault(
            "value",
            file,
            marked.place,
            message("{key} is {known}; the page has {value}", key=key, known=known, value=value),
        )
    elif not is_print_of(marked.text, value, subject.lang):
        result.fault(
            "print", file, marked.place, message("“{what}” is no right print of {value}", what=marked.text, value=value)
        )
