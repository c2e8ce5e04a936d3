"""Regions are found as people name them; a name that several have is asked about, one that is only like another is not taken."""

from __future__ import annotations

import pytest
from cakupan.errors import UnknownRegion
from cakupan.regions import Ambiguous, Regions, region_asked
from cakupan.workspace import DATA


@pytest.fixture(scope="module")
def regions() -> Regions:
    return Regions.load(DATA)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("64", "64"), ("64.72", "6472"), (" kaltim ", "64"), ("KALIMANTAN TIMUR", "64"), ("East Kalimantan", "64"), ("KI", "64"),
        ("ID-KI", "64"), ("id", "ID"), ("Indonesia", "ID"), ("jakarta", "31"), ("DKI", "31"), ("DIY", "34"), ("solo", "3372"),
        ("kota jogja", "3471"), ("Kota Yogyakarta", "3471"), ("provinsi jambi", "15"), ("kota jambi", "1571"), ("samarinda", "6472"),
        ("kab. bogor", "3201"), ("kutai barat", "6407"), ("samarinda ulu", "647203"),
    ],
)  # fmt: skip
def test_a_region_is_found_as_people_name_it(regions: Regions, text: str, code: str) -> None:
    assert region_asked(regions, text).code == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("jogja", {"34", "3471"}),
        ("Yogyakarta", {"34", "3471"}),
        ("bogor", {"3201", "3271"}),
        ("jambi", {"15", "1571"}),
        ("gorontalo", {"75", "7501", "7571"}),
        ("banjar", {"3279", "6303"}),
    ],
)
def test_a_name_that_several_have_is_asked_about(regions: Regions, text: str, codes: set[str]) -> None:
    with pytest.raises(Ambiguous) as asked:
        region_asked(regions, text)
    assert {region.code for region in asked.value.candidates} == codes
    assert all(code in str(asked.value) for code in codes)


def test_a_spelling_that_is_only_like_a_name_is_offered_and_not_taken(regions: Regions) -> None:
    with pytest.raises(UnknownRegion, match=r"did you mean 6402 Kabupaten Kutai Kartanegara\?"):
        region_asked(regions, "Kutai Kertanegara")


@pytest.mark.parametrize("text", ["", "6", "6470", "64.7", "kota", "atlantis", "６４", "64; rm"])
def test_what_is_no_region_is_refused(regions: Regions, text: str) -> None:
    with pytest.raises(UnknownRegion):
        region_asked(regions, text)
