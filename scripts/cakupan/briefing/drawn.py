"""Any drawing of a notebook as a chart block: brought into the style, its texts marked by the data that it was drawn from, described in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from cakupan import look
from cakupan.blocks import Data
from cakupan.briefing.authored import FREE, given
from cakupan.languages import Lang
from cakupan.words.numbers import Exact, Formatter, Num, RichText, round_half_up

AXIS = "axis"
"""The address of a number on the scale of an axis."""
MOST_PLACES = 4
_NUMBER = re.compile(r"(?<![\w.,])[−-]?\d+(?:[.,]\d+)*(?![\w])")


Known = tuple[Fraction, str, str]
"""A number of the data: its value, its address, and its column."""
SignOf = Callable[[Num, str], RichText]
"""What a printed number of a column of the data reads with its sign: "≥99,39", "0 tampak"."""


class Marker:
    """Finds, for the numbers that a drawing shows as text, the values of the drawing's own data that they are prints of."""

    def __init__(self, data: Data | None, lang: Lang, sign: SignOf = lambda number, column: (number,)) -> None:
        self.form, self.sign = Formatter(lang), sign
        cells = (
            [(name, cell) for row in data.rows for name, cell in zip(data.columns, row, strict=True)] if data else []
        )
        self.numbers = [
            (Fraction(cell.value), cell.key or given(name), name)
            for name, cell in cells
            if isinstance(cell, Num) and _is_number(cell)
        ]
        self.words = {cell: name for name, cell in cells if isinstance(cell, str)}
        self._rounded: dict[int, dict[Exact, Known]] = {}

    def mark(self, text: str) -> RichText:
        """Return a text whose numbers are prints of the data in the document's language, or free text as it stands."""
        if text in self.words:
            return self._words(text, given(self.words[text]))
        parts: list[str | Num] = []
        at = 0
        for match in _NUMBER.finditer(text):
            parts += [text[at : match.start()], *self._number(match.group())]
            at = match.end()
        return tuple(part for part in (*parts, text[at:]) if part != "")

    @staticmethod
    def _words(text: str, key: str) -> RichText:
        """Words of the data with digits in them, such as a name or a month: each number is the words' own."""
        parts: list[str | Num] = []
        at = 0
        for match in re.finditer(r"\d+", text):
            parts += [text[at : match.start()], Num(match.group(), match.group(), FREE if key == FREE else key)]
            at = match.end()
        return tuple(part for part in (*parts, text[at:]) if part != "")

    def _number(self, token: str) -> RichText:
        for value, places in _readings(token):
            known = self._at(places).get(value)
            if known is not None:
                exact, key, column = known
                return self.sign(Num(self.form.percent(exact, places).text, _machine(exact), key), column)
        return (Num(token, token.replace("−", "-"), FREE),)

    def _at(self, places: int) -> dict[Exact, Known]:
        """The numbers of the data by what they are rounded to some decimals."""
        if places not in self._rounded:
            known: dict[Exact, Known] = {}
            for value, key, column in self.numbers:
                known.setdefault(round_half_up(value, places), (value, key, column))
            self._rounded[places] = known
        return self._rounded[places]


def _is_number(cell: Num) -> bool:
    return re.fullmatch(r"-?\d+(/\d+|\.\d+)?", cell.value) is not None


def _machine(exact: Fraction) -> str:
    return str(exact.numerator) if exact.denominator == 1 else f"{exact.numerator}/{exact.denominator}"


def _readings(token: str) -> Iterable[tuple[Exact, int]]:
    """What a number written by a program or a person may mean: (value, decimals), Python's way first."""
    token = token.replace("−", "-")
    for group, mark in ((",", "."), (".", ",")):
        whole, _, decimals = token.replace(group, "").partition(mark)
        readable = decimals.isdigit() or (not decimals and mark not in token)
        if readable and len(decimals) <= MOST_PLACES and whole.lstrip("-").isdigit():
            yield round_half_up(Fraction(f"{whole}.{decimals or 0}"), len(decimals)), len(decimals)


def svg_of(drawing: object, data: Data | None, lang: Lang, names: Mapping[str, str], sign: SignOf) -> str:
    """Return any drawing as the SVG of a block, in the house style, with all its numbers marked.

    names: what columns are called where axes and legends are named after them. Raises TypeError for what is none.
    """
    figure = look.figure_of(drawing)
    form = Formatter(lang)
    with look.theme():
        look.rename(figure, names)
        look.finish(figure, lambda places: _ticks(places, form), lambda days: _days(days, form))
        marker = Marker(data, lang, sign)
        for text in look.texts_of(figure):
            if any(char.isdigit() for char in text.get_text()):
                words = marker.mark(text.get_text())
                text.set_text("".join(map(str, words)))
                look.remember(text, words)
        svg = look.to_svg(figure)
    look.put_away(figure)
    return svg


def _ticks(places: list[float], form: Formatter) -> list[RichText]:
    """The numbers of an axis with as many decimals as tell them apart."""
    exact = [Fraction(f"{place:.10g}") for place in places]
    decimals = next((n for n in range(7) if all(Fraction(round_half_up(value, n)) == value for value in exact)), 6)
    return [(Num(form.decimal(value, decimals).text, _machine(value), AXIS),) for value in exact]


def _days(days: list[dt.date], form: Formatter) -> list[RichText]:
    """The dates of an axis: years where all begin one, months where all begin one, else days."""
    if all((day.month, day.day) == (1, 1) for day in days):
        pattern = "%Y"
    else:
        pattern = "%Y-%m" if all(day.day == 1 for day in days) else "%Y-%m-%d"
    texts = [day.strftime(pattern) for day in days]
    return [(Num(form.date(text, short=True).text, text, AXIS),) for text in texts]
