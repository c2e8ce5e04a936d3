"""The indicators of a region as lines for a terminal: values that fit into 80 columns, and below them bases, reasons and notes.

What is computed is in `indicators`; machine output is JSON.
"""

from __future__ import annotations

import io
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from cakupan.indicators import Indicator
from cakupan.programmes import Definitions
from cakupan.words.bounds import SIGNS
from cakupan.words.language import marked
from cakupan.words.sentences import Speaker

UNITS = {
    "percent": "%",
    "people": marked("people"),
    "people/month": marked("people a month"),
    "percentage points": marked("points"),
    "rank": marked("rank"),
    "percentile": marked("percentile"),
    "ratio": marked("ratio"),
    "index": marked("index"),
    "regions": marked("regions"),
    "month": marked("month"),
    "times": marked("times"),
}


def indicator_lines(indicators: Sequence[Indicator], definitions: Definitions, speak: Speaker, width: int) -> list[str]:
    """A table for each programme, then what the values rest on and why some are missing."""
    groups: dict[str, list[Indicator]] = {}
    for one in indicators:
        groups.setdefault(one.id.partition(".")[0] if "." in one.id else "", []).append(one)
    lines: list[str] = []
    for programme, group in groups.items():
        lines += ["", f"{programme} · {definitions.programmes[programme].short[speak.lang]}"] if programme else []
        known = [one for one in group if one.value is not None]
        lines += _table([_row(one, definitions, speak) for one in known], width) if known else []
        lines += _below(speak.word("Base"), _bases(known), width, short=True)
        lines += _below(speak.word("No value"), _reasons(group, speak), width)
        lines += _below(speak.word("Notes"), ((speak.text(note), one) for one in known for note in one.notes), width)
    return lines


def _row(one: Indicator, definitions: Definitions, speak: Speaker) -> tuple[str, ...]:
    known = definitions.of_indicator(one.id)
    name = one.name.partition(": ")[2] or one.name
    if speak.lang != "en" and known is not None:
        whose, kind = known
        shared = "." in one.id or whose is None
        name = (kind.name if shared or whose is None else whose.called(kind))[speak.lang]
    dates = sorted({day for day in one.as_of.values() if len(day) > 4}, reverse=True)  # a target's is only a year
    unit = UNITS.get(one.unit, one.unit)
    return _short(one), name, _value(one, speak), unit if unit == "%" else speak.word(unit), "\n".join(dates)


def _short(one: Indicator) -> str:
    """The id, in a table of its programme without that."""
    return f".{one.id.partition('.')[2]}" if "." in one.id else one.id


def _value(one: Indicator, speak: Speaker) -> str:
    """The value with the sign of its bound, or between what it lies."""
    if one.value is None or isinstance(one.value, str):
        return str(one.value)

    def number(value: Fraction | int) -> str:
        return str(speak.format.decimal(value, one.places))

    text = SIGNS[one.bound] + number(one.value)
    edges = [None if edge is None else number(edge) for edge in (one.low, one.high)]
    if one.bound or one.bounds is None or edges == [number(one.value)] * 2:
        return text
    return f"{text} ({'–'.join(edge or '…' for edge in edges)})"


def _table(rows: Sequence[tuple[str, ...]], width: int) -> list[str]:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("id", "name", "value", "unit", "date"):
        table.add_column(justify="right" if column == "value" else "left", no_wrap=column != "name")
    for row in rows:
        table.add_row(*row)
    text = io.StringIO()
    Console(file=text, width=width).print(table)
    return [line.rstrip() for line in text.getvalue().splitlines()]


def _bases(known: Sequence[Indicator]) -> list[tuple[str, Indicator]]:
    """The bases of the values, the one that most have first."""
    often = Counter(one.base for one in known if one.base)
    return [(base, one) for base, _ in often.most_common() for one in known if one.base == base]


def _reasons(group: Sequence[Indicator], speak: Speaker) -> list[tuple[str, Indicator]]:
    return [(speak.text(one.reason), one) for one in group if one.value is None and one.reason is not None]


def _below(heading: str, texts: Iterable[tuple[str, Indicator]], width: int, short: bool = False) -> list[str]:
    """What is said of several indicators, once, with their ids. short: of the first thing said, which holds of most, without them."""
    whose: dict[str, list[str]] = {}
    for text, one in texts:
        whose.setdefault(text, []).append(_short(one))
    lines = [f"{heading}:"] if whose else []
    for number, (text, ids) in enumerate(whose.items()):
        line = text if short and number == 0 else f"{' '.join(dict.fromkeys(ids))}: {text}"
        lines += textwrap.wrap(line, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
    return lines
