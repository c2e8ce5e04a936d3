"""Codes, names, levels, tile cells and population tiers of Indonesia's regions (Kemendagri codes, as strings).

Holds no figures: what is counted in a region lives in `observations`.
"""

from __future__ import annotations

import difflib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import fsum
from pathlib import Path
from typing import Literal

from cakupan.errors import DataError, UnknownRegion, either, message
from cakupan.languages import LANGUAGES, Lang
from cakupan.regions.degrees import degrees
from cakupan.regions.register import Register
from cakupan.tabular import read_table

Level = Literal["national", "province", "regency", "district", "village"]
Tier = Literal["small", "medium", "large"]
NATION = "ID"
_LEVEL_NAMES: dict[Level, str] = {
    "national": message("nation"), "province": message("province"), "regency": message("regency"), "district": message("district"),
    "village": message("village"),
}  # fmt: skip
_LEVEL_OF_LENGTH: dict[int, Level] = {2: "province", 4: "regency", 6: "district", 10: "village"}


@dataclass(frozen=True, slots=True)
class Region:
    """One region. `tile` is (row, column) of the 38-province grid, `spot` one point of it (latitude, longitude in degrees), else None."""

    code: str
    level: Level
    name: str
    name_en: str
    parent: str
    abbr: str = ""
    island_group: str = ""
    kind: str = ""
    tile: tuple[int, int] | None = None
    spot: tuple[float, float] | None = None
    spot_source: str = ""

    def display(self, lang: Lang) -> str:
        """The official name in a language."""
        return self.name if LANGUAGES[lang].places == "id" else self.name_en

    def short(self, lang: Lang = "id") -> str:
        """The name as newspapers print it: "DKI Jakarta", "Kutai Barat", "Kota Bontang"; in English "East Kalimantan"."""
        name = self.display(lang) if self.level in ("province", "national") else self.name
        for official, usual in _USUAL_NAMES:
            name = name.replace(official, usual)
        return name


_USUAL_NAMES = (
    ("Daerah Khusus Ibukota", "DKI"),
    ("Daerah Istimewa", "DI"),
    ("Special Capital Region of ", ""),
    ("Special Region of ", ""),
    ("Kabupaten Administrasi ", ""),
    ("Kabupaten ", ""),
    ("Kota Administrasi ", ""),
)


def _english(name: str) -> str:
    """An Indonesian regency name in English: "Kota Bontang" is "Bontang City", "Kabupaten Berau" is "Berau Regency"."""
    for prefix, suffix in (
        ("Kabupaten Administrasi ", " Administrative Regency"),
        ("Kota Administrasi ", " Administrative City"),
        ("Kabupaten ", " Regency"),
        ("Kota ", " City"),
    ):
        if name.startswith(prefix):
            return name.removeprefix(prefix) + suffix
    return name


def named_levels(levels: Sequence[Level]) -> str:
    """What levels are called, joined by "or"."""
    return either([_LEVEL_NAMES[level] for level in levels])


def level_of(code: str) -> Level:
    """The level that the form of a code tells: "ID", 2, 4, 6 or 10 digits."""
    if code == NATION:
        return "national"
    level = _LEVEL_OF_LENGTH.get(len(code)) if code.isdigit() else None
    if level is None:
        raise UnknownRegion(
            message(
                "{code} is no Kemendagri code: write ID, or 2, 4, 6 or 10 digits without dots, such as 64 or 6474",
                code=repr(code),
            )
        )
    return level


def parent_of(code: str) -> str:
    """The code one level up; the nation's parent is itself."""
    if len(code) == 10:
        return code[:6]
    return code[:-2] if len(code) > 2 else NATION


@dataclass(frozen=True)
class TierRule:
    """A named rule that sorts regions into population classes: small < `medium_from` <= medium < `large_from` <= large.

    `large_from_included` tells whether a region exactly at `large_from` is large. Source: data/definitions.md, population classes.
    """

    id: str
    level: Level
    medium_from: int = 0
    large_from: int = 0
    terciles: bool = False
    large_from_included: bool = True

    def classify(self, populations: dict[str, int]) -> dict[str, Tier]:
        """The tier of every region of `populations` (people, by code)."""
        if self.terciles:
            order = sorted(populations, key=lambda code: (-populations[code], code))
            third, rest = divmod(len(order), 3)
            medium_ends = 2 * third + (1 if rest == 2 else 0)
            return {
                code: "large" if place < third else "medium" if place < medium_ends else "small"
                for place, code in enumerate(order)
            }
        return {code: self._tier(people) for code, people in populations.items()}

    def _tier(self, people: int) -> Tier:
        if people > self.large_from or (self.large_from_included and people == self.large_from):
            return "large"
        return "medium" if people >= self.medium_from else "small"


TIER_RULES: dict[str, TierRule] = {
    rule.id: rule
    for rule in (
        TierRule("prov-2-5", "province", 2_000_000, 5_000_000),
        TierRule("prov-2-6", "province", 2_000_000, 6_000_000),
        TierRule("prov-tercile", "province", terciles=True),
        TierRule("kab-2020", "regency", 500_000, 1_500_000, large_from_included=False),
    )
}


