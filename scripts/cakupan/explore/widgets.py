"""The explorer: controls of ipywidgets around a `View`, each picture with the line of code that shows it again.

What the pictures show is in `view`. A click on a tile chooses a province, so map, ranking and last mile are linked.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets as untyped_widgets

from cakupan import look
from cakupan.blocks.setup import lab_style
from cakupan.briefing.forms import show_controls
from cakupan.briefing.reports import report_types
from cakupan.explore.recipes import recipe
from cakupan.explore.view import BASES, PEERS, View
from cakupan.languages import LANGS
from cakupan.regions import NATION, Regions
from cakupan.words.numbers import plain
from cakupan.workspace import DATA, OUTPUT

ipywidgets: Any = untyped_widgets
PICTURES = ("ranking", "last_mile", "history")
SCRATCH = "scratch"
"""Folder beside the notebooks for what a person tries out; git leaves it out."""


STYLE = (
    ".ck-explorer .widget-gridbox button{white-space:normal;line-height:1.2;overflow:hidden;text-overflow:clip}"
    ".ck-explorer .ck-picture{flex:1 1 24em;max-width:36em;margin-right:2em}"
    ".ck-explorer .ck-code{font-size:.85em;user-select:all}.ck-explorer .ck-recipe pre{overflow:auto;line-height:1.4;padding:.6em;background:rgba(127,127,127,.12)}"
    ".ck-explorer .ck-recipe summary{cursor:pointer;font-size:.85em}"
)
"""A tile has its value below its name; pictures side by side keep apart; code is selected as a whole, to copy it."""

LONG = 8
"""Characters of a value that a tile shows in its usual size; over a million people are written smaller."""


def is_app() -> bool:
    """Whether the notebook runs for a visitor of the app: Voilà says so to the kernels that it starts."""
    return os.environ.get("SERVER_SOFTWARE", "").startswith("voila")


class Explorer:
    """An interactive view of the figures. `seconds` is what the last change took to compute.

    Show it as the last line of a cell. region, measure, base, edition, peers, lang, data: what is seen first, as of `View`.
    """

    def __init__(self, view: View | None = None) -> None:
        self.view = view or View()
        self.seconds = 0.0
        self._busy = False
        self._controls()
        self._tiles()
        self._pictures = {name: (ipywidgets.HTML(), ipywidgets.HTML()) for name in PICTURES}
        self._map_code, self._map_head, self._status = ipywidgets.HTML(), ipywidgets.HTML(), ipywidgets.HTML()
        self._layout()
        self._redraw()

    def _ipython_display_(self) -> None:
        show_controls(self.box)

    # --- controls ---

    def _controls(self) -> None:
        view, regions = self.view, self._regions
        self.province: Any = ipywidgets.Dropdown(description="Province", options=_named(regions, NATION))
        self.regency: Any = ipywidgets.Dropdown(description="Regency")
        self.district: Any = ipywidgets.Dropdown(description="District")
        self.measure: Any = ipywidgets.Dropdown(description="Measure", options=self._measures(), value=view.measure)
        self.base: Any = ipywidgets.Dropdown(description="Base", options=_labels(BASES), value=view.base)
        self.edition: Any = ipywidgets.Dropdown(description="Date", options=self._dates(), value=view.day.isoformat())
        self.peers: Any = ipywidgets.Dropdown(description="Among", options=_labels(PEERS), value=view.peers)
        self.lang: Any = ipywidgets.ToggleButtons(description="Language", options=LANGS, value=view.lang)
        self._choose_region(view.region)
        for control in (*self._of_region, self.measure, self.base, self.edition, self.peers, self.lang):
            control.observe(self._changed, names="value")
        self.build_button: Any = ipywidgets.Button(
            description="Build this briefing", icon="file-text-o", layout={"width": "auto"}
        )
        self.open_button: Any = ipywidgets.Button(
            description="Open its notebook", icon="external-link", layout={"width": "auto"}
        )
        self.build_button.on_click(lambda _: self.build())
        self.open_button.on_click(lambda _: self.open())

    @property
    def _regions(self) -> Regions:
        return self.view.position.regions

    def _measures(self) -> list[tuple[str, str]]:
        return [(known.label["en"], name) for name, known in self.view.measures.items()]

    def _dates(self) -> list[str]:
        """The dates that figures to compare have, and that of the newest edition."""
        observations = self.view.position.observations
        days = {row.day for row in observations if row.measure in observations.counted and row.comparable}
        days |= {self.view.day, observations.latest_edition()}
        return [day.isoformat() for day in sorted(days, reverse=True)]

    @property
    def _of_region(self) -> tuple[Any, Any, Any]:
        """The lists that a region is chosen from, the outermost first."""
        return self.province, self.regency, self.district

    def _choose_region(self, code: str) -> None:
        """Set the lists of regions to a region; a list has what lies inside of the one chosen before it."""
        self.province.value = code if code == NATION else code[:2]
        for control, above, length in ((self.regency, self.province, 4), (self.district, self.regency, 6)):
            within = above.value if above.value != NATION else ""
            control.options = [("(all of it)", ""), *(_named(self._regions, within)[1:] if within else [])]
            control.value = code[:length] if len(code) >= length else ""
            control.disabled = len(control.options) == 1

    def _changed(self, change: dict[str, Any]) -> None:
        """A control was changed: keep both lists of regions together and draw once."""
        if self._busy:
            return
        self._busy = True
        try:
            if change["owner"] in self._of_region:
                self._choose_region(self._chosen(self._of_region.index(change["owner"])))
            self._take()
        finally:
            self._busy = False

    def choose(self, region: str) -> None:
        """Show another region, as a click on its tile does."""
        self._busy = True
        try:
            self._choose_region(region)
            self._take()
        finally:
            self._busy = False

    def _chosen(self, deepest: int = 2) -> str:
        """The region that the lists name, down to one of them."""
        return str(next(control.value for control in self._of_region[deepest::-1] if control.value))

    def _take(self) -> None:
        self.view = View(
            region=self._chosen(),
            measure=self.measure.value,
            base=self.base.value,
            edition=self.edition.value,
            peers=self.peers.value,
            lang=self.lang.value,
            data=self.view.data,
        )
        self._redraw()

    # --- pictures ---

    def _tiles(self) -> None:
        self._tile: dict[str, Any] = {}
        for region in self._regions.provinces:
            if region.tile:
                row, column = region.tile
                layout = ipywidgets.Layout(
                    grid_area=f"{row} / {column}", width="auto", height="40px", padding="0", margin="0"
                )
                button = ipywidgets.Button(tooltip=region.short("en"), layout=layout)
                button.on_click(_call(self.choose, region.code))
                self._tile[region.code] = button

    def _redraw(self) -> None:
        start = time.process_time()
        self._color_tiles()
        self._map_code.value = _code(self.view, "tile_map")
        for name, (picture, code) in self._pictures.items():
            shown = getattr(self.view, name)()
            picture.value = shown._repr_mimebundle_()["text/html"]
            code.value = _code(self.view, name)
        self.seconds = time.process_time() - start
        self._status.value = f"<small>{self.seconds * 1000:.0f} ms</small>"

    def _color_tiles(self) -> None:
        view, classes = self.view, self.view.classes()
        self._map_head.value = view.heading("Provinces")
        for code, button in self._tile.items():
            grade, own = classes.get(code), view.region[:2] == code
            value = plain(view.printed(view.position.figures(code), 1))
            button.description = f"{view.position.regions.get(code).abbr} {value}"
            button.style.font_size = "9px" if len(value) > LONG else "11px"
            button.style.button_color = "#eeeeee" if grade is None else look.BLUES[grade]
            button.style.text_color = look.ON_DARK if grade is not None and grade >= 3 else look.ON_LIGHT
            button.layout.border = f"3px solid {look.VERMILLION}" if own else f"1px solid {look.MUTED}"

    def _layout(self) -> None:
        rows = ipywidgets.Layout(flex_flow="row wrap")
        controls = ipywidgets.Box(
            [*self._of_region, self.measure, self.base, self.edition, self.peers, self.lang], layout=rows
        )
        grid = ipywidgets.GridBox(
            list(self._tile.values()),
            layout=ipywidgets.Layout(
                grid_template_columns="repeat(18, minmax(0, 54px))", grid_auto_rows="42px", grid_gap="2px"
            ),
        )
        side = [
            ipywidgets.VBox([picture, code])
            for picture, code in (self._pictures["ranking"], self._pictures["last_mile"])
        ]
        for box in side:
            box.add_class("ck-picture")
        history = ipywidgets.VBox(list(self._pictures["history"]))
        # A visitor of the app has neither the notebooks nor the folder of the editions.
        buttons = ipywidgets.HBox([self._status] if is_app() else [self.build_button, self.open_button, self._status])
        style = ipywidgets.HTML(f"<style>{lab_style()}{STYLE}</style>")
        self.box: Any = ipywidgets.VBox(
            [style, controls, self._map_head, grid, self._map_code, ipywidgets.Box(side, layout=rows), history, buttons]
        )
        self.box.add_class("ck-explorer")

    # --- from a view to a briefing ---

    def build(self) -> Path | None:
        """Build the briefing of the view by the command, in a process of its own, and say where it lies; None when it failed."""
        view = self.view
        command = [
            sys.executable,
            "-m",
            "cakupan",
            "build",
            "--region",
            view.region,
            "--edition",
            view.edition,
            "--lang",
            view.lang,
        ]
        command += ["--data", view.data] if view.data else []
        self._status.value = "building …"
        done = subprocess.run(command, capture_output=True, text=True)
        folder = OUTPUT / view.day.isoformat()
        files = sorted(folder.glob(f"*/cakupan-{view.region}-{view.day.isoformat()}-{view.lang}*"))
        if done.returncode != 0 or not files:
            self._status.value = f"<pre>{_escaped(done.stderr[-800:])}</pre>"
            return None
        names = "".join(f"<li><code>{_escaped(str(path))}</code></li>" for path in files)
        self._status.value = f"built:<ul>{names}</ul>"
        return folder

    def open(self) -> Path:
        """Write the region's notebook with the parameters of the view into the folder for trying out, and link to it."""
        path = write_notebook(self.view)
        link = f"{SCRATCH}/{path.name}"
        self._status.value = f'<a href="{link}" class="ck-open" target="_blank">{link}</a> (cakupan lab)'
        return path


