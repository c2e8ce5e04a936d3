"""Nothing around a build changes a byte of it: settings of a person, files in the current folder, variables, the home, limits, signals."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from edition.builds import EDITION, contents, differences

pytestmark = pytest.mark.slow

MATPLOTLIBRC = """
figure.autolayout: True
text.usetex: True
font.size: 30
axes.grid: True
lines.linewidth: 9
savefig.bbox: tight
svg.fonttype: path
backend: TkAgg
no.such.setting: 1
"""
MINE = "raise SystemExit('a file of mine was taken for a module of this name')\n"
SHADOWING = (
    "pandas",
    "seaborn",
    "matplotlib",
    "numpy",
    "papermill",
    "json",
    "random",
    "typing",
    "cakupan",
    "lxml",
    "typst",
)
PROFILE = """
import pandas as pd
pd.set_option("display.max_rows", 2)
pd.set_option("display.precision", 1)
import matplotlib
matplotlib.rcParams["font.size"] = 30
def print(*given): raise ValueError("not the print that you know")
"""


@dataclass(frozen=True)
class Place:
    """Where a build is started: the current folder, the home, and the variables that it finds."""

    here: Path
    home: Path
    variables: dict[str, str]


def settings_in_the_folder(place: Place) -> str:
    (place.here / "matplotlibrc").write_text(MATPLOTLIBRC)
    return ""


def settings_in_the_home(place: Place) -> str:
    startup = place.home / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00-mine.py").write_text(PROFILE)
    (startup.parent / "ipython_kernel_config.py").write_text("c.InteractiveShellApp.exec_lines = ['1 / 0']\n")
    for folder in (place.home / ".config" / "matplotlib", place.home / ".matplotlib"):
        folder.mkdir(parents=True)
        (folder / "matplotlibrc").write_text(MATPLOTLIBRC)
    kernel = place.home / ".local" / "share" / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text('{"argv": ["false"], "display_name": "mine", "language": "python"}')
    return ""


def settings_in_variables(place: Place) -> str:
    settings_in_the_home(place)
    settings_in_the_folder(place)
    place.variables.update(
        MATPLOTLIBRC=str(place.here / "matplotlibrc"),
        MPLBACKEND="nonsense",
        IPYTHONDIR=str(place.home / ".ipython"),
        JUPYTER_PATH=str(place.home / ".local" / "share" / "jupyter"),
        JUPYTER_DATA_DIR=str(place.home / ".local" / "share" / "jupyter"),
        SOURCE_DATE_EPOCH="1",
        COLUMNS="20",
        FORCE_COLOR="1",
    )
    return ""


def modules_of_the_same_name(place: Place) -> str:
    for name in SHADOWING:
        (place.here / f"{name}.py").write_text(MINE)
    return ""


def modules_of_the_same_name_by_stock(place: Place) -> str:
    settings_in_variables(place)
    place.variables["CAKUPAN_ENGINE"] = "stock"
    return modules_of_the_same_name(place)


def variables_of_python(place: Place) -> str:
    modules_of_the_same_name(place)
    (place.here / "cakupan.py").unlink()  # no command of that name would be left
    place.variables.update(
        PYTHONPATH=str(place.here),
        PYTHONSTARTUP=str(place.here / "json.py"),
        PYTHONWARNINGS="error",
        PYTHONOPTIMIZE="2",
        PYTHONHASHSEED="7",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
        PYTHONIOENCODING="ascii",
        PYTHONDEVMODE="1",
        LC_ALL="C",
    )
    return ""


def locale_and_time_zone(place: Place) -> str:
    place.variables.update(LC_ALL="tr_TR.ISO-8859-9", LANG="ar_EG.UTF-8", LANGUAGE="fr:de", TZ="Pacific/Kiritimati")
    return ""


def no_home(place: Place) -> str:
    del place.variables["HOME"]
    return ""


def a_home_that_cannot_be_written_to(place: Place) -> str:
    place.variables["HOME"] = "/proc/1/no-home"
    return ""


def files_for_nobody_else(place: Place) -> str:
    return "umask 077;"


def few_files_at_once(place: Place) -> str:
    return "ulimit -n 64;"


def no_terminal_and_no_streams(place: Place) -> str:
    return "exec 0<&- 1>&- 2>&-; exec setsid"


def signals_ignored(place: Place) -> str:
    return "trap '' INT HUP QUIT TERM; exec nohup"


def nobody_reads_what_is_said(place: Place) -> str:
    return "exec 2> >(true); sleep 0.2;"


HOSTILE: tuple[Callable[[Place], str], ...] = (
    settings_in_the_folder,
    settings_in_the_home,
    settings_in_variables,
    modules_of_the_same_name,
    modules_of_the_same_name_by_stock,
    variables_of_python,
    locale_and_time_zone,
    no_home,
    a_home_that_cannot_be_written_to,
    files_for_nobody_else,
    few_files_at_once,
    no_terminal_and_no_streams,
    signals_ignored,
    nobody_reads_what_is_said,
)


def built(place: Place, output: Path, before: str = "") -> tuple[int, str]:
    """Build the briefing of a province where `place` says, after the shell was told `before`; how that ended."""
    program = Path(sys.executable).with_name("cakupan")
    command = (
        f"{before} {shlex.join([str(program), 'build', '--region', '64', '--no-verify', '--output', str(output)])}"
    )
    done = subprocess.run(
        ["bash", "-c", command], cwd=place.here, env=place.variables, capture_output=True, text=True, timeout=300,
        stdin=subprocess.DEVNULL, errors="replace",
    )  # fmt: skip
    return done.returncode, done.stderr


def place_in(folder: Path) -> Place:
    """A folder and a home that nobody has set anything in, as on a new machine; the caches are those of this one."""
    here, home = folder / "here", folder / "home"
    here.mkdir(parents=True)
    home.mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "XDG_CACHE_HOME") if name in os.environ}
    return Place(here, home, {**kept, "HOME": str(home)})


@pytest.fixture(scope="session")
def reference(shared: Callable[[str, Callable[[Path], None]], Path]) -> dict[str, bytes]:
    """The files of an edition that was built on a new machine."""

    def make(folder: Path) -> None:
        assert built(place_in(folder), folder / "output")[0] == 0

    return contents(shared("surroundings", make) / "output" / EDITION)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.__name__.replace("_", "-"))
def test_a_build_leaves_the_same_bytes_whatever_is_around_it(
    reference: dict[str, bytes], tmp_path: Path, hostile: Callable[[Place], str]
) -> None:
    place = place_in(tmp_path)
    code, output = built(place, tmp_path / "output", hostile(place))
    assert code == 0, output
    assert "Traceback" not in output
    assert differences(contents(tmp_path / "output" / EDITION), reference) == []
