"""What stands at the end of a briefing: what to doubt, what is missing, how it was computed, and what its terms mean."""

from __future__ import annotations

from cakupan import __version__, prose, quality
from cakupan.blocks import (
    Block,
    Definitions,
    Heading,
    Note,
    Paragraph,
    answer,
)
from cakupan.briefing.section import Section
from cakupan.indicators.caps import coverage_bound
from cakupan.quality.alike import together
from cakupan.quality.model import Flag
from cakupan.regions import NATION
from cakupan.words.numbers import RichText, plain, rich
from cakupan.words.sentences import count, say, verbatim

SAID_ELSEWHERE = frozenset({"K02", "K04", "K05", "K06", "K08", "K09", "K15", "K16", "K17", "K18"})
"""Indicators whose notes stand beside them, in main points, cards and the sections on ranks and IKD; the appendix would only repeat them."""
NOT_SHOWN = frozenset({"K19", "K20", "K21"})
"""Measures of inequality that briefings do not print; they are in the CSV with their notes."""
REASONS_SAID = frozenset({"K11", "K13", "K14", "K23", "K24", "K25"})
"""Indicators of change and pace, whose sections say why there are none."""
FLAG_ROWS = 12
"""Rows of the table of flags; a national briefing would otherwise list dozens."""
NAMED_REGIONS = 6


class Appendix(Section):
    """Doubts, method and terms."""

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
        block = answer(title, Definitions(rows, self.code))
        assert block is not None
        return block

    def flags(self) -> Block:
        """The data-quality flags of the region and of those right inside it, by rule; alike ones in one row."""
        speak, position = self.say, self.position
        alike: dict[tuple[str, RichText], list[str]] = {}
        for flag in together(self._flags_shown()):
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
        block = answer(title, Definitions(rows, self.code), Paragraph(speak.together(notes), self.code))
        assert block is not None
        return block

    def _flags_shown(self) -> list[Flag]:
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
        sentence = say(
            "Wajib KTP: residents who must hold an identity card, 17 or older or married before. IKD: the identity card on a phone, activated at an office."
        )
        return Note(self.say(sentence), self.code)

    def glossary(self) -> Definitions:
        """The terms that a reader may not know, in a sentence each."""
        return Definitions(tuple((self.say.word(term), self.say(text)) for term, text in prose.GLOSSARY), self.code)
