"""What `cakupan doctor` looks at: what is installed, can be written to and reached, and what would be slow. Nothing is changed.

How it is printed is in `doctor`.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from cakupan import __version__
from cakupan.errors import CakupanError
from cakupan.words.language import marked
from cakupan.words.sentences import Sentence, count, date, say, verbatim, word

State = Literal["good", "lacking", "slow", "bad"]
"""bad: something fails until it is mended; lacking: something is not possible, and nothing else suffers."""
EXTRAS = {
    "sql": ("sqlalchemy", marked("figures from a database")),
    "parquet": ("pyarrow", marked("tables in Parquet")),
    "app": ("voila", marked("the explorer as an app")),
    "cluster": ("distributed", marked("an edition over several machines, and object storage")),
}
ROOM_MB = 300
PATIENCE_S = 3.0


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    state: State
    topic: str
    sentence: Sentence


def examine(data: Path, output: Path) -> Iterator[Finding]:
    """Look at everything, the cheapest first."""
    yield from _installed()
    yield _data(data)
    yield from _writable(output)
    yield from _reachable(data)
    yield from _slow()


def _installed() -> Iterator[Finding]:
    system = verbatim(f"{platform.system()} {platform.machine()}")
    versions = {"version": verbatim(__version__), "python": verbatim(platform.python_version()), "system": system}
    yield Finding("good", "installed", say("cakupan {version}, Python {python}, {system}", **versions))
    for extra, (module, purpose) in EXTRAS.items():
        if importlib.util.find_spec(module) is None:
            command = verbatim(f'python -m pip install "cakupan[{extra}]"')
            yield Finding(
                "lacking", "installed",
                say("not installed: {purpose}; {command} adds it", purpose=word(purpose), command=command),
            )  # fmt: skip


def _data(data: Path) -> Finding:
    from cakupan.observations import load_observations

    try:
        observations = load_observations(data)
        newest = observations.latest_edition().isoformat()
        values = {"n": count(len(observations.sources)), "folder": verbatim(str(data)), "day": date(newest)}
        return Finding("good", "data", say("{folder}: figures of {n} sources, newest edition {day}", **values))
    except CakupanError as error:
        return Finding("bad", "data", say("{error}", error=verbatim(str(error))))


def _writable(output: Path) -> Iterator[Finding]:
    from platformdirs import user_cache_path

    temporary, cache = Path(tempfile.gettempdir()), user_cache_path("cakupan")
    folders: tuple[tuple[Path, State, Sentence], ...] = (
        (output, "bad", say("choose another folder with --output")),
        (temporary, "bad", say("name another folder with TMPDIR")),
        (cache, "slow", say("each command checks all tables anew; name another folder with XDG_CACHE_HOME")),
    )
    for folder, state, otherwise in folders:
        where = {"folder": verbatim(str(folder))}
        if not _can_write(folder):
            yield Finding(
                state, "writable", say("{folder} cannot be written to; {otherwise}", **where, otherwise=otherwise)
            )
            continue
        free = shutil.disk_usage(_existing(folder)).free // 1_000_000
        sentence = say("{folder} can be written to, {n} MB are free", **where, n=count(free))
        yield Finding("good" if free >= ROOM_MB or folder == cache else "bad", "writable", sentence)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(place for place in (folder, *folder.resolve().parents) if place.exists())


def _can_write(folder: Path) -> bool:
    try:
        with tempfile.NamedTemporaryFile(dir=_existing(folder)):
            return True
    except OSError:
        return False


def _reachable(data: Path) -> Iterator[Finding]:
    from cakupan.fetch.connections import load_connections
    from cakupan.lab.server import free_port
    from cakupan.programmes import load_definitions

    try:
        yield Finding("good", "reachable", say("JupyterLab can listen on port {port}", port=verbatim(str(free_port()))))
        server, _ = load_connections(data, load_definitions(data))
    except CakupanError as error:
        yield Finding("bad", "reachable", say("{error}", error=verbatim(str(error))))
        return
    address = urlsplit(server.base)
    host, port = address.hostname or "", address.port or (443 if address.scheme == "https" else 80)
    if not host:
        return
    try:
        socket.create_connection((host, port), PATIENCE_S).close()
        yield Finding("good", "reachable", say("{host} answers", host=verbatim(host)))
    except OSError:
        sentence = say(
            "{host} does not answer: cakupan fetch would bring nothing; all else needs no network", host=verbatim(host)
        )
        yield Finding("lacking", "reachable", sentence)


def _slow() -> Iterator[Finding]:
    import matplotlib
    import papermill.engines  # noqa: F401  (it loads the engine of ours, which must not be loaded before it)

    from cakupan.cli.shared import cores
    from cakupan.engine.shared import SWITCH, fork_is_safe

    n = cores()
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    if n == 1 or busy > n:
        sentence = say("{n} core, with {busy} processes that wait for it", "{n} cores, with {busy} processes that wait for them", n, n=count(n), busy=count(round(busy)))  # fmt: skip
        yield Finding("slow", "speed", sentence)
    else:
        yield Finding("good", "speed", say("{n} core", "{n} cores", n, n=count(n)))
    if os.environ.get(SWITCH) == "stock" or not fork_is_safe():
        yield Finding(
            "slow", "speed", say("each notebook starts a Python of its own: some seconds more for each report")
        )
    if not list(Path(matplotlib.get_cachedir()).glob("fontlist-*.json")):
        yield Finding(
            "slow", "speed", say("the first drawing takes longer: matplotlib has not listed the typefaces yet")
        )
