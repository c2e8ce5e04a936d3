"""The command line that starts JupyterLab: on this machine only, with a token, asking no one on the network for anything."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import quote

SETTINGS = Path(__file__).with_name("settings")
"""Holds overrides.json: no news, no look for updates, no extension manager; Markdown opens as a page."""

START_PAGE = "index.md"

QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    f"--LabApp.app_settings_dir={SETTINGS}",
)
"""Options that keep JupyterLab from asking for news, updates and extensions."""

SAFE = ("--ServerApp.ip=127.0.0.1", "--ServerApp.allow_remote_access=False")
"""Only this machine is served. The token is the server's own, made anew at each start and printed with the address."""


def command(root: Path, page: str = "", *, cell: str = "", browser: bool = True, port: int = 0) -> list[str]:
    """The command that starts JupyterLab on a folder, at a page of it.

    page: file relative to root that is opened. cell: id of the cell to show. browser: False to print the address only. port: 0
    for the first free one from 8888.
    """
    shown = f"/lab/tree/{quote(page)}" if page else "/lab"
    if cell:
        shown += f"#cell-id={quote(cell)}"
    options = [f"--ServerApp.root_dir={root}", f"--LabApp.default_url={shown}", *SAFE, *QUIET]
    options += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"] if port else []
    options += [] if browser else ["--no-browser"]
    return [sys.executable, "-m", "jupyterlab", *options]
