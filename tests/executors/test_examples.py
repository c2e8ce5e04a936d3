"""The examples for other schedulers, run as they are printed: their own variables are set here, once for each part."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from cakupan.workspace import PACKAGE
from edition.builds import EDITION, contents, differences, regions

pytestmark = pytest.mark.slow
PAGE = PACKAGE / "executors" / "README.md"
ASKED = [*regions("64", "6472"), "--format", "html", "--no-verify"]
PARTS = 4
NUMBERS = [str(part) for part in range(1, PARTS + 1)]
Steps = tuple[str, list[dict[str, str]], str]
"""What builds a part, the variables that its scheduler gives it for each, and what joins them."""


def text_of(heading: str) -> str:
    """A section of the page."""
    return PAGE.read_text(encoding="utf-8").split(f"\n### {heading}\n")[1].split("\n### ")[0]


def block(heading: str, language: str) -> str:
    """The first block of a language in a section."""
    match = re.search(rf"^```{language}\n(.*?)^```", text_of(heading), re.MULTILINE | re.DOTALL)
    assert match, heading
    return match[1]


def shell(script: str, folder: Path, *arguments: str, **variables: str) -> None:
    """Run a script in a folder, with the command `cakupan` on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-euc", script, "script", *arguments],
        cwd=folder, env={**os.environ, "PATH": path, **variables}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build without parts makes of the same."""
    folder = tmp_path_factory.mktemp("whole")
    shell('cakupan build --output . "$@"', folder, *ASKED)
    return contents(folder / EDITION)


def test_the_loop_of_the_shell_gives_the_files_of_a_whole_build(whole: dict[str, bytes], tmp_path: Path) -> None:
    shell(block("A shell, or cron", "sh"), tmp_path, *ASKED)
    assert differences(contents(tmp_path / "joined" / EDITION), whole) == []


def of_slurm() -> Steps:
    section = text_of("SLURM")
    wrapped = re.search(r"--wrap '\.venv/bin/(.*?)'$", section, re.MULTILINE)
    assert wrapped and f"#SBATCH --array=1-{PARTS}\n" in section
    fixed = {"SLURM_ARRAY_TASK_COUNT": str(PARTS), "SLURM_CPUS_PER_TASK": "1"}
    return block("SLURM", "sh"), [{"SLURM_ARRAY_TASK_ID": part, **fixed} for part in NUMBERS], wrapped[1]


def of_kubernetes() -> Steps:
    job = yaml.safe_load(block("Kubernetes", "yaml"))["spec"]
    (container,) = job["template"]["spec"]["containers"]
    assert (job["completionMode"], job["completions"], container["command"]) == ("Indexed", PARTS, ["sh", "-c"])
    indices = [{"JOB_COMPLETION_INDEX": str(index), "OPTIONS": " ".join(ASKED)} for index in range(PARTS)]
    (merge,) = re.findall(r"Job with `(.*?)`", text_of("Kubernetes"))
    return container["args"][0], indices, merge


def of_airflow() -> Steps:
    code = block("Airflow", "python")
    build, merge = (
        command for _, command in re.findall(r"""bash_command=(['"])\.venv/bin/(.*)\1,$""", code, re.MULTILINE)
    )
    assert f"N = {PARTS}\n" in code and '{"PART": str(part), "N": str(N)} for part in range(1, N + 1)' in code
    return f'{build} "$@"', [{"PART": part, "N": str(PARTS)} for part in NUMBERS], merge


@pytest.mark.parametrize("example", [of_slurm, of_kubernetes, of_airflow])
def test_what_a_scheduler_is_given_makes_the_files_of_a_whole_build(
    example: Callable[[], Steps], whole: dict[str, bytes], tmp_path: Path
) -> None:
    build, parts, merge = example()
    for variables in parts:
        shell(build, tmp_path, *ASKED, **variables)
    shell(merge, tmp_path)
    assert differences(contents(tmp_path / "joined" / EDITION), whole) == []
