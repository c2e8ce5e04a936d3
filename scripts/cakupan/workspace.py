"""Where things lie: the project's own data, notebooks and output. No reading or writing.

In a checkout they lie at its root. An installed wheel brings data and notebooks beside the package; what it builds goes to `output/` in
the current folder, for nobody looks among installed packages.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
SHIPPED = PACKAGE.parent / "cakupan_shipped"
ROOT = SHIPPED if SHIPPED.is_dir() else PACKAGE.parents[1]
DATA = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"
OUTPUT = (Path.cwd() if ROOT == SHIPPED else ROOT) / "output"


def book_name(edition: str, lang: str, simulated: bool) -> str:
    """The name of the workbook of a whole edition."""
    return f"{report_stem('all', edition, lang, simulated)}.xlsx"


def report_stem(code: str, edition: str, lang: str, simulated: bool) -> str:
    """The name of a report's files without ending: code, edition, language; simulated data says so in the name."""
    return f"cakupan-{code}-{edition}-{lang}{'-SIMULATED' if simulated else ''}"
