"""The briefing of a regency or city: what only it has beside the sections of every region's briefing in `region`.

Its districts stand in it as far as their counts are known; small ones are withheld everywhere, in words, charts, tables and CSV.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from cakupan import charts, prose_regency, tables, tables_regency
from cakupan.blocks import Block, Card, Note, Paragraph, Table, Title
from cakupan.briefing.region import CARD_LABELS, Briefing
from cakupan.indicators import Figures, Position
from cakupan.indicators.small import Kept, kept_inside
from cakupan.numbers import RichText, rich
from cakupan.observations import Observation
from cakupan.prose import TIER_NAMES
from cakupan.quality.model import Flag
from cakupan.sentences import Sentence, count, percent, place, say, verbatim, word
from cakupan.suppression import Withheld


def may_tell(flag: Flag, position: Position, kept: Kept, whole: str) -> bool:
    """Whether a flag may be shown beside a table of districts or villages: its message quotes figures, of earlier dates too.

    kept: what is withheld in the table that the flag's region stands in. whole: the region that the table is of.
    """
    if flag.region == whole:
        return True
    figures = position.figures(flag.region)
    shown = [row.as_of for row in (figures.recorded, figures.wajib_ktp, figures.ikd_active, figures.population) if row]
    return not kept.hides(flag.region) and not kept.columns and all(day in shown for day in flag.dates)


def _same_dates(one: Figures, other: Figures) -> bool:
    pairs = ((one.recorded, other.recorded), (one.wajib_ktp, other.wajib_ktp))
    return all(a is not None and b is not None and a.day == b.day for a, b in pairs)


class RegencyBriefing(Briefing):
    """One briefing of one regency or city. Every method returns something that Jupyter shows."""

    @cached_property
    def title_text(self) -> str:
        """The title of the document, with Kabupaten or Kota."""
        return self.say.text(
            say("KTP-el recording and IKD activation, {where}", where=verbatim(self.position.region.display(self.lang)))
        )

    def title(self) -> Title:
        """The head; the region above and the population class belong to a regency's identity."""
        head, speak = super().title(), self.say
        more: list[tuple[str, RichText]] = []
        if self.position.tier is not None:
            named = say(
                "{tier} (rule {rule})",
                tier=word(TIER_NAMES[self.position.tier]),
                rule=verbatim(self.position.tier_rule.id),
            )
            more.append((speak.word("Population class"), speak(named)))
        more.append((speak.word("Province"), speak(say("{where}", where=place(self.position.region.parent)))))
        return replace(head, facts=(*head.facts, *more))

    # --- districts and what is withheld of them ---

    @cached_property
    def kept(self) -> Kept:
        """What is kept back of the districts, as in every document that shows them."""
        return kept_inside(self.position, self.code)

    @cached_property
    def districts(self) -> tuple[Figures, ...]:
        """The districts whose counts are known, by code; a rate of activations would tell a withheld base, and goes with it."""
        known = (f for f in self.position.children if f.gap is not None)
        return tuple(
            replace(f, ikd_active=None)
            if self.kept.hides(f.region.code) or self.kept.hides(f.region.code, "ikd_active")
            else f
            for f in known
        )

    @property
    def withheld(self) -> Withheld:
        """The districts whose counts are withheld because one of them is small."""
        return self.kept.rows

    def _districts_note(self) -> Note | None:
        """Why no district is shown, or None where they are."""
        where = place(self.code)
        if not self.districts:
            return self._missing(
                say(
                    "Counts of its districts are not in the data; where in {where} they live cannot be told.",
                    where=where,
                )
            )
        if not self.withheld.safe:
            return self._missing(
                say(
                    "The districts of {where} are not shown: with so few of them, small counts could be worked out.",
                    where=where,
                )
            )
        return None

    def last_mile(self) -> Block:
        """Where the unrecorded people live, district by district."""
        note = self._districts_note()
        if note is not None:
            return note
        if all(f.stands_at_cap for f in self.districts):
            return self._missing(
                say(
                    "All {n} districts stand at exactly 100, where the source shows no surplus and hides gaps; where people are missing "
                    "cannot be told.",
                    n=count(len(self.districts)),
                )
            )
        return charts.regions_panel(self.say, self.position, self.districts, self.indicators, self.withheld)

    def regions_table(self) -> Block | None:
        """The table of districts; nothing where `last_mile` says why there is none."""
        if self._districts_note() is not None:
            return None
        return tables_regency.districts_table(self.say, self.position, self.districts, self.withheld)

    def sums(self) -> Block | None:
        """A warning where the districts do not add up to the regency; nothing where they do, or where dates differ."""
        own = self.position.own.gap
        if self._districts_note() is not None or own is None or len(self.districts) < len(self.position.children):
            return None
        total = sum(f.gap for f in self.districts if f.gap is not None)
        if total == own or not all(_same_dates(f, self.position.own) for f in self.districts):
            return None
        sentence = say(
            "The districts add up to {total} people unrecorded, the figure of {where} itself is {own}: they do not agree (F06).",
            total=count(total),
            where=place(self.code),
            own=count(own, f"{self.code}:K02"),
        )
        return Note(self.say(sentence), self.code, "warning")

    def _flags_found(self) -> list[Flag]:
        """The flags to show: of districts only those on figures that are shown themselves."""
        return [flag for flag in super()._flags_found() if may_tell(flag, self.position, self.kept, self.code)]

    def _csv_value(self, observation: Observation) -> object:
        if observation.region == self.code:
            return observation.value
        hidden = self.kept.hides(observation.region, observation.measure)
        return tables_regency.WITHHELD_MARK if hidden else observation.value

    # --- first page ---

    def _points(self) -> tuple[Sentence, ...]:
        return prose_regency.main_points(self.position, self.indicators)

    def _card(self, id: str) -> Card:
        card = super()._card(id)
        if id == "K02" and self.indicators[id].value == 0 and self.position.is_lower_bound:
            # "≤ 0" would read as if nobody were missing.
            value = self.say(say("{n} shown", n=count(0, f"{self.code}:K02")))
            return Card(self.say.word(CARD_LABELS[id]), value, "", card.base, note=card.note)
        return card

    def _card_note(self, id: str) -> RichText:
        speak, own = self.say, self.position.own
        if id in ("K01", "K02") and own.stands_at_cap:
            return speak(say("lower bound: capped at 100") if id == "K01" else say("the cap hides a gap"))
        above = self.position.figures(self.position.region.parent).coverage
        note = super()._card_note(id)
        if id == "K01" and above is not None and note and not self.position.is_lower_bound:
            name = place(self.position.region.parent)
            share = percent(above, key=f"{self.position.region.parent}:K01")
            return rich(note, "; ", speak(say("{where} {share} percent", where=name, share=share)))
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
        found = (
            prose_regency.place_sentence(self.position, self.indicators),
            prose_regency.compared_sentence(self.position),
        )
        said = self.say.together(sentence for sentence in found if sentence is not None)
        return Paragraph(rich(said, " ", self.rank_words().items) if said else self.rank_words().items, self.code)

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
