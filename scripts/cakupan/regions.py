"""Codes, names, levels, tile cells and population tiers of Indonesia's regions (Kemendagri codes, as strings).

Holds no figures: what is counted in a region lives in `observations`.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from cakupan.errors import DataError, UnknownRegion
from cakupan.numbers import Lang
from cakupan.tabular import read_table

Level = Literal["national", "province", "regency", "district", "village"]
Tier = Literal["small", "medium", "large"]
NATION = "ID"
_LEVEL_OF_LENGTH: dict[int, Level] = {2: "province", 4: "regency", 6: "district", 10: "village"}


@dataclass(frozen=True)
class Region:
    """One region. `tile` is (row, column) of the 38-province grid, else None."""

    code: str
    level: Level
    name: str
    name_en: str
    parent: str
    abbr: str = ""
    island_group: str = ""
    kind: str = ""
    tile: tuple[int, int] | None = None

    def display(self, lang: Lang) -> str:
        """The official name in a language."""
        return self.name if lang == "id" else self.name_en

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


def level_of(code: str) -> Level:
    """The level that the form of a code tells: "ID", 2, 4, 6 or 10 digits."""
    if code == NATION:
        return "national"
    level = _LEVEL_OF_LENGTH.get(len(code)) if code.isdigit() else None
    if level is None:
        raise UnknownRegion(
            f"{code!r} is no Kemendagri code: write ID, or 2, 4, 6 or 10 digits without dots, such as 64 or 6474"
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

    `large_from_included` tells whether a region exactly at `large_from` is large. Source: domain guide, section 5.
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


@dataclass(frozen=True)
class Regions:
    """The register of regions of one data directory."""

    by_code: dict[str, Region] = field(repr=False)

    @classmethod
    def load(cls, directory: Path) -> Regions:
        """Read provinces.csv, regencies.csv and, where there are any, districts.csv and villages.csv.

        Raises DataError naming file, row and remedy.
        """
        found: dict[str, Region] = {
            NATION: Region(NATION, "national", "Indonesia", "Indonesia", NATION, abbr="ID"),
        }
        _read_provinces(directory / "provinces.csv", found)
        _read_lower(directory / "regencies.csv", "regency", found)
        if (directory / "districts.csv").exists():
            _read_lower(directory / "districts.csv", "district", found)
        if (directory / "villages.csv").exists():
            _read_lower(directory / "villages.csv", "village", found)
        return cls(found)

    def get(self, code: str) -> Region:
        """The region of a code. Raises UnknownRegion with what was probably meant."""
        region = self.by_code.get(code)
        if region is None:
            raise UnknownRegion(f"{code!r} is no Kemendagri code of a known region{self._suggest(code)}")
        return region

    def _suggest(self, code: str) -> str:
        candidates = [known for known in self.by_code if len(known) == len(code)]
        digits = code.replace(".", "")
        if digits != code and digits in self.by_code:
            return f": write it without dots, {digits} ({self.by_code[digits].name})"
        close = difflib.get_close_matches(code, candidates or list(self.by_code), n=3, cutoff=0.5)
        named = [
            region.code
            for region in self.by_code.values()
            if code.lower()
            in (region.name.lower(), region.short().lower(), region.short().lower().removeprefix("kota "))
        ]
        if named or close:
            meant = ", ".join(f"{c} {self.by_code[c].name}" for c in named or close)
            return f" (did you mean {meant}?)"
        return f"; provinces are {', '.join(region.code for region in self.provinces)}"

    @cached_property
    def _children(self) -> dict[str, tuple[Region, ...]]:
        children: dict[str, list[Region]] = {}
        for region in self.by_code.values():
            if region.code != NATION:
                children.setdefault(region.parent, []).append(region)
        return {parent: tuple(sorted(below, key=lambda r: r.code)) for parent, below in children.items()}

    def children(self, code: str) -> tuple[Region, ...]:
        """The regions one level below, by code; empty where none are known."""
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
        """All regions of a level, by code."""
        return tuple(sorted((r for r in self.by_code.values() if r.level == level), key=lambda r: r.code))

    def siblings(self, code: str) -> tuple[Region, ...]:
        """All regions of the same level in the nation, itself included."""
        return self.at(self.get(code).level)


def _read_provinces(path: Path, found: dict[str, Region]) -> None:
    columns = ("code", "name_id", "name_en", "island_group", "abbr", "tile_row", "tile_col")
    for number, row in read_table(path, columns):
        _refuse_known(path, number, row["code"], found)
        cell = None
        if row["tile_row"] and row["tile_col"]:
            if not (row["tile_row"].isdigit() and row["tile_col"].isdigit()):
                raise DataError(
                    f"{path}, row {number}, column tile_row/tile_col: no cell of the tile grid; write two whole numbers or leave both empty"
                )
            cell = (int(row["tile_row"]), int(row["tile_col"]))
        found[row["code"]] = Region(
            row["code"], "province", row["name_id"], row["name_en"], NATION, row["abbr"], row["island_group"], tile=cell
        )


def _read_lower(path: Path, level: Level, found: dict[str, Region]) -> None:
    parent_column = {"regency": "province_code", "district": "regency_code", "village": "district_code"}[level]
    for number, row in read_table(path, ("code", parent_column, "name")):
        _refuse_known(path, number, row["code"], found)
        parent = row[parent_column]
        if parent not in found or not row["code"].startswith(parent) or level_of(row["code"]) != level:
            raise DataError(
                f"{path}, row {number}, column {parent_column}: {parent!r} is not the region above {row['code']!r}; "
                "a code starts with the code of the region above it, and that region must be in its own table"
            )
        found[row["code"]] = Region(
            row["code"],
            level,
            row["name"],
            _english(row["name"]) if level == "regency" else row["name"],
            parent,
            kind=row.get("type", ""),
        )


def _refuse_known(path: Path, number: int, code: str, found: dict[str, Region]) -> None:
    try:
        level_of(code)
    except UnknownRegion as error:
        raise DataError(f"{path}, row {number}, column code: {error}") from error
    if code in found:
        raise DataError(f"{path}, row {number}, column code: {code} stands twice; keep one of the rows")
