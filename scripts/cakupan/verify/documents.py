"""All documents of one report: against the data, against each other, and against what the manifest says of them.

The numbers of a page are checked in `report`, what reports have in common in `together`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from cakupan.briefing.reports import BUILT_IN
from cakupan.errors import message, why
from cakupan.languages import LANGS, Lang
from cakupan.observations import Observations
from cakupan.verify import words
from cakupan.verify.addresses import Addresses
from cakupan.verify.agreement import check_against_notebook, check_csv, check_paper
from cakupan.verify.authored import check_attached, check_blocks, check_carried, own_words
from cakupan.verify.cards import check_card
from cakupan.verify.letters import check_letter, read_letter
from cakupan.verify.model import Result
from cakupan.verify.notebooks import Executed, read_executed, summary_of
from cakupan.verify.pages import Page, Unreadable, read_page, squeezed
from cakupan.verify.papers import Paper, read_paper
from cakupan.verify.report import Subject, check_page
from cakupan.verify.surroundings import check_surroundings
from cakupan.verify.together import Printed
from cakupan.verify.unaddressed import values_of
from cakupan.verify.workbooks import check_book, read_book


@dataclass
class Reading:
    """An edition's folder while it is read: what its numbers are held against, and what was found so far."""

    folder: Path
    manifest: Mapping[str, Any]
    addresses: Addresses
    data: Path
    use_hashes: bool
    vocabularies: dict[Lang, words.Vocabulary]
    dates: frozenset[str]
    claims: dict[str, str]
    result: Result = field(default_factory=Result)

    @classmethod
    def of(
        cls, folder: Path, manifest: Mapping[str, Any], observations: Observations, data: Path, use_hashes: bool
    ) -> Reading:
        """Begin to read a folder with its manifest. Raises KeyError, ValueError, TypeError or AttributeError where that is no manifest."""
        edition = dt.date.fromisoformat(str(manifest["edition"]))
        languages = {str(entry["lang"]) for entry in manifest["reports"].values()}
        claims = data / "claims.csv"
        return cls(
            folder, manifest, Addresses(observations.traced(), edition), data, use_hashes,
            {lang: words.vocabulary(observations, lang, edition.isoformat(), claims) for lang in LANGS if lang in languages},
            words.dates(observations, edition.isoformat(), claims), words.regions_of_claims(claims),
        )  # fmt: skip

    def subject(self, stem: str, region: str, lang: Lang) -> Subject:
        """What the numbers of a document of a region are held against."""
        return Subject(stem, region, lang, self.addresses, self.vocabularies[lang], self.dates, self.claims)


Outcome = tuple[Result, Printed | None]
"""What was found of a report, and what is kept of it for comparison with the others."""


def outcome_of(reading: Reading, stem: str) -> Outcome:
    """Read a report of the manifest back, with a result of its own."""
    reading.result = Result()
    printed = check_report(reading, stem, reading.manifest["reports"][stem])
    return reading.result, printed


def _body(reading: Reading, name: str, known: dict[str, Any]) -> bytes | None:
    """The bytes of a file of the manifest, or None with a fault."""
    try:
        body = (reading.folder / name).read_bytes()
    except OSError as error:
        reading.result.fault(
            "files", name, "", message("it is in the manifest, but cannot be read ({reason})", reason=why(error))
        )
        return None
    reading.result.counts["files"] += 1
    if reading.use_hashes and hashlib.sha256(body).hexdigest() != known.get("sha256"):
        reading.result.fault(
            "hash", name, "", message("its SHA-256 is not that of the manifest: the file was changed after the build")
        )
    return body


