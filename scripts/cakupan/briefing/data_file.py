"""The CSV that lies beside a report: indicators with bounds, notes and definitions, and the figures of the regions inside.

One row a figure, with base, dates and sources; what the report shows of it is in the blocks.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping

from cakupan.indicators import Figures, Indicator, Position
from cakupan.indicators.caps import recorded_of, wajib_ktp_of
from cakupan.indicators.insisted import FLAG
from cakupan.observations import Observation
from cakupan.programmes import IndicatorKind, Programme
from cakupan.regions import NATION
from cakupan.words.sentences import Speaker, say, verbatim

COLUMNS = (
    "region", "name", "id", "measure", "value", "unit", "base", "as_of", "sources", "flags", "simulated",
    "bound", "low", "high", "note", "definition", "formula", "label",
)  # fmt: skip
"""Later columns were added behind earlier ones, so that files of two editions can be read by the same script."""


def data_text(
    position: Position, indicators: Iterable[Indicator], value_of: Callable[[Observation], object], speak: Speaker
) -> str:
    """The CSV of a region: its indicators, its figures and those of the regions inside; of the nation also of all regencies.

    value_of: the value of a figure as the report may give it, where some are withheld.
    """
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    simulated = "SIMULATED" if position.observations.simulated else ""
    inside = (*position.children, *(position.regencies if position.code == NATION else ()))
    rows = [_of_indicator(position, indicator, speak) for indicator in indicators]
    for figures in (position.own, *inside):
        rows += _of_figures(position, figures, value_of, speak)
    for row in rows:
        writer.writerow({**row, "simulated": simulated})
    return buffer.getvalue()


def _of_indicator(position: Position, indicator: Indicator, speak: Speaker) -> Mapping[str, object]:
    row = indicator.to_json()
    known = position.observations.definitions.of_indicator(indicator.id)
    notes = [speak.text(note) for note in indicator.notes]
    if indicator.value is None and indicator.reason is not None:
        notes.insert(0, speak.text(indicator.reason))
    return {
        "region": position.code,
        "name": _cell(position.region.name),
        "id": indicator.id,
        "measure": indicator.name,
        "value": _blank(row["value"]),
        "unit": indicator.unit,
        "base": indicator.base,
        "as_of": " ".join(f"{name}={day}" for name, day in indicator.as_of.items()),
        "sources": " ".join(indicator.sources),
        "flags": " ".join(indicator.flags),
        "bound": indicator.bound,
        "low": _blank(row.get("low")),
        "high": _blank(row.get("high")),
        "note": _cell("; ".join(notes)),
        "definition": known[1].definition[speak.lang] if known else "",
        "formula": position.observations.definitions.formula(*known) if known else "",
        "label": _label(known, speak),
    }


def _label(known: tuple[Programme | None, IndicatorKind] | None, speak: Speaker) -> str:
    """What an indicator is called in the language of the report: "KIA: cakupan"."""
    if known is None:
        return ""
    programme, kind = known
    return (programme.called(kind) if programme else kind.name)[speak.lang]


def _of_figures(
    position: Position, figures: Figures, value_of: Callable[[Observation], object], speak: Speaker
) -> Iterator[Mapping[str, object]]:
    """The figures of a region as published, with what is known of them; definitions once, with the report's own region."""
    code = figures.region.code
    for measure, row in (
        ("population", figures.population), ("wajib_ktp", figures.wajib_ktp), ("recorded", figures.recorded),
        ("ikd_active", figures.ikd_active),
    ):  # fmt: skip
        if row is None:
            continue
        bounds = {"recorded": recorded_of, "wajib_ktp": wajib_ktp_of}.get(measure)
        known = bounds(position, code) if bounds is not None else None
        is_bound = known is not None and known.sign != ""
        meant = position.observations.definitions.measures.get(measure)
        yield {
            "region": code,
            "name": _cell(figures.region.name),
            "measure": measure,
            "value": value_of(row),
            "unit": row.unit,
            "as_of": row.as_of,
            "sources": row.source,
            "bound": known.sign if known is not None else "",
            "low": value_of(row) if is_bound else "",
            "flags": FLAG if row.insisted else "",
            "note": "; ".join(
                filter(None, (_note(known.reasons if known is not None else (), speak), _cell(_word(row, speak))))
            ),
            "definition": meant.definition[speak.lang] if meant is not None and code == position.code else "",
            "label": meant.name[speak.lang] if meant is not None else "",
        }


def _word(row: Observation, speak: Speaker) -> str:
    """That a figure was taken on somebody's word, with the reason."""
    return (
        speak.text(say("taken on the office's word, against what was known: {why}", why=verbatim(row.insisted)))
        if row.insisted
        else ""
    )


def _note(reasons: Iterable[str], speak: Speaker) -> str:
    """Why a published figure is no exact one."""
    sentences = {
        "cap": say("at least so many: it, or regencies inside, stand at the cap of a source that shows none above 100 percent"),
        "base": say("in doubt: an implausible share of the population"),
    }  # fmt: skip
    return "; ".join(speak.text(sentences[reason]) for reason in reasons if reason in sentences)


def _blank(value: object) -> object:
    return "" if value is None else value


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
