"""Tables of outputs and of Markdown: a grid of cells with spans and colours, written as HTML and as Typst.

The tables of our own blocks are made in `cakupan.blocks`; HTML is read in `foreign`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from cakupan.blocks.markup import text_width
from cakupan.export.css import PLAIN, Style

Token = dict[str, Any]
Written = Callable[[list[Token]], str]

FULL = 100.0
"""Figures that a line of 170 mm holds at the size of a table, with some air."""
SIZES = ((1.0, 8.5), (1.2, 7.2), (1.45, 6.0))
"""How much wider than a line a table may be, and the size in points at which it still fits; what is wider is parted."""
WIDEST = 34.0
"""Figures that a column gets at most before its words wrap."""


@dataclass(frozen=True)
class Cell:
    """A cell. words: its text alone, by which columns are measured."""

    children: list[Token] = field(repr=False)
    words: str = ""
    head: bool = False
    wide: int = 1
    high: int = 1
    style: Style = PLAIN


@dataclass(frozen=True)
class Grid:
    """A table without number and title. rows: of cells, as HTML has them. heads: how many of the first rows are headings.

    parted: what stands above a part of some columns, with the places first, last and all.
    """

    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 0
    caption: str = ""
    parted: str = "{first}–{last} / {all}"

    @property
    def places(self) -> list[list[Cell | None]]:
        """The cell at each place of the grid, the same one wherever it reaches."""
        return _places(self.rows)


def _places(rows: Sequence[Sequence[Cell]]) -> list[list[Cell | None]]:
    filled: list[dict[int, Cell]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        at = 0
        for cell in row:
            while at in filled[number]:
                at += 1
            for down in range(number, min(number + cell.high, len(rows))):
                filled[down].update(dict.fromkeys(range(at, at + cell.wide), cell))
            at += cell.wide
    width = max((max(line, default=-1) + 1 for line in filled), default=0)
    return [[line.get(at) for at in range(width)] for line in filled]


def _is_number(words: str) -> bool:
    return any(char.isdigit() for char in words) and not any(char.isalpha() for char in words.replace("NaN", ""))


def _sides(grid: Grid) -> list[str]:
    """For each column the side on which its cells stand: numbers to the right, words to the left."""
    body = grid.places[grid.heads :]
    sides = []
    for column in zip(*body, strict=True) if body else ():
        known = [cell.words for cell in column if cell and cell.words.strip()]
        numbers = sum(_is_number(words) or words in ("NaN", "nan", "<NA>", "NaT", "–", "-") for words in known)
        sides.append("right" if known and numbers >= 0.8 * len(known) else "left")
    return sides or ["left"] * (len(grid.places[0]) if grid.places else 0)


def _side(cell: Cell, side: str) -> str:
    """Where a cell stands: where it says so itself, in the middle of several columns that it heads, else as its column."""
    return cell.style.side or ("center" if cell.head and cell.wide > 1 else side)


# --- HTML ---


def to_html(grid: Grid, write: Written, class_of: Callable[[Style], str]) -> str:
    """Return a grid as an HTML table in a box that scrolls. class_of: the name under which a page keeps a style."""
    sides, places = _sides(grid), grid.places
    columns = {id(cell): at for line in reversed(places) for at, cell in reversed(list(enumerate(line)))}
    rows = [
        "<tr>"
        + "".join(_html_cell(cell, n < grid.heads, sides[columns[id(cell)]], write, class_of) for cell in row)
        + "</tr>"
        for n, row in enumerate(grid.rows)
    ]
    head = f"<thead>{''.join(rows[: grid.heads])}</thead>" if grid.heads else ""
    caption = f"<caption>{write([{'type': 'text', 'raw': grid.caption}])}</caption>" if grid.caption else ""
    return (
        '<div class="ck-table ck-grid"><div class="ck-scroll" tabindex="0"><table>'
        f"{caption}{head}<tbody>{''.join(rows[grid.heads :])}</tbody></table></div></div>"
    )


def _html_cell(cell: Cell, above: bool, side: str, write: Written, class_of: Callable[[Style], str]) -> str:
    tag = "th" if cell.head else "td"
    scope = (
        ' scope="' + ("col" if above else "row") + ("group" if (cell.wide if above else cell.high) > 1 else "") + '"'
    )
    spans = "".join(f' {name}="{n}"' for name, n in (("colspan", cell.wide), ("rowspan", cell.high)) if n > 1)
    names = f"ck-{_side(cell, side)}{class_of(cell.style)}"
    return f'<{tag}{scope if cell.head else ""}{spans} class="{names}">{write(cell.children)}</{tag}>'


# --- Typst ---


def to_typst(grid: Grid, write: Written) -> str:
    """Return a grid as Typst tables: smaller where it is wide, in parts of some columns each where it is wider still."""
    places = grid.places
    if not places or not places[0]:
        return ""
    widths, sides, keys = _widths(grid), _sides(grid), _keys(grid)
    out = _typst_caption(grid.caption, write)
    parts = list(_parts(widths, keys))
    widest = max(sum(widths[at] for at in part) for part in parts)
    size = next((size for most, size in SIZES if widest <= FULL * most), SIZES[-1][1])
    for part in parts:
        if len(parts) > 1:
            out += _typst_caption(_part_named(grid, part, keys, len(widths)), write)
        out += _typst_table(grid, part, sides, [widths[at] for at in part], size, write)
    return out


def on_paper(grid: Grid) -> tuple[str, str] | None:
    """Return the words of a grid in the order of a page, and in that of a PDF, where a wide one stands in parts; None where both are one."""
    if not grid.places or not grid.places[0]:
        return None
    keys, all_columns = _keys(grid), len(grid.places[0])
    parts = list(_parts(_widths(grid), keys))
    if len(parts) == 1:
        return None
    words = grid.caption
    for part in parts:
        words += _part_named(grid, part, keys, all_columns)
        words += "".join(cell.words for line in _lines(grid, part) for _, cell, _, first in line if cell and first)
    return grid.caption + "".join(cell.words for row in grid.rows for cell in row), words


def _part_named(grid: Grid, part: list[int], keys: int, all_columns: int) -> str:
    """What stands above a part of some columns."""
    inner = [at for at in part if at >= keys]
    return grid.parted.format(first=inner[0] - keys + 1, last=inner[-1] - keys + 1, all=all_columns - keys)


def row_heads(grid: Grid) -> list[int]:
    """Return for each table that a grid becomes in Typst, how many of its first columns head their rows."""
    if not grid.places or not grid.places[0]:
        return []
    keys = _keys(grid)
    return [keys if part[:keys] == list(range(keys)) else 0 for part in _parts(_widths(grid), keys)]


def _keys(grid: Grid) -> int:
    """How many of the first columns consist of headings of rows."""
    return next((at for at in range(len(grid.places[0])) if not _is_heading(grid, at)), 0)


def _typst_caption(text: str, write: Written) -> str:
    return f"#ck-gridcaption[{write([{'type': 'text', 'raw': text}])}]\n" if text else ""


def _is_heading(grid: Grid, at: int) -> bool:
    """Whether a column consists of headings of rows."""
    body = [line[at] for line in grid.places[grid.heads :]]
    return bool(body) and all(cell is not None and cell.head for cell in body)


def _widths(grid: Grid) -> list[float]:
    widths = [3.0] * len(grid.places[0])
    for line in grid.places:
        for at, cell in enumerate(line):
            if cell is not None and cell.wide == 1:
                longest = max((text_width(word) for word in cell.words.split()), default=0.0)
                wanted = min(text_width(cell.words), WIDEST)
                widths[at] = max(widths[at], min(max(longest, wanted), FULL / 2) + 2.5)
    return widths


def _parts(widths: list[float], keys: int) -> Iterable[list[int]]:
    """The columns of each part; the first `keys` of them, which name the rows, stand in all."""
    most = FULL * SIZES[-1][0]
    first = list(range(keys)) if sum(widths[:keys]) < most / 2 else []
    room = most - sum(widths[at] for at in first)
    part: list[int] = []
    for at in range(keys if first else 0, len(widths)):
        if part and sum(widths[n] for n in part) + widths[at] > room:
            yield first + part
            part = []
        part.append(at)
    yield first + part


def _typst_table(
    grid: Grid, part: list[int], sides: list[str], widths: list[float], size: float, write: Written
) -> str:
    whole = sum(widths)
    # What is narrow stays narrow; what fills the line shares it by what the columns hold.
    columns = "auto, " * len(widths) if whole <= FULL * 0.8 else "".join(f"{width:.1f}fr, " for width in widths)
    cells: list[str] = []
    for number, line in enumerate(_lines(grid, part)):
        for at, cell, wide, first in line:
            if cell is None:
                cells.append("[], " if wide == 1 else f"table.cell(colspan: {wide})[], ")
            elif first:
                left = len(grid.places) - number
                high = min(cell.high, left, grid.heads - number if number < grid.heads else cell.high)
                side = _side(cell, sides[part[at]])
                cells.append(_typst_cell(cell, wide, high, side, write, above=number < grid.heads))
        if number == grid.heads - 1:
            cells = [f"table.header({''.join(cells)}table.hline(stroke: 0.5pt + ink)), "]
    return f"#ck-grid({size}pt, ({columns}), ({''.join(cells)}))\n\n"


def _lines(grid: Grid, part: list[int]) -> Iterable[list[tuple[int, Cell | None, int, bool]]]:
    """The rows of a part: for each cell its place, over how many columns it reaches, and whether it is there for the first time."""
    seen: set[int] = set()
    for places in grid.places:
        line, at = [], 0
        for cell, wide in _merged([places[n] for n in part]):
            line.append((at, cell, wide, id(cell) not in seen))
            at += wide
            seen |= {id(cell)} if cell is not None else set()
        yield line


def _merged(line: list[Cell | None]) -> list[tuple[Cell | None, int]]:
    """The cells of a row with the number of columns that each reaches over."""
    out: list[tuple[Cell | None, int]] = []
    for cell in line:
        if out and cell is not None and out[-1][0] is cell:
            out[-1] = (cell, out[-1][1] + 1)
        else:
            out.append((cell, 1))
    return out


def _typst_cell(cell: Cell, wide: int, high: int, side: str, write: Written, *, above: bool) -> str:
    style = cell.style
    named = [f"align: {side}"]
    named += [f"colspan: {wide}"] if wide > 1 else []
    named += [f"rowspan: {high}"] if high > 1 else []
    if style.bar:
        stops = "".join(f'(rgb("{colour}"), {place:g}%), ' for colour, place in _full(style.bar))
        named.append(f"fill: gradient.linear({stops})")
    elif style.background:
        named.append(f'fill: rgb("{style.background}")')
    body = write(cell.children)
    look = [f'fill: rgb("{style.ink}")'] if style.ink else []
    look += ["weight: 600"] if style.bold or (cell.head and above) else []
    look += ['style: "italic"'] if style.italic else []
    body = f"#text({', '.join(look)})[{body}]" if look else body
    return f"table.cell({', '.join(named)})[{body}], "


def _full(bar: tuple[tuple[str, float], ...]) -> list[tuple[str, float]]:
    """The stops of a bar from 0 to 100, each not before the one before it."""
    places = list(accumulate((place for _, place in bar), max))
    stops = [(colour, place) for (colour, _), place in zip(bar, places, strict=True)]
    return [(stops[0][0], 0.0), *stops, (stops[-1][0], 100.0)]
