"""What the modules of the package import, read from their source."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from cakupan.workspace import PACKAGE


def module_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def sources() -> dict[str, ast.Module]:
    return {module_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}


def imported(module: str) -> set[str]:
    """All that a module imports, wherever the line stands: at the top, in a function, for types only."""
    names: set[str] = set()
    for node in ast.walk(sources()[module]):
        if isinstance(node, ast.Import):
            names |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            deeper = {f"{node.module}.{name.name}" for name in node.names}
            names |= {name if name in sources() else node.module for name in deeper}
    return names


def inside(module: str) -> set[str]:
    """The package's own modules that one imports; the face of a package that it lies in itself is not followed."""
    return {
        name for name in imported(module) if name in sources() and not module.startswith(f"{name}.") and name != module
    }
