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
    """From `def` to its last line, without its docstring; of a command without its options too, which are its help."""
    lengths = {
        f"{module}:{node.name}": lines_of(node)
        for module, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LINES_OF_A_FUNCTION} == {}


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    is_command = any("app.command" in ast.unparse(decorator) for decorator in node.decorator_list)
    body = node.body[1:] if ast.get_docstring(node) is not None and len(node.body) > 1 else node.body
    head = 0 if is_command else node.body[0].lineno - node.lineno
    return head + (node.end_lineno or 0) - body[0].lineno + 1
