"""What a warm process does once, so that no notebook has to: imports, and a first figure drawn.

Nothing done here may be visible in a notebook: no setting is changed and no figure, warning or thread is left behind.
"""

from __future__ import annotations

import importlib
import io
import logging
import os
import sys
import warnings
from typing import Any

logger = logging.getLogger(__name__)

DATA_TO_WARM = "CAKUPAN_DATA_TO_WARM"
"""The variable by which a warm process is told of a data directory; a notebook's own environment is that of who asked for it."""

# Imported because notebooks or what they use import them sooner or later; a missing one is no error.
MODULES = (
    "IPython.core.logger",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "numpy",
    "pandas",
    "pandas.io.formats.html",
    "pandas.io.formats.string",
    "matplotlib",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "IPython.core.pylabtools",
    "seaborn",
    "cakupan.charts",
    "cakupan.briefing.local",
    "cakupan.briefing.published",
    "cakupan.briefing.forms",
)


def warm_up(shell: Any) -> None:
    """Import and draw, with *shell* in place so that libraries find themselves in a notebook.

    pandas, for one, looks for a shell when it is imported and else abbreviates its tables differently.
    """
    # As the kernel sets it before the first cell; matplotlib reads it when it is imported.
    if not os.environ.get("MPLBACKEND"):
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    with shell.builtin_trap, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in MODULES:
            _import(name)
        _draw()
        warm_package()


def warm_package() -> None:
    """Let the façade that notebooks import do once what each of them would else do first, if it has something to do.

    It says so by a function `warm_up`, which is bound by the same rule: nothing of it may be visible in a notebook. It is given the
    data directory that the notebooks will read, empty for the project's own.
    """
    hook = getattr(sys.modules.get("cakupan.briefing"), "warm_up", None)
    try:
        if hook is not None:
            hook(os.environ.get(DATA_TO_WARM, ""))
    except Exception as error:  # a notebook that does the same will show why
        logger.warning("cakupan.briefing is not quite warm: %s", error)
    finally:
        _close_fonts()


def _import(name: str) -> None:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not name.startswith(error.name):
            logger.warning("%s is not warm: %s", name, error)
    except Exception as error:  # a notebook that imports it will show why
        logger.warning("%s is not warm: %s", name, error)


def _draw() -> None:
    """Draw a figure as notebooks do, without pyplot, whose backend each notebook selects by its first figure."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    seaborn, pandas = importlib.import_module("seaborn"), importlib.import_module("pandas")
    data = pandas.DataFrame({"x": [1.0, 2.0, 3.0], "y": [2.0, 1.0, 3.0], "kind": ["a", "b", "a"]})
    figure = Figure(layout="constrained")
    canvas = FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2)
    seaborn.lineplot(data, x="x", y="y", hue="kind", ax=left)
    seaborn.barplot(data, x="y", y="kind", errorbar=None, ax=right)
    left.set_title(r"$\sum x^2$ in text, 12 %")
    for format in ("png", "svg"):
        canvas.print_figure(io.BytesIO(), format=format, bbox_inches="tight")


def _close_fonts() -> None:
    """Forget opened font files: children would share their read positions, and so disturb each other."""
    from matplotlib import font_manager, mathtext

    for function in (getattr(font_manager, "_get_font", None), getattr(mathtext.MathTextParser, "_parse_cached", None)):
        if clear := getattr(function, "cache_clear", None):
            clear()
