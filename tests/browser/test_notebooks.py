"""Every notebook in a real JupyterLab: opened, run from the menu with its defaults, looked through from top to bottom, saved."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from browser.chromium import Chromium
from browser.lab import TOKEN, Desk, serving
from cakupan.workspace import DATA, NOTEBOOKS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLAIMS = sum(1 for _ in csv.DictReader((DATA / "claims.csv").open(encoding="utf-8")))

SHOWN: dict[str, tuple[str, ...]] = {
    "claims": ("Klaim yang diterbitkan, dihitung ulang", f"Dari {CLAIMS} klaim"),
    "explore": ("Kalimantan Timur", "explore.View().tile_map()", "99,39"),
    "gallery": ("Kalimantan Timur", "99.39", "2843891/2861471"),
    "local": ("Palaran", "396 jiwa", "99,19"),
    "national": ("Indonesia", "97,19"),
    "province": ("Kalimantan Timur", "17.580", "99,39"),
    "regency": ("Kota Samarinda", "99,29"),
    "tutorial": ("Kalimantan Timur", "example.xlsx"),
}
"""What each must show, among other things."""

BAD = "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="module")
def lab(root: Path) -> Iterator[str]:
    with serving(root) as address:
        yield address


def test_no_notebook_is_left_out() -> None:
    assert set(SHOWN) == {path.stem for path in NOTEBOOKS.glob("*.ipynb")}


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_a_notebook_runs_from_top_to_bottom_from_the_menu(lab: str, root: Path, chromium: Chromium, name: str) -> None:
    # JupyterLab would open the tabs of before as well.
    with chromium.page(f"{lab}/lab/tree/{name}.ipynb?token={TOKEN}&reset", width=1400, height=1200) as page:
        desk = Desk(page)
        desk.run_all()
        text = desk.read_through(BAD)
        desk.save()
        asked = [url for url in page.requests() if not url.startswith((lab, "blob:"))]
        desk.shut_down()
    cells = [
        c for c in nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4).cells if c.cell_type == "code"
    ]
    assert [c.execution_count for c in cells] == list(range(1, len(cells) + 1))
    assert [o for c in cells for o in c.outputs if o.output_type == "error" or o.get("name") == "stderr"] == []
    assert [wanted for wanted in SHOWN[name] if wanted not in text] == []
    assert asked == []
