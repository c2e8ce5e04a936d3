"""nbclient's view of a forked child: a kernel manager and a kernel client that speak over a socket instead of ZeroMQ.

nbclient's own code decides what outputs, errors, timeouts and dead kernels mean; nothing of that is repeated here.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import os
import re
import select
import signal
import socket
import time
from collections import deque
from collections.abc import Callable
from queue import Empty
from typing import Any

from jupyter_client.client import KernelClient
from jupyter_client.session import DELIM, Session
from nbformat import NotebookNode
from papermill import clientwrap

from cakupan.engine import wire
from cakupan.engine.zygote import Child

# Papermill has no types.
PapermillNotebookClient: Any = clientwrap.PapermillNotebookClient

# As in jupyter_client: how long a kernel may take to end before it is asked by signal, and again before it is killed.
SHUTDOWN_WAIT_S = 2.5
# As in nbformat's schema: data of these types may be any JSON, that of others is text.
JSON_TYPE = re.compile(r"application/(.*\+)?json$")


class Connection:
    """Our end of the socket: sorts incoming messages by channel, in whichever event loop is waiting for one.

    `unanswered` is the identifier of the last request as long as no reply to it has come.
    """

    def __init__(self, sock: socket.socket) -> None:
        self.ended = False
        self.unanswered: str | None = None
        self._socket = sock
        self._decoder = wire.Decoder()
        self._reader = MessageReader()
        self._waiting: dict[int, deque[dict[str, Any]]] = {wire.SHELL: deque(), wire.IOPUB: deque()}
        self._arrived = _events()
        self._loop: asyncio.AbstractEventLoop | None = None
        sock.setblocking(False)

    def send(self, channel: int, parts: list[Any], patient: bool = True) -> None:
        """Send a frame; while the other side does not read, read what it sends, or give up if not *patient*."""
        data = memoryview(wire.pack(channel, parts))
        poll = select.poll()
        poll.register(self._socket, select.POLLIN | select.POLLOUT)
        while data and not self.ended:
            try:
                data = data[self._socket.send(data) :]
            except BlockingIOError:
                if not patient:
                    return
                poll.poll()
                self._receive()
            except OSError:
                return  # a dead child is noticed, and reported, by nbclient

    async def get(self, channel: int, timeout: float | None) -> dict[str, Any]:
        """Return the next message of a channel.

        Raises
        ------
        queue.Empty: nothing came within *timeout* seconds.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while not self._waiting[channel]:
            await self._activity(channel, deadline)
        return self._waiting[channel].popleft()

    async def wait_end(self, timeout: float) -> None:
        """Wait until the child has closed its end.

        Raises
        ------
        queue.Empty: it has not within *timeout* seconds.
        """
        deadline = time.monotonic() + timeout
        while not self.ended:
            await self._activity(wire.SHUTDOWN, deadline)

    async def _activity(self, channel: int, deadline: float | None) -> None:
        self._attach()
        self._arrived[channel].clear()
        remaining = None if deadline is None else deadline - time.monotonic()
        try:
            async with asyncio.timeout(remaining):
                await self._arrived[channel].wait()
        except TimeoutError:
            raise Empty from None

    def _attach(self) -> None:
        loop = asyncio.get_running_loop()
        if self._loop is loop or self.ended:
            return
        self.detach()
        self._arrived = _events()
        self._loop = loop
        loop.add_reader(self._socket.fileno(), self._receive)

    def detach(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(self._socket.fileno())
        self._loop = None

    def _receive(self) -> None:
        try:
            data = self._socket.recv(wire.CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.ended = True
            self.detach()
            for arrived in self._arrived.values():
                arrived.set()
        for channel, parts in self._decoder.feed(data):
            message = self._reader.read(parts)
            if channel == wire.SHELL and message["parent_header"].get("msg_id") == self.unanswered:
                self.unanswered = None
            self._waiting[channel].append(message)
            self._arrived[channel].set()


def _events() -> dict[int, asyncio.Event]:
    """What is waited for: a message on either channel, and, as the third one, the end."""
    return {channel: asyncio.Event() for channel in (wire.SHELL, wire.IOPUB, wire.SHUTDOWN)}


class MessageReader:
    """Makes messages of byte strings as `Session.deserialize` does, for unsigned messages of the current protocol.

    Of dates it reads the only one that nbclient asks for; the stock reader takes every text of both headers for one.
    """

    def __init__(self) -> None:
        self._parent: tuple[bytes, dict[str, Any]] = (b"", {})

    def read(self, parts: list[bytes]) -> dict[str, Any]:
        """Return the message of a frame, whose addresses, if any, end with the stock delimiter."""
        start = parts.index(DELIM) + 2
        packed_header, packed_parent, metadata, content = parts[start : start + 4]
        if packed_parent != self._parent[0]:  # all messages of a cell have the same one
            self._parent = (packed_parent, json.loads(packed_parent))
        header = json.loads(packed_header)
        header["date"] = dt.datetime.fromisoformat(header["date"])
        return {
            "header": header,
            "msg_id": header["msg_id"],
            "msg_type": header["msg_type"],
            "parent_header": self._parent[1],
            "metadata": json.loads(metadata),
            "content": json.loads(content),
            "buffers": [memoryview(part) for part in parts[start + 4 :]],
        }


class Channel:
    """What nbclient takes for a ZeroMQ channel."""

    def __init__(self, connection: Connection, session: Session, number: int) -> None:
        self._connection = connection
        self._session = session
        self._number = number

    def send(self, message: dict[str, Any]) -> None:
        if message["msg_type"].endswith("_request"):
            self._connection.unanswered = message["msg_id"]
        self._connection.send(self._number, self._session.serialize(message))

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        return await self._connection.get(self._number, timeout)


class WarmKernelClient(KernelClient):
    """Builds requests as every kernel client does, and sends them over a socket."""

    def __init__(self, child: Child, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.session = Session(parent=self, key=b"unused")
        self.session.key = b""  # a socket pair needs no signatures
        self.child = child
        self.connection = Connection(child.connection)
        self._shell_channel = Channel(self.connection, self.session, wire.SHELL)
        self._iopub_channel = Channel(self.connection, self.session, wire.IOPUB)

    def start_channels(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to start: the socket is open."""

    def stop_channels(self) -> None:
        self.connection.detach()

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Nothing to wait for: what is sent before the child reads is kept."""

    async def is_alive(self) -> bool:
        return self.child.is_alive()


class WarmKernelManager:
    """Starts, interrupts and ends one child as jupyter_client does a kernel."""

    ipykernel = False  # asks nbclient not to add command-line arguments
    kernel_id = None

    def __init__(self, spawn: Callable[[], Child]) -> None:
        self._spawn = spawn
        self._child: Child | None = None
        self._client: WarmKernelClient | None = None

    @property
    def has_kernel(self) -> bool:
        return self._child is not None

    async def start_kernel(self, extra_arguments: list[str] | None = None, **kwargs: Any) -> None:
        self._child = self._spawn()

    def client(self) -> WarmKernelClient:
        assert self._child is not None, "start_kernel() comes first"
        self._client = WarmKernelClient(self._child)
        return self._client

    async def is_alive(self) -> bool:
        return self._child is not None and self._child.is_alive()

    async def interrupt_kernel(self) -> None:
        if self._child is not None:
            self._child.signal(signal.SIGINT)

    async def shutdown_kernel(self, now: bool = False) -> None:
        """Interrupt the cell that may be running, so that it leaves its traceback, and end the child."""
        if self._child is None or self._client is None:
            return
        connection = self._client.connection
        if connection.unanswered:
            await self.interrupt_kernel()
        if not now:
            connection.send(wire.SHUTDOWN, [], patient=False)
            try:
                await connection.wait_end(SHUTDOWN_WAIT_S)
            except Empty:
                self._child.signal(signal.SIGTERM)
                await self._wait_after_signal(connection)
        await self.cleanup_resources()

    async def _wait_after_signal(self, connection: Connection) -> None:
        with contextlib.suppress(Empty):  # if it has not ended, it is killed next
            await connection.wait_end(SHUTDOWN_WAIT_S)

    async def cleanup_resources(self, restart: bool = False) -> None:
        if self._client is not None:
            self._client.stop_channels()
        if self._child is not None:
            self._child.finish()
            self._child = None


class WarmNotebookClient(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's notebook client with a child of a warm process as its kernel."""

    def __init__(self, nb_man: Any, spawn: Callable[[dict[str, str]], Child], **kwargs: Any) -> None:
        super().__init__(nb_man, **kwargs)
        self._spawn = spawn

    def create_kernel_manager(self) -> WarmKernelManager:
        manager = self.km = WarmKernelManager(lambda: self._spawn(kernel_environment()))
        return manager

    def execute_cell(self, cell: NotebookNode, cell_index: int, *args: Any, **kwargs: Any) -> Any:
        """Execute a cell; for one of text no event loop has to turn, unless somebody wants to hear of it."""
        if cell.cell_type != "code" and not self.on_cell_start:
            return cell
        return super().execute_cell(cell, cell_index, *args, **kwargs)

    def output(self, outs: list[Any], msg: dict[str, Any], display_id: str | None, cell_index: int) -> Any:
        """Add an output to a cell; one that is plainly valid is not held against nbformat's schema, which takes long."""
        hooks = self.output_hook_stack[msg["parent_header"].get("msg_id")]
        if hooks or display_id or self.clear_before_next_output or not _is_plain_result(msg):
            return super().output(outs, msg, display_id, cell_index)
        content = msg["content"]
        result = NotebookNode(output_type="execute_result", metadata=NotebookNode(), data=NotebookNode())
        for name in ("execution_count", "metadata", "data"):
            result[name] = content[name]
        outs.append(result)
        return result


def _is_plain_result(msg: dict[str, Any]) -> bool:
    """Say whether a message is the value of a cell, in a form that nbformat's schema allows."""
    content = msg["content"]
    return (
        msg["msg_type"] == "execute_result"
        and isinstance(content["execution_count"], int)
        and isinstance(content["metadata"], dict)
        and isinstance(content["data"], dict)
        and all(isinstance(data, str) or JSON_TYPE.match(kind) for kind, data in content["data"].items())
    )


def kernel_environment() -> dict[str, str]:
    """Return the environment that jupyter_client gives to a kernel that it starts here."""
    environment = {**os.environ, "JPY_PARENT_PID": str(os.getpid())}
    environment.pop("PYTHONEXECUTABLE", None)
    return environment
