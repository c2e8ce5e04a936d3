"""One view of the figures: a region, a measure with its base, a date and a set to compare with; shown as map, ranking, last mile.

Light HTML, redrawn at every choice; the charts of the briefings are in `charts`, the controls in `widgets`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Literal

from cakupan import briefing, look
from cakupan.blocks import Block
from cakupan.blocks.markup import attribute, html
from cakupan.briefing import parameters
from cakupan.charts.nation import places_that_keep_the_class
from cakupan.errors import UsageError, message
from cakupan.explore.measures import Measure, measures_of
from cakupan.indicators import Figures, Position
from cakupan.indicators.caps import coverage_bound
from cakupan.indicators.figures import Target
from cakupan.indicators.programmes import LEVELS, counts_of, target_of
from cakupan.indicators.small import LEVELS as SMALL_LEVELS
from cakupan.indicators.small import Kept, kept_inside
from cakupan.observations import Observation, Observations
from cakupan.regions import NATION, Region
from cakupan.settings import Base
from cakupan.tables import ABSENT, rank_cell, unrecorded_cell
from cakupan.tables.parts import withheld_text
from cakupan.tables.programmes import programme_history
from cakupan.words.bounds import signed_bound
from cakupan.words.language import marked
from cakupan.words.numbers import Num, RichText, plain
from cakupan.words.sentences import Sentence, Speaker, Value, count, named, place, say, word
from cakupan.workspace import DATA

Pair = tuple[Observation | None, Observation | None]
Peers = Literal["level", "tier", "province"]

PEERS: dict[Peers, str] = {
    "level": marked("all of its level"),
    "tier": marked("its population class"),
    "province": marked("its province"),
}
BASES: dict[Base, str] = {"wajib_ktp": marked("wajib KTP"), "recorded": marked("recorded people")}
HEADLINE = "K01"
"""The address of the measure whose ranks have a range, for its source cuts off what is above 100."""
SHOWN = 25
"""Rows of a ranking; of a longer one the first, the last, and those around the region."""


@dataclass(frozen=True)
class Shown:
    """A piece of a page that Jupyter shows."""

    text: str
    page: str = field(repr=False)

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> dict[str, str]:
        return {"text/plain": self.text, "text/html": self.page}


@dataclass(frozen=True)
class View:
    """What is looked at. Every method returns something that Jupyter shows.

    measure: the name of a column of frames, of any programme of the data: "coverage", "ikd_rate", "kia_gap", "mine_attainment". base: of a
    programme that has two. peers: what the region is ranked among. edition: a date or "latest".
    Raises UsageError when first shown for a value that is not among those allowed.
    """

    region: str = "64"
    measure: str = "coverage"
    base: Base = "wajib_ktp"
    edition: str = "latest"
    peers: Peers = "level"
    lang: str = "id"
    data: str = ""

    def code(self, method: str) -> str:
        """The line of code that shows this view again: only what differs from the defaults is written."""
        given = [f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if getattr(self, f.name) != f.default]
        return f"explore.View({', '.join(given)}).{method}()"

    @cached_property
    def position(self) -> Position:
        """The figures around the region. Raises UsageError or UnknownRegion."""
        for name, allowed in (("peers", PEERS), ("base", BASES)):
            if getattr(self, name) not in allowed:
                raise UsageError(
                    message(
                        "{what} is no {name}; allowed are {allowed}",
                        what=repr(getattr(self, name)),
                        name=name,
                        allowed=", ".join(allowed),
                    )
                )
        self._observations.regions.get(self.region)
        settings = replace(self._observations.settings, ikd_base=self.base)
        position = Position(self._observations, self.region, self.day, settings)
        if self.measure not in self.measures:
            raise UsageError(
                message(
                    "{what} is no {name}; allowed are {allowed}",
                    what=repr(self.measure),
                    name="measure",
                    allowed=", ".join(self.measures),
                )
            )
        return position

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """All that can be shown, by the names of columns of frames; on a date without figures of a programme they stay empty."""
        settings = replace(self._observations.settings, ikd_base=self.base)
        return measures_of(
            Position(self._observations, NATION, max(self.day, self._observations.latest_edition()), settings)
        )

    @property
    def shown(self) -> Measure:
        """What is shown."""
        return self.measures[self.measure]

    @cached_property
    def _observations(self) -> Observations:
        return briefing.observations_of(Path(self.data) if self.data else DATA)

    @cached_property
    def day(self) -> dt.date:
        """The date of the edition."""
        return parameters.edition_date(self.edition, self._observations.latest_edition())

    @cached_property
    def say(self) -> Speaker:
        """The voice."""
        return Speaker(parameters.language(self.lang), self.position.regions)

    # --- values ---

    def value(self, figures: Figures) -> Fraction | None:
        """The measure of some region, exact; None where a figure is lacking, or withheld because one beside it is small."""
        if self._withholds(figures.region):
            return None
        above, below = self._pair(figures)
        if above is None or below is None or not below.count:
            return None
        if self.shown.kind.arithmetic == "gap":
            return Fraction(below.count - above.count)
        rate = Fraction(100 * above.count, below.count)
        if self.shown.kind.arithmetic == "coverage":
            return rate
        return rate / self.target.share if self.target is not None else None

    @property
    def usual_base(self) -> Base:
        """The base of programmes that have two, where nobody asks for the other."""
        return self._observations.settings.ikd_base

    @cached_property
    def target(self) -> Target | None:
        return target_of(self.position, self.shown.programme)

    @cached_property
    def _pairs(self) -> dict[str, Pair]:
        return {}

    def _pair(self, figures: Figures) -> Pair:
        """Who has it and of whom, in some region; programmes are told of down to the regencies, but for those with figures below."""
        code, programme = figures.region.code, self.shown.programme
        if code not in self._pairs:
            if programme.ids:
                self._pairs[code] = (getattr(figures, programme.numerator), getattr(figures, programme.base))
            elif figures.region.level in LEVELS:
                counts = counts_of(self.position, programme, code)
                self._pairs[code] = (counts.numerator, counts.base)
            else:
                self._pairs[code] = (None, None)
        return self._pairs[code]

    def _withholds(self, region: Region) -> bool:
        """Whether the measure of a district or village is withheld in the table that it stands in."""
        if region.level not in SMALL_LEVELS:
            return False
        if region.parent not in self._kept:
            self._kept[region.parent] = kept_inside(self.position, region.parent)
        kept, of_ikd = self._kept[region.parent], self.shown.programme.numerator == "ikd_active"
        return kept.hides(region.code) or (of_ikd and kept.hides(region.code, "ikd_active"))

    @cached_property
    def _kept(self) -> dict[str, Kept]:
        """What is withheld inside of regions asked for so far."""
        return {}

    def printed(self, figures: Figures, places: int = 2) -> RichText:
        """The measure as printed, with the sign of a bound."""
        value, form = self.value(figures), self.say.format
        if value is None:
            return (ABSENT,)
        people = self.shown.column.unit == "people"
        number: Num = form.count(int(value)) if people else form.percent(value, places)
        if not self.shown.programme.capped:
            return (number,)
        bound = coverage_bound(self.position, figures.region.code)
        if bound and people and value <= 0:
            return self.say(say("{n} shown", n=count(int(value))))
        return signed_bound(bound, number)

    @property
    def unit(self) -> str:
        """Unit of the measure, as printed."""
        return self.say.word("people") if self.shown.column.unit == "people" else "%"

    def heading(self, name: str) -> str:
        """What is shown, its base and its dates, as HTML. name: a word of the catalogue."""
        return self._heading(say("{what}", what=word(name)))

    def _heading(self, what: Sentence) -> str:
        days = sorted({row.as_of for row in self._pair(self.position.own) if row is not None})
        unit = word("people") if self.shown.column.unit == "people" else say("percent")
        head = say("{what}: {measure} ({unit}), base {base}", what=what, measure=named(self.shown.label), unit=unit, base=self._base())  # fmt: skip
        dates = ", ".join(self.say.format.date(day).text for day in days)
        return f'<h3 style="margin:.2em 0">{html(self.say(head))}</h3><p style="margin:0 0 .4em;color:{look.MUTED}">{html(dates)}</p>'

    def _base(self) -> Value:
        programme = self.shown.programme
        return word(BASES[self.base]) if programme.other_base else named(programme.base_words)

    # --- views ---

    def classes(self) -> dict[str, int]:
        """The class of each province with a value, 0 (lowest) to 4: those of the programme for coverage, fifths of the provinces otherwise."""
        provinces = [self.position.figures(region.code) for region in self.position.regions.provinces]
        values = {f.region.code: value for f in provinces if (value := self.value(f)) is not None}
        if self.shown.kind.arithmetic == "coverage" and self.shown.programme.classes:
            return {code: self.shown.programme.class_of(value) for code, value in values.items()}
        ordered = sorted(values.values())
        edges = [ordered[len(ordered) * part // 5] for part in range(1, 5)] if ordered else []
        return {code: sum(1 for edge in edges if value >= edge) for code, value in values.items()}

    def tile_map(self) -> Shown:
        """All provinces as tiles, roughly where they lie; the region's own is outlined."""
        classes, own = self.classes(), self.region[:2]
        tiles = []
        for region in self.position.regions.provinces:
            if region.tile:
                tiles.append(self._tile(region, classes.get(region.code), region.code == own))
        grid = "".join(tiles)
        page = (
            f'<div class="ck-explore">{self.heading("Provinces")}<div role="list" style="display:grid;'
            f'grid-template-columns:repeat(18,2.6em);grid-auto-rows:2.6em;gap:2px;font-size:.8em">{grid}</div></div>'
        )
        return Shown(f"{len(tiles)} tiles", page)

    def _tile(self, region: Region, grade: int | None, own: bool) -> str:
        row, column = region.tile or (1, 1)
        colours = "background:repeating-linear-gradient(45deg,#fff,#fff 3px,#ddd 3px,#ddd 5px);color:#0a0a0a"
        if grade is not None:
            colours = f"background:{look.BLUES[grade]};color:{look.ON_DARK if grade >= 3 else look.ON_LIGHT}"
        outline = f"outline:3px solid {look.VERMILLION};z-index:1" if own else f"outline:1px solid {look.MUTED}"
        value = self.printed(self.position.figures(region.code), self._places(region.code))
        return (
            f'<div role="listitem" title="{attribute(region.short(self.say.lang))}" style="grid-area:{row}/{column};{colours};{outline};'
            f'text-align:center;line-height:1.25;padding-top:.1em"><b>{html(region.abbr)}</b><br>{html(value)}</div>'
        )

    def _places(self, code: str) -> int:
        value = self.value(self.position.figures(code))
        if self.shown.kind.arithmetic != "coverage" or value is None:
            return 1
        return places_that_keep_the_class(value, self.shown.programme.class_of)

    def members(self) -> tuple[Figures, ...]:
        """The regions that the ranking compares, those with a value first, highest first (fewest for people who lack it)."""
        position = self.position
        codes = [region.code for region in position.regions.siblings(self.region)]
        if self.peers == "province" and position.region.level == "regency":
            codes = [code for code in codes if code[:2] == self.region[:2]]
        if self.peers == "tier" and position.tier is not None:
            codes = [code for code in codes if position.tiers.get(code) == position.tier]
        sign = 1 if self.shown.kind.better == "down" else -1
        return tuple(
            sorted(
                (position.figures(code) for code in codes),
                key=lambda f: ((value := self.value(f)) is None, sign * (value or 0), f.region.code),
            )
        )

    def ranking(self) -> Shown:
        """The region among its peers, each with a bar."""
        members = self.members()
        here = next(n for n, f in enumerate(members) if f.region.code == self.region)
        wanted = range(len(members))
        if len(members) > SHOWN:
            near = range(max(0, here - 8), min(len(members), here + 9))
            wanted = sorted({*range(4), *near, *range(len(members) - 4, len(members))})  # type: ignore[assignment]
        ranks = _ranks([self.value(f) for f in members])
        rows = [
            (self._rank(ranks[n], members[n]), members[n], self.printed(members[n]), self.value(members[n]))
            for n in wanted
        ]
        what = say("{where} among {n} regions", where=place(self.region), n=count(len(members)))
        return Shown(f"{self.region}: {ranks[here]} / {len(members)}", self._heading(what) + self._bars(rows))

    def _rank(self, rank: int | None, figures: Figures) -> str:
        """A rank; by coverage among all of the level with the range that hidden surpluses leave it."""
        if self.shown.column.what != HEADLINE or self.peers != "level":
            return str(rank or ABSENT)
        return plain(rank_cell(self.say, self.position, figures.region.code, rank))

    def last_mile(self) -> Shown:
        """The regions inside, by people who lack it; for recording and what rests on it, by people unrecorded, small counts withheld."""
        return self._unrecorded_inside() if self.shown.programme.ids else self._lacking_inside()

    def _lacking_inside(self) -> Shown:
        what = say("{people}, inside {where}", people=named(self.shown.programme.lack), where=place(self.region))
        pairs = [(f, *self._pair(f)) for f in self.position.children]
        gaps = [(f, below.count - above.count) for f, above, below in pairs if above is not None and below is not None]
        head = f'<h3 style="margin:.2em 0">{html(self.say.together([what]))}</h3>'
        if not gaps:
            sentence = self.say(say("No figures of the regions inside are known."))
            return Shown(plain(sentence), f"{head}<p>{html(sentence)}</p>")
        ordered = sorted(gaps, key=lambda one: (-one[1], one[0].region.code))
        rows: list[tuple[str, Figures, RichText, Fraction | None]] = [
            ("", f, (self.say.format.count(gap),), Fraction(gap)) for f, gap in ordered
        ]
        return Shown(f"{len(rows)} regions", head + self._bars(rows))

    def _unrecorded_inside(self) -> Shown:
        inside = [f for f in self.position.children if f.gap is not None]
        what = say("Unrecorded people inside {where}", where=place(self.region))
        if not inside:
            sentence = self.say(say("No figures of the regions inside are known."))
            return Shown(plain(sentence), f"<h3>{html(self.say(what))}</h3><p>{html(sentence)}</p>")
        hidden = kept_inside(self.position, self.region).rows
        shown = sorted(
            inside,
            key=lambda f: (f.region.code in hidden, -(f.gap or 0) * (f.region.code not in hidden), f.region.code),
        )
        rows = []
        for f in shown:
            if not hidden.safe:
                continue
            text: RichText = unrecorded_cell(self.say, self.position, f)
            if f.region.code in hidden:
                text = withheld_text(self.say, f.region.code, hidden)
            rows.append(("", f, text, None if f.region.code in hidden else Fraction(f.gap or 0)))
        return Shown(
            f"{len(rows)} regions", f'<h3 style="margin:.2em 0">{html(self.say(what))}</h3>' + self._bars(rows)
        )

    def history(self) -> Block:
        """Everything published of the region; of a programme without a history of its own, its comparable figures."""
        if self.shown.programme.ids:
            return briefing.of_position(self.position, self.say).history()
        return programme_history(self.say, self.position, self.shown.programme)

    def _bars(self, rows: list[tuple[str, Figures, RichText, Fraction | None]]) -> str:
        """Rows with a rank, a name, a bar from zero and the value."""
        most = max((abs(value) for *_, value in rows if value is not None), default=Fraction(1)) or Fraction(1)
        lines = []
        for rank, figures, text, value in rows:
            own = figures.region.code == self.region
            width = round(float(100 * max(Fraction(0), value or Fraction(0)) / most), 1)
            colour = look.BLUE if own else look.FILL
            bar = f'<div style="background:{colour};width:{width}%;height:.8em"></div>'
            style = ' style="font-weight:600"' if own else ""
            lines.append(
                f"<tr{style}><td>{html(rank)}</td><th scope=row style='text-align:left;font-weight:inherit'>"
                f"{html(figures.region.short(self.say.lang))}</th><td style='width:14em'>{bar}</td>"
                f"<td style='text-align:right'>{html(text)}</td></tr>"
            )
        return f'<table style="font-variant-numeric:tabular-nums">{"".join(lines)}</table>'


def _ranks(values: list[Fraction | None]) -> list[int | None]:
    """Competition ranks of values in order; None has none."""
    ranks: list[int | None] = []
    for n, value in enumerate(values):
        if value is None:
            ranks.append(None)
        else:
            ranks.append(ranks[-1] if n and value == values[n - 1] else n + 1)
    return ranks
