"""Small notebooks built from source text and executed through Papermill, as users do; no assertion is made here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

import nbformat
import papermill

STOCK, WARM = "nbclient", "warm"


@dataclass(frozen=True)
class Case:
    """One notebook: the sources of its code cells, the arguments of Papermill, and tags by the number of the cell."""

    cells: tuple[str, ...]
    arguments: dict[str, Any] = field(default_factory=dict)
    tags: dict[int, list[str]] = field(default_factory=dict)

    def notebook(self) -> nbformat.NotebookNode:
        cells = [nbformat.v4.new_code_cell(dedent(source).strip(), id=f"c{i}") for i, source in enumerate(self.cells)]
        for number, tags in self.tags.items():
            cells[number].metadata["tags"] = tags
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


@dataclass(frozen=True)
class Executed:
    """What an execution left: the notebook as it was written, and the exception that Papermill raised, if any."""

    notebook: nbformat.NotebookNode
    error: BaseException | None = None

    def outputs(self, cell: int) -> list[Any]:
        return list(self.notebook.cells[cell].outputs)

    def text(self, cell: int) -> str:
        """All text that a cell printed or returned."""
        parts = [out.get("text", out.get("data", {}).get("text/plain", "")) for out in self.outputs(cell)]
        return "".join(parts)


def case(*cells: str, **arguments: Any) -> Case:
    return Case(cells, arguments)


# No notebook here takes as long: one that hangs is to fail by name.
PATIENCE_S = 60


def execute(what: Case, engine: str, folder: Path, **arguments: Any) -> Executed:
    """Execute a notebook by the engine, in the current directory, and read back what was written to *folder*."""
    source, target = folder / "in.ipynb", folder / "out.ipynb"
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(what.notebook(), source)
    error: BaseException | None = None
    try:
        papermill.execute_notebook(
            source,
            target,
            engine_name=engine,
            progress_bar=False,
            **{"execution_timeout": PATIENCE_S, **what.arguments, **arguments},
        )
    except Exception as raised:
        error = raised
    return Executed(nbformat.read(target, as_version=4), error)


@contextmanager
def outside_pytest() -> Iterator[None]:
    """Hide from kernels that a test runs: ipykernel leaves the descriptors alone when it sees that one does."""
    name = "PYTEST_CURRENT_TEST"
    value = os.environ.pop(name, None)
    try:
        yield
    finally:
        if value is not None:
            os.environ[name] = value
