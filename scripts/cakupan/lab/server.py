"""The command line that starts JupyterLab: on this machine only, with a token, asking no one on the network for anything."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from cakupan.errors import UsageError, message

SETTINGS = Path(__file__).with_name("settings")
"""Holds overrides.json: no news, no look for updates, no extension manager; Markdown opens as a page."""

EXTENSIONS = Path(__file__).with_name("extensions")
"""Holds a few lines of JavaScript that show the cell which the address names."""

START_PAGE = "index.md"

QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    f"--LabApp.app_settings_dir={SETTINGS}",
)
"""Options that keep JupyterLab from asking for news, updates and extensions."""

SAFE = ("--ServerApp.ip=127.0.0.1", "--ServerApp.allow_remote_access=False", "--ServerApp.log_level=WARN")
"""Only this machine is served. What the server says of itself would print the address wrong: a cell's name before the token."""

TOKEN = "JUPYTER_TOKEN"
"""The variable by which the server is told its token: never on the command line, which others on the machine can read."""

FIRST_PORT, PORTS = 8888, 50


@dataclass(frozen=True)
class Start:
    """How JupyterLab is started, and the address at which it can be opened then, with its token and at the cell to show."""

    command: list[str]
    environment: dict[str, str]
    address: str


def start(
    root: Path, page: str = "", *, cell: str = "", browser: bool = True, port: int = 0, more: Sequence[str] = ()
) -> Start:
    """What starts JupyterLab on a folder, at a page of it, with a token made anew unless the environment has one.

    page: file relative to root that is opened. cell: id of the cell to show. browser: False to open none. port: 0 for the first
    free one from 8888. more: options of Jupyter's, which go before ours.
    """
    port = port or free_port()
    token = os.environ.get(TOKEN) or secrets.token_hex(24)
    path, mark = _page(page), f"#cell-id={quote(cell)}" if cell else ""
    address = f"http://127.0.0.1:{port}{path}?token={quote(token)}{mark}"
    options = [f"--ServerApp.root_dir={root}", f"--LabApp.default_url={path}{mark}", *SAFE, *QUIET]
    options += [f"--LabApp.extra_labextensions_path={EXTENSIONS}"] if cell else []
    options += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", *([] if browser else ["--no-browser"])]
    given = {_long(option) for option in more}
    options = [option for option in options if _long(option) not in given]
    return Start([sys.executable, "-m", "jupyterlab", *options, *more], {**os.environ, TOKEN: token}, address)


def _long(option: str) -> str:
    """The name of an option as we write it, without its value."""
    name = option.partition("=")[0]
    return {"--ip": "--ServerApp.ip", "--notebook-dir": "--ServerApp.root_dir"}.get(name, name)


def _page(page: str) -> str:
    return f"/lab/tree/{quote(page)}" if page else "/lab"


def free_port() -> int:
    """The first port from 8888 on that nothing listens on; any free one where many are taken."""
    for port in (*range(FIRST_PORT, FIRST_PORT + PORTS), 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise UsageError(
        message("no port is free on this machine; end another program that listens, or name one with --port")
    )
