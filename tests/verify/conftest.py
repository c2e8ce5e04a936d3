"""One small edition, built once: the nation and three provinces in Indonesian, HTML and PDF."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cakupan.observations import Observations, load_observations
from cakupan.workspace import DATA
from verify.spoil import CODES, EDITION


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small edition; tests must not change it."""
    output = tmp_path_factory.mktemp("output")
    regions = [part for code in CODES for part in ("--region", code)]
    command = [
        sys.executable,
        "-m",
        "cakupan",
        "build",
        "--quiet",
        "--edition",
        EDITION,
        "--output",
        str(output),
        *regions,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return output / EDITION


@pytest.fixture
def edition(built: Path, tmp_path: Path) -> Path:
    """A copy of the small edition to be spoilt."""
    return Path(shutil.copytree(built, tmp_path / EDITION))


@pytest.fixture(scope="session")
def observations() -> Observations:
    return load_observations(DATA)
