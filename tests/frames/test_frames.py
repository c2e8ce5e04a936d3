"""Data frames say what the indicators say, cell by cell, with address, date and source; small counts are in none."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction

import pandas as pd
import pytest
from cakupan.errors import UsageError
from cakupan.frames import digest, frame_of, series_of
from cakupan.indicators import Position

At = Callable[..., Position]


def test_the_published_figures_of_kalimantan_timur_stand_in_its_frame(at: At) -> None:
    frame = frame_of(at("64"), "en")
    assert frame.index.name == "region" and list(frame.index) == sorted(frame.index) and len(frame) == 10
    assert frame.at["6472", "name"] == "Kota Samarinda"
    assert frame.at["6472", "unrecorded"] == 4404 and frame["unrecorded"].dtype == "Int64"
    assert frame["unrecorded"].sum() == 17580
    nation = frame_of(at("64"), "en", "national", within="ID")
    assert nation.at["ID", "coverage"] == float(Fraction(202054251 * 100, 207889876))


def test_a_frame_tells_units_addresses_dates_and_sources_as_json(at: At) -> None:
    attributes = frame_of(at("64"), "id").attrs
    assert json.loads(json.dumps(attributes)) == attributes
    assert attributes["addresses"]["coverage"] == "K01" and attributes["units"]["coverage"] == "percent"
    assert attributes["dates"]["coverage"] == ["2024-06-30"]
    assert set(attributes["sources"]["coverage"]) <= set(attributes["source_titles"])
    assert attributes["edition"] == "2024-12-31"


def test_on_request_each_measure_has_its_date_and_source_beside_it(at: At) -> None:
    frame = frame_of(at("64"), "id", sources=True)
    assert set(frame["recorded_as_of"]) == {"2024-06-30"}
    assert frame["ikd_active_source"].notna().all()
    assert frame.loc[frame["capped"], "coverage"].eq(100).all() and frame["capped"].sum() == 3


def test_a_capped_coverage_has_a_lower_bound_and_no_upper_one(at: At) -> None:
    frame = frame_of(at("64"), "id")
    assert frame.at["6403", "coverage_low"] == 100 and pd.isna(frame.at["6403", "coverage_high"])
    assert frame.at["6472", "coverage_low"] == frame.at["6472", "coverage_high"] == frame.at["6472", "coverage"]


def test_on_request_a_frame_has_the_bounds_of_everything_that_a_cap_touches_and_says_why(at: At) -> None:
    frame = frame_of(at("64"), "id", "province", within="ID", sources=True)
    row = frame.loc["64"]
    assert (row["rank_low"], row["rank"], row["rank_high"]) == (1, 4, 21)
    assert (row["to_target_low"], row["to_target_high"]) == (0, 412)
    assert pd.isna(row["unrecorded_low"]) and row["unrecorded_high"] == row["unrecorded"] == 17580
    assert row["share_of_gap_low"] == 0 and row["share_of_gap_high"] > row["share_of_gap"]
    assert frame.at["11", "unrecorded_low"] == frame.at["11", "unrecorded_high"] == frame.at["11", "unrecorded"]
    assert frame.attrs["why"]["rank"] == ["cap"] and frame.attrs["why"]["coverage"] == ["cap", "base"]
    assert "rank_low" not in frame_of(at("64"), "id", "province", within="ID")


def test_a_frame_defines_its_columns_in_the_language_of_the_report(at: At) -> None:
    texts = {lang: frame_of(at("64"), lang).attrs["definitions"] for lang in ("id", "en")}  # type: ignore[arg-type]
    assert texts["en"]["coverage"].startswith("The share of the base") and texts["id"]["coverage"].startswith("Bagian")
    assert texts["id"]["recorded"].startswith("Penduduk yang biometriknya")


def test_what_is_not_known_is_missing_and_never_zero(make: Callable[..., object]) -> None:
    observations = make(("1101", "recorded", "2024-12-31", 90))
    position = Position(observations, "11", pd.Timestamp("2024-12-31").date())  # type: ignore[arg-type]
    frame = frame_of(position, "id", programmes=("ktp_el",))
    assert frame.at["1101", "recorded"] == 90
    assert frame.loc["1101", ["wajib_ktp", "coverage", "unrecorded", "population"]].isna().all()
    assert frame.loc["1102"].drop(["name", "parent"]).isna().all()


def test_programmes_narrow_the_columns(at: At) -> None:
    only = frame_of(at("64"), "id", programmes=("kia",))
    assert {"kia_owned", "kia_coverage"} <= set(only.columns) and "recorded" not in only.columns
    assert only.at["6472", "kia_coverage"] == pytest.approx(74.419468)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"level": "kabupaten"}, "there is no level 'kabupaten'; there are national"),
        ({"level": "national"}, "no nation lies inside of 64"),
        ({"programmes": ("kis",)}, "there is no programme 'kis'"),
    ],
)
def test_a_wrong_wish_is_answered_with_what_there_is(at: At, arguments: dict[str, object], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        frame_of(at("64"), "id", **arguments)  # type: ignore[arg-type]


def test_a_report_that_read_a_frame_is_due_when_a_figure_in_it_changes(at: At) -> None:
    position = at("64")
    view = Position(position.observations.traced(), "64", position.edition)
    frame_of(view, "id")
    address = "frame_regency:64"
    assert view.observations.trace.derived[address] == digest(position.observations, address, position.edition)
    assert (
        digest(position.observations, "frame_regency:63", position.edition) != view.observations.trace.derived[address]
    )


def test_a_series_has_every_figure_once_with_date_system_and_source(at: At) -> None:
    series = series_of(at("64"))
    recorded = series[series["measure"] == "recorded"]
    assert list(recorded["as_of"]) == ["2022-04-15", "2023-12-31", "2024-06-30", "2024-12-31"][: len(recorded)]
    assert recorded["value"].is_monotonic_increasing and recorded["source"].notna().all()
    assert not recorded.iloc[0]["comparable"]


def test_over_time_nothing_is_told_of_a_district(at: At) -> None:
    assert series_of(at("647201")).empty
