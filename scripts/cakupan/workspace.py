"""Where things lie: the project's own data, notebooks and output. No reading or writing."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"
OUTPUT = ROOT / "output"
PACKAGE = Path(__file__).resolve().parent
