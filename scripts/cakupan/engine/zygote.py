"""`Zygote`: the handle on one warm process, started on demand, from which children are forked for notebooks.

It runs in the caller's process and holds no library of its own; what happens on the other side is in `server`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from cakupan.engine import server

START_TIMEOUT_S = 60.0
# One thread, so that nothing but the forking thread exists when the process forks.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    # pyarrow, which pandas imports where it is installed, brings a jemalloc that else starts a thread of its own.
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}


class ZygoteError(RuntimeError):
    """The warm process could not be started, has died, or could not fork."""


@dataclass(frozen=True)
class Child:
    """One forked process: its number and our end of the socket to it."""

    pid: int
    connection: socket.socket
    zygote: Zygote

    def is_alive(self) -> bool:
        try:
            return bool(self.zygote.ask({"do": "poll", "pid": self.pid})["alive"])
        except ZygoteError:
            return False

    def signal(self, number: int) -> None:
        """Send a signal to the child and the processes it has started."""
        with contextlib.suppress(ZygoteError):
            self.zygote.ask({"do": "signal", "pid": self.pid, "number": int(number)})

    def finish(self) -> None:
        """Kill whatever is left of the child and of the processes it has started."""
        self.connection.close()
        try:
            self.zygote.ask({"do": "finish", "pid": self.pid})
        except ZygoteError:
            # With its parent the child has died too; processes that it started are still in its group.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)


class Zygote:
    """A warm process that forks children; usable from several threads of the process that made it.

    It ends when closed and when its owner ends in whatever way, and its children with it.

    Parameters
    ----------
    options: options of the Python interpreter, as `-X` ones.
    env: the environment it is started in, this process's own by default.
    timeout: seconds within which it must be ready.
    cwd: the folder it is started in, this process's own by default; what lies there may hide modules.
    """

    def __init__(
        self,
        options: tuple[str, ...] = (),
        env: Mapping[str, str] | None = None,
        timeout: float = START_TIMEOUT_S,
        cwd: Path | None = None,
    ) -> None:
        self.owner = os.getpid()
        self.modules: dict[str, str] = {}
        self._lock = threading.Lock()
        self._ready = False
        self._control, theirs = socket.socketpair()
        self._control.settimeout(timeout)
        with theirs:
            command = [sys.executable, *options, "-m", "cakupan.engine.server", str(theirs.fileno()), str(self.owner)]
            self._process = subprocess.Popen(
                command,
                env={**(os.environ if env is None else env), **ONE_THREAD},
                stdin=subprocess.DEVNULL,
                cwd=cwd,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_alive(self) -> bool:
        """Say whether this process may still ask it for children."""
        return self.owner == os.getpid() and self._control.fileno() >= 0 and self._process.poll() is None

    def wait_ready(self) -> None:
        """Wait until everything is imported; asking for a child waits by itself."""
        with self._lock:
            self._wait_ready()

    def spawn(
        self,
        cwd: str | os.PathLike[str] | None = None,
        env: Mapping[str, str] | None = None,
        echo: tuple[int, int] = (1, 2),
    ) -> Child:
        """Fork a child and return the connection to it.

        Parameters
        ----------
        cwd: its working directory, this process's own by default.
        env: its whole environment, this process's own by default.
        echo: descriptors on which it shows what is written to its descriptors 1 and 2, besides publishing it.

        Raises
        ------
        ZygoteError: the warm process is gone or cannot fork.
        """
        ours, theirs = socket.socketpair()
        request = {"do": "spawn", "cwd": str(cwd or Path.cwd()), "env": dict(os.environ if env is None else env)}
        try:
            with theirs:
                answer = self.ask(request, [theirs.fileno(), *echo])
        except BaseException:
            ours.close()
            raise
        return Child(answer["pid"], ours, self)

    def ask(self, request: dict[str, Any], descriptors: list[int] | None = None) -> dict[str, Any]:
        """Send a request and return the answer.

        Raises
        ------
        ZygoteError: the warm process is gone, or answers that it cannot do it.
        """
        with self._lock:
            self._wait_ready()
            answer = self._exchange(request, descriptors)
        if "error" in answer:
            raise ZygoteError(answer["error"])
        return answer

    def _wait_ready(self) -> None:
        if not self._ready:
            self.modules = self._exchange(None)["modules"]
            self._ready = True

    def _exchange(self, request: dict[str, Any] | None, descriptors: list[int] | None = None) -> dict[str, Any]:
        if self.owner != os.getpid():
            raise ZygoteError("a warm process serves only the process that started it")
        try:
            if request is not None:
                server.send(self._control, request, descriptors)
            return server.receive(self._control)[0]
        except TimeoutError:
            raise ZygoteError(
                f"the warm process did not answer within {self._control.gettimeout():g} seconds"
            ) from None
        except (EOFError, OSError) as error:
            raise ZygoteError(f"the warm process has ended ({error or type(error).__name__})") from error

    def close(self) -> None:
        """End the warm process and all its children; without effect when done before or in another process."""
        if self.owner != os.getpid():
            return
        self._control.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
