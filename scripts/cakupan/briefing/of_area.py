"""The briefing of a district or village: its counts as far as they may be told, and its neighbours in the same regency or district.

It is not ranked and nothing is told over time: districts of one regency stand at strikingly alike rates, and a difference between two
months is a count of few people.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from cakupan import tables
from cakupan.blocks import Block, Definitions, Note, Paragraph
from cakupan.briefing.parts import PartsBriefing, may_tell, without_withheld_rates
from cakupan.indicators import Figures
from cakupan.indicators.small import Kept, kept_of
from cakupan.observations import Observation
from cakupan.prose import PARTS
from cakupan.prose import local as prose_local
from cakupan.quality.model import Flag
from cakupan.regions import NATION, Level
from cakupan.tables import parts as tables_parts
from cakupan.words.language import marked
from cakupan.words.numbers import RichText
from cakupan.words.sentences import Sentence, Value, count, date, place, say, verbatim, word

LEVEL_NAMES: dict[Level, str] = {
    "province": marked("Province"),
    "regency": marked("Regency or city"),
    "district": marked("District"),
}


NAME_PREFIXES = ("Kecamatan ", "Kelurahan ", "Desa ")


class LocalBriefing(PartsBriefing):
    """One briefing of one district or village. Every method returns something that Jupyter shows."""

    @cached_property
    def kept_beside(self) -> Kept:
        """What is kept back in the table that the region itself stands in."""
        return kept_of(self.position)

    # --- identity ---

    @cached_property
    def title_text(self) -> str:
        """The title of the document, with what the region is: a district, or the kind of village that its code tells."""
        return self.say.text(say(prose_local.TITLES[prose_local.kind_of(self.code)], where=self._name))

    @property
    def _name(self) -> Value:
        """The bare name: registers of some offices write "Desa Sukamaju"."""
        name = self.position.region.short(self.lang)
        return verbatim(next((name.removeprefix(word) for word in NAME_PREFIXES if name.startswith(word)), name))

    def _headline(self) -> Sentence:
        """None of its own: what is withheld must not be told by what is compared."""
        day = date(self.edition.isoformat())
        return say("Briefing for the edition of {day}; every figure with its base, date and source", day=day)

    def _identity(self) -> tuple[tuple[str, RichText], ...]:
        """The regions above belong to the identity of one whose name many others have."""
        speak = self.say
        above: list[tuple[str, RichText]] = []
        code = self.position.region.parent
        while code != NATION:
            region = self.position.regions.get(code)
            above.insert(0, (speak.word(LEVEL_NAMES[region.level]), speak(say("{where}", where=place(code)))))
            code = region.parent
        return (*super()._identity(), *above)

    # --- first page ---

    def _points(self) -> tuple[Sentence, ...]:
        return prose_local.main_points(self.position, self.indicators, self.kept_beside)

    # --- sections ---

    def _parts_note(self) -> Note | None:
        if self.position.region.level == "village":
            return self._missing(say("A village is the finest region; it is not divided further."))
        return super()._parts_note()

    def neighbours(self) -> Block:
        """The region among all of its regency or district."""
        parent = self.position.region.parent
        if not self.kept_beside.rows.safe:
            return self._missing(
                say(
                    "The {parts} of {where} are not shown: from what is shown, small counts could be worked out.",
                    parts=word(PARTS[self.position.regions.get(parent).level]),
                    where=place(parent),
                )
            )
        if not self._beside:
            return self._missing(say("No region beside it has figures of both recorded people and wajib KTP."))
        return tables_parts.parts_table(self.say, self.position, parent, self._beside, self.kept_beside.rows)

    @cached_property
    def _beside(self) -> tuple[Figures, ...]:
        beside = self.position.regions.children(self.position.region.parent)
        return without_withheld_rates(tuple(self.position.figures(region.code) for region in beside), self.kept_beside)

    def neighbours_words(self) -> Paragraph:
        """Its share of the people unrecorded in the regency or district, beside the coverage of that."""
        return Paragraph(self.say.together(prose_local.beside_sentences(self.position, self.indicators)), self.code)

    def method(self) -> Definitions:
        """How the figures are computed, and which counts are withheld."""
        rule = say(
            "counts of 1 to {last} people are not shown, nor what they could be worked out from; where even that does not suffice, none of the counts.",
            last=count(self.position.settings.withhold_below - 1),
        )
        known = super().method()
        return replace(known, items=(*known.items, (self.say.word("Small counts"), self.say(rule))))

    def _flags_shown(self) -> list[Flag]:
        flags = super()._flags_shown()
        return [flag for flag in flags if flag.region != self.code or may_tell(flag, self.position, self.kept_beside)]

    def _csv_value(self, observation: Observation) -> object:
        if observation.region == self.code:
            return tables_parts.csv_value(observation, self.kept_beside)
        return super()._csv_value(observation)

    def _facts(self) -> dict[str, Any]:
        """What may change between editions, without a class that a withheld coverage is in."""
        coverage, facts = self.position.own.coverage, super()._facts()
        hidden = coverage is None or self.indicators["K01"].value is None
        return {**facts, "class": None if hidden else facts["class"]}

    def _source_keys(self) -> list[str]:
        return [*super()._source_keys(), *tables.sources_of(self._beside)]
