"""“Open its notebook” finds the notebook of every level that the explorer shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cakupan.explore.view import View
from cakupan.explore.widgets import write_notebook


@pytest.mark.parametrize(
    ("region", "level", "parameter"),
    [("64", "province", 'province = "64"'), ("6472", "regency", 'regency = "6472"'), ("647201", "district", 'area = "647201"')],
)  # fmt: skip
def test_the_notebook_of_a_region_is_opened_with_its_own_parameter(
    region: str, level: str, parameter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = write_notebook(View(region))
    assert path.name.startswith(f"{level}-{region}-")
    sources = ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    assert any(parameter in source for source in sources)
