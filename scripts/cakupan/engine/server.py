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
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

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


class Nursery:
    """The children that are alive or not yet reaped; only their parent, this process, may use their numbers safely.

    Parameters
    ----------
    live: what a child does; given the request, its file descriptors and the number of its parent, never to return.
    """

    def __init__(self, live: Callable[[dict[str, Any], list[int], int], NoReturn]) -> None:
        self._live = live
        self._children: set[int] = set()

    def spawn(self, request: dict[str, Any], descriptors: list[int], inherited: list[int]) -> dict[str, Any]:
        if (threads := len(os.listdir("/proc/self/task"))) != 1:  # noqa: PTH208 - names, not paths
            return {"error": f"the warm process has {threads} threads and cannot be forked safely"}
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            for descriptor in inherited:
                os.close(descriptor)
            self._live(request, descriptors, parent)
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
        for pid in tuple(self._children):
            self.finish(pid)


def serve(control: socket.socket, owner: int, nursery: Nursery) -> None:
    """Answer requests one after the other until the owner closes the connection or dies."""
    poll = select.poll()
    poll.register(control, select.POLLIN)
    watch = _watch_process(owner)
    if watch is not None:
        poll.register(watch, select.POLLIN)
    inherited = [control.fileno()] + ([watch] if watch is not None else [])
    while os.getppid() == owner:
        ready = [descriptor for descriptor, _ in poll.poll(None if watch is not None else POLL_OWNER_MS)]
        if watch in ready:
            return
        if control.fileno() in ready:
            try:
                request, descriptors = receive(control)
                send(control, _answer(nursery, request, descriptors, inherited))
            except (EOFError, OSError):
                return


def _answer(nursery: Nursery, request: dict[str, Any], descriptors: list[int], inherited: list[int]) -> dict[str, Any]:
    match request["do"]:
        case "spawn":
            try:
                return nursery.spawn(request, descriptors, inherited)
            except OSError as error:
                return {"error": f"the warm process could not fork: {error}"}
            finally:
                for descriptor in descriptors:
                    os.close(descriptor)
        case "poll":
            return nursery.poll(request["pid"])
        case "signal":
            return nursery.signal(request["pid"], request["number"])
        case "finish":
            return nursery.finish(request["pid"])
        case other:
            return {"error": f"the warm process knows no request {other!r}"}


def _watch_process(pid: int) -> int | None:
    """Return a descriptor that becomes readable when the process ends, None where the system has no such thing."""
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return None


def _stop(number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + number)


def main(descriptor: int, owner: int) -> None:
    """Become warm, say so, and serve."""
    control = socket.socket(fileno=descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    gc.disable()
    from cakupan.engine.child import Birth, live
    from cakupan.engine.kernel import WarmKernelApp
    from cakupan.engine.warmup import shadowable, warm_up

    app = WarmKernelApp.prepare()
    warm_up(app.shell)

    def run(request: dict[str, Any], descriptors: list[int], parent: int) -> NoReturn:
        connection = socket.socket(fileno=descriptors[0])
        live(app, Birth(request["cwd"], request["env"], connection, *descriptors[1:]), parent)

    gc.enable()
    gc.collect()
    # A collection in a child must not touch, and so copy, the pages shared with this process.
    gc.freeze()
    nursery = Nursery(run)
    try:
        if threading.active_count() != 1:
            raise RuntimeError(f"threads were started by imports: {threading.enumerate()}")
        send(control, {"ready": os.getpid(), "modules": shadowable()})
        serve(control, owner, nursery)
    except (BrokenPipeError, ConnectionResetError):
        pass  # the owner went away while we were getting ready
    finally:
        nursery.close()
        os._exit(0)


if __name__ == "__main__":
    # `python -m` puts the folder it was started in first on the path; kernels do not have it there.
    if sys.path and (sys.path[0] == "" or Path(sys.path[0]) == Path.cwd()):
        del sys.path[0]
    main(int(sys.argv[1]), int(sys.argv[2]))
