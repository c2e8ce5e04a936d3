"""The command `cakupan`, and `python -m cakupan`: leaves behind what would change how Python reads the packages, then runs the command.

What changes how notebooks run is left behind in `engine.surroundings`.
"""

from __future__ import annotations

import os
import sys

HARMLESS = frozenset(
    {"PYTHONDONTWRITEBYTECODE", "PYTHONFAULTHANDLER", "PYTHONHASHSEED", "PYTHONIOENCODING", "PYTHONNOUSERSITE"}
    | {"PYTHONPYCACHEPREFIX", "PYTHONSAFEPATH", "PYTHONUNBUFFERED", "PYTHONUSERBASE", "PYTHONUTF8"}
)
"""Variables of Python's that change no document, or say where packages are installed."""
LABORATORY = frozenset({"lab", "open", "app"})
"""Commands that go on as a laboratory: what a person has set for notebooks of the own holds there."""


def main() -> None:
    """Run the command, in an interpreter that no variable has bent and that finds no module in the current folder."""
    _open_standard_streams()
    try:
        here = os.path.realpath(os.getcwd())  # noqa: PTH109 - a pathlib.py may lie there
    except OSError:
        raise SystemExit(_complain("the current folder no longer exists; change to another one")) from None
    if not sys.flags.safe_path and sys.path and os.path.realpath(sys.path[0] or os.curdir) == here:
        del sys.path[0]  # `python -m` puts it there; a seaborn.py in it would be taken for seaborn
    os.environ.pop("MPLBACKEND", None)  # with a wrong one matplotlib, which most commands load, cannot be imported
    if not LABORATORY & set(sys.argv[1:2]):
        _start_again_if_bent()
        from cakupan.engine.surroundings import NEUTRAL, import_matplotlib, spare_grammar

        os.environ["MATPLOTLIBRC"] = str(NEUTRAL / "matplotlibrc")
        import_matplotlib()
        spare_grammar()
    from cakupan.cli import main as run

    run()


def _open_standard_streams() -> None:
    """Let descriptors that were closed before the start (`2>&-`) be none of the files that are opened later."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            nothing = os.open(os.devnull, os.O_RDWR)
            if nothing != number:
                os.dup2(nothing, number)
                os.close(nothing)
            os.set_inheritable(number, True)  # programs that are started get it too, unlike what else is opened
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8", closefd=False))


def _start_again_if_bent() -> None:
    """Begin anew without the variables that bend Python, if there are any."""
    harmless = HARMLESS | ({"PYTHONPATH"} if _lives_on_python_path() else set())
    bent = [name for name in os.environ if name.startswith("PYTHON") and name not in harmless]
    if bent:
        for name in bent:
            del os.environ[name]
        os.execv(sys.executable, [sys.executable, "-P", "-m", "cakupan", *sys.argv[1:]])


def _lives_on_python_path() -> bool:
    """Whether this package is found by PYTHONPATH, as where every package of a machine is."""
    home = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120
    return home in map(os.path.realpath, filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)))


def _complain(sentence: str) -> int:
    print(f"cakupan: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    main()
