"""Make the project's virtual environment with the standard library alone, then hand over to it.

Used by build.py, test.py and bench.py. Nothing here knows what the package does.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "cakupan-environment.txt"
MINIMUM = (3, 11)


def say(message: str) -> None:
    """Print one line of progress on standard error, at once."""
    print(f"cakupan: {message}", file=sys.stderr, flush=True)


def fail(message: str) -> None:
    """Say what is wrong and stop with exit code 2."""
    say(message)
    raise SystemExit(2)


def environment_python() -> Path:
    """The interpreter inside `.venv`, wherever this operating system puts it."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _digest() -> str:
    """What the environment was made from: the pins, the package's own metadata, this Python and this place.

    The Python is told by its prefix, which is the same whether it is called by another name or from inside `.venv`.
    """
    parts = [(ROOT / name).read_bytes() for name in ("requirements.txt", "pyproject.toml")]
    parts += [platform.python_version().encode(), sys.base_prefix.encode(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _run(command: list[str | Path], what: str, remedy: str) -> None:
    """Run an installation step; on failure show its own last words and the remedy."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True)
    if done.returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
    fail(
        f"{what} failed (exit {done.returncode}); .venv was removed.\n{last}\n"
        f"cakupan: remedy: {remedy}, then run the same command again."
    )


def ensure_environment() -> Path:
    """Return the interpreter of a `.venv` that holds exactly the pinned packages; make it when it does not.

    Works with no network once made: an unchanged stamp means nothing is run at all.
    """
    if sys.version_info < MINIMUM:
        wanted = ".".join(map(str, MINIMUM))
        fail(
            f"Python {wanted} or newer is needed, this is {platform.python_version()} at {sys.executable}. "
            f"Install a newer Python and run: python{wanted} {sys.argv[0]}"
        )
    python = environment_python()
    digest = _digest()
    if python.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8").strip() == digest:
        return python
    say(f"making .venv from requirements.txt with Python {platform.python_version()} (a few minutes, once)")
    shutil.rmtree(VENV, ignore_errors=True)
    # Called by the Python inside .venv, sys.executable was just removed; the one that it was made from is still there.
    base = getattr(sys, "_base_executable", sys.executable)
    no_venv = "install what this Python lacks (on Debian and Ubuntu: apt install python3-venv), or use another Python"
    _run([base, "-m", "venv", VENV], "making the virtual environment", no_venv)
    no_index = "check the network, or the package index that pip uses"
    pip: list[str | Path] = [python, "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    _run([*pip, "--requirement", ROOT / "requirements.txt"], "installing the packages of requirements.txt", no_index)
    _run([*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT], "installing the package itself", no_index)
    STAMP.write_text(digest + "\n", encoding="utf-8")
    say("the environment is ready")
    return python


def hand_over(arguments: list[str]) -> None:
    """Become `python ARGUMENTS` in the project's environment; never returns."""
    python = ensure_environment()
    environment = {**os.environ, "PYTHONUTF8": "1"}
    if os.name == "nt":
        raise SystemExit(subprocess.run([str(python), *arguments], cwd=ROOT, env=environment).returncode)
    os.chdir(ROOT)
    os.execve(str(python), [str(python), *arguments], environment)
