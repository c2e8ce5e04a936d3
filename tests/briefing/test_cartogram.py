"""The map of circles: which regencies it shows and how, what it says beside it, and what it does where places are missing."""

from __future__ import annotations

import re
import shutil
from math import pi
from pathlib import Path

import pytest
from cakupan import briefing, charts
from cakupan.blocks import Figure
from cakupan.briefing.region import Briefing
from cakupan.verify.pages import read_fragment
from cakupan.words.numbers import Num, plain

CIRCLE = re.compile(r'<title>([^<]*)</title><circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"[^>]*fill="([^"]*)"')
EDITION = "2024-12-31"


def opened(code: str, lang: str = "id", data: str = "") -> Briefing:
    if code == "ID":
        return briefing.national(edition=EDITION, lang=lang, data=data)
    return briefing.province(code, edition=EDITION, lang=lang, data=data)


def figure(code: str, lang: str = "id") -> Figure:
    drawn = opened(code, lang).cartogram()
    assert isinstance(drawn, Figure)
    return drawn


@pytest.mark.parametrize(("code", "n", "capped"), [("64", 10, 3), ("31", 6, 6), ("95", 8, 0), ("ID", 514, 67)])
def test_every_regency_is_a_circle_that_tells_its_name_and_capped_ones_are_hatched(
    code: str, n: int, capped: int
) -> None:
    circles = CIRCLE.findall(figure(code).svg)
    assert sum(1 for *_, fill in circles if not fill.startswith("url(")) == n
    assert sum(1 for *_, fill in circles if fill.startswith("url(")) == capped
    assert {name for name, *_ in circles} == {f.region.short("id") for f in opened(code).position.regencies}


@pytest.mark.parametrize("code", ["64", "35", "ID"])
def test_areas_are_in_proportion_to_wajib_ktp(code: str) -> None:
    radii = {name: float(r) for name, _, _, r, fill in CIRCLE.findall(figure(code).svg) if fill.startswith("#")}
    people = {f.region.short("id"): f.wajib_ktp.count for f in opened(code).position.regencies if f.wajib_ktp}
    large = [name for name in people if radii[name] > 4]
    density = [people[name] / (pi * radii[name] ** 2) for name in large]
    assert len(large) > 5
    assert max(density) / min(density) < 1.02


def test_each_name_of_a_province_stands_on_the_map_or_in_its_key_with_its_value() -> None:
    for code in ("64", "16", "73", "35"):
        svg = re.sub(r"<title>[^<]*</title>", "", figure(code).svg)
        texts = " ".join(re.findall(r"<text[^>]*>([^<]*)<", svg))
        names = [f.region.short("id") for f in opened(code).position.regencies]
        lacking = [name for name in names if not all(word in texts for word in name.split())]
        assert len(lacking) <= len(names) // 30, (code, lacking)


def test_title_alt_and_data_say_what_the_map_shows() -> None:
    shown = figure("64", "en")
    assert (
        plain(shown.title).replace("\xa0", " ")
        == "Lowest is Paser, 97.77 percent; 3 of 10 regencies and cities are shown at 100 percent"
    )
    assert plain(shown.alt).startswith("Map of circles, one for each of 10 regencies and cities of East Kalimantan: ")
    assert plain(shown.source) == "Source: S107 and S169"
    assert shown.data is not None and len(shown.data.rows) == 10
    first = shown.data.rows[0]
    assert first[:2] == ("6401", "Paser") and isinstance(first[3], Num) and first[3].key == "6401:K01"
    assert [row[1] for row in shown.data.rows if row[4]] == ["Berau", "Kutai Timur", "Kota Balikpapan"]


def test_the_nation_names_its_islands_and_the_largest_gaps_of_the_lowest_class() -> None:
    svg = re.sub(r"<title>[^<]*</title>", "", figure("ID").svg)
    for name in ("Sumatera", "Jawa", "Kalimantan", "Sulawesi", "Maluku", "Papua", "Yahukimo 7,8"):
        assert f">{name}<" in svg
    assert "35 dari 514 kabupaten/kota di bawah 80 persen" in plain(figure("ID").title).replace("\xa0", " ")


def test_equal_figures_give_equal_bytes() -> None:
    assert figure("64").svg == figure("64").svg


@pytest.fixture
def own(data_dir: Path, tmp_path: Path) -> Path:
    """A copy of the data in which places can be taken away."""
    shutil.copytree(data_dir, tmp_path / "data")
    return tmp_path / "data"


def test_without_places_a_province_shows_the_tile_map(own: Path) -> None:
    (own / "places.csv").unlink()
    shown = opened("64", data=str(own)).cartogram()
    assert isinstance(shown, Figure) and plain(shown.alt).startswith("Peta ubin")


def test_a_regency_without_a_place_is_not_drawn_and_told(own: Path) -> None:
    table = own / "places.csv"
    table.write_text(
        "".join(line for line in table.open(encoding="utf-8") if not line.startswith("6403")), encoding="utf-8"
    )
    shown = opened("64", data=str(own)).cartogram()
    assert isinstance(shown, Figure)
    assert "Tidak digambar karena letak atau wajib KTP-nya tidak diketahui: Berau." in plain(shown.caption)
    assert len([fill for *_, fill in CIRCLE.findall(shown.svg) if fill.startswith("#")]) == 9


def test_regencies_of_the_new_provinces_of_papua_have_places() -> None:
    for code in ("93", "94", "95", "96"):
        assert "Tidak digambar" not in plain(figure(code).caption)


def test_a_frame_is_drawn_with_its_own_column_classes_and_bounds() -> None:
    regions = opened("64").frame()
    axes = charts.cartogram(regions, column="ikd_rate", classes=(2, 4, 5, 10))
    texts = {text.get_text() for text in axes.texts}
    assert {"Kota Balikpapan 5.15", "5.57"} <= texts and len(axes.patches) == 10
    hatched = charts.cartogram(regions)
    assert len(hatched.patches) == 10 + 3  # the capped ones once more, in lines
    assert not charts.cartogram(regions.head(0)).patches


def test_a_frame_of_provinces_lies_in_the_middle_of_their_regencies() -> None:
    provinces = opened("64").frame("province", within="ID")
    assert set(provinces.attrs["places"]) == set(provinces.index)
    assert len(charts.cartogram(provinces).patches) >= 38


def test_a_phone_gets_a_drawing_of_its_own_that_is_read_back_too() -> None:
    shown = figure("64")
    assert 'width="272.13pt"' in shown.narrow and 'width="481.89pt"' in shown.svg
    page = read_fragment(shown.to_html())
    assert len(page.labels) == 1  # the alternative text once: one of the two drawings is shown
    addresses = [key for one in page.marked for _, key in one.numbers]
    assert addresses.count("6472:K01") == 2
    assert page.stream.count("KotaSamarinda") == 1
    wrong = shown.narrow.replace("1102650/11243@6474:K01", "1102651/11243@6474:K01")
    spoiled = read_fragment(shown.to_html().replace(shown.narrow[4:], wrong[4:]))
    assert ("1102651/11243", "6474:K01") in [pair for one in spoiled.marked for pair in one.numbers]
    unmarked = shown.narrow.replace("<g data-numbers=", "<g data-other=")
    assert len(read_fragment(shown.to_html().replace(shown.narrow[4:], unmarked[4:])).loose) > 10
