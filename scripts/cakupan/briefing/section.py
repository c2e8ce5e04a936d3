"""What every section of a briefing knows: region, edition, language, the indicators. The sections are in `first_page`, `over_time`, `appendix` and `region`."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from cakupan.blocks import Note
from cakupan.briefing.analysis import Analysis
from cakupan.briefing.programmes import ProgrammesSection
from cakupan.indicators import Indicator, compute
from cakupan.languages import Lang
from cakupan.words.sentences import Sentence


class Section(Analysis, ProgrammesSection):
    """A part of the briefing of one region."""

    @property
    def lang(self) -> Lang:
        """The briefing's language."""
        return self.say.lang

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """All indicators of the region, by id."""
        return compute(self.position)

    @property
    def code(self) -> str:
        """Kemendagri code of the region."""
        return self.position.code

    @property
    def edition(self) -> dt.date:
        """The date that the briefing is built for."""
        return self.position.edition

    def _missing(self, sentence: Sentence) -> Note:
        return Note(self.say(sentence), self.code, "missing")
