"""The history of a region as a tidy data frame: one row a published figure. Nothing is chosen, joined or interpolated here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cakupan.indicators import Position
from cakupan.indicators.small import LEVELS as SMALL_LEVELS
from cakupan.languages import LANGS
from cakupan.words.language import Said, marked

if TYPE_CHECKING:
    import pandas as pd

TITLES = {
    "as_of": Said(marked("As of")), "day": dict.fromkeys(LANGS, ""), "measure": Said(marked("Measure")),
    "value": Said(marked("Published figure")), "unit": Said(marked("Unit")), "system": Said(marked("System")),
    "source": Said(marked("Source")), "comparable": Said(marked("Comparable")),
}  # fmt: skip
COLUMNS = ("region", "as_of", "day", "measure", "value", "unit", "system", "source", "comparable")


def series_of(position: Position) -> pd.DataFrame:
    """Return all undisputed figures of the region up to the edition, oldest first, measure by measure.

    as_of: the date as the source gives it; day: its last day, to draw with; system: register, office or press; comparable: whether it may
    stand in one line with others. Empty for districts and villages: a difference of two months there is a count of few people.
    """
    import pandas as pd

    observations, code = position.observations, position.code
    rows = []
    if position.region.level not in SMALL_LEVELS:
        measures = (name for name, known in observations.definitions.measures.items() if known.kind != "target")
        rows = [
            (row.region, row.as_of, row.day, row.measure, float(row.value), row.unit, row.system, row.source, row.comparable)
            for measure in measures
            for row in observations.history(code, measure, position.edition)
        ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame["day"] = pd.to_datetime(frame["day"])
    text = dict.fromkeys(("region", "as_of", "measure", "unit", "system", "source"), "str")
    frame = frame.astype({**text, "value": "float64", "comparable": "bool"})
    titles = {name: dict(known.name) for name, known in observations.definitions.measures.items()}
    frame.attrs |= {
        "region": code,
        "edition": position.edition.isoformat(),
        "simulated": observations.simulated,
        "titles": TITLES,
        "measures": {name: titles[name] for name in dict.fromkeys(frame["measure"])},
    }
    return frame
