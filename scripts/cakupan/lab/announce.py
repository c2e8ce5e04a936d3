"""Telling the address of a server once it answers, from a process beside it: the command itself goes on as the server.

How servers are started is in `server` and `app`.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from cakupan.errors import message
from cakupan.languages import Lang
from cakupan.words.language import in_language

PATIENCE_S, PAUSE_S = 120.0, 0.2


def announce_later(address: str, lang: Lang) -> None:
    """Print an address on standard error as soon as the server that this process becomes answers; nothing if it never does."""
    server = os.getpid()
    if not hasattr(os, "fork"):
        _tell(address, lang)
        return
    if (between := os.fork()) != 0:
        os.waitpid(between, 0)
        return
    if os.fork() == 0:  # a grandchild, which the server need not wait for
        with contextlib.suppress(KeyboardInterrupt):
            live_address = answering(address, server)
            if live_address:
                _tell(live_address, lang)
    os._exit(0)


def _tell(address: str, lang: Lang) -> None:
    line = message("cakupan: open {address} (Ctrl+C ends it)", address=address)
    print(in_language(line, lang), file=sys.stderr, flush=True)


def answering(address: str, server: int) -> str:
    """The address at which a server answers, as it has itself noted it where it does so; empty when it ends before.

    server: its process.
    """
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and _lives(server):
        noted = _as_noted(address, server)
        if noted and _answers(noted):
            return noted
        time.sleep(PAUSE_S)
    return ""


def _as_noted(address: str, server: int) -> str:
    """The address with host, port and token as Jupyter's server has noted them; Voilà, which has no token, notes nothing."""
    if "token=" not in address:
        return address
    from jupyter_core.paths import jupyter_runtime_dir

    try:
        noted = json.loads(Path(jupyter_runtime_dir(), f"jpserver-{server}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    asked = urlsplit(address)
    mark = f"#{asked.fragment}" if asked.fragment else ""
    token = f"?token={noted['token']}" if noted.get("token") else ""
    return f"{str(noted['url']).rstrip('/')}{asked.path}{token}{mark}"


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address.partition("#")[0], timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except (OSError, ValueError):
        return False
    return True


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True
