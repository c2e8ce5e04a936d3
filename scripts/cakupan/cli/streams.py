"""Where the command prints: what was asked for on standard output, all else on standard error; neither may end a build.

What is printed is decided by the commands.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from typing import Any

from cakupan.cli.language import spoken
from cakupan.errors import CakupanError, message, why


class NotPrinted(CakupanError):
    """What was asked for could not be printed."""


def answer(text: str, end: str = "\n") -> None:
    """Print what was asked for on standard output, now, in the user's language. Raises NotPrinted when its reader has gone or its disk is full."""
    text = spoken(text)
    try:
        print(text, end=end, flush=True)
    except UnicodeEncodeError:  # a terminal of another time: what it has no sign for is spelled out
        letters = sys.stdout.encoding or "ascii"
        print(text.encode(letters, "backslashreplace").decode(letters), end=end, flush=True)
    except OSError as error:
        _to_nowhere(sys.stdout)
        if error.errno == errno.EPIPE:
            raise NotPrinted(
                message("whoever read the output closed it before its end; the rest was left out")
            ) from None
        raise NotPrinted(
            message(
                "standard output cannot be written to ({reason}); make room, or send it elsewhere", reason=why(error)
            )
        ) from None


class Unheeded:
    """Standard error that may be closed at the other end or lie on a full disk: what cannot be written is dropped."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write, or drop it."""
        try:
            self._stream.write(text)
        except OSError:
            _to_nowhere(self._stream)
        return len(text)

    def flush(self) -> None:
        """Write what is kept, or drop it."""
        try:
            self._stream.flush()
        except OSError:
            _to_nowhere(self._stream)


@contextlib.contextmanager
def unheeded() -> Iterator[None]:
    """Let standard error be one that nobody need read."""
    before = sys.stderr
    sys.stderr = Unheeded(before)
    try:
        yield
    finally:
        sys.stderr = before


def _to_nowhere(stream: Any) -> None:
    """Drop what a stream has kept and will be given, so that it fails no more; programs that are started write there too."""
    with contextlib.suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
        stream.flush()
