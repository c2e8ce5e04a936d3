"""Which region a row is of: codes in every form that spreadsheets leave of them, checked against names, Kemendagri told from BPS.

Spellings of names are matched in `names`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cakupan.errors import message
from cakupan.ingest.figures import is_missing
from cakupan.ingest.model import Codes
from cakupan.regions import NATION, Level, Region, Regions
from cakupan.regions.names import Match, Names

LEVELS: Final[tuple[Level, ...]] = ("province", "regency", "district", "village")
_DIGITS: Final = {"province": 2, "regency": 4, "district": 6, "village": 10}
_NATION = frozenset({"ID", "0", "00", "INDONESIA", "9999", "NASIONAL"})
_DOTTED = re.compile(r"\d{1,2}(?:\.\d{1,4}){0,3}")


@dataclass(frozen=True)
class Place:
    """What a row says of its region: cells of codes and names by depth ("any" where the heading names none)."""

    codes: Mapping[str, Any]
    names: Mapping[str, Any]
    parent: str = ""


@dataclass(frozen=True)
class RegionMatch:
    """The region of a row with how it was found, or why it is not known. kind: of the fault, for counting."""

    region: str = ""
    how: str = ""
    name: str = ""
    fault: str = ""
    kind: str = ""
    option: str = ""


def code_text(cell: Any) -> str:
    """A code as digits and points, however the cell is typed: 64.72, "64.72.01", 6472.0, "'6472", "6.472"."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    text = str(cell).strip().lstrip("'").strip()
    if re.fullmatch(r"\d{2,10}\.0", text):
        text = text[:-2]
    if re.fullmatch(r"\d(?:[.,]\d{3}){1,3}", text):
        text = re.sub(r"[.,]", "", text)
    return text.replace("-", ".").replace(" ", "").rstrip(".").upper()


def candidates(text: str) -> list[str]:
    """The codes that a text can mean, the plainest first; zeros that a spreadsheet dropped are put back.

    >>> candidates("64.72"), candidates("11.1"), candidates("640100")
    (['6472'], ['1110', '1101'], ['640100', '6401'])
    """
    if text in _NATION:
        return [NATION]
    if text.isascii() and text.isdigit():
        codes = [text]
        while len(codes[-1]) > 2 and codes[-1].endswith("00") and len(codes[-1]) % 2 == 0:
            codes.append(codes[-1][:-2])
        return codes
    if not _DOTTED.fullmatch(text):
        return []
    parts = text.split(".")
    widths = (2, 2, 2, 4)
    exact = [part for part, width in zip(parts, widths, strict=False) if len(part) == width]
    if len(exact) == len(parts):
        return ["".join(parts)]
    if len(parts[0]) != 2:
        return []
    *front, last = parts
    head = "".join(part.zfill(width) for part, width in zip(front, widths, strict=False))
    width = widths[len(parts) - 1]
    if len(last) > width or any(len(part) > w for part, w in zip(front, widths, strict=False)):
        return []
    # "11.1" as a number was 11.10; as a text it may also stand for 11.01.
    return list(dict.fromkeys([head + last.ljust(width, "0"), head + last.zfill(width)]))


