"""Names of regions as offices spell them, matched to codes with an explanation; a name that is not sure is never settled here.

What a person asks for by name is found in `asked`, what the rows of a table name in `ingest.places`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cakupan.regions.model import NATION, Level, Region, Regions

ALIKE: Final = 0.86
"""Likeness (0–1) from which another spelling is taken for a name: "Kutai Kertanegara" is 0.94 like "Kutai Kartanegara"."""
MARGIN: Final = 0.06
"""How much closer than the next name the taken one must be."""
_DIRECTIONS = frozenset(
    [
        "barat",
        "timur",
        "utara",
        "selatan",
        "tengah",
        "tenggara",
        "daya",
        "laut",
        "kepulauan",
        "besar",
        "jaya",
        "raya",
        "baru",
        "hulu",
        "hilir",
        "ilir",
        "ulu",
        "darat",
        "kota",
    ]
)
"""Words that tell neighbours apart: a spelling that lacks one or has another is another region."""
SHORT_FORMS: Final = {
    "nad": "11", "nanggroe aceh darussalam": "11", "sumut": "12", "sumbar": "13", "sumsel": "16", "babel": "19", "bangka belitung": "19",
    "kep bangka belitung": "19", "kepri": "21", "kep riau": "21", "dki": "31", "jakarta": "31", "dki jakarta": "31", "dkj": "31",
    "daerah khusus jakarta": "31", "daerah khusus ibukota jakarta": "31", "jabar": "32", "jateng": "33", "diy": "34", "di yogyakarta": "34",
    "yogyakarta": "34", "daerah istimewa yogyakarta": "34", "jatim": "35", "ntb": "52", "ntt": "53", "kalbar": "61", "kalteng": "62",
    "kalsel": "63", "kaltim": "64", "kaltara": "65", "sulut": "71", "sulteng": "72", "sulsel": "73", "sultra": "74", "sulbar": "76",
    "malut": "82", "kutim": "6408", "kukar": "6402", "kubar": "6407", "mahulu": "6411", "ppu": "6409", "bpp": "6471", "smd": "6472", "smr": "6472",
    "jogja": "34", "jogjakarta": "34", "yogya": "34",
    "nasional": NATION, "indonesia": NATION, "republik indonesia": NATION,
}  # fmt: skip
"""Usual names and abbreviations of regions that no register has."""


@dataclass(frozen=True)
class Match:
    """What a name was taken for. how: "same", "spelling" (another spelling) or "short form"; candidates where it is not sure."""

    region: Region | None
    how: str = ""
    candidates: tuple[Region, ...] = ()


def simplified(name: str) -> str:
    """A name in small letters without signs and words of office: "Pem. Kab. Kutai-Barat" is "kutai barat".

    >>> simplified("KAB. KUTAI KERTANEGARA"), simplified("Kota Adm. Jakarta Pusat")
    ('kutai kertanegara', 'jakarta pusat')
    """
    return _OFFICE.sub(" ", _words(name)).strip()


def kind_of(name: str) -> str:
    """ "kota" or "kabupaten" where a name says it, else nothing."""
    words = _words(name)
    if re.match(r"(pemkot|pemerintah kota|kota|kodya|kotamadya)\b", words):
        return "kota"
    return "kabupaten" if re.match(r"(pemkab|pemerintah kab|kabupaten|kab)\b", words) else ""


def _words(name: str) -> str:
    text = name.lower().replace("'", "").replace("’", "").replace("`", "")
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"^\s*(\d+|[ivx]+)[.)]\s+", "", text)).split())


_OFFICE = re.compile(
    r"^(?:(?:disdukcapil|dinas dukcapil|dinas kependudukan dan pencatatan sipil|pemerintah|pem|pemkab|pemkot|pemprov)\s+)?"
    r"(?:(?:provinsi|propinsi|prov|prop|kabupaten administrasi|kabupaten adm|kabupaten|kab adm|kab|kota administrasi|kota adm|kotamadya|kodya|"
    r"kota|kecamatan|kec|distrik|kelurahan|kel|desa)\s+)?"
    r"(?:adm\s+|administrasi\s+)?"
)


@dataclass(frozen=True)
class Names:
    """The names of all regions, for look-up. own: spellings that a person has settled, by name as written."""

    regions: Regions
    own: Mapping[str, str]

    @cached_property
    def _indices(self) -> dict[Level, dict[str, list[Region]]]:
        return {}

    def _index(self, level: Level) -> dict[str, list[Region]]:
        """The regions of a level by their names; made when first asked for, since there are 83,000 villages."""
        if level not in self._indices:
            index = self._indices[level] = {}
            for region in self.regions.at(level):
                names = (region.name, region.short(), region.name_en)
                for spelled in {*map(simplified, names), _squeezed(region.name)}:
                    index.setdefault(spelled, []).append(region)
        return self._indices[level]

    @cached_property
    def _settled(self) -> dict[str, str]:
        return {_words(name): code for name, code in self.own.items()}

    def find(self, name: str, levels: Iterable[Level], parent: str = "") -> Match:
        """The region of a name among some levels, inside `parent` where that is known."""
        settled = self._settled.get(_words(name)) or (
            SHORT_FORMS.get(_words(name)) or SHORT_FORMS.get(simplified(name))
        )
        levels = tuple(levels)
        if settled and settled in self.regions.by_code:
            region = self.regions.by_code[settled]
            if _words(name) in self._settled or region.level in levels:
                return Match(region, "as settled" if _words(name) in self._settled else "short form")
        regions = self.exact(name, levels, parent)
        if len(regions) == 1:
            return Match(regions[0], "same")
        if regions:
            return Match(None, "several", tuple(regions))
        return self._alike(name, levels, parent)

    def short_form(self, name: str) -> Region | None:
        """The region that a short form such as "kaltim" or "DKI" stands for."""
        code = SHORT_FORMS.get(_words(name)) or SHORT_FORMS.get(simplified(name))
        return self.regions.by_code.get(code) if code else None

    def exact(self, name: str, levels: tuple[Level, ...], parent: str = "") -> list[Region]:
        """The regions of just this name; several where a name is that of several."""
        spelled = {simplified(name), _squeezed(name)} - {""}
        regions = [
            r for level in levels for text in spelled for r in self._index(level).get(text, ()) if _inside(r, parent)
        ]
        regions = list({region.code: region for region in regions}.values())
        kind = kind_of(name)
        if kind and len(regions) > 1:
            regions = [r for r in regions if r.kind == kind or r.level != "regency"] or regions
        if kind and len(regions) == 1 and regions[0].level == "regency" and regions[0].kind and regions[0].kind != kind:
            # "Kota Kutai Barat": the right name with the wrong kind is not the same region.
            return []
        if kind and len(regions) > 1:
            regencies = [r for r in regions if r.level == "regency" and r.kind == kind]
            regions = regencies if len(regencies) == 1 else regions
        return regions

    def _alike(self, name: str, levels: tuple[Level, ...], parent: str) -> Match:
        wanted, kind = simplified(name), kind_of(name)
        if len(wanted) < 4:
            return Match(None)
        scored = sorted(
            (
                (likeness(wanted, simplified(region.name)), region)
                for level in levels
                for region in self._level(level)
                if _inside(region, parent) and not (kind and region.kind and region.kind != kind)
            ),
            key=lambda pair: (-pair[0], pair[1].code),
        )[:4]
        close = tuple(region for score, region in scored if score >= 0.7)
        if scored and scored[0][0] >= ALIKE and (len(scored) == 1 or scored[0][0] - scored[1][0] >= MARGIN):
            return Match(scored[0][1], "spelling", close)
        return Match(None, "", close)

    def _level(self, level: Level) -> tuple[Region, ...]:
        return self._levels.setdefault(level, self.regions.at(level))

    @cached_property
    def _levels(self) -> dict[Level, tuple[Region, ...]]:
        return {}

    def looks_known(self, name: str) -> bool:
        """Whether a text can be the name of a region, or the label of a total."""
        if re.match(r"(jumlah|total|sumber|catatan|keterangan)\b", _words(name)):
            return True
        match = self.find(name, ("national", "province", "regency", "district", "village"))
        return match.region is not None or bool(match.candidates)

    def agrees(self, region: Region, name: str) -> bool:
        """Whether a name can be that of a region, spelled another way perhaps."""
        if self._settled.get(_words(name)) == region.code or SHORT_FORMS.get(_words(name)) == region.code:
            return True
        wanted, kind = simplified(name), kind_of(name)
        if kind and region.kind and region.kind != kind:
            return False
        own = {simplified(region.name), simplified(region.short()), simplified(region.name_en)}
        return (
            wanted in own
            or _squeezed(name) in {_squeezed(region.name)}
            or max(likeness(wanted, text) for text in own) >= ALIKE
        )


def _inside(region: Region, parent: str) -> bool:
    return not parent or parent == NATION or (region.code.startswith(parent) and region.code != parent)


def _squeezed(name: str) -> str:
    return simplified(name).replace(" ", "")


def likeness(first: str, second: str) -> float:
    """How alike two simplified names are, 0–1; names that differ in a word such as barat or utara are not alike at all."""
    if set(first.split()) & _DIRECTIONS != set(second.split()) & _DIRECTIONS:
        return 0.0
    return difflib.SequenceMatcher(None, first, second).ratio()
