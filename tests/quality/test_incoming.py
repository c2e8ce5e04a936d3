"""F13 and F15 on tables that are only being brought in."""

from __future__ import annotations

import pandas as pd
import pytest
from cakupan.observations import Observations
from cakupan.quality.incoming import bad_codes, looks_like_nik, personal_columns
from cakupan.words.sentences import Speaker, english
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    "cell",
    ["6472010101010001", "'6472010101010001", "64 7201 010101 0001", "64.72.01.010101.0001", "6472-0101-0101-0001", "6.47201E+15", "6,47201E+15", "6472010101010001.0"],
)  # fmt: skip
def test_sixteen_digits_are_taken_for_a_nik_however_written(cell: str) -> None:
    assert looks_like_nik(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "202.054.251",
        "2860701",
        "2024-06-30 00:00:00",
        "081234567890",
        "12345678901234567",
        "6.4E+14",
        "Kota Bontang",
    ],
)
def test_other_cells_are_not(cell: str) -> None:
    assert not looks_like_nik(cell)


@given(st.integers(10**15, 10**16 - 1))
def test_no_sixteen_digit_number_passes(number: int) -> None:
    assert looks_like_nik(str(number))


def test_one_such_cell_stops_its_column_and_only_that() -> None:
    frame = pd.DataFrame({"code": ["64", "65"], "id": ["-", "6472010101010001"], "recorded": ["1", None]})
    (flag,) = personal_columns(frame)
    assert (flag.flag, flag.severity, flag.place) == ("F15", "stop", "id")
    assert "remove the column: no personal data is read" in english(flag.message)
    assert "6472010101010001" not in english(flag.message)


def messages(observations: Observations, codes: list[str], names: list[str] | None = None) -> list[str]:
    return [english(flag.message) for flag in bad_codes(codes, observations.regions, names)]


def test_good_codes_and_names_raise_nothing(observations: Observations) -> None:
    codes = ["31", "34", "64", "6474", "6407"]
    names = ["DKI Jakarta", "D.I. Yogyakarta", "KALIMANTAN TIMUR", "Kota Bontang", "Kab. Kutai Barat"]
    assert messages(observations, codes, names) == []


def test_an_unknown_and_a_repeated_code_are_told_by_row(observations: Observations) -> None:
    assert messages(observations, ["64", "10", "64"]) == [
        "row 1: 10 is no Kemendagri code of a known region",
        "row 2: 64 stands twice",
    ]


def test_a_code_of_bps_is_known_by_its_name(observations: Observations) -> None:
    (message,) = messages(observations, ["91"], ["Papua Barat"])
    assert "code 91 is 91, but the name says Papua Barat: codes of BPS, not Kemendagri?" in message


def test_a_scan_error_in_a_name_is_no_other_region(observations: Observations) -> None:
    assert messages(observations, ["96"], ["Papua Barat Oaya"]) == []


def test_a_name_of_no_region_is_told(observations: Observations) -> None:
    (message,) = messages(observations, ["64"], ["Negeri Antah Berantah"])
    assert "but the name says Negeri Antah Berantah" in message


def test_rows_of_several_dates_may_share_a_code(observations: Observations) -> None:
    keys = ["64 2024-01", "64 2024-02"]
    assert list(bad_codes(["64", "64"], observations.regions, keys=keys)) == []


def test_all_messages_exist_in_indonesian(observations: Observations) -> None:
    speaker = Speaker("id", observations.regions)
    flags = [*bad_codes(["64", "10", "64", "91", "65"], observations.regions, ["", "", "", "Papua Barat", "Xyz"])]
    flags += personal_columns(pd.DataFrame({"id": ["6472010101010001"]}))
    assert len(flags) == 5 and all(speaker.text(flag.message) for flag in flags)
