"""Where things lie: the project's own data, notebooks and output. No reading or writing."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"
OUTPUT = ROOT / "output"
PACKAGE = Path(__file__).resolve().parent


def book_name(edition: str, lang: str, simulated: bool) -> str:
    """The name of the workbook of a whole edition."""
    return f"{report_stem('all', edition, lang, simulated)}.xlsx"


def report_stem(code: str, edition: str, lang: str, simulated: bool) -> str:
    """The name of a report's files without ending: code, edition, language; simulated data says so in the name."""
    return f"cakupan-{code}-{edition}-{lang}{'-SIMULATED' if simulated else ''}"
