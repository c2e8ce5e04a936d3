"""The command `cakupan`: reads options, calls the package, prints. Nothing is computed here.

What was asked for (tables, plans, JSON) goes to standard output, everything else to standard error. Exit codes: 0 done; 1 some reports failed
or a check found faults; 2 bad usage or bad input, or nowhere to write to.
"""

from __future__ import annotations

import errno
from typing import Any

import typer
from typer.main import get_command

from cakupan.cli import batch, data, definitions, doctor, figures, frames, laboratory, signing  # noqa: F401  (each adds its commands; --help lists them in this order)
from cakupan.cli.help import complaint, in_users_language
from cakupan.cli.shared import app, tell
from cakupan.cli.streams import unheeded
from cakupan.errors import CakupanError, joined, message

NO_FAULT_OF_OURS = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG, errno.EMFILE}
    | {errno.ENOENT, errno.ENOTDIR, errno.EISDIR}
)
"""Errors of files that the machine is to be asked about, not the program."""


def main() -> None:
    """Entry point: a mistake of the user's ends in one sentence and exit code 2."""
    with unheeded():
        try:
            ended = in_users_language(get_command(app))(prog_name="cakupan", standalone_mode=False)
        except CakupanError as error:
            tell(joined(": ", ["cakupan", error.sentence]))
            raise SystemExit(2) from None
        except typer.Abort:
            raise SystemExit(1) from None
        except OSError as error:
            if error.errno not in NO_FAULT_OF_OURS:
                raise
            places = [str(error.filename)] if error.filename else []
            remedy = message("{reason}; make room there, or choose another place", reason=error)
            tell(joined(": ", ["cakupan", *places, remedy]))
            raise SystemExit(2) from None
        except Exception as error:
            if not hasattr(error, "format_message"):
                raise
            _complain(error)
            raise SystemExit(2) from None
    raise SystemExit(ended if isinstance(ended, int) else 0)


def _complain(error: Any) -> None:
    """Tell what Typer complains of in one sentence; without any words, it has shown the help."""
    message = error.format_message()
    if message.strip():
        tell(joined(": ", ["cakupan", complaint(message, error.ctx.command_path if error.ctx else "cakupan")]))
