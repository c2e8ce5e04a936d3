"""Where the page of a report leads inside its edition: the index, the comparison, the nation, its province, the regions around and inside.

A report is sealed before others are built, so it cannot know which of them there will be. Its links lead to the index, which does: arriving
by `#open:63:id` it goes on to that report, or says that there is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from cakupan.edition.jobs import Job
from cakupan.export.parts import Way
from cakupan.languages import Lang
from cakupan.regions import NATION, Region, Regions
from cakupan.words.language import marked
from cakupan.words.sentences import Speaker, say, verbatim

INDEX = "../index.html"
COMPARISON = "../compare.html"
ISLANDS = {
    "Sumatera": marked("Sumatra"),
    "Jawa": marked("Java"),
    "Bali dan Nusa Tenggara": marked("Bali and Nusa Tenggara"),
    "Kalimantan": marked("Kalimantan"),
    "Sulawesi": marked("Sulawesi"),
    "Maluku": marked("Maluku"),
    "Papua": marked("Papua"),
}
"""The groups of islands of the register, as they are translated."""


def open_address(code: str, lang: Lang) -> str:
    """Return the address by which the index opens a region's report."""
    return f"{INDEX}#open:{code}:{lang}"


def ways(job: Job, regions: Regions) -> tuple[Way, ...]:
    """Return the links of a report's page, those at its top first."""
    speak = Speaker(job.lang, regions)
    index = Way(speak.word("All briefings"), INDEX)
    region = regions.get(job.region)
    return (index, *_comparison(region, speak), *_others(region, speak)) if job.kind == region.level else (index,)


def island(group: str, speak: Speaker) -> str:
    """Return the name of a group of islands; one that a data directory has made up stays as it is."""
    return speak.word(ISLANDS[group]) if group in ISLANDS else group


def _comparison(region: Region, speak: Speaker) -> Iterator[Way]:
    address = f"{COMPARISON}#{region.code}:{speak.lang}"
    if region.level == "province":
        yield Way(speak.word("Compare with another province"), address)
    elif region.level == "national":
        yield Way(speak.word("Compare two provinces"), address)


def _others(region: Region, speak: Speaker) -> Iterator[Way]:
    """The regions above, those beside, those inside."""
    regions = speak.regions
    for above in _above(regions, region):
        yield _to(above, speak, speak.word("Region above"))
    if region.level == "province":
        for one in regions.provinces:
            if one.island_group == region.island_group and one.code != region.code:
                yield _to(one, speak, island(one.island_group, speak))
    for one in regions.provinces if region.level == "national" else ():
        yield _to(one, speak, island(one.island_group, speak))
    inside = {"province": region.code, "regency": region.parent}.get(region.level, "")
    for one in regions.children(inside) if inside else ():
        if one.code != region.code:
            where = say("Regencies and cities of {where}", where=verbatim(regions.get(inside).short(speak.lang)))
            yield _to(one, speak, speak.text(where))


def _above(regions: Regions, region: Region) -> Iterator[Region]:
    """The regions that one lies in, the nation first."""
    if region.code != NATION:
        above = regions.get(region.parent)
        yield from _above(regions, above)
        yield above


def _to(region: Region, speak: Speaker, group: str) -> Way:
    return Way(region.short(speak.lang), open_address(region.code, speak.lang), group)
