"""Outputs of the warm engine are those of stock Papermill, byte for byte, for every notebook of the corpus."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine.compare import differences, normal
from engine.corpus import CORPUS
from engine.notebooks import WARM, Executed, execute, outside_pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", CORPUS)
def test_the_warm_engine_leaves_what_stock_papermill_leaves(
    name: str, stock_results: dict[str, Executed], tmp_path: Path
) -> None:
    with outside_pytest():
        warm = execute(CORPUS[name], WARM, tmp_path)
    stock = stock_results[name]

    assert not differences(stock.notebook, warm.notebook)
    assert type(warm.error) is type(stock.error)
    assert normal(str(warm.error)) == normal(str(stock.error))
