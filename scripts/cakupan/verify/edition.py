"""Checking an edition's folder: manifest and files, every report, and what reports have in common.

One report is checked in `report`; a single file that lies elsewhere in `loose`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from cakupan.briefing.reports import BUILT_IN
from cakupan.errors import message, why
from cakupan.languages import LANGS, Lang
from cakupan.observations import Observations
from cakupan.regions import NATION
from cakupan.verify import words
from cakupan.verify.addresses import Addresses
from cakupan.verify.agreement import check_against_notebook, check_csv, check_paper
from cakupan.verify.authored import check_attached, check_blocks, check_carried, own_words
from cakupan.verify.cards import check_card
from cakupan.verify.index import check_indexes
from cakupan.verify.letters import check_letter, read_letter
from cakupan.verify.model import Result
from cakupan.verify.notebooks import Executed, read_executed, summary_of
from cakupan.verify.pages import Page, Unreadable, read_page, squeezed
from cakupan.verify.papers import Paper, read_paper
from cakupan.verify.report import Subject, check_page
from cakupan.verify.surroundings import check_surroundings
from cakupan.verify.together import Printed, check_pictures, check_ranks, check_same, check_sums
from cakupan.verify.unaddressed import values_of
from cakupan.verify.workbooks import check_book, check_sheets, read_book
from cakupan.workspace import DATA, book_name

FOLDERS = ("html", "pdf", "csv", "ipynb", "xlsx", "docx", "card")


@dataclass
class _Edition:
    """An edition's folder while it is checked."""

    folder: Path
    manifest: dict[str, Any]
    addresses: Addresses
    data: Path
    use_hashes: bool
    result: Result = field(default_factory=Result)
    printed: list[Printed] = field(default_factory=list)
    vocabularies: dict[Lang, words.Vocabulary] = field(default_factory=dict)
    dates: frozenset[str] = frozenset()
    claims: dict[str, str] = field(default_factory=dict)


def verify_edition(
    folder: Path,
    observations: Observations,
    *,
    only: Collection[str] | None = None,
    data: Path = DATA,
    use_hashes: bool = True,
) -> Result:
    """Check an edition's folder against the data that it was built from.

    only: names (stems) of reports to check; None for all, and for what no report knows of. data: the directory of the
    observations. use_hashes: False leaves manifest and seals aside, so that the other checks can be put to the test.
    """
    manifest, result = _read_manifest(folder)
    if manifest is None:
        return result
    try:
        edition = dt.date.fromisoformat(str(manifest["edition"]))
        reports = {str(stem): dict(entry) for stem, entry in manifest["reports"].items()}
        languages = {str(entry["lang"]) for entry in reports.values()} & set(LANGS)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        result.fault(
            "manifest",
            "manifest.json",
            "",
            message("it is no manifest of an edition ({error}); build the edition again", error=repr(error)),
        )
        return result
    claims = data / "claims.csv"
    state = _Edition(folder, manifest, Addresses(observations.traced(), edition), data, use_hashes, result)
    state.vocabularies = {
        lang: words.vocabulary(observations, lang, edition.isoformat(), claims) for lang in LANGS if lang in languages
    }
    state.dates = words.dates(observations, edition.isoformat(), claims)
    state.claims = words.regions_of_claims(claims)
    for stem, entry in sorted(reports.items()):
        if only is None or stem in only:
            _check_report(state, stem, entry)
    if only is None:
        _check_folder(state, reports)
    subjects = {str(lang): _subject(state, "index", NATION, lang) for lang in state.vocabularies}
    linked = [printed.file for printed in state.printed if printed.file.startswith("html/")]
    regencies = None if only is None else {str(reports[stem]["region"])[:4] for stem in only if stem in reports}
    check_indexes(folder, subjects, linked, manifest, result, regencies)
    _check_books(state)
    _check_together(state)
    return result


def _read_manifest(folder: Path) -> tuple[dict[str, Any] | None, Result]:
    result = Result()
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(manifest, dict):
            return manifest, result
        raise ValueError("no object")
    except FileNotFoundError:
        sentence = message(
            "{folder} has no manifest.json: it is no edition, or its build never ended; build it again", folder=folder
        )
    except (OSError, ValueError) as error:
        sentence = message("manifest.json cannot be read ({error}); build the edition again", error=error)
    result.fault("manifest", "manifest.json", "", sentence)
    return None, result


