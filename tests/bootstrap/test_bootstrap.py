"""The standard-library bootstrap: it makes the environment once, says clearly what is wrong, and leaves nothing half made."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cakupan.workspace import ROOT

SCRIPTS = ROOT / "scripts"
PIN = "cakupan-no-such-package==1.0"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the real bootstrap, and with one pinned package that does not exist."""
    root = tmp_path / "a project"
    (root / "scripts").mkdir(parents=True)
    for name in ("_bootstrap.py", "build.py", "test.py"):
        shutil.copy(SCRIPTS / name, root / "scripts" / name)
    (root / "requirements.txt").write_text(PIN + "\n", encoding="utf-8")
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


@pytest.fixture
def run(project: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a Python statement beside the bootstrap, without a package index."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}

    def python(code: str, **extra: str) -> subprocess.CompletedProcess[str]:
        prelude = f"import sys; sys.path.insert(0, {str(project / 'scripts')!r}); import _bootstrap\n"
        return subprocess.run(
            [sys.executable, "-c", prelude + code],
            capture_output=True,
            text=True,
            env={**environment, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, **extra},
            timeout=120,
        )

    return python


NO_SUBPROCESS = """
import subprocess
def refuse(*arguments, **options): raise AssertionError(f"a process was started: {arguments}")
subprocess.run = subprocess.Popen = refuse
"""
STAMPED = """
python = _bootstrap.environment_python()
python.parent.mkdir(parents=True)
python.touch()
_bootstrap.STAMP.write_text(_bootstrap._digest() + "\\n", encoding="utf-8")
"""


def test_the_scripts_import_nothing_but_the_standard_library() -> None:
    for name in ("_bootstrap.py", "build.py", "test.py"):
        tree = ast.parse((SCRIPTS / name).read_text(encoding="utf-8"))
        imported = {
            module.split(".")[0]
            for node in ast.walk(tree)
            for module in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [str(node.module)]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        assert imported <= sys.stdlib_module_names | {"_bootstrap"}, name


@pytest.mark.parametrize("name", ["_bootstrap.py", "build.py", "test.py"])
def test_even_an_old_python_can_read_the_scripts_far_enough_to_be_told(name: str) -> None:
    ast.parse((SCRIPTS / name).read_text(encoding="utf-8"), feature_version=(3, 7))


def test_a_python_that_is_too_old_is_told_which_is_needed_and_what_to_run(run: Callable[..., object]) -> None:
    done = run("sys.version_info = (3, 9, 2); sys.argv[0] = 'scripts/build.py'; _bootstrap.ensure_environment()")
    assert isinstance(done, subprocess.CompletedProcess)
    assert done.returncode == 2
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "python3.11 scripts/build.py" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_failed_installation_says_what_failed_and_the_remedy_and_leaves_no_environment(
    project: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = run("_bootstrap.ensure_environment()")
    assert done.returncode == 2
    assert "installing the packages of requirements.txt failed" in done.stderr
    assert "cakupan-no-such-package" in done.stderr
    assert "remedy:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / ".venv").exists()


def test_an_environment_that_cannot_be_made_says_so(
    project: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = run("sys._base_executable = '/bin/false'; _bootstrap.ensure_environment()")
    assert done.returncode == 2
    assert "making the virtual environment failed (exit 1)" in done.stderr
    assert "apt install python3-venv" in done.stderr
    assert not (project / ".venv").exists()


def test_nothing_is_run_when_nothing_changed(run: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = run(STAMPED + NO_SUBPROCESS + "assert _bootstrap.ensure_environment() == python")
    assert (done.returncode, done.stderr) == (0, "")


ONLY_SAY = """
def only_say(command, what, remedy, **options): raise SystemExit(f"would run: {what}")
_bootstrap._run = only_say
"""
BEGINS_ANEW = "would run: making the virtual environment"


@pytest.mark.parametrize("changed", ["requirements.txt", "pyproject.toml"])
def test_a_changed_pin_or_project_file_makes_the_environment_anew(
    project: Path, run: Callable[..., subprocess.CompletedProcess[str]], changed: str
) -> None:
    change = f"with open({str(project / changed)!r}, 'a') as file: file.write('# changed\\n')\n"
    assert BEGINS_ANEW in run(STAMPED + ONLY_SAY + change + "_bootstrap.ensure_environment()").stderr


def test_what_tests_need_is_added_to_the_environment_once_and_again_when_its_pins_change(
    project: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    (project / "requirements-test.txt").write_text(PIN + "\n", encoding="utf-8")
    add = "_bootstrap.ensure_environment('requirements-test.txt')"
    adds = "would run: installing the packages of requirements-test.txt"
    assert adds in run(STAMPED + ONLY_SAY + add).stderr
    pretend = "_bootstrap._run = lambda *arguments, **options: None\n"
    assert run("python = _bootstrap.environment_python()\n" + pretend + add).returncode == 0
    again = run("python = _bootstrap.environment_python()\n" + NO_SUBPROCESS + add)
    assert (again.returncode, again.stderr) == (0, "")
    (project / "requirements-test.txt").write_text(PIN + "\n# changed\n", encoding="utf-8")
    assert adds in run("python = _bootstrap.environment_python()\n" + ONLY_SAY + add).stderr


def test_a_failed_addition_says_what_failed_and_leaves_the_environment_that_was_there(
    project: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    (project / "requirements-test.txt").write_text(PIN + "\n", encoding="utf-8")
    broken = "_bootstrap._installer = lambda: [sys.executable, '-c', 'raise SystemExit(3)']\n"
    done = run(STAMPED + broken + "_bootstrap.ensure_environment('requirements-test.txt')")
    assert done.returncode == 2
    assert "installing the packages of requirements-test.txt failed (exit 3)." in done.stderr
    assert (project / ".venv").exists()


@pytest.mark.parametrize("uv", ["None", "'/usr/bin/uv'"], ids=["pip", "uv"])
def test_only_wheels_with_the_digests_that_are_pinned_are_installed(
    run: Callable[..., subprocess.CompletedProcess[str]], uv: str
) -> None:
    show = (
        f"_bootstrap.find_uv = lambda: {uv}\n"
        "_bootstrap._run = lambda command, what, remedy, **options: print(what, *command)\n_bootstrap._install(['requirements.txt'])"
    )
    command = run(show).stdout
    assert "--require-hashes --only-binary :all:" in command
    assert ("/usr/bin/uv pip install" in command) == (uv != "None")


def test_an_interrupted_installation_is_started_again(run: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = run(STAMPED + ONLY_SAY + "_bootstrap.STAMP.unlink(); _bootstrap.ensure_environment()")
    assert BEGINS_ANEW in done.stderr


def test_a_project_that_was_moved_makes_its_environment_anew(
    project: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    assert run(STAMPED).returncode == 0
    shutil.copytree(project, project.with_name("elsewhere"))
    elsewhere = f"sys.path[0] = {str(project.with_name('elsewhere') / 'scripts')!r}; del sys.modules['_bootstrap']\n"
    assert BEGINS_ANEW in run(elsewhere + "import _bootstrap" + ONLY_SAY + "_bootstrap.ensure_environment()").stderr


def test_the_python_of_the_environment_itself_may_run_the_scripts_too(
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    inside = "sys.executable = sys.prefix = str(python)\n"
    done = run(STAMPED + NO_SUBPROCESS + inside + "assert _bootstrap.ensure_environment() == python")
    assert (done.returncode, done.stderr) == (0, "")
    done = run(
        "_bootstrap.STAMP.unlink()\nsys.executable, sys._base_executable = '/project/.venv/bin/python', '/usr/bin/python3'\n"
        "_bootstrap._run = lambda command, what, remedy, **options: sys.exit(f'{what}: {command[0]}')\n_bootstrap.ensure_environment()"
    )
    assert "making the virtual environment: /usr/bin/python3" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no exec")
def test_the_scripts_hand_their_arguments_over_to_the_package_inside_the_environment(project: Path) -> None:
    told = "import os, sys\nprint(os.getcwd(), sys.argv, os.environ['PYTHONUTF8'])\n"
    (project / "cakupan").mkdir()
    (project / "cakupan" / "__main__.py").write_text(told, encoding="utf-8")
    link = f"python.symlink_to({sys.executable!r})"
    stamped = STAMPED.replace("python.touch()", link)
    prelude = f"import sys; sys.path.insert(0, {str(project / 'scripts')!r}); import _bootstrap\n"
    subprocess.run([sys.executable, "-c", prelude + stamped], check=True)
    done = subprocess.run(
        [sys.executable, str(project / "scripts" / "build.py"), "--region", "64"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-3:] == ["'--region',", "'64']", "1"]
    assert "'build'" in done.stdout
    assert str(project) in done.stdout
