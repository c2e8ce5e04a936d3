"""The command `sign`: a signature in finished PDFs, in copies beside the edition, whose own files stay as they are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from cakupan.cli.language import spoken
from cakupan.cli.shared import app, tell
from cakupan.errors import message

PASSWORD = "CAKUPAN_CERTIFICATE_PASSWORD"
SIGNED = "signed"
"""The folder beside `pdf/` of an edition that signed copies go to."""


@app.command()
def sign(
    papers: Annotated[list[Path], typer.Argument(help="PDFs of an edition.", metavar="PDF…")],
    certificate: Annotated[
        Path, typer.Option("--certificate", help="Certificate and key, PKCS#12 (.p12, .pfx).", metavar="FILE")
    ],
    reason: Annotated[str, typer.Option(help="Why it is signed, as it stands in the signature.", metavar="TEXT")] = "",
    location: Annotated[str, typer.Option(help="Where it is signed.", metavar="TEXT")] = "",
    timestamps: Annotated[
        str,
        typer.Option(
            "--timestamps", help="Server that dates the signature; without it nothing is fetched.", metavar="URL"
        ),
    ] = "",
    output: Annotated[
        Path | None, typer.Option(help="Folder of the signed copies. Default: signed/ beside pdf/.", metavar="DIR")
    ] = None,
) -> None:
    """Sign PDFs (PAdES) with an office's certificate; the password is asked for, or taken from CAKUPAN_CERTIFICATE_PASSWORD.

    Example: cakupan sign output/2024-12-31/pdf/*.pdf --certificate office.p12
    """
    from cakupan.errors import UsageError
    from cakupan.export.signature import load_certificate, signed

    missing = [path for path in papers if not path.is_file()]
    if missing:
        raise UsageError(
            message("{missing} is no file; name PDFs such as output/2024-12-31/pdf/*.pdf", missing=missing[0])
        )
    password = os.environ.get(PASSWORD)
    if password is None:
        password = typer.prompt(
            spoken(message("password of {certificate}", certificate=certificate.name)),
            hide_input=True,
            err=True,
            default="",
            show_default=False,
        )
    signer = load_certificate(certificate, password)
    for path in papers:
        folder = output or (path.parent.parent / SIGNED if path.parent.name == "pdf" else path.parent / SIGNED)
        try:
            body = signed(path.read_bytes(), signer, reason=reason, location=location, timestamps=timestamps)
            folder.mkdir(parents=True, exist_ok=True)
            new = folder / f".{path.name}.new"
            new.write_bytes(body)
            new.replace(folder / path.name)
        except UsageError as error:
            raise UsageError(message("{path}: {error}", path=path, error=error)) from error
        except OSError as error:
            raise UsageError(
                message("{path}: it cannot be signed ({error}); nothing half written was left", path=path, error=error)
            ) from error
        tell(message("{file}: signed", file=folder / path.name))
