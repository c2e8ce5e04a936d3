"""The region that a person asks for, by code, name, short form or abbreviation; one that is not sure is asked about, never guessed.

Spellings of names are matched in `names`.
"""

from __future__ import annotations

from typing import Final

from cakupan.errors import UnknownRegion, UsageError, message
from cakupan.regions.model import NATION, Level, Region, Regions, named_levels
from cakupan.regions.names import Names, kind_of

UPPER: Final[tuple[Level, ...]] = ("national", "province", "regency")
LOWER: Final[tuple[Level, ...]] = ("district", "village")
ALL: Final = (*UPPER, *LOWER)
_SPOKEN: Final = {"jogja": "yogyakarta", "jogjakarta": "yogyakarta", "yogya": "yogyakarta", "solo": "surakarta"}


class Ambiguous(UsageError):
    """A name that several regions have."""

    def __init__(self, text: str, candidates: tuple[Region, ...]) -> None:
        self.candidates = candidates
        meant = ", ".join(f"{region.code} {region.name}" for region in candidates[:6])
        if len(candidates) > 6:
            meant = message("{regions} and {n} more", regions=meant, n=len(candidates) - 6)
        super().__init__(
            message(
                "{text} is the name of several regions; write the code of the one that is meant: {meant}",
                text=repr(text), meant=meant,
            )
        )  # fmt: skip


def region_asked(regions: Regions, text: str, levels: tuple[Level, ...] = ALL) -> Region:
    """The region that a text means: "64", "64.72", "Kalimantan Timur", "kaltim", "KI", "samarinda", "ID".

    levels: those that can be meant. Raises Ambiguous where several have the name, UnknownRegion where none has.
    """
    name = text.strip()
    code = name.replace(".", "").upper()
    if code in regions.by_code or code.isdigit() or not name:
        region = regions.get(code if code in regions.by_code else text)
        if region.level in levels:
            return region
        raise UnknownRegion(
            message(
                "{said} is the {level} {region}, no {wanted}",
                said=name, level=named_levels((region.level,)), region=region.name, wanted=named_levels(levels),
            )
        )  # fmt: skip
    names = Names(regions, {})
    candidates = _named(names, " ".join(_SPOKEN.get(word.lower(), word) for word in name.split()), levels)
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        raise Ambiguous(name, tuple(candidates))
    near = names.find(name, tuple(level for level in levels if level in UPPER)).candidates
    if near:
        meant = ", ".join(f"{region.code} {region.name}" for region in near)
        raise UnknownRegion(
            message("{said} is no code or name of a known region (did you mean {meant}?)", said=repr(name), meant=meant)
        )
    raise UnknownRegion(
        message("{said} is no code or name of a known region; write its name, or its Kemendagri code", said=repr(name))
    )


def _named(names: Names, name: str, levels: tuple[Level, ...]) -> list[Region]:
    """All regions that a text names: those down to the regencies together, districts and villages only where none of them is."""
    upper = tuple(level for level in levels if level in UPPER)
    if name.lower().startswith(("prov", "prop")) or kind_of(name):
        upper = tuple(level for level in upper if level == ("regency" if kind_of(name) else "province"))
    short = names.short_form(name)
    regions = [region for region in names.regions.provinces if name.upper().removeprefix(f"{NATION}-") == region.abbr]
    regions += [short] if short is not None else []
    regions += names.exact(name, upper)
    kept = {region.code: region for region in regions if region.level in (*upper, *LOWER) and region.level in levels}
    for level in LOWER:
        if not kept and level in levels:
            kept = {region.code: region for region in names.exact(name, (level,))}
    return list(kept.values())
