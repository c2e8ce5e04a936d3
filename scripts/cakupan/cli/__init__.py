"""The command `cakupan`: reads options, calls the package, prints. Nothing is computed here.

Machine output is JSON on standard output, everything else goes to standard error. Exit codes: 0 done; 1 some reports failed
or a check found faults; 2 bad usage or bad input.
"""

from __future__ import annotations

import sys

from cakupan.cli import batch, data, definitions, figures, frames, laboratory, signing  # noqa: F401  (each adds its commands; --help lists them in this order)
from cakupan.cli.shared import app
from cakupan.errors import CakupanError


def main() -> None:
    """Entry point: a mistake of the user's ends in one sentence and exit code 2."""
    try:
        app()
    except CakupanError as error:
        print(f"cakupan: {error}", file=sys.stderr)
        raise SystemExit(2) from None
