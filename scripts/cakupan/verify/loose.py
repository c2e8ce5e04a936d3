"""A single file that lies anywhere: is it genuine, altered, or superseded by a newer build?

It is told by the record and the seal inside the file (`cakupan.briefing.record`) and by the manifest of its edition. A seal shows that
a file fits itself; it is no signature, and says nothing about who made it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from cakupan.briefing.record import seal_holds
from cakupan.errors import joined, message, why
from cakupan.verify.letters import read_letter
from cakupan.verify.pages import Unreadable, read_page
from cakupan.verify.papers import read_paper
from cakupan.verify.signatures import Signature, is_signed, only_signed, signatures_of, unsigned_part
from cakupan.verify.workbooks import read_book

Standing = Literal["genuine", "altered", "superseded", "unlisted", "unreadable"]


_STANDINGS: Final[dict[Standing, str]] = {
    "genuine": message("genuine"), "superseded": message("superseded"), "altered": message("altered"), "unlisted": message("unlisted"),
    "unreadable": message("unreadable"),
}  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """What a file turned out to be, and the sentence that says why. record: what the file says about itself."""

    path: str
    standing: Standing
    reason: str
    record: dict[str, Any]
    signatures: tuple[Signature, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether it is the file that its edition holds today, and no signature in it is wrong."""
        return self.standing == "genuine" and all(one.sound is not False for one in self.signatures)

    @property
    def sentence(self) -> str:
        """The verdict in a sentence."""
        return joined(": ", [_STANDINGS[self.standing], self.reason])

    @property
    def lines(self) -> list[str]:
        """More to say: who signed it."""
        return [one.sentence for one in self.signatures]

    def to_json(self) -> dict[str, Any]:
        """The verdict as the command prints it."""
        return {
            "path": self.path, "standing": self.standing, "sentence": self.reason, "record": self.record,
            **({"signatures": [vars(one) for one in self.signatures]} if self.signatures else {}),
        }  # fmt: skip


def verify_file(path: Path, editions: Iterable[Path] = (), roots: Sequence[Path] = ()) -> Verdict:
    """Judge a single document. editions: folders in which its edition may be found, besides the one that it lies in.

    roots: certificates of authorities that are trusted to have issued those of signatures.
    """

    def verdict(standing: Standing, sentence: str, record: dict[str, Any] | None = None) -> Verdict:
        return Verdict(str(path), standing, sentence, record or {}, tuple(signatures))

    signatures: list[Signature] = []

    try:
        body = path.read_bytes()
    except OSError as error:
        return verdict("unreadable", message("it cannot be read ({reason})", reason=why(error)))
    if is_signed(body):
        signatures = signatures_of(body, roots)
        part = unsigned_part(body)
        if part is None or any(one.sound is False for one in signatures) or not only_signed(part, body):
            return verdict(
                "altered",
                message("the file was changed: it is not what it was when it was built, or when it was signed"),
            )
        body = part
    whole = seal_holds(body)
    try:
        record, kind = _record(body)
    except Unreadable as error:
        if whole is False:
            return verdict("altered", message("its seal is broken, and {error}", error=error))
        return verdict("unreadable", str(error))
    if whole is None or not {"report", "edition"} <= record.keys():
        return verdict(
            "unreadable", message("it carries no seal and record of Cakupan, so nothing can be said about it"), record
        )
    name = f"{record['report']} ({kind.upper()})"
    if not whole:
        return verdict(
            "altered",
            message(
                "{name}: its bytes are not those that were sealed; a program that saves a file anew breaks the seal, too",
                name=name,
            ),
            record,
        )
    entry = _entry(record, kind, [path.parent, path.parent.parent, *editions])
    if entry is None:
        return verdict(
            "unlisted",
            message("{name}: its seal holds, but no edition at hand lists it; name the edition's folder", name=name),
            record,
        )
    if hashlib.sha256(body).hexdigest() == entry["sha256"]:
        return verdict(
            "genuine", message("{name}: it is the file that the edition's manifest lists", name=name), record
        )
    return verdict(
        "superseded",
        message(
            "{name}: its seal holds, but the edition now lists another file, made {how}",
            name=name,
            how=_made_how(entry, record),
        ),
        record,
    )


def _made_how(entry: Mapping[str, Any], record: Mapping[str, Any]) -> str:
    if entry["rows"] == record.get("rows"):
        return message("from the same figures by another build of the software")
    return message("from other figures")


def _record(body: bytes) -> tuple[dict[str, Any], str]:
    """The record inside a document, and the document's kind. Raises Unreadable."""
    if body.startswith(b"%PDF"):
        return read_paper(body).record, "pdf"
    if body.startswith(b"PK"):
        return (read_letter(body).record, "docx") if b"word/document.xml" in body else (read_book(body).record, "xlsx")
    if not body.strip():
        raise Unreadable(message("it is empty"))
    if b"<html" not in body[:1000].lower():
        raise Unreadable(message("it is neither an HTML page nor a PDF, nor a workbook or Word document"))
    return read_page(body).record, "html"


def _entry(record: dict[str, Any], kind: str, folders: Iterable[Path]) -> dict[str, Any] | None:
    """What a manifest at hand knows of a report's file: its SHA-256, and the digest of its rows."""
    for folder in folders:
        try:
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            entry = manifest["reports"][record["report"]]
            file = entry["files"][f"{kind}/{record['report']}.{kind}"]
            if manifest["edition"] == record["edition"]:
                return {"sha256": file["sha256"], "rows": entry.get("inputs", {}).get("rows")}
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return None
