"""What was injected into a notebook: Papermill puts any parameter into it, whether or not the notebook has one of that name.

Called where a notebook opens its figures, so that it holds however the notebook is run; a batch checks before it runs anything.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from cakupan.briefing.parameters import refuse_unknown

MARK = "# Parameters\n"
"""How a cell begins that Papermill has added, right after the notebook's own parameters."""


def check_injected() -> None:
    """Refuse parameters that this process's notebook was given but does not have. Raises UsageError with the nearest name."""
    shell = _shell()
    if shell is not None:
        check_cells(shell.user_ns.get("In", ()))


def check_cells(sources: Sequence[str]) -> None:
    """Refuse what cells inject, in the order in which they ran, that no cell of parameters has. Raises UsageError."""
    injected = [source for source in sources if source.startswith(MARK)]
    known = [name for source in sources for name in _assigned(source, ast.AnnAssign)] if injected else []
    if known:
        refuse_unknown([name for source in injected for name in _assigned(source, ast.Assign)], known)


def _assigned(source: str, kind: type[ast.AnnAssign] | type[ast.Assign]) -> list[str]:
    """The names that a cell assigns in this way, if it does nothing else."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return []
    if not all(isinstance(node, kind) for node in body):
        return []
    targets = (target for node in body for target in getattr(node, "targets", None) or [getattr(node, "target", None)])
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _shell() -> Any:
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    return get_ipython()