class ByCode(Mapping[str, Region]):
    """All regions by code: those down to the regencies as values, districts and villages made when they are asked for."""

    def __init__(self, upper: dict[str, Region], lower: Mapping[Level, Register]) -> None:
        self.upper, self.lower = upper, lower

    def _make(self, level: Level, code: str, name: str) -> Region:
        return Region(code, level, name, name, parent_of(code))

    def _place(self, code: str) -> tuple[Level, Register, int] | None:
        level = _LEVEL_OF_LENGTH.get(len(code)) if isinstance(code, str) else None
        register = self.lower.get(level) if level is not None else None
        place = register.find(code) if register is not None else None
        return None if level is None or register is None or place is None else (level, register, place)

    def __getitem__(self, code: str) -> Region:
        region = self.upper.get(code)
        if region is not None:
            return region
        entry = self._place(code)
        if entry is None:
            raise KeyError(code)
        level, register, place = entry
        return self._make(level, code, register.name(place))

    def __contains__(self, code: object) -> bool:
        return code in self.upper or (isinstance(code, str) and self._place(code) is not None)

    def __iter__(self) -> Iterator[str]:
        yield from self.upper
        for register in self.lower.values():
            yield from register

    def __len__(self) -> int:
        return len(self.upper) + sum(len(register) for register in self.lower.values())

    def inside(self, code: str) -> tuple[Region, ...]:
        """The districts of a regency or the villages of a district, by code."""
        level: Level = "district" if len(code) == 4 else "village"
        register = self.lower.get(level)
        places = register.within(code) if register is not None else range(0)
        return tuple(self._make(level, register.code(place), register.name(place)) for place in places if register)


@dataclass(frozen=True)
class Regions:
    """The register of regions of one data directory."""

    by_code: Mapping[str, Region] = field(repr=False)

    @classmethod
    def load(cls, directory: Path) -> Regions:
        """Read provinces.csv, regencies.csv and, where there are any, places.csv, districts.csv and villages.csv.

        Raises DataError naming file, row and remedy.
        """
        upper: dict[str, Region] = {
            NATION: Region(NATION, "national", "Indonesia", "Indonesia", NATION, abbr="ID"),
        }
        _read_provinces(directory / "provinces.csv", upper)
        _read_regencies(directory / "regencies.csv", upper)
        if (directory / "places.csv").exists():
            _read_places(directory / "places.csv", upper)
        lower: dict[Level, Register] = {}
        by_code = ByCode(upper, lower)
        levels: tuple[tuple[Level, str], ...] = (("district", "districts.csv"), ("village", "villages.csv"))
        for level, name in levels:
            if (directory / name).exists():
                lower[level] = _read_lower(directory / name, level, by_code)
        return cls(by_code)

    def get(self, code: str) -> Region:
        """The region of a code. Raises UnknownRegion with what was probably meant."""
        region = self.by_code.get(code)
        if region is None:
            raise UnknownRegion(
                message(
                    "{code} is no Kemendagri code of a known region{hint}", code=repr(code), hint=self._suggest(code)
                )
            )
        return region

    def _suggest(self, code: str) -> str:
        near = code[:4] if len(code) > 4 else ""  # of districts and villages only those of the regency
        candidates = [known for known in self.by_code if len(known) == len(code) and known.startswith(near)]
        digits = code.replace(".", "")
        if digits != code and digits in self.by_code:
            return message(": write it without dots, {digits} ({name})", digits=digits, name=self.by_code[digits].name)
        close = difflib.get_close_matches(code, candidates or list(self._upper), n=3, cutoff=0.5)
        named = [
            region.code
            for region in self._upper.values()
            if code.lower()
            in (region.name.lower(), region.short().lower(), region.short().lower().removeprefix("kota "))
        ]
        if named or close:
            meant = ", ".join(f"{c} {self.by_code[c].name}" for c in named or close)
            return message(" (did you mean {meant}?)", meant=meant)
        return message("; provinces are {codes}", codes=", ".join(region.code for region in self.provinces))

    @property
    def _upper(self) -> Mapping[str, Region]:
        """Those that are held as values: without the districts and villages of a table."""
        return self.by_code.upper if isinstance(self.by_code, ByCode) else self.by_code

    @cached_property
    def _children(self) -> dict[str, tuple[Region, ...]]:
        children: dict[str, list[Region]] = {}
        for region in self._upper.values():
            if region.code != NATION:
                children.setdefault(region.parent, []).append(region)
        return {parent: tuple(sorted(below, key=lambda r: r.code)) for parent, below in children.items()}

    def children(self, code: str) -> tuple[Region, ...]:
        """The regions one level below, by code; empty where none are known."""
        if isinstance(self.by_code, ByCode) and len(code) in (4, 6):
            return self.by_code.inside(code)
        return self._children.get(code, ())

    @property
    def provinces(self) -> tuple[Region, ...]:
        """All provinces, by code."""
        return self.children(NATION)

    @cached_property
    def regencies(self) -> tuple[Region, ...]:
        """All regencies and cities, by code."""
        return self.at("regency")

    def at(self, level: Level) -> tuple[Region, ...]:
        """All regions of a level, by code. Of villages that is a value for each of 83,000: see `codes`."""
        if level in self._by_level:
            return self._by_level[level]
        return tuple(self.by_code[code] for code in self.codes(level))

    @cached_property
    def _by_level(self) -> dict[str, tuple[Region, ...]]:
        levels: dict[str, list[Region]] = {}
        for _, region in sorted(self._upper.items()):
            levels.setdefault(region.level, []).append(region)
        return {level: tuple(regions) for level, regions in levels.items()}

    def codes(self, level: Level) -> tuple[str, ...]:
        """The codes of all regions of a level, in order."""
        if isinstance(self.by_code, ByCode) and level in ("district", "village"):
            return tuple(self.by_code.lower.get(level, ()))
        return tuple(region.code for region in self._by_level.get(level, ()))

    def siblings(self, code: str) -> tuple[Region, ...]:
        """All regions of the same level in the nation, itself included."""
        return self.at(self.get(code).level)


