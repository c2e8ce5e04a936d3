"""The sections of the bench's README: each is written by a run of its own, and stays as it is when another is written."""

from __future__ import annotations

import re
from pathlib import Path


def split(path: Path) -> tuple[str, dict[str, str]]:
    """Return what stands in a file before its first section, and its sections by heading; nothing of a file that there is not."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    before, *sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    return before, {section.partition("\n")[0]: section for section in sections}


def write(path: Path, before: str, sections: dict[str, str]) -> None:
    """Write a file of some sections."""
    whole = [before, *sections.values()]
    path.write_text("\n\n".join(part.strip() for part in whole if part.strip()) + "\n", encoding="utf-8")


def put(path: Path, lines: list[str]) -> None:
    """Put a section, whose heading is its first line, in the place of the one of that heading, or at the end."""
    before, sections = split(path)
    write(path, before, {**sections, lines[0]: "\n".join(lines)})
