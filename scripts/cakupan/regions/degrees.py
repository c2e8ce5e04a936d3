"""Degrees in a table of places, checked."""

from __future__ import annotations

import re
from pathlib import Path

from cakupan.errors import DataError, message


def degrees(path: Path, number: int, column: str, text: str, most: int) -> float:
    """A latitude or longitude as a table has it. Raises DataError for what is none; most: 90 or 180."""
    if re.fullmatch(r"-?\d{1,3}(\.\d+)?", text) and abs(float(text)) <= most:
        return float(text)
    raise DataError(
        message(
            "{path}, row {number}, column {column}: {text} are no degrees from -{most} to {most}; write a number with a point, such as -0.49, or take the row out",
            path=path,
            number=number,
            column=column,
            text=repr(text),
            most=most,
        )
    )