def write_notebook(view: View) -> Path:
    """The notebook of a view's region with its parameters, in the folder for trying out beside the one that runs."""
    import nbformat
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    kind = view.position.region.level
    given = {"edition": view.day.isoformat(), "lang": view.lang, "data": view.data}
    known = report_types(Path(view.data) if view.data else DATA)[kind]
    given |= {known.parameter: view.region} if known.parameter else {}
    notebook = parameterize_notebook(load_notebook_node(str(known.notebook)), given)
    path = Path.cwd() / SCRATCH / f"{kind}-{view.region}-{view.day.isoformat()}-{view.lang}.ipynb"
    path.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, path)
    return path


def _named(regions: Regions, parent: str) -> list[tuple[str, str]]:
    """(name, code) of a region and of those right inside it, by name."""
    own = regions.get(parent)
    inside = sorted((region.short(), region.code) for region in regions.children(parent))
    return [(own.short(), parent), *inside]


def _labels(texts: dict[Any, str]) -> list[tuple[str, str]]:
    return [(text, value) for value, text in texts.items()]


def _call(function: Callable[[str], None], code: str) -> Callable[[object], None]:
    return lambda _: function(code)


def _code(view: View, method: str) -> str:
    """The line that shows a picture again; and, folded, the pandas and seaborn that make it: one click takes all of it."""
    line = f'<code class="ck-code">{_escaped(view.code(method))}</code>'
    made_by = recipe(view, method)
    if not made_by:
        return line
    return f'{line}<details class="ck-recipe"><summary>pandas, seaborn</summary><pre class="ck-code">{_escaped(made_by)}</pre></details>'


def _escaped(text: str) -> str:
    from html import escape

    return escape(text)
