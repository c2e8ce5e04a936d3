"""The edition's page as HTML: its frame, the nation, failures, and the template that all parts are put into.

What the page holds is gathered in `index`; map and table are in `index_map` and `index_table`, words in the catalogue, layout in
`edition.css`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cakupan import __version__, look
from cakupan.blocks import Card, Cards
from cakupan.blocks.markup import words
from cakupan.edition.failures import Broken
from cakupan.edition.index import SHOWN_FORMATS, Contents, Row, comparison_name, page_name
from cakupan.edition.index_map import TileMap
from cakupan.edition.index_parts import Part, as_html
from cakupan.edition.index_table import Table
from cakupan.export.html import TEMPLATES, stylesheet
from cakupan.export.words import frame_words
from cakupan.indicators import Indicator
from cakupan.languages import LANGUAGES, Lang
from cakupan.prose import BASE_NAMES
from cakupan.regions import NATION
from cakupan.tables import ABSENT
from cakupan.words.numbers import RichText, plain
from cakupan.words.sentences import Sentence, Speaker, count, date, listed, percent, say, verbatim, word

FOLDER = TEMPLATES / "cakupan"


def render(contents: Contents, lang: Lang) -> str:
    """The whole page in one language. Raises MissingTranslation for a sentence that the catalogue lacks."""
    page: str = template("edition.html.j2").render(_Page(contents, Speaker(lang, contents.position.regions)).fields())
    return page


@lru_cache
def template(name: str) -> Any:
    """A template of the edition's pages."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template(name)


@lru_cache(maxsize=1)
def _script() -> str:
    return (FOLDER / "edition.js").read_text(encoding="utf-8")


