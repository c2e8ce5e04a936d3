"""The record inside every document: which report it is and what it was made from, and a seal over the whole file.

Documents are made in `export`, and checked in `verify`. The seal proves that a file fits itself, not who made it: it is no
signature.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Mapping

from cakupan import __version__
from cakupan.observations import Observations
from cakupan.observations.observation import Key

_PREFIX = b"sha256:"
BLANK_SEAL = "sha256:" + 64 * "0"
"""What an exporter writes where the seal is to stand; `seal` puts the digest in, of the same length, so nothing moves."""

_SEALED_PART = re.compile(rb"<vt:lpwstr>(sha256:[0-9a-f]{64})</vt:lpwstr>")
_SEALED = re.compile(rb'(?:name="cakupan:seal" content="|/Keywords ?\(|<pdf:Keywords>)(sha256:[0-9a-f]{64})[")<]')


def seal(body: bytes) -> bytes:
    """The document with its own SHA-256, computed while the seal was blank, in place of every blank seal."""
    digest = hashlib.sha256(body).hexdigest().encode()
    return body.replace(BLANK_SEAL.encode(), _PREFIX + digest)


def seal_holds(body: bytes) -> bool | None:
    """Whether a document is byte for byte what was sealed, an archive part by part; None when it carries no seal."""
    if body.startswith(b"PK"):
        return _seal_of_archive_holds(body)
    match = _SEALED.search(body)
    if match is None:
        return None
    blank = body.replace(match.group(1), BLANK_SEAL.encode())
    return hashlib.sha256(blank).hexdigest().encode() == match.group(1).removeprefix(_PREFIX)


def seal_of_parts(parts: Mapping[str, bytes]) -> str:
    """The seal over the parts of a file that is an archive (XLSX, DOCX), taken while the seal inside was blank.

    How the parts are packed does not matter; a program that saves the file anew writes other parts.
    """
    digests = sorted((name, hashlib.sha256(body).hexdigest()) for name, body in parts.items())
    return "sha256:" + hashlib.sha256(repr(digests).encode()).hexdigest()


def _seal_of_archive_holds(body: bytes) -> bool | None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError):
        return False
    for name, part in parts.items():
        match = _SEALED_PART.search(part) if name.startswith("docProps/") else None
        if match is not None:
            blank = part.replace(match.group(1), BLANK_SEAL.encode())
            return seal_of_parts({**parts, name: blank}).encode() == match.group(1)
    return None


def record_of(observations: Observations, report: str, region: str, edition: str, lang: str) -> dict[str, str]:
    """The record of a report that has read all it needs: its name, what it is about, and a digest of the rows that it read."""
    return {
        "report": report,
        "region": region,
        "edition": edition,
        "lang": lang,
        "rows": rows_digest(observations.digests(observations.trace.keys)),
        "cakupan": __version__,
    }


def rows_digest(rows: Mapping[Key, str]) -> str:
    """One digest over the digests of all that a report read."""
    return hashlib.sha256(repr(sorted(rows.items())).encode()).hexdigest()
