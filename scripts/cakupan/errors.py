"""The errors that a person is meant to read: each is a sentence that says what is wrong, where, and what to do.

Programming mistakes are not wrapped; they stay what Python calls them.
"""

from __future__ import annotations

import importlib.util


class CakupanError(Exception):
    """Base of all errors with a sentence for a person; the command line prints it and exits with 2."""


class DataError(CakupanError):
    """A table is unreadable or holds what it must not: names file, row, column and remedy."""


class UnknownRegion(CakupanError):
    """A text is no Kemendagri code of a known region."""


class UsageError(CakupanError):
    """A parameter or option has a value that is not allowed; the sentence lists what is."""


def need_extra(extra: str, purpose: str, *modules: str) -> None:
    """Raise UsageError, naming the extra of this package that brings them, if one of these modules is not installed."""
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        raise UsageError(
            f"{purpose} needs {' and '.join(missing)}, which {'are' if len(missing) > 1 else 'is'} not installed; "
            f'run: python -m pip install "cakupan[{extra}]" (in a checkout: -e ".[{extra}]")'
        )
