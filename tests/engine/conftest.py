"""Executions that many tests of the engine compare with: those of stock Papermill, each made once in a session."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from engine.corpus import CORPUS
from engine.notebooks import STOCK, Executed, execute, outside_pytest


@pytest.fixture(scope="session")
def stock_results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Executed]:
    folder: Path = tmp_path_factory.mktemp("stock")

    def run(item: tuple[int, str]) -> Executed:
        number, name = item
        return execute(CORPUS[name], STOCK, folder / str(number))

    with outside_pytest(), ThreadPoolExecutor(4) as pool:
        return dict(zip(CORPUS, pool.map(run, enumerate(CORPUS)), strict=True))
