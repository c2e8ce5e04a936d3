"""Charts of portals as tables: what Highcharts, Chart.js, ApexCharts, ECharts and Plotly are given, in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cakupan.errors import message
from cakupan.ingest.dates import date_in, month_named, year_named

SERIES = ("series", "datasets", "data")
CATEGORIES = ("categories", "labels", "data")
AXES = ("xAxis", "xaxis", "data", "labels")
REGION = "Wilayah"
"""The heading that the categories of a chart get: they are regions, or nothing is found."""


def chart_rows(document: Any) -> list[list[Any]] | None:
    """The rows of the one chart in a JSON value, titles first; None where there is none.

    Categories become rows and series columns; where the categories are dates, series become rows. Raises ValueError for several charts.
    """
    charts = [chart for chart in _charts(document, ()) if chart]
    if len(charts) > 1:
        raise ValueError(message("it holds {n} charts; bring one at a time", n=len(charts)))
    return charts[0] if charts else None


def _charts(node: Any, above: tuple[dict[str, Any], ...]) -> Iterator[list[list[Any]]]:
    if isinstance(node, list):
        for one in node:
            yield from _charts(one, ())
    elif isinstance(node, dict):
        rows = _chart(node, above)
        if rows is not None:
            yield rows
            return
        for value in node.values():
            yield from _charts(value, (*above, node))


def _chart(node: dict[str, Any], above: tuple[dict[str, Any], ...]) -> list[list[Any]] | None:
    series = next((value for key in SERIES if _is_series(value := node.get(key))), None)
    if series is None:
        return None
    named = [_points(one) for one in series]
    if any(one is None for one in named):
        return None
    points = [one for one in named if one is not None]
    categories = _categories(node, above) or points[0][0]
    if (
        not categories
        or any(names and names != categories for names, _ in points)
        or any(len(v) != len(categories) for _, v in points)
    ):
        return None
    labels = [_text(one.get("name") or one.get("label") or "Nilai") for one in series]
    titles = [[text] for place in (*above, node) for text in _titles(place)]
    if all(_is_time(label) for label in categories):
        return [
            *titles,
            [REGION, *categories],
            *([label, *values] for label, (_, values) in zip(labels, points, strict=True)),
        ]
    return [
        *titles,
        [REGION, *labels],
        *([name, *cells] for name, *cells in zip(categories, *(values for _, values in points), strict=True)),
    ]


def _is_series(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) and (isinstance(one.get("data"), list) or ("y" in one and isinstance(one["y"], list))) for one in value)  # fmt: skip


def _points(series: dict[str, Any]) -> tuple[list[str], list[Any]] | None:
    """Names (where the points have any) and values of a series."""
    if isinstance(series.get("y"), list) and isinstance(series.get("x"), list):
        return [_text(one) for one in series["x"]], list(series["y"])
    data = series["data"] if isinstance(series.get("data"), list) else []
    if all(isinstance(one, dict) for one in data) and data:
        values = [one.get("y", one.get("value")) for one in data]
        names = [_text(one.get("name", one.get("x", ""))) for one in data]
        return (names if all(names) else []), values
    if all(isinstance(one, list) and len(one) == 2 for one in data) and data:
        return [_text(one[0]) for one in data], [one[1] for one in data]
    if any(isinstance(one, dict | list) for one in data):
        return None
    return [], list(data)


def _categories(node: dict[str, Any], above: tuple[dict[str, Any], ...]) -> list[str]:
    for place in (node, *reversed(above)):
        for axis in AXES:
            value = place.get(axis)
            value = (
                value[0]
                if axis == "xAxis" and isinstance(value, list) and value and isinstance(value[0], dict)
                else value
            )
            if isinstance(value, dict):
                value = next((value[key] for key in CATEGORIES if isinstance(value.get(key), list)), None)
            if isinstance(value, list) and value and all(isinstance(one, str | int | float) for one in value):
                return [_text(one) for one in value]
    return []


def _titles(place: dict[str, Any]) -> Iterator[str]:
    for key in ("title", "subtitle", "caption"):
        value = place.get(key)
        text = value.get("text") if isinstance(value, dict) else value
        if isinstance(text, list):
            text = " ".join(str(one) for one in text)
        if isinstance(text, str) and text.strip():
            yield text


def _is_time(label: str) -> bool:
    return bool(month_named(label) or year_named(label) or date_in(label))


def _text(value: Any) -> str:
    return " ".join(str(value).split())
