"""The life of one notebook's process, from just after the fork to its end.

What it starts from (imports, first draw) is made ready in `warmup`; how cells run is ipykernel's affair, see `kernel`.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import io
import os
import signal
import socket
import sys
import threading
import time
import traceback
from typing import Any, NoReturn

from cakupan.engine.birth import Birth
from cakupan.engine.kernel import IPKernelApp

PR_SET_PDEATHSIG = 1
# Of what has a `__del__`, the kinds that hold nothing back that ought to be written somewhere.
WITHOUT_CONSEQUENCE = {io.StringIO, io.BytesIO, io.BufferedReader, io.FileIO}
_libc = ctypes.CDLL(None)  # found once, before the fork


def live(app: IPKernelApp, birth: Birth) -> NoReturn:
    """Run one notebook and end the process; called in the child, where nothing of the parent may run on."""
    connection = socket.socket(fileno=birth.connection)
    try:
        _settle(birth)
        app.connect(connection)
        kernels_own = _with_an_end()
        app.serve(connection)
        _end(app, kernels_own)
    finally:
        failed = sys.exc_info()[0] is not None
        if failed:
            traceback.print_exc(file=sys.__stderr__)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        os._exit(int(failed))


def _settle(birth: Birth) -> None:
    """Become the process that a freshly started kernel would be."""
    die_with(birth.parent)
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _take_descriptors(birth)
    for name in os.environ.keys() - birth.env.keys():
        del os.environ[name]
    os.environ.update({name: value for name, value in birth.env.items() if os.environ.get(name) != value})
    time.tzset()
    os.chdir(birth.cwd)
    # `random` seeds itself anew after a fork, NumPy's old generator does not.
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()


def die_with(parent: int) -> None:
    """Let the system kill this process when its parent, process *parent*, ends in whatever way."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)


def _take_descriptors(birth: Birth) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    for descriptor, standard in ((nothing, 0), (birth.stdout, 1), (birth.stderr, 2)):
        os.dup2(descriptor, standard)
        os.close(descriptor)


def _end(app: IPKernelApp, kernels_own: list[object]) -> None:
    """Do what a Python process does at its end, except to take apart what it shares with its parent."""
    app.terminate_children()
    threading_shutdown: Any = getattr(threading, "_shutdown")  # noqa: B009 - waits for threads, has no public name
    threading_shutdown()
    known = {id(thing) for thing in kernels_own}
    if all(id(thing) in known for thing in _with_an_end()):
        gc.freeze()  # nothing is missed when IPython and we collect: memory goes with the process
    _run_exit_functions()
    _drop_variables(app)
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()


def _with_an_end() -> list[object]:
    """What has been made since the fork and does something when it goes: what has a `__del__`.

    To collect such a thing from a cycle is what a collection is for at the end; a notebook of charts leaves none.
    """
    made = gc.get_objects()
    kinds = {kind for kind in set(map(type, made)) if hasattr(kind, "__del__")} - WITHOUT_CONSEQUENCE
    return [thing for thing in made if type(thing) in kinds]


def _run_exit_functions() -> None:
    run: Any = getattr(atexit, "_run_exitfuncs")  # noqa: B009 - no public name
    run()


def _drop_variables(app: IPKernelApp) -> None:
    """Let go of the notebook's variables, so that files left open are written and finalizers run."""
    app.shell.user_ns.clear()
    app.shell.user_module.__dict__.clear()
    gc.collect()
