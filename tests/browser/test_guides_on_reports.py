"""The two guides on reports, walked in a real JupyterLab: the own report runs as it comes; one edited cell shows another chart."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.chromium import Chromium
from browser.lab import TOKEN, Desk, serving
from cakupan.ingest import new
from cakupan.workspace import DATA, NOTEBOOKS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BAD = "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"
MINE = "mine/notebooks"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="module")
def lab(root: Path) -> Iterator[str]:
    """A JupyterLab that sees what `cakupan new` makes, with the provincial briefing taken as the guide says."""
    with serving(root) as address:
        mine = root / "notebooks" / "mine"
        assert list(new.make(mine, DATA))
        shutil.copyfile(NOTEBOOKS / "province.ipynb", mine / "notebooks" / "province.ipynb")
        taken = mine / "notebooks" / "province.ipynb"
        notebook = json.loads(taken.read_text(encoding="utf-8"))
        source = "".join(notebook["cells"][1]["source"])
        notebook["cells"][1]["source"] = re.sub(r'data: str = ""', 'data: str = ".."', source)
        taken.write_text(json.dumps(notebook), encoding="utf-8")
        yield address


def test_the_own_report_that_comes_with_a_data_directory_runs_from_the_menu(lab: str, chromium: Chromium) -> None:
    with chromium.page(f"{lab}/lab/tree/{MINE}/own-report.ipynb?token={TOKEN}&reset", width=1400, height=1200) as page:
        desk = Desk(page)
        desk.run_all()
        text = desk.read_through(BAD)
        desk.shut_down()
    assert "Belum merekam menurut wilayah" in text and "17.580" in text


def test_one_edited_cell_shows_another_chart_and_a_heading_is_seen_in_one_language(
    lab: str, chromium: Chromium
) -> None:
    guide = (NOTEBOOKS / "change-a-briefing.md").read_text(encoding="utf-8")
    _, after = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    with chromium.page(f"{lab}/lab/tree/{MINE}/province.ipynb?token={TOKEN}&reset", width=1400, height=1200) as page:
        desk = Desk(page)
        desk.run_all()
        before = desk.read_through(BAD)
        desk.type_into_cell_on_the_way("IKD activation: most, least, nearest", after.rstrip("\n"))
        desk.shows(".jp-OutputArea", "Tingkat aktivasi IKD menurut wilayah")
        desk.shut_down()
    assert "Seberapa jauh aktivasi IKD dari target?" in before.splitlines()
    assert "How far is IKD activation from its target?" not in before.splitlines()
