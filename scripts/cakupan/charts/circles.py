"""Regions as circles near their places, area as people, dark where coverage is high: Dorling's cartogram.

Where circles lie is worked out in `look.packing`; the same picture of any frame and column is `charts.cartogram`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Circle as Round
from matplotlib.patches import Rectangle

from cakupan import look
from cakupan.blocks import Data, Figure
from cakupan.charts.naming import LINE_MM, MANY, NAMED_OF_MANY, Arranged, Label, Mark, arranged, draw, room_for
from cakupan.charts.nation import CLASS_BOUNDS, coverage_class, places_that_keep_the_class
from cakupan.indicators import Figures, Position
from cakupan.indicators.caps import coverage_bound
from cakupan.look.packing import Box, Circle, packed
from cakupan.prose import ISLANDS, PARTS
from cakupan.regions import NATION
from cakupan.tables import sources_line
from cakupan.words.bounds import signed_bound
from cakupan.words.numbers import RichText, plain
from cakupan.words.sentences import Sentence, Speaker, Value, count, date, listed, percent, place, say, word

MOST_MM = {"national": 74.0, "province": 60.0}
"""How high a map may be, without its legend and key."""
EDGE_MM = 4.5
"""Room above and below the circles of the nation, for names of islands."""
ROW_MM = 5.4
"""Height of a row of the legend."""


@look.themed
def coverage_cartogram(speaker: Speaker, position: Position) -> Figure | None:
    """Recording coverage of the regencies inside, each a circle near its place; None where no place or no coverage is known.

    A regency without a place is not drawn, and the caption says which.
    """
    drawn = _drawn(position)
    if not any(f.coverage is not None for f in drawn):
        return None
    return Figure(
        svg=_drawing(speaker, position, drawn, look.TEXT_WIDTH_MM),
        narrow=_drawing(speaker, position, drawn, look.PHONE_WIDTH_MM),
        alt=speaker(_alt(position, drawn)),
        title=speaker(_title(position, drawn)),
        caption=speaker.together(_caption(position, drawn)),
        source=sources_line(speaker, cartogram_sources(position)),
        region=position.code,
        data=_data(speaker, position, drawn),
    )


def _drawn(position: Position) -> list[Figures]:
    """The regencies that have a place and people."""
    return [
        f for f in position.regencies if f.region.spot is not None and f.wajib_ktp is not None and f.wajib_ktp.count > 0
    ]


def cartogram_sources(position: Position) -> list[str]:
    """The sources of the figures that are drawn, and of the places."""
    drawn = _drawn(position)
    figures = [row.source for f in drawn for row in (f.recorded, f.wajib_ktp) if row is not None]
    return [*dict.fromkeys(figures), *dict.fromkeys(f.region.spot_source for f in drawn if f.region.spot_source)]


def _drawing(speaker: Speaker, position: Position, drawn: Sequence[Figures], width_mm: float) -> str:
    """The map with its key and its legend below, as wide as is asked for."""
    people = [f.wajib_ktp.count if f.wajib_ktp else 0 for f in drawn]
    wide, edge = width_mm - 2.0, EDGE_MM if position.code == NATION else 0.5
    most = MOST_MM["national" if position.code == NATION else "province"]
    most = most if width_mm == look.TEXT_WIDTH_MM else 1.4 * most
    spots = [f.region.spot or (0.0, 0.0) for f in drawn]
    circles, height = packed(spots, people, wide, most, **room_for(len(drawn)))
    marks = [_mark(speaker, position, f, named=named) for f, named in zip(drawn, _named(drawn), strict=True)]
    texts = arranged(circles, marks, Box(0, -edge, wide, height + 2 * edge))
    if position.code == NATION:
        _islands(speaker, position, texts, zip(drawn, circles, strict=True), Box(0, -edge, wide, height + 2 * edge))
    rows = _legend_rows(speaker, max(zip(people, (c.r for c in circles), strict=True)), drawn, wide)
    below = edge + texts.key_mm + ROW_MM * len(rows) + 1.0
    drawing, axes = look.new_figure(
        width_mm, height + edge + below, left_mm=1.0, right_mm=1.0, top_mm=0.0, bottom_mm=0.0
    )
    axes.set(xlim=(0, wide), ylim=(-below, height + edge))
    axes.axis("off")
    draw(axes, circles, marks, texts, key_from=-edge)
    for number, row in enumerate(rows):
        _legend_row(axes, row, -edge - texts.key_mm - 1.0 - ROW_MM * (number + 0.5))
    return look.to_svg(drawing)


def _named(drawn: Sequence[Figures]) -> list[bool]:
    """Which names stand on the map: all of a few; of many those with most unrecorded people in the lowest class."""
    if len(drawn) <= MANY:
        return [True] * len(drawn)
    low = [f for f in drawn if f.coverage is not None and f.coverage < CLASS_BOUNDS[0]]
    most = sorted(low, key=lambda f: (-(f.gap or 0), f.region.code))[:NAMED_OF_MANY]
    return [f in most for f in drawn]


def _mark(speaker: Speaker, position: Position, figures: Figures, *, named: bool) -> Mark:
    name = figures.region.short(speaker.lang)
    if figures.coverage is None:
        return Mark(name, ("–",), None, named=named)
    places = places_that_keep_the_class(figures.coverage, coverage_class)
    number = speaker.format.percent(figures.coverage, places, key=f"{figures.region.code}:K01")
    bound = coverage_bound(position, figures.region.code)
    return Mark(name, signed_bound(bound, number), coverage_class(figures.coverage), bool(bound), named=named)


def _islands(
    speaker: Speaker, position: Position, texts: Arranged, drawn: Iterable[tuple[Figures, Circle]], room: Box
) -> None:
    """The names of the islands, above or below their circles, where there is room."""
    groups: dict[str, list[Circle]] = {}
    for figures, circle in drawn:
        groups.setdefault(position.regions.get(figures.region.parent).island_group, []).append(circle)
    circles = [circle for own in groups.values() for circle in own]
    for group, own in groups.items():
        label = speaker.word(ISLANDS[group]) if group in ISLANDS else group
        wide = look.label_mm(label, look.SMALL_PT, "semibold")
        middle = sum(circle.x * circle.r**2 for circle in own) / sum(circle.r**2 for circle in own)
        top, foot = max(circle.y + circle.r for circle in own), min(circle.y - circle.r for circle in own)
        steps = ((up, aside) for up in range(14) for aside in (0, 10, -10, 20, -20))
        tries = (
            Box(middle + aside - wide / 2, y, wide, LINE_MM)
            for up, aside in steps
            for y in (foot - LINE_MM - up, top + up)
        )
        box = next((one for one in tries if _is_free(one, circles, texts.taken, room)), None)
        if box is not None:
            texts.taken.append(box)
            texts.labels.append(Label(box.x + wide / 2, box.y + LINE_MM / 2, (label,), look.MUTED, weight=600))


def _is_free(box: Box, circles: Iterable[Circle], taken: Iterable[Box], room: Box) -> bool:
    return box.within(room) and not any(map(box.meets, taken)) and not any(map(box.meets_circle, circles))


@dataclass(frozen=True)
class Sample:
    """A sample of the legend with its words. r: the radius of an empty circle, else a rectangle of a class."""

    words: RichText
    grade: int = 0
    hatched: bool = False
    r: float = 0.0

    @property
    def width_mm(self) -> float:
        """How wide sample and words are."""
        return (2 * self.r or 4.2) + 1.2 + look.label_mm(plain(self.words), look.SMALL_PT) + 4.0


def _legend_rows(
    speaker: Speaker, largest: tuple[int, float], drawn: Sequence[Figures], wide: float
) -> list[list[Sample]]:
    """What the colours mean, what hatching means, and a circle of a round number of people, in as many rows as they take."""
    form = speaker.format
    bounds = [form.decimal(bound, 1 if bound.denominator > 1 else 0) for bound in CLASS_BOUNDS]
    labels: list[RichText] = [
        ("< ", bounds[0], " %"),
        *((low, " – < ", high, " %") for low, high in pairwise(bounds)),
        ("≥ ", bounds[-1], " %"),
    ]
    samples = [Sample(label, grade) for grade, label in enumerate(labels)]
    if any(f.stands_at_cap for f in drawn):
        samples.append(Sample((speaker.word("hatched, ≥: shown at the cap of 100"),), len(labels) - 1, hatched=True))
    samples.append(_size_sample(speaker, *largest))
    rows: list[list[Sample]] = [[]]
    for sample in samples:
        if rows[-1] and sum(one.width_mm for one in rows[-1]) + sample.width_mm - 4.0 > wide:
            rows.append([])
        rows[-1].append(sample)
    return rows


def _size_sample(speaker: Speaker, people: int, radius: float) -> Sample:
    """A circle of a round number of people, no higher than a row."""
    sizes = sorted((n * 10**power for power in range(1, 9) for n in (1, 2, 5)), reverse=True)
    shown = next(size for size in [*sizes, 1] if radius * (size / people) ** 0.5 <= 2.5)
    number = speaker.format.count(shown, key=look.SCALE)
    words: RichText = ("= ", number, " ", speaker.word("wajib KTP"))
    return Sample(words, r=radius * (shown / people) ** 0.5)


def _legend_row(axes: Axes, samples: Sequence[Sample], y: float) -> None:
    left = 0.2
    for sample in samples:
        side = 2 * sample.r or 4.2
        if sample.r:
            axes.add_patch(Round((left + sample.r, y), sample.r, facecolor="none", edgecolor=look.MUTED, linewidth=0.8))
        else:
            frame: dict[str, Any] = {"xy": (left, y - 1.7), "width": side, "height": 3.4, "linewidth": 0.6}
            face = look.BLUES[sample.grade]
            axes.add_patch(Rectangle(**frame, facecolor=face, edgecolor=look.MUTED))
            if sample.hatched:
                axes.add_patch(Rectangle(**frame, facecolor="none", edgecolor=look.ON_DARK, hatch="////"))
        look.write(axes, left + side + 1.2, y, sample.words, va="center", fontsize=look.SMALL_PT, color=look.INK)
        left += sample.width_mm


def _known(drawn: Sequence[Figures]) -> list[Figures]:
    return sorted((f for f in drawn if f.coverage is not None), key=lambda f: (f.coverage or 0, f.region.code))


def _title(position: Position, drawn: Sequence[Figures]) -> Sentence:
    known = _known(drawn)
    low, high = known[0], known[-1]
    below = sum(1 for f in position.parts if f.coverage is not None and f.coverage < CLASS_BOUNDS[0])
    lowest = percent(low.coverage or 0, key=f"{low.region.code}:K01")
    if position.capped and len(position.capped) == len(position.parts):
        return say(
            "All {n} {parts} are shown at 100 percent", n=_all(position), parts=word(PARTS[position.region.level])
        )
    if below:
        return say(
            "{n} of {of} {parts} are below {bound} percent; lowest is {where}, {share} percent",
            "{n} of {of} {parts} are below {bound} percent; lowest is {where}, {share} percent",
            below,
            n=count(below, f"{position.code}:parts_below"), of=_all(position), parts=word(PARTS[position.region.level]),
            bound=percent(CLASS_BOUNDS[0], 0), where=place(low.region.code), share=lowest,
        )  # fmt: skip
    if position.capped:
        return say(
            "Lowest is {where}, {share} percent; {n} of {of} {parts} are shown at 100 percent",
            where=place(low.region.code), share=lowest, n=count(len(position.capped), f"{position.code}:capped"),
            of=_all(position), parts=word(PARTS[position.region.level]),
        )  # fmt: skip
    return say(
        "From {low} percent in {where} to {high} percent in {there}",
        low=lowest, where=place(low.region.code), high=percent(high.coverage or 0, key=f"{high.region.code}:K01"),
        there=place(high.region.code),
    )  # fmt: skip


def _all(position: Position) -> Value:
    return count(len(position.parts), f"{position.code}:parts")


def _alt(position: Position, drawn: Sequence[Figures]) -> Sentence:
    known = _known(drawn)
    day = next((f.recorded.as_of for f in known if f.recorded), "")
    return say(
        "Map of circles, one for each of {n} {parts} of {where}: recording coverage, {day}; lowest {lowest} with {share} percent.",
        n=count(len(drawn)), parts=word(PARTS[position.region.level]), where=place(position.code), day=date(day),
        lowest=place(known[0].region.code),
        share=percent(known[0].coverage or 0, key=f"{known[0].region.code}:K01"),
    )  # fmt: skip


def _caption(position: Position, drawn: Sequence[Figures]) -> list[Sentence]:
    day = next((f.recorded.as_of for f in drawn if f.recorded), "")
    sentences = [
        say(
            "Recording coverage in percent of wajib KTP, {day}; each circle is a regency or city near its place, its area wajib KTP.",
            day=date(day),
        ),
    ]
    known = {f.region.code for f in drawn}
    left = [f for f in position.regencies if f.region.code not in known]
    if left:
        names = listed(tuple(place(f.region.code) for f in left[:6]))
        sentences.append(say("Not drawn, for no place or no wajib KTP is known: {names}.", names=names))
    return sentences


def _data(speaker: Speaker, position: Position, drawn: Sequence[Figures]) -> Data:
    """The figures of the circles, lowest coverage first."""
    form = speaker.format
    rows = []
    for f in [*_known(drawn), *(f for f in drawn if f.coverage is None)]:
        code = f.region.code
        base = form.count(f.wajib_ktp.count, key=f"{code}:wajib_ktp") if f.wajib_ktp else None
        rate = form.percent(f.coverage, key=f"{code}:K01") if f.coverage is not None else None
        bound = speaker.word("at least (bound)") if coverage_bound(position, code) else ""
        rows.append((code, f.region.short(speaker.lang), base, rate, bound))
    labels = ("Code", "Regency or city", "Wajib KTP", "Coverage", "Bound")
    return Data(
        ("region", "name", "wajib_ktp", "coverage", "bound"),
        tuple(rows),
        tuple(speaker.word(label) for label in labels),
    )
