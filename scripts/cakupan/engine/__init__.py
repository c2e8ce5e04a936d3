"""The Papermill engine named `warm`: notebooks run in children forked from a process that has already imported everything.

This module is only the registry entry, so it imports nothing heavy; it is not the place for processes or protocol.
"""

from __future__ import annotations

import importlib
from typing import Any

__all__ = ["WarmEngine"]


class WarmEngine:
    """Papermill engine that forwards to the stock one for now."""

    @classmethod
    def _delegate(cls) -> Any:
        return importlib.import_module("papermill.engines").NBClientEngine

    @classmethod
    def execute_notebook(cls, *args: Any, **kwargs: Any) -> Any:
        return cls._delegate().execute_notebook(*args, **kwargs)

    @classmethod
    def nb_kernel_name(cls, *args: Any, **kwargs: Any) -> Any:
        return cls._delegate().nb_kernel_name(*args, **kwargs)

    @classmethod
    def nb_language(cls, *args: Any, **kwargs: Any) -> Any:
        return cls._delegate().nb_language(*args, **kwargs)
