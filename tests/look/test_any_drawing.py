"""Whatever seaborn draws is laid out inside of its figure, labels apart; where a figure is missing, nothing is drawn, and nothing breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
import seaborn.objects as so
from cakupan import look
from cakupan.look.missing import plain
from cakupan.look.style import house_style
from cakupan.words.numbers import Num, RichText
from look.drawings import clipped_labels

KINDS = ("pesisir", "pedalaman", "kepulauan")
REGIONS = pd.DataFrame(
    {
        "name": [f"Wilayah {letter}" for letter in "ABCDEFGHI"],
        "kind": [*KINDS] * 3,
        "population": [125_000 * n for n in range(1, 10)],
        "rate": [4.5, 6.1, 5.2, 7.8, 3.9, 6.6, 5.8, 4.1, 9.7],
        "unrecorded": pd.array([None, 4404, 2590, 0, 888, 2305, 4809, 1571, 540], dtype="Int64"),
        "share": pd.array([None, 1.5, 2.5, 0.0, 3.5, 4.5, None, 6.0, 7.0], dtype="Float64"),
    }
)


@pytest.fixture(autouse=True)
def _style() -> Iterator[None]:
    with matplotlib.rc_context():
        house_style()
        yield


def numbers(places: list[float]) -> list[RichText]:
    return [(Num(f"{place:,.10g}", f"{place:.10g}"),) for place in places]


def svg(drawing: object) -> str:
    figure = look.figure_of(drawing)
    look.finish(figure, numbers, lambda days: [(f"{day}",) for day in days])
    text = look.to_svg(figure)
    look.put_away(figure)
    return text


DRAWINGS: dict[str, Callable[[], Any]] = {
    "objects with two legends": lambda: so.Plot(
        REGIONS, x="population", y="rate", color="kind", pointsize="population"
    ).add(so.Dot()),
    "grid with a legend": lambda: sns.lmplot(REGIONS, x="population", y="rate", hue="kind", ci=None),
    "heat map with its scale": lambda: sns.heatmap(REGIONS.set_index("name")[["rate"]], annot=True),
    "chart with margins": lambda: sns.jointplot(REGIONS, x="population", y="rate"),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_nothing_of_a_drawing_stands_beyond_its_edge(name: str, recwarn: pytest.WarningsRecorder) -> None:
    assert clipped_labels(svg(DRAWINGS[name]())) == []
    assert [str(one.message) for one in recwarn if one.category is UserWarning] == []


def test_a_scale_of_colours_has_numbers_of_an_axis_beside_it() -> None:
    axes = sns.heatmap(REGIONS.set_index("name")[["rate"]])
    bar = look.figure_of(axes).axes[1]
    svg(axes)
    shown = [tick.label2 for tick in bar.yaxis.get_major_ticks() if tick.label2.get_text()]
    assert len(shown) > 2 and all(str(label.get_gid()).endswith("@axis") for label in shown)


def test_labels_of_narrow_axes_do_not_run_together() -> None:
    text = svg(sns.FacetGrid(REGIONS, col="kind", height=3).map(sns.scatterplot, "population", "rate"))
    row = re.findall(r'<text[^>]*?(?:x="([\d.]+)"[^>]*?|translate\(([\d.]+)[^>]*?)>(\d[\d,]*00|0)</text>', text)
    ends = sorted(((float(x or moved)), look.label_mm(label) * 72 / 25.4) for x, moved, label in row)
    assert len(ends) >= 6
    assert all(one + (width + other) / 2 < second for (one, width), (second, other) in pairwise(ends))


MISSING: dict[str, Callable[[str], Any]] = {
    "objects": lambda column: so.Plot(REGIONS, x="population", y=column).add(so.Dot()),
    "objects, bars": lambda column: so.Plot(REGIONS, x=column, y="kind").add(so.Bar(), so.Agg()),
    "lmplot": lambda column: sns.lmplot(REGIONS, x="population", y=column),
    "barplot": lambda column: sns.barplot(REGIONS, x=column, y="name"),
    "FacetGrid": lambda column: sns.FacetGrid(REGIONS, col="kind").map(sns.histplot, column),
}


@pytest.mark.parametrize("column", ["unrecorded", "share"])
@pytest.mark.parametrize("name", MISSING)
def test_seaborn_draws_columns_in_which_figures_are_missing(name: str, column: str) -> None:
    assert "<path" in svg(MISSING[name](column))


def test_what_is_missing_is_not_drawn_as_zero() -> None:
    figure = look.figure_of(so.Plot(REGIONS, x="population", y="unrecorded").add(so.Dot()))
    heights = figure.axes[0].collections[0].get_offsets()[:, 1]
    assert sorted(heights[~np.isnan(heights)]) == sorted(REGIONS["unrecorded"].dropna())
    assert plain(REGIONS)["unrecorded"].isna().sum() == 1 and REGIONS["unrecorded"].dtype == "Int64"


def test_frames_without_gaps_and_other_things_are_passed_on_as_they_are() -> None:
    floats = REGIONS[["name", "rate"]]
    assert plain(floats) is floats and plain(None) is None and plain([1]) == [1]
