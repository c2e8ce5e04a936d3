"""Make the project's virtual environment with the standard library alone, then hand over to it.

python3 scripts/_bootstrap.py requirements-test.txt     only make it, with further pins

Used by build.py, test.py, bench.py and pin.py. Nothing here knows what the package does.
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


def _run(command: list[str | Path], what: str, remedy: str, *, keep: bool = False) -> None:
    """Run an installation step; on failure show its own last words and the remedy."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True)
    if done.returncode == 0:
        return
    if not keep:
        shutil.rmtree(VENV, ignore_errors=True)
    last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
    fail(
        f"{what} failed (exit {done.returncode}){'' if keep else '; .venv was removed'}.\n{last}\n"
        f"cakupan: remedy: {remedy}, then run the same command again."
    )


def find_uv() -> str | None:
    """The program uv, which installs the same packages several times faster than pip; None where there is none."""
    return shutil.which("uv")


def _installer() -> list[str | Path]:
    """The command that installs wheels into `.venv`, without compiling modules that nobody may ever import."""
    uv = find_uv()
    if uv is not None:
        return [uv, "pip", "install", "--quiet", "--python", environment_python()]
    pip: list[str | Path] = [environment_python(), "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    return [*pip, "--no-compile"]


def _install(files: list[str], *, keep: bool = False) -> None:
    """Install what some files pin: wheels alone, each with the digest that is written there."""
    options: list[str | Path] = ["--require-hashes", "--only-binary", ":all:"]
    for name in files:
        options += ["--requirement", ROOT / name]
    what = f"installing the packages of {files[-1]}"
    _run([*_installer(), *options], what, "check the network, or the package index that pip uses", keep=keep)


def ensure_environment(*more: str) -> Path:
    """Return the interpreter of a `.venv` that holds the pinned packages; make it when it does not.

    *more* names files of further pins, such as requirements-test.txt, which are added to what is there.
    Works with no network once made: unchanged stamps mean that nothing is run at all.
    """
    if sys.version_info < MINIMUM:
        wanted = ".".join(map(str, MINIMUM))
        fail(
            f"Python {wanted} or newer is needed, this is {platform.python_version()} at {sys.executable}. "
            f"Install a newer Python and run: python{wanted} {sys.argv[0]}"
        )
    if not _is_stamped(STAMP, _digest()):
        _make()
    for name in more:
        stamp = VENV / f"cakupan-{Path(name).stem}.txt"
        digest = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
        if not _is_stamped(stamp, digest):
            say(f"adding the packages of {name} to .venv")
            _install(["requirements.txt", name], keep=True)
            stamp.write_text(digest + "\n", encoding="utf-8")
    return environment_python()


def _is_stamped(stamp: Path, digest: str) -> bool:
    return environment_python().exists() and stamp.exists() and stamp.read_text(encoding="utf-8").strip() == digest


def _make() -> None:
    """Make `.venv` anew, with what building editions needs."""
    say(f"making .venv from requirements.txt with Python {platform.python_version()} (a minute or two, once)")
    shutil.rmtree(VENV, ignore_errors=True)
    # Called by the Python inside .venv, sys.executable was just removed; the one that it was made from is still there.
    base = getattr(sys, "_base_executable", sys.executable)
    no_venv = "install what this Python lacks (on Debian and Ubuntu: apt install python3-venv), or use another Python"
    _run([base, "-m", "venv", VENV], "making the virtual environment", no_venv)
    _install(["requirements.txt"])
    no_index = "check the network, or the package index that pip uses"
    editable: list[str | Path] = ["--no-deps", "--no-build-isolation", "--editable", ROOT]
    _run([*_installer(), *editable], "installing the package itself", no_index)
    STAMP.write_text(_digest() + "\n", encoding="utf-8")
    say("the environment is ready")


def hand_over(arguments: list[str], *more: str) -> None:
    """Become `python ARGUMENTS` in the project's environment, with further pins installed; never returns."""
    python = ensure_environment(*more)
    environment = {**os.environ, "PYTHONUTF8": "1"}
    if os.name == "nt":
        raise SystemExit(subprocess.run([str(python), *arguments], cwd=ROOT, env=environment).returncode)
    os.chdir(ROOT)
    os.execve(str(python), [str(python), *arguments], environment)


if __name__ == "__main__":
    ensure_environment(*sys.argv[1:])
