"""The command-line loop that a user would write: papermill, then nbconvert to HTML and to PDF by a browser, code hidden.

What it needs beyond the project's environment goes into `.bench/`, by `prepare`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from cakupan.bench.measure import Cost, run
from cakupan.workspace import NOTEBOOKS, ROOT

BENCH = ROOT / ".bench"
SITE = BENCH / "site"
PLAYWRIGHT = "playwright==1.65.2"


def prepare() -> None:
    """Install Debian's Chromium (as root) and playwright's Python half, which the stock `webpdf` exporter drives."""
    if chromium() is None:
        subprocess.run(["apt-get", "install", "--yes", "--quiet", "chromium"], check=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--target", str(SITE), PLAYWRIGHT]
    subprocess.run(command, check=True)


def chromium() -> str | None:
    """The path of Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def has_browser() -> bool:
    """Whether PDF by browser can be measured; otherwise the loop ends at HTML, and the table says so."""
    return chromium() is not None and (SITE / "playwright").exists()


def one_briefing(code: str, edition: str, folder: Path, *, pdf: bool) -> tuple[Cost, ...]:
    """The two or three commands for one province; their costs in order."""
    folder.mkdir(parents=True, exist_ok=True)
    notebook = folder / f"{code}.ipynb"
    scripts = Path(sys.executable).parent
    environment = {**os.environ, "PYTHONPATH": str(SITE), "CAKUPAN_BENCH_CHROMIUM": chromium() or ""}
    convert = [str(scripts / "jupyter"), "nbconvert", "--no-input", "--output-dir", str(folder), str(notebook)]
    commands = [
        [str(scripts / "papermill"), str(NOTEBOOKS / "province.ipynb"), str(notebook), "--no-progress-bar",
         "-p", "province", code, "-p", "edition", edition],
        [*convert, "--to", "html"],
    ]  # fmt: skip
    if pdf:
        commands.append([*convert, "--to", "cakupan.bench.webpdf.DebianWebPDFExporter"])
    return tuple(run(command, env=environment) for command in commands)
