"""The workbook of a whole edition: every province and regency, with values that the figures in the same row give again."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from cakupan.export.edition_sheets import sheets_of_edition
from cakupan.observations import load_observations
from cakupan.workspace import DATA

EDITION = dt.date(2024, 12, 31)


@pytest.fixture(scope="module")
def sheets() -> dict[str, Any]:
    return {sheet.name: sheet for sheet in sheets_of_edition(load_observations(DATA), EDITION, "id")}


def test_it_has_every_province_and_regency(sheets: dict[str, Any]) -> None:
    assert len(sheets["Provinsi"].rows) == 1 + 38
    assert len(sheets["Kabupaten dan kota"].rows) == 514


@pytest.mark.parametrize("name", ["Provinsi", "Kabupaten dan kota"])
def test_coverage_follows_from_the_counts_beside_it_and_each_count_has_date_and_source(
    sheets: dict[str, Any], name: str
) -> None:
    heads = sheets[name].heads
    recorded, base, coverage = (heads.index(head) for head in ("Sudah merekam", "Wajib KTP", "Cakupan (%)"))
    checked = 0
    for row in sheets[name].rows:
        if None in (row[recorded].value, row[base].value, row[coverage].value):
            continue
        share = Fraction(100 * row[recorded].value, row[base].value)
        assert abs(Fraction(row[coverage].value) - share) <= share / 10**15
        assert isinstance(row[recorded + 1].value, dt.date | str)
        assert row[recorded + 2].value.startswith("S")
        checked += 1
    assert checked > 0.9 * len(sheets[name].rows)


def test_a_bound_has_its_sign_in_a_column_of_its_own_and_in_its_number_format(sheets: dict[str, Any]) -> None:
    heads = sheets["Kabupaten dan kota"].heads
    at = heads.index("Cakupan (%)")
    assert heads[at + 1] == "Batas"
    capped = next(row for row in sheets["Kabupaten dan kota"].rows if row[0].value == "6471")
    assert (capped[at].value, capped[at + 1].value) == (100, "≥")
    assert '"≥"' in capped[at].format


def test_definitions_sources_and_flags_have_sheets(sheets: dict[str, Any]) -> None:
    assert {"Program", "Definisi", "Sumber", "Tanda mutu", "Angka"} <= set(sheets)
    named = {row[-1].value for row in sheets["Angka"].rows}
    assert named <= {row[0].value for row in sheets["Sumber"].rows}
