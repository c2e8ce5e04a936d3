"""Starting JupyterLab, without starting it: where it opens, what it may not do; and runs of an edition brought back to life."""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cakupan.cli import laboratory
from cakupan.errors import UsageError
from cakupan.lab import START_PAGE, Start, reopen, start
from cakupan.lab.announce import answering
from cakupan.lab.server import EXTENSIONS, SETTINGS, TOKEN
from cakupan.workspace import NOTEBOOKS
from cli.running import Run, runner

STEM = "cakupan-6472-2024-12-31-id"


def cell(id: str, *outputs: Any, tags: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "cell_type": "code", "id": id, "metadata": {"tags": list(tags)}, "source": ["1"], "outputs": list(outputs),
        "execution_count": None,
    }  # fmt: skip


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition's folder with one run."""
    folder = tmp_path / "2024-12-31"
    write(folder / "ipynb" / f"{STEM}.ipynb", cell("a"), cell("given", tags=("injected-parameters",)), cell("b"))
    return folder


def write(path: Path, *cells: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(monkeypatch, capsys)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Start]:
    """What would have been started."""
    starts: list[Start] = []
    monkeypatch.setattr(laboratory, "_become", starts.append)
    return starts


def test_jupyterlab_serves_this_machine_only_and_leaves_the_token_on() -> None:
    options = start(NOTEBOOKS, START_PAGE).command
    assert "--ServerApp.ip=127.0.0.1" in options and "--ServerApp.allow_remote_access=False" in options
    assert not [option for option in options if "token" in option.lower() or "password" in option.lower()]


def test_jupyterlab_asks_the_network_for_nothing() -> None:
    options = start(NOTEBOOKS).command
    assert "--LabApp.news_url=None" in options and "--LabApp.extension_manager=readonly" in options
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in options
    overrides = json.loads((SETTINGS / "overrides.json").read_text(encoding="utf-8"))
    assert overrides["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def test_the_start_page_exists_and_everything_that_it_links_to() -> None:
    page = (NOTEBOOKS / START_PAGE).read_text(encoding="utf-8")
    linked = [part.partition(")")[0] for part in page.split("](")[1:]]
    assert {path.name for path in NOTEBOOKS.glob("*.ipynb")} | {path.name for path in NOTEBOOKS.glob("*.md")} - {
        START_PAGE
    } == set(linked)


def test_a_page_a_cell_a_port_and_no_browser_are_told_to_jupyterlab() -> None:
    options = start(NOTEBOOKS, "a b.ipynb", cell="cell-7", browser=False, port=8890).command
    assert "--LabApp.default_url=/lab/tree/a%20b.ipynb#cell-id=cell-7" in options
    assert options[-3:] == ["--ServerApp.port=8890", "--ServerApp.port_retries=0", "--no-browser"]


def test_the_address_has_the_token_before_the_cell_and_every_start_a_token_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(TOKEN, raising=False)
    one, other = (start(NOTEBOOKS, "a b.ipynb", cell="cell-7", port=8890) for _ in range(2))
    token = one.environment[TOKEN]
    assert one.address == f"http://127.0.0.1:8890/lab/tree/a%20b.ipynb?token={token}#cell-id=cell-7"
    assert len(token) >= 32 and token != other.environment[TOKEN]


def test_a_port_that_is_taken_is_left_to_whoever_has_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ports = {option for option in start(NOTEBOOKS).command if option.startswith("--ServerApp.port=")}
        assert ports and f"--ServerApp.port={taken.getsockname()[1]}" not in ports


def test_a_finished_run_opens_at_its_parameters_and_the_edition_stays_as_it_is(edition: Path) -> None:
    source = edition / "ipynb" / f"{STEM}.ipynb"
    before = source.read_bytes()
    reopened = reopen(edition, "6472")
    assert (reopened.cell, reopened.failed, reopened.path.name) == ("given", False, source.name)
    assert reopened.path.parent != source.parent and source.read_bytes() == before


def test_a_failed_run_comes_before_an_older_good_one_and_opens_at_the_failing_cell(edition: Path) -> None:
    mark = {"cell_type": "markdown", "id": "mark", "metadata": {"tags": ["papermill-error-cell-tag"]}, "source": []}
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}
    write(edition / "failed" / f"{STEM}.ipynb", mark, cell("a"), cell("broken", error))
    (edition / "failed" / f"{STEM}.json").write_text('{"error": "cell 2: E: no figure"}', encoding="utf-8")
    reopened = reopen(edition, "6472")
    assert (reopened.cell, reopened.failed, reopened.sentence) == ("broken", True, "cell 2: E: no figure")
    assert [c["id"] for c in json.loads(reopened.path.read_text(encoding="utf-8"))["cells"]] == ["a", "broken"]


def test_a_copy_that_was_changed_is_never_overwritten(edition: Path) -> None:
    first = reopen(edition, "6472").path
    assert reopen(edition, "6472").path == first
    first.write_text("mine", encoding="utf-8")
    second = reopen(edition, "6472").path
    assert second != first and first.read_text(encoding="utf-8") == "mine"


