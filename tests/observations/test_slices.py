"""Figures of districts and villages in Parquet: read slice by slice, together with observations.csv, refused where they are unsound."""

from __future__ import annotations

import datetime as dt
import pickle
import shutil
from pathlib import Path
from typing import Any

import pytest
from cakupan.errors import DataError
from cakupan.observations import Observations, load_observations, schema
from cakupan.observations.observation import HEADLINE_MEASURES, INSIDE, PROVINCES
from cakupan.observations.slices import ROWS, path_of, write_part

DAY = "2024-12-31"
EDITION = dt.date(2024, 12, 31)
HEADER = "region,measure,as_of,value,unit,system,status,rounded,area,source,note\n"
USUAL = {
    "as_of": DAY, "unit": "people", "system": "own", "status": "ok", "rounded": "no", "area": "", "source": "S1", "note": "",
}  # fmt: skip
Rows = list[tuple[str, str, str]]


def rows_of(*codes: str) -> Rows:
    return [(code, measure, str(1000 + i)) for code in codes for i, measure in enumerate(("recorded", "wajib_ktp"))]


def columns(rows: Rows, **changed: Any) -> dict[str, Any]:
    region, measure, value = (list(column) for column in zip(*rows, strict=True))
    return {"region": region, "measure": measure, "value": value, **USUAL, **changed}


