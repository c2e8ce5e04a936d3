"""Processes behind the warm engine: none is left over, each notebook has one to itself, and many can run at once."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import psutil
import pytest
from cakupan.engine import Zygote, client, wire
from cakupan.engine.zygote import ZygoteError
from engine.notebooks import WARM, Case, Executed, case, execute, outside_pytest

pytestmark = pytest.mark.slow

LEAVES_A_PROCESS = case("import subprocess; print(subprocess.Popen(['sleep', '600']).pid)")


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with outside_pytest(), Zygote() as warm:
        yield warm


@pytest.fixture
def run(zygote: Zygote, tmp_path: Path) -> Callable[..., Executed]:
    def run(*cells: str, **arguments: object) -> Executed:
        with outside_pytest():
            return execute(case(*cells), WARM, tmp_path, zygote=zygote, **arguments)

    return run


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_a_finished_notebook_leaves_no_process(run: Callable[..., Executed], zygote: Zygote) -> None:
    left = int(run(*LEAVES_A_PROCESS.cells).text(0))

    assert gone(left)
    assert psutil.Process(zygote.pid).children() == []


def test_a_failed_a_killed_and_a_timed_out_notebook_leave_no_process(
    run: Callable[..., Executed], zygote: Zygote
) -> None:
    run("1 / 0")
    run("import os; os.kill(os.getpid(), 9)")
    run(
        "import time, signal\nwhile True:\n    try:\n        time.sleep(60)\n    except KeyboardInterrupt:\n        pass",
        execution_timeout=1,
    )

    assert psutil.Process(zygote.pid).children() == []


def test_a_closed_zygote_takes_its_children_with_it() -> None:
    warm = Zygote()
    child = warm.spawn()
    assert not gone(child.pid)

    warm.close()

    assert gone(warm.pid)
    assert gone(child.pid)


def test_a_zygote_says_that_it_is_gone() -> None:
    warm = Zygote()
    warm.wait_ready()
    os.kill(warm.pid, signal.SIGKILL)

    with pytest.raises(ZygoteError, match="the warm process has ended"):
        warm.spawn()
    assert wait_until(lambda: not warm.is_alive())
    warm.close()


def test_children_die_with_their_zygote() -> None:
    warm = Zygote()
    child = warm.spawn()
    os.kill(warm.pid, signal.SIGKILL)

    assert wait_until(lambda: gone(child.pid))
    assert not child.is_alive()
    child.finish()
    warm.close()


def start_papermill(what: Case, folder: Path, *options: str) -> subprocess.Popen[bytes]:
    source = folder / "in.ipynb"
    nbformat.write(what.notebook(), source)
    command = [sys.executable, "-m", "papermill", "--engine", "warm", "--no-progress-bar", *options]
    with outside_pytest():
        return subprocess.Popen(
            [*command, str(source), str(folder / "out.ipynb")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


def tree_that_wrote(file: Path, root: int) -> list[int]:
    """Wait for a notebook to say in *file* which process it has started; return that and all above it."""
    assert wait_until(lambda: file.exists() and file.read_text().endswith("\n"), 60)
    return [root, int(file.read_text()), *(process.pid for process in psutil.Process(root).children(recursive=True))]


@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_papermill_ended_by_a_signal_leaves_no_process(signum: signal.Signals, tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    source = f"""
        import subprocess, time
        left = subprocess.Popen(['sleep', '600'])
        print(left.pid, file=open({str(pid_file)!r}, 'w'), flush=True)
        time.sleep(600)
    """
    papermill = start_papermill(case(source), tmp_path)
    tree = tree_that_wrote(pid_file, papermill.pid)
    assert len(tree) >= 5  # Papermill, the process, and above it zygote and child

    papermill.send_signal(signum)
    papermill.wait(timeout=20)

    assert wait_until(lambda: all(gone(pid) for pid in tree)), [pid for pid in tree if not gone(pid)]


def test_papermills_command_line_runs_notebooks_warm(tmp_path: Path) -> None:
    notebook = case("province = 0", "import os; province, os.getppid() == int(os.environ['JPY_PARENT_PID'])")
    notebook.tags[0] = ["parameters"]

    assert start_papermill(notebook, tmp_path, "-p", "province", "64").wait(timeout=60) == 0

    written = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert written.cells[-1].outputs[0].data["text/plain"] == "(64, False)"


def test_notebooks_run_at_once_from_several_threads(zygote: Zygote, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    wait_for_all = f"import pathlib, time\nfor _ in range(1200):\n    if len(list(pathlib.Path({str(here)!r}).iterdir())) == 4:\n        print('all', end='')\n        break\n    time.sleep(0.05)"

    def run(number: int) -> str:
        arrive = f"import pathlib; pathlib.Path({str(here / str(number))!r}).touch()"
        what = case(arrive, wait_for_all)
        return execute(what, WARM, tmp_path / str(number), zygote=zygote).text(1)

    with outside_pytest(), ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(run, range(4)))

    assert texts == ["all"] * 4  # one after the other, the first would give up waiting for the second


def test_a_forked_worker_does_not_use_its_parents_zygote(zygote: Zygote) -> None:
    zygote.wait_ready()
    if (pid := os.fork()) == 0:
        status = 1
        try:
            with contextlib.suppress(ZygoteError):
                zygote.spawn()
                status = 2
            zygote.close()  # must not close it for the parent
            status -= 1
        finally:
            os._exit(status)

    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert zygote.is_alive()


def test_the_process_that_forks_has_one_thread_and_has_not_seen_typst(run: Callable[..., Executed]) -> None:
    done = run("import os, sys; len(os.listdir(f'/proc/{os.getppid()}/task')), 'typst' in sys.modules")

    assert done.text(0) == "(1, False)"


def test_a_notebook_sees_nothing_of_the_one_before(run: Callable[..., Executed]) -> None:
    look = "import os, sys, matplotlib as m; m.rcParams['font.size'], os.getcwd(), os.getenv('LEFT'), 'left' in sys.modules"
    before = run(look).text(0)

    run(
        look,
        "m.rcParams['font.size'] = 99; os.chdir('/'); os.environ['LEFT'] = '1'; sys.modules['left'] = sys; left = 1",
    )

    assert run(look).text(0) == before
    assert run("'left' in globals()").text(0) == "False"


def test_notebooks_draw_different_random_numbers(run: Callable[..., Executed]) -> None:
    draw = "import random, uuid, numpy; random.random(), numpy.random.rand(), uuid.uuid4()"

    one, two = run(draw).text(0), run(draw).text(0)

    assert not set(one.strip("()").split(", ")) & set(two.strip("()").split(", "))


def test_a_notebook_sees_the_environment_and_the_folder_of_the_moment(
    run: Callable[..., Executed], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run("1")
    monkeypatch.setenv("SET_LATER", "yes")
    monkeypatch.setenv("TZ", "Asia/Makassar")
    monkeypatch.chdir(tmp_path)

    seen = run("import os, time; print(os.environ['SET_LATER'], os.getcwd(), time.strftime('%z'))").text(0)

    assert seen == f"yes {tmp_path} +0800\n"


def test_what_is_written_to_descriptors_keeps_its_place_and_is_complete(run: Callable[..., Executed]) -> None:
    done = run(
        "import os\nfor i in range(50):\n    print('p', i); os.write(1, f'w {i}\\n'.encode())",
        "os.write(1, b'last') and None",
    )

    assert done.text(0) == "".join(f"p {i}\nw {i}\n" for i in range(50))
    assert done.text(1) == "last"


def test_bytes_of_one_character_may_come_in_pieces(run: Callable[..., Executed]) -> None:
    done = run("import os, time\nfor b in 'Ω'.encode():\n    os.write(1, bytes([b])); time.sleep(0.05)")

    assert done.text(0) == "Ω"


def test_text_that_cannot_be_sent_is_reported_and_the_rest_comes(run: Callable[..., Executed]) -> None:
    done = run("print('\\ud800', flush=True); print('next')", "print('after')")

    assert "surrogates not allowed" in done.text(0)
    assert "next" in done.text(0)
    assert done.text(1) == "after\n"


def test_a_long_cell_reaches_a_child_that_is_busy_sending() -> None:
    size = 5_000_000
    ours, theirs = socket.socketpair()
    connection = client.Connection(ours)

    def send_before_reading() -> int:
        theirs.sendall(wire.pack(wire.IOPUB, [b"x" * size])[:-1])  # all but the end of a message
        return sum(len(part) for part in iter(lambda: theirs.recv(wire.CHUNK), b""))

    with ThreadPoolExecutor(1) as pool:
        received = pool.submit(send_before_reading)
        connection.send(wire.SHELL, [b"y" * size])
        ours.shutdown(socket.SHUT_WR)
        assert received.result(timeout=20) > size


def test_files_left_open_are_written_and_exit_functions_run(run: Callable[..., Executed], tmp_path: Path) -> None:
    run(
        f"import atexit, pathlib; f = open({str(tmp_path / 'open')!r}, 'w'); f.write('kept')",
        f"atexit.register(pathlib.Path({str(tmp_path / 'exit')!r}).write_text, 'ran')",
    )

    assert (tmp_path / "open").read_text() == "kept"
    assert (tmp_path / "exit").read_text() == "ran"


IN_A_CYCLE = {
    "an object": "class Thing:\n    def __del__(self): write('done')\nthing = Thing(); thing.own = thing; del thing",
    "a generator": "def steps(own):\n    try: yield\n    finally: write('done')\n"
    "own = []; own.append(steps(own)); next(own[0]); del own",
    "a variable": "class Thing:\n    def __del__(self, write=write): write('done')\nthing = Thing(); thing.own = thing",
}


@pytest.mark.parametrize("code", IN_A_CYCLE.values(), ids=IN_A_CYCLE)
def test_what_does_something_at_its_end_is_collected_from_a_cycle(
    run: Callable[..., Executed], tmp_path: Path, code: str
) -> None:
    run(
        f"import gc, pathlib; gc.disable(); path = {str(tmp_path / 'end')!r}; write = pathlib.Path(path).write_text",
        code,
    )

    assert (tmp_path / "end").read_text() == "done"


def test_a_child_that_cannot_start_is_a_dead_kernel(zygote: Zygote, tmp_path: Path) -> None:
    child = zygote.spawn(cwd=tmp_path / "no such folder")

    assert wait_until(lambda: not child.is_alive())
    child.finish()


def test_a_child_speaks_the_protocol_of_jupyter(zygote: Zygote) -> None:
    child = zygote.spawn()
    child.connection.settimeout(10)
    decoder = wire.Decoder()
    frames = list(decoder.feed(child.connection.recv(wire.CHUNK)))
    child.finish()

    channel, parts = frames[0]
    assert channel == wire.IOPUB
    assert b'"starting"' in b"".join(parts)
