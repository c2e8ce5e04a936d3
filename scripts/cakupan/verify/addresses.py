"""From the address of a printed number to its exact value, computed again from the observations.

An address is REGION:WHAT. WHAT is a measure ("64:recorded"), a measure with date and source ("64:recorded:2022-04-15:S070"), an
indicator ("64:K01"), a detail of one ("64:K15:n", "64:K15:ikd", "64:K06:recorded"), a pace ("64:pace:ikd:now", see `paces`), a change ("64:step:recorded:2023-12-31:2024-06-30", see `steps`), or
unrecorded_share, capped, parts, parts_below (those in the lowest class); of the nation also provinces (with a coverage), ranked (the same), below (those in the lowest class).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import get_args

from cakupan.errors import message
from cakupan.indicators import Figures, Indicator, Position
from cakupan.indicators.catalogue import CATALOGUE
from cakupan.indicators.programmes import Counts, counts_of, indicator, kinds_of, nation_like, programme_at
from cakupan.indicators.ranking import standing
from cakupan.indicators.small import kept_of
from cakupan.observations import Observations
from cakupan.observations.observation import HEADLINE_MEASURES
from cakupan.regions import NATION
from cakupan.settings import Base, Settings
from cakupan.verify import paces, steps
from cakupan.verify.printed import Style, exact
from cakupan.verify.what_if import assumed, ranks_reached
from cakupan.words.numbers import Exact

BASES: tuple[Base, ...] = get_args(Base)
_RESTS_ON = {
    "wajib_ktp": ("wajib_ktp",),
    "population": ("population",),
    "K28": ("wajib_ktp", "population"),
    "pace": ("recorded", "ikd_active", "wajib_ktp"),
    **dict.fromkeys(("ikd_active", "K06", "K07", "K08", "K09"), ("recorded", "ikd_active")),
}
"""The measures that an address of a district or village tells of; all others tell of the recorded."""


class UnknownAddress(LookupError):
    """An address that leads nowhere; the text says why."""


@dataclass(frozen=True)
class Known:
    """The values that may stand at an address (more than one where a source prints two), and how they are printed.

    dates: instead, the dates that may stand there ("2027-12-31", "2029-03").
    """

    values: tuple[Fraction, ...]
    style: Style = ""
    dates: tuple[str, ...] = ()

    def holds(self, machine: str) -> bool:
        """Whether what a document has, as it was computed with, may stand there."""
        return machine in self.dates if self.dates else exact(machine) in self.values

    @property
    def right(self) -> str:
        """What may stand there, in words; of many dates the first and the last."""
        if len(self.dates) > 2:
            return f"{self.dates[0]} to {self.dates[-1]}"
        return " or ".join(self.dates or map(str, self.values))


@dataclass
class Addresses:
    """Looks up addresses of one edition; keeps what it has computed."""

    observations: Observations
    edition: dt.date
    settings: Settings | None = None
    _positions: dict[str, Position] = field(default_factory=dict, repr=False)
    _indicators: dict[tuple[str, str], Indicator] = field(default_factory=dict, repr=False)
    _known: dict[tuple[str, str], Known] = field(default_factory=dict, repr=False)

    def position(self, code: str) -> Position:
        """The figures around a region."""
        position = self._positions.get(code)
        if position is None:
            if code not in self.observations.regions.by_code:
                raise UnknownAddress(message("{code} is no region", code=code))
            position = self._positions[code] = Position(self.observations, code, self.edition, self.settings)
        return position

    def look_up(self, address: str, report_region: str) -> Known:
        """What stands at an address in the report of a region: the nation's figures there are of the region's own dates.

        Raises UnknownAddress.
        """
        code, _, what = address.partition(":")
        viewed = report_region if code == NATION else code
        known = self._known.get((viewed, address))
        if known is None:
            known = self._known[viewed, address] = self._compute(code, what, report_region)
        return known

    def _compute(self, code: str, what: str, report_region: str) -> Known:
        parts = what.split(":")
        self._refuse_withheld(code, parts[0])
        if (
            len(parts) == 3
            and parts[0] not in ("whatif", "pace")
            and not parts[0].startswith("K")
            and "." not in parts[0]
        ):
            return self._published(code, *parts)
        compared = code == NATION and report_region not in (NATION, "")
        position = self.position(report_region if compared else code)
        figures = position.nation_like_own if compared else position.own
        direct = _FROM_FIGURES.get(what)
        if direct is not None:
            return _known(
                direct(figures, (self.settings or self.observations.settings).ikd_base),
                "percent" if what in _PERCENT else "",
                what,
            )
        if parts[0] == "K06" and len(parts) == 2 and parts[1] in BASES:
            return _known(figures.ikd_rate("recorded" if parts[1] == "recorded" else "wajib_ktp"), "percent", what)
        if compared and what == "K28":
            return _known(_adult_share(figures), "percent", what)
        if what in _OF_THE_FIELD:
            return _known(
                _OF_THE_FIELD[what]([self.position(region.code).own for region in self.observations.regions.provinces]),
                "",
                what,
            )
        if what in ("capped", "parts"):
            return _known(len(getattr(position, what)), "", what)
        if what == "parts_below":
            return _known(_in_lowest_class(list(position.parts)), "", what)
        if parts[0] in CATALOGUE:
            return self._of_indicator(code, parts[0], parts[1:])
        if parts[0] == "whatif" and len(parts) == 3:
            return _known(
                assumed(position, parts[1], parts[2]), "percent" if parts[2] in ("coverage", "share") else "", what
            )
        if parts[0] == "step" and len(parts) == 4:
            return self._of_step(code, *parts[1:])
        if parts[0] == "pace" and len(parts) == 3:
            return self._of_pace(code, parts[1], parts[2])
        if "." in parts[0] or parts[0] in self.observations.definitions.counted:
            return self._of_programme(self.position(report_region if compared else code), parts[0], parts[1:], compared)
        raise UnknownAddress(message("{what} is neither measure nor indicator", what=what or "nothing"))

    def _refuse_withheld(self, code: str, name: str) -> None:
        """No document may print what is withheld of a district or village, whatever the data says."""
        if len(code) > 4 and code in self.observations.regions.by_code:
            kept = kept_of(self.position(code))
            if any(kept.hides(code, measure) for measure in _RESTS_ON.get(name, ("recorded",))):
                raise UnknownAddress(
                    message("the {name} of {code} is withheld, for it tells of a few people", name=name, code=code)
                )

    def _published(self, code: str, measure: str, as_of: str, source: str) -> Known:
        rows = [
            row
            for row in self.observations.all(code, measure)
            if row.as_of == as_of and (not source or row.source == source)
        ]
        if not rows:
            raise UnknownAddress(
                message(
                    "no {measure} of {as_of} from {source} is in the data", measure=measure, as_of=as_of, source=source
                )
            )
        return Known(tuple(Fraction(row.value) for row in rows))

    def _of_indicator(self, code: str, id: str, detail: list[str]) -> Known:
        indicator = self._indicators.get((code, id))
        if indicator is None:
            indicator = self._indicators[code, id] = CATALOGUE[id](self.position(code))
        if not detail:
            if indicator.value is None or isinstance(indicator.value, str):
                raise UnknownAddress(message("{id} has no value there", id=id))
            return Known((Fraction(indicator.value),), _style(indicator.unit))
        name = {"ikd": "ikd_rank"}.get(detail[0], detail[0])
        if (id, name) == ("K15", "ikd_rank"):  # a region without a rank by coverage may have one by IKD
            place = standing(self.position(code))
            return _known(place.everywhere.ikd_rank if place else None, "", f"{id}:{name}")
        if id in ("K15", "K16") and name in ("best", "worst"):
            return _known(ranks_reached(self.position(code), in_tier=id == "K16")[name == "worst"], "", f"{id}:{name}")
        if id == "K22" and name == "share":
            people, total = indicator.detail.get("people"), indicator.detail.get("total")
            return _known(Fraction(100) * _whole(people) / _whole(total), "percent", name)
        if id == "K22" and name == "group_share":
            people, total = indicator.detail.get("group_people"), indicator.detail.get("total")
            return _known(Fraction(100) * _whole(people) / _whole(total), "percent", name)
        return _known(indicator.detail.get(name), "", f"{id}:{name}")

    def _of_step(self, code: str, what: str, before: str, after: str) -> Known:
        parent = self.observations.regions.get(code).parent if code != NATION else None
        try:
            value = steps.look_up(self.position(code), self.position(parent) if parent else None, what, before, after)
        except KeyError as error:
            raise UnknownAddress(
                message(
                    "{what} of {code} has not both dates, {before} and {after}",
                    what=what,
                    code=code,
                    before=before,
                    after=after,
                )
            ) from error
        return Known((value,), "points" if what not in ("recorded", "wajib_ktp") else "")

    def _of_pace(self, code: str, kind: str, what: str) -> Known:
        try:
            values = paces.look_up(self.position(code), kind, what)
        except KeyError as error:
            raise UnknownAddress(
                message("{what} of the {kind} pace has no value there", what=what, kind=kind)
            ) from error
        dates = tuple(value for value in values if isinstance(value, str))
        return Known(tuple(value for value in values if not isinstance(value, str)), "", dates)

    def _of_programme(self, position: Position, what: str, detail: list[str], compared: bool) -> Known:
        """A count, a coverage or a gap of a programme by arithmetic of our own; its other indicators as they are computed."""
        name, _, kind = what.partition(".")
        programmes = self.observations.definitions.programmes
        programme = (
            programme_at(position, name)
            if name in programmes
            else next((p for p in programmes.values() if what in p.measures), None)
        )
        if programme is None or (kind and kind not in kinds_of(self.observations.definitions, programme)):
            raise UnknownAddress(message("{what} is no indicator of a programme", what=what))
        counts = counts_of(position, programme)
        if compared:
            counts = nation_like(position, programme, counts)
        if not kind or (kind in ("coverage", "gap") and not detail):
            value = _of_counts(counts, kind if kind else what, programme.numerator)
            return _known(value, "percent" if kind == "coverage" else "", what)
        whole = self.position(NATION) if compared else position
        known = self._indicators.get((whole.code, what))
        if known is None:
            known = self._indicators[whole.code, what] = indicator(whole, programme, kind)
        if detail:
            styles: dict[str, Style] = {"target_percent": "percent", "total": "points"}
            return _known(known.detail.get(detail[0]), styles.get(detail[0], ""), f"{what}:{detail[0]}")
        return _known(known.value, _style(known.unit), what)


def _of_counts(counts: Counts, what: str, numerator: str) -> Exact | None:
    above, below = counts.numerator, counts.base
    if what == "coverage":
        return Fraction(100 * above.count, below.count) if above and below and below.count else None
    if what == "gap":
        return below.count - above.count if above and below else None
    row = above if what == numerator else below
    return None if row is None else row.count


def _style(unit: str) -> Style:
    if unit == "percent":
        return "percent"
    return "points" if unit == "percentage points" else ""


def _known(value: object, style: Style, what: str) -> Known:
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise UnknownAddress(message("{what} has no value there", what=what))
    return Known((Fraction(value),), style)


def _whole(value: object) -> int:
    if not isinstance(value, int) or value == 0:
        raise UnknownAddress(message("a share of nothing"))
    return value


def _count(measure: str) -> Callable[[Figures, Base], Exact | None]:
    def of(figures: Figures, base: Base) -> Exact | None:
        row = getattr(figures, measure)
        return None if row is None else int(row.count)

    return of


def _coverage(figures: Figures, base: Base) -> Exact | None:
    if figures.recorded is None or figures.wajib_ktp is None:
        return None
    return Fraction(100 * figures.recorded.count, figures.wajib_ktp.count)


def _gap(figures: Figures, base: Base) -> Exact | None:
    if figures.recorded is None or figures.wajib_ktp is None:
        return None
    return figures.wajib_ktp.count - figures.recorded.count


def _unrecorded_share(figures: Figures, base: Base) -> Exact | None:
    coverage = _coverage(figures, base)
    return None if coverage is None else 100 - Fraction(coverage)


def _ikd_rate(figures: Figures, base: Base) -> Exact | None:
    below = figures.wajib_ktp if base == "wajib_ktp" else figures.recorded
    if figures.ikd_active is None or below is None:
        return None
    return Fraction(100 * figures.ikd_active.count, below.count)


def _adult_share(figures: Figures) -> Exact | None:
    if figures.wajib_ktp is None or figures.population_at_base is None:
        return None
    return Fraction(100 * figures.wajib_ktp.count, figures.population_at_base.count)


_FROM_FIGURES: dict[str, Callable[[Figures, Base], Exact | None]] = {
    **{measure: _count(measure) for measure in HEADLINE_MEASURES},
    "K01": _coverage,
    "K02": _gap,
    "K06": _ikd_rate,
    "unrecorded_share": _unrecorded_share,
}
"""The commonest addresses, by arithmetic of our own: a slip in the indicators' formulas would not agree with it."""

LOWEST_CLASS = Fraction(80)
"""Below this coverage, in percent, lies the lowest class of the map. Source: data/definitions.md, classes of maps."""


def _with_coverage(field: list[Figures]) -> int:
    return sum(1 for figures in field if _coverage(figures, "wajib_ktp") is not None)


def _in_lowest_class(field: list[Figures]) -> int:
    return sum(
        1 for figures in field if (coverage := _coverage(figures, "wajib_ktp")) is not None and coverage < LOWEST_CLASS
    )


_OF_THE_FIELD: dict[str, Callable[[list[Figures]], int]] = {
    "provinces": _with_coverage,
    "ranked": _with_coverage,
    "below": _in_lowest_class,
}

_PERCENT = frozenset({"K01", "K06", "unrecorded_share"})
