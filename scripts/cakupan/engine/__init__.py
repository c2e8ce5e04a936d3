"""The Papermill engine named `warm`: each notebook runs in a child forked from a process that has imported everything once.

Only the names that other code imports live here, each loaded when first asked for, because Papermill loads every
registered engine on import; nothing here starts a process or decides which engine runs a notebook.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cakupan.engine.papermill_engine import WarmEngine
    from cakupan.engine.zygote import Zygote

__all__ = ["WarmEngine", "Zygote"]


def __getattr__(name: str) -> Any:
    if name == "WarmEngine":
        # Papermill loads this very name while it is being imported itself; its engines must exist before ours.
        importlib.import_module("papermill.engines")
        return importlib.import_module("cakupan.engine.papermill_engine").WarmEngine
    if name == "Zygote":
        return importlib.import_module("cakupan.engine.zygote").Zygote
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
