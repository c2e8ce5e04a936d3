"""Text of a terminal as a reader of a document should see it: no control codes, no overwritten states, no home folders, no endless lists.

Which texts a document shows at all is decided in `outputs`.
"""

from __future__ import annotations

import re

MOST_LINES = 400
KEPT_LINES = (200, 50)
"""Of a longer text stay so many lines from its beginning and from its end."""
LONGEST_LINE = 20_000

_CODES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_CONTROLS = re.compile(r"[\x00-\x07\x0b\x0c\x0e-\x1f\x7f]")
_NAME = r"[^/\\\s\"'<>|:;,()\[\]]+"
_HOME = re.compile(
    rf"(?:(?<![\w./~-])|(?<=file://))(?:(?:/var)?/home/{_NAME}|(?:/mnt/[a-z])?/Users/{_NAME}|/root(?![\w.-]))"
    rf"|\b[A-Za-z]:(?P<bar>\\\\?|/)Users(?P=bar)(?:{_NAME}(?: {_NAME})*(?=[\\/])|{_NAME})"
)


def as_read(text: str) -> str:
    """Return a text as it stands on a screen in the end.

    >>> as_read("10%\\r100%\\n\\x1b[31mred\\x1b[0m abx\\bc")
    '100%\\nred abc'
    """
    text = _CODES.sub("", text).replace("\r\n", "\n")
    if "\r" in text or "\b" in text:
        text = "\n".join(map(_last_state, text.split("\n")))
    return _CONTROLS.sub("", text)


def _last_state(line: str) -> str:
    """What is left of a line after its carriage returns and backspaces."""
    if "\r" in line:
        line = next((state for state in reversed(line.split("\r")) if state), "")
    if "\b" not in line:
        return line
    kept: list[str] = []
    for char in line:
        if char != "\b":
            kept.append(char)
        elif kept:
            kept.pop()
    return "".join(kept)


def without_homes(text: str) -> str:
    """Return a text in which the home folders of people are "~": their names are nobody's business.

    >>> without_homes("/home/budi/olah.py and C:\\\\Users\\\\Budi S\\\\x, not https://a.b/home/x")
    '~/olah.py and ~\\\\x, not https://a.b/home/x'
    """
    return _HOME.sub("~", text) if "/" in text or "\\" in text else text


def shortened(text: str) -> tuple[str, str, int]:
    """Return the beginning of a text, its end, and how many lines between them are left out (0: all of it is the beginning)."""
    lines = text.split("\n")
    lines = [line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + "…" for line in lines]
    if len(lines) <= MOST_LINES:
        return "\n".join(lines), "", 0
    first, last = KEPT_LINES
    return "\n".join(lines[:first]), "\n".join(lines[-last:]), len(lines) - first - last
