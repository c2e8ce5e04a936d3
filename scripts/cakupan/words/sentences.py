"""Sentences as values: what is to be said, with its figures, before a language is chosen.

Floors that compute say things with `say(...)`; `Speaker` turns them into rich text of one language. Nothing is computed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from cakupan.languages import Lang
from cakupan.regions import Regions
from cakupan.words.language import catalogue
from cakupan.words.numbers import Exact, Formatter, RichText, fill, machine, plain, rich

Kind = Literal["count", "percent", "points", "decimal", "date", "place", "word", "list", "verbatim", "signed", "named"]


@dataclass(frozen=True)
class Value:
    """A figure, date, region or word inside a sentence; `kind` tells how it is printed.

    count: people or places; percent, points: in percent and percentage points, without unit; place: a region code;
    word: an English word of the catalogue; list: values joined in words; verbatim: a name that is alike in all languages; named: a name
    that a table gives in each language.
    """

    kind: Kind
    value: Exact | str | tuple[object, ...]
    places: int = 2
    key: str = ""


def count(value: int, key: str = "") -> Value:
    """A number of people or places."""
    return Value("count", value, 0, key)


def signed(value: int, key: str = "") -> Value:
    """A change in people, printed with its sign."""
    return Value("signed", value, 0, key)


def percent(value: Exact, places: int = 2, key: str = "") -> Value:
    """A percentage, printed without its unit."""
    return Value("percent", value, places, key)


def points(value: Exact, places: int = 2, key: str = "") -> Value:
    """A signed difference in percentage points, printed without its unit."""
    return Value("points", value, places, key)


def decimal(value: Exact, places: int, key: str = "") -> Value:
    """A plain decimal number."""
    return Value("decimal", value, places, key)


def date(as_of: str, key: str = "") -> Value:
    """A reference date; one that is computed, such as a deadline, has a key."""
    return Value("date", as_of, 2, key)


def place(code: str) -> Value:
    """The usual name of a region."""
    return Value("place", code)


def word(msgid: str) -> Value:
    """A word or phrase of the catalogue."""
    return Value("word", msgid)


def verbatim(text: str) -> Value:
    """A name that is the same in every language, such as that of a rule."""
    return Value("verbatim", text)


def named(names: Mapping[Lang, str]) -> Value:
    """A name that a table of definitions gives in each language, such as that of a programme."""
    return Value("named", tuple(names.items()))


def listed(items: tuple[Value | Sentence, ...] | tuple[Value, ...]) -> Value:
    """Several values joined in words."""
    return Value("list", items)


@dataclass(frozen=True)
class Sentence:
    """An English sentence with `{name}` places; `plural` is used instead when `n` is not 1 (by the language's rules)."""

    msgid: str
    values: Mapping[str, Value | Sentence] = field(default_factory=dict)
    plural: str = ""
    n: int = 1


def say(msgid: str, plural: str = "", n: int = 1, /, **values: Value | Sentence) -> Sentence:
    """A sentence to be spoken later: `say("{n} regency", "{n} regencies", 3, n=count(3))`."""
    return Sentence(msgid, values, plural, n)


@dataclass(frozen=True)
class Speaker:
    """Says sentences in one language, with the region names of one register."""

    lang: Lang
    regions: Regions

    @property
    def format(self) -> Formatter:
        """The number formats of the language."""
        return Formatter(self.lang)

    def word(self, msgid: str) -> str:
        """A translated word or sentence without figures."""
        return catalogue(self.lang).gettext(msgid)

    def __call__(self, sentence: Sentence) -> RichText:
        """The sentence in this speaker's language, its figures still values."""
        template = self._template(sentence)
        return fill(template, **{name: self._spoken(value) for name, value in sentence.values.items()})

    def _template(self, sentence: Sentence) -> str:
        if not has_words(sentence.msgid):
            return sentence.msgid
        book = catalogue(self.lang)
        if sentence.plural:
            template = book.ngettext(sentence.msgid, sentence.plural, sentence.n)
        else:
            template = book.gettext(sentence.msgid)
        return _UNIT.sub("}\u00a0\\1", template)

    def together(self, sentences: Iterable[Sentence]) -> RichText:
        """Several sentences as one running text, each with a capital letter."""
        parts: list[RichText] = []
        for sentence in sentences:
            spoken = _capitalised(self(sentence))
            parts.append(rich(" ", spoken) if parts else spoken)
        return rich(*parts)

    def text(self, sentence: Sentence) -> str:
        """The sentence as plain text."""
        return plain(self(sentence))

    def _spoken(self, value: Value | Sentence) -> RichText:
        if isinstance(value, Sentence):
            return self(value)
        return rich(self._print(value))

    def _print(self, value: Value) -> RichText:
        raw = value.value
        match value.kind:
            case "place":
                return (self.regions.get(str(raw)).short(self.lang),)
            case "word":
                return (self.word(str(raw)),)
            case "verbatim":
                return (str(raw),)
            case "named":
                return (_in_language(value, self.lang),)
            case "date":
                return (self.format.date(str(raw), key=value.key),)
            case "list":
                assert isinstance(raw, tuple)
                return self._joined([self._spoken(item) for item in raw])  # type: ignore[arg-type]
        assert isinstance(raw, int | Fraction) or not isinstance(raw, str | tuple)
        match value.kind:
            case "signed":
                return (self.format.decimal(raw, 0, sign=True, key=value.key),)
            case "percent":
                return (self.format.percent(raw, value.places, key=value.key),)
            case "points":
                return (self.format.points(raw, value.places, key=value.key),)
        return (self.format.decimal(raw, value.places, key=value.key),)

    def _joined(self, items: list[RichText]) -> RichText:
        marks = [f"\0{index}\0" for index in range(len(items))]
        parts: list[str | object] = []
        for piece in self.format.join(marks).split("\0"):
            parts.append(items[int(piece)] if piece.isdigit() else piece)
        return rich(*(part for part in parts if part != ""))  # type: ignore[arg-type]


def _in_language(value: Value, lang: Lang) -> str:
    names: dict[str, str] = dict(value.value)  # type: ignore[arg-type]
    return names[lang]


def _capitalised(text: RichText) -> RichText:
    if text and isinstance(text[0], str) and text[0]:
        return (text[0][0].upper() + text[0][1:], *text[1:])
    return text


_PLACE = re.compile(r"\{\w+\}")
_UNIT = re.compile(r"\} (persen|percent|poin|jiwa|people)\b")
"""A number never ends a line without its unit."""


def has_words(msgid: str) -> bool:
    """Whether a sentence says anything besides its values, and so needs a translation."""
    return any(char.isalpha() for char in _PLACE.sub("", msgid))


def english(sentence: Sentence) -> str:
    """A sentence for machine output, in English, with regions as codes."""
    values = {
        name: english(value) if isinstance(value, Sentence) else _english(value)
        for name, value in sentence.values.items()
    }
    return plain(fill(sentence.plural if sentence.plural and sentence.n != 1 else sentence.msgid, **values))


def _english(value: Value) -> str:
    raw = value.value
    if value.kind == "named":
        return _in_language(value, "en")
    if isinstance(raw, tuple):
        return ", ".join(
            english(item) if isinstance(item, Sentence) else _english(item)
            for item in raw
            if isinstance(item, Value | Sentence)
        )
    if isinstance(raw, str):
        return raw
    return (
        machine(raw)
        if value.kind == "count"
        else str(Formatter("en").decimal(raw, value.places, sign=value.kind in ("points", "signed")))
    )
