"""The section of a briefing on all programmes side by side: a block a method. What is computed is in `indicators.programmes`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cakupan.blocks import Block, Points, Table
from cakupan.charts import programmes as charts
from cakupan.indicators import Indicator, Position, compute_programmes
from cakupan.indicators.programmes import Summary, counts_of, programmes_of, summaries
from cakupan.observations import Observation
from cakupan.programmes import Programme
from cakupan.prose.programmes import programme_sentences
from cakupan.tables import programmes as tables
from cakupan.words.sentences import Speaker, say


class ProgrammesSection:
    """The programmes of a region: what a briefing of one has besides recording and IKD."""

    position: Position
    say: Speaker

    if TYPE_CHECKING:

        @cached_property
        def indicators(self) -> dict[str, Indicator]: ...

    @cached_property
    def programmes(self) -> tuple[Programme, ...]:
        """All programmes of which the data has figures, in the order of their definitions."""
        return programmes_of(self.position)

    @cached_property
    def programme_indicators(self) -> dict[str, Indicator]:
        """All indicators of the programmes beyond recording and IKD, by ids such as "kia.coverage"."""
        return compute_programmes(self.position)

    @cached_property
    def _summaries(self) -> tuple[Summary, ...]:
        return summaries(self.position, self.indicators)

    @property
    def _further(self) -> tuple[Summary, ...]:
        return tuple(row for row in self._summaries if not row.programme.ids)

    @property
    def programme_sources(self) -> list[str]:
        """The sources of the figures of the further programmes, of the region and of those inside that lack most."""
        keys = [key for one in self.programme_indicators.values() for key in one.sources]
        return keys + [figure.source for figure in self._figures_inside]

    @cached_property
    def _figures_inside(self) -> list[Observation]:
        """The figures of the further programmes of the regions one level below; none below a regency."""
        if self.position.region.level not in ("national", "province"):
            return []
        inside = self.position.regions.children(self.position.code)
        pairs = [counts_of(self.position, row.programme, region.code) for row in self._further for region in inside]
        return [figure for counts in pairs for figure in (counts.numerator, counts.base) if figure is not None]

    def programmes_chart(self) -> Block | None:
        """The rate of each programme against its target and the nation; nothing where only recording and IKD are known."""
        return charts.programmes_bars(self.say, self.position, self._summaries) if self._further else None

    def programmes_table(self) -> Table | None:
        """Rate, base, date, target, ranks and people without it, a row a programme."""
        return tables.programmes_table(self.say, self.position, self._summaries) if self._further else None

    def programmes_words(self) -> Points:
        """What is to be said of each programme beyond recording and IKD, or that no figures of one are known."""
        points = [self.say.together(programme_sentences(self.position, row)) for row in self._further]
        if not points:
            points = [self.say(say("No figures of other programmes are known for this edition."))]
        return Points(tuple(points), self.position.code)

    def programmes_lacking(self) -> Table | None:
        """Where most people lack each of the further programmes; nothing without regions inside."""
        return tables.lacking_table(self.say, self.position, tuple(row.programme for row in self._further))

    def programmes_grid(self) -> Block | None:
        """All provinces against all programmes."""
        return charts.programmes_grid(self.say, self.position, self.programmes) if self._further else None

    def programmes_trend(self) -> Block | None:
        """Coverage of the further programmes over time; nothing where none has two comparable dates."""
        return charts.programmes_trend(self.say, self.position, tuple(row.programme for row in self._further))
