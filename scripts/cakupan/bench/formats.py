"""What each format of a briefing costs beside HTML and PDF, how large its files are, and what the stock engine costs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cakupan.bench.measure import Cost

HEADING = "## What a format costs"
FURTHER = ("xlsx", "docx", "card")
"""Formats that are made when they are asked for."""

Build = Callable[..., Cost]


def lines(codes: list[str], build: Build, folder: Path) -> list[str]:
    """Return the section, as lines of Markdown. build: of some provinces into a folder, with options of `cakupan build`."""
    n = len(codes)
    usual = build(folder / "usual", codes, "--no-verify")
    read = build(folder / "read", codes)
    stock = build(folder / "stock", codes, "--no-verify", "--engine", "stock")
    rows = [
        f"| HTML, PDF and CSV | {usual.cpu / n:.2f} | {_kb(folder / 'usual', 'html')} + {_kb(folder / 'usual', 'pdf')} + {_kb(folder / 'usual', 'csv')} |",
        f"| the same, read back | {read.cpu / n:.2f} | |",
        f"| the same by the stock engine of Papermill | {stock.cpu / n:.2f} ({stock.cpu / usual.cpu:.1f} times) | |",
    ]
    for format in FURTHER:
        more = build(folder / format, codes, "--no-verify", "--format", f"html,pdf,{format}")
        rows.append(f"| and {format} | +{(more.cpu - usual.cpu) / n:.2f} | {_kb(folder / format, format)} |")
    return [
        HEADING,
        "",
        f"Written by `python3 scripts/bench.py --formats --markdown scripts/cakupan/bench/README.md`: cold builds of {n} provinces, one run each, one after the other.",
        "",
        "| | CPU s per briefing | kB a file |",
        "|---|---|---|",
        *rows,
    ]


def _kb(folder: Path, format: str) -> str:
    """The mean size of the files of a format."""
    sizes = [path.stat().st_size for path in folder.glob(f"*/{format}/*") if path.suffix != ".txt"]
    return f"{sum(sizes) / len(sizes) / 1000:.0f}"
