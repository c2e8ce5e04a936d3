"""The numbers that may stand in a text without knowing their value: those of fixed sentences, names, sources, claims, codes.

Numbers that are computed never belong here: they carry a value, which is checked in `report`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

from cakupan import __version__
from cakupan.blocks.markup import clean
from cakupan.indicators.catalogue import CATALOGUE
from cakupan.languages import LANGUAGES, LOCALE_DIR, OFFICE, SOURCE, Lang
from cakupan.observations import Observations
from cakupan.regions import TIER_RULES
from cakupan.tabular import read_table
from cakupan.verify.printed import digits_in
from cakupan.words.language import catalogue
from cakupan.words.numbers import Formatter
from cakupan.workspace import NOTEBOOKS

FLAGS = tuple(f"F{number:02}" for number in range(1, 17))
_HOLE = re.compile(r"\{\w+\}")


def folded(text: str) -> str:
    """A text with plain spaces and without capitals, since sentences are capitalised when they are spoken."""
    return text.replace("\u00a0", " ").lower()


@dataclass
class Vocabulary:
    """Stretches of text with digits in them, found by the first number that they hold."""

    by_number: dict[str, set[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    """Names with digits, which a narrow chart may cut short."""

    def learn(self, texts: Iterable[str]) -> None:
        """Allow these stretches, wherever they stand whole."""
        for text in texts:
            words = folded(text).strip()
            for number in digits_in(words):
                self.by_number.setdefault(number.group(), set()).add(words)

    def unexplained(self, text: str) -> list[str]:
        """The numbers of a text that are in none of the stretches."""
        words = folded(text)
        if words.endswith("…") and any(name.startswith(words[:-1]) for name in self.names):
            return []
        return [number.group() for number in digits_in(words) if not self._explains(words, number)]

    def _explains(self, words: str, number: re.Match[str]) -> bool:
        for stretch in self.by_number.get(number.group(), ()):
            at = words.find(stretch, max(0, number.end() - len(stretch)))
            if 0 <= at <= number.start() and number.end() <= at + len(stretch):
                return True
        return False


def vocabulary(observations: Observations, lang: Lang, edition: str, claims: Path | None) -> Vocabulary:
    """What the reports of an edition in one language may say without a value."""
    words = Vocabulary()
    words.learn(_fixed_sentences(lang))
    words.learn(_markdown())
    words.learn((*TIER_RULES, *CATALOGUE, *FLAGS, f"Cakupan {__version__}", f"({__version__})"))
    words.learn((catalogue(lang).gettext("edition {day}").replace("{day}", str(Formatter(lang).date(edition))),))
    office = observations.settings.office
    own = (office.name, *office.letterhead, office.contact, office.text)
    words.learn((*own, *(clean(text) for text in own)))
    words.learn(observations.insisted)
    for source in observations.sources.values():
        words.learn((source.id, source.title, source.published, source.url, source.url.removeprefix("https://")))
        words.learn(source.url.split("/")[2:3])
    for region in observations.regions.by_code.values():
        if any(char.isdigit() for char in region.name + region.name_en + region.abbr):
            names = {
                folded(clean(name)) for name in (region.short("id"), region.short("en"), region.name, region.name_en)
            }
            words.learn((*names, region.abbr))
            words.names |= names
    words.learn(text for text in observations.definitions.texts(lang) if any(char.isdigit() for char in text))
    if claims is not None and claims.exists():
        words.learn(_claims(claims))
    return words


@lru_cache
def _fixed_sentences(lang: Lang) -> tuple[str, ...]:
    """The fixed parts of all sentences of the catalogue."""
    known = OFFICE if lang == SOURCE else lang
    with (LOCALE_DIR / f"{known}.po").open("rb") as file:
        book = read_po(file, locale=LANGUAGES[known].locale)
    sentences: list[str] = []
    for message in book:
        wording = message.id if lang == SOURCE else message.string
        sentences += [wording] if isinstance(wording, str) else (wording or ())
    return tuple(part for sentence in sentences for part in _HOLE.split(sentence) if any(c.isdigit() for c in part))


@lru_cache
def _markdown() -> tuple[str, ...]:
    """The lines of the notebooks' own text."""
    lines: list[str] = []
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                lines += (line.lstrip("# ") for line in "".join(cell["source"]).splitlines())
    return tuple(lines)


def _claims(table: Path) -> Iterator[str]:
    """What the collected claims say, as printed."""
    for _, row in read_table(table, ("id", "statement", "source_url")):
        yield from (row["id"], row["statement"], row["source_url"], row["source_url"].removeprefix("https://"))


def regions_of_claims(claims: Path | None) -> dict[str, str]:
    """The region that each collected claim is about, by its id."""
    if claims is None or not claims.exists():
        return {}
    return {row["id"]: row["region"] for _, row in read_table(claims, ("id", "region"))}


def dates(observations: Observations, edition: str, claims: Path | None) -> frozenset[str]:
    """Every date that a document of an edition may print: its own, and those of figures, sources, breaks and claims."""
    days = {edition, *observations.dates, *(s.published for s in observations.sources.values())}
    days |= {day.isoformat() for breaks in observations.breaks.values() for day, _ in breaks}
    if claims is not None and claims.exists():
        for _, row in read_table(claims, ("as_of", "published")):
            days |= {row["as_of"], row["published"]}
    return frozenset(days)
