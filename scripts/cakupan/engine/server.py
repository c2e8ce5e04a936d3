"""The warm process itself: makes itself ready, then forks a child for each request until its owner closes or dies.

Started by `zygote.Zygote` as `python -m cakupan.engine.server DESCRIPTOR OWNER`; it never runs a cell and never compiles Typst.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import struct
import sys
import sysconfig
import threading
import traceback
from pathlib import Path
from typing import Any, NoReturn

from cakupan.engine.birth import Birth

LENGTH = struct.Struct("!Q")
POLL_OWNER_MS = 1000


def send(control: socket.socket, message: dict[str, Any], descriptors: list[int] | None = None) -> None:
    """Send one message, with open file descriptors if there are any."""
    body = json.dumps(message).encode()
    head = LENGTH.pack(len(body))
    if descriptors:
        socket.send_fds(control, [head], descriptors)
    else:
        control.sendall(head)
    control.sendall(body)


def receive(control: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Receive one message and its file descriptors.

    Raises EOFError when the other side is gone.
    """
    head, descriptors, _, _ = socket.recv_fds(control, LENGTH.size, 3)
    try:
        head += _exactly(control, LENGTH.size - len(head))
        body: dict[str, Any] = json.loads(_exactly(control, LENGTH.unpack(head)[0]))
    except EOFError:
        for descriptor in descriptors:
            os.close(descriptor)
        raise
    return body, list(descriptors)


def _exactly(control: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        piece = control.recv(count - len(data))
        if not piece:
            raise EOFError("the other side has closed the connection")
        data += piece
    return data


def thread_count() -> int:
    """Return the number of threads of this process, those that Python knows nothing of included."""
    return len(os.listdir("/proc/self/task"))  # noqa: PTH208 - names, not paths


class Nursery:
    """The children that are alive or not yet reaped; only their parent, this process, may use their numbers safely.

    Parameters
    ----------
    private: descriptors of this process that no child keeps.
    """

    def __init__(self, private: list[int]) -> None:
        self._private = private
        self._children: set[int] = set()

    def spawn(self, request: dict[str, Any], descriptors: list[int]) -> Birth | dict[str, Any]:
        """Fork; return the answer in the parent, a `Birth` in the child."""
        if (threads := thread_count()) != 1:
            return {"error": f"the warm process has {threads} threads and cannot be forked safely"}
        parent = os.getpid()
        try:
            pid = os.fork()
        except OSError as error:
            return {"error": f"the warm process could not fork: {error}"}
        if pid == 0:
            self._children.clear()
            _close(self._private)
            return Birth(request["cwd"], request["env"], parent, *descriptors)
        self._children.add(pid)
        return {"pid": pid}

    def poll(self, pid: int) -> dict[str, Any]:
        """Say whether a child still runs, without reaping it, so that its number stays its own."""
        if pid not in self._children:
            return {"alive": False}
        return {"alive": os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None}

    def signal(self, pid: int, number: int) -> dict[str, Any]:
        """Send a signal to a child and the processes it has started."""
        if pid in self._children:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, number)
        return {}

    def finish(self, pid: int) -> dict[str, Any]:
        """Kill what is left of a child and its group, and reap it."""
        if pid not in self._children:
            return {}
        for kill in (os.killpg, os.kill):  # it may not lead its group yet
            with contextlib.suppress(ProcessLookupError):
                kill(pid, signal.SIGKILL)
        self._children.discard(pid)
        return {"status": os.waitpid(pid, 0)[1]}

    def close(self) -> None:
        """Leave no child alive."""
        for pid in tuple(self._children):
            self.finish(pid)


def serve(control: socket.socket, owner: int, owner_ends: int | None, nursery: Nursery) -> Birth | None:
    """Answer requests until the owner closes the connection or dies; in a child, return what it was born with."""
    poll = select.poll()
    poll.register(control, select.POLLIN)
    if owner_ends is not None:
        poll.register(owner_ends, select.POLLIN)
    while os.getppid() == owner:
        ready = [descriptor for descriptor, _ in poll.poll(POLL_OWNER_MS if owner_ends is None else None)]
        if owner_ends in ready:
            break
        if control.fileno() not in ready:
            continue
        try:
            request, descriptors = receive(control)
            answer = _answer(nursery, request, descriptors)
            if isinstance(answer, Birth):
                return answer
            _close(descriptors)
            send(control, answer)
        except (EOFError, OSError):
            break
    return None


def _answer(nursery: Nursery, request: dict[str, Any], descriptors: list[int]) -> Birth | dict[str, Any]:
    match request["do"]:
        case "spawn":
            return nursery.spawn(request, descriptors)
        case "poll":
            return nursery.poll(request["pid"])
        case "signal":
            return nursery.signal(request["pid"], request["number"])
        case "finish":
            return nursery.finish(request["pid"])
        case other:
            return {"error": f"the warm process knows no request {other!r}"}


def _close(descriptors: list[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def _watch_process(pid: int) -> int | None:
    """Return a descriptor that becomes readable when the process ends, None where the system has no such thing."""
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return None


def _stop(number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + number)


def warm_and_serve(descriptor: int, owner: int) -> tuple[Any, Birth]:
    """Become warm, say so, and serve; return only in a child, with the kernel that it runs.

    The child's life begins where this returns to, so that its call stack is no deeper than that of a stock kernel.
    """
    control = socket.socket(fileno=descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    owner_ends = _watch_process(owner)
    nursery = Nursery([descriptor] + ([] if owner_ends is None else [owner_ends]))
    try:
        app = _become_warm()
        send(control, {"ready": os.getpid(), "modules": _shadowable()})
        birth = serve(control, owner, owner_ends, nursery)
        if birth is not None:
            control.detach()
            return app, birth
    except (BrokenPipeError, ConnectionResetError):
        pass  # the owner went away while we were getting ready
    except Exception:
        traceback.print_exc()
    finally:
        nursery.close()
    os._exit(0)


def _become_warm() -> Any:
    gc.disable()
    from cakupan.engine.kernel import IPKernelApp
    from cakupan.engine.warmup import warm_up

    app = IPKernelApp.prepare()
    warm_up(app.shell)
    if thread_count() != 1:
        raise RuntimeError(f"imports have started threads, so this process cannot be forked: {threading.enumerate()}")
    gc.enable()
    gc.collect()
    # A collection in a child must not touch, and so copy, the pages shared with this process.
    gc.freeze()
    return app


def _shadowable() -> dict[str, str]:
    """Return name and file of each imported top-level module that a file in a notebook's folder could hide.

    A kernel looks for modules in the standard library first, then in its own folder, then among installed ones.
    """
    library = (sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"))
    return {
        name: os.path.realpath(file)
        for name, module in sys.modules.copy().items()
        if "." not in name and (file := getattr(module, "__file__", None))
        if "-packages" in file or not file.startswith(library)
    }


if __name__ == "__main__":
    # `python -m` puts the folder it was started in first on the path; kernels do not have it there.
    if sys.path and (sys.path[0] == "" or Path(sys.path[0]) == Path.cwd()):
        del sys.path[0]
    from cakupan.engine.child import live

    live(*warm_and_serve(int(sys.argv[1]), int(sys.argv[2])))
