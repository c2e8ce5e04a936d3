"""The briefing of a regency or city: what only it has beside the sections of every region's briefing in `region`.

How its districts are shown is in `parts`, as it is for the villages of a district.
"""

from __future__ import annotations

from functools import cached_property

from cakupan import prose, tables
from cakupan.blocks import Block, Paragraph, Table
from cakupan.briefing.parts import PartsBriefing
from cakupan.indicators.caps import coverage_bound
from cakupan.prose import TIER_NAMES
from cakupan.prose import regency as prose_regency
from cakupan.tables import regency as tables_regency
from cakupan.words.bounds import SIGNS
from cakupan.words.numbers import RichText, rich
from cakupan.words.sentences import Sentence, percent, place, say, verbatim, word


class RegencyBriefing(PartsBriefing):
    """One briefing of one regency or city. Every method returns something that Jupyter shows."""

    @cached_property
    def title_text(self) -> str:
        """The title of the document, with Kabupaten or Kota."""
        return self.say.text(
            say("KTP-el recording and IKD activation, {where}", where=verbatim(self.position.region.display(self.lang)))
        )

    def _identity(self) -> tuple[tuple[str, RichText], ...]:
        """The region above and the population class belong to a regency's identity."""
        speak = self.say
        more: list[tuple[str, RichText]] = []
        if self.position.tier is not None:
            named = say(
                "{tier} (rule {rule})",
                tier=word(TIER_NAMES[self.position.tier]),
                rule=verbatim(self.position.tier_rule.id),
            )
            more.append((speak.word("Population class"), speak(named)))
        more.append((speak.word("Province"), speak(say("{where}", where=place(self.position.region.parent)))))
        return (*super()._identity(), *more)

    # --- first page ---

    def _points(self) -> tuple[Sentence, ...]:
        return prose_regency.main_points(self.position, self.indicators)

    def _card_note(self, id: str) -> RichText:
        speak = self.say
        above = self.position.figures(self.position.region.parent).coverage
        note = super()._card_note(id)
        if id == "K01" and above is not None and note and not self.position.is_lower_bound:
            name = place(self.position.region.parent)
            share = percent(above, key=f"{self.position.region.parent}:K01")
            sign = verbatim(SIGNS[coverage_bound(self.position, self.position.region.parent)])
            return rich(note, "; ", speak(say("{where} {sign}{share} percent", where=name, sign=sign, share=share)))
        return note

    # --- its place, and what is needed of it ---

    def needs_words(self) -> Paragraph:
        """The region's share of the unrecorded of province and nation."""
        return Paragraph(self.say.together(prose_regency.needs_sentences(self.position, self.indicators)), self.code)

    def needs(self) -> Table | None:
        """What region, province and nation lack to the target, and the region's part; nothing where no part can be told."""
        detail, gap = self.indicators["K05"].detail, self.position.own.gap
        if "target_percent" not in detail or gap is None or gap <= 0:
            return None
        return tables_regency.needs_table(self.say, self.position, self.indicators)

    def place_words(self) -> Paragraph:
        """The place in province, class and nation, beside their coverage, and how firm it is."""
        sentences = (
            prose_regency.place_sentence(self.position, self.indicators),
            prose.compared_sentence(self.position),
        )
        words = self.say.together(sentence for sentence in sentences if sentence is not None)
        return Paragraph(rich(words, " ", self.rank_words().items) if words else self.rank_words().items, self.code)

    def neighbours(self) -> Block:
        """The region among all of its province."""
        province = self.position.regions.children(self.position.region.parent)
        figures = [self.position.figures(region.code) for region in province]
        ordered = sorted(figures, key=lambda f: (f.coverage is None, -(f.coverage or 0), f.region.code))
        return tables.neighbours_table(self.say, self.position, tuple(f.region.code for f in ordered))

    def _source_keys(self) -> list[str]:
        parent = self.position.region.parent
        shown = [self.position.figures(region.code) for region in self.position.regions.children(parent)]
        wider = [self.position.figures(parent), self.position.nation_like_own]
        return [*super()._source_keys(), *tables.sources_of([*shown, *wider])]
