"""K22: in how few regions the unrecorded people live. Inequality (K19–K21) belongs here too."""

from __future__ import annotations

from cakupan.indicators import formulas
from cakupan.indicators.coverage import null
from cakupan.indicators.figures import Position
from cakupan.indicators.model import Indicator, provenance
from cakupan.sentences import count, say


def concentration(position: Position) -> Indicator:
    """K22: the fewest regions inside that hold the settings' share (80 percent) of all unrecorded people."""
    name = "Concentration of the gap"
    known = {f.region.code: f.gap for f in position.parts if f.gap is not None}
    if not known or len(known) < len(position.parts):
        return null(
            "K22",
            name,
            "regions",
            say(
                "figures are known for {n} of {total} regions inside only",
                n=count(len(known)),
                total=count(len(position.parts)),
            ),
        )
    found = formulas.concentration(known, position.settings.concentration_share)
    if found is None:
        return null("K22", name, "regions", say("nobody is shown as unrecorded in the regions inside"))
    first = position.figures(found.codes[0])
    dates, sources = provenance(recorded=first.recorded, wajib_ktp=first.wajib_ktp)
    return Indicator(
        "K22", name, "regions", len(found.codes), as_of=dates, sources=sources,
        detail={
            "of": len(known), "percent_of_regions": formulas.percentage(len(found.codes), len(known)),
            "people": found.people, "total": found.total, "regions": list(found.codes),
        },
    )  # fmt: skip
