"""What the browser tests look at: a small edition built for real, an index in every state, one Chromium for all of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser.chromium import Chromium
from edition.shelves import Shelf, simulated_data

Shared = Callable[[str, Callable[[Path], None]], Path]
"""What makes a folder once for all workers of a run: see the fixture `shared`."""
REGIONS = ("ID", "64", "31", "95")
AXE = "CAKUPAN_AXE"
"""The environment variable that names axe-core's axe.min.js, which .ci/run fetches."""


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with Chromium(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture(scope="session")
def edition(shared: Shared) -> Path:
    """The folder of an edition with a few reports in both languages; tests must not change it."""

    def make(output: Path) -> None:
        chosen = [part for code in REGIONS for part in ("--region", code)]
        command = [sys.executable, "-m", "cakupan", "build", "--edition", "2024-12-31", "--lang", "both", *chosen]
        subprocess.run([*command, "--output", str(output), "--quiet"], check=True, timeout=300)

    return shared("browser-edition", make) / "2024-12-31"


@pytest.fixture(scope="session")
def every_state(shared: Shared) -> Path:
    """A folder whose index shows everything that an index can show: simulated, failed, not built, regencies inside."""

    def make(folder: Path) -> None:
        shelf = Shelf(folder, simulated_data(folder / "data"))
        for code in ("ID", "64", "31"):
            shelf.put(code)
        for code in ("6401", "6402", "6474"):
            shelf.put(code, kind="regency")
        shelf.fail("64")
        shelf.fail("11", remembered=True)
        shelf.write()

    return shared("every-state", make)


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core. Fails when it is not there: what could not be checked does not hold."""
    named = os.environ.get(AXE, "")
    if not Path(named).is_file():
        pytest.fail(f"set {AXE} to the axe.min.js of the npm package axe-core; it is {named!r}")
    return Path(named).read_text(encoding="utf-8")


def page_url(name: str, edition: Path, every_state: Path) -> str:
    """The address of a page by its short name: "index", "index.en", "compare", "compare.en", "states", or a report such as "64-id"."""
    if name == "states":
        return (every_state / "index.html").as_uri()
    if name.startswith(("index", "compare")):
        return (edition / f"{name}.html").as_uri()
    code, _, lang = name.partition("-")
    return (edition / "html" / f"cakupan-{code}-2024-12-31-{lang}.html").as_uri()
