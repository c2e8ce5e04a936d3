"""The languages of the briefings, the one registry of them: a language is a catalogue in `words/locale`, whose head says what else is to be known.

Head of a catalogue: `X-Name` (what speakers call it), `X-Tag` (how numbers and dates are written, such as id-ID), `X-Names-Of-Places`
(which of the two names that the table of regions has), `X-Spreadsheet` (its number in formats of spreadsheet programs, hexadecimal; may be
missing). The words themselves are read by `words.language`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

Lang = str
"""The code of a language, such as "id"."""

LOCALE_DIR = Path(__file__).parent / "words" / "locale"
OFFICE, SOURCE = "id", "en"
"""The language that offices write, and that of the sentences in the code; every other is optional."""


@dataclass(frozen=True)
class Language:
    """What is to be known of a language besides its words. tag: "id-ID"; places: "id" or "en"; spreadsheet: "421" or empty."""

    code: Lang
    name: str
    tag: str
    places: str
    spreadsheet: str = ""

    @cached_property
    def locale(self) -> Locale:
        """How numbers, dates and lists are written."""
        from babel import Locale

        return Locale.parse(self.tag, sep="-")

    @property
    def marks(self) -> tuple[str, str]:
        """What stands before decimals, and what parts thousands."""
        symbols = self.locale.number_symbols["latn"]
        return str(symbols["decimal"]), str(symbols["group"])


def _read(path: Path) -> Language:
    with path.open(encoding="utf-8") as file:
        head = "".join(iter(lambda: file.readline().strip(), ""))
    known = dict(re.findall(r'"([\w-]+): ([^"]*)\\n"', head))
    return Language(
        path.stem, known.get("X-Name", path.stem), known.get("X-Tag", path.stem), known.get("X-Names-Of-Places", SOURCE),
        known.get("X-Spreadsheet", ""),
    )  # fmt: skip


def _all() -> dict[Lang, Language]:
    catalogues = (path for path in LOCALE_DIR.glob("*.po") if "." not in path.stem)  # "id.command.po" is of the command
    found = sorted(catalogues, key=lambda path: (path.stem != OFFICE, path.stem != SOURCE, path.stem))
    return {path.stem: _read(path) for path in found}


LANGUAGES = _all()
LANGS: tuple[Lang, ...] = tuple(LANGUAGES)
"""The codes of all languages, in the order in which they are offered."""
