"""What a region's figures are worth as bounds: recorded people, coverage, gap and bases, each with its bounds and reasons.

The arithmetic of bounds is in `bounds`; what would be if the hidden surplus were known is in `hidden`.
"""

from __future__ import annotations

from fractions import Fraction

from cakupan.indicators.adult_share import base_in_doubt, in_doubt
from cakupan.indicators.bounds import Bounded, Sign, at_least, exact
from cakupan.indicators.figures import Figures, Position
from cakupan.observations import Observation, Observations
from cakupan.regions import NATION
from cakupan.settings import Base


def capped_regencies(position: Position, code: str) -> int:
    """How many regencies of a province (or of the nation) stand at the cap of their source, at the date of its figures; else none."""
    if position.regions.get(code).level not in ("national", "province"):
        return 0
    edition, settings = position.edition, position.settings

    def compute(observations: Observations) -> dict[str, int]:
        codes = (NATION, *(province.code for province in observations.regions.provinces))
        return {code: len(Position(observations, code, edition, settings).capped) for code in codes}

    return position.observations.derived("capped", code, (edition, settings), compute) or 0


def coverage_bound(position: Position, code: str) -> Sign:
    """Which bound the coverage of a region is: a lower one where it, or a regency inside, stands at the cap of its source.

    The one rule for the sign "≥", in tables, cards, charts, maps and the index alike.
    """
    return "lower" if position.figures(code).stands_at_cap or capped_regencies(position, code) > 0 else ""


def capped_people(position: Position, code: str) -> int:
    """Return the wajib KTP of the regencies of a region, or of the region itself, that stand at a cap at the date of its figures."""
    own = (
        position
        if code == position.code
        else Position(position.observations, code, position.edition, position.settings)
    )
    people = sum(f.wajib_ktp.count for f in own.capped if f.wajib_ktp is not None)
    base = own.own.wajib_ktp
    return people if people or base is None or not own.own.stands_at_cap else base.count


def recorded_of(position: Position, code: str, surplus: Fraction | None = None) -> Bounded | None:
    """Return the recorded people of a region: at least so many where parts stand at a cap. surplus: assume no more than this share.

    None where no figure is known.
    """
    figures = position.figures(code)
    if figures.recorded is None:
        return None
    hidden = capped_people(position, code)
    if not hidden and not figures.stands_at_cap:
        return exact(figures.recorded.count)
    most = None if surplus is None else figures.recorded.count + surplus * hidden
    return at_least(figures.recorded.count, "cap", most)


def wajib_ktp_of(position: Position, code: str) -> Bounded | None:
    """Return wajib KTP of a region; in doubt where it is no plausible share of the population."""
    figures = position.figures(code)
    if figures.wajib_ktp is None:
        return None
    doubted = base_in_doubt(position) if code == position.code else in_doubt(figures)
    return exact(figures.wajib_ktp.count).doubted(*(("base",) if doubted else ()))


def coverage_of(position: Position, code: str, surplus: Fraction | None = None) -> Bounded | None:
    """Return the coverage of a region in percent, a lower bound where parts stand at a cap."""
    recorded, base = recorded_of(position, code, surplus), wajib_ktp_of(position, code)
    if recorded is None or base is None or base.value <= 0:
        return None
    coverage = recorded * 100 / base
    return coverage.doubted("dates") if _of_two_dates(position.figures(code)) else coverage


def gap_of(position: Position, code: str) -> Bounded | None:
    """Return the net gap of a region: at most so many people where parts stand at a cap."""
    recorded, base = recorded_of(position, code), wajib_ktp_of(position, code)
    if recorded is None or base is None:
        return None
    return (base - recorded).doubted(*(("dates",) if _of_two_dates(position.figures(code)) else ()))


def base_of(position: Position, name: Base, above: Observation | None) -> Bounded | None:
    """Return a base of the region's own figures, with what speaks against it; above: the count it is divided into, often of another date."""
    row = position.own.base(name)
    base = wajib_ktp_of(position, position.code) if name == "wajib_ktp" else recorded_of(position, position.code)
    if base is None or row is None or above is None or row.day == above.day:
        return base
    return base.doubted("dates")


def _of_two_dates(figures: Figures) -> bool:
    return (
        figures.recorded is not None and figures.wajib_ktp is not None and figures.recorded.day != figures.wajib_ktp.day
    )
