"""The table of the edition's page: figures, rank, class, doubts and files of the nation and of every province."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from cakupan.blocks.markup import words
from cakupan.charts.nation import coverage_class
from cakupan.edition.index import SHOWN_FORMATS, Contents, Row, local_name
from cakupan.edition.index_parts import Part, as_html
from cakupan.programmes import Programme
from cakupan.prose import BASE_NAMES, reach_assumption
from cakupan.regions import NATION, Region, Tier
from cakupan.regions.names import SHORT_FORMS
from cakupan.tables import ABSENT, cap_note, rank_cell, sources_line
from cakupan.words.language import marked
from cakupan.words.sentences import Sentence, Speaker, count, date, named, percent, say, verbatim, word

TIERS: dict[Tier, tuple[int, str]] = {
    "small": (0, marked("small")),
    "medium": (1, marked("medium")),
    "large": (2, marked("large")),
}
DOUBT_MARK = "?"
BAR_WIDTH = 100


@dataclass(frozen=True)
class Cell:
    """A cell of the table. order: what to sort by where it is not the number printed. span: columns that it fills."""

    html: Markup
    order: int | None = None
    span: int = 1


@dataclass(frozen=True)
class Column:
    """A column of the table. sort: the first direction that a click gives, or empty."""

    id: str
    label: str
    unit: str = ""
    align: str = "right"
    sort: str = "descending"
    inner_label: str = ""


class Table(Part):
    """Fills the table of the template."""

    def __init__(self, contents: Contents, speak: Speaker) -> None:
        super().__init__(contents, speak)
        self.most = max((self.gap(row) for row in contents.provinces), default=0) or 1

    def fields(self) -> dict[str, object]:
        """What the template puts in."""
        contents = self.contents
        status = self.speak.text(
            say("{n} of {total} provinces", n=verbatim("{n}"), total=count(len(contents.provinces)))
        )
        return {
            "title": self.word("All briefings"),
            "caption": self.word("Figures and files of the nation and of all provinces"),
            "search": self.word("Find a province, regency or city"),
            "status": status,
            "none": self.word("The region that was asked for has no report of its own in this edition"),
            "columns": self._columns(),
            "rows": [self._row(contents.nation), *(self._row(row) for row in contents.provinces)],
            "notes": [self.markup(note) for note in self._notes()],
            "source": as_html(sources_line(self.speak, dict.fromkeys(self._sources()))),
        }

    def _columns(self) -> tuple[Column, ...]:
        formats = tuple(
            Column(name, self.word("More forms") if self._has_more(name) else name.upper(), align="left", sort="")
            for name in SHOWN_FORMATS
        )
        return (
            Column(
                "name", self.word("Province"), align="left", sort="ascending", inner_label=self.word("Regency or city")
            ),
            Column("coverage", self.word("Coverage"), "%"),
            Column("gap", self.word("Unrecorded")),
            Column("rate", self.word("IKD rate"), "%"),
            Column("attainment", self.word("IKD attainment"), "%"),
            *(Column(f"p-{one.id}", one.short[self.lang], "%") for one in self.contents.programmes),
            Column("rank", self.word("Rank"), sort="ascending"),
            Column("tier", self.word("Population class"), align="left", sort="ascending"),
            Column("doubts", self.word("To know"), align="left", sort=""),
            *formats,
        )

    def _row(self, row: Row) -> dict[str, object]:
        name, href = self.name(row.region), row.opens(self.lang)
        link = Markup('<a href="{}">{}</a>').format(href, as_html(name)) if href else as_html(name)
        code = "" if row.region.code == NATION else row.region.code
        region = row.region
        return {
            "code": region.code,
            "name": name,
            "find": self._names(region) if code else "",
            "inside_names": self._names_inside(region) if region.level == "province" else "",
            "link": link
            + (Markup(' <small class="ix-code">{}</small>').format(code) if code else "")
            + self._local(row),
            "cells": self._cells(row),
            "children": [self._row(child) for child in row.children],
            "inside": self.markup(
                say(
                    "{n} regency or city",
                    "{n} regencies and cities",
                    len(row.children),
                    n=count(len(row.children), f"{code}:reports"),
                )
            )
            if row.children
            else "",
            "inside_caption": self.markup(say("Regencies and cities of {where}", where=verbatim(name))),
        }

    def _names(self, region: Region) -> str:
        """What a region is searched by: code, abbreviations, official and usual names."""
        usual = [name for name, code in SHORT_FORMS.items() if code == region.code]
        return words(" ".join((region.code, region.abbr, region.name, region.name_en, region.short(self.lang), *usual)))

    def _names_inside(self, region: Region) -> str:
        """The names of the regencies and cities of a province, whether they have a report or not; "|" stands between them."""
        return " | ".join(self._names(one) for one in self.contents.position.regions.children(region.code))

    def _local(self, row: Row) -> Markup:
        """The way to the districts and villages of a regency, where they have reports."""
        if not any(row.local):
            return Markup("")
        districts, villages = (
            count(n, f"{row.region.code}:local:{length}") for n, length in zip(row.local, (6, 10), strict=True)
        )
        sentence = (
            say("{n} districts", n=districts)
            if not row.local[1]
            else say("{n} villages", n=villages)
            if not row.local[0]
            else say("{n} districts, {m} villages", n=districts, m=villages)
        )
        href = local_name(row.region.code, self.lang, self.contents.langs)
        return Markup('<a class="ix-local" href="{}">{}</a>').format(href, self.markup(sentence))

    def _cells(self, row: Row) -> dict[str, Cell]:
        code = row.region.code
        grade = coverage_class(self.share(row)) if row.indicators["K01"].value is not None else None
        swatch = Markup('<span class="ix-swatch c{}"></span>').format(grade) if grade is not None else Markup("")
        rank = rank_cell(self.speak, self.contents.position_of(code), code, row.rank)
        order, tier = TIERS[row.tier] if row.tier else (len(TIERS), "")
        cells = {
            "coverage": Cell(swatch + self._number(row, "K01")),
            "gap": Cell(self._bar(row) + self._number(row, "K02")),
            "rate": Cell(self._number(row, "K06")),
            "attainment": Cell(self._number(row, "K08")),
            **{f"p-{one.id}": Cell(self._programme(row, one)) for one in self.contents.programmes},
            "rank": Cell(Markup('<span class="ix-n">{}</span>').format(as_html(rank))),
            "tier": Cell(as_html(self.word(tier)) if tier else as_html(ABSENT), order),
            "doubts": Cell(self.doubts(row)),
        }
        if not row.files:
            empty = self.word("last build failed") if row.broken else self.word("not built")
            remark = Markup('<span class="ix-missing">{}</span>').format(empty)
            return cells | {SHOWN_FORMATS[0]: Cell(remark, span=len(SHOWN_FORMATS))}
        for name in SHOWN_FORMATS:
            cells[name] = Cell(self._stacked(row, name))
        return cells

    def _number(self, row: Row, id: str) -> Markup:
        return Markup('<span class="ix-n">{}</span>').format(as_html(self.bounded(row, id)))

    def _programme(self, row: Row, programme: Programme) -> Markup:
        """The coverage of a further programme, with a mark where something speaks against its figures."""
        id = programme.address("coverage")
        mark = Markup("{} ").format(DOUBT_MARK) if row.indicators[id].notes else Markup("")
        return mark + self._number(row, id)

    def _bar(self, row: Row) -> Markup:
        """The unrecorded people of a province as a bar: its share of the largest."""
        if row.region.level != "province" or row.indicators["K02"].value is None:
            return Markup("")
        width = BAR_WIDTH * max(0, self.gap(row)) / self.most
        return Markup(
            '<svg class="ix-bar" aria-hidden="true" viewBox="0 0 {} 10" preserveAspectRatio="none"><rect width="{:.1f}" height="10"/></svg>'
        ).format(BAR_WIDTH, width)

    def doubts(self, row: Row, page: str = "") -> Markup:
        """What to know of a row, in a few words each; the notes below the table say it in full. page: the one that lists failures."""
        doubts: list[Sentence] = []
        if row.capped and not row.parts:
            doubts.append(say("≥ capped"))
        elif row.capped:
            n, total = count(row.capped, f"{row.region.code}:capped"), count(row.parts, f"{row.region.code}:parts")
            doubts.append(say("≥ {n} of {total} capped", n=n, total=total))
        if row.denominator_in_doubt:
            doubts.append(say("{mark} wajib KTP in doubt", mark=verbatim(DOUBT_MARK)))
        if row.flags:
            doubts.append(say("flags {codes}", codes=verbatim(", ".join(row.flags))))
        pieces = [Markup("<span>{}</span>").format(self.markup(doubt)) for doubt in doubts]
        if row.broken and row.files:
            older = any(report.older for report in row.broken)
            state = self.word("older: last rebuild failed") if older else self.word("last build failed")
            pieces.append(Markup('<a href="{}#gagal">{}</a>').format(page, state))
        return Markup(" ").join(pieces)

    def _notes(self) -> list[Sentence]:
        rows, position = self.contents.rows, self.contents.position
        notes: list[Sentence] = []
        if any(row.capped for row in rows):
            notes.append(cap_note())
            notes.append(say("{assumption}.", assumption=reach_assumption()))
        if any(row.denominator_in_doubt for row in rows):
            notes.append(
                say(
                    "{mark} wajib KTP in doubt: it is no plausible share of the population, there or in regions inside.",
                    mark=verbatim(DOUBT_MARK),
                )
            )
        if any(row.flags for row in rows):
            notes.append(say("Flags F01–F16 are explained in the briefing's section on data quality."))
        fields = {row.region.level: row for row in rows if row.field}
        if fields:
            level = fields.get("province") or next(iter(fields.values()))
            notes.append(
                say(
                    "Ranks: {n} regions, highest coverage first; equal at the printed decimals shares a rank.",
                    n=count(level.field, "ID:ranked"),
                )
            )
        target = self.contents.nation.indicators["K08"].detail.get("target_percent")
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
            self.contents.nation.indicators["K06"].as_of.get(name, "")
            for name in ("ikd_active", position.settings.ikd_base)
        )
        if above and below and above != below:
            notes.append(say("Mixed dates: IKD of {one} over a base of {other}.", one=date(above), other=date(below)))
        for programme in self.contents.programmes:
            known = self.contents.nation.indicators[programme.address("coverage")]
            if known.as_of:
                notes.append(
                    say(
                        "{what}: {have} of {base}, {day}.",
                        what=named(programme.short),
                        have=named(programme.have),
                        base=named(programme.base_words),
                        day=date(known.as_of[programme.numerator]),
                    )
                )
        notes.append(say("Population classes: rule {rule}.", rule=verbatim(position.settings.province_tier_rule)))
        return notes

    def _sources(self) -> Iterable[str]:
        return (
            key for row in self.contents.provinces for indicator in row.indicators.values() for key in indicator.sources
        )

    def _has_more(self, format: str) -> bool:
        """Whether a column has the files of further formats, too: the last one, where there are any."""
        return format == SHOWN_FORMATS[-1] and len(self.contents.formats) > len(SHOWN_FORMATS)

    def _stacked(self, row: Row, format: str) -> Markup:
        several = self._has_more(format)
        more = self.contents.formats[len(SHOWN_FORMATS) :] if several else ()
        links = [link for name in (format, *more) for link in row.links(name)]
        named = "" if several and len(self.contents.langs) > 1 else words(self.name(row.region))
        return Markup("").join(self.link(link, named) for link in links) if links else as_html(ABSENT)
