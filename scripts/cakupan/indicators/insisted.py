"""Figures that an office took on its own word, although something spoke against them: what is said wherever they stand. Flag F16."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cakupan.indicators.figures import Figures, Position
from cakupan.indicators.model import MEASURE_NAMES, Indicator
from cakupan.observations import Observation
from cakupan.words.sentences import Sentence, date, listed, place, say, verbatim, word

FLAG = "F16"
OF_PARTS = frozenset({"K03", "K04", "K19", "K20", "K21", "K22"})
"""Indicators that rest on the figures of the regions inside as well."""

DOUBTED = "K28"
"""The indicator whose notes are said as doubts of their own."""


def insisted_of(figures: Figures) -> tuple[Observation, ...]:
    """The figures of a region that somebody insisted on."""
    rows = (figures.recorded, figures.wajib_ktp, figures.ikd_active, figures.population)
    return tuple(row for row in rows if row is not None and row.insisted)


def insisted_sentence(figures: Figures) -> Sentence | None:
    """What is said of a region's own figures; nothing where nobody insisted."""
    rows = insisted_of(figures)
    if not rows:
        return None
    return say(
        "Taken on the office's word, against what was known (flag F16): {measures}; reason given: {why}",
        measures=listed(tuple(say("{measure} of {day}", measure=word(MEASURE_NAMES[row.measure]), day=date(row.as_of)) for row in rows)),
        why=listed(tuple(verbatim(f"“{why}”") for why in dict.fromkeys(row.insisted for row in rows))),
    )  # fmt: skip


def insisted_point(figures: Figures) -> Sentence | None:
    """The same as a sentence of the first page."""
    note = insisted_sentence(figures)
    return say("{note}.", note=note) if note is not None else None


def insisted_inside(figures: Iterable[Figures]) -> Sentence | None:
    """What is said under a table or chart of several regions; nothing where nobody insisted on any figure of theirs."""
    codes = [one.region.code for one in figures if insisted_of(one)]
    if not codes:
        return None
    return say("Taken on the office's word, against what was known (flag F16): {regions}", regions=listed(tuple(place(code) for code in codes)))  # fmt: skip


def with_insisted(position: Position, indicators: Mapping[str, Indicator]) -> dict[str, Indicator]:
    """The indicators, each that rests on such figures with the flag and the reason."""
    own, inside = insisted_of(position.own), insisted_inside(position.parts)
    if not own and inside is None:
        return dict(indicators)
    note = insisted_sentence(position.own)
    days = {(row.measure, row.as_of) for row in own}
    marked = {}
    for id, one in indicators.items():
        notes = [note] if note is not None and days & set(one.as_of.items()) else []
        notes += [inside] if inside is not None and id in OF_PARTS else []
        if notes:
            one = replace(one, flags=(*one.flags, FLAG), notes=one.notes if id == DOUBTED else (*one.notes, *notes))
        marked[id] = one
    return marked