def test_a_run_that_is_not_there_is_refused_with_the_command_that_makes_it(edition: Path) -> None:
    with pytest.raises(
        UsageError, match="no run of 64; build it first: cakupan build --region 64 --edition 2024-12-31"
    ):
        reopen(edition, "64")


def test_open_writes_the_notebook_and_starts_jupyterlab_at_it(run: Run, started: list[Start], edition: Path) -> None:
    done = run("open", "6472", "--edition", "2024-12-31", "--output", edition.parent, "--no-browser")
    assert done.code == 0 and f"{STEM}.ipynb" in done.sentence
    options = started[0].command
    assert f"--LabApp.default_url=/lab/tree/{STEM}.ipynb#cell-id=given" in options and "--no-browser" in options


def test_open_without_start_only_writes(run: Run, started: list[Start], edition: Path) -> None:
    assert run("open", "6472", "--output", edition.parent, "--no-start").code == 0
    assert started == [] and (edition / ".cakupan" / "lab" / f"{STEM}.ipynb").exists()


def test_a_named_cell_brings_along_the_lines_that_show_it() -> None:
    wanted = f"--LabApp.extra_labextensions_path={EXTENSIONS}"
    assert wanted in start(NOTEBOOKS, "a.ipynb", cell="cell-7").command
    assert wanted not in start(NOTEBOOKS, "a.ipynb").command
    (package,) = EXTENSIONS.glob("*/package.json")
    load = json.loads(package.read_text(encoding="utf-8"))["jupyterlab"]["_build"]["load"]
    assert (package.parent / load).is_file()


def test_without_voila_the_app_says_how_to_install_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    done = run("app")
    assert done.code == 2 and 'the app needs Voilà: pip install -e ".[app]"' in done.sentence


def test_the_app_is_served_to_this_machine_with_our_page(
    run: Run, started: list[Start], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: True)
    monkeypatch.setenv("JUPYTER_PATH", "elsewhere")
    assert run("app", "--no-browser", "--port", "8890").code == 0
    (app,) = started
    assert {"--Voila.ip=127.0.0.1", "--template=cakupan", "--port=8890", "--no-browser"} <= set(app.command)
    assert app.address == "http://127.0.0.1:8890/"
    first, second = app.environment["JUPYTER_PATH"].split(os.pathsep)
    assert (Path(first) / "voila" / "templates" / "cakupan" / "index.html.j2").is_file() and second == "elsewhere"


def test_lab_starts_at_the_start_page(run: Run, started: list[Start]) -> None:
    run("lab")
    assert f"--LabApp.default_url=/lab/tree/{START_PAGE}" in started[0].command


def test_options_of_jupyters_are_passed_on_and_go_before_ours() -> None:
    more = ["--allow-root", "--ServerApp.log_level=INFO", "--ip=0.0.0.0"]
    options = start(NOTEBOOKS, more=more).command
    assert options[-3:] == more
    assert not [option for option in options if option.startswith(("--ServerApp.log_level=WARN", "--ServerApp.ip="))]


def test_the_command_passes_on_what_it_does_not_know_and_takes_its_own(run: Run, started: list[Start]) -> None:
    assert run("lab", "--allow-root", "--no-browser", "--port", 8890, "--ServerApp.base_url=/x/").code == 0
    options = started[0].command
    assert options[-2:] == ["--allow-root", "--ServerApp.base_url=/x/"]
    assert "--no-browser" in options and "--ServerApp.port=8890" in options


def test_a_run_is_opened_by_the_name_of_its_region_with_options_of_jupyters(
    run: Run, started: list[Start], edition: Path
) -> None:
    done = run("open", "samarinda", "--allow-root", "--edition", "2024-12-31", "--output", edition.parent)
    assert (done.code, started[0].command[-1]) == (0, "--allow-root")
    assert STEM in done.err


@pytest.fixture
def listening() -> Iterator[int]:
    """The port of a server that refuses whoever has no token, as Jupyter's does."""

    class Refusing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(403)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Refusing) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_the_address_is_told_as_the_server_has_noted_it_once_it_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listening: int
) -> None:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    noted = {"url": f"http://127.0.0.1:{listening}/x/", "token": "other"}
    asked = "http://127.0.0.1:8888/lab/tree/a.ipynb?token=ours#cell-id=7"
    noting = threading.Timer(0.5, (tmp_path / f"jpserver-{os.getpid()}.json").write_text, (json.dumps(noted),))
    noting.start()
    assert answering(asked, os.getpid()) == f"http://127.0.0.1:{listening}/x/lab/tree/a.ipynb?token=other#cell-id=7"
    noting.join()


def test_an_app_that_answers_is_told_by_its_own_address(listening: int) -> None:
    assert answering(f"http://127.0.0.1:{listening}/", os.getpid()) == f"http://127.0.0.1:{listening}/"


def test_no_address_is_told_of_a_server_that_has_ended() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert answering("http://127.0.0.1:9/lab?token=x", ended.pid) == ""