@pytest.fixture
def directory(tmp_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory with two districts of Bontang and a few villages in Parquet; nothing is remembered of its validation."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    data = tmp_path / "data"
    data.mkdir()
    for name in ("provinces.csv", "regencies.csv", "districts.csv"):
        shutil.copy(data_dir / name, data / name)
    villages = [f"647401100{i}" for i in range(1, 4)] + ["6474021001"]
    text = "".join(f"{code},{code[:6]},Kelurahan {code}\n" for code in villages)
    (data / "villages.csv").write_text("code,district_code,name\n" + text)
    (data / "sources.csv").write_text(
        "source,title,published,url,capped\nS1,a,2025-01-10,,no\nS2,b,2025-02-10,,no\nS3,c,2024-01-10,,no\n"
    )
    (data / "observations.csv").write_text(HEADER + f"6474,recorded,{DAY},5000,people,own,ok,no,,S1,\n")
    write_part(path_of(data, "district", DAY), columns(rows_of("647401", "647402")))
    write_part(path_of(data, "village", DAY), columns(rows_of(*villages)))
    return data


def newest(observations: Observations, region: str) -> int:
    observation = observations.newest(region, "recorded", EDITION)
    assert observation is not None
    return observation.count


def test_figures_of_both_places_are_found_by_region_and_measure(directory: Path) -> None:
    observations = load_observations(directory)
    assert [newest(observations, code) for code in ("6474", "647401", "6474021001")] == [5000, 1000, 1000]
    assert observations.all("647403", "recorded") == () and observations.all("647401", "population") == ()
    assert len(list(observations)) == 1 + 4 + 8 and observations.latest_edition() == EDITION
    assert observations.dates == {DAY} and not observations.simulated


def test_only_the_slice_of_the_region_above_is_read(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    observations = load_observations(directory)
    assert observations.slices is not None
    built: list[str] = []
    usual = observations.slices._build
    monkeypatch.setattr(
        observations.slices,
        "_build",
        lambda row: built.append(row["region"]) or usual(row),  # type: ignore[func-returns-value]
    )
    observations.all("6474021001", "recorded")
    assert set(built) == {"6474021001"}
    observations.traced().all("6474021001", "wajib_ktp")
    assert len(built) == 2  # kept, also for another report


def test_slices_that_go_over_row_groups_are_read_whole(directory: Path) -> None:
    measures = [f"m{i}" for i in range(ROWS - 3)]
    rows = [("647401", name, "20") for name in measures] + rows_of("647402", "647403")
    write_part(path_of(directory, "district", DAY), columns(rows))
    observations = load_observations(directory)
    assert observations.slices is not None and len(observations.slices.parts[0].first) == 2
    inside = observations.slices.inside("6474")
    assert len(inside) == len(rows) and inside["647403", "wajib_ktp"][0].count == 1001


@pytest.mark.parametrize(("source", "holds"), [("S2", 77), ("S3", 1000)])
def test_of_a_figure_that_stands_in_both_places_the_later_publication_holds(
    directory: Path, source: str, holds: int
) -> None:
    with (directory / "observations.csv").open("a") as file:
        file.write(f"647401,recorded,{DAY},77,people,own,ok,no,,{source},\n")
    observations = load_observations(directory)
    assert newest(observations, "647401") == holds
    assert len(observations.all("647401", "recorded")) == 2  # none is lost


def test_figures_of_other_dates_in_observations_csv_stand_beside_those_in_parquet(directory: Path) -> None:
    with (directory / "observations.csv").open("a") as file:
        file.write(
            "647401,recorded,2023-12-31,900,people,own,ok,no,,S3,\n647403,recorded,2024-12-31,3,people,own,ok,no,,S1,\n"
        )
    observations = load_observations(directory)
    assert [row.count for row in observations.history("647401", "recorded", EDITION)] == [900, 1000]
    assert newest(observations, "647403") == 3


def test_a_digest_changes_with_the_slice_and_with_nothing_else(directory: Path) -> None:
    def digests() -> dict[str, str]:
        observations = load_observations(directory)
        return {code: observations.digest((code, INSIDE)) for code in ("ID", "6474", "647401", "647402")}

    before = digests()
    changed = rows_of("6474011001", "6474011002", "6474011003", "6474021001")
    changed[1] = (*changed[1][:2], "1002")
    write_part(path_of(directory, "village", DAY), columns(changed))
    after = digests()
    assert {code for code in before if before[code] != after[code]} == {"ID", "647401"}
    with (directory / "observations.csv").open("a") as file:
        file.write("6474021001,recorded,2023-12-31,900,people,own,ok,no,,S3,\n")
    assert {code for code, digest in digests().items() if digest != after[code]} == {"647402", "ID"}


def test_a_district_is_told_by_the_digest_of_all_beside_it(directory: Path) -> None:
    observations = load_observations(directory)
    keys = [("647401", "recorded"), ("647402", "wajib_ktp"), ("6474", "recorded")]
    assert list(observations.digests(keys)) == [("6474", INSIDE), ("6474", "recorded")]
    assert observations.digest(("647401", "recorded")) == observations.digest(("6474", INSIDE))


def test_observations_go_to_another_process_with_their_slices(directory: Path) -> None:
    observations = pickle.loads(pickle.dumps(load_observations(directory)))
    assert newest(observations, "6474021001") == 1000


@pytest.mark.parametrize(
    ("rows", "changed", "fault"),
    [
        (rows_of("647499"), {}, "row 1, column region: '647499' is no Kemendagri code of a known region"),
        (rows_of("647401", "6474011001"), {}, "row 3, column region: '6474011001' is no code of a district, as the folder says"),
        (rows_of("647402", "647401"), {}, "row 3, column region: '647401' stands after a higher code; sort the file by region"),
        (rows_of("647401"), {"as_of": "2024-11-30"}, f"row 1, column as_of: '2024-11-30' is not {DAY}, as the folder says"),
        (rows_of("647401"), {"source": "S9"}, "row 1, column source: 'S9' is not in sources.csv; add the source there"),
        (rows_of("647401"), {"value": ["1", "1.000.000"]}, "row 2, column value: '1.000.000' is no plain non-negative number"),
        (rows_of("647401") * 2, {}, "the same region, measure, date and source stand twice"),
        ([("647401", f"m{i}", "1") for i in range(ROWS)] + rows_of("647402") + [("647402", "x", "-1")], {}, f"row {ROWS + 3}, column value: '-1'"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_row_column_and_remedy(
    directory: Path, rows: Rows, changed: dict[str, Any], fault: str
) -> None:
    path = path_of(directory, "district", DAY)
    write_part(path, columns(rows, **changed))
    with pytest.raises(DataError) as caught:
        load_observations(directory)
    assert str(path) in str(caught.value) and fault in str(caught.value)


def test_a_figure_that_stands_twice_is_found_also_where_one_check_ends_and_the_next_begins(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "GROUPS", 1)
    rows = [("647401", f"m{i}", "1") for i in range(ROWS)]
    write_part(path_of(directory, "district", DAY), columns([*rows, rows[-1]]))
    with pytest.raises(DataError, match=f"row {ROWS + 1}, column source: the same region, measure, date and source"):
        load_observations(directory)


def test_a_file_of_numbers_and_dates_is_read_as_text(directory: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame(columns(rows_of("647401")))
    frame["value"], frame["as_of"], frame["note"] = frame["value"].astype(int), dt.date(2024, 12, 31), None
    frame.to_parquet(path_of(directory, "district", DAY), index=False)
    assert newest(load_observations(directory), "647401") == 1000


def test_broken_bytes_and_files_outside_the_folders_are_refused(directory: Path) -> None:
    path = path_of(directory, "district", DAY)
    body = path.read_bytes()
    path.write_bytes(body[:-20])
    with pytest.raises(DataError, match=r"is no Parquet file with a column region .* write it again, or take it out"):
        load_observations(directory)
    path.write_bytes(body)
    elsewhere = directory / "observations" / "level=province" / f"as_of={DAY}" / "part.parquet"
    elsewhere.parent.mkdir(parents=True)
    path.rename(elsewhere)
    with pytest.raises(DataError, match="lies in no folder of a level and a date; put it into"):
        load_observations(directory)


def test_a_missing_column_is_named(directory: Path) -> None:
    import pandas as pd

    path = path_of(directory, "district", DAY)
    pd.read_parquet(path).drop(columns=["unit", "note"]).to_parquet(path, index=False)
    with pytest.raises(DataError, match="column unit, note is missing; the columns must be region, measure"):
        load_observations(directory)


def test_what_villages_read_of_all_provinces_is_one_digest_that_changes_with_each_of_them(directory: Path) -> None:
    before = load_observations(directory)
    provinces = [(region.code, measure) for region in before.regions.provinces for measure in HEADLINE_MEASURES]
    keys = [*provinces, ("6474011001", "recorded"), ("64", "recorded_pct"), ("6474", "recorded")]
    assert sorted(before.digests(keys)) == [
        ("64", "recorded_pct"), ("6474", "recorded"), ("647401", INSIDE), ("ID", PROVINCES),
    ]  # fmt: skip
    assert ("ID", PROVINCES) not in before.digests([*provinces, ("6474", "recorded"), ("647401", "recorded")])
    with (directory / "observations.csv").open("a", encoding="utf-8") as table:
        table.write(f"96,ikd_active,{DAY},7,people,own,ok,no,,S1,\n")
    after = load_observations(directory)
    changed = {key for key, digest in after.digests(keys).items() if digest != before.digests(keys)[key]}
    assert changed == {("ID", PROVINCES)}
