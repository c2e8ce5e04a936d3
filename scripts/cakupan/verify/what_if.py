"""The figures of the table "What if?", and how far a rank reaches, by arithmetic of our own: a slip in `indicators` would not agree with it."""

from __future__ import annotations

from fractions import Fraction

from cakupan.indicators import Figures, Position
from cakupan.indicators.adult_share import base_in_doubt
from cakupan.regions import NATION
from cakupan.words.numbers import Exact, round_half_up

SURPLUS = {"published": "0", "surplus_0.5": "0.005", "surplus_1": "0.01", "surplus_2": "0.02", "base": "0"}


def assumed(position: Position, name: str, what: str) -> Exact | None:
    """Return what a cell of the table shows; None where there is none. name: of the row; what: coverage, gap, to_target, best, ..."""
    own = position.own
    if name not in SURPLUS or own.recorded is None or own.wajib_ktp is None:
        return None
    surplus = Fraction(SURPLUS[name])
    base, doubted = _base(position) if name == "base" else (own.wajib_ktp.count, 0)
    recorded = own.recorded.count + surplus * at_cap(position, position.code)
    match what:
        case "coverage":
            return 100 * recorded / Fraction(base)
        case "gap":
            return base - recorded
        case "doubted":
            return doubted
        case "to_target":
            return _lacking(position, base, recorded)
        case "best" | "worst" | "share":
            return _among(position, name, surplus, base, what)
    return None


def _lacking(position: Position, base: int, recorded: Fraction) -> int | None:
    target = position.recording_target
    if target is None:
        return None
    wanted = -(-target.share.numerator * base // target.share.denominator)
    lacking = wanted - recorded
    return max(0, -(-lacking.numerator // lacking.denominator))


ASSUMED = Fraction("0.01")
"""The surplus that ranks in main points and tables are printed with."""


def ranks_reached(position: Position, *, in_tier: bool) -> tuple[int, int]:
    """Return the best and the worst rank that are printed beside a rank, among all of the level or of the population class."""
    peers = [
        f.region.code
        for f in position.siblings
        if f.recorded is not None and f.wajib_ktp is not None and f.wajib_ktp.count
    ]
    if in_tier:
        peers = [code for code in peers if position.tiers.get(code) == position.tier]
    return reach(position, ASSUMED, peers)


def reach(position: Position, surplus: Fraction, codes: list[str]) -> tuple[int, int]:
    """Return the best and the worst rank of the position's region among some, if each at a cap has between none and so much more."""
    ends = {code: pair for code in codes if (pair := _ends(position, surplus, code)) is not None}
    low, high = ends.pop(position.code)
    return 1 + sum(1 for least, _ in ends.values() if least > high), 1 + sum(
        1 for _, most in ends.values() if most > low
    )


def _ends(position: Position, surplus: Fraction, code: str) -> tuple[Fraction, Fraction] | None:
    """The coverage of a region as printed, without and with the surplus at its cap; worked out once, since each peer asks for it."""
    memo = position.observations.memo
    key = ("ends of a coverage", code, surplus, position.edition, position.settings)
    if key not in memo:
        f = position.figures(code)
        if f.recorded is None or f.wajib_ktp is None:
            return None
        most = f.recorded.count + surplus * at_cap(position, code)
        memo[key] = _printed(f.recorded.count, f.wajib_ktp.count), _printed(most, f.wajib_ktp.count)
    pair = memo[key]
    assert isinstance(pair, tuple)
    return pair


def at_cap(position: Position, code: str) -> int:
    """Return the wajib KTP of the parts of a region that stand at the cap of their source, on the date of its figures; or its own."""
    whole = position.figures(code)
    regions = position.regions
    inside = regions.regencies if code == NATION else regions.children(code)
    day = whole.wajib_ktp.day if whole.wajib_ktp else None
    over = whole.recorded is not None and whole.wajib_ktp is not None and whole.recorded.count > whole.wajib_ktp.count
    if len(code) == 4 and over:
        return 0
    parts = [position.figures(region.code) for region in inside]
    capped = sum(f.wajib_ktp.count for f in parts if _stands(f) and f.wajib_ktp is not None and f.wajib_ktp.day == day)
    return capped or (whole.wajib_ktp.count if whole.wajib_ktp is not None and _stands(whole) else 0)


def _stands(f: Figures) -> bool:
    return (
        f.recorded is not None
        and f.wajib_ktp is not None
        and f.recorded.capped
        and f.recorded.count == f.wajib_ktp.count
    )


def _printed(recorded: Exact, base: int) -> Fraction:
    return Fraction(round_half_up(Fraction(100) * Fraction(recorded) / base, 2))


def _base(position: Position) -> tuple[int, int]:
    nation, own = position.nation_like_own, position.own.wajib_ktp
    if own is None or nation.wajib_ktp is None or nation.population_at_base is None:
        return 0, 0
    share = Fraction(round_half_up(Fraction(100 * nation.wajib_ktp.count, nation.population_at_base.count), 1))
    whole = position.code == NATION
    codes = [region.code for region in position.regions.provinces] if whole else [position.code]
    total, doubted = own.count, 0
    for code in codes:
        one = Position(position.observations, code, position.edition, position.settings)
        base, people = one.own.wajib_ktp, one.own.population_at_base
        if base is None or people is None or base.day != own.day or not base_in_doubt(one):
            continue
        total += int(round_half_up(share * people.count / 100, 0)) - base.count
        doubted += 1
    return total, doubted


def _among(position: Position, name: str, surplus: Fraction, base: int, what: str) -> Exact | None:
    peers = [f for f in position.siblings if f.recorded is not None and f.wajib_ktp is not None and f.wajib_ktp.count]
    if position.code == NATION or position.own.recorded is None:
        return None
    if what != "share" and name != "base":
        return reach(position, surplus, [f.region.code for f in peers])[what == "worst"]
    others = [f for f in peers if f.region.code != position.code]
    if what != "share":
        mine = _printed(position.own.recorded.count, base)
        return 1 + sum(
            1 for f in others if f.recorded and f.wajib_ktp and _printed(f.recorded.count, f.wajib_ktp.count) > mine
        )
    own = max(Fraction(0), base - position.own.recorded.count - surplus * at_cap(position, position.code))
    total = own
    for f in others:
        if f.recorded and f.wajib_ktp and position.own.wajib_ktp and (f.recorded.as_of, f.wajib_ktp.as_of) == (
            position.own.recorded.as_of, position.own.wajib_ktp.as_of,
        ):  # fmt: skip
            total += max(Fraction(0), f.wajib_ktp.count - f.recorded.count - surplus * at_cap(position, f.region.code))
    return 100 * own / total if total else None
