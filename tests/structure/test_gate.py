"""The gate runs every test: a marker of its own keeps a test out of `scripts/test.py`, and then the gate must name it."""

from __future__ import annotations

import re
import tomllib

import pytest
from cakupan.workspace import ROOT

GATE = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
OTHERS = {"slow", "essential"}
"""Markers of tests that `scripts/test.py --all` runs."""


def apart() -> set[str]:
    """The markers that need more than Python, as declared."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    return {line.partition(":")[0] for line in declared["markers"]} - OTHERS


def test_the_gate_runs_every_marker_that_the_tests_of_python_alone_leave_out() -> None:
    named = re.search(r"^MARKERS=\(([^)]*)\)", GATE, re.MULTILINE)
    assert named and set(named[1].split()) == apart()
    left_out = (ROOT / "scripts" / "test.py").read_text(encoding="utf-8")
    assert set(re.findall(r"not (\w+)", left_out.partition("APART = ")[2].partition("\n")[0])) == apart()


@pytest.mark.parametrize("marker", sorted(apart()))
def test_each_marker_has_tests(marker: str) -> None:
    files = [path for path in (ROOT / "tests").rglob("*.py") if f"pytest.mark.{marker}" in path.read_text("utf-8")]
    assert files
