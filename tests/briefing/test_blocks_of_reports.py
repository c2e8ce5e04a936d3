"""Every section of every briefing: nothing raises, each block carries its region, charts say what they show."""

from __future__ import annotations

import re

import pytest
from cakupan import briefing
from cakupan.blocks import DOCUMENT_MIME, Figure, Table, blocks_of
from cakupan.briefing import Briefing
from cakupan.words.numbers import plain
from look.drawings import foreign_colours

EDITION = "2024-12-31"
REGIONS = briefing.observations_of(briefing.DATA).regions
CODES = ["ID", *(region.code for region in REGIONS.provinces)]
SECTIONS = (
    "title", "main_points", "cards", "identity", "gap_kinds", "last_mile", "regions_table", "tile_map", "neighbours", "ikd_words", "ikd",
    "history", "quality", "method", "missing", "glossary", "sources",
)  # fmt: skip


def opened(code: str, lang: str = "id") -> Briefing:
    if code == "ID":
        return briefing.national(edition=EDITION, lang=lang)
    return briefing.province(code, edition=EDITION, lang=lang)


@pytest.mark.parametrize("lang", ["id", pytest.param("en", marks=pytest.mark.slow)])
def test_every_section_of_every_report_shows_its_own_region_in_three_forms(lang: str) -> None:
    for code in CODES:
        report = opened(code, lang)
        for section in SECTIONS:
            block = getattr(report, section)()
            if block is None:  # the nation's net gap is not known, and Jakarta's neither, whose every part is capped
                assert (section, code) in (("gap_kinds", "ID"), ("gap_kinds", "31"))
                continue
            shown = block._repr_mimebundle_()
            assert shown["text/plain"].strip(), (code, section)
            assert f'data-region="{code}"' in shown["text/html"], (code, section)
            assert blocks_of(shown[DOCUMENT_MIME]) == block.flat(), (code, section)


@pytest.mark.parametrize("code", ["64", "31", "95", "ID", "35", "65"])
@pytest.mark.parametrize("section", ["last_mile", "tile_map", "ikd"])
def test_a_chart_has_a_message_an_alt_text_of_at_most_250_characters_and_only_colours_of_the_palette(
    code: str, section: str
) -> None:
    figure = getattr(opened(code), section)()
    assert isinstance(figure, Figure)
    assert 20 <= len(plain(figure.alt)) <= 250
    assert any(char.isdigit() for char in plain(figure.alt))
    assert 2 <= len(plain(figure.title).split()) <= 14
    assert not foreign_colours(figure.svg)
    assert plain(figure.source).startswith("Sumber: S")


@pytest.mark.parametrize("code", ["64", "35", "95"])
def test_the_panel_prints_every_region_name_and_its_people(code: str) -> None:
    report = opened(code)
    svg = report.last_mile().svg
    for figures in report.position.children:
        assert figures.region.short("id") in svg
        if figures.gap:
            assert plain((report.say.format.count(figures.gap),)) in svg


def test_the_tile_map_prints_38_provinces_with_values_and_outlines_the_own_one() -> None:
    svg = opened("64").tile_map().svg
    assert len(re.findall(r">\d{1,3},\d\d?<", svg)) >= 38
    assert ">KI ≥<" in svg and ">99,39<" in svg  # one decimal would read as of the class above
    assert svg != opened("63").tile_map().svg


def test_regencies_at_the_cap_are_marked_as_lower_bounds_in_the_table() -> None:
    table = opened("64").regions_table()
    assert isinstance(table, Table)
    marked = [plain(row[0]) for row in table.rows if plain(row[4]).startswith("≥")]
    assert sorted(marked) == ["Berau", "Kota Balikpapan", "Kutai Timur"]
    assert any("sekurang-kurangnya: tepat 100" in plain(note) for note in table.notes)


def test_rate_and_attainment_stand_in_columns_of_their_own_in_the_history_of_kalimantan_timur() -> None:
    table = opened("64").history()
    assert isinstance(table, Table)
    labels = [column.label for column in table.columns]
    rate, attained = labels.index("Tingkat IKD tercetak"), labels.index("Capaian target IKD tercetak")
    by_date = {plain(row[0]).replace("\u00a0", " "): row for row in table.rows}
    assert "4,48" in plain(by_date["13 Jun 2024"][rate])
    assert "18,25" in plain(by_date["Okt 2024"][attained])
    assert any("ukuran berbeda" in plain(note) for note in table.notes)


def test_the_suspect_layer_of_wajib_ktp_is_nowhere_in_any_report() -> None:
    for code in CODES:
        report = opened(code)
        assert "wajib_ktp_layer_suspect" not in report.csv_text()
        suspect = report.position.observations.by_key.get((code, "wajib_ktp_layer_suspect"), ())
        for row in suspect:
            assert str(row.value) not in report.csv_text()


def test_the_csv_of_a_report_holds_its_figures_with_dates_and_sources() -> None:
    text = opened("64").csv_text()
    assert (
        "64,Kalimantan Timur,K01,Recording coverage,99.39,percent,wajib_ktp,recorded=2024-06-30 wajib_ktp=2024-06-30,S031,F01,"
        in text
    )
    assert "6472,Kota Samarinda,,recorded,619086,people,,2024-06-30,S107,," in text


def test_provinces_that_hold_capped_regencies_are_not_counted_as_clean() -> None:
    words = plain(opened("ID", "en").flags().flat()[-1].items)  # type: ignore[attr-defined]
    clean, of, capped = (int(number) for number in re.findall(r"\b\d+\b", words.replace("100 percent", ""))[:3])
    assert of == 39 and clean + capped == 25 and capped > 0 and "hides what flags look for" in words
