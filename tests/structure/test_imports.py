"""The house stands on its ground floor: imports go one way, and what computes knows nothing of notebooks."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import pytest
from structure.imports import imported, inside, sources

JUPYTER = ("IPython", "ipykernel", "ipywidgets", "jupyter_client", "nbclient", "nbconvert", "nbformat", "papermill")
GROUND = (
    "languages", "regions", "words", "privacy", "settings", "observations", "indicators", "claims", "quality",
)  # fmt: skip
"""The lowest floors, in CONTRIBUTING.md: values and arithmetic."""


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
