"""What the tests of the claims audit share: the repository's tables, and evidence from its observations."""

from __future__ import annotations

from pathlib import Path

import pytest
from cakupan.claims import Outside
from cakupan.observations import load_observations

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def outside() -> Outside:
    """Evidence and cross-sections from the shipped observations."""
    return Outside(load_observations(ROOT / "data"))
