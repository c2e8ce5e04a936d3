"""The explorer as an app: the command line that lets Voilà serve its notebook, without its code, to this machine only.

Voilà is an extra of the package (`app`); what the app shows is in `explore`.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

from cakupan.errors import UsageError, message
from cakupan.lab.server import Start, free_port
from cakupan.workspace import NOTEBOOKS

NOTEBOOK = "explore.ipynb"
SHARE = Path(__file__).with_name("share")
"""Holds Voilà's template: its own page, less what it would fetch from the network."""


def start_app(*, browser: bool = True, port: int = 0, notebooks: Path = NOTEBOOKS) -> Start:
    """What starts the explorer as an app. No token: a page of Voilà can move the controls, but run no code of a visitor's.

    port: 0 for the first free one from 8888. Raises UsageError where Voilà is not installed.
    """
    if importlib.util.find_spec("voila") is None:
        raise UsageError(message('the app needs Voilà: pip install -e ".[app]" in this folder, then start it again'))
    port = port or free_port()
    options = [f"--port={port}", "--Voila.port_retries=0", "--Voila.ip=127.0.0.1", "--template=cakupan"]
    options += [] if browser else ["--no-browser"]
    path = os.pathsep.join(filter(None, (str(SHARE), os.environ.get("JUPYTER_PATH"))))
    command = [sys.executable, "-m", "voila", str(notebooks / NOTEBOOK), "--Voila.log_level=WARN", *options]
    return Start(command, {**os.environ, "JUPYTER_PATH": path}, f"http://127.0.0.1:{port}/")
