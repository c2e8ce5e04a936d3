"""One small edition, built once: the nation and three provinces in Indonesian, HTML and PDF."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cakupan.observations import Observations, load_observations
from cakupan.workspace import DATA
from verify.spoil import CODES, EDITION


@pytest.fixture(scope="session")
def built(shared: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The folder of the small edition; tests must not change it."""

    def make(output: Path) -> None:
        regions = [part for code in CODES for part in ("--region", code)]
        command = [sys.executable, "-m", "cakupan", "build", "--quiet", "--edition", EDITION, "--output", str(output)]
        done = subprocess.run([*command, *regions], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    return shared("small-edition", make) / EDITION


@pytest.fixture
def edition(built: Path, tmp_path: Path) -> Path:
    """A copy of the small edition to be spoilt."""
    return Path(shutil.copytree(built, tmp_path / EDITION))


@pytest.fixture(scope="session")
def observations() -> Observations:
    return load_observations(DATA)
