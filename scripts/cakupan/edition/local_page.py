"""`local/6472.html`: the reports of the districts and villages of one regency, with their counts as far as they may be told.

The way there is on the edition's page in `index_page`; tens of thousands of rows would not fit on that one.
"""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from cakupan import __version__
from cakupan.edition.index import Contents, Local, page_name
from cakupan.edition.index_page import FOLDER, digest_of, template
from cakupan.edition.index_parts import Part, as_html
from cakupan.export.html import stylesheet
from cakupan.export.words import frame_words
from cakupan.indicators import Figures
from cakupan.indicators.small import Kept, kept_inside
from cakupan.languages import Lang
from cakupan.tables import cap_note, dates_of, sources_line, sources_of
from cakupan.tables.parts import part_row, withheld_note
from cakupan.words.numbers import plain
from cakupan.words.sentences import Sentence, Speaker, date, say, verbatim

UP = "../"
"""From the folder of these pages to the edition's."""


def render_local(contents: Contents, regency: str, lang: Lang) -> str:
    """The whole page of a regency in one language. Raises MissingTranslation for a sentence that the catalogue lacks."""
    fields = _LocalPage(contents, Speaker(lang, contents.position.regions), regency).fields()
    page: str = template("local.html.j2").render(fields)
    return page


@lru_cache(maxsize=1)
def _style() -> str:
    return f"{stylesheet()}\n{(FOLDER / 'edition.css').read_text(encoding='utf-8')}"


class _LocalPage(Part):
    """Says everything on one page."""

    def __init__(self, contents: Contents, speak: Speaker, regency: str) -> None:
        super().__init__(contents, speak)
        self.regency = regency
        self.shown: list[Figures] = []
        self.kept: dict[str, Kept] = {}

    def fields(self) -> dict[str, object]:
        """What the template puts in."""
        contents, region = self.contents, self.contents.position.regions.get(self.regency)
        rows = [self._row(local) for local in contents.local[self.regency]]
        langs = contents.langs
        return {
            "lang": self.lang,
            "title": self.speak.text(
                say("Districts and villages of {where}", where=verbatim(region.display(self.lang)))
            ),
            "edition": contents.edition.isoformat(),
            "edition_plain": plain((self.speak.format.date(contents.edition.isoformat()),)),
            "simulated": contents.simulated,
            "simulated_words": self.word("No figure on this page is real: the data was made to try things out."),
            "frame": frame_words(self.lang),
            "style": Markup(_style()),
            "style_digest": digest_of(_style()),
            "up": f"{UP}{page_name(self.lang, langs)}",
            "up_words": self.markup(
                say("All briefings of the edition of {day}", day=date(contents.edition.isoformat()))
            ),
            "region": self.regency,
            "heads": [
                self.word(name)
                for name in ("District or village", "Wajib KTP", "Recorded", "Unrecorded", "Coverage", "Files")
            ],
            "rows": rows,
            "notes": [self.markup(note) for note in self._notes()],
            "source": as_html(sources_line(self.speak, sources_of(self.shown))),
            "produced": self.markup(
                say(
                    "Cakupan {version} · edition of {day} · data {digest}",
                    version=verbatim(__version__),
                    day=date(contents.edition.isoformat()),
                    digest=verbatim(contents.fingerprint),
                )
            ),
        }

    def _row(self, local: Local) -> dict[str, object]:
        """One region: its figures, withheld as in every document, and its files, or that its last build failed."""
        position, code = self.contents.position, local.region.code
        figures, above = position.figures(code), local.region.parent
        if above not in self.kept:
            self.kept[above] = kept_inside(position, above)
        self.shown.append(figures)
        name, *cells = part_row(self.speak, position, figures, self.kept[above].rows)
        page = next((link.href for link in local.files if link.format == "html" and link.lang == self.lang), "")
        files = Markup("").join(self.link(link, plain(name), UP) for link in local.files)
        if local.broken:
            files += Markup('<span class="ix-missing">{}</span>').format(self.word("last build failed"))
        return {
            "code": code,
            "level": local.region.level,
            "name": as_html(name),
            "href": f"{UP}{page}" if page else "",
            "cells": [as_html(cell) for cell in cells],
            "files": files,
        }

    def _notes(self) -> list[Sentence]:
        notes: list[Sentence] = []
        if any(kept.anything for kept in self.kept.values()):
            notes.append(withheld_note(self.contents.position.settings.withhold_below))
        if any(f.stands_at_cap for f in self.shown):
            notes.append(cap_note())
        dates = dates_of(self.shown)
        return [*notes, dates] if dates is not None else notes