# --- files ---


def _check_folder(state: _Edition, reports: dict[str, dict[str, Any]]) -> None:
    """No file but those of the manifest, nothing half-written, no failure in silence."""
    known = {name for entry in reports.values() for name in entry.get("files", {})}
    for name in FOLDERS:
        for path in sorted((state.folder / name).rglob("*")):
            relative = path.relative_to(state.folder).as_posix()
            if path.is_file() and relative not in known:
                state.result.fault("files", relative, "", message("the manifest does not know this file"))
    for path in sorted([*state.folder.glob(".*.new"), *(state.folder / ".cakupan" / "unfinished").glob("*")]):
        state.result.fault(
            "files", path.relative_to(state.folder).as_posix(), "", message("left over from a build that was cut short")
        )
    state.result.counts["reports that failed"] += len(state.manifest.get("failed", {}))


def _body(state: _Edition, name: str, known: dict[str, Any]) -> bytes | None:
    """The bytes of a file of the manifest, or None with a fault."""
    try:
        body = (state.folder / name).read_bytes()
    except OSError as error:
        state.result.fault(
            "files", name, "", message("it is in the manifest, but cannot be read ({reason})", reason=why(error))
        )
        return None
    state.result.counts["files"] += 1
    if state.use_hashes and hashlib.sha256(body).hexdigest() != known.get("sha256"):
        state.result.fault(
            "hash", name, "", message("its SHA-256 is not that of the manifest: the file was changed after the build")
        )
    return body


# --- one report ---


def _check_report(state: _Edition, stem: str, entry: dict[str, Any]) -> None:
    bodies = {_form(name): (name, _body(state, name, known)) for name, known in entry["files"].items()}
    region, lang = str(entry["region"]), entry["lang"]
    if lang not in state.vocabularies or region not in state.addresses.observations.regions.by_code:
        state.result.fault(
            "manifest",
            "manifest.json",
            stem,
            message("the report has region {region} and language {lang}", region=repr(region), lang=repr(lang)),
        )
        return
    state.result.counts["reports"] += 1
    subject = _subject(state, stem, region, lang)
    executed = _read(state, bodies, "ipynb", read_executed)
    page = _read(state, bodies, "html", read_page)
    paper = _read(state, bodies, "pdf", read_paper)
    if executed is None:
        if "ipynb" not in bodies:
            state.result.fault(
                "files", stem, "", message("the manifest names no executed notebook, so nothing can be compared")
            )
        return
    kind = str(entry["kind"])
    subject = replace(
        subject,
        free=own_words(executed.document),
        values=values_of(state.addresses.position(region), state.data / "claims.csv", lang, kind == "claims")
        | set(map(Fraction, executed.numbers.values())),
        is_own=kind not in BUILT_IN,
    )
    _check_record(state, stem, subject, executed, entry)
    check_blocks(executed.document, bodies["ipynb"][0], state.result)
    shown = page if page is not None else executed.page
    html = bodies["html"][0] if page is not None else bodies["ipynb"][0]
    check_page(subject, replace_lang(shown, lang) if page is None else shown, html, state.result)
    if page is not None:
        check_against_notebook(page, executed, html, state.result)
        _check_download(page, executed, html, state.result)
        check_carried(executed.document, page.details, html, state.result)
        check_surroundings(state.folder, page, executed, html, state.result)
    if paper is not None:
        _check_pdf(state, subject, shown, paper, executed, bodies["pdf"][0], entry)
    if (book := _read(state, bodies, "xlsx", read_book)) is not None:
        check_book(book, executed.document, bodies["xlsx"][0], state.result)
    if (letter := _read(state, bodies, "docx", read_letter)) is not None:
        check_letter(letter, executed, bodies["docx"][0], state.result)
    check_card(bodies, executed.document, state.result)
    if "csv" in bodies:
        name, body = bodies["csv"]
        if body is not None:
            expected = _expected_csv(state, str(entry["kind"]), region, lang)
            check_csv(body.decode("utf-8", "replace"), executed, expected, name, state.result)
    state.printed.append(Printed(stem, region, lang, html, shown, executed.facts, str(entry["kind"]) not in BUILT_IN))


