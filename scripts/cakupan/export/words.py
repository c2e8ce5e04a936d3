"""The few words that belong to the frame of a document (page numbers, skip link, "Figure") and to the sheets of a workbook, by the catalogue.

Everything that a report says about its region comes from the notebook, through the catalogue of `cakupan.words.language`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from cakupan.languages import Lang
from cakupan.words.language import marked, translator


@dataclass(frozen=True)
class Words:
    """Words of one language."""

    figure: str
    table: str
    page: str
    of: str
    skip: str
    contents: str
    download: str
    attached: str
    data_of: str
    simulated: str
    simulated_note: str
    failed: str
    traceback: str
    no_alt: str
    untitled: str
    number: str


_WORDS = {
    "figure": marked("Figure"),
    "table": marked("Table"),
    "page": marked("page"),
    "of": marked("of"),
    "skip": marked("Skip to content"),
    "contents": marked("Contents"),
    "download": marked("Download data (CSV)"),
    "attached": marked("Data of {}, the same figures as in the document"),
    "data_of": marked("Data of {}"),
    "simulated": marked("SIMULATED"),
    "simulated_note": marked("The figures in this document are simulated, not official."),
    "failed": marked("This part could not be computed"),
    "traceback": marked("Technical details"),
    "no_alt": marked("Picture without description"),
    "untitled": marked("Untitled document"),
    "number": marked("Number"),
}

_SHEETS = {
    "summary": marked("Summary"),
    "figures": marked("Figures"),
    "indicators": marked("Indicators"),
    "text": marked("Text"),
    "definitions": marked("Definitions"),
    "item": marked("Item"),
    "section": marked("Section"),
    "content": marked("Content"),
    "term": marked("Term"),
    "meaning": marked("Meaning"),
    "address": marked("Indicator"),
    "region": marked("Code"),
    "name": marked("Region"),
    "id": marked("ID"),
    "measure": marked("Measure"),
    "value": marked("Value"),
    "unit": marked("Unit"),
    "base": marked("Base"),
    "date": marked("Date"),
    "base_date": marked("Date of base"),
    "bound": marked("Bound"),
    "low": marked("Lower bound"),
    "high": marked("Upper bound"),
    "sources": marked("Sources"),
    "source": marked("Key"),
    "title": marked("Title"),
    "published": marked("Where and when published"),
    "day": marked("Published"),
    "link": marked("Web address"),
    "flags": marked("Flags"),
    "simulated": marked("Simulated"),
    "note": marked("Note"),
    "definition": marked("Definition"),
    "formula": marked("Formula"),
    "edition": marked("Edition"),
    "provinces": marked("Provinces"),
    "regencies": marked("Regencies and cities"),
    "above": marked("Region above"),
    "programmes": marked("Programmes"),
    "programme": marked("Programme"),
    "numerator": marked("Numerator"),
    "target": marked("Target"),
    "legal": marked("Legal basis"),
    "limits": marked("Limits"),
    "place": marked("Place"),
    "capped": marked("Capped"),
    "flag": marked("Flag"),
    "severity": marked("Severity"),
    "unlisted": marked("Numbers in the drawing, each with its address in the data"),
}
"""Names of the sheets of a workbook, and heads of their columns."""

CARD_TITLE = marked("{}: people, most first")
"""What stands above the bars of a card."""


@lru_cache
def frame_words(lang: Lang) -> Words:
    """The words of a document's frame in a language."""
    word = translator(lang)
    return Words(**{name: word(text) for name, text in _WORDS.items()})


@lru_cache
def sheet_words(lang: Lang) -> dict[str, str]:
    """The names of the sheets and columns of a workbook in a language."""
    word = translator(lang)
    return {name: word(text) for name, text in _SHEETS.items()}


def card_words(lang: Lang) -> tuple[str, str]:
    """What stands before the name of a source on a card, and above its bars."""
    word = translator(lang)
    return word("Source"), word(CARD_TITLE)


@lru_cache
def citing_words(lang: Lang) -> dict[str, str]:
    """The words of what a reader can take from a page: a number with its source, a chart, its data."""
    word = translator(lang)
    return {name: word(text) for name, text in _CITING.items()}


_CITING = {
    "percent": marked("percent"),
    "people": marked("people"),
    "base": marked("Base"),
    "day": marked("Date"),
    "source": marked("Source"),
    "doubt": marked("Note"),
    "behind": marked("Behind this number"),
    "copy": marked("Copy citation"),
    "copied": marked("Copied"),
    "by_hand": marked("Press Ctrl+C to copy the selected text"),
    "here": marked("Link to this number"),
    "cite": marked("Cite"),
    "data": marked("Data (CSV)"),
    "embed": marked("Embed"),
    "embed_hint": marked(
        "Paste it into a page in this edition's folder, or put the address of that folder before its address."
    ),
    "copy_embed": marked("Copy code"),
    "close": marked("Close"),
    "whole": marked("Whole report"),
    "whole_sources": marked("The sources of the figures are in the whole report of this edition."),
    "failed": marked("This browser cannot make the picture"),
    "edition": marked("edition of"),
    "edition_pages": marked("This edition"),
    "elsewhere": marked("Other pages of this edition"),
}
