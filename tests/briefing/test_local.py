"""The briefing of a district or village: what it says of itself and of its neighbours, and what it does not say."""

from __future__ import annotations

from functools import cache

import pytest
from cakupan import briefing
from cakupan.blocks import Note, Table
from cakupan.briefing import LocalBriefing
from cakupan.errors import UsageError
from cakupan.prose.local import TITLES, kind_of
from cakupan.words.numbers import plain
from privacy.test_documents import DAY, world

EDITION = "2024-12-31"
VILLAGES = {"1101012001": 3, "1101012002": 40, "1101012003": 75, "1101021001": 60, "1101021002": 70}
WHOLES = dict.fromkeys(VILLAGES, 900)


@cache
def opened(code: str, lang: str = "id") -> LocalBriefing:
    return briefing.local(code, edition=EDITION, lang=lang)


def of_world(code: str) -> LocalBriefing:
    from cakupan.indicators import Position
    from cakupan.words.sentences import Speaker

    observations = world(VILLAGES, WHOLES)
    report = briefing.of_position(Position(observations, code, DAY), Speaker("en", observations.regions))
    assert isinstance(report, LocalBriefing)
    return report


def words(report: LocalBriefing) -> str:
    return " ".join(plain(item) for item in report.main_points().items).replace("\u00a0", " ")  # type: ignore[arg-type]


def test_palaran_says_its_part_of_the_people_unrecorded_in_samarinda() -> None:
    text = words(opened("647201"))
    assert "48.301 dari 48.697" in text and "396 jiwa belum merekam" in text
    assert "8,99 persen dari 4.404 jiwa yang belum merekam di Kota Samarinda" in text
    assert "cakupan Kota Samarinda 99,29 persen dan cakupan nasional sekurang-kurangnya 97,19 persen" in text


def test_the_head_names_the_regions_above() -> None:
    facts = dict(opened("647201", "en").identity().items)
    assert plain(facts["Province"]) == "East Kalimantan" and plain(facts["Regency or city"]) == "Kota Samarinda"


def test_its_own_row_is_marked_among_the_districts_of_its_regency() -> None:
    table = opened("647201").neighbours()
    assert isinstance(table, Table) and len(table.rows) == 10
    assert [table.region_of_rows[row] for row in table.highlight] == ["647201"]


def test_a_district_is_not_ranked_and_nothing_is_told_of_it_over_time() -> None:
    assert not {"K15", "K18", "K10", "K23"} & set(opened("647201").indicators)
    assert opened("647201")._facts()["tier"] is None


def test_a_capped_district_is_said_to_hide_a_gap_and_reaches_no_target() -> None:
    report = opened("647105")
    text = words(report)
    assert "bukan bukti bahwa tidak ada yang terlewat" in text and "Target 99,4" not in text
    notes = [plain(card.note) for card in report.cards().cards]
    assert notes[0] and "1 wilayah" not in notes[0]


def test_villages_that_are_not_in_the_data_are_said_to_be_missing() -> None:
    note = opened("647201").last_mile()
    assert isinstance(note, Note) and "desa dan kelurahan tidak ada dalam data" in str(note._repr_mimebundle_())


@pytest.mark.parametrize(
    ("code", "kind"), [("647201", "district"), ("6472011001", "kelurahan"), ("6401012003", "desa")]
)
def test_the_title_tells_district_kelurahan_and_desa_apart(code: str, kind: str) -> None:
    assert kind_of(code) == kind and TITLES[kind_of(code)]


def test_a_village_of_few_unrecorded_tells_no_count_but_its_wajib_ktp() -> None:
    report = of_world("1101012001")
    assert "No coverage can be told" in words(report) and "900 wajib KTP" in words(report)
    assert [plain(card.value) for card in report.cards().cards] == ["–"] * 5
    csv = report.csv_text()
    assert "1101012001,V1101012001,,recorded,…" in csv and ",wajib_ktp,900," in csv


def test_the_villages_of_a_district_are_listed_with_the_small_one_withheld() -> None:
    table = of_world("110101").regions_table()
    assert isinstance(table, Table)
    rows = {plain(row[0]): [plain(cell) for cell in row[1:]] for row in table.rows}
    assert rows["V1101012001"] == ["900", "…", "<10", "…"]
    assert rows["V1101012003"] == ["900", "825", "75", "91.67"]
    assert sum(cells[2] == "…" for cells in rows.values()) == 1


def test_the_method_names_the_rule_of_small_counts() -> None:
    terms = dict(opened("647201", "en").method().items)
    assert "1 to 9\u00a0people" in plain(terms["Small counts"])  # type: ignore[arg-type]


def test_a_regency_is_no_area_and_the_sentence_says_what_is() -> None:
    with pytest.raises(UsageError, match="no district or village; allowed are the 105 codes from 640101"):
        briefing.local("6472")
