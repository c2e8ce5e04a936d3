"""The formats of a report that a build can make, and those that it makes where nobody says which."""

from __future__ import annotations

from typing import Literal, get_args

Format = Literal["html", "pdf", "xlsx", "docx", "card"]
FORMATS: tuple[Format, ...] = get_args(Format)
DEFAULT_FORMATS: tuple[Format, ...] = ("html", "pdf")
