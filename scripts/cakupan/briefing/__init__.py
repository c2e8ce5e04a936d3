"""The façade that notebooks import: open a briefing, then show its sections, one block a cell.

`region` has the briefings of a region, `published` that of published claims. No module here has the name of a function of the façade:
once loaded, it would stand in that function's place. What draws is loaded when a briefing is opened, not
before: commands that ask this folder for parameters or types of reports need none of it.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from cakupan.blocks import answer
from cakupan.briefing.opening import observations_of, open_position
from cakupan.indicators import Position
from cakupan.regions import NATION, Level
from cakupan.words.sentences import Speaker
from cakupan.workspace import DATA

if TYPE_CHECKING:
    from cakupan.briefing.forms import parameter_form
    from cakupan.briefing.of_area import LocalBriefing
    from cakupan.briefing.of_regency import RegencyBriefing
    from cakupan.briefing.published import ClaimsBriefing
    from cakupan.briefing.region import Briefing

B = TypeVar("B", bound="Briefing")
WHEN_ASKED = {
    "Briefing": "region", "ClaimsBriefing": "published", "LocalBriefing": "of_area", "RegencyBriefing": "of_regency",
    "parameter_form": "forms",
}  # fmt: skip
"""Names of this façade that are loaded when first asked for, and the modules that have them."""


def __getattr__(name: str) -> Any:
    if name not in WHEN_ASKED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{WHEN_ASKED[name]}"), name)


def province(province: object, *, edition: object = "latest", lang: object = "id", data: str = "") -> Briefing:
    """Open the briefing of a province. Raises UsageError with a sentence that lists what is allowed."""
    from cakupan.briefing.region import Briefing

    return _opened(Briefing(*open_position("province", province, edition, lang, data)))


def regency(regency: object, *, edition: object = "latest", lang: object = "id", data: str = "") -> RegencyBriefing:
    """Open the briefing of a regency or city. Raises UsageError with a sentence that says what is allowed."""
    from cakupan.briefing.of_regency import RegencyBriefing

    return _opened(RegencyBriefing(*open_position("regency", regency, edition, lang, data)))


def local(area: object, *, edition: object = "latest", lang: object = "id", data: str = "") -> LocalBriefing:
    """Open the briefing of a district or village. Raises UsageError with a sentence that says what is allowed."""
    from cakupan.briefing.of_area import LocalBriefing

    return _opened(LocalBriefing(*open_position(("district", "village"), area, edition, lang, data)))


def _opened(report: B) -> B:
    """A report that is opened for whoever draws: from here on the session has the house style."""
    from cakupan import look

    look.house_style()
    look.watch_cells()
    return report


def of_position(position: Position, say: Speaker) -> Briefing:
    """The briefing of a region whose figures are at hand."""
    from cakupan.briefing.of_area import LocalBriefing
    from cakupan.briefing.of_regency import RegencyBriefing
    from cakupan.briefing.region import Briefing

    kinds: dict[Level, type[Briefing]] = {
        "regency": RegencyBriefing,
        "district": LocalBriefing,
        "village": LocalBriefing,
    }
    return kinds.get(position.region.level, Briefing)(position, say)


def national(*, edition: object = "latest", lang: object = "id", data: str = "") -> Briefing:
    """Open the national briefing."""
    from cakupan.briefing.region import Briefing

    return _opened(Briefing(*open_position("national", NATION, edition, lang, data)))


def claims(*, table: str = "", edition: object = "latest", lang: object = "id", data: str = "") -> ClaimsBriefing:
    """Open the audit of published claims: those of `table`, or the project's own."""
    from cakupan.briefing.published import open_claims

    return open_claims(table, edition, lang, data)


def warm_up(data: str = "") -> None:
    """Do once, in a process that notebooks are forked from, what each of them would else do first; leaves nothing visible.

    The observations are read, figures of the whole nation are computed and one of each chart is drawn. data: the data directory that
    the notebooks will read, empty for the project's own; of one that cannot be read each notebook says why.
    """
    from cakupan import look
    from cakupan.briefing.region import Briefing
    from cakupan.regions import NATION

    regions = observations_of(Path(data) if data else DATA).regions
    code = "64" if "64" in regions.by_code else regions.provinces[0].code
    report = Briefing(*open_position("province", code, "latest", "id", data))
    for section in (
        report.setup,
        report.frame,
        lambda: report.frame("province", within=NATION),
        report.cards,
        report.main_points,
        report.tile_map,
        report.last_mile,
        report.neighbours,
        report.ikd,
        report.programmes_table,
        report.claims,
    ):
        section()
    look.forget_faces()


__all__ = [
    "DATA",
    "Briefing",
    "ClaimsBriefing",
    "LocalBriefing",
    "RegencyBriefing",
    "answer",
    "claims",
    "local",
    "national",
    "observations_of",
    "of_position",
    "parameter_form",
    "province",
    "regency",
    "warm_up",
]
