"""A PostgreSQL server of the tests' own, started from Debian's programs, or the one that CAKUPAN_TEST_POSTGRES names."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def program(name: str) -> str | None:
    """Where a program of the server lies: Debian keeps them off the path, by version."""
    programs = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(programs[-1]) if programs else shutil.which(name)


@contextmanager
def running() -> Iterator[str | None]:
    """The address of a server; None where there is none and none can be started."""
    if url := os.environ.get("CAKUPAN_TEST_POSTGRES"):
        yield url
        return
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    if initdb is None or pg_ctl is None:
        yield None
        return
    # The server refuses to run as root; its package brings a user of its own.
    prefix = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="cakupan-postgres-") as folder:
        if prefix:
            shutil.chown(folder, "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        data = f"{folder}/data"

        def run(*command: str) -> None:
            with Path(os.devnull).open("w") as silent:
                subprocess.run([*prefix, *command], check=True, cwd="/", stdout=silent, stderr=silent, timeout=120)

        run(initdb, "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        run(pg_ctl, "-D", data, "-o", options, "-l", f"{folder}/log", "-w", "start")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            run(pg_ctl, "-D", data, "-m", "immediate", "-w", "stop")
