"""Each fault of issue "Bounds all the way" where a reader meets it: in sentences, cards, tables, charts and values."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from functools import cache

import pytest
from cakupan import briefing, charts, explore
from cakupan.blocks import Figure, Table
from cakupan.briefing import Briefing
from cakupan.charts.nation import coverage_class, places_that_keep_the_class
from cakupan.indicators import Position, compute
from cakupan.indicators.what_if import what_if
from cakupan.observations import Observations
from cakupan.verify.addresses import Addresses
from cakupan.words.numbers import RichText
from cakupan.words.numbers import plain as printed
from cakupan.words.sentences import english

EDITION = "2024-12-31"


def plain(text: str | RichText) -> str:
    """A text with plain blanks."""
    return printed(text).replace("\u00a0", " ")


def of_html(text: object) -> str:
    """The words of a page without its marks."""
    return re.sub(r"<[^>]+>", "", str(text))


@cache
def opened(code: str, lang: str = "id") -> Briefing:
    if code == "ID":
        return briefing.national(edition=EDITION, lang=lang)
    return briefing.province(code, edition=EDITION, lang=lang)


def points(code: str, lang: str = "id") -> str:
    return " ".join(plain(point) for point in opened(code, lang).main_points().items)


def rows(table: object) -> dict[str, list[str]]:
    """The cells of a table by the first of each row."""
    assert isinstance(table, Table)
    return {plain(row[0]): [plain(cell) for cell in row[1:]] for row in table.rows}


@pytest.mark.parametrize("code", ["64", "95", "11", "31"])
def test_fault_5_the_coverage_of_the_nation_is_nowhere_said_without_being_at_least(code: str) -> None:
    text = plain(opened(code).title().subtitle)
    assert "(≥97,19 persen)" in text
    assert text.count("97,19") == text.count("≥97,19")
    assert "97,19" not in points(code)
    card = (
        next(card for card in opened(code).cards().cards if "97,19" in plain(card.note))
        if code in ("95", "11")
        else None
    )
    assert card is None or "≥97,19" in plain(card.note)


def test_fault_5_jakarta_is_nowhere_plainly_100() -> None:
    assert "sekurang-kurangnya 100,00 persen (DKI Jakarta)" in points("ID")


def test_fault_5_the_table_of_programmes_has_the_signs_that_all_tables_have() -> None:
    recording = rows(opened("64").programmes_table())["KTP-el"]
    assert recording[0] == "≥99,39" and recording[4] == "≥99,99" and recording[-1] == "≥17.580"
    assert recording[5] == "4 (3–7) dari 38"
    assert rows(opened("31").programmes_table())["KTP-el"][-1] == "0 tampak"


def test_fault_5_a_table_made_of_a_frame_has_the_same_signs_and_the_range_of_a_rank() -> None:
    report = opened("64")
    frame = report.frame("province", within="ID").loc[["64", "31", "95"], ["name", "rank", "coverage", "unrecorded"]]
    table = report.table(frame, title="Provinces")
    shown = {plain(row[0]): [plain(cell) for cell in row[1:]] for row in table.rows}
    assert shown["Kalimantan Timur"] == ["4 (3–7)", "≥99,39", "≥17.580"]
    assert shown["DKI Jakarta"] == ["1 (1–3)", "≥100,00", "0 tampak"]
    assert shown["Papua Pegunungan"] == ["38", "17,53", "1.051.457"]
    assert any("sampai 1 persen lebih banyak" in plain(note) for note in report.notes(frame))


def test_fault_3_no_sentence_claims_a_rank_for_every_way_of_reading_and_each_way_is_named() -> None:
    words = plain(opened("64").rank_words().items)
    assert "setiap cara membaca yang dimungkinkan" not in words
    assert "3 sampai 7, jika tiap wilayah yang tampil 100 persen merekam sampai 1 persen lebih banyak" in words


def test_fault_3_capping_what_is_capped_already_is_no_way_of_reading() -> None:
    assert "S2" not in compute(opened("64").position)["K18"].detail["scenarios"]  # type: ignore[operator]


def test_fault_3_the_explorer_shows_the_range_of_a_rank() -> None:
    assert "4 (3–7)" in of_html(explore.View("64").ranking()._repr_mimebundle_()["text/html"])


def test_fault_4_ratios_of_gaps_are_open_to_the_sides_that_a_cap_leaves_open() -> None:
    indicators = compute(opened("64").position)
    share = indicators["K04"]
    assert share.low == 0 and share.high is not None and share.high > share.number and share.why == ("cap",)
    for id in ("K20", "K21", "K22"):
        assert indicators[id].why == ("cap",) and indicators[id].low != indicators[id].high
        assert any("capped at 100" in english(note) for note in indicators[id].notes), id


def test_fault_6_a_fall_that_ends_at_a_cap_is_at_most_so_large_in_words_titles_and_labels() -> None:
    report = opened("ID")
    words = plain(report.what_changed_words().items)  # type: ignore[attr-defined]
    assert "turun paling banyak 2,02 poin persen" in words and "bertambah paling banyak 4.266.447 jiwa" in words
    assert "sekurang-kurangnya +2,46 poin" in words and "≤ −4,48 poin" in words
    assert "Aturan penghitungan berubah antara 31 Desember 2021 dan 30 Juni 2024;" in words
    change, trend = report.what_changed(), report.trend()
    assert plain(change.title).startswith("Sejauh yang tampak, wajib KTP bertambah")  # type: ignore[union-attr]
    assert "turun paling banyak" in plain(trend.title) and "di atas 100 persen" in plain(trend.caption)  # type: ignore[union-attr]


def test_fault_6_the_indicators_of_that_change_are_bounds() -> None:
    indicators = compute(opened("ID").position)
    assert [indicators[id].bound for id in ("K10", "K23", "K24", "K25")] == ["lower", "lower", "upper", "upper"]


def test_fault_8_a_doubted_base_is_told_with_what_the_nations_share_would_make_of_it() -> None:
    assert "cakupannya 20,70 persen dan 856.036 jiwa belum merekam" in points("95")
    assert compute(opened("95").position)["K02"].why == ("base",)


def test_fault_9_a_tile_never_reads_as_of_another_class_than_its_colour() -> None:
    assert places_that_keep_the_class(Fraction("99.386"), coverage_class) == 2
    assert places_that_keep_the_class(Fraction("99.2"), coverage_class) == 1
    shown = of_html(explore.View("64").tile_map()._repr_mimebundle_()["text/html"])
    assert "KI≥99,39" in shown and "KI≥99,4K" not in shown


def test_a_value_carries_low_high_and_why() -> None:
    distance = opened("64").value("K05")
    assert (distance.low, distance.high, distance.why) == (0, 412, ("cap",))
    rate = opened("64").value("K06")
    assert rate.low == rate.high == rate.exact and rate.why == ("dates",)
    row = compute(opened("64").position)["K05"].to_json()
    assert (row["low"], row["high"], row["why"], row["bound"]) == (0, 412, ["cap"], "upper")


@pytest.mark.parametrize("code", ["64", "31", "95", "91", "ID"])
def test_reading_back_recomputes_what_if_by_arithmetic_of_its_own(observations: Observations, code: str) -> None:
    addresses = Addresses(observations, dt.date.fromisoformat(EDITION))
    position = Position(observations, code, dt.date.fromisoformat(EDITION))
    table = what_if(position)
    assert len(table) > 1
    for row in table:
        for what in ("coverage", "gap", "to_target", "best", "worst", "share"):
            value = getattr(row, what)
            if value is not None:
                assert addresses.look_up(f"{code}:whatif:{row.name}:{what}", code).values == (Fraction(value),)
    if code != "ID":
        for id in ("K15", "K16"):
            for end in ("best", "worst"):
                assert addresses.look_up(f"{code}:{id}:{end}", code).values == (compute(position)[id].detail[end],)


def labels(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)<", svg)


@pytest.mark.parametrize(("lang", "shown"), [("id", "0 tampak"), ("en", "0 shown")])
def test_a_chart_of_people_says_that_nobody_is_shown_where_a_cap_hides_them(lang: str, shown: str) -> None:
    report = briefing.province("64", edition="2024-12-31", lang=lang)
    regions = report.frame().sort_values("unrecorded", ascending=False)
    drawn = report.chart(charts.bars(regions, x="unrecorded"), title="x", data=regions[["name", "unrecorded"]])
    assert isinstance(drawn, Figure)
    assert labels(drawn.svg).count(shown) == 3  # Berau, Kutai Timur, Kota Balikpapan


def test_values_of_dots_stand_in_a_column_that_no_line_or_dot_reaches() -> None:
    regions = briefing.province("64", edition="2024-12-31").frame()
    axes = charts.dots(regions, x="coverage", lines={"target": 99.4, "Indonesia": 97.19, "most": 101.0})
    low, high = axes.get_xlim()
    assert (101.0 - low) / (high - low) < 0.86  # of 170 mm; the widest value takes 12
    assert {text.get_position()[0] for text in axes.texts} == {1.0}
    assert {text.get_ha() for text in axes.texts} == {"right"}


def test_tiles_of_a_frame_keep_the_class_of_their_colour_in_print() -> None:
    provinces = briefing.province("64", edition="2024-12-31").frame("province", within="ID")
    texts = [text.get_text() for text in charts.tiles(provinces, "coverage", own="64").texts]
    assert "99.39" in texts and "98.2" in [text for text in texts if text.startswith("98")]
    assert {text.get_fontsize() for text in charts.tiles(provinces, "coverage").texts} == {8.5}


def test_the_rate_of_the_english_chart_of_ikd_is_said_of_its_own_base() -> None:
    alt = plain(briefing.national(edition="2024-12-31", lang="en").ikd().alt)  # type: ignore[attr-defined]
    assert "6.30 percent of wajib KTP, beside other bases" in alt and "or recorded" not in alt


def test_quoted_claims_in_an_english_briefing_are_marked_as_indonesian() -> None:
    for lang, mark in (("en", ' lang="id">'), ("id", "lang=")):
        table = briefing.province("64", edition="2024-12-31", lang=lang).claims()
        quoted = table.to_html().count(mark)
        assert quoted == (len(table.rows) if lang == "en" else 0)  # type: ignore[attr-defined]
        assert ('lang: "id"' in table.to_typst()) is (lang == "en")
