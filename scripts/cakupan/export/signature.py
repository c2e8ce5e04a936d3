"""A signature in a finished PDF (PAdES, by pyHanko): added behind the file as it is, so that its own seal and standards hold.

The signature is invisible: a picture of one would prove nothing. Whether a signature holds is told in `verify.signatures`.
"""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import Any

from cakupan.briefing.record import seal_holds
from cakupan.errors import UsageError, message, need_extra

FIELD = "Cakupan"
EXTRA = "sign"


def load_certificate(path: Path, password: str) -> Any:
    """The certificate and key in a file of the kind PKCS#12 (.p12, .pfx). Raises UsageError, also for a wrong password."""
    need_extra(EXTRA, "signing", "pyhanko")
    from pyhanko.sign import signers

    if not path.is_file():
        raise UsageError(
            message(
                "--certificate: {path} is no file; name the .p12 or .pfx that your certification authority issued",
                path=path,
            )
        )
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # says why in a traceback; here it is a sentence
    signer = signers.SimpleSigner.load_pkcs12(path, passphrase=password.encode())
    if signer is None:
        raise UsageError(
            message(
                "--certificate: {path} cannot be opened; is it a PKCS#12 file, and is the password right?", path=path
            )
        )
    return signer


def signed(body: bytes, signer: Any, *, reason: str = "", location: str = "", timestamps: str = "") -> bytes:
    """Return a PDF with a signature behind it. timestamps: address of a server that dates it, or empty.

    Raises UsageError for what is no PDF of ours as it was made, or is signed already.
    """
    if not body.startswith(b"%PDF") or seal_holds(body) is not True:
        raise UsageError(
            message("it is no PDF of ours as it was built: its seal is missing or broken; build it again, then sign it")
        )
    if b"/ByteRange" in body:
        raise UsageError(message("it is signed already; sign the one of the edition"))
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko.sign.timestamps import HTTPTimeStamper

    field = fields.SigFieldSpec(
        FIELD,
        readable_field_name=FIELD,
        # Outside the page it needs no place in the structure (PDF/UA), and no hidden flag, which PDF/A forbids.
        invis_sig_settings=fields.InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True),
    )
    facts = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason or None,
        location=location or None,
    )

    class Writer(IncrementalPdfFileWriter):
        """Leaves the metadata as they are: pyHanko would write them anew, without what PDF/A asks for in them."""

        def _update_meta(self) -> None:
            return

    writer = Writer(io.BytesIO(body))
    _order_by_structure(writer)
    stamper = HTTPTimeStamper(timestamps) if timestamps else None
    made = signers.PdfSigner(facts, signer, timestamper=stamper, new_field_spec=field).sign_pdf(writer)
    return bytes(made.getvalue())


def _order_by_structure(writer: Any) -> None:
    """A page with an annotation, as a signature is one, says that its order is that of the structure (PDF/UA)."""
    from pyhanko.pdf_utils import generic

    page = writer.root["/Pages"]["/Kids"][0]
    while "/Kids" in page:
        page = page["/Kids"][0]
    if "/Tabs" not in page:
        page["/Tabs"] = generic.NameObject("/S")
        writer.update_container(page)
