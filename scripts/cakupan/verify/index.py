"""Checking the index pages of an edition: links lead to files, figures are those of the data, sizes those of the files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from cakupan.numbers import LANGS
from cakupan.regions import NATION
from cakupan.verify.model import Result
from cakupan.verify.pages import Marked, Page, Unreadable, read_page
from cakupan.verify.printed import exact, is_print_of
from cakupan.verify.report import Subject, check_numbers

_FINGERPRINT = re.compile(r"[0-9a-f]{12}")
_REGENCY = re.compile(r"cakupan-(\d{4})-")
_OF_REGIONS = ("national", "province", "regency")


def check_indexes(
    folder: Path, subjects: Mapping[str, Subject], pages: Collection[str], manifest: Any, result: Result
) -> None:
    """All index pages of a folder. subjects: what to check numbers against, by language; pages: reports that must be linked."""
    files = sorted(folder.glob("index*.html"))
    if not (folder / "index.html").is_file():
        result.fault("index", "index.html", "", "the edition has no index page; build it again")
    linked: set[str] = set()
    for file in files:
        try:
            page = read_page(file.read_bytes())
        except (OSError, Unreadable) as error:
            result.fault("index", file.name, "", str(error))
            continue
        linked |= {_check_link(folder, link, page, file.name, result) for link in page.links}
        if page.lang in subjects:
            _check_numbers(subjects[page.lang], page, manifest, file.name, result)
        elif page.lang not in LANGS:
            result.fault("language", file.name, "", f"the page says its language is {page.lang!r}")
    for name in sorted(set(pages) - linked):
        result.fault("index", "index.html", "", f"no link leads to {name}")


def _check_link(folder: Path, link: str, page: Page, file: str, result: Result) -> str:
    """The file that a link leads to, or nothing."""
    result.counts["links"] += 1
    parts = urlsplit(link)
    if parts.scheme in ("http", "https", "mailto", "data"):
        return ""
    if not parts.path:
        if parts.fragment and parts.fragment not in page.ids:
            result.fault("link", file, "", f"a link leads to #{parts.fragment}, which is nowhere on the page")
        return ""
    target = posixpath.normpath(unquote(parts.path))
    if target.startswith(("..", "/")) or not (folder / target).is_file():
        result.fault("link", file, "", f"a link leads to {link}, which is no file of the edition")
    return target


def _check_numbers(subject: Subject, page: Page, manifest: Any, file: str, result: Result) -> None:
    ours = [marked for marked in page.marked if marked.whole and _is_ours(marked)]
    for marked in ours:
        _check_our_own(subject, marked, manifest, file, result)
    rest = [marked for marked in page.marked if not (marked.whole and _is_ours(marked))]
    names = _names(subject, manifest)
    loose = [(place, text) for place, text in page.loose if not _is_name(text.strip(), names)]
    check_numbers(subject, replace(page, marked=rest, loose=loose), file, result)
    for marked in rest:
        for _, key in marked.numbers:
            code = key.partition(":")[0]
            if key and marked.holder not in ("", NATION) and code not in (marked.holder, NATION):
                result.fault("rows", file, marked.place, f"the row of {marked.holder} has a figure of {code}")


def _names(subject: Subject, manifest: Any) -> set[str]:
    """Codes of regions, names of reports, and what is said of those that failed."""
    failed = manifest.get("failed", {})
    said = {str(told) for failure in failed.values() for told in failure.values()}
    return {*subject.regions.by_code, *manifest["reports"], *failed, *said}


def _is_name(text: str, names: set[str]) -> bool:
    return text in names or _FINGERPRINT.fullmatch(text) is not None


def _is_ours(marked: Marked) -> bool:
    key = marked.numbers[0][1]
    return key.startswith(("file:", "edition:")) or key.endswith(":reports")


def _check_our_own(subject: Subject, marked: Marked, manifest: Any, file: str, result: Result) -> None:
    """Figures about the edition itself: sizes of files in kB, how many reports it holds, and how many inside a province."""
    value, key = marked.numbers[0]
    result.counts["numbers in pages"] += 1
    kind, _, what = key.partition(":")
    if kind == "file":
        known = _size(manifest, what)
    elif kind == "edition":
        known = _held(subject, manifest, what)
    else:
        known = Fraction(sum(1 for code in _regencies(manifest) if code.startswith(kind)))
    if known is None or exact(value) != known:
        result.fault("value", file, marked.place, f"{key} is {known}; the page has {value}")
    elif not is_print_of(marked.text, value, subject.lang):
        result.fault("print", file, marked.place, f"“{marked.text}” is no right print of {value}")


def _size(manifest: Any, name: str) -> Fraction | None:
    """The size of a file of the manifest in kB; that the file is the manifest's own is told by its SHA-256."""
    for entry in manifest["reports"].values():
        if name in entry["files"]:
            return Fraction(int(entry["files"][name]["bytes"]), 1000)
    return None


def _regencies(manifest: Any) -> set[str]:
    """The regencies that the page has a row for: those with a report, or with one that failed."""
    built = {entry["region"] for entry in manifest["reports"].values() if entry["kind"] == "regency"}
    return built | {found.group(1) for stem in manifest.get("failed", {}) if (found := _REGENCY.match(stem))}


def _held(subject: Subject, manifest: Any, what: str) -> Fraction | None:
    """How many regions have a report, or one in a format; how many there are; how many reports failed."""
    reports = [entry for entry in manifest["reports"].values() if entry["kind"] in _OF_REGIONS]
    if what == "regions":
        return Fraction(len(subject.regions.provinces) + 1 + len(_regencies(manifest)))
    if what == "failed":
        return Fraction(len(manifest.get("failed", {})))
    if what == "reports":
        return Fraction(len({entry["region"] for entry in reports}))
    return Fraction(len({e["region"] for e in reports if any(name.startswith(f"{what}/") for name in e["files"])}))
