"""Signatures in a PDF: who signed, and whether the file is as it was then. The file below the signature is judged by its seal.

Without trust roots nothing is said about who issued a certificate: its name is whatever it says of itself.
"""

from __future__ import annotations

import importlib.util
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from cakupan.briefing.record import seal_holds
from cakupan.errors import UsageError, message

_END = b"%%EOF"


@dataclass(frozen=True)
class Signature:
    """One signature. sentence: who signed and what follows; sound: None where it could not be checked."""

    sentence: str
    sound: bool | None


def unsigned_part(body: bytes) -> bytes | None:
    """The file as it was before it was signed, by its own seal; None where no beginning of the file has one that holds."""
    at = body.find(_END)
    while at >= 0:
        for end in (at + len(_END), at + len(_END) + 1, at + len(_END) + 2):
            if body[at + len(_END) : end].strip() == b"" and seal_holds(body[:end]):
                return body[:end]
        at = body.find(_END, at + 1)
    return None


def only_signed(part: bytes, body: bytes) -> bool:
    """Whether a file shows what it showed before it was signed: no object is another, and what came is a signature that is not seen.

    The catalogue may have got a form, the first page a field outside of it.
    """
    with pikepdf.open(io.BytesIO(part)) as old, pikepdf.open(io.BytesIO(body)) as new:
        may_grow = {old.Root.objgen: {"/AcroForm", "/Extensions"}, old.pages[0].obj.objgen: {"/Annots", "/Tabs"}}
        before, after = _objects(old), _objects(new)
        changed = {place for place, content in before.items() if after.get(place) != content}
        if not changed <= may_grow.keys() or len(old.pages) != len(new.pages):
            return False
        for place in changed:
            one, other = _entries(old.get_object(place)), _entries(new.get_object(place))
            grown = {key for key, content in other.items() if one.get(key) != content}
            if not grown <= may_grow[place] or one.keys() - other.keys():
                return False
        links, fields = (list(pdf.pages[0].obj.get("/Annots", ())) for pdf in (old, new))
        same = [one.objgen for one in links] == [one.objgen for one in fields[: len(links)]]
        return same and all(map(_is_unseen, fields[len(links) :]))


def _objects(pdf: pikepdf.Pdf) -> dict[tuple[int, int], bytes]:
    """What each object says, streams with their bytes; the lists of objects themselves left aside."""
    contents: dict[tuple[int, int], bytes] = {}
    for thing in pdf.objects:
        kind = str(thing.get("/Type", "")) if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) else ""
        if kind not in ("/XRef", "/ObjStm"):
            body = bytes(thing.read_raw_bytes()) if isinstance(thing, pikepdf.Stream) else b""
            contents[thing.objgen] = _notation(thing) + body
    return contents


def _entries(thing: Any) -> dict[str, bytes]:
    return {
        str(key): bytes(value.unparse()) if hasattr(value, "unparse") else repr(value).encode()
        for key, value in thing.items()
    }


def _notation(thing: Any) -> bytes:
    if isinstance(thing, pikepdf.Stream):
        return bytes(thing.stream_dict.unparse()) if hasattr(thing, "stream_dict") else b""
    return bytes(thing.unparse(resolved=True))


def _is_unseen(annotation: Any) -> bool:
    """Whether an annotation is the field of a signature that takes no room."""
    if annotation.get("/Subtype") != "/Widget":
        return False
    left, low, right, high = map(float, annotation.Rect)
    return bool(annotation.get("/FT") == "/Sig" and (right - left) * (high - low) == 0)


def is_signed(body: bytes) -> bool:
    """Whether a file carries a signature, right or wrong."""
    return body.startswith(b"%PDF") and b"/ByteRange" in body


def signatures_of(body: bytes, roots: Sequence[Path] = ()) -> list[Signature]:
    """The signatures of a PDF, each judged. roots: certificates of authorities that are trusted (PEM or DER)."""
    if importlib.util.find_spec("pyhanko") is None:
        return [Signature(message('it carries a signature, which is not checked: pip install "cakupan[sign]"'), None)]
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    try:
        signatures = PdfFileReader(io.BytesIO(body)).embedded_signatures
        return [_judged(one, roots) for one in signatures] or [
            Signature(message("its signature cannot be found any more"), False)
        ]
    except (PdfError, SigningError, ValueError, KeyError, TypeError, AttributeError) as error:
        return [
            Signature(
                message("its signature cannot be read ({kind}: {error})", kind=type(error).__name__, error=error), False
            )
        ]


def _judged(embedded: Any, roots: Sequence[Path]) -> Signature:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(
        trust_roots=[root for path in roots for root in _certificates(path)], allow_fetching=False
    )
    status = validate_pdf_signature(embedded, context)
    who = embedded.signer_cert.subject.human_friendly
    when = status.signer_reported_dt
    signed = message("signed by {who}", who=who)
    if when:
        signed = message("signed by {who}, by its own clock at {when}", who=who, when=when.isoformat())
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    if not (status.intact and status.valid) or not whole:
        return Signature(message("{signed}, but the file was changed since", signed=signed), False)
    if not roots:
        unknown = message(
            "{signed}; unchanged since; who issued the certificate was not checked (--trust FILE)", signed=signed
        )
        return Signature(unknown, True)
    if status.trusted:
        sentence = message(
            "{signed}; unchanged since; an authority of those named issued the certificate", signed=signed
        )
    else:
        sentence = message(
            "{signed}; unchanged since; but no authority of those named issued the certificate", signed=signed
        )
    return Signature(sentence, bool(status.trusted))


def _certificates(path: Path) -> list[Any]:
    from pyhanko.keys import load_certs_from_pemder

    try:
        return list(load_certs_from_pemder([str(path)]))
    except (OSError, ValueError) as error:
        raise UsageError(
            message(
                "--trust: {path} is no certificate ({error}); name a .pem, .crt or .cer file", path=path, error=error
            )
        ) from error
