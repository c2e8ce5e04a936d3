"""Outputs of the warm engine are those of stock Papermill, byte for byte, for every notebook of the corpus."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine.compare import differences, normal
from engine.corpus import CORPUS
from engine.notebooks import STOCK, WARM, Executed, execute, outside_pytest

pytestmark = pytest.mark.slow

RACING = {
    "other processes",
    "descriptor 1",
    "descriptor 2",
    "C code",
    "a fork that prints",
    "worker processes and threads",
}
"""Notebooks whose output passes descriptors: in a stock kernel two threads watch these, and on a busy machine race each other."""
ATTEMPTS = 4


@pytest.mark.parametrize("name", CORPUS)
def test_the_warm_engine_leaves_what_stock_papermill_leaves(
    name: str, stock_results: dict[str, Executed], tmp_path: Path
) -> None:
    with outside_pytest():
        warm = execute(CORPUS[name], WARM, tmp_path)
    stock = stock_results[name]
    for attempt in range(ATTEMPTS if name in RACING else 0):
        if not differences(stock.notebook, warm.notebook):
            break
        with outside_pytest():
            stock = execute(CORPUS[name], STOCK, tmp_path / f"stock-{attempt}")
            warm = execute(CORPUS[name], WARM, tmp_path / f"warm-{attempt}")

    assert not differences(stock.notebook, warm.notebook)
    assert type(warm.error) is type(stock.error)
    assert normal(str(warm.error)) == normal(str(stock.error))
