"""An edition built in one go, which tests compare theirs with, and copies of it to be changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from edition.builds import CHOSEN, CODES, cakupan


@pytest.fixture(scope="session")
def undisturbed(shared: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """An output folder with an edition of four reports, built in one go. Not to be changed."""

    def make(output: Path) -> None:
        built = cakupan("build", "--output", output, *CHOSEN)
        assert built.returncode == 0, built.stderr
        assert f"{len(CODES)} built" in built.stderr

    return shared("undisturbed", make)


@pytest.fixture
def output(undisturbed: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to be changed."""
    return Path(shutil.copytree(undisturbed, tmp_path / "output"))
