"""The edition's page as HTML: what it says of each region, in one language, and the template that it is put into.

What the page holds is gathered in `index`; words are in the catalogue, colours in `figure`, layout in `edition.css`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cakupan import __version__
from cakupan import figure as look
from cakupan.blocks import Card, Cards
from cakupan.blocks.markup import html, html_heading, words
from cakupan.charts.tiles import CLASS_BOUNDS, coverage_class
from cakupan.edition.index import SHOWN_FORMATS, Broken, Contents, FileLink, Row, page_name
from cakupan.export.html import TEMPLATES, stylesheet
from cakupan.export.words import WORDS
from cakupan.indicators import Indicator
from cakupan.language import marked
from cakupan.numbers import Lang, Num, RichText, plain, rich
from cakupan.prose import BASE_NAMES
from cakupan.regions import NATION, Region, Tier
from cakupan.sentences import Sentence, Speaker, count, date, listed, percent, say, verbatim, word
from cakupan.tables import ABSENT, sources_line

FOLDER = TEMPLATES / "cakupan"
LANGUAGE_NAMES: dict[Lang, str] = {"id": "Bahasa Indonesia", "en": "English"}
TIERS: dict[Tier, tuple[int, str]] = {
    "small": (0, marked("small")),
    "medium": (1, marked("medium")),
    "large": (2, marked("large")),
}
ISLANDS = {
    "Sumatera": marked("Sumatra"),
    "Jawa": marked("Java"),
    "Bali dan Nusa Tenggara": marked("Bali and Nusa Tenggara"),
    "Kalimantan": marked("Kalimantan"),
    "Sulawesi": marked("Sulawesi"),
    "Maluku": marked("Maluku"),
    "Papua": marked("Papua"),
}
BOUND_MARKS = {"lower": "≥", "upper": "≤", "": ""}
DOUBT_MARK = "?"
BAR_WIDTH = 100


def render(contents: Contents, lang: Lang) -> str:
    """The whole page in one language. Raises MissingTranslation for a sentence that the catalogue lacks."""
    page: str = _template().render(_Page(contents, Speaker(lang, contents.position.regions)).fields())
    return page


@lru_cache(maxsize=1)
def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template("edition.html.j2")


@lru_cache(maxsize=1)
def _script() -> str:
    return (FOLDER / "edition.js").read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _safe(text: RichText | str | Num) -> Markup:
    """Rich text as HTML that the template takes as it is."""
    return Markup(html(text))


@dataclass(frozen=True)
class _Cell:
    """A cell of the table. order: what to sort by where it is not the number printed. span: columns that it fills."""

    html: Markup
    order: int | None = None
    span: int = 1


@dataclass(frozen=True)
class _Column:
    """A column of the table. sort: the first direction that a click gives, or empty."""

    id: str
    label: str
    unit: str = ""
    align: str = "right"
    sort: str = "descending"
    inner_label: str = ""


class _Page:
    """Says everything on one page."""

    def __init__(self, contents: Contents, speak: Speaker) -> None:
        self.contents, self.speak = contents, speak
        self.lang = speak.lang
        self.word = speak.word
        self.most = max((self._gap(row) for row in contents.provinces), default=0) or 1

    def fields(self) -> dict[str, Any]:
        """What the template puts in."""
        contents = self.contents
        style, script = self._style(), _script()
        return {
            "lang": self.lang,
            "title": self.word("KTP-el coverage and IKD by province"),
            "subtitle": self._subtitle(),
            "edition": contents.edition.isoformat(),
            "edition_plain": plain((self.speak.format.date(contents.edition.isoformat()),)),
            "fingerprint": contents.fingerprint,
            "simulated": contents.simulated,
            "frame": WORDS[self.lang],
            "style": Markup(style),
            "style_digest": _digest(style),
            "script": Markup(script),
            "script_digest": _digest(script),
            "pages": self._pages(),
            "facts": self._facts(),
            "nation": self._nation(),
            "map": self._map(),
            "table": self._table(),
            "others": [_safe(f"{stem} ") + self._files(files) for stem, files in contents.others],
            "broken": self._broken(),
            "words": self._words(),
        }

    def _say(self, sentence: Sentence) -> Markup:
        return _safe(self.speak(sentence))

    def _words(self) -> dict[str, object]:
        return {
            "language": self.word("Language"),
            "simulated": self.word("No figure on this page is real: the data was made to try things out."),
            "others": self.word("Other documents"),
            "produced": self._say(
                say(
                    "Cakupan {version} · edition of {day} · data {digest}",
                    version=verbatim(__version__),
                    day=date(self.contents.edition.isoformat()),
                    digest=verbatim(self.contents.fingerprint),
                )
            ),
        }

    # --- frame ---

    def _style(self) -> str:
        running = f"Cakupan · {self.speak.text(say('edition {day}', day=date(self.contents.edition.isoformat())))}"
        frame = WORDS[self.lang]
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

    def _pages(self) -> list[dict[str, object]]:
        langs = self.contents.langs
        return [
            {"lang": lang, "name": LANGUAGE_NAMES[lang], "href": page_name(lang, langs), "current": lang == self.lang}
            for lang in langs
        ]

    def _subtitle(self) -> Markup:
        return self._say(
            say(
                "Edition of {day}: a briefing for the nation and for each province, every figure with its base, date and source",
                day=date(self.contents.edition.isoformat()),
            )
        )

    def _facts(self) -> list[tuple[str, Markup]]:
        own = self.contents.nation.found
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
            (self.word("Reports"), self._say(held)),
            (self.word("Region codes"), self._say(say("Kemendagri, not BPS"))),
            (self.word("Data fingerprint"), _safe(self.contents.fingerprint)),
        ]

    def _date(self, as_of: str) -> Markup:
        return _safe(self.speak.format.date(as_of)) if as_of else _safe(self.word("no figure"))

    def _dates(self, indicator: Indicator) -> Markup:
        days = tuple(date(day) for day in dict.fromkeys(indicator.as_of.values()))
        return self._say(say("{days}", days=listed(days))) if days else _safe(self.word("no figure"))

    # --- the nation ---

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
        files = (opening if row.opens(self.lang) else Markup("")) + self._files(row.files)
        return {
            "heading": row.region.short(self.lang),
            "cards": Markup(Cards(cards, NATION).to_html()),
            "files": files if row.files else "",
        }

    def _card(self, row: Row, id: str, label: str) -> Card:
        indicator = row.found[id]
        if indicator.value is None:
            return Card(label, ABSENT, "", self.speak(indicator.reason) if indicator.reason else "")
        unit = "%" if indicator.unit == "percent" else self.word("people")
        note: RichText = ()
        if id == "K01" and row.capped:
            note = self.speak(say("lower bound: {n} capped", n=count(row.capped, f"{row.region.code}:capped")))
        if id == "K02" and row.capped:
            note = self.speak(say("gross; net unknown"))
        return Card(label, self._bounded(row, id, space=" "), unit, self.speak(self._base(row, id)), note=note)

    def _base(self, row: Row, id: str) -> Sentence:
        indicator, position = row.found[id], self.contents.position
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

    # --- the map ---

    def _map(self) -> dict[str, object]:
        known = [row for row in self.contents.provinces if row.found["K01"].value is not None]
        below = sum(1 for row in known if self._share(row) < CLASS_BOUNDS[0])
        title = say(
            "{n} of {total} provinces are below {bound} percent",
            "{n} of {total} provinces are below {bound} percent",
            below,
            n=count(below, "ID:below"),
            total=count(len(known), "ID:provinces"),
            bound=percent(CLASS_BOUNDS[0], 0),
        )
        sources = dict.fromkeys(key for row in known for key in row.found["K01"].sources)
        return {
            "title": Markup(html_heading(self.speak(title))),
            "hint": self.word("Each tile is a province, roughly where it lies, and opens its briefing."),
            "groups": self._groups(),
            "legend_title": self.word("Recording coverage, percent of wajib KTP"),
            "legend": self._legend(),
            "caption": self._caption(known),
            "source": _safe(sources_line(self.speak, sources)),
        }

    def _caption(self, known: list[Row]) -> Markup:
        days = sorted({day for row in known for day in row.found["K01"].as_of.values()})
        if not days:
            return Markup("")
        dates = listed(tuple(date(day) for day in days))
        return self._say(
            say("Recorded people over wajib KTP, {days}; fixed classes, so that editions can be compared.", days=dates)
        )

    def _groups(self) -> list[dict[str, object]]:
        placed = [row for row in self.contents.provinces if row.region.tile]
        return [
            {"name": self._island(island), "tiles": [self._tile(row) for row in rows]}
            for island, rows in groupby(placed, key=lambda row: row.region.island_group)
        ]

    def _island(self, name: str) -> str:
        return self.word(ISLANDS[name]) if name in ISLANDS else name

    def _tile(self, row: Row) -> dict[str, object]:
        assert row.region.tile is not None
        line, column = row.region.tile
        href = row.opens(self.lang)
        known = row.found["K01"].value is not None
        said = [self.word("percent")] if known else [self.word("no figure")]
        if row.found["K01"].bound == "lower":
            said.append(self.word("lower bound"))
        if not href:
            said.append(self.word("no report"))
        grade = f"c{coverage_class(self._share(row))}" if known else "ix-none"
        marks = (" ix-capped" if row.found["K01"].bound == "lower" else "") + ("" if href else " ix-unbuilt")
        return {
            "tag": "a" if href else "span",
            "href": href,
            "code": row.region.code,
            "name": self._name(row.region),
            "abbr": words(row.region.abbr),
            "cell": f"r{line} k{column}",
            "look": grade + marks,
            "value": _safe(self._bounded(row, "K01")),
            "said": ", ".join(said),
        }

    def _legend(self) -> list[dict[str, object]]:
        form, rows = self.speak.format, self.contents.provinces
        bounds = [form.decimal(bound, 1 if bound.denominator > 1 else 0) for bound in CLASS_BOUNDS]
        labels: list[RichText] = [
            ("< ", bounds[0]), *((low, " – < ", high) for low, high in pairwise(bounds)), ("≥ ", bounds[-1]),
        ]  # fmt: skip
        items: list[dict[str, object]] = [
            {"look": f"c{grade}", "label": _safe(label)} for grade, label in enumerate(labels)
        ]
        if any(row.found["K01"].bound == "lower" for row in rows):
            items.append({"look": "ix-capped", "label": _safe(self.word("≥ lower bound: parts stand at a cap of 100"))})
        if any(row.found["K01"].value is None for row in rows):
            items.append({"look": "ix-none", "label": _safe(self.word("no figure"))})
        if any(not row.opens(self.lang) for row in rows):
            items.append({"look": "ix-unbuilt", "label": _safe(self.word("no report in this edition yet"))})
        return items

    # --- the table ---

    def _columns(self) -> tuple[_Column, ...]:
        formats = tuple(_Column(name, name.upper(), align="left", sort="") for name in SHOWN_FORMATS)
        return (
            _Column(
                "name", self.word("Province"), align="left", sort="ascending", inner_label=self.word("Regency or city")
            ),
            _Column("coverage", self.word("Coverage"), "%"),
            _Column("gap", self.word("Unrecorded")),
            _Column("rate", self.word("IKD rate"), "%"),
            _Column("attainment", self.word("IKD attainment"), "%"),
            _Column("rank", self.word("Rank"), sort="ascending"),
            _Column("tier", self.word("Population class"), align="left", sort="ascending"),
            _Column("doubts", self.word("To know"), align="left", sort=""),
            *formats,
        )

    def _table(self) -> dict[str, object]:
        contents = self.contents
        found = self.speak.text(
            say("{n} of {total} provinces", n=verbatim("{n}"), total=count(len(contents.provinces)))
        )
        return {
            "title": self.word("All briefings"),
            "caption": self.word("Figures and files of the nation and of all provinces"),
            "search": self.word("Find a province"),
            "found": found,
            "columns": self._columns(),
            "rows": [self._row(contents.nation), *(self._row(row) for row in contents.provinces)],
            "notes": [self._say(note) for note in self._notes()],
            "source": _safe(sources_line(self.speak, dict.fromkeys(self._sources()))),
        }

    def _row(self, row: Row) -> dict[str, object]:
        name, href = self._name(row.region), row.opens(self.lang)
        link = Markup('<a href="{}">{}</a>').format(href, _safe(name)) if href else _safe(name)
        code = "" if row.region.code == NATION else row.region.code
        region = row.region
        return {
            "code": region.code,
            "name": name,
            "find": words(" ".join((code, region.abbr, region.name, region.name_en, region.short(self.lang))))
            if code
            else "",
            "link": link + (Markup(' <small class="ix-code">{}</small>').format(code) if code else ""),
            "cells": self._cells(row),
            "children": [self._row(child) for child in row.children],
            "inside": self._say(
                say(
                    "{n} regency or city",
                    "{n} regencies and cities",
                    len(row.children),
                    n=count(len(row.children), f"{code}:reports"),
                )
            )
            if row.children
            else "",
            "inside_caption": self._say(say("Regencies and cities of {where}", where=verbatim(name))),
        }

    def _cells(self, row: Row) -> dict[str, _Cell]:
        code = row.region.code
        grade = coverage_class(self._share(row)) if row.found["K01"].value is not None else None
        swatch = Markup('<span class="ix-swatch c{}"></span>').format(grade) if grade is not None else Markup("")
        rank: RichText = (self.speak.format.count(row.rank, key=f"{code}:K15"),) if row.rank else (ABSENT,)
        order, tier = TIERS[row.tier] if row.tier else (len(TIERS), "")
        cells = {
            "coverage": _Cell(swatch + self._number(row, "K01")),
            "gap": _Cell(self._bar(row) + self._number(row, "K02")),
            "rate": _Cell(self._number(row, "K06")),
            "attainment": _Cell(self._number(row, "K08")),
            "rank": _Cell(Markup('<span class="ix-n">{}</span>').format(_safe(rank))),
            "tier": _Cell(_safe(self.word(tier)) if tier else _safe(ABSENT), order),
            "doubts": _Cell(self._doubts(row)),
        }
        if not row.files:
            empty = self.word("last build failed") if row.broken else self.word("not built")
            said = Markup('<span class="ix-missing">{}</span>').format(empty)
            return cells | {SHOWN_FORMATS[0]: _Cell(said, span=len(SHOWN_FORMATS))}
        for name in SHOWN_FORMATS:
            cells[name] = _Cell(self._stacked(row, name))
        return cells

    def _number(self, row: Row, id: str) -> Markup:
        return Markup('<span class="ix-n">{}</span>').format(_safe(self._bounded(row, id)))

    def _bounded(self, row: Row, id: str, space: str = "") -> RichText:
        """The value of an indicator with its sign "≥" or "≤", or "–"."""
        indicator = row.found[id]
        if indicator.value is None:
            return (ABSENT,)
        key, form = f"{row.region.code}:{id}", self.speak.format
        number = (
            form.percent(indicator.number, key=key)
            if indicator.unit == "percent"
            else form.count(int(indicator.number), key=key)
        )
        if id == "K02" and indicator.value == 0 and row.capped:
            return self.speak(say("{n} shown", n=count(0, key)))  # "≤ 0" would read as if nobody were missing
        mark = BOUND_MARKS[indicator.bound]
        return rich(mark + space, number) if mark else (number,)

    def _bar(self, row: Row) -> Markup:
        """The unrecorded people of a province as a bar: its share of the largest."""
        if row.region.level != "province" or row.found["K02"].value is None:
            return Markup("")
        width = BAR_WIDTH * max(0, self._gap(row)) / self.most
        return Markup(
            '<svg class="ix-bar" aria-hidden="true" viewBox="0 0 {} 10" preserveAspectRatio="none"><rect width="{:.1f}" height="10"/></svg>'
        ).format(BAR_WIDTH, width)

    def _doubts(self, row: Row) -> Markup:
        """What to know of a row, in a few words each; the notes below the table say it in full."""
        doubts: list[Sentence] = []
        if row.capped:
            n, total = (
                count(row.capped, f"{row.region.code}:capped"),
                count(max(row.parts, 1), f"{row.region.code}:parts"),
            )
            doubts.append(say("≥ {n} of {total} capped", n=n, total=total))
        if row.denominator_in_doubt:
            doubts.append(say("{mark} denominator in doubt", mark=verbatim(DOUBT_MARK)))
        if row.flags:
            doubts.append(say("flags {codes}", codes=verbatim(", ".join(row.flags))))
        pieces = [Markup("<span>{}</span>").format(self._say(doubt)) for doubt in doubts]
        if row.broken and row.files:
            older = any(found.older for found in row.broken)
            said = self.word("older: last rebuild failed") if older else self.word("last build failed")
            pieces.append(Markup('<a href="#gagal">{}</a>').format(said))
        return Markup(" ").join(pieces)

    def _notes(self) -> list[Sentence]:
        rows, position = self.contents.rows, self.contents.position
        notes: list[Sentence] = []
        if any(row.capped for row in rows):
            notes.append(
                say(
                    "≥ ≤ capped: some parts stand at exactly 100, where the source shows no surplus and hides gaps. Coverage is then a lower bound, unrecorded an upper one, and the rank is not proven."
                )
            )
        if any(row.denominator_in_doubt for row in rows):
            notes.append(
                say(
                    "{mark} denominator in doubt: wajib KTP is no plausible share of the population, there or in regions inside.",
                    mark=verbatim(DOUBT_MARK),
                )
            )
        if any(row.flags for row in rows):
            notes.append(say("Flags F01–F15 are explained in the briefing's section on data quality."))
        fields = {row.region.level: row for row in rows if row.field}
        if fields:
            level = fields.get("province") or next(iter(fields.values()))
            notes.append(
                say(
                    "Ranks: {n} regions, highest coverage first; equal at the printed decimals shares a rank.",
                    n=count(level.field, "ID:ranked"),
                )
            )
        target = self.contents.nation.found["K08"].detail.get("target_percent")
        if isinstance(target, Fraction | int):
            base = word(BASE_NAMES[position.settings.ikd_base])
            notes.append(
                say(
                    "IKD rate: activations over {base}; attainment: the same over {target} percent of it.",
                    base=base,
                    target=percent(target, 0),
                )
            )
        above, below = (
            self.contents.nation.found["K06"].as_of.get(name, "") for name in ("ikd_active", position.settings.ikd_base)
        )
        if above and below and above != below:
            notes.append(say("Mixed dates: IKD of {one} over a base of {other}.", one=date(above), other=date(below)))
        notes.append(say("Population classes: rule {rule}.", rule=verbatim(position.settings.province_tier_rule)))
        return notes

    def _sources(self) -> Iterable[str]:
        return (key for row in self.contents.provinces for indicator in row.found.values() for key in indicator.sources)

    # --- files ---

    def _stacked(self, row: Row, format: str) -> Markup:
        links = row.links(format)
        return (
            Markup("").join(self._link(link, words(self._name(row.region))) for link in links)
            if links
            else _safe(ABSENT)
        )

    def _files(self, files: tuple[FileLink, ...]) -> Markup:
        return Markup("").join(self._link(link, "") for link in files)

    def _link(self, link: FileLink, name: str) -> Markup:
        """A file with its size; with two languages, each link names its own."""
        label, format = link.lang.upper(), link.format.upper()
        if len(self.contents.langs) == 1:
            label, said = format, f" {name}"
        elif name:
            said = f" {format} {name}"
        else:
            label, said = f"{format} {label}", ""
        hidden = Markup('<span class="vh">{}</span>').format(said) if said.strip() else Markup("")
        kilobytes = self.speak.format.decimal(Fraction(link.size, 1000), 0, key=f"file:{link.href}")
        return Markup('<span class="ix-file"><a href="{}" hreflang="{}">{}{}</a> <small>{} kB</small></span>').format(
            link.href, link.lang, label, hidden, _safe(kilobytes)
        )

    # --- failures ---

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
            "title": self._say(title),
            "lead": self.word(
                "Each notebook below holds the traceback of its last run; it opens in JupyterLab, by the command cakupan lab. All other reports are complete."
            ),
            "reports": [self._failure(found) for found in broken],
        }

    def _failure(self, found: Broken) -> dict[str, object]:
        regions = self.contents.position.regions.by_code
        name = self._name(regions[found.region]) if found.region in regions else found.stem
        if len(self.contents.langs) > 1:
            name += f" ({found.lang.upper()})"
        state = self.word("older edition kept: last rebuild failed") if found.older else self.word("no earlier file")
        opening = Markup('<a href="{0}">{0}</a>').format(found.notebook) if found.notebook else Markup("")
        return {"name": name, "state": state, "sentence": words(found.sentence), "open": opening}

    # --- small things ---

    def _name(self, region: Region) -> str:
        return region.short(self.lang)

    @staticmethod
    def _share(row: Row) -> Fraction:
        return Fraction(row.found["K01"].number)

    @staticmethod
    def _gap(row: Row) -> int:
        value = row.found["K02"].value
        return value if isinstance(value, int) else 0