def _check_pdf(
    state: _Edition, subject: Subject, shown: Page, paper: Paper, executed: Executed, name: str, entry: dict[str, Any]
) -> None:
    """The PDF says what the page says, or what its summary should where no more was asked for."""
    wanted = entry.get("inputs", {}).get("pages")
    if wanted is not None:
        executed = summary_of(executed, squeezed("".join(text for _, text in paper.pieces)))
        shown = executed.page
        if str(paper.pages) != wanted:
            state.result.fault("pdf", name, "", f"it has {paper.pages} pages; the build was asked for {wanted}")
    check_paper(subject, shown, paper, executed, name, state.result)
    check_attached(executed.document, paper, name, state.result)


def _check_books(state: _Edition) -> None:
    """The workbooks of the whole edition hold what the data gives."""
    observations, edition = state.addresses.observations, state.addresses.edition
    for lang in state.vocabularies:
        path = state.folder / book_name(edition.isoformat(), lang, observations.simulated)
        if path.exists():
            book = _read(state, {"book": (path.name, path.read_bytes())}, "book", read_book)
            if book is not None:
                from cakupan.export.edition_sheets import sheets_of_edition

                check_sheets(book, sheets_of_edition(observations, edition, lang), path.name, state.result)


def _form(name: str) -> str:
    """The format of a file, with its ending where a format has several."""
    folder = name.split("/", 1)[0]
    return f"card {name.rpartition('.')[2]}" if folder == "card" else folder


def _subject(state: _Edition, stem: str, region: str, lang: Lang) -> Subject:
    return Subject(stem, region, lang, state.addresses, state.vocabularies[lang], state.dates, state.claims)


def replace_lang(page: Page, lang: Lang) -> Page:
    """A page read from a notebook, which has no head to say its language."""
    return replace(page, lang=lang)


def _read(state: _Edition, bodies: dict[str, tuple[str, bytes | None]], kind: str, read: Any) -> Any:
    name, body = bodies.get(kind, ("", None))
    if body is None:
        return None
    try:
        return read(body)
    except Unreadable as error:
        state.result.fault("unreadable", name, "", str(error))
        return None


def _check_record(state: _Edition, stem: str, subject: Subject, executed: Executed, entry: dict[str, Any]) -> None:
    record = executed.document.manifest
    wanted = {
        "report": stem,
        "region": subject.region,
        "lang": subject.lang,
        "edition": str(state.manifest["edition"]),
    }
    for name, value in wanted.items():
        if record.get(name) != value:
            state.result.fault(
                "record",
                stem,
                "",
                message(
                    "the record says {name} {name_2}, the manifest {value}",
                    name=name,
                    name_2=repr(record.get(name)),
                    value=repr(value),
                ),
            )
    rows = entry.get("inputs", {}).get("rows")
    if state.use_hashes and rows is not None and record.get("rows") != rows:
        state.result.fault(
            "record", stem, "", message("the record was made from other rows of data than the manifest says")
        )


def _check_download(page: Page, executed: Executed, file: str, result: Result) -> None:
    if executed.document.csv_text and page.csv_text != executed.document.csv_text:
        result.fault("attachment", file, "", message("the data to download is not the report's CSV"))
    if page.csv_text is not None:
        result.counts["attachments"] += 1


def _expected_csv(state: _Edition, kind: str, region: str, lang: Lang) -> str:
    """The CSV that the data gives, by the façade's own table."""
    from cakupan import briefing  # brings the charts' libraries along
    from cakupan.words.sentences import Speaker

    if kind == "claims":
        return briefing.claims(edition=state.addresses.edition, lang=lang, data=str(state.data)).csv_text()
    position = state.addresses.position(region)
    return briefing.of_position(position, Speaker(lang, position.regions)).csv_text()


# --- all reports together ---


def _check_together(state: _Edition) -> None:
    observations = state.addresses.observations
    check_same(state.printed, state.result)
    check_pictures(state.printed, state.result)
    check_ranks(state.printed, observations.regions, state.result)
    check_sums(_wholes(state.printed), state.addresses, sorted(observations.definitions.counted), state.result)


def _wholes(printed: Iterable[Printed]) -> dict[str, bool]:
    """Regions with a report, and whether it states that its parts do not add up (F06)."""
    stated: dict[str, bool] = defaultdict(bool)
    for report in printed:
        stated[report.region] |= report.states("F06")
    return dict(stated) if stated else {NATION: False}
