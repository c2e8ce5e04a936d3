"""The first page of a briefing: headline, cards, main points, and what it is of. What is said is in `prose`."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from cakupan import prose, tables
from cakupan.blocks import (
    Card,
    Cards,
    Facts,
    Points,
    Title,
)
from cakupan.briefing.section import Section
from cakupan.indicators.caps import coverage_bound
from cakupan.indicators.insisted import FLAG as F16
from cakupan.observations import Observation
from cakupan.regions import NATION
from cakupan.words.bounds import SIGNS, signed_bound
from cakupan.words.numbers import Num, RichText, plain, rich
from cakupan.words.sentences import Sentence, count, date, percent, say, verbatim, word

CARD_LABELS = {
    "K01": "Recording coverage",
    "K02": "Unrecorded",
    "K05": "People to recording target",
    "K06": "IKD activation rate",
    "K08": "IKD target attainment",
}


class FirstPage(Section):
    """What a reader sees first."""

    @cached_property
    def title_text(self) -> str:
        """The title of the document."""
        region = self.position.region
        if region.level == "national":
            return self.say.text(say("KTP-el recording and IKD activation in Indonesia"))
        return self.say.text(
            say("KTP-el recording and IKD activation in {where}", where=verbatim(region.display(self.lang)))
        )

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


def date_of(row: Observation | None) -> Sentence:
    """The reference date of a figure, or that there is none."""
    return say("{day}", day=date(row.as_of)) if row is not None else say("no figure")
