"""Where a report's page leads inside its edition."""

from __future__ import annotations

import datetime as dt

import pytest
from cakupan.edition.around import ways
from cakupan.edition.jobs import Job
from cakupan.languages import Lang
from cakupan.observations import load_observations
from cakupan.regions import Regions
from cakupan.workspace import DATA


@pytest.fixture(scope="module")
def regions() -> Regions:
    return load_observations(DATA).regions


def groups(kind: str, code: str, regions: Regions, lang: Lang = "id") -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for way in ways(Job(kind, code, lang, dt.date(2024, 12, 31), DATA), regions):
        texts.setdefault(way.group, []).append(way.text)
    return texts


def test_a_province_leads_to_index_comparison_nation_island_and_regencies(regions: Regions) -> None:
    links = groups("province", "64", regions)
    assert links[""] == ["Semua laporan", "Bandingkan dengan provinsi lain"]
    assert links["Wilayah di atasnya"] == ["Indonesia"]
    assert links["Kalimantan"] == ["Kalimantan Barat", "Kalimantan Tengah", "Kalimantan Selatan", "Kalimantan Utara"]
    assert len(links["Kabupaten/kota di Kalimantan Timur"]) == 10


def test_the_nation_leads_to_all_provinces_by_island(regions: Regions) -> None:
    links = groups("national", "ID", regions, "en")
    assert sum(len(names) for group, names in links.items() if group) == 38
    assert links["Papua"][0] == "Papua"


def test_a_regency_leads_up_and_to_its_neighbours_and_not_to_itself(regions: Regions) -> None:
    links = groups("regency", "6472", regions)
    assert links["Wilayah di atasnya"] == ["Indonesia", "Kalimantan Timur"]
    assert "Kota Samarinda" not in links["Kabupaten/kota di Kalimantan Timur"]


def test_a_report_of_no_region_leads_to_the_index_alone(regions: Regions) -> None:
    assert groups("claims", "ID", regions) == {"": ["Semua laporan"]}


def test_every_way_leads_by_a_page_that_each_edition_has(regions: Regions) -> None:
    job = Job("province", "64", "en", dt.date(2024, 12, 31), DATA)
    assert {way.href.partition("#")[0] for way in ways(job, regions)} == {"../index.html", "../compare.html"}
    assert "../index.html#open:63:en" in {way.href for way in ways(job, regions)}
