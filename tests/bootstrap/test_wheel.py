"""An installed wheel brings data and notebooks, and builds outside of a checkout into a folder that one can see."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CAKUPAN"))}
    variables["CAKUPAN_LANG"] = "en"
    return subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, timeout=300, env=variables)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of what is committed here or about to be."""
    folder = tmp_path_factory.mktemp("wheel")
    done = run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    assert done.returncode == 0, done.stderr[-2000:]
    (made,) = folder.glob("cakupan-*.whl")
    return made


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that holds the wheel, and the packages that the tests have, but nothing of this checkout."""
    home = tmp_path_factory.mktemp("installed")
    done = run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home)
    assert done.returncode == 0, done.stderr
    (packages,) = home.glob("lib/python*/site-packages")
    zipfile.ZipFile(wheel).extractall(packages)
    (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home / "bin" / "python"


def test_a_wheel_brings_what_is_shipped_and_nothing_that_git_leaves_out(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = run("git", "ls-files", "data", "notebooks", cwd=ROOT).stdout.split()
    assert {name.removeprefix("cakupan_shipped/") for name in names if name.startswith("cakupan_shipped/")} == set(
        tracked
    )
    assert "cakupan/words/locale/id.command.po" in names


def test_an_installed_wheel_builds_and_verifies_a_province_into_the_current_folder(
    python: Path, tmp_path: Path
) -> None:
    done = run(python, "-m", "cakupan", "build", "--region", "64", cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    (edition,) = (tmp_path / "output").iterdir()
    built = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))["reports"]
    assert [name[:10] for name in built] == ["cakupan-64"]
    checked = run(python, "-m", "cakupan", "verify", edition, cwd=tmp_path)
    assert (checked.returncode, "no fault" in checked.stderr) == (0, True), checked.stderr
    assert (
        str(ROOT)
        not in run(python, "-c", "import cakupan.workspace as w; print(w.DATA, w.NOTEBOOKS)", cwd=tmp_path).stdout
    )
