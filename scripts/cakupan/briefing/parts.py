"""What briefings have in common whose parts are districts or villages: those parts, as far as their counts may be told.

Which counts are withheld is decided in `indicators.small`; here it is kept to in words, charts, tables, flags and CSV alike.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from cakupan import charts
from cakupan.blocks import Block, Note
from cakupan.briefing.region import Briefing
from cakupan.indicators import Figures, Position
from cakupan.indicators.small import Kept, kept_inside
from cakupan.observations import Observation
from cakupan.privacy.suppression import Withheld
from cakupan.prose import PARTS
from cakupan.quality.model import Flag
from cakupan.tables import parts as tables_parts
from cakupan.words.numbers import RichText
from cakupan.words.sentences import count, place, say, word


def may_tell(flag: Flag, position: Position, kept: Kept) -> bool:
    """Whether a flag of a district or village may be shown: its message quotes figures, of earlier dates too.

    kept: what is withheld in the table that the flag's region stands in.
    """
    figures = position.figures(flag.region)
    shown = [row.as_of for row in (figures.recorded, figures.wajib_ktp, figures.ikd_active, figures.population) if row]
    return not kept.hides(flag.region) and not kept.columns and all(day in shown for day in flag.dates)


def _same_dates(one: Figures, other: Figures) -> bool:
    pairs = ((one.recorded, other.recorded), (one.wajib_ktp, other.wajib_ktp))
    return all(a is not None and b is not None and a.day == b.day for a, b in pairs)


class PartsBriefing(Briefing):
    """A briefing of a region whose parts are districts or villages."""

    @cached_property
    def kept(self) -> Kept:
        """What is kept back of the parts, as in every document that shows them."""
        return kept_inside(self.position, self.code)

    @property
    def withheld(self) -> Withheld:
        """The parts whose counts are withheld because one of them is small."""
        return self.kept.rows

    @cached_property
    def parts(self) -> tuple[Figures, ...]:
        """The parts whose counts are known, by code; a rate of activations would tell a withheld base, and goes with it."""
        return without_withheld_rates(self.position.children, self.kept)

    def _parts_note(self) -> Note | None:
        """Why no part is shown, or None where they are."""
        values = {"where": place(self.code), "parts": word(PARTS[self.position.region.level])}
        if not self.parts:
            return self._missing(
                say("Counts of its {parts} are not in the data; where in {where} they live cannot be told.", **values)
            )
        if not self.withheld.safe:
            return self._missing(
                say(
                    "The {parts} of {where} are not shown: from what is shown, small counts could be worked out.",
                    **values,
                )
            )
        return None

    def last_mile(self, most: int | None = None) -> Block | None:
        """Where the unrecorded people live, part by part; nothing where all counts are withheld, for the table says so. most: only so many."""
        note = self._parts_note()
        if note is not None:
            return note
        if all(f.stands_at_cap for f in self.parts):
            return self._missing(
                say(
                    "All {n} {parts} stand at exactly 100, where the source shows no surplus and hides gaps; where people are missing "
                    "cannot be told.",
                    n=count(len(self.parts)),
                    parts=word(PARTS[self.position.region.level]),
                )
            )
        if all(f.region.code in self.withheld for f in self.parts):
            return None
        return charts.regions_panel(self.say, self.position, self.parts, self.indicators, self.withheld, most)

    def regions_table(self) -> Block | None:
        """The table of the parts; nothing where `last_mile` says why there is none."""
        if self._parts_note() is not None:
            return None
        return tables_parts.parts_table(self.say, self.position, self.code, self.parts, self.withheld)

    def sums(self) -> Block | None:
        """A warning where the parts do not add up to the region; nothing where they do, or where dates differ."""
        own = self.position.own.gap
        if self._parts_note() is not None or own is None or len(self.parts) < len(self.position.children):
            return None
        total = sum(f.gap for f in self.parts if f.gap is not None)
        if total == own or not all(_same_dates(f, self.position.own) for f in self.parts):
            return None
        sentence = say(
            "The {parts} add up to {total} people unrecorded, the figure of {where} itself is {own}: they do not agree (F06).",
            parts=word(PARTS[self.position.region.level]),
            total=count(total),
            where=place(self.code),
            own=count(own, f"{self.code}:K02"),
        )
        return Note(self.say(sentence), self.code, "warning")

    def _card_note(self, id: str) -> RichText:
        if id in ("K01", "K02") and self.position.own.stands_at_cap:
            return self.say(say("lower bound: capped at 100") if id == "K01" else say("the cap hides a gap"))
        return super()._card_note(id)

    def _flags_shown(self) -> list[Flag]:
        """The flags to show: of parts only those on figures that are shown themselves."""
        flags = super()._flags_shown()
        return [flag for flag in flags if flag.region == self.code or may_tell(flag, self.position, self.kept)]

    def _csv_value(self, observation: Observation) -> object:
        if observation.region == self.code:
            return observation.value
        return tables_parts.csv_value(observation, self.kept)


def without_withheld_rates(figures: tuple[Figures, ...], kept: Kept) -> tuple[Figures, ...]:
    """Those of some districts or villages with known counts, without the activations of those that are withheld."""
    return tuple(
        replace(f, ikd_active=None) if kept.hides(f.region.code) or kept.hides(f.region.code, "ikd_active") else f
        for f in figures
        if f.gap is not None
    )
