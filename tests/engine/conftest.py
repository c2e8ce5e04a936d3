"""Executions that many tests of the engine compare with: those of stock Papermill, each made once in a session."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from engine.corpus import CORPUS
from engine.notebooks import STOCK, Executed, execute, outside_pytest


@pytest.fixture(scope="session")
def stock_results(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> dict[str, Executed]:
    """Of each notebook of the corpus that a test of this run asks for."""
    asked = {item.callspec.params.get("name") for item in request.session.items if hasattr(item, "callspec")}
    asked_by = {
        item.path.name for item in request.session.items if "stock_results" in getattr(item, "fixturenames", ())
    }
    chosen = [name for name in CORPUS if name in asked or asked_by - {"test_equality.py"}]
    folder: Path = tmp_path_factory.mktemp("stock")

    def run(item: tuple[int, str]) -> Executed:
        number, name = item
        return execute(CORPUS[name], STOCK, folder / str(number))

    with outside_pytest(), ThreadPoolExecutor(4) as pool:
        return dict(zip(chosen, pool.map(run, enumerate(chosen)), strict=True))
