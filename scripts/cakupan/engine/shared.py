"""The warm process that the notebooks of this process share, and when there is one.

Knows nothing of Papermill, so that it can be started before that is imported.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cakupan.engine.surroundings import NEUTRAL, apart

if TYPE_CHECKING:
    from cakupan.engine.zygote import Zygote

# Set to "stock" to run every notebook by Papermill's own engine.
SWITCH = "CAKUPAN_ENGINE"
# Variables that libraries read when they are imported, that is before the fork, begin with one of these.
READ_ON_IMPORT = (
    *(
        "PYTHON",
        "IPYTHON",
        "JUPYTER",
        "MPL",
        "MATPLOTLIB",
        "PANDAS",
        "NPY",
        "NUMPY",
        "OPENBLAS",
        "OMP",
        "MKL",
        "CAKUPAN",
    ),
    *("HOME", "XDG_", "LANG", "LC_", "VIRTUAL_ENV", "PATH", "LD_"),
)
LAUNCH = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]

_lock = threading.Lock()
_shared: dict[tuple[Any, ...], Zygote] = {}


class StockNeeded(Exception):
    """Why a notebook is given to Papermill's own engine."""


def begin(data: str) -> None:
    """Start the warm process in which notebooks with this data directory will run, where there can be one; whoever needs it waits for it."""
    with suppress(StockNeeded, OSError):
        if os.environ.get(SWITCH) != "stock" and fork_is_safe():
            shared_zygote(interpreter_options("python3"), data=data)


def fork_is_safe() -> bool:
    """Say whether this system has a fork that children survive; macOS has one, but its frameworks do not survive it."""
    return sys.platform == "linux" and hasattr(os, "fork")


def interpreter_options(kernel_name: str) -> tuple[str, ...]:
    """Return the interpreter options of a kernel that is ipykernel in this very environment.

    Raises
    ------
    StockNeeded: the kernel is another one.
    """
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec(kernel_name or "python3")
    except NoSuchKernel as error:
        raise StockNeeded(f"no kernel {kernel_name}") from error
    interpreter, options, launch = spec.argv[0], spec.argv[1:-4], spec.argv[-4:]
    here = {"python", "python3", f"python3.{sys.version_info[1]}", sys.executable}  # as jupyter_client reads it
    if interpreter not in here or launch != LAUNCH or spec.env or spec.interrupt_mode != "signal":
        raise StockNeeded(f"kernel {kernel_name} is not the IPython kernel of this environment")
    return tuple(options)


def shared_zygote(options: tuple[str, ...] = (), timeout: float = 60, data: str = "") -> Zygote:
    """Return the warm process that this process's notebooks share, started on first use, closed at exit.

    Another one takes its place when it has died or when the environment that libraries read on import has changed. data: the data
    directory that it reads before it forks, empty for the project's own.
    """
    from cakupan.engine.warmup import DATA_TO_WARM
    from cakupan.engine.zygote import Zygote

    relevant = tuple(sorted((k, v) for k, v in os.environ.items() if k.startswith(READ_ON_IMPORT)))
    key = (os.getpid(), options, relevant, data)
    with _lock:
        zygote = _shared.get(key)
        if zygote is None or not zygote.is_alive():
            zygote = _shared[key] = Zygote(
                options, {**os.environ, DATA_TO_WARM: data}, timeout, NEUTRAL if apart() else None
            )
            atexit.register(zygote.close)
        return zygote
