"""The briefing of one region: a method per section, each returns the block that a notebook cell shows.

What is computed lives in `indicators`, what is said in `prose`, what is drawn in `charts` and `tables`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from cakupan import __version__, charts, prose, quality, tables
from cakupan.blocks import (
    Block,
    Card,
    Cards,
    Definitions,
    Facts,
    Heading,
    Note,
    Origins,
    Paragraph,
    Points,
    Setup,
    Title,
    answer,
)
from cakupan.briefing.analysis import Analysis
from cakupan.briefing.data_file import data_text
from cakupan.briefing.dated import with_pairs
from cakupan.briefing.programmes import ProgrammesSection
from cakupan.briefing.published import ClaimsBriefing, read_claims_of
from cakupan.briefing.record import record_of
from cakupan.indicators import Indicator, Position, change, compute
from cakupan.indicators.caps import coverage_bound
from cakupan.indicators.comparable import rules_changed
from cakupan.indicators.contributed import contributions
from cakupan.indicators.insisted import FLAG as F16
from cakupan.indicators.pace import Outlook, outlook
from cakupan.indicators.what_if import what_if
from cakupan.languages import Lang
from cakupan.observations import Observation
from cakupan.quality.alike import together
from cakupan.quality.model import Flag
from cakupan.regions import NATION
from cakupan.tables.assumptions import assumptions_table
from cakupan.tables.contributed import contributed_table
from cakupan.words.bounds import SIGNS, signed_bound
from cakupan.words.numbers import Num, RichText, plain, rich
from cakupan.words.sentences import Sentence, Speaker, count, date, percent, place, say, verbatim, word
from cakupan.workspace import DATA, report_stem


@dataclass(frozen=True)
class Briefing(Analysis, ProgrammesSection):
    """One briefing of one region, edition and language. Every method returns something that Jupyter shows."""

    position: Position = field(repr=False)
    say: Speaker = field(repr=False)
    data: Path = field(repr=False, default=DATA)

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

    # --- identity ---

    @cached_property
    def title_text(self) -> str:
        """The title of the document."""
        region = self.position.region
        if region.level == "national":
            return self.say.text(say("KTP-el recording and IKD activation in Indonesia"))
        return self.say.text(
            say("KTP-el recording and IKD activation in {where}", where=verbatim(region.display(self.lang)))
        )

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

    def title(self) -> Title:
        """The head: what the briefing is of, and its headline. Dates and identity are in `identity`."""
        speak, office = self.say, self.position.settings.office
        banner = speak(say("SIMULATED data: no figure here is real.")) if self.position.observations.simulated else None
        return Title(
            title=self.title_text,
            subtitle=speak(self._headline()),
            facts=(),
            region=self.code,
            banner=banner,
            letterhead=office.letterhead,
            logo=office.logo,
            logo_alt=plain(speak(say("Logo: {office}", office=verbatim(office.name or " ".join(office.letterhead))))),
        )

    def _headline(self) -> Sentence:
        return prose.headline_sentence(self.position, self.indicators)

    def identity(self) -> Facts:
        """Edition, dates of the figures, code, office and contact: small, at the foot of the first page."""
        return Facts(self._identity(), self.code)

    def _identity(self) -> tuple[tuple[str, RichText], ...]:
        own, speak = self.position.own, self.say
        office = self.position.settings.office
        facts: list[tuple[str, RichText]] = [
            (speak.word("Edition"), speak(say("{day}", day=date(self.edition.isoformat())))),
            (speak.word("Code"), (f"{self.code} (Kemendagri)",)),
        ]
        for name, row in (
            ("recorded", own.recorded),
            ("wajib_ktp", own.wajib_ktp),
            ("ikd_active", own.ikd_active),
            ("population", own.population),
        ):
            facts.append((speak.word(tables.MEASURE_LABELS[name]), speak(date_of(row))))
        if office.name:
            facts.append((speak.word("Office"), (office.name,)))
        if office.contact:
            facts.append((speak.word("Contact"), (office.contact,)))
        return tuple(facts)

    # --- first page ---

    def main_points(self) -> Points:
        """Three or four sentences."""
        return Points(tuple(self.say(sentence) for sentence in self._points()), self.code)

    def _points(self) -> tuple[Sentence, ...]:
        return prose.main_points(self.position, self.indicators)

    def cards(self, *ids: str) -> Cards:
        """Tiles of some figures by id, "coverage" or "kia_coverage"; by default coverage, unrecorded, people to target, IKD rate, attainment."""
        known = {column.id: column.what for column in self.columns.values()} if ids else {}
        chosen = [known.get(id) or id for id in ids] or list(CARD_LABELS)
        cards = (self._card(id) if id in CARD_LABELS else self._own_card(id) for id in chosen)
        return Cards(tuple(cards), self.code)

    def _card(self, id: str) -> Card:
        speak, indicator = self.say, self.indicators[id]
        label = speak.word(CARD_LABELS[id])
        if indicator.value is None:
            return Card(label, tables.ABSENT, "", speak(indicator.reason) if indicator.reason else "")
        unit = "%" if indicator.unit == "percent" else speak.word("people")
        form = speak.format
        key = f"{self.code}:{id}"
        number = form.percent(indicator.number, key=key) if unit == "%" else form.count(int(indicator.number), key=key)
        shown = signed_bound(indicator.bound, number, " ")
        if id == "K02":
            shown, unit = self._unrecorded(number, unit)
        note = self._card_note(id)
        if F16 in indicator.flags:
            note = rich(note, "; " if note else "", speak(say("flag F16: on the office's word")))
        return Card(label, shown, unit, speak(self._card_base(id)), note=note)

    def _unrecorded(self, number: Num, unit: str) -> tuple[RichText, str]:
        """The people shown as unrecorded: at least so many where some cannot be seen, and "0 shown" where nobody can be."""
        if not self.position.is_lower_bound:
            return (number,), unit
        if self.indicators["K02"].number <= 0:
            return self.say(say("{n} shown", n=count(int(self.indicators["K02"].number), f"{self.code}:K02"))), ""
        return signed_bound("lower", number, " "), unit

    def _card_base(self, id: str) -> Sentence:
        own, target = self.position.own, self.indicators[id].detail.get("target_percent")
        recorded, base, active = own.recorded, own.wajib_ktp, own.ikd_active
        if id == "K01" and base is not None:
            return say("of {n} wajib KTP, {day}", n=count(base.count, f"{self.code}:wajib_ktp"), day=date(base.as_of))
        if id == "K02" and recorded is not None:
            return say("wajib KTP less recorded, {day}", day=date(recorded.as_of))
        if id == "K05" and isinstance(target, Fraction | int) and base is not None:
            return say(
                "to {target} percent of wajib KTP, {day}",
                target=percent(Fraction(target), 1, f"{self.code}:K05:target_percent"),
                day=date(base.as_of),
            )
        if id == "K06" and active is not None:
            return say(
                "of {base}; activations of {day}",
                base=word(prose.BASE_NAMES[self.indicators[id].base]),
                day=date(active.as_of),
            )
        if id == "K08" and isinstance(target, Fraction | int):
            return say(
                "of the target: {target} percent of {base}",
                target=percent(Fraction(target), 0, f"{self.code}:K08:target_percent"),
                base=word(prose.BASE_NAMES[self.position.settings.ikd_base]),
            )
        return say("no base")

    def _card_note(self, id: str) -> RichText:
        speak, national = self.say, self.position.nation_like_own
        if id == "K01" and self.position.is_lower_bound:
            return speak(say("lower bound: {n} capped", n=count(len(self.position.capped), f"{self.code}:capped")))
        if id == "K02" and self.position.is_lower_bound:
            return speak(say("in regions shown at 100 percent no one is seen as missing"))
        if id == "K05" and self.indicators[id].bound == "upper":
            return speak(say("at most"))
        if id == "K06" and self.code != NATION:
            value = national.ikd_rate(self.position.settings.ikd_base)
            return (
                speak(say("nationally {share} percent", share=percent(value, key="ID:K06")))
                if value is not None
                else ()
            )
        if id == "K01" and self.code != NATION and national.coverage is not None:
            sign = verbatim(SIGNS[coverage_bound(self.position, NATION)])
            return speak(
                say("nationally {sign}{share} percent", sign=sign, share=percent(national.coverage, key="ID:K01"))
            )
        return ()

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
        speak, found = self.say, self.indicators
        sentences: list[Sentence] = []
        net, gross, share = found["K02"], found["K03"], found["K04"]
        if net.value is not None and gross.value is not None and net.bound != "upper" and gross.as_of == net.as_of:
            sentences.append(
                say(
                    "Net, {net} people are unrecorded; counted region by region, {gross}.",
                    net=count(int(net.number), f"{self.code}:K02"),
                    gross=count(int(gross.number), f"{self.code}:K03"),
                )
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
        if all(found.coverage is None for found in provinces):
            return self._missing(
                say("No province has both recorded people and wajib KTP for this edition; there is no map to draw.")
            )
        return charts.tile_map(self.say, self.position)

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
        speak, found = self.say, self.indicators
        sentences = [s for s in (prose.ikd_sentence(self.position, found),) if s is not None]
        to_go = found["K09"]
        if to_go.value is not None:
            sentences.append(
                say("{n} more activations reach the target.", n=count(int(to_go.number), f"{self.code}:K09"))
            )
        sentences += [say("{note}.", note=note) for note in found["K06"].notes]
        return Paragraph(speak.together(sentences), self.code)

    def concentration(self) -> Block:
        """In how few regencies the unrecorded people live."""
        where = self.indicators["K22"]
        if where.value is None:
            return self._missing(
                say("The concentration of the gap cannot be told: {reason}.", reason=where.reason or say("no figures"))
            )
        return charts.concentration_curve(self.say, self.position)

    def trend(self) -> Block | None:
        """Comparable figures over time; nothing where there are fewer than two dates, for `what_changed_words` says why."""
        pairs = change.pairs(self.position)
        return (
            with_pairs(charts.trend_figure(self.say, self.position, pairs), pairs, self.say)
            if len(pairs) >= 2
            else None
        )

    def what_changed(self) -> Block | None:
        """The change between the two newest comparable dates, split into its causes; nothing where there are not two."""
        found = self._two_dates()
        if isinstance(found, Sentence):
            return None
        return with_pairs(charts.waterfall(self.say, self.position, *found), found[:2], self.say)

    def what_changed_words(self) -> Block:
        """The same in words, with people first."""
        found = self._two_dates()
        if isinstance(found, Sentence):
            return self._missing(say("No change can be told: {reason}.", reason=found))
        changed = rules_changed(self.position, found[0].base.day, found[1].base.day)
        known = self.indicators["K23"].notes[:1]
        if changed is not None and changed not in known:
            known = (*known, changed)
        notes = [say("{note}.", note=note) for note in known]
        return Paragraph(
            self.say.together((*prose.change_sentences(*found, capped_end=self._ends_at_a_cap(found[1])), *notes)),
            self.code,
        )

    def contributed(self) -> Block | None:
        """Which of the regions inside made the change; nothing where `contributed_words` says why it cannot be told."""
        found = contributions(self.position)
        if isinstance(found, Sentence):
            return None
        self._read.update(dict.fromkeys(found.sources))
        return contributed_table(self.say, self.position, found)

    def contributed_words(self) -> Block:
        """The same in words: how many people more, where most, and where fewer."""
        found = contributions(self.position)
        if isinstance(found, Sentence):
            return self._missing(say("Which regions inside contributed cannot be told: {reason}.", reason=found))
        return Paragraph(self.say.together(prose.contributed_sentences(found)), self.code)

    def _ends_at_a_cap(self, after: change.Pair) -> bool:
        """Whether the later coverage of a change is a lower bound."""
        return change.ends_at_a_cap(self.position, after.recorded)

    def _two_dates(self) -> tuple[change.Pair, change.Pair, change.Comparison] | Sentence:
        two = change.last_two(self.position)
        if isinstance(two, Sentence):
            return two
        before, after = two
        found = change.compare(before.recorded.value, before.base.value, after.recorded.value, after.base.value)
        return (before, after, found) if found is not None else say("wajib KTP is zero")

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
        return Points(tuple(self.say.together(prose.pace_sentences(found)) for found in self._outlooks), self.code)

    def pace(self) -> Block | None:
        """Where the current pace of IKD activation leads, with its range; nothing where `pace_words` says why it cannot be told."""
        found = self._outlooks[1]
        if found.pace is None or found.share is None or not found.base_series.values:
            return None
        return charts.pace_fan(self.say, self.position, found, self.indicators["K11"].sources)

    def rank_words(self) -> Paragraph:
        """How firm the rank is, and read in which ways."""
        found = self.indicators["K18"]
        if found.value is None:
            return Paragraph(self.say.together([say("{note}.", note=found.reason or say("no rank"))]), self.code)
        told = prose.rank_range_sentences(self.code, found)
        return Paragraph(self.say.together(told), self.code)

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

    def quality(self) -> Block:
        """What to doubt: everything that must be said beside the indicators, by indicator."""
        speak = self.say
        seen: dict[RichText, list[str]] = {}
        for indicator in self.indicators.values():
            for note in () if indicator.id in SAID_ELSEWHERE | NOT_SHOWN else indicator.notes:
                seen.setdefault(speak(note), []).append(speak.word(indicator.name))
        if not seen:
            return Note(speak(say("No flag was raised for these figures.")), self.code)
        rows = tuple((", ".join(names), words) for words, names in seen.items())
        title = Heading(speak(say("What to know before quoting these figures")), self.code, 3)
        told = answer(title, Definitions(rows, self.code))
        assert told is not None
        return told

    def flags(self) -> Block:
        """The data-quality flags of the region and of those right inside it, by rule; alike ones in one row."""
        speak, position = self.say, self.position
        alike: dict[tuple[str, RichText], list[str]] = {}
        for flag in together(self._flags_found()):
            alike.setdefault((flag.flag, speak(flag.message)), []).extend(flag.regions)
        inside = len(position.children) + 1
        flagged = {code for codes in alike.values() for code in codes}
        unflagged = [code for code in (self.code, *(f.region.code for f in position.children)) if code not in flagged]
        capped = sum(1 for code in unflagged if coverage_bound(position, code))
        clean = len(unflagged) - capped
        if not alike:
            return Note(speak(say("No flag F01 to F16 was raised for {n} regions.", n=count(inside))), self.code)
        shown = sorted(alike.items(), key=lambda item: (item[0][0], -len(item[1])))[:FLAG_ROWS]
        rows = tuple((rich(f"{id} ", self._places(codes)), message) for (id, message), codes in shown)
        notes = [say("{n} of {of} regions carry no flag.", n=count(clean), of=count(inside))]
        if capped:
            notes = [
                say(
                    "{n} of {of} regions carry no flag and hold none that stands at the cap of 100 percent. A further {capped} carry none of their own, but regencies in them stand at the cap, which hides what flags look for.",
                    n=count(clean), of=count(inside), capped=count(capped),
                )
            ]  # fmt: skip
        if len(alike) > len(shown):
            notes.append(
                say(
                    "{n} further kinds of flags are not shown; the command cakupan quality lists all.",
                    n=count(len(alike) - len(shown)),
                )
            )
        title = Heading(speak(say("Data-quality flags")), self.code, 3)
        told = answer(title, Definitions(rows, self.code), Paragraph(speak.together(notes), self.code))
        assert told is not None
        return told

    def _flags_found(self) -> list[Flag]:
        """The flags to show, in order."""
        position = self.position
        return quality.check(position.observations, self.code, self.edition, position.settings)

    def _places(self, codes: list[str]) -> RichText:
        """The first few regions by name, the others by number."""
        names = [self.position.regions.get(code).short(self.lang) for code in dict.fromkeys(codes)]
        if len(names) <= NAMED_REGIONS:
            return (", ".join(names),)
        more = self.say(say("and {n} more", n=count(len(names) - NAMED_REGIONS + 1)))
        return rich(f"{', '.join(names[: NAMED_REGIONS - 1])} ", more)

    def missing(self) -> Block:
        """The indicators that the data does not support, one line each."""
        speak = self.say
        by_reason: dict[RichText, list[str]] = {}
        for indicator in self.indicators.values():
            if indicator.value is None and indicator.reason is not None and indicator.id not in REASONS_SAID:
                by_reason.setdefault(speak(indicator.reason), []).append(indicator.name)
        if self.code == NATION:
            by_reason = {
                reason: names for reason, names in by_reason.items() if plain(reason) not in self._self_evident()
            }
        if not by_reason:
            return Note(speak(say("All indicators of the catalogue have a value.")), self.code)
        rows = tuple((", ".join(speak.word(name) for name in names), reason) for reason, names in by_reason.items())
        return Definitions(rows, self.code)

    def _self_evident(self) -> set[str]:
        return {self.say.text(say(text)) for text in ("the nation is the whole", "the nation has no peers")}

    def method(self) -> Definitions:
        """How the figures are computed, and what they are."""
        speak = self.say
        items = [
            ("Coverage", say("recorded ÷ wajib KTP × 100; never capped, never an average of percentages.")),
            ("Unrecorded", say("wajib KTP − recorded; net for the region, gross when counted region by region.")),
            (
                "IKD rate",
                say("activated IKD ÷ named base × 100; attainment is the same over the target share of that base."),
            ),
            ("Rounding", say("half up from exact integers; never 100 percent while a gap is left.")),
            (
                "Choice of figures",
                say(
                    "for each measure the newest register figure not after the edition; comparisons use the same dates."
                ),
            ),
            ("Codes", say("Kemendagri (Kepmendagri 300.2.2-2138/2025); not BPS codes.")),
            (
                "Produced by",
                say(
                    "Cakupan {version}; the figures behind it are attached to the PDF as CSV.",
                    version=verbatim(__version__),
                ),
            ),
        ]
        rows: list[tuple[str, RichText]] = [(speak.word(term), speak(text)) for term, text in items]
        numbers = self.numbers_words()
        if numbers is not None:
            rows.append((speak.word("Numbers"), numbers))
        own_words = self.position.settings.office.text
        if own_words:
            rows.append((speak.word("Note of the office"), (own_words,)))
        return Definitions(tuple(rows), self.code)

    def terms(self) -> Note:
        """The two terms that every briefing rests on, in a sentence, for the first page."""
        told = say(
            "Wajib KTP: residents who must hold an identity card, 17 or older or married before. IKD: the identity card on a phone, activated at an office."
        )
        return Note(self.say(told), self.code)

    def glossary(self) -> Definitions:
        """The terms that a reader may not know, in a sentence each."""
        return Definitions(tuple((self.say.word(term), self.say(said)) for term, said in prose.GLOSSARY), self.code)

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
                "numbers": self._numbers_told,
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

    def _missing(self, sentence: Sentence) -> Note:
        return Note(self.say(sentence), self.code, "missing")

    # --- the figures as a table ---

    def csv_text(self) -> str:
        """The region's figures and indicators and those of the regions inside, as CSV with base, dates and sources."""
        found = (*self.indicators.values(), *self.programme_indicators.values())
        return data_text(self.position, found, self._csv_value, self.say)

    def _csv_value(self, observation: Observation) -> object:
        """The value of a figure of the region or of one inside, as the CSV gives it."""
        return observation.value


MONTHLY_SYSTEMS = ("own", "simulated")
"""Registers whose figures the trend shows month by month; a table of them would only repeat it."""
SAID_ELSEWHERE = frozenset({"K02", "K04", "K05", "K06", "K08", "K09", "K15", "K16", "K17", "K18"})
"""Indicators whose notes stand beside them, in main points, cards and the sections on ranks and IKD; the appendix would only repeat them."""
NOT_SHOWN = frozenset({"K19", "K20", "K21"})
"""Measures of inequality that briefings do not print; they are in the CSV with their notes."""
REASONS_SAID = frozenset({"K11", "K13", "K14", "K23", "K24", "K25"})
"""Indicators of change and pace, whose sections say why there are none."""
FLAG_ROWS = 12
"""Rows of the table of flags; a national briefing would otherwise list dozens."""
NAMED_REGIONS = 6

CARD_LABELS = {
    "K01": "Recording coverage",
    "K02": "Unrecorded",
    "K05": "People to recording target",
    "K06": "IKD activation rate",
    "K08": "IKD target attainment",
}


def date_of(row: Observation | None) -> Sentence:
    """The reference date of a figure, or that there is none."""
    return say("{day}", day=date(row.as_of)) if row is not None else say("no figure")