def check_report(reading: Reading, stem: str, entry: Mapping[str, Any]) -> Printed | None:
    """Check all files of a report; return what it shows that others show too, None where it cannot be read."""
    bodies = {_form(name): (name, _body(reading, name, known)) for name, known in entry["files"].items()}
    region, lang = str(entry["region"]), entry["lang"]
    if lang not in reading.vocabularies or region not in reading.addresses.observations.regions.by_code:
        reading.result.fault(
            "manifest",
            "manifest.json",
            stem,
            message("the report has region {region} and language {lang}", region=repr(region), lang=repr(lang)),
        )
        return None
    reading.result.counts["reports"] += 1
    subject = reading.subject(stem, region, lang)
    executed = read(reading, bodies, "ipynb", read_executed)
    page = read(reading, bodies, "html", read_page)
    paper = read(reading, bodies, "pdf", read_paper)
    if executed is None:
        if "ipynb" not in bodies:
            reading.result.fault(
                "files", stem, "", message("the manifest names no executed notebook, so nothing can be compared")
            )
        return None
    kind = str(entry["kind"])
    subject = replace(
        subject,
        free=own_words(executed.document),
        values=values_of(reading.addresses.position(region), reading.data / "claims.csv", lang, kind == "claims")
        | set(map(Fraction, executed.numbers.values())),
        is_own=kind not in BUILT_IN,
    )
    _check_record(reading, stem, subject, executed, entry)
    check_blocks(executed.document, bodies["ipynb"][0], reading.result)
    shown = page if page is not None else executed.page
    html = bodies["html"][0] if page is not None else bodies["ipynb"][0]
    check_page(subject, replace_lang(shown, lang) if page is None else shown, html, reading.result)
    if page is not None:
        check_against_notebook(page, executed, html, reading.result)
        _check_download(page, executed, html, reading.result)
        check_carried(executed.document, page.details, html, reading.result)
        check_surroundings(reading.folder, page, executed, html, reading.result)
    if paper is not None:
        _check_pdf(reading, subject, shown, paper, executed, bodies["pdf"][0], entry)
    if (book := read(reading, bodies, "xlsx", read_book)) is not None:
        check_book(book, executed.document, bodies["xlsx"][0], reading.result)
    if (letter := read(reading, bodies, "docx", read_letter)) is not None:
        check_letter(letter, executed, bodies["docx"][0], reading.result)
    check_card(bodies, executed.document, reading.result)
    if "csv" in bodies:
        name, body = bodies["csv"]
        if body is not None:
            expected = _expected_csv(reading, str(entry["kind"]), region, lang)
            check_csv(body.decode("utf-8", "replace"), executed, expected, name, reading.result)
    return Printed.of(region, html, shown, executed.facts, own=kind not in BUILT_IN)


def _check_pdf(
    reading: Reading,
    subject: Subject,
    shown: Page,
    paper: Paper,
    executed: Executed,
    name: str,
    entry: Mapping[str, Any],
) -> None:
    """The PDF says what the page says, or what its summary should where no more was asked for."""
    wanted = entry.get("inputs", {}).get("pages")
    if wanted is not None:
        executed = summary_of(executed, squeezed("".join(text for _, text in paper.pieces)))
        shown = executed.page
        if str(paper.pages) != wanted:
            reading.result.fault("pdf", name, "", f"it has {paper.pages} pages; the build was asked for {wanted}")
    check_paper(subject, shown, paper, executed, name, reading.result)
    check_attached(executed.document, paper, name, reading.result)


def _form(name: str) -> str:
    """The format of a file, with its ending where a format has several."""
    folder = name.split("/", 1)[0]
    return f"card {name.rpartition('.')[2]}" if folder == "card" else folder


def replace_lang(page: Page, lang: Lang) -> Page:
    """A page read from a notebook, which has no head to say its language."""
    return replace(page, lang=lang)


def read(reading: Reading, bodies: dict[str, tuple[str, bytes | None]], kind: str, read: Any) -> Any:
    name, body = bodies.get(kind, ("", None))
    if body is None:
        return None
    try:
        return read(body)
    except Unreadable as error:
        reading.result.fault("unreadable", name, "", str(error))
        return None


def _check_record(reading: Reading, stem: str, subject: Subject, executed: Executed, entry: Mapping[str, Any]) -> None:
    record = executed.document.manifest
    wanted = {
        "report": stem,
        "region": subject.region,
        "lang": subject.lang,
        "edition": str(reading.manifest["edition"]),
    }
    for name, value in wanted.items():
        if record.get(name) != value:
            reading.result.fault(
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
    if reading.use_hashes and rows is not None and record.get("rows") != rows:
        reading.result.fault(
            "record", stem, "", message("the record was made from other rows of data than the manifest says")
        )


def _check_download(page: Page, executed: Executed, file: str, result: Result) -> None:
    if executed.document.csv_text and page.csv_text != executed.document.csv_text:
        result.fault("attachment", file, "", message("the data to download is not the report's CSV"))
    if page.csv_text is not None:
        result.counts["attachments"] += 1


def _expected_csv(reading: Reading, kind: str, region: str, lang: Lang) -> str:
    """The CSV that the data gives, by the façade's own table."""
    from cakupan import briefing  # brings the charts' libraries along
    from cakupan.words.sentences import Speaker

    if kind == "claims":
        return briefing.claims(edition=reading.addresses.edition, lang=lang, data=str(reading.data)).csv_text()
    position = reading.addresses.position(region)
    return briefing.of_position(position, Speaker(lang, position.regions)).csv_text()
