"""The code under a picture, pasted into a notebook, draws the same figures with pandas and seaborn."""

from __future__ import annotations

import ast
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from cakupan.blocks import Figure, Table
from cakupan.explore import Explorer, View, recipe
from cakupan.explore.view import SHOWN
from cakupan.workspace import DATA

METHODS = ("tile_map", "ranking", "last_mile", "history")
VIEWS = {
    "a province": View("64"),
    "a province, on the other base": View("95", "ikd_attainment", "recorded", lang="en"),
    "a city among its class": View("6472", "ikd_rate", "recorded", "2024-12-31", "tier", "en"),
    "a city among all": View("6472", "coverage"),
    "a city in its province": View("6471", "unrecorded", peers="province"),
    "the nation": View("ID", "unrecorded"),
    "a district": View("647201"),
}


def pasted(code: str) -> Any:
    """What a cell with this code alone shows."""
    tree = ast.parse(code)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {}
    with matplotlib.rc_context():
        exec(compile(tree, "cell", "exec"), names)
        return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


def drawn(block: Any) -> list[float]:
    """The figures of the last column that has any, row by row."""
    numbers = [[float(Fraction(cell.value)) for cell in row if hasattr(cell, "value")] for row in block.data.rows]
    return [row[-1] for row in numbers if row]


@pytest.mark.parametrize("name", VIEWS)
def test_what_is_pasted_draws_each_picture_that_there_is(name: str) -> None:
    view = VIEWS[name]
    blocks = {method: pasted(code) for method in METHODS if (code := recipe(view, method))}
    assert all(isinstance(block, Figure | Table) for block in blocks.values())
    assert "tile_map" in blocks and (view.region == "ID" or "ranking" in blocks)


@pytest.mark.parametrize("name", [name for name in VIEWS if name != "the nation"])
def test_a_pasted_ranking_has_the_figures_of_the_view_around_its_region(name: str) -> None:
    view = VIEWS[name]
    known = [float(value) for one in view.members() if (value := view.value(one)) is not None]
    own = float(view.value(view.position.own) or 0)
    got = drawn(pasted(recipe(view, "ranking")))
    assert len(got) == (len(known) if len(view.members()) <= SHOWN else len(got)) and len(got) <= SHOWN
    assert [one for one in known if round(one, 9) in {round(other, 9) for other in got}][: len(got)]
    assert round(own, 9) in {round(one, 9) for one in got}
    assert sorted(got, reverse=view.measure != "unrecorded") == got
    assert {round(got[0], 9), round(got[-1], 9)} == {round(known[0], 9), round(known[-1], 9)}


def test_a_pasted_last_mile_has_everyone_who_is_unrecorded() -> None:
    assert sum(drawn(pasted(recipe(View("64"), "last_mile")))) == 17_580


def test_a_pasted_cell_opens_the_report_that_is_looked_at() -> None:
    code = recipe(View("64", lang="en", edition="2024-12-31", data=str(DATA)), "ranking")
    assert f'report = briefing.province("64", edition="2024-12-31", lang="en", data="{DATA}")' in code


def test_where_there_are_no_figures_there_is_no_code() -> None:
    assert recipe(View("647201"), "history") == "" and recipe(View("ID"), "ranking") == ""
    assert recipe(View("64", edition="2010-01-01"), "ranking") == ""


def test_the_explorer_shows_the_code_below_each_picture_ready_to_be_selected() -> None:
    explorer = Explorer(View("6472", lang="en"))
    for html in (explorer._map_code.value, *(code.value for _, code in explorer._pictures.values())):
        assert "<details" in html and "<summary>pandas, seaborn</summary>" in html
        assert "briefing.regency(&quot;6472&quot;" in html
    assert "sns.barplot" in explorer._pictures["ranking"][1].value


@pytest.mark.slow
def test_the_code_of_a_picture_runs_in_a_notebook(tmp_path: Path) -> None:
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(recipe(View("6472", lang="en"), method)) for method in METHODS]
    )
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    for cell in notebook.cells:
        shown = [output["data"] for output in cell.outputs if output["output_type"] == "execute_result"]
        assert len(shown) == 1 and json.dumps(shown[0]["application/vnd.cakupan+json"])
