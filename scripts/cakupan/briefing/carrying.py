"""A data frame of a notebook as the tidy data of a block: each number with its address, or as the analysis of whoever made the frame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cakupan.blocks import Cell, Data
from cakupan.briefing.authored import given
from cakupan.briefing.quantity import exact_of, machine_decimal
from cakupan.words.numbers import Formatter, Num

if TYPE_CHECKING:
    import pandas as pd

Known = Callable[[str, str, Any], Num | None]
"""What a cell prints, where region and column are an address, and the value is the one that stands there."""


def flat(frame: pd.DataFrame | pd.Series[Any]) -> pd.DataFrame:
    """Return a frame with its index as columns, unless it only counts the rows, and with one name a column."""
    import pandas as pd

    if isinstance(frame, pd.Series):
        frame = frame.to_frame()
    if not isinstance(frame.index, pd.RangeIndex) or frame.index.name:
        taken = {str(name) for name in frame.columns}
        names = [str(name) if name is not None else f"index_{n}" for n, name in enumerate(frame.index.names)]
        keep = [name for name in names if name not in taken]
        frame = frame.reset_index(names=names) if len(keep) == len(names) else frame.reset_index(drop=True)
    if isinstance(frame.columns, pd.MultiIndex):
        frame.columns = pd.Index(["_".join(str(part) for part in name if str(part)) for name in frame.columns])
    frame = frame.rename(columns=str)
    return frame


def data_of(
    frame: pd.DataFrame, known: Known, form: Formatter, labels: dict[str, str], columns: Sequence[str] | None = None
) -> Data:
    """Return the data of a block from a flat frame, all columns or some."""
    chosen = list(frame.columns) if columns is None else list(columns)
    regions = frame["region"].tolist() if "region" in frame.columns else [""] * len(frame)
    history = _history(frame, regions)
    cells = [list(_column(name, frame[name].tolist(), regions, known, history, form)) for name in chosen]
    rows = tuple(zip(*cells, strict=True)) if cells else ()
    return Data(tuple(chosen), rows, tuple(labels.get(name, name) for name in chosen))


def _history(frame: pd.DataFrame, regions: list[Any]) -> list[str]:
    """The addresses of the column `value` in a frame such as `report.series()`."""
    if not {"region", "measure", "as_of", "source", "value"} <= set(frame.columns):
        return []
    rows = zip(regions, frame["measure"].tolist(), frame["as_of"].tolist(), frame["source"].tolist(), strict=True)
    return [":".join(map(str, row)) for row in rows]


def _column(
    name: str, values: list[Any], regions: list[Any], known: Known, history: list[str], form: Formatter
) -> Iterator[Cell]:
    import pandas as pd

    for at, (value, region) in enumerate(zip(values, regions, strict=True)):
        if isinstance(value, str | bool) or value is None:
            yield str(value) if value is not None else None
        elif isinstance(value, dt.date):
            yield value.strftime("%Y-%m-%d") if value == value else None
        elif (exact := exact_of(value)) is None:
            yield None if pd.isna(value) else str(value)
        elif name == "value" and history:
            yield known(history[at], "", value) or machine_num(exact, name, form)
        else:
            yield known(str(region), name, value) or machine_num(exact, name, form)


def machine_num(exact: Any, column: str, form: Formatter) -> Num:
    """Return a number of an analysis; its print is as long as it takes, six decimals at most."""
    text = machine_decimal(exact)
    places = min(6, len(text.partition(".")[2])) if "/" not in text else 6
    return Num(form.decimal(exact, places).text, text, given(column))
