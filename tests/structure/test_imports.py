"""The house stands on its ground floor: imports go one way, and what computes knows nothing of notebooks."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from cakupan.workspace import PACKAGE

JUPYTER = ("IPython", "ipykernel", "ipywidgets", "jupyter_client", "nbclient", "nbconvert", "nbformat", "papermill")
GROUND = (
    "regions", "numbers", "language", "sentences", "settings", "suppression", "forecast", "observations", "indicators", "claims", "quality",
)  # fmt: skip
"""The lowest floors, in CONTRIBUTING.md: values and arithmetic."""


def module_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def sources() -> dict[str, ast.Module]:
    return {module_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}


def imported(module: str) -> set[str]:
    """All that a module imports, wherever the line stands: at the top, in a function, for types only."""
    found: set[str] = set()
    for node in ast.walk(sources()[module]):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            deeper = {f"{node.module}.{name.name}" for name in node.names}
            found |= {name if name in sources() else node.module for name in deeper}
    return found


def inside(module: str) -> set[str]:
    """The package's own modules that one imports; the face of a package that it lies in itself is not followed."""
    return {
        name for name in imported(module) if name in sources() and not module.startswith(f"{name}.") and name != module
    }


def test_no_module_imports_one_that_imports_it() -> None:
    try:
        tuple(TopologicalSorter({module: inside(module) for module in sources()}).static_order())
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@pytest.mark.parametrize("floor", GROUND)
def test_what_computes_knows_nothing_of_notebooks(floor: str) -> None:
    modules = [module for module in sources() if f"{module}.".startswith(f"cakupan.{floor}.")]
    assert modules
    known = {(module, name) for module in modules for name in imported(module) if name.partition(".")[0] in JUPYTER}
    assert not known
