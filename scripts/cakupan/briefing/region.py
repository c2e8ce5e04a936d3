"""The briefing of one region: a method per section, each returns the block that a notebook cell shows.

Headline, cards and main points are in `first_page`, what is seen over time in `over_time`, the appendix in `appendix`.
What is computed lives in `indicators`, what is said in `prose`, what is drawn in `charts` and `tables`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from cakupan import charts, prose, tables
from cakupan.blocks import (
    Block,
    Origins,
    Paragraph,
    Setup,
)
from cakupan.briefing.appendix import Appendix
from cakupan.briefing.data_file import data_text
from cakupan.briefing.first_page import FirstPage
from cakupan.briefing.over_time import OverTime
from cakupan.briefing.published import ClaimsBriefing, read_claims_of
from cakupan.briefing.record import record_of
from cakupan.indicators import Position, change
from cakupan.indicators.what_if import what_if
from cakupan.observations import Observation
from cakupan.tables.assumptions import assumptions_table
from cakupan.words.sentences import Sentence, Speaker, count, date, percent, say
from cakupan.workspace import DATA, report_stem


@dataclass(frozen=True)
class Briefing(FirstPage, OverTime, Appendix):
    """One briefing of one region, edition and language. Every method returns something that Jupyter shows."""

    position: Position = field(repr=False)
    say: Speaker = field(repr=False)
    data: Path = field(repr=False, default=DATA)

    # --- identity ---

    def setup(self) -> Setup:
        """What the document says about itself to the exporters."""
        running = f"{self.position.region.short(self.lang)} · {self.say.text(say('edition {day}', day=date(self.edition.isoformat())))}"
        return Setup(
            {
                "lang": self.lang,
                "title": self.title_text,
                "region": self.code,
                "edition": self.edition.isoformat(),
                "running": running,
                "simulated": self.position.observations.simulated,
                "csv": {"name": f"{self.file_stem}.csv", "text": self.csv_text()},
                **self.position.settings.signature.to_json(self.code, self.edition.isoformat()),
            }
        )

    @property
    def file_stem(self) -> str:
        """The name of the briefing's files, without ending: code, edition and language; simulated data says so."""
        return report_stem(self.code, self.edition.isoformat(), self.lang, self.position.observations.simulated)

    # --- sections ---

    def last_mile(self, most: int | None = None) -> Block | None:
        """Where the unrecorded people live: people, share and IKD of the regions inside, side by side; most: only so many, from the top."""
        position = self.position
        if not position.children:
            return self._missing(say("No figures of the regions inside are known."))
        if all(f.gap is None and f.ikd_rate(position.settings.ikd_base) is None for f in position.children):
            return self._missing(
                say("Neither coverage nor IKD rate of the regions inside can be computed for this edition.")
            )
        return charts.regions_panel(self.say, position, position.children, self.indicators, most=most)

    def gap_kinds(self) -> Paragraph | None:
        """Net against gross, and the share of the nation's gap."""
        speak, indicators = self.say, self.indicators
        sentences: list[Sentence] = []
        net, gross, share = indicators["K02"], indicators["K03"], indicators["K04"]
        if net.value is not None and gross.value is not None and net.bound != "upper" and gross.as_of == net.as_of:
            whole = count(int(net.number), f"{self.code}:K02")
            parts = count(int(gross.number), f"{self.code}:K03")
            sentences.append(
                say("{net} people are unrecorded; counted region by region, as many.", net=whole)
                if (net.value, net.bound) == (gross.value, gross.bound)
                else say("Net, {net} people are unrecorded; counted region by region, {gross}.", net=whole, gross=parts)
            )
        if share.value is not None and not (share.value == 0 and self.position.is_lower_bound):
            sentences.append(
                say(
                    "That is {share} percent of the people shown as unrecorded in the nation."
                    if net.bound
                    else "That is {share} percent of the nation's unrecorded people.",
                    share=percent(Fraction(share.number), key=f"{self.code}:K04"),
                )
            )
        return Paragraph(speak.together(sentences), self.code) if sentences else None

    def regions_table(self) -> Block | None:
        """The table of the regions inside."""
        if not self.position.children:
            return self._missing(say("No figures of the regions inside are known."))
        return tables.regions_table(self.say, self.position, self.position.children)

    def tile_map(self) -> Block:
        """The nation as tiles."""
        provinces = (self.position.figures(region.code) for region in self.position.regions.provinces)
        if all(figures.coverage is None for figures in provinces):
            return self._missing(
                say("No province has both recorded people and wajib KTP for this edition; there is no map to draw.")
            )
        return charts.tile_map(self.say, self.position)

    def cartogram(self) -> Block:
        """The regencies inside as circles near their places; where no places are known, the nation as tiles."""
        drawn = charts.coverage_cartogram(self.say, self.position)
        if drawn is None:
            return self.tile_map()
        self._read.update(dict.fromkeys(charts.cartogram_sources(self.position)))
        return drawn

    def neighbours(self) -> Block:
        """The region among all of its level."""
        if self.indicators["K15"].value is None:
            return self._missing(say("No rank: the region has no coverage to rank by."))
        return tables.neighbours_table(self.say, self.position)

    def ikd(self) -> Block:
        """The IKD rate against its target, on both bases."""
        if self.indicators["K06"].value is None:
            reason = self.indicators["K06"].reason or say("no figures")
            return self._missing(say("No IKD rate: {reason}.", reason=reason))
        return charts.ikd_bullet(self.say, self.position, self.indicators)

    def ikd_words(self) -> Paragraph:
        """What the rate and the attainment say, and what they do not."""
        speak, indicators = self.say, self.indicators
        sentences = [s for s in (prose.ikd_sentence(self.position, indicators),) if s is not None]
        to_go = indicators["K09"]
        if to_go.value is not None:
            sentences.append(
                say("{n} more activations reach the target.", n=count(int(to_go.number), f"{self.code}:K09"))
            )
        sentences += [say("{note}.", note=note) for note in indicators["K06"].notes]
        return Paragraph(speak.together(sentences), self.code)

    def concentration(self) -> Block:
        """In how few regencies the unrecorded people live."""
        where = self.indicators["K22"]
        if where.value is None:
            return self._missing(
                say("The concentration of the gap cannot be told: {reason}.", reason=where.reason or say("no figures"))
            )
        return charts.concentration_curve(self.say, self.position)

    def rank_words(self) -> Paragraph:
        """How firm the rank is, and read in which ways."""
        rank = self.indicators["K18"]
        if rank.value is None:
            return Paragraph(self.say.together([say("{note}.", note=rank.reason or say("no rank"))]), self.code)
        sentences = prose.rank_range_sentences(self.code, rank)
        return Paragraph(self.say.together(sentences), self.code)

    def what_if(self) -> Block | None:
        """Coverage, distance, rank and share under named assumptions; nothing where none is needed."""
        rows = what_if(self.position)
        return assumptions_table(self.say, self.position, rows) if rows else None

    def claims(self) -> Block:
        """What was printed about the region elsewhere, recomputed."""
        path = self.data / "claims.csv"
        if not path.exists():
            return self._missing(say("No table of published claims is in the data."))
        return ClaimsBriefing(
            self.position.observations, read_claims_of(path), self.edition.isoformat(), self.say
        ).of_region(self.code)

    def sources(self) -> Origins:
        """The sources of the figures that the indicators rest on, and of all that was published beside them, with links."""
        keys = dict.fromkeys(self._source_keys())
        drawn = [key for pair in change.pairs(self.position) for key in (*pair.recorded.sources, *pair.base.sources)]
        keys.update(dict.fromkeys(tables.named_sources(drawn)))
        if len(self._published_rows) > 1:
            keys.update(dict.fromkeys(row.source for row in self._published_rows))
        items = tuple(tables.origin_of(self.position.observations, key, self.lang) for key in sorted(keys))
        return Origins(items, self.say(say("Sources of the figures")), self.code)

    def _source_keys(self) -> list[str]:
        """The sources of the indicators and of the tables of regions."""
        keys = [key for indicator in self.indicators.values() for key in indicator.sources] + self.programme_sources
        return [*keys, *self._read, *tables.sources_of(self.position.children)]

    def trace(self) -> Setup:
        """What the briefing read, its record, and the facts that editions are compared by; shows nothing, and comes last."""
        observations = self.position.observations
        record = record_of(observations, self.file_stem, self.code, self.edition.isoformat(), self.lang)
        keys = sorted([region, measure] for region, measure in observations.trace.keys)
        return Setup(
            {
                "read": keys,
                "derived": dict(observations.trace.derived),
                "manifest": record,
                "facts": self._facts(),
                "numbers": self._number_counts,
            }
        )

    def _facts(self) -> dict[str, Any]:
        """What is no number but may change between editions: class, tier, flags, bounds, dates, which sentences are said."""
        coverage = self.position.own.coverage
        return {
            "class": None if coverage is None else charts.coverage_class(coverage),
            "tier": self.position.tier,
            "flags": {i.id: list(i.flags) for i in self.indicators.values() if i.flags},
            "bounds": {i.id: i.bound for i in self.indicators.values() if i.bound},
            "as_of": {i.id: dict(i.as_of) for i in self.indicators.values() if i.as_of},
            "points": [sentence.msgid for sentence in self._points()],
        }

    # --- the figures as a table ---

    def csv_text(self) -> str:
        """The region's figures and indicators and those of the regions inside, as CSV with base, dates and sources."""
        indicators = (*self.indicators.values(), *self.programme_indicators.values())
        return data_text(self.position, indicators, self._csv_value, self.say)

    def _csv_value(self, observation: Observation) -> object:
        """The value of a figure of the region or of one inside, as the CSV gives it."""
        return observation.value
