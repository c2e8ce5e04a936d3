"""What all parts of the edition's page say alike: a sentence, a figure with its bound, the name of a region, a link to a file."""

from __future__ import annotations

from fractions import Fraction

from markupsafe import Markup

from cakupan.blocks.markup import html
from cakupan.edition.index import Contents, FileLink, Row
from cakupan.regions import Region
from cakupan.tables import ABSENT
from cakupan.words.bounds import signed_bound
from cakupan.words.numbers import Num, RichText
from cakupan.words.sentences import Sentence, Speaker, count, say


def as_html(text: RichText | str | Num) -> Markup:
    """Rich text as HTML that the template takes as it is."""
    return Markup(html(text))


class Part:
    """A part of the page in one language."""

    def __init__(self, contents: Contents, speak: Speaker) -> None:
        self.contents, self.speak = contents, speak
        self.lang = speak.lang
        self.word = speak.word

    def markup(self, sentence: Sentence) -> Markup:
        """A sentence as HTML."""
        return as_html(self.speak(sentence))

    def bounded(self, row: Row, id: str, space: str = "") -> RichText:
        """The value of an indicator with its sign "≥" or "≤", or "–"."""
        indicator = row.indicators[id]
        if indicator.value is None:
            return (ABSENT,)
        key, form = f"{row.region.code}:{id}", self.speak.format
        number = (
            form.percent(indicator.number, key=key)
            if indicator.unit == "percent"
            else form.count(int(indicator.number), key=key)
        )
        if id == "K02" and row.capped:
            if indicator.number <= 0:
                return self.speak(say("{n} shown", n=count(int(indicator.number), key)))
            return signed_bound(
                "lower", number, space
            )  # of people; the net gap, which surpluses make smaller, is the other way round
        return signed_bound(indicator.bound, number, space)

    def name(self, region: Region) -> str:
        """The usual name of a region."""
        return region.short(self.lang)

    @staticmethod
    def share(row: Row) -> Fraction:
        """The coverage of a row that has one, percent."""
        return Fraction(row.indicators["K01"].number)

    @staticmethod
    def gap(row: Row) -> int:
        """The unrecorded people of a row; 0 where they are unknown."""
        value = row.indicators["K02"].value
        return value if isinstance(value, int) else 0

    def files(self, files: tuple[FileLink, ...]) -> Markup:
        """Links to some files, each with format and language."""
        return Markup("").join(self.link(link, "") for link in files)

    def link(self, link: FileLink, name: str, up: str = "") -> Markup:
        """A file with its size; with two languages, each link names its own. up: the way from the page's folder to the edition's."""
        label, format = link.lang.upper(), link.format.upper()
        if len(self.contents.langs) == 1:
            label, text = format, f" {name}"
        elif name:
            text = f" {format} {name}"
        else:
            label, text = f"{format} {label}", ""
        hidden = Markup('<span class="vh">{}</span>').format(text) if text.strip() else Markup("")
        kilobytes = self.speak.format.decimal(Fraction(link.size, 1000), 0, key=f"file:{link.href}")
        return Markup('<span class="ix-file"><a href="{}" hreflang="{}">{}{}</a> <small>{} kB</small></span>').format(
            up + link.href, link.lang, label, hidden, as_html(kilobytes)
        )
