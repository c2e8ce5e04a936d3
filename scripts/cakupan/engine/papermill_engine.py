"""`WarmEngine`, as Papermill knows it: decides for each notebook whether it can run warm, and keeps the warm process.

A notebook that cannot is given to Papermill's own engine with the same results; running one is left to `client`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papermill import engines, utils
from papermill.log import logger

from cakupan.engine.manager import WarmExecutionManager
from cakupan.engine.shared import SWITCH, StockNeeded, fork_is_safe, interpreter_options, shared_zygote
from cakupan.engine.surroundings import apart

if TYPE_CHECKING:
    from cakupan.engine.zygote import Child, Zygote

# Papermill has no types.
Engine: Any = engines.Engine
StockEngine: Any = engines.NBClientEngine
merge_kwargs: Any = utils.merge_kwargs
remove_args: Any = utils.remove_args

# Arguments that describe a kernel process of the stock kind.
STOCK_ARGUMENTS = frozenset(
    {"km", "kernel_manager_class", "extra_arguments", "ipython_hist_file", "resources", "config"}
)


class WarmEngine(Engine):  # type: ignore[misc]
    """Papermill engine that forks notebooks from a process in which everything is imported."""

    @classmethod
    def execute_notebook(
        cls,
        nb: Any,
        kernel_name: str,
        output_path: str | None = None,
        progress_bar: bool | dict[str, Any] = True,
        log_output: bool = False,
        autosave_cell_every: int = 30,
        **kwargs: Any,
    ) -> Any:
        """Execute a notebook as Papermill's engines do, with an execution manager of ours."""
        nb_man = WarmExecutionManager(nb, output_path, log_output, progress_bar, autosave_cell_every)
        nb_man.notebook_start()
        try:
            cls.execute_managed_notebook(nb_man, kernel_name, log_output=log_output, **kwargs)
        finally:
            nb_man.cleanup_pbar()
            nb_man.notebook_complete()
        return nb_man.nb

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: float = 60,
        execution_timeout: float | None = None,
        **kwargs: Any,
    ) -> Any:
        """Execute the notebook of *nb_man*.

        The arguments are those of Papermill's own engine, and *zygote*, the warm process to use instead of the one
        that this process's notebooks share, or *data*, a data directory that the shared one has read before it forks.
        """
        common = {"log_output": log_output, "stdout_file": stdout_file, "stderr_file": stderr_file}
        zygote, data = kwargs.pop("zygote", None), kwargs.pop("data", "")
        try:
            zygote = _choose_zygote(kernel_name, kwargs, start_timeout, zygote, data)
        except StockNeeded as reason:
            logger.debug(f"Executing by the stock engine: {reason}")
            return StockEngine.execute_managed_notebook(
                nb_man,
                kernel_name,
                start_timeout=start_timeout,
                execution_timeout=execution_timeout,
                **common,
                **kwargs,
            )
        from cakupan.engine import client

        # The rest is what Papermill's own engine does with its arguments.
        settings = merge_kwargs(
            remove_args(["input_path", "timeout", "startup_timeout"], **kwargs),
            timeout=execution_timeout or kwargs.get("timeout"),
            startup_timeout=start_timeout,
            kernel_name=kernel_name,
            log=logger,
            **common,
        )

        def spawn(env: dict[str, str]) -> Child:
            return zygote.spawn(Path.cwd(), env)

        return client.WarmNotebookClient(nb_man, spawn, **settings).execute()


def _choose_zygote(kernel_name: str, kwargs: dict[str, Any], timeout: float, given: Zygote | None, data: str) -> Zygote:
    """Return a warm process in which the notebook runs as it would in a new kernel.

    Raises
    ------
    StockNeeded: there is none.
    """
    from cakupan.engine.zygote import ZygoteError

    if os.environ.get(SWITCH) == "stock":
        raise StockNeeded(f"{SWITCH} is set to stock")
    if not fork_is_safe():
        raise StockNeeded(f"forking is not safe on {sys.platform}")
    if special := STOCK_ARGUMENTS & kwargs.keys():
        raise StockNeeded(f"{', '.join(sorted(special))} asked for")
    options = interpreter_options(kernel_name)
    if not apart() and Path("matplotlibrc").exists():
        raise StockNeeded("this folder has its own matplotlibrc, which is read on import")
    try:
        zygote = given or shared_zygote(options, timeout, data)
        zygote.wait_ready()
    except ZygoteError as error:
        logger.warning(f"Executing by the stock engine: {error}")
        raise StockNeeded(str(error)) from error
    if not apart() and (hidden := hidden_modules(zygote.modules)):
        raise StockNeeded(f"this folder has its own {', '.join(hidden)}")
    return zygote


def hidden_modules(warm: dict[str, str]) -> list[str]:
    """Return the names among *warm* modules (name: file) that a module in this folder hides from a new kernel."""
    here = Path.cwd()
    with os.scandir(here) as entries:
        names = {entry.name.removesuffix(".py") for entry in entries}
    return sorted(name for name in names & warm.keys() if not _is_module_file(here, name, warm[name]))


def _is_module_file(folder: Path, name: str, file: str) -> bool:
    candidates = (folder / f"{name}.py", folder / name / "__init__.py")
    files = [str(candidate.resolve()) for candidate in candidates if candidate.exists()]
    return not files or file in files