def _read_provinces(path: Path, upper: dict[str, Region]) -> None:
    columns = ("code", "name_id", "name_en", "island_group", "abbr", "tile_row", "tile_col")
    for number, row in read_table(path, columns):
        _refuse_known(path, number, row["code"], upper)
        cell = None
        if row["tile_row"] and row["tile_col"]:
            if not (row["tile_row"].isdigit() and row["tile_col"].isdigit()):
                raise DataError(
                    message(
                        "{path}, row {number}, column tile_row/tile_col: no cell of the tile grid; write two whole numbers or leave both empty",
                        path=path,
                        number=number,
                    )
                )
            cell = (int(row["tile_row"]), int(row["tile_col"]))
        upper[row["code"]] = Region(
            row["code"], "province", row["name_id"], row["name_en"], NATION, row["abbr"], row["island_group"], tile=cell
        )


def _read_regencies(path: Path, upper: dict[str, Region]) -> None:
    for number, row in read_table(path, ("code", "province_code", "name")):
        code, parent, name = row["code"], row["province_code"], row["name"]
        _refuse_known(path, number, code, upper)
        _refuse_misplaced(path, number, "province_code", code, parent, "regency", upper)
        upper[code] = Region(code, "regency", name, _english(name), parent, kind=row.get("type", ""))


def _read_places(path: Path, upper: dict[str, Region]) -> None:
    """Put the regencies onto the map, and each province in their middle; a row of a region that no table has is passed over."""
    inside: dict[str, list[tuple[float, float]]] = {}
    for number, row in read_table(path, ("code", "latitude", "longitude", "source")):
        spot = (
            degrees(path, number, "latitude", row["latitude"], 90),
            degrees(path, number, "longitude", row["longitude"], 180),
        )
        region = upper.get(row["code"])
        if region is not None:
            upper[region.code] = replace(region, spot=spot, spot_source=row["source"])
            inside.setdefault(region.parent, []).append(spot)
    for code, spots in inside.items():
        if code != NATION and upper[code].spot is None:
            south_north, west_east = (fsum(side) / len(spots) for side in zip(*spots, strict=True))
            upper[code] = replace(upper[code], spot=(south_north, west_east))


def _read_lower(path: Path, level: Level, by_code: ByCode) -> Register:
    """The districts or villages of a table, not yet in `by_code`."""
    column = {"district": "regency_code", "village": "district_code"}[level]
    names: dict[str, str] = {}
    width, above = (6 if level == "district" else 10), ""
    for number, row in read_table(path, ("code", column, "name")):
        code, parent = row["code"], row[column]
        # Almost all rows are sound and stand beside others of the same region above: those are not asked about one by one.
        if code in names or parent != above or len(code) != width or not (code.isdigit() and code.startswith(parent)):
            _refuse_known(path, number, code, names)
            _refuse_misplaced(path, number, column, code, parent, level, by_code)
        names[code], above = row["name"], parent
    return Register.of(width, names)


def _refuse_misplaced(
    path: Path, number: int, column: str, code: str, parent: str, level: Level, regions: Mapping[str, Region]
) -> None:
    if parent not in regions or not code.startswith(parent) or level_of(code) != level:
        raise DataError(
            message(
                "{path}, row {number}, column {column}: {parent} is not the region above {code}; a code starts with the code of the region above it, and that region must be in its own table",
                path=path,
                number=number,
                column=column,
                parent=repr(parent),
                code=repr(code),
            )
        )


def _refuse_known(path: Path, number: int, code: str, known: Container[str]) -> None:
    try:
        level_of(code)
    except UnknownRegion as error:
        raise DataError(
            message("{path}, row {number}, column code: {error}", path=path, number=number, error=error)
        ) from error
    if code in known:
        raise DataError(
            message(
                "{path}, row {number}, column code: {code} stands twice; keep one of the rows",
                path=path,
                number=number,
                code=code,
            )
        )
