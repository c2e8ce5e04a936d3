"""What may be told of districts and villages: the one place that says which of their counts are withheld, for all documents.

The arithmetic of withholding is in `suppression`; how a withheld count is printed is decided in `tables`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cakupan.indicators.figures import Figures, Position
from cakupan.indicators.model import Indicator
from cakupan.privacy.suppression import Withheld, is_small, withhold
from cakupan.regions import level_of, parent_of
from cakupan.words.sentences import say

LEVELS = ("district", "village")
"""Levels whose small counts are withheld; the regency is the smallest region that is shown as it is."""

INDICATORS = ("K01", "K02", "K03", "K05", "K06", "K07", "K08", "K09", "K19", "K20", "K21", "K22", "K28")
"""Indicators of a district or village. None is ranked (alike or capped as they are), and nothing is told over time: a difference of
two months is a count of people too, mostly a small one."""

OF_PARTS = ("K19", "K20", "K21", "K22")
"""Indicators of a region that would tell, or narrow down, a withheld count of one inside it."""

OF_IKD = ("K06", "K07", "K08", "K09")


@dataclass(frozen=True)
class Kept:
    """What is kept back of the regions right inside one region.

    rows: whose unrecorded and recorded counts are withheld; where not `rows.safe`, no count of any of them is told, wajib KTP
    included. columns: measures (ikd_active, population) that are told of none of them, because one count is small.
    """

    rows: Withheld = field(default_factory=Withheld)
    columns: frozenset[str] = frozenset()

    def hides(self, code: str, measure: str = "recorded") -> bool:
        """Whether a figure of one of the regions is withheld. measure: recorded (the unrecorded with it) or another headline measure."""
        if not self.rows.safe:
            return True
        return code in self.rows if measure == "recorded" else measure in self.columns

    @property
    def anything(self) -> bool:
        """Whether any row is withheld."""
        return not self.rows.safe or bool(self.rows)


def kept_inside(position: Position, code: str) -> Kept:
    """What is kept back of the regions right inside a region; nothing above the districts.

    What is withheld of a district is withheld of all its villages, which would add up to it.
    """
    level = level_of(code)
    if level not in ("regency", "district"):
        return Kept()
    below = position.settings.withhold_below
    figures = [position.figures(region.code) for region in position.regions.children(code)]
    columns = frozenset(measure for measure in ("ikd_active", "population") if _tells_few(figures, measure, below))
    if level == "district":
        above = kept_inside(position, parent_of(code))
        columns |= above.columns
        if above.hides(code):
            return Kept(Withheld(safe=False, below=below), columns)
    if any(f.wajib_ktp is not None and is_small(f.wajib_ktp.count, below) for f in figures):
        return Kept(Withheld(safe=False, below=below), columns)
    rows = {f.region.code: (f.gap, f.wajib_ktp.count) for f in figures if f.gap is not None and f.wajib_ktp is not None}
    return Kept(withhold(rows, below), columns)


def kept_of(position: Position) -> Kept:
    """What is kept back in the table that a district or village itself stands in; nothing for a region above."""
    return kept_inside(position, position.region.parent) if position.region.level in LEVELS else Kept()


def _tells_few(figures: list[Figures], measure: str, below: int) -> bool:
    """Whether a measure, or what is left of it beside the others, is a small count anywhere."""
    for f in figures:
        own = getattr(f, measure)
        beside = [row for row in (f.wajib_ktp, f.recorded) if row is not None]
        if own is not None and any(is_small(abs(own.count - n), below) for n in (0, *(row.count for row in beside))):
            return True
    return False


def censor(position: Position, indicators: dict[str, Indicator]) -> dict[str, Indicator]:
    """Indicators with those withheld that would tell a small count of a district or village: no value, but the reason."""
    hidden: set[str] = set()
    inside, own, level = kept_inside(position, position.code), kept_of(position), position.region.level
    if inside.anything:
        hidden.update(OF_PARTS)
        if not inside.rows.safe and level in LEVELS:
            hidden.add("K03")
    if level in LEVELS:
        if own.hides(position.code):
            hidden.update(set(INDICATORS) - {"K28"})
        if "ikd_active" in own.columns:
            hidden.update(OF_IKD)
        if not own.rows.safe or "population" in own.columns:
            hidden.add("K28")
    shown = {id: _withheld(one) if id in hidden else one for id, one in indicators.items()}
    if level in LEVELS and "K28" in hidden:
        # The note on the denominator quotes the adult share wherever it is attached.
        shown = {id: replace(one, notes=()) for id, one in shown.items()}
    return shown


def _withheld(one: Indicator) -> Indicator:
    reason = say("withheld, for some districts or villages have so few people unrecorded or recorded")
    return Indicator(one.id, one.name, one.unit, base=one.base, as_of=one.as_of, sources=one.sources, reason=reason)