def digest_of(text: str) -> str:
    """The digest by which a page's own policy lets a style or script in."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def language_links(
    contents: Contents, lang: Lang, name: Callable[[Lang, tuple[Lang, ...]], str]
) -> list[dict[str, object]]:
    """The same page in all languages of the edition. name: of its file in one of them."""
    return [
        {"lang": one, "name": LANGUAGES[one].name, "href": name(one, contents.langs), "current": one == lang}
        for one in contents.langs
    ]


class _Page(Part):
    """Says everything on one page."""

    def fields(self) -> dict[str, Any]:
        """What the template puts in."""
        contents = self.contents
        style, script = self._style(), _script()
        return {
            "lang": self.lang,
            "title": self.word("KTP-el coverage and IKD by province"),
            "subtitle": self._subtitle(),
            "preview": self._subtitle().striptags(),
            "card": next((link.href for link in contents.nation.links("card") if link.lang == self.lang), ""),
            "edition": contents.edition.isoformat(),
            "edition_plain": plain((self.speak.format.date(contents.edition.isoformat()),)),
            "fingerprint": contents.fingerprint,
            "simulated": contents.simulated,
            "frame": frame_words(self.lang),
            "style": Markup(style),
            "style_digest": digest_of(style),
            "script": Markup(script),
            "script_digest": digest_of(script),
            "pages": language_links(contents, self.lang, page_name),
            "compare": comparison_name(self.lang, contents.langs),
            "facts": self._facts(),
            "nation": self._nation(),
            "map": TileMap(self.contents, self.speak).fields(),
            "table": Table(self.contents, self.speak).fields(),
            "others": [as_html(f"{stem} ") + self.files(files) for stem, files in contents.others],
            "broken": self._broken(),
            "words": self._words(),
        }

    def _words(self) -> dict[str, object]:
        return {
            "language": self.word("Language"),
            "compare": self.word("Compare two provinces"),
            "simulated": self.word("No figure on this page is real: the data was made to try things out."),
            "others": self.word("Other documents"),
            "produced": self.markup(
                say(
                    "Cakupan {version} · edition of {day} · data {digest}",
                    version=verbatim(__version__),
                    day=date(self.contents.edition.isoformat()),
                    digest=verbatim(self.contents.fingerprint),
                )
            ),
        }

    def _style(self) -> str:
        running = f"Cakupan · {self.speak.text(say('edition {day}', day=date(self.contents.edition.isoformat())))}"
        frame = frame_words(self.lang)
        boxes = f'@top-left{{content:"{running}"}}@bottom-right{{content:"{frame.page} " counter(page) " {frame.of} " counter(pages)}}'
        if self.contents.simulated:
            boxes += f'@top-right{{content:"{frame.simulated}";color:#b04a00;font-weight:600}}'
        tiles = [row.region.tile for row in self.contents.provinces if row.region.tile]
        cells = "".join(f".r{n}{{grid-row:{n}}}" for n in sorted({row for row, _ in tiles}))
        cells += "".join(f".k{n}{{grid-column:{n}}}" for n in sorted({column for _, column in tiles}))
        inks = (look.ON_LIGHT,) * 3 + (look.ON_DARK,) * 2
        shades = "".join(
            f".c{grade}{{background-color:{shade};color:{ink};--hatch:{ink}}}"
            for grade, (shade, ink) in enumerate(zip(look.BLUES, inks, strict=True))
        )
        own = (FOLDER / "edition.css").read_text(encoding="utf-8")
        return f"{stylesheet()}\n{own}@media screen and (min-width:60rem),print{{{cells}}}{shades}@page{{{boxes}}}"

    def _subtitle(self) -> Markup:
        return self.markup(
            say(
                "Edition of {day}: a briefing for the nation and for each province, every figure with its base, date and source",
                day=date(self.contents.edition.isoformat()),
            )
        )

    def _facts(self) -> list[tuple[str, Markup]]:
        own = self.contents.nation.indicators
        reports = [row for row in self.contents.rows if row.files]
        formats = {name: sum(bool(row.links(name)) for row in reports) for name in SHOWN_FORMATS}
        held = say(
            "{n} of {total} regions: {html} HTML, {pdf} PDF",
            n=count(len(reports), "edition:reports"),
            total=count(len(self.contents.rows), "edition:regions"),
            html=count(formats["html"], "edition:html"),
            pdf=count(formats["pdf"], "edition:pdf"),
        )
        return [
            (self.word("Edition"), self._date(self.contents.edition.isoformat())),
            (self.word("Recorded and wajib KTP"), self._dates(own["K01"])),
            (self.word("IKD activated"), self._date(own["K06"].as_of.get("ikd_active", ""))),
            (self.word("Reports"), self.markup(held)),
            *self._book(),
            (self.word("Region codes"), self.markup(say("Kemendagri, not BPS"))),
            (self.word("Data fingerprint"), as_html(self.contents.fingerprint)),
        ]

    def _book(self) -> list[tuple[str, Markup]]:
        """The workbook of the whole edition, where there is one."""
        if not self.contents.books.get(self.lang):
            return []
        link = Markup('<a href="{}">XLSX</a>').format(self.contents.books[self.lang])
        return [(self.word("All regions as a workbook"), link)]

    def _date(self, as_of: str) -> Markup:
        return as_html(self.speak.format.date(as_of)) if as_of else as_html(self.word("no figure"))

    def _dates(self, indicator: Indicator) -> Markup:
        days = tuple(date(day) for day in dict.fromkeys(indicator.as_of.values()))
        return self.markup(say("{days}", days=listed(days))) if days else as_html(self.word("no figure"))

    def _nation(self) -> dict[str, object]:
        row = self.contents.nation
        labels = {
            "K01": "Recording coverage",
            "K02": "Unrecorded",
            "K06": "IKD activation rate",
            "K08": "IKD target attainment",
        }
        cards = tuple(self._card(row, id, self.word(label)) for id, label in labels.items())
        opening = Markup('<a class="ix-open" href="{}">{}</a> ').format(
            row.opens(self.lang), self.word("Open the national briefing")
        )
        files = (opening if row.opens(self.lang) else Markup("")) + self.files(row.files)
        return {
            "heading": row.region.short(self.lang),
            "cards": Markup(Cards(cards, NATION).to_html()),
            "files": files if row.files else "",
        }

    def _card(self, row: Row, id: str, label: str) -> Card:
        indicator = row.indicators[id]
        if indicator.value is None:
            return Card(label, ABSENT, "", self.speak(indicator.reason) if indicator.reason else "")
        unit = "%" if indicator.unit == "percent" else self.word("people")
        note: RichText = ()
        if id == "K01" and row.capped:
            note = self.speak(say("lower bound: {n} capped", n=count(row.capped, f"{row.region.code}:capped")))
        if id == "K02" and row.capped:
            note = self.speak(say("in regions shown at 100 percent no one is seen as missing"))
        return Card(label, self.bounded(row, id, space=" "), unit, self.speak(self._base(row, id)), note=note)

    def _base(self, row: Row, id: str) -> Sentence:
        indicator, position = row.indicators[id], self.contents.position
        target = indicator.detail.get("target_percent")
        own = position.figures(row.region.code)
        if id == "K01" and own.wajib_ktp is not None:
            base = count(own.wajib_ktp.count, f"{row.region.code}:wajib_ktp")
            return say("of {n} wajib KTP, {day}", n=base, day=date(own.wajib_ktp.as_of))
        if id == "K02" and own.recorded is not None:
            return say("wajib KTP less recorded, {day}", day=date(own.recorded.as_of))
        if id == "K08" and isinstance(target, Fraction | int):
            name = BASE_NAMES[position.settings.ikd_base]
            return say("of the target: {target} percent of {base}", target=percent(target, 0), base=word(name))
        if own.ikd_active is not None:
            return say(
                "of {base}; activations of {day}", base=word(BASE_NAMES[indicator.base]), day=date(own.ikd_active.as_of)
            )
        return say("no base")

    def _broken(self) -> dict[str, object] | None:
        broken = self.contents.broken
        if not broken:
            return None
        title = say(
            "{n} report could not be built",
            "{n} reports could not be built",
            len(broken),
            n=count(len(broken), "edition:failed"),
        )
        return {
            "title": self.markup(title),
            "lead": self.word(
                "Each notebook below holds the traceback of its last run; it opens in JupyterLab, by the command cakupan lab. All other reports are complete."
            ),
            "reports": [self._failure(report) for report in broken],
        }

    def _failure(self, report: Broken) -> dict[str, object]:
        regions = self.contents.position.regions.by_code
        name = self.name(regions[report.region]) if report.region in regions else report.stem
        if len(self.contents.langs) > 1:
            name += f" ({report.lang.upper()})"
        state = self.word("older edition kept: last rebuild failed") if report.older else self.word("no earlier file")
        opening = Markup('<a href="{0}">{0}</a>').format(report.notebook) if report.notebook else Markup("")
        return {"name": name, "state": state, "sentence": words(report.sentence), "open": opening}
