"""The stock IPython kernel without its sockets: prepared once before the fork, connected to one client after it.

Cells run through ipykernel's own kernel and shell, so that results are the same; the fork itself is not made here.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import socket
import sys
import threading
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import zmq
from ipykernel import ipkernel, kernelapp, utils
from jupyter_client.session import Session
from jupyter_core.paths import jupyter_runtime_dir
from tornado.ioloop import IOLoop

from cakupan.engine import wire
from cakupan.engine.streams import PubThread

# ipykernel has no types.
StockKernelApp: Any = kernelapp.IPKernelApp
IPythonKernel: Any = ipkernel.IPythonKernel
in_one_context: Any = utils._async_in_context

# Heartbeat, watchers of two descriptors and of the parent: threads that a stock kernel starts and this one does not.
UNNAMED_STOCK_THREADS = 4


@contextlib.contextmanager
def without_debugger() -> Iterator[None]:
    """Keep ipykernel from loading a debugger, which nobody could attach to, and which takes time and warns on stderr."""
    missing: Any = None  # Python's own way to say that a module cannot be found
    sys.modules["debugpy"] = missing
    try:
        yield
    finally:
        del sys.modules["debugpy"]


class ShellChannel:
    """Stands in for the stock kernel's thread of this name: accepts its replies and sends them on the connection."""

    def __init__(self, pub: PubThread) -> None:
        self.parent_thread = threading.main_thread()
        self.kernel: Any = None
        self.manager = self  # the kernel asks for thread.manager, thread.io_loop and sockets: all are this object
        self.io_loop = self
        self._pub = pub

    def get_subshell_to_shell_channel_socket(self, subshell_id: str | None) -> ShellChannel:
        return self

    def get_shell_channel_to_subshell_socket(self, subshell_id: str | None) -> ShellChannel:
        return self

    def list_subshell(self) -> list[str]:
        return []

    def subshell_id_from_thread_id(self, thread_id: int) -> None:
        """The main shell, which is the only one, has no id."""

    def send_multipart(self, parts: list[wire.Part], **kwargs: Any) -> None:
        # Sent by the publishing thread, where an interrupt cannot tear a message apart.
        self._pub.send_multipart(parts, channel=wire.SHELL)

    def add_callback(self, callback: Any, *args: Any) -> None:
        callback(*args)

    def send(self, message: bytes, copy: bool = True) -> None:
        """Take the kernel's note to itself that aborting is over: no request is ever queued behind another one."""
        self.kernel._aborting = False


