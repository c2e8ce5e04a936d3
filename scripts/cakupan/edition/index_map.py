"""The map of the edition's page: a tile for each province, its class, its value, and the legend."""

from __future__ import annotations

from itertools import groupby, pairwise

from markupsafe import Markup

from cakupan.blocks.markup import html_heading, words
from cakupan.charts.nation import CLASS_BOUNDS, coverage_class
from cakupan.edition.around import island
from cakupan.edition.index import Row
from cakupan.edition.index_parts import Part, as_html
from cakupan.tables import sources_line
from cakupan.words.numbers import RichText
from cakupan.words.sentences import count, date, listed, percent, say


class TileMap(Part):
    """Fills the map of the template."""

    def fields(self) -> dict[str, object]:
        """What the template puts in."""
        known = [row for row in self.contents.provinces if row.indicators["K01"].value is not None]
        below = sum(1 for row in known if self.share(row) < CLASS_BOUNDS[0])
        title = say(
            "{n} of {total} provinces are below {bound} percent",
            "{n} of {total} provinces are below {bound} percent",
            below,
            n=count(below, "ID:below"),
            total=count(len(known), "ID:provinces"),
            bound=percent(CLASS_BOUNDS[0], 0),
        )
        sources = dict.fromkeys(key for row in known for key in row.indicators["K01"].sources)
        return {
            "title": Markup(html_heading(self.speak(title))),
            "hint": self.word("Each tile is a province, roughly where it lies, and opens its briefing."),
            "groups": self._groups(),
            "legend_title": self.word("Recording coverage, percent of wajib KTP"),
            "legend": self._legend(),
            "caption": self._caption(known),
            "source": as_html(sources_line(self.speak, sources)),
        }

    def _caption(self, known: list[Row]) -> Markup:
        days = sorted({day for row in known for day in row.indicators["K01"].as_of.values()})
        if not days:
            return Markup("")
        dates = listed(tuple(date(day) for day in days))
        return self.markup(
            say("Recorded people over wajib KTP, {days}; fixed classes, so that editions can be compared.", days=dates)
        )

    def _groups(self) -> list[dict[str, object]]:
        placed = [row for row in self.contents.provinces if row.region.tile]
        return [
            {"name": island(group, self.speak), "tiles": [self._tile(row) for row in rows]}
            for group, rows in groupby(placed, key=lambda row: row.region.island_group)
        ]

    def _tile(self, row: Row) -> dict[str, object]:
        assert row.region.tile is not None
        line, column = row.region.tile
        href = row.opens(self.lang)
        known = row.indicators["K01"].value is not None
        remarks = [self.word("percent")] if known else [self.word("no figure")]
        if row.indicators["K01"].bound == "lower":
            remarks.append(self.word("lower bound"))
        if not href:
            remarks.append(self.word("no report"))
        grade = f"c{coverage_class(self.share(row))}" if known else "ix-none"
        marks = (" ix-capped" if row.indicators["K01"].bound == "lower" else "") + ("" if href else " ix-unbuilt")
        return {
            "tag": "a" if href else "span",
            "href": href,
            "code": row.region.code,
            "name": self.name(row.region),
            "abbr": words(row.region.abbr),
            "cell": f"r{line} k{column}",
            "look": grade + marks,
            "value": as_html(self.bounded(row, "K01")),
            "remarks": ", ".join(remarks),
        }

    def _legend(self) -> list[dict[str, object]]:
        form, rows = self.speak.format, self.contents.provinces
        bounds = [form.decimal(bound, 1 if bound.denominator > 1 else 0) for bound in CLASS_BOUNDS]
        labels: list[RichText] = [
            ("< ", bounds[0]), *((low, " – < ", high) for low, high in pairwise(bounds)), ("≥ ", bounds[-1]),
        ]  # fmt: skip
        items: list[dict[str, object]] = [
            {"look": f"c{grade}", "label": as_html(label)} for grade, label in enumerate(labels)
        ]
        if any(row.indicators["K01"].bound == "lower" for row in rows):
            items.append(
                {"look": "ix-capped", "label": as_html(self.word("≥ lower bound: parts stand at a cap of 100"))}
            )
        if any(row.indicators["K01"].value is None for row in rows):
            items.append({"look": "ix-none", "label": as_html(self.word("no figure"))})
        if any(not row.opens(self.lang) for row in rows):
            items.append({"look": "ix-unbuilt", "label": as_html(self.word("no report in this edition yet"))})
        return items
