"""Started where signals are ignored, as by nohup or in the background, the warm engine still ends cells and leaves nothing behind."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from cakupan.engine import Zygote
from engine.notebooks import WARM, case, execute, outside_pytest

pytestmark = pytest.mark.slow


@pytest.fixture
def zygote() -> Iterator[Zygote]:
    """A warm process that has inherited an ignored SIGINT."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with outside_pytest(), Zygote() as warm:
            yield warm
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_cell_that_takes_too_long_is_interrupted_all_the_same(zygote: Zygote, tmp_path: Path) -> None:
    mark = tmp_path / "said"
    slow = f"import pathlib, time\ntry:\n    time.sleep(600)\nexcept KeyboardInterrupt:\n    pathlib.Path({str(mark)!r}).touch()"
    with outside_pytest():
        done = execute(case(slow), WARM, tmp_path, zygote=zygote, execution_timeout=1)
    assert type(done.error).__name__ == "CellTimeoutError"
    assert mark.exists()
    assert psutil.Process(zygote.pid).children() == []
