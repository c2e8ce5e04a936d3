"""A region over time: trend, change, who contributed, what else was published, and where the pace leads."""

from __future__ import annotations

from functools import cached_property

from cakupan import charts, prose, tables
from cakupan.blocks import (
    Block,
    Paragraph,
    Points,
)
from cakupan.briefing.dated import with_pairs
from cakupan.briefing.section import Section
from cakupan.indicators import change
from cakupan.indicators.comparable import rules_changed
from cakupan.indicators.contributions import contributions
from cakupan.indicators.pace import Outlook, outlook
from cakupan.observations import Observation
from cakupan.tables.contributions import contributed_table
from cakupan.words.sentences import Sentence, place, say

MONTHLY_SYSTEMS = ("own", "simulated")
"""Registers whose figures the trend shows month by month; a table of them would only repeat it."""


class OverTime(Section):
    """What changed, and what is to come."""

    def trend(self) -> Block | None:
        """Comparable figures over time; nothing where there are fewer than two dates, for `what_changed_words` says why."""
        pairs = change.pairs(self.position)
        if len(pairs) < 2:
            return None
        return with_pairs(charts.trend_figure(self.say, self.position, pairs), pairs, self.say)

    def what_changed(self) -> Block | None:
        """The change between the two newest comparable dates, split into its causes; nothing where there are not two."""
        two_dates = self._two_dates()
        if isinstance(two_dates, Sentence):
            return None
        return with_pairs(charts.waterfall(self.say, self.position, *two_dates), two_dates[:2], self.say)

    def what_changed_words(self) -> Block:
        """The same in words, with people first."""
        two_dates = self._two_dates()
        if isinstance(two_dates, Sentence):
            return self._missing(say("No change can be told: {reason}.", reason=two_dates))
        changed = rules_changed(self.position, two_dates[0].base.day, two_dates[1].base.day)
        known = self.indicators["K23"].notes[:1]
        if changed is not None and changed not in known:
            known = (*known, changed)
        notes = [say("{note}.", note=note) for note in known]
        return Paragraph(
            self.say.together(
                (*prose.change_sentences(*two_dates, capped_end=self._ends_at_a_cap(two_dates[1])), *notes)
            ),
            self.code,
        )

    def contributed(self) -> Block | None:
        """Which of the regions inside made the change; nothing where `contributed_words` says why it cannot be told."""
        changes = contributions(self.position)
        if isinstance(changes, Sentence):
            return None
        self._read.update(dict.fromkeys(changes.sources))
        return contributed_table(self.say, self.position, changes)

    def contributed_words(self) -> Block:
        """The same in words: how many people more, where most, and where fewer."""
        changes = contributions(self.position)
        if isinstance(changes, Sentence):
            return self._missing(say("Which regions inside contributed cannot be told: {reason}.", reason=changes))
        return Paragraph(self.say.together(prose.contributed_sentences(changes)), self.code)

    def _ends_at_a_cap(self, after: change.Pair) -> bool:
        """Whether the later coverage of a change is a lower bound."""
        return change.ends_at_a_cap(self.position, after.recorded)

    def _two_dates(self) -> tuple[change.Pair, change.Pair, change.Comparison] | Sentence:
        two = change.last_two(self.position)
        if isinstance(two, Sentence):
            return two
        before, after = two
        comparison = change.compare(before.recorded.value, before.base.value, after.recorded.value, after.base.value)
        return (before, after, comparison) if comparison is not None else say("wajib KTP is zero")

    @cached_property
    def _published_rows(self) -> tuple[Observation, ...]:
        """Everything published of the region up to the edition, oldest first, but for registers that the trend shows."""
        history = self.position.observations.history
        rows = [row for measure in tables.history_measures() for row in history(self.code, measure, self.edition)]
        rows = [row for row in rows if row.system not in MONTHLY_SYSTEMS]
        return tuple(sorted(rows, key=lambda row: (row.day, row.source)))

    def history(self) -> Block:
        """What else was published of the region: with dates and systems, never as one line."""
        rows = self._published_rows
        if len(rows) < 2:
            return self._missing(
                say(
                    "Fewer than two figures are published of {where}; there is no history to show.",
                    where=place(self.code),
                )
            )
        return tables.history_table(self.say, self.position, rows)

    @cached_property
    def _outlooks(self) -> tuple[Outlook, Outlook]:
        return outlook(self.position, "recording"), outlook(self.position, "ikd")

    def pace_words(self) -> Points:
        """Pace now and needed, for recording and for IKD, or why none can be told."""
        return Points(tuple(self.say.together(prose.pace_sentences(pace)) for pace in self._outlooks), self.code)

    def pace(self) -> Block | None:
        """Where the current pace of IKD activation leads, with its range; nothing where `pace_words` says why it cannot be told."""
        ikd = self._outlooks[1]
        if ikd.pace is None or ikd.share is None or not ikd.base_series.values:
            return None
        return charts.pace_fan(self.say, self.position, ikd, self.indicators["K11"].sources)
