"""When the warm engine gives a notebook to the stock one, and that importing the engine costs nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import types
from pathlib import Path

import pytest
from cakupan.engine import papermill_engine, warmup, wire
from engine.notebooks import WARM, case, execute, outside_pytest
from hypothesis import given
from hypothesis import strategies as st

RAN_WARM = case("import os; os.getppid() != int(os.environ['JPY_PARENT_PID'])")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ran_warm(folder: Path, **arguments: object) -> bool:
    with outside_pytest():
        done = execute(RAN_WARM, WARM, folder / "run", **arguments)
    assert done.error is None
    return done.text(0) == "True"


@pytest.mark.slow
def test_a_notebook_of_this_environment_runs_warm(folder: Path) -> None:
    assert ran_warm(folder)


@pytest.mark.slow
def test_the_switch_chooses_the_stock_engine(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(papermill_engine.SWITCH, "stock")

    assert not ran_warm(folder)


@pytest.mark.slow
def test_without_a_safe_fork_the_stock_engine_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papermill_engine, "fork_is_safe", lambda: False)

    assert not ran_warm(folder)


@pytest.mark.slow
def test_a_folder_with_its_own_pandas_runs_by_the_stock_engine(folder: Path) -> None:
    (folder / "pandas.py").write_text("mine = True")

    assert not ran_warm(folder)


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_forking_is_not_held_safe_elsewhere(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)

    assert not papermill_engine.fork_is_safe()


def test_a_folder_of_the_same_name_that_is_no_module_hides_nothing(folder: Path) -> None:
    (folder / "pandas").mkdir()
    (folder / "seaborn").mkdir()
    (folder / "seaborn" / "__init__.py").touch()

    assert papermill_engine.hidden_modules({"pandas": "/lib/pandas/__init__.py", "seaborn": "/lib/seaborn"}) == [
        "seaborn"
    ]


def test_the_package_itself_in_its_own_folder_hides_nothing(folder: Path) -> None:
    (folder / "cakupan").mkdir()
    own = folder / "cakupan" / "__init__.py"
    own.touch()

    assert papermill_engine.hidden_modules({"cakupan": os.path.realpath(own)}) == []


@pytest.mark.parametrize("reason", ["matplotlibrc", "resources", "kernel"])
def test_what_only_a_new_kernel_can_do_is_left_to_it(reason: str, folder: Path) -> None:
    if reason == "matplotlibrc":
        (folder / "matplotlibrc").touch()
    arguments = {"resources": {}} if reason == "resources" else {}

    with pytest.raises(papermill_engine.StockNeeded, match=reason):
        papermill_engine._choose_zygote("no-such-kernel" if reason == "kernel" else "python3", arguments, 60, None, "")


@pytest.mark.parametrize(
    "first", ["import cakupan.engine", "from cakupan.engine import WarmEngine", "import papermill"]
)
def test_either_of_papermill_and_the_engine_may_be_imported_first(first: str) -> None:
    code = f"{first}\nfrom papermill.engines import papermill_engines as p\nprint(p.get_engine('warm').__name__)"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "WarmEngine\n"


def test_the_facade_may_warm_itself_and_may_fail(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def warm_up(data: str) -> None:
        raise OSError("no data")

    monkeypatch.setitem(sys.modules, "cakupan.briefing", types.SimpleNamespace(warm_up=warm_up))
    warmup.warm_package()

    assert "cakupan.briefing is not quite warm: no data" in caplog.text


def test_importing_the_engine_imports_no_library() -> None:
    code = "import sys, cakupan.engine; print(sorted({'papermill', 'pandas', 'IPython', 'zmq'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


@given(
    frames=st.lists(st.tuples(st.integers(0, 255), st.lists(st.binary(max_size=50), max_size=4)), max_size=4),
    size=st.integers(1, 40),
)
def test_frames_are_read_back_from_pieces_of_any_size(frames: list[tuple[int, list[bytes]]], size: int) -> None:
    data = b"".join(wire.pack(channel, parts) for channel, parts in frames)
    decoder = wire.Decoder()
    pieces = [data[i : i + size] for i in range(0, len(data), size)]

    assert [frame for piece in pieces for frame in decoder.feed(piece)] == frames
