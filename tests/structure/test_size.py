"""A module fits into a head, a function onto a page."""

from __future__ import annotations

import ast

from cakupan.workspace import PACKAGE
from structure.imports import sources

LINES, LINES_OF_A_FUNCTION = 400, 60


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {
        path.relative_to(PACKAGE).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    assert {name: lines for name, lines in lengths.items() if lines > LINES} == {}


def test_no_function_is_longer_than_60_lines() -> None:
    """From `def` to its last line, its docstring left out; a class is no function."""
    lengths = {
        f"{module}:{node.name}": (node.end_lineno or 0) - node.lineno + 1 - _of_docstring(node)
        for module, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LINES_OF_A_FUNCTION} == {}


def _of_docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return (first.end_lineno or 0) - first.lineno + 1
    return 0
