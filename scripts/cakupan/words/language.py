"""Words of the languages: gettext catalogues read from `locale/*.po`; the source language is English.

Numbers and dates are formatted in `numbers`, not here.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cakupan.errors import CakupanError, Message
from cakupan.languages import LANGS, LANGUAGES, LOCALE_DIR, SOURCE, Lang

_PLACE = re.compile(r"\{\w+\}")


class MissingTranslation(LookupError):
    """A sentence has no counterpart in the catalogue of the wanted language."""


class _Catalogue(gettext.GNUTranslations):
    """A catalogue that refuses to fall back to English in silence."""

    def gettext(self, message: str) -> str:
        translated = self._catalog.get(message)  # type: ignore[attr-defined]
        if not translated:
            raise MissingTranslation(f"locale/{self.info().get('language', '?')}.po has no translation of: {message!r}")
        return str(translated)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        translated = self._catalog.get((msgid1, self.plural(n)))  # type: ignore[attr-defined]
        if not translated:
            raise MissingTranslation(
                f"locale/{self.info().get('language', '?')}.po has no translation, with its plural, of: {msgid1!r}"
            )
        return str(translated)


COMMAND = "command"
"""What the command says to its user: a catalogue of its own, since none of it stands in a document."""


@lru_cache
def catalogue(lang: Lang, domain: str = "") -> gettext.NullTranslations:
    """The catalogue of a language, of documents or of another domain; English is the identity."""
    if lang == SOURCE:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with catalogue_path(lang, domain).open("rb") as file:
        po = read_po(file, locale=LANGUAGES[lang].locale)
    compiled = io.BytesIO()
    write_mo(compiled, po)
    compiled.seek(0)
    return _Catalogue(compiled)


def catalogue_path(lang: Lang, domain: str = "") -> Path:
    """The file of a catalogue."""
    return LOCALE_DIR / f"{'.'.join(filter(None, (lang, domain)))}.po"


def in_language(text: object, lang: Lang) -> str:
    """A text in a language, if it remembers what it was made of, its values likewise; else as it is."""
    if isinstance(text, CakupanError):
        text = text.sentence
    if lang == SOURCE or not isinstance(text, Message):
        return str(text)
    template = text.template
    if any(char.isalpha() for char in _PLACE.sub("", template)):
        template = catalogue(lang, COMMAND).gettext(template)
    return template.format(**{name: in_language(value, lang) for name, value in text.values.items()})


def translator(lang: Lang) -> Callable[[str], str]:
    """The function `_` of a language: English sentence in, sentence of that language out.

    Raises MissingTranslation when the catalogue lacks the sentence.
    """
    return catalogue(lang).gettext


def marked(message: str) -> str:
    """Mark a sentence for the catalogue where it is not translated yet (gettext's `N_`)."""
    return message


@dataclass(frozen=True)
class Said(Mapping[Lang, str]):
    """A text of the catalogue as a name by language, like those that tables of definitions give; looked up when it is asked for."""

    message: str

    def __getitem__(self, lang: Lang) -> str:
        return translator(lang)(self.message)

    def __iter__(self) -> Iterator[Lang]:
        return iter(LANGS)

    def __len__(self) -> int:
        return len(LANGS)