@dataclass
class Finder:
    """Finds regions of rows; remembers what it found, since a table repeats its regions month by month."""

    regions: Regions
    names: Names
    codes: Codes | None = None
    bps_headed: bool = False
    new_regions: dict[str, tuple[str, str]] = field(default_factory=dict)
    add_regions: bool = False
    _known: dict[Any, RegionMatch] = field(default_factory=dict)

    def find(self, place: Place) -> RegionMatch:
        """The region of one row."""
        key = (
            tuple((depth, str(cell)) for depth, cell in place.codes.items()),
            tuple((depth, str(cell)) for depth, cell in place.names.items()),
            place.parent,
        )
        match = self._known.get(key)
        if match is None:
            match = self._known[key] = self._find(place)
        return match

    def _find(self, place: Place) -> RegionMatch:
        depth, name = _deepest(place.names)
        parent = self._parent(place, depth)
        code_depth, text = self._code(place)
        if not text or self.codes == "bps" or self.bps_headed:
            if not name:
                if text:
                    return RegionMatch(
                        fault=message("code {what} is of BPS and the row has no name to match it by", what=text),
                        kind="bps",
                    )
                return RegionMatch(fault=message("the row names no region"), kind="empty")
            return self._by_name(name, depth, parent)
        return self._by_code(text, code_depth, name, parent)

    # --- by code ---

    def _code(self, place: Place) -> tuple[str, str]:
        """The deepest code of a row; parts in columns of their own ("64" and "01") are put together."""
        present = {depth: code_text(cell) for depth, cell in place.codes.items() if not is_missing(cell)}
        if not present:
            return "any", ""
        depth = [d for d in ("any", *LEVELS) if d in present][-1]
        text = present[depth]
        if depth in LEVELS[1:]:
            width = _DIGITS[depth] - _DIGITS[LEVELS[LEVELS.index(depth) - 1]]
            above = [d for d in LEVELS[: LEVELS.index(depth)] if d in present]
            if text.isdigit() and len(text) <= width and len(above) == LEVELS.index(depth):
                text = self._joined([present[d] for d in above], text.zfill(width))
        return depth, text

    @staticmethod
    def _joined(above: list[str], last: str) -> str:
        head = ""
        for number, part in enumerate(above):
            head = part if len(part) > 2 or number == 0 else head + part.zfill(2)
        return head.replace(".", "") + last

    def _by_code(self, text: str, depth: str, name: str, parent: str) -> RegionMatch:
        meant = candidates(text)
        known = [code for code in meant if code in self.regions.by_code or code in self.new_regions]
        if not known:
            return self._unknown(text, meant, name)
        if len(known) > 1 or known[0] != text.replace(".", "") or ("." in text and len(meant) > 1):
            return self._restored(text, known, name)
        region = self.regions.by_code.get(known[0])
        if region is None or not name:
            return RegionMatch(known[0], "code", name)
        if self.names.agrees(region, name):
            return RegionMatch(region.code, "code", name)
        return self._disagrees(region, name)

    def _restored(self, text: str, known: list[str], name: str) -> RegionMatch:
        """A code whose zeros were lost or added counts only when the name beside it says so too."""
        digits = text.replace(".", "")
        if known == [digits]:
            return RegionMatch(known[0], "code", name) if not name else self._by_code(digits, "any", name, "")
        agreeing = [
            code
            for code in known
            if name and code in self.regions.by_code and self.names.agrees(self.regions.by_code[code], name)
        ]
        if len(agreeing) == 1:
            return RegionMatch(
                agreeing[0], message("code {what} with its zeros put back, as the name says", what=text), name
            )
        meant = " or ".join(f"{code} {self._named(code)}" for code in known)
        return RegionMatch(fault=message('code {what} has lost or gained zeros: it can be {meant}, and no name decides', what=text, meant=meant), kind="zeros", option=message("put names beside the codes, or format the column as text"))  # fmt: skip

    def _disagrees(self, region: Region, name: str) -> RegionMatch:
        other = self.names.find(name, (region.level,))
        if other.region is not None and other.how in ("same", message("short form"), message("as settled")):
            return RegionMatch(
                fault=message('code {code} is {region}, but the name says {name} ({code_2} in the codes of Kemendagri)', code=region.code, region=region.name, name=name, code_2=other.region.code),
                kind="disagree", option=message("if the codes are those of BPS say --codes bps, and regions are matched by name"),
            )  # fmt: skip
        return RegionMatch(
            fault=message('code {code} is {region}, but the name says {name}', code=region.code, region=region.name, name=name),
            kind="unlike", option=message('if both are right say --match "{name}={code}"', name=name, code=region.code),
        )  # fmt: skip

    def _unknown(self, text: str, meant: list[str], name: str) -> RegionMatch:
        digits = meant[0] if meant else text
        if self.add_regions and name and digits.isdigit() and len(digits) in (6, 10):
            parent = digits[:6] if len(digits) == 10 else digits[:4]
            if parent in self.regions.by_code or parent in self.new_regions:
                self.new_regions[digits] = (parent, name)
                return RegionMatch(digits, "code", name)
        if name:
            match = self.names.find(name, LEVELS[:3])
            if match.region is not None:
                return RegionMatch(
                    fault=message('{what} is no Kemendagri code of a known region; {name} has {code}', what=text, name=name, code=match.region.code), kind="disagree",
                    option=message("if the codes are those of BPS say --codes bps, and regions are matched by name"),
                )  # fmt: skip
        if (
            digits.isdigit()
            and len(digits) in (6, 10)
            and digits[: 6 if len(digits) == 10 else 4] in self.regions.by_code
        ):
            table = "districts.csv" if len(digits) == 6 else "villages.csv"
            return RegionMatch(
                fault=message('{what} is in no table of regions', what=text), kind="unknown",
                option=message('say --add-regions to add it with its name, or write it into {table}', table=table),
            )  # fmt: skip
        return RegionMatch(
            fault=message("{what} is no Kemendagri code of a known region", what=repr(text[:40])), kind="unknown"
        )

    def _named(self, code: str) -> str:
        return self.regions.by_code[code].name if code in self.regions.by_code else self.new_regions[code][1]

    # --- by name ---

    def _parent(self, place: Place, depth: str) -> str:
        """The region that the row's other names and codes, or the table's title, put it into."""
        parent = place.parent
        for level in LEVELS:
            if level == depth:
                break
            cell = place.names.get(level)
            if not is_missing(cell) and (match := self.names.find(str(cell), (level,), parent)).region is not None:
                parent = match.region.code
        return parent

    def _by_name(self, name: str, depth: str, parent: str) -> RegionMatch:
        levels: tuple[Level, ...] = (
            tuple(level for level in LEVELS if level == depth)
            if depth in LEVELS
            else ("national", "province", "regency", "district")
        )
        match = self.names.find(name, levels, parent)
        if match.region is None and match.how != "several" and depth in LEVELS[:2]:
            # A heading "Kabupaten/Kota" over the province's or the nation's own row.
            upper = self.names.find(name, ("national", "province"), "")
            match = upper if upper.how in ("same", message("short form"), message("as settled")) else match
        if match.region is not None:
            how = {"same": "name", "spelling": message("another spelling of {region}", region=match.region.name)}.get(
                match.how, match.how
            )
            return RegionMatch(match.region.code, how, name)
        return RegionMatch(fault=_unsure(name, match, depth), kind="name", name=name, option=_settle(name, match))


def _deepest(names: Mapping[str, Any]) -> tuple[str, str]:
    present = [
        (depth, str(names[depth]).strip())
        for depth in ("any", *LEVELS)
        if depth in names and not is_missing(names[depth])
    ]
    return present[-1] if present else ("any", "")


def _unsure(name: str, match: Match, depth: str) -> str:
    if match.candidates:
        meant = ", ".join(f"{region.code} {region.name}" for region in match.candidates[:4])
        return message("the name {name} is not sure: it can be {meant}", name=repr(name), meant=meant)
    what = {
        "province": "province",
        "regency": message("regency or city"),
        "district": message("known district"),
        "village": message("known village"),
    }.get(depth, message("known region"))
    return message("{name} is the name of no {what}", name=repr(name[:60]), what=what)


def _settle(name: str, match: Match) -> str:
    code = match.candidates[0].code if match.candidates else "CODE"
    return message('say --match "{name}={code}"', name=name[:60], code=code)
