"""What a build leaves behind of its surroundings: settings of matplotlib and IPython, and modules in the current folder.

A notebook's current folder stays what it is, and what lies there can be read and imported; but nothing there takes the place of a package, and
no matplotlibrc of anyone's is read. What would change how Python itself starts is left behind in `__main__`.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cakupan.errors import CakupanError, message, why

SWITCH: Final = "CAKUPAN_APART"
"""Set in processes that stand apart from their surroundings, and in the kernels that they start."""
LEFT_BEHIND: Final = ("MPLBACKEND", "MATPLOTLIBRC", "IPYTHON", "JUPYTER_", "PANDAS_")
NEUTRAL: Final = Path(__file__).with_name("neutral")
"""A folder without anything that a program would read, but for an empty matplotlibrc; where matplotlib is imported."""
PRIVATE: Final = "cakupan-apart-"
"""How the temporary folder of a process that stands apart begins; its number follows."""
STARTUP: Final = """\
import sys
sys.path.sort(key=lambda folder: folder == "")
from cakupan.engine.surroundings import import_matplotlib
import_matplotlib()
del sys, import_matplotlib
"""
"""What a kernel runs first: modules of the current folder come last, so that they hide none."""


def apart() -> bool:
    """Say whether this process stands apart from its surroundings."""
    return SWITCH in os.environ


@contextlib.contextmanager
def standing_apart() -> Iterator[None]:
    """Leave behind, in this process and those that it starts meanwhile, what a person has set for drawings and notebooks of the own.

    Raises CakupanError when there is no room for temporary files.
    """
    before = dict(os.environ)
    try:
        _clear()
        private = tempfile.TemporaryDirectory(prefix=f"{PRIVATE}{os.getpid()}-", ignore_cleanup_errors=True)
        startup = Path(private.name, "ipython", "profile_default", "startup")
        startup.mkdir(parents=True)
        (startup / "apart.py").write_text(STARTUP, encoding="utf-8")
    except OSError as error:
        raise CakupanError(
            message(
                "no temporary file can be written ({reason}); make room, or name another folder with TMPDIR",
                reason=why(error),
            )
        ) from error
    with private:
        for name in [name for name in before if name.startswith(LEFT_BEHIND)]:
            del os.environ[name]
        jupyters = {
            f"JUPYTER_{kind}_DIR": str(Path(private.name, kind.lower())) for kind in ("CONFIG", "DATA", "RUNTIME")
        }
        os.environ |= {"IPYTHONDIR": str(startup.parents[1]), "JUPYTER_PREFER_ENV_PATH": "1", **jupyters}
        os.environ |= {"MATPLOTLIBRC": str(NEUTRAL / "matplotlibrc"), SWITCH: "1"}
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def _clear() -> None:
    """Remove the temporary folders of processes that were killed."""
    import psutil

    for left in Path(tempfile.gettempdir()).glob(f"{PRIVATE}*"):
        number = left.name.removeprefix(PRIVATE).partition("-")[0]
        if number.isdecimal() and not psutil.pid_exists(int(number)):
            shutil.rmtree(left, ignore_errors=True)


def import_matplotlib() -> None:
    """Import matplotlib, where a matplotlibrc lies in the current folder: it would be read before the one that MATPLOTLIBRC names."""
    if Path("matplotlibrc").exists():
        with contextlib.chdir(NEUTRAL):
            importlib.import_module("matplotlib")


def spare_grammar() -> None:
    """Keep jsonschema, which nbformat loads, from building a grammar for one optional format: a second of every cold start."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
