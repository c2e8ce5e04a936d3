"""What a frame of a notebook carries into a document: missing is missing, and a name is a name."""

from __future__ import annotations

import pandas as pd
from cakupan.briefing.carrying import data_of
from cakupan.words.numbers import Formatter


def test_cells_of_every_kind_of_missing_are_empty() -> None:
    frame = pd.DataFrame(
        {"of": ["a", None, "c"], "n": pd.array([1, pd.NA, 3], dtype="Int64"), "x": [1.5, float("nan"), None]}
    )
    frame["thing"] = [pd.NA, pd.NaT, float("nan")]
    data = data_of(frame, lambda region, column, value: None, Formatter("id"), {})
    assert [[cell is None for cell in row] for row in data.rows] == [
        [False, False, False, True],
        [True, True, True, True],
        [False, False, True, True],
    ]


def test_an_object_whose_name_has_the_letters_of_missing_is_shown() -> None:
    class Island:
        def __str__(self) -> str:
            return "NATUNA"

        __repr__ = __str__

    data = data_of(pd.DataFrame({"of": [Island()]}), lambda region, column, value: None, Formatter("id"), {})
    assert data.rows == (("NATUNA",),)
