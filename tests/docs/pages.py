"""The pages that people read: which there are, what they tell people to type, and where they lead."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

from cakupan import cli
from cakupan.workspace import ROOT
from typer.main import get_command

COMMANDS: dict[str, Any] = get_command(cli.app).commands  # type: ignore[attr-defined]

PAGES = sorted(
    str(path.relative_to(ROOT))
    for path in [*ROOT.glob("*.md"), *(found for name in ("data", "notebooks", "scripts") for found in (ROOT / name).rglob("*.md"))]
    if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
)  # fmt: skip

PAIRS = {
    "README.md": "README.id.md",
    "notebooks/pictures/page-1.png": "notebooks/pictures/halaman-1.png",
    "notebooks/guide.md": "notebooks/panduan.md",
    "notebooks/own-tables.md": "notebooks/tabel-sendiri.md",
    "notebooks/troubles.md": "notebooks/kendala.md",
    "notebooks/own-report.md": "notebooks/laporan-sendiri.md",
    "notebooks/change-a-briefing.md": "notebooks/mengubah-laporan.md",
    "notebooks/checking.md": "notebooks/memeriksa.md",
}
"""The pages that exist in both languages, and the picture that does."""


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def fenced(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text(page), re.MULTILINE | re.DOTALL)


def unfenced(page: str) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", text(page), flags=re.MULTILINE | re.DOTALL)


def spans(page: str) -> list[str]:
    """The pieces of code inside sentences and tables."""
    return re.findall(r"`([^`\n]+)`", unfenced(page))


def lines_of(block: str) -> list[str]:
    """What is typed, line by line: comments left out."""
    return [line for line in (re.split(r"(?:^|\s)#", line)[0].rstrip() for line in block.splitlines()) if line]


def typed(page: str) -> Iterator[str]:
    """Every `cakupan …` that a page shows: lines of shell blocks, and pieces of code with arguments."""
    for block in fenced(page, "sh"):
        yield from (line for line in lines_of(block) if line.startswith("cakupan "))
    yield from (span for span in spans(page) if re.match(r"cakupan \S+ ", span))


def arguments(example: str) -> list[str]:
    return shlex.split(example)[1:]


def headings(page: str) -> list[tuple[int, str]]:
    """Level and words of each heading."""
    return [(len(marks), words) for marks, words in re.findall(r"^(#+) (.*)$", unfenced(page), re.MULTILINE)]


def anchors(page: str) -> set[str]:
    """The addresses of its headings, as GitHub makes them."""
    return {re.sub(r"[^\w\- ]", "", words).strip().lower().replace(" ", "-") for _, words in headings(page)}


def links(page: str) -> list[str]:
    """Targets inside the project, pictures among them, in order."""
    return re.findall(r"\]\((?!https?:)([^)\s]+)\)", unfenced(page))
