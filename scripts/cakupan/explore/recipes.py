"""The pandas and seaborn that make a picture of the explorer, as a cell to paste into any notebook.

What a picture shows is in `view`; a recipe asks the façade for frames, as the briefings do, and draws the same figures.
"""

from __future__ import annotations

import json

from cakupan.explore.view import MEASURES, SHOWN, View
from cakupan.indicators.small import LEVELS as SMALL_LEVELS
from cakupan.regions import NATION

IMPORTS = """import matplotlib.pyplot as plt
import seaborn as sns
from cakupan import briefing, charts
"""
OPENED = {"national": "national", "province": "province", "regency": "regency", "district": "local", "village": "local"}
"""What the façade calls the report of a region, by level."""
ENDS = 4
"""Rows from either end of a long ranking."""
AROUND = 8
"""Rows on either side of the region in a long ranking."""


def recipe(view: View, method: str) -> str:
    """Return the code that draws "tile_map", "ranking", "last_mile" or "history" of a view; empty where there is nothing to draw.

    Raises UsageError and UnknownRegion as the view does.
    """
    makers = {
        "tile_map": _tiles,
        "ranking": _ranking,
        "last_mile": _inside,
        "history": _history,
    }
    lines = makers[method](view)
    return "\n".join([IMPORTS, _opening(view), *lines]) if lines else ""


def _opening(view: View) -> str:
    level = view.position.region.level
    code = [] if level == "national" else [_quoted(view.region)]
    data = [f"data={_quoted(view.data)}"] if view.data else []
    given = [*code, f"edition={_quoted(view.edition)}", f"lang={_quoted(view.say.lang)}", *data]
    return f"report = briefing.{OPENED[level]}({', '.join(given)})"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _column(view: View, frame: str) -> tuple[str, list[str]]:
    """The column of a measure, and the line that computes it where frames have it on the other base."""
    if view.measure in ("coverage", "unrecorded") or view.base == view.position.settings.ikd_base:
        return view.measure, []
    name = f"{view.measure}_of_{view.base}"
    target = view.position.ikd_target
    share = f" / {float(target.share):g}" if view.measure == "ikd_attainment" and target is not None else ""
    return name, [f'{frame}["{name}"] = 100 * {frame}["ikd_active"] / {frame}["{view.base}"]{share}']


def _title(view: View) -> str:
    """What is drawn, in the language of the view, quoted."""
    said = view.say.word(MEASURES[view.measure])
    return _quoted(f"{said} ({view.unit})")


def _chart(drawn: str, title: str, frame: str, *columns: str) -> list[str]:
    names = ", ".join(map(_quoted, columns))
    return ["report.chart(", f"    {drawn},", f"    title={title},", f"    data={frame}[[{names}]],", ")"]


def _tiles(view: View) -> list[str]:
    if not view.classes():
        return []
    column, computed = _column(view, "provinces")
    given = ""
    if view.measure != "coverage":  # which has classes of its own; others are shown by fifths of the provinces
        fifths = f'provinces["{column}"].dropna().quantile([0.2, 0.4, 0.6, 0.8], interpolation="nearest")'
        computed, given = [*computed, f"classes = {fifths}"], ", classes"
    own = "" if view.region == NATION else f", own={_quoted(view.region[:2])}"
    return [
        'provinces = report.frame("province", within="ID")',
        *computed,
        *_chart(f'charts.tiles(provinces, "{column}"{given}{own})', _title(view), "provinces", "name", column),
    ]


def _bars(frame: str, column: str, own: str, is_count: bool) -> list[str]:
    """Bars of seaborn, each with its value, those of the region in another colour."""
    hue = f", hue={frame}.index == {_quoted(own)}, legend=False" if own else ""
    return [
        f"_, axes = plt.subplots(figsize=(6.7, 0.8 + 0.24 * len({frame})))",
        f'sns.barplot({frame}, x="{column}", y="name"{hue}, ax=axes)',
        "for bars in axes.containers:",
        f'    axes.bar_label(bars, fmt="{"%.0f" if is_count else "%.2f"}", padding=3)',
    ]


def _ranking(view: View) -> list[str]:
    known = [one for one in view.members() if view.value(one) is not None]
    codes = [one.region.code for one in known]
    if view.region not in codes or view.region == NATION:
        return []
    column, computed = _column(view, "regions")
    level = view.position.region.level
    lines = [f'regions = report.frame("{level}", within="ID")', *computed]
    if view.peers == "province" and level == "regency":
        lines.append(f'regions = regions[regions["parent"] == {_quoted(view.region[:2])}]')
    if view.peers == "tier" and view.position.tier is not None:
        people = [one.population.count for one in known if one.population is not None]
        lines.append(f'regions = regions[regions["population"].between({min(people)}, {max(people)})]')
    rising = "" if view.measure == "unrecorded" else ", ascending=False"
    known_first = f'regions.dropna(subset=["{column}"])'
    lines.append(f'ranked = {known_first}.sort_values("{column}"{rising}, kind="stable")')
    if len(view.members()) > SHOWN:
        lines += [
            f"place = list(ranked.index).index({_quoted(view.region)})",
            f"rows = {{*range({ENDS}), *range(place - {AROUND}, place + {AROUND + 1}), *range(len(ranked) - {ENDS}, len(ranked))}}",
            "ranked = ranked.iloc[[row for row in sorted(rows) if 0 <= row < len(ranked)]]",
        ]
    lines += _bars("ranked", column, view.region, view.measure == "unrecorded")
    return [*lines, *_chart("axes", _title(view), "ranked", "name", column)]


def _inside(view: View) -> list[str]:
    if all(figures.gap is None for figures in view.position.children):
        return []
    title = _quoted(f"{view.say.word('Unrecorded')} ({view.say.word('people')})")
    return [
        "inside = report.frame()",
        'most = inside.dropna(subset=["unrecorded"]).sort_values("unrecorded", ascending=False, kind="stable")',
        *_bars("most", "unrecorded", "", True),
        *_chart("axes", title, "most", "name", "unrecorded"),
    ]


def _history(view: View) -> list[str]:
    measure = "recorded" if view.measure in ("coverage", "unrecorded") else "ikd_active"
    history = view.position.observations.history(view.region, measure, view.position.edition)
    if view.position.region.level in SMALL_LEVELS or not history:
        return []
    names = view.position.observations.definitions.measures[measure].name
    title = _quoted(names[view.say.lang][:1].upper() + names[view.say.lang][1:])
    lines = ["series = report.series()", f'known = series[(series["measure"] == "{measure}") & series["comparable"]]']
    if sum(row.comparable for row in history) < 2:
        return [lines[0], f'report.table(series[series["measure"] == "{measure}"], title={title})']
    return [
        *lines,
        'axes = sns.lineplot(known, x="day", y="value", marker="o")',
        *_chart("axes", title, "known", "as_of", "value", "source"),
    ]


__all__ = ["recipe"]
