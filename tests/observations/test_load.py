"""Loading a data directory, and the sentence for each fault that it can have."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from cakupan.errors import DataError
from cakupan.observations import load_observations

HEADER = "region,measure,as_of,value,unit,system,status,rounded,area,source,note\n"
GOOD = "64,recorded,2024-06-30,2843891,people,dkb,ok,no,,S1,\n"


@pytest.fixture
def directory(tmp_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory with one good observation; nothing is remembered of its validation."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    data = tmp_path / "data"
    data.mkdir()
    for name in ("provinces.csv", "regencies.csv"):
        shutil.copy(data_dir / name, data / name)
    (data / "sources.csv").write_text("source,title,published,url,capped\nS1,a title,2024-08,https://example.org,yes\n")
    (data / "observations.csv").write_text(HEADER + GOOD)
    return data


def refusal(directory: Path) -> str:
    with pytest.raises(DataError) as caught:
        load_observations(directory)
    return str(caught.value)


def test_a_good_directory_loads(directory: Path) -> None:
    (row,) = load_observations(directory)
    assert (row.region, row.count, row.capped, row.comparable) == ("64", 2843891, True, True)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("6470,recorded,2024-06-30,1,people,dkb,ok,no,,S1,", "row 3, column region: '6470' is no Kemendagri code of a known region"),
        ("65,Recorded People,2024-06-30,1,people,dkb,ok,no,,S1,", "column measure: 'Recorded People' is no name of a measure"),
        ("65,recorded,30 June 2024,1,people,dkb,ok,no,,S1,", "column as_of: '30 June 2024' is no date; write YYYY-MM-DD"),
        ("65,recorded,2024-06-30,-5,people,dkb,ok,no,,S1,", "column value: '-5' is no plain non-negative number"),
        ("65,recorded,2024-06-30,2.860.701,people,dkb,ok,no,,S1,", "column value: '2.860.701' is no plain non-negative number"),
        ("65,recorded,2024-06-30,1.5,people,dkb,ok,no,,S1,", "column value: '1.5' is no whole number"),
        ("65,recorded,2024-06-30,1,heads,dkb,ok,no,,S1,", "column unit: 'heads' is none of people, percent"),
        ("65,recorded,2024-06-30,1,people,bps,ok,no,,S1,", "column system: 'bps' is none of dkb, report"),
        ("65,recorded,2024-06-30,1,people,dkb,fine,no,,S1,", "column status: 'fine' is none of ok, contradicted"),
        ("65,recorded,2024-06-30,1,people,dkb,ok,maybe,,S1,", "column rounded: 'maybe' is neither yes nor no"),
        ("65,recorded,2024-06-30,1,people,dkb,ok,no,,S9,", "column source: 'S9' is not in sources.csv; add the source there"),
        (GOOD.strip(), "stand twice (64 · recorded · 2024-06-30 · S1); keep one of the rows"),
        ("65,recorded,2024-06-30,1,people,dkb,ok,no,,S1", "row 3: 10 cells where the header has 11"),
        ('65,recorded,2024-06-30,1,people,dkb,ok,no,,S1,"x', "row 3: no readable CSV"),
    ],
)  # fmt: skip
def test_a_bad_row_is_told_with_file_row_column_and_remedy(directory: Path, row: str, fault: str) -> None:
    (directory / "observations.csv").write_text(HEADER + GOOD + row + "\n")
    sentence = refusal(directory)
    assert str(directory / "observations.csv") in sentence and fault in sentence


def test_several_bad_rows_are_counted(directory: Path) -> None:
    bad = "6470,recorded,2024-06-30,1,people,dkb,ok,no,,S1,\n6471,recorded,2024-06-30,-1,people,dkb,ok,no,,S1,\n"
    (directory / "observations.csv").write_text(HEADER + bad)
    assert "row 2, column region" in (sentence := refusal(directory)) and "(1 more rows have faults)" in sentence


def test_a_missing_column_is_named(directory: Path) -> None:
    (directory / "observations.csv").write_text("region,measure,as_of,unit\n64,recorded,2024,people\n")
    assert "row 1: column value, system, status, rounded, area, source, note is missing" in refusal(directory)


def test_a_header_alone_asks_for_rows(directory: Path) -> None:
    (directory / "observations.csv").write_text(HEADER)
    assert "has no rows; add observations" in refusal(directory)


def test_an_empty_file_asks_for_its_columns(directory: Path) -> None:
    (directory / "sources.csv").write_text("")
    assert "sources.csv is empty; its first row must name the columns source, title" in refusal(directory)


def test_a_missing_file_says_how_to_get_one(directory: Path) -> None:
    (directory / "sources.csv").unlink()
    assert "sources.csv is missing; restore it" in refusal(directory)


def test_a_directory_that_is_none_is_refused(tmp_path: Path) -> None:
    assert "is no directory" in refusal(tmp_path / "nowhere")


def test_other_encodings_are_told_by_row(directory: Path) -> None:
    (directory / "observations.csv").write_bytes((HEADER + GOOD).encode() + "65,recorded,2024,1,people,dkb,ok,no,,S1,Süd\n".encode("latin-1"))  # fmt: skip
    assert "row 3: the bytes are not UTF-8; save the file as UTF-8 CSV" in refusal(directory)


def test_a_byte_order_mark_is_no_fault(directory: Path) -> None:
    (directory / "observations.csv").write_bytes(b"\xef\xbb\xbf" + (HEADER + GOOD).encode())
    assert len(list(load_observations(directory))) == 1


@pytest.mark.parametrize(
    ("table", "text", "fault"),
    [
        ("sources.csv", "source,title,published,url,capped\nS1,a,2024,,perhaps\n", "row 2, column capped: 'perhaps' is none of yes, no, unknown"),
        ("sources.csv", "source,title,published,url,capped\nS1,a,2024,,no\nS1,b,2024,,no\n", "row 3, column source: 'S1' is empty or stands twice"),
        ("breaks.csv", "region,as_of,kind,note\n91,soon,boundary,\n", "breaks.csv, row 2, column as_of: 'soon' is no date"),
        ("breaks.csv", "region,as_of,kind,note\n99,2022,boundary,\n", "column region: '99' is no Kemendagri code"),
    ],
)  # fmt: skip
def test_faults_of_the_other_tables_are_told_alike(directory: Path, table: str, text: str, fault: str) -> None:
    (directory / table).write_text(text)
    assert fault in refusal(directory)


def test_a_table_once_found_valid_is_judged_again_when_it_changes(directory: Path) -> None:
    load_observations(directory)
    (directory / "observations.csv").write_text(HEADER + GOOD.replace("2843891", "-1"))
    assert "is no plain non-negative number" in refusal(directory)


def test_no_shipped_figure_is_lost_in_loading(observations: object, data_dir: Path) -> None:
    with (data_dir / "observations.csv").open(encoding="utf-8") as file:
        written = sorted((row["region"], row["measure"], row["as_of"], row["source"]) for row in csv.DictReader(file))
    loaded = sorted((r.region, r.measure, r.as_of, r.source) for r in observations)  # type: ignore[attr-defined]
    assert loaded == written


def test_percentages_keep_the_decimals_of_their_source(observations: object) -> None:
    values = {str(row.value) for row in observations.all("64", "ikd_pct_of_wajib")}  # type: ignore[attr-defined]
    assert "3.40" in values


def test_a_percentage_is_no_count(observations: object) -> None:
    (row, *_) = observations.all("64", "ikd_pct_of_wajib")  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="is no count"):
        _ = row.count
