"""Columns in which figures are missing, given to seaborn in a way that it can draw: `lmplot` and `seaborn.objects` stop at pandas' `NA`.

A frame's counts are nullable integers; where one of them is missing, nothing is drawn. Drawings of plain matplotlib take `.astype(float)`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any


def plain(frame: Any) -> Any:
    """Return a data frame whose nullable numbers are floats, missing ones NaN; anything else as it is."""
    if not hasattr(frame, "dtypes") or not hasattr(frame, "columns"):
        return frame
    nullable = [
        at for at, kind in enumerate(frame.dtypes) if getattr(kind, "na_value", None) is not None and _counts(kind)
    ]
    if not nullable:
        return frame
    return frame.astype({frame.columns[at]: "float64" for at in nullable})


def _counts(kind: Any) -> bool:
    """Whether a type of pandas' own is one of numbers: "Int64", "Float64" and the like."""
    return getattr(kind, "kind", "") in "iuf" and type(kind).__module__.startswith("pandas")


def take_missing() -> None:
    """Let seaborn's grids and its objects take frames with missing figures; once per process."""
    import seaborn._core.data as untyped_data
    import seaborn.axisgrid as untyped_grids

    for owner, amend in ((untyped_data, _plot_data), (untyped_grids, _grid)):
        amend(owner)


def _plot_data(module: Any) -> None:
    given: Callable[..., None] = module.PlotData.__init__
    if hasattr(given, "takes_missing"):
        return

    @functools.wraps(given)
    def begin(self: Any, *data: Any, **options: Any) -> None:
        given(self, *data, **options)
        self.frame = plain(self.frame)

    begin.takes_missing = True  # type: ignore[attr-defined]
    module.PlotData.__init__ = begin


def _grid(module: Any) -> None:
    given: Callable[..., None] = module.FacetGrid.__init__
    if hasattr(given, "takes_missing"):
        return

    @functools.wraps(given)
    def begin(self: Any, data: Any, **options: Any) -> None:
        given(self, plain(data), **options)

    begin.takes_missing = True  # type: ignore[attr-defined]
    module.FacetGrid.__init__ = begin
