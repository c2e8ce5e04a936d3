"""A data directory that a test may change, and its content for comparison."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cakupan.workspace import DATA


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A copy of the shipped tables."""
    made = tmp_path / "data"
    shutil.copytree(DATA, made)
    return made
