"""`compare.html`: the figures of the nation and of every province, two of which a reader sets side by side.

All of them stand in the page, each with its dates and sources; which are shown is chosen by `compare.js`, which asks nobody for anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from markupsafe import Markup

from cakupan import __version__
from cakupan.blocks import Origins
from cakupan.edition.index import Contents, Row, comparison_name, page_name
from cakupan.edition.index_page import FOLDER, digest_of, language_links, template
from cakupan.edition.index_parts import Part, as_html
from cakupan.edition.index_table import TIERS, Table
from cakupan.export.html import stylesheet
from cakupan.export.words import frame_words
from cakupan.indicators import Indicator, Position
from cakupan.indicators.caps import recorded_of
from cakupan.indicators.catalogue import CATALOGUE
from cakupan.indicators.programmes import indicator
from cakupan.languages import Lang
from cakupan.observations import Observation
from cakupan.regions import NATION
from cakupan.tables import ABSENT, cap_note, origin_of, rank_cell
from cakupan.words.bounds import signed_bound
from cakupan.words.language import marked
from cakupan.words.numbers import RichText, plain, rich
from cakupan.words.sentences import Sentence, Speaker, date, say, verbatim

COUNTS = {
    "wajib_ktp": marked("Wajib KTP"),
    "recorded": marked("Recorded"),
    "ikd_active": marked("IKD activated"),
    "population": marked("Population"),
}
RATES = {
    "K01": (marked("Recording coverage"), "%"),
    "K02": (marked("Unrecorded"), ""),
    "K05": (marked("People to recording target"), ""),
    "K06": (marked("IKD activation rate"), "%"),
    "K08": (marked("IKD target attainment"), "%"),
    "K28": (marked("Wajib KTP of the population"), "%"),
}


@dataclass(frozen=True)
class Cell:
    """What stands in one cell: the print, dates and keys of sources below it, and for a bar its percent, or None."""

    html: Markup
    below: str = ""
    bar: float | None = None


@dataclass(frozen=True)
class Line:
    """One line of the page: what it is, its unit, and a cell for each region in order. full: how many percent its longest bar is."""

    label: str
    unit: str
    cells: tuple[tuple[str, Cell], ...]
    full: float = 100.0


def render_comparison(contents: Contents, lang: Lang) -> str:
    """Return the whole page in one language. Raises MissingTranslation for a sentence that the catalogue lacks."""
    page: str = template("compare.html.j2").render(_Page(contents, Speaker(lang, contents.position.regions)).fields())
    return page


@lru_cache(maxsize=1)
def _style() -> str:
    return f"{stylesheet()}\n{(FOLDER / 'edition.css').read_text(encoding='utf-8')}"


@lru_cache(maxsize=1)
def _script() -> str:
    return (FOLDER / "compare.js").read_text(encoding="utf-8")


class _Page(Part):
    """Says everything on one page."""

    def __init__(self, contents: Contents, speak: Speaker) -> None:
        super().__init__(contents, speak)
        self.rows = (contents.nation, *contents.provinces)
        self.positions = {row.region.code: contents.position_of(row.region.code) for row in self.rows}
        self.table = Table(contents, speak)
        self.used: dict[str, None] = {}

    def fields(self) -> dict[str, object]:
        """What the template puts in."""
        contents = self.contents
        day = contents.edition.isoformat()
        lines = list(self._lines())
        return {
            "lang": self.lang,
            "title": self.word("Two provinces side by side"),
            "lead": self.word("Compare only what has the same date and source: both stand below each figure."),
            "edition": day,
            "edition_plain": plain((self.speak.format.date(day),)),
            "simulated": contents.simulated,
            "simulated_words": self.word("No figure on this page is real: the data was made to try things out."),
            "frame": frame_words(self.lang),
            "style": Markup(_style()),
            "style_digest": digest_of(_style()),
            "script": Markup(_script()),
            "script_digest": digest_of(_script()),
            "up": page_name(self.lang, contents.langs),
            "up_words": self.markup(say("All briefings of the edition of {day}", day=date(day))),
            "pages": language_links(contents, self.lang, comparison_name),
            "words": self._words(),
            "regions": [self._head(row) for row in self.rows],
            "nation": NATION,
            "lines": lines,
            "notes": [self.markup(note) for note in self._notes()],
            "origins": Markup(self._origins().to_html()),
            "produced": self.markup(
                say(
                    "Cakupan {version} · edition of {day} · data {digest}",
                    version=verbatim(__version__),
                    day=date(day),
                    digest=verbatim(contents.fingerprint),
                )
            ),
        }

    def _words(self) -> dict[str, str]:
        return {
            "language": self.word("Language"),
            "first": self.word("First province"),
            "second": self.word("Second province"),
            "what": self.word("What"),
            "choose": self.word("Choose a province"),
            "caption": self.word("Figures of the nation and of all provinces"),
        }

    def _head(self, row: Row) -> dict[str, str]:
        return {"code": row.region.code, "name": self.name(row.region), "href": row.opens(self.lang)}

    def _lines(self) -> Iterator[Line]:
        for id, (label, unit) in RATES.items():
            yield self._line(self.word(label), unit, lambda row, id=id: self._rate(row, id))  # type: ignore[misc]
        for programme in self.contents.programmes:
            yield self._line(
                f"{programme.short[self.lang]}: {self.word('Coverage')}",
                "%",
                lambda row, one=programme: self._shown(row, indicator(self._of(row), one, "coverage")),  # type: ignore[misc]
            )
        for measure, label in COUNTS.items():
            yield self._line(self.word(label), "", lambda row, name=measure: self._count(row, name))  # type: ignore[misc]
        yield self._line(self.word("Rank"), "", self._rank)
        yield self._line(self.word("Population class"), "", self._tier)
        yield self._line(
            self.word("To know"),
            "",
            lambda row: Cell(self.table.doubts(row, page_name(self.lang, self.contents.langs)) or as_html(ABSENT)),
        )

    def _line(self, label: str, unit: str, cell: Callable[[Row], Cell]) -> Line:
        cells = tuple((row.region.code, cell(row)) for row in self.rows)
        return Line(label, unit, cells, max(100.0, *(one.bar or 0.0 for _, one in cells)))

    def _of(self, row: Row) -> Position:
        return self.positions[row.region.code]

    def _rate(self, row: Row, id: str) -> Cell:
        rate = row.indicators.get(id) or CATALOGUE[id](self._of(row))
        return self._shown(row, rate, self.bounded(row, id) if id in row.indicators else None)

    def _shown(self, row: Row, figure: Indicator, printed: RichText | None = None) -> Cell:
        """An indicator with its bound, its dates and its sources."""
        if figure.value is None or isinstance(figure.value, str):
            return Cell(as_html(ABSENT))
        form, key, percent = self.speak.format, f"{row.region.code}:{figure.id}", figure.unit == "percent"
        if printed is None:
            number = form.percent(figure.number, key=key) if percent else form.count(int(figure.number), key=key)
            printed = signed_bound(figure.bound, number)
        days = [day for name, day in figure.as_of.items() if name != "target"]
        bar = max(0.0, float(Fraction(figure.number))) if percent else None
        return Cell(as_html(printed), self._below(days, figure.sources), bar)

    def _count(self, row: Row, measure: str) -> Cell:
        position = self._of(row)
        known: Observation | None = getattr(position.own, measure)
        if known is None:
            return Cell(as_html(ABSENT))
        number = self.speak.format.count(known.count, key=f"{row.region.code}:{measure}")
        worth = recorded_of(position, position.code) if measure == "recorded" else None
        return Cell(
            as_html(signed_bound(worth.sign if worth else "", number)), self._below([known.as_of], (known.source,))
        )

    def _rank(self, row: Row) -> Cell:
        return Cell(as_html(rank_cell(self.speak, self._of(row), row.region.code, row.rank)))

    def _tier(self, row: Row) -> Cell:
        return Cell(as_html(self.word(TIERS[row.tier][1])) if row.tier else as_html(ABSENT))

    def _below(self, days: list[str], sources: tuple[str, ...]) -> Markup:
        self.used.update(dict.fromkeys(sources))
        shown: list[RichText] = [(self.speak.format.date(day, short=True),) for day in dict.fromkeys(days)]
        dates = rich(*(part for at, one in enumerate(shown) for part in ((", ", *one) if at else one)))
        keys = Markup(", ").join(Markup('<a href="#{0}">{0}</a>').format(key) for key in sources)
        return as_html(dates) + Markup(" · ") + keys

    def _notes(self) -> list[Sentence]:
        return [cap_note()] if any(row.capped for row in self.rows) else []

    def _origins(self) -> Origins:
        items = tuple(origin_of(self.contents.position.observations, key, self.lang) for key in sorted(self.used))
        return Origins(items, self.speak(say("Sources of the figures")), NATION)