class IPKernelApp(StockKernelApp):  # type: ignore[misc]
    """`ipykernel_launcher`, in two steps: `prepare` in the parent process, `connect` in each child.

    It keeps the stock name, because logs and configuration files show and use it.
    """

    @classmethod
    def prepare(cls) -> IPKernelApp:
        """Read the configuration and create kernel and shell, without any descriptor, thread or event loop."""
        app: IPKernelApp = cls.instance()
        connection_file = Path(jupyter_runtime_dir()) / f"kernel-{uuid.uuid4()}.json"
        arguments = ["-f", str(connection_file), "--HistoryManager.hist_file=:memory:"]
        launcher = Path(sys.modules["ipykernel"].__path__[0]).with_name("ipykernel_launcher.py")
        sys.argv = [str(launcher), *arguments]
        # The stock initialize() goes on to open sockets.
        super(StockKernelApp, app).initialize(arguments)
        app.session = Session(parent=app, key=b"unused")
        app.session.key = b""  # a socket pair needs no signatures
        app.init_pdb()
        app.init_blackhole()
        app.configure_tornado_logger()
        with without_debugger():
            app._create_kernel()
        # A stock kernel makes a record of each message that it handles, and shows those of this level.
        app.log.setLevel(app.log_level)
        # It sleeps before each reply, lest output be overtaken on another socket; here all goes through one, in order.
        app.kernel._execute_sleep = 0
        return app

    def _create_kernel(self) -> None:
        self.iopub_thread = PubThread()
        self.iopub_socket = self.iopub_thread.background_socket
        channel = ShellChannel(self.iopub_thread)
        self.kernel = self.kernel_class.instance(
            parent=self,
            session=self.session,
            shell_channel_thread=channel,
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        channel.kernel = self.kernel
        self.init_shell()
        self.shell._sys_modules_keys = set(sys.modules)  # what `%reset --aggressive` keeps

    def connect(self, connection: socket.socket) -> None:
        """Take this process's own descriptors, directory and environment into use; run the user's startup code.

        The order is that of the stock `initialize`.
        """
        self._renew_identity()
        self.iopub_thread.open(connection)
        self.outstream_class = "cakupan.engine.streams.CapturingStream"
        self.init_io()
        self._renew_shell()
        self._count_stock_threads()
        self.init_signal()
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count
        self.init_path()
        self.init_gui_pylab()
        self.init_extensions()
        self.init_code()
        self.io_loop: Any = IOLoop.current()
        sys.stdout.flush()
        sys.stderr.flush()

    def init_code(self) -> None:
        """Run the user's startup code as the stock one does, without listing the imported modules, which are known from before the fork.

        To list them would copy hundreds of pages that are shared, and take what is only warm for what a kernel begins with.
        """
        self._run_startup_files()
        self._run_exec_lines()
        self._run_exec_files()
        if self.hide_initial_ns:
            self.shell.user_ns_hidden.update(self.shell.user_ns)
        self._run_cmd_line_code()
        self._run_module()

    def _renew_identity(self) -> None:
        self.session.session = str(uuid.uuid4())
        self.session.pid = os.getpid()
        self.kernel.ident = str(uuid.uuid4())
        self.shell.displayhook.topic = self.kernel._topic("execute_result")

    def _renew_shell(self) -> None:
        """What the shell read from its surroundings when it was created."""
        self.kernel._stdout, self.kernel._stderr = sys.stdout, sys.stderr
        self.shell.save_sys_module_state()
        self.shell.init_environment()
        if importlib.util.find_spec("debugpy"):
            os.environ.setdefault("PYDEVD_USE_FRAME_EVAL", "NO")  # as a stock kernel's debugger leaves it
        self.shell.starting_dir = str(Path.cwd())
        self.shell.history_manager.dir_hist[:] = [Path.cwd()]
        if session_name := os.environ.get("JPY_SESSION_NAME"):
            self.shell.user_ns["__session__"] = session_name

    def _count_stock_threads(self) -> None:
        """Leave to threads of the notebook the names that they have in a stock kernel, for tracebacks show them."""
        for _ in range(UNNAMED_STOCK_THREADS):
            threading.Thread()

    def serve(self, connection: socket.socket) -> None:
        """Handle requests until the client asks for the end, goes away, or a cell calls `exit()`."""
        loop = self.io_loop
        # The kernel's own start() goes on to look for a debugger's socket.
        super(IPythonKernel, self.kernel).start()
        # One context for all requests, as in a stock kernel: context variables set in a cell are seen in the next.
        handle = in_one_context(partial(self.kernel.shell_main, None))
        decoder = wire.Decoder()
        tasks: set[asyncio.Task[Any]] = set()

        def receive() -> None:
            try:
                data = connection.recv(wire.CHUNK, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return
            except OSError:
                data = b""
            if not data:
                loop.stop()
            for channel, parts in decoder.feed(data):
                if channel == wire.SHUTDOWN:
                    loop.stop()
                    return
                task = loop.asyncio_loop.create_task(handle([zmq.Message(part) for part in parts]))
                tasks.add(task)
                task.add_done_callback(tasks.discard)

        loop.asyncio_loop.add_reader(connection.fileno(), receive)
        # An interrupt that comes between two cells must not end the process.
        with contextlib.suppress(KeyboardInterrupt):
            loop.start()

    def terminate_children(self) -> None:
        """Ask processes that cells have left behind to end, as the stock kernel does."""
        tasks = Path(f"/proc/{os.getpid()}/task")
        listings = list(tasks.glob("*/children"))
        if not listings or any(listing.read_text().strip() for listing in listings):
            asyncio.run(self.kernel._progressively_terminate_all_children())
