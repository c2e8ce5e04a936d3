"""The command `cakupan`: reads options, calls the package, prints. Nothing is computed here.

What was asked for (tables, plans, JSON) goes to standard output, everything else to standard error. Exit codes: 0 done; 1 some reports failed
or a check found faults; 2 bad usage or bad input, or nowhere to write to.
"""

from __future__ import annotations

import errno
import sys

from cakupan.cli import batch, data, definitions, doctor, figures, frames, laboratory, signing  # noqa: F401  (each adds its commands; --help lists them in this order)
from cakupan.cli.shared import app
from cakupan.cli.streams import unheeded
from cakupan.errors import CakupanError

NO_FAULT_OF_OURS = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG, errno.EMFILE}
    | {errno.ENOENT, errno.ENOTDIR, errno.EISDIR}
)
"""Errors of files that the machine is to be asked about, not the program."""


def main() -> None:
    """Entry point: a mistake of the user's ends in one sentence and exit code 2."""
    with unheeded():
        try:
            app()
        except CakupanError as error:
            print(f"cakupan: {error}", file=sys.stderr)
            raise SystemExit(2) from None
        except OSError as error:
            if error.errno not in NO_FAULT_OF_OURS:
                raise
            where = f"{error.filename}: " if error.filename else ""
            print(f"cakupan: {where}{error.strerror}; make room there, or choose another place", file=sys.stderr)
            raise SystemExit(2) from None
