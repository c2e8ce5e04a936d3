"""The errors that a person is meant to read: each is a sentence that says what is wrong, where, and what to do.

A sentence made by `message` remembers what it was made of, so that the command can say it in another language (`words.language.in_language`).
Programming mistakes are not wrapped; they stay what Python calls them.
"""

from __future__ import annotations

import errno
import importlib.util
from collections.abc import Sequence
from typing import Any, Final


class Message(str):
    """An English text that remembers its template and values; equal to that text, and written as it everywhere."""

    __slots__ = ("template", "values")
    template: str
    values: dict[str, str]

    def __new__(cls, template: str, /, **values: object) -> Message:
        """The text; of an exception the sentence that it was raised with."""
        kept = {name: _as_text(value) for name, value in values.items()}
        made = super().__new__(cls, template.format(**kept))
        made.template, made.values = template, kept
        return made

    def __str__(self) -> str:
        return self

    def __reduce__(self) -> Any:
        return _remade, (self.template, self.values)


def _remade(template: str, values: dict[str, str]) -> Message:
    return Message(template, **values)


def message(template: str, /, **values: object) -> str:
    """A sentence for a person: `message("{file} is missing", file=path)`. The template stands in the catalogues."""
    return Message(template, **values)


def joined(separator: str, parts: Sequence[str]) -> str:
    """Several texts in one: `joined(", ", [where, message("row {n}", n=3)])`."""
    names = [f"part{number}" for number in range(len(parts))]
    return Message(separator.join(f"{{{name}}}" for name in names), **dict(zip(names, parts, strict=True)))


def either(texts: Sequence[str]) -> str:
    """Texts joined by "or"."""
    first, *rest = texts
    for text in rest:
        first = message("{one} or {other}", one=first, other=text)
    return first


def _as_text(value: object) -> str:
    if isinstance(value, OSError) and value.strerror:
        return why(value)
    if isinstance(value, Exception) and value.args and isinstance(value.args[0], Message):
        value = value.args[0]
    return value if isinstance(value, str) else str(value)


REASONS: Final = {
    errno.ENOENT: message("No such file or directory"),
    errno.EACCES: message("Permission denied"),
    errno.EPERM: message("Operation not permitted"),
    errno.ENOTDIR: message("Not a directory"),
    errno.EISDIR: message("Is a directory"),
    errno.EEXIST: message("File exists"),
    errno.ENOSPC: message("No space left on device"),
    errno.EDQUOT: message("Disk quota exceeded"),
    errno.EROFS: message("Read-only file system"),
    errno.EFBIG: message("File too large"),
    errno.EMFILE: message("Too many open files"),
    errno.EIO: message("Input/output error"),
    errno.ENAMETOOLONG: message("File name too long"),
}


def why(error: OSError) -> str:
    """What the machine says of a file, in words that the catalogues have where they can."""
    if isinstance(error.strerror, Message):
        return error.strerror  # our own words
    return REASONS.get(error.errno or 0) or error.strerror or str(error)


class CakupanError(Exception):
    """Base of all errors with a sentence for a person; the command line prints it and exits with 2."""

    @property
    def sentence(self) -> str:
        """The sentence, which remembers what it was made of where it was told so."""
        return self.args[0] if self.args and isinstance(self.args[0], str) else str(self)


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
            message(
                "{purpose} needs {modules}, which is not installed; "
                'run: python -m pip install "cakupan[{extra}]" (in a checkout: -e ".[{extra}]")',
                purpose=purpose, modules=", ".join(missing), extra=extra,
            )
        )  # fmt: skip
