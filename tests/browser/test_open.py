"""`cakupan open` as a person types it: JupyterLab really starts, at the cell that failed or at the parameters."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browser.chromium import BrowserError, Chromium
from browser.lab import START_S, Desk, await_server, stop
from cakupan.workspace import DATA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EDITION = "2024-12-31"


def cakupan(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cakupan", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose table of claims cannot be read: what a briefing says before its claims can be computed."""
    directory = tmp_path_factory.mktemp("broken") / "data"
    shutil.copytree(DATA, directory)
    (directory / "claims.csv").write_text("this,is,no\ntable,of,claims\n", encoding="utf-8")
    return directory


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory, broken: Path) -> Path:
    """Editions with a failed report of Samarinda and a finished one of Balikpapan."""
    folder = tmp_path_factory.mktemp("output")
    common = ("build", "--edition", EDITION, "--output", folder, "--format", "html", "--quiet", "--no-verify")
    failed = cakupan(*common, "--region", "6472", "--data", broken)
    assert failed.returncode == 1, failed.stderr
    assert cakupan(*common, "--region", "6471").returncode == 0
    return folder


@contextmanager
def opened(folder: Path, *arguments: str | Path) -> Iterator[str]:
    """What `cakupan open` opens, while its JupyterLab runs: the file that a browser is given, or with --no-browser the address."""
    private = {name: str(folder / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    (folder / "JUPYTER_CONFIG_DIR").mkdir()
    # A machine of tests may know root only, whom Jupyter refuses by default.
    (folder / "JUPYTER_CONFIG_DIR" / "jupyter_server_config.json").write_text('{"ServerApp": {"allow_root": true}}')
    log, given = folder / "log", folder / "given"
    browser = folder / "browser.py"
    browser.write_text(f"import sys, pathlib; pathlib.Path({str(given)!r}).write_text(sys.argv[1])")
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "cakupan", "open", *map(str, arguments)],
            stdout=stream,
            stderr=subprocess.STDOUT,
            env={**os.environ, **private, "BROWSER": f"{sys.executable} {browser} %s"},
        )
    try:
        yield _given(given, process) if "--no-browser" not in arguments else _address(log, process)
    finally:
        stop(process)


def _given(file: Path, process: subprocess.Popen[bytes]) -> str:
    return _await(file, re.compile("file:.+"), process)


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    found = _await(log, re.compile(r"http://127\.0\.0\.1:\d+/lab\S+"), process)
    await_server(found.partition("/lab")[0], process)
    return found


def _await(file: Path, wanted: re.Pattern[str], process: subprocess.Popen[bytes]) -> str:
    """What stands in a file as soon as it stands there."""
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        found = wanted.search(file.read_text(encoding="utf-8")) if file.exists() else None
        if found:
            return found.group()
        time.sleep(0.2)
    raise BrowserError(f"{file} never had {wanted.pattern}")


def active(desk: Desk) -> str:
    """The source of the active cell, once it is the active one and in view."""
    return str(
        desk.wait(
            "(() => {const e = document.querySelector('.jp-Notebook .jp-Cell.jp-mod-active'); if (!e) return null;"
            "const r = e.getBoundingClientRect(); const seen = r.top < innerHeight && r.bottom > 60;"
            "return seen && e.querySelector('.jp-InputArea').innerText})()"
        )
    )


@pytest.mark.parametrize("named", [(), ("--edition", EDITION, "--no-browser")], ids=["latest", "by edition"])
def test_a_failed_report_opens_at_the_cell_that_failed(
    chromium: Chromium, output: Path, broken: Path, tmp_path: Path, named: tuple[str, ...]
) -> None:
    with opened(tmp_path, "6472", *named, "--output", output, "--data", broken) as address:
        said = (tmp_path / "log").read_text(encoding="utf-8")
        assert "claims.csv" in said.splitlines()[0] and " failed: " in said.splitlines()[0]
        with chromium.page(address, width=1400, height=1000) as page:
            desk = Desk(page)
            desk.wait("document.querySelector('.jp-Notebook .jp-mod-active')?.innerText.includes('report.claims()')")
            assert "report.claims()" in active(desk)
            assert "claims.csv" in desk.text(".jp-Cell.jp-mod-active .jp-OutputArea")


def test_a_finished_report_opens_at_its_parameters(chromium: Chromium, output: Path, tmp_path: Path) -> None:
    with (
        opened(tmp_path, "6471", "--output", output, "--no-browser") as address,
        chromium.page(address, width=1400, height=1000) as page,
    ):
        desk = Desk(page)
        desk.wait("document.querySelector('.jp-Notebook .jp-mod-active')?.innerText.includes('6471')")
        assert 'regency = "6471"' in active(desk)


def test_of_a_report_that_was_never_built_one_sentence_says_so(output: Path) -> None:
    done = cakupan("open", "6474", "--output", output)
    assert done.returncode == 2
    assert done.stderr.strip().splitlines() == [
        f"cakupan: {output / EDITION} has no run of 6474; build it first: cakupan build --region 6474 --edition {EDITION}"
    ]


def test_the_notebook_that_failed_is_kept_as_it_was(output: Path) -> None:
    (kept,) = (output / EDITION / "failed").glob("*.ipynb")
    cells = json.loads(kept.read_text(encoding="utf-8"))["cells"]
    assert any(o.get("output_type") == "error" for cell in cells for o in cell.get("outputs", []))
