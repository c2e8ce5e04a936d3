"""The briefing of a regency: its place, what is needed of it, its districts, and no count of a few people anywhere in it."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import replace
from functools import cache

import pytest
from cakupan import briefing
from cakupan.blocks import Figure, Note, Table
from cakupan.briefing import RegencyBriefing
from cakupan.observations import Observation, Observations
from cakupan.words.numbers import plain
from cakupan.words.sentences import Speaker

EDITION = "2024-12-31"
SECTIONS = (
    "title", "main_points", "cards", "last_mile", "sums", "regions_table", "needs_words", "needs", "place_words", "neighbours",
    "ikd_words", "ikd", "what_changed_words", "pace_words", "history", "claims", "quality", "flags", "method", "missing", "sources",
)  # fmt: skip


@cache
def opened(code: str, lang: str = "id") -> RegencyBriefing:
    return briefing.regency(code, edition=EDITION, lang=lang)


def with_recorded(code: str, changed: dict[str, int]) -> RegencyBriefing:
    """The briefing of a regency where some recorded figures are others; a negative one is taken away."""
    known = opened(code).position.observations
    rows: dict[tuple[str, str], tuple[Observation, ...]] = dict(known.by_key)
    for region, value in changed.items():
        key = (region, "recorded")
        rows[key] = tuple(replace(row, value=value) for row in rows[key] if row.comparable and value >= 0)
    observations = Observations(rows, known.sources, known.regions, known.breaks)
    position = dataclasses.replace(opened(code).position, observations=observations)
    return RegencyBriefing(position, Speaker("id", known.regions))


def short_of(code: str, gaps: dict[str, int]) -> RegencyBriefing:
    """The briefing of a regency whose districts lack just so many people, and which is their sum."""
    own = opened(code).position
    bases = {f.region.code: f.wajib_ktp.count for f in own.children if f.wajib_ktp is not None}
    assert own.own.wajib_ktp is not None
    whole = own.own.wajib_ktp.count - sum(gaps.values())
    return with_recorded(code, {**{district: bases[district] - gap for district, gap in gaps.items()}, code: whole})


def points(report: RegencyBriefing) -> str:
    return " ".join(plain(item) for item in report.main_points().items).replace("\u00a0", " ")  # type: ignore[arg-type]


def everything(report: RegencyBriefing) -> str:
    """All that a reader of any format sees."""
    shown = [getattr(report, section)() for section in SECTIONS]
    texts = [text for block in shown if block is not None for text in block._repr_mimebundle_().values()]
    return "\n".join([*map(str, texts), report.csv_text()])


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("code", ["6471", "6472", "9503", "1101", "3578"])
def test_every_section_shows_its_own_region_or_nothing(code: str, lang: str) -> None:
    for section in SECTIONS:
        block = getattr(opened(code, lang), section)()
        if block is not None:
            shown = block._repr_mimebundle_()
            assert shown["text/plain"].strip() and f'data-region="{code}"' in shown["text/html"], section


def test_the_title_says_whether_it_is_a_regency_or_a_city() -> None:
    assert opened("6472").title_text.endswith("Kota Samarinda")
    assert opened("9503").title_text.endswith("Kabupaten Yahukimo")
    assert opened("9503", "en").title_text.endswith("Yahukimo Regency")


def test_samarinda_has_its_place_in_province_class_and_nation() -> None:
    text = points(opened("6472"))
    assert "619.086 dari 623.490" in text and "(99,29 persen)" in text and "4.404 jiwa belum merekam" in text
    assert "peringkat 6 dari 10 di Kalimantan Timur" in text
    assert "peringkat 31 dari 115" in text and "kab-2020" in text and "peringkat 98 dari 514" in text


def test_balikpapan_stands_at_a_cap_and_nothing_is_called_reached() -> None:
    report = opened("6471")
    text = points(report)
    assert (
        "cakupannya sekurang-kurangnya" in text and "bukan bukti" in text and "juga ditempati 66 wilayah lain" in text
    )
    assert "telah tercapai" not in text
    assert isinstance(report.last_mile(), Note)
    assert report.needs() is None


def test_a_capped_regency_without_districts_speaks_of_itself_alone() -> None:
    text = points(opened("3526"))
    assert "wilayah ini tepat 100" in text


def test_the_denominator_of_yahukimo_is_doubted_on_the_first_page() -> None:
    text = points(opened("9503"))
    assert "7,84 persen" in text and "jumlah wajib KTP tampak terlalu tinggi" in text and "90,6 persen" in text


def test_without_districts_one_line_says_so() -> None:
    report = opened("9503")
    note = report.last_mile()
    assert isinstance(note, Note) and "per kecamatan tidak ada dalam data" in plain(note.text)  # type: ignore[arg-type]
    assert report.regions_table() is None


def test_without_recorded_people_it_is_said_what_is_lacking_and_what_is_known() -> None:
    report = with_recorded("9503", {"9503": -1})
    text = points(report)
    assert "tidak dapat disajikan" in text and "322.258 jiwa per" in text
    assert everything(report)


def test_over_100_is_kept_and_explained() -> None:
    own = opened("3578").position.own.wajib_ktp
    assert own is not None
    report = with_recorded("3578", {"3578": own.count + 57_353})
    assert "57.353 jiwa lebih banyak daripada basisnya" in points(report)
    assert report.needs() is None


def test_districts_that_do_not_add_up_are_warned_of_beside_them() -> None:
    report = with_recorded("6472", {"647201": 47_801})
    note = report.sums()
    assert isinstance(note, Note) and "4.904" in plain(note.text) and "4.404" in plain(note.text)  # type: ignore[arg-type]
    assert "F06" in plain(note.text)  # type: ignore[arg-type]
    assert opened("6472").sums() is None


def test_small_counts_of_districts_stand_nowhere_and_cannot_be_subtracted() -> None:
    gaps = {"641101": 3, "641102": 5, "641103": 220, "641104": 40, "641105": 300}
    report = short_of("6411", gaps)
    assert (sorted(report.withheld.small), sorted(report.withheld.others)) == (["641101", "641102"], ["641104"])
    bases = {f.region.code: f.wajib_ktp.count for f in report.position.children if f.wajib_ktp is not None}
    shown = everything(report)
    for code in ("641101", "641102", "641104"):
        recorded = bases[code] - gaps[code]
        assert f">{recorded:,}<".replace(",", ".") not in shown and f",{recorded}," not in shown, code
        for address in ("K01", "K02", "recorded", "unrecorded_share"):
            assert f'"{code}:{address}"' not in shown, code
    table = report.regions_table()
    assert isinstance(table, Table)
    assert [plain(row[3]) for row in table.rows] == ["300", "220", "<10", "<10", "…"]
    assert [plain(row[0]) for row in table.rows][2:] == ["Long Bagun", "Long Hubung", "Long Apari"]
    assert report.indicators["K22"].value is None and report.indicators["K20"].value is None
    assert isinstance(report.last_mile(), Figure)


def test_too_few_districts_to_protect_a_small_count_are_not_shown_at_all() -> None:
    report = short_of("6474", {"647401": 2, "647402": 0, "647403": 0})
    assert isinstance(report.last_mile(), Note) and report.regions_table() is None
    rows = [line for line in report.csv_text().splitlines() if line.startswith("6474") and line[6:7] == ","]
    assert rows and all(",…," in line for line in rows)


def test_a_chart_of_districts_has_no_panel_of_activations_that_nobody_counted() -> None:
    figure = opened("6472").last_mile()
    assert isinstance(figure, Figure)
    assert not re.search("Tingkat IKD", figure.svg) and 20 <= len(plain(figure.alt)) <= 250  # type: ignore[arg-type]


def test_the_needs_name_province_and_nation_with_the_regencys_part() -> None:
    table = opened("6472").needs()
    assert isinstance(table, Table)
    assert [plain(row[0]) for row in table.rows] == ["Kota Samarinda", "Kalimantan Timur", "Indonesia"]
    assert [plain(row[4]) for row in table.rows] == ["664", "104", "3.463"]


def test_the_regency_is_set_off_among_all_of_its_province() -> None:
    table = opened("6472").neighbours()
    assert isinstance(table, Table)
    assert len(table.rows) == 10 and [plain(table.rows[i][0]) for i in table.highlight] == ["Kota Samarinda"]
