"""Output of a notebook's process: one thread that sends messages and watches descriptors 1 and 2, and the streams it serves.

It replaces the ZeroMQ thread of a stock kernel and behaves as that one does; running cells is not done here.
"""

from __future__ import annotations

import codecs
import contextlib
import heapq
import itertools
import logging
import os
import select
import signal
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from ipykernel import iostream

from cakupan.engine import wire

# ipykernel has no types.
IOPubThread: Any = iostream.IOPubThread
OutStream: Any = iostream.OutStream
BackgroundSocket: Any = iostream.BackgroundSocket

# What a pipe holds on Linux; reading so much empties it of all that was there when reading began.
PIPE_SIZE = 1 << 16
# Signals for which a notebook may have a handler that raises; few, for Python makes an object of each that it is given.
HELD_BACK = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM, signal.SIGUSR1, signal.SIGUSR2)


class Timers:
    """The one method of an event loop that streams use: `call_later`, to be called in the sending thread only."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()

    def call_later(self, delay: float, callback: Callable[[], None]) -> None:
        heapq.heappush(self._due, (time.monotonic() + delay, next(self._order), callback))

    def milliseconds(self) -> float | None:
        """Time until the first callback is due, None if there is none."""
        return max(0.0, (self._due[0][0] - time.monotonic()) * 1000) if self._due else None

    def due(self) -> Iterator[Callable[[], None]]:
        """Take out, in order, the callbacks whose time has come."""
        while self._due and self._due[0][0] <= time.monotonic():
            yield heapq.heappop(self._due)[2]


class PubThread(IOPubThread):  # type: ignore[misc]  # ipykernel's streams insist on this base class
    """Sends what the notebook publishes, in order, over one socket; created before the fork, started after it.

    Most messages go out from the thread that has them, at once: waking this one costs more than a small cell. Text
    goes through it, and whatever comes while it works waits behind.

    Processes forked by the notebook send through a second socket ("side door"), whole messages at a time, so that
    their output appears in the cell as it does with a stock kernel.
    """

    def __init__(self) -> None:
        self.background_socket = BackgroundSocket(self)
        self.io_loop = Timers()
        # Python takes every thread object that exists before a fork for dead after it.
        self.thread: Any = None
        self._events: deque[Callable[[], None]] = deque()
        self._streams: list[CapturingStream] = []
        self._connection: socket.socket | None = None
        self._transmitting = threading.RLock()  # a signal handler may publish when a message has just been sent
        self._working = False
        self._broken = False

    def open(self, connection: socket.socket) -> None:
        """Start sending over *connection*."""
        self._connection = connection
        self._master_pid = os.getpid()
        self._wake = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._side_door, self._side_door_in = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._side_door.setblocking(False)
        self._poll = select.poll()
        self._poll.register(self._wake, select.POLLIN)
        self._poll.register(self._side_door, select.POLLIN)
        self.thread = threading.Thread(target=self._run, name="IOPub", daemon=True)
        self.thread.start()

    def start(self) -> None:
        """Nothing to do: `open` starts the thread, once it has something to send to."""

    def stop(self) -> None:
        """Send what is waiting; the thread itself ends with the process."""
        done = threading.Event()
        self.schedule(done.set)
        done.wait(timeout=5)

    def close(self) -> None:
        """Nothing to close: the connection belongs to the process."""

    @property
    def closed(self) -> bool:
        return self._connection is None

    def watch(self, stream: CapturingStream) -> None:
        """From now on read what is written to the descriptor of *stream*."""
        self._streams.append(stream)
        self._poll.register(stream.captured, select.POLLIN)
        self._signal()

    def schedule(self, callback: Callable[[], None]) -> None:
        """Call *callback* in the sending thread, or at once in a forked process, which has no such thread."""
        if self.thread is not None and self.thread.is_alive():
            self._events.append(callback)
            self._signal()
        else:
            callback()

    @property
    def idle(self) -> bool:
        """Whether the sending thread has nothing to do and is doing nothing."""
        return not self._events and not self._working

    def send_multipart(self, parts: list[wire.Part], *args: Any, channel: int = wire.IOPUB, **kwargs: Any) -> None:
        """Send one message; *args* and *kwargs* are those of a ZeroMQ socket and mean nothing here."""
        if self.idle:
            with signals_held_back():
                self._really_send(parts, channel)
        else:
            self.schedule(lambda: self._really_send(parts, channel))

    def _signal(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.eventfd_write(self._wake, 1)

    def _really_send(self, parts: list[wire.Part], channel: int = wire.IOPUB) -> None:
        data = wire.pack(channel, parts)
        if os.getpid() == self._master_pid:
            self._transmit(data)
        else:
            self._send_through_side_door(data)

    def _transmit(self, data: bytes) -> None:
        with self._transmitting:
            if self._broken or self._connection is None:
                return
            try:
                self._connection.sendall(data)
            except OSError:  # nobody listens any more; the process is told so by the end of its input
                self._broken = True

    def _send_through_side_door(self, data: bytes) -> None:
        # A file descriptor travels in one piece whatever the size of the message behind it.
        with os.fdopen(os.memfd_create("message", os.MFD_CLOEXEC), "w+b") as file:
            file.write(data)
            file.flush()
            with contextlib.suppress(OSError):
                socket.send_fds(self._side_door_in, [b"m"], [file.fileno()])

    def _run(self) -> None:
        while True:
            self._working = False
            self._poll.poll(self.io_loop.milliseconds())
            self._working = True
            with contextlib.suppress(BlockingIOError):
                os.eventfd_read(self._wake)
            # Only what was asked before the descriptors are emptied may run: a flush must send all that was written.
            asked = len(self._events)
            for stream in self._streams:
                stream.drain()
            self._receive_from_forks()
            for callback in [*self.io_loop.due(), *(self._events.popleft() for _ in range(asked))]:
                self._call(callback)

    def _call(self, callback: Callable[[], None]) -> None:
        try:
            callback()
        except (
            Exception
        ):  # text that cannot be encoded, for one; said in the words and under the name of a stock kernel
            logging.getLogger("tornado.general").exception("Uncaught exception in ZMQStream callback")

    def _receive_from_forks(self) -> None:
        while True:
            try:
                _, descriptors, _, _ = socket.recv_fds(self._side_door, 1, 1)
            except BlockingIOError:
                return
            for descriptor in descriptors:
                with os.fdopen(descriptor, "rb") as file:
                    file.seek(0)
                    self._transmit(file.read())


@contextlib.contextmanager
def signals_held_back() -> Iterator[None]:
    """Leave signals to other threads meanwhile: an interrupt must not tear a message apart."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, HELD_BACK)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class CapturingStream(OutStream):  # type: ignore[misc]
    """A kernel's `sys.stdout` or `sys.stderr`, which also shows what is written to its file descriptor.

    A stock kernel reads the descriptor in a thread of its own; here the sending thread does, and it reads all there
    is before every flush and before every text that Python writes, so that the order is always the natural one.
    """

    captured: int = -1

    def _setup_stream_redirects(self, name: str) -> None:
        descriptor = {"stdout": 1, "stderr": 2}[name]
        self._should_watch = False  # no thread to stop in close()
        self._original_stdstream_fd = descriptor
        self._original_stdstream_copy = os.dup(descriptor)
        self.captured, write_end = os.pipe()
        os.set_blocking(self.captured, False)
        os.dup2(write_end, descriptor)
        os.close(write_end)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._drain_lock = threading.RLock()
        self._ready = select.poll()
        self._ready.register(self.captured, select.POLLIN)
        self.pub_thread.watch(self)

    def write(self, string: str) -> int | None:
        if self.captured >= 0 and self._is_master_process() and self._ready.poll(0):
            self.drain()
        written: int | None = super().write(string)
        return written

    def flush(self) -> None:
        """Send what was written so far; the sending thread, which does it, is left alone when nothing was."""
        if not self._is_silent():
            super().flush()

    def _is_silent(self) -> bool:
        """Say whether nothing was written that has not been sent, asking in the order in which text goes its way."""
        if self.captured < 0 or self.closed or self.echo is not None or not self._is_master_process():
            return False
        return not (self._ready.poll(0) or self._buffers or self._flush_pending) and self.pub_thread.idle

    def drain(self) -> None:
        """Take over what has been written to the descriptor so far, and pass it on to the original one as well."""
        taken = 0
        with self._drain_lock:
            while taken < PIPE_SIZE and (data := self._read()):
                taken += len(data)
                if text := self._decoder.decode(data):
                    super().write(text)
                with contextlib.suppress(OSError):
                    os.write(self._original_stdstream_copy, data)

    def _read(self) -> bytes:
        try:
            return os.read(self.captured, PIPE_SIZE)
        except BlockingIOError:
            return b""


# Notebooks may print the type of sys.stdout.
CapturingStream.__module__, CapturingStream.__qualname__ = OutStream.__module__, OutStream.__qualname__
CapturingStream.__name__ = OutStream.__name__
