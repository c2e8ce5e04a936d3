"""Faulty tables: one sentence that names file, row and remedy, exit code 2, and an earlier edition as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from cli.running import Run
from edition.builds import cakupan, change, contents, copy_of_data

OBSERVATIONS = "observations.csv"
ROW = 1000
"""The row that is spoiled, as an editor counts: the header is row 1."""


@dataclass(frozen=True)
class Fault:
    """How a table is spoiled, and what the sentence must name besides the file."""

    table: str
    spoil: Callable[[Path], object]
    names: tuple[str, ...]


def cell(column: str, value: str, table: str = OBSERVATIONS, row: int = ROW) -> Callable[[Path], None]:
    """Write something else into a cell."""

    def edit(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        rows[row - 2][column] = value
        return rows

    return lambda path: change(path, edit)


def without(column: str) -> Callable[[Path], None]:
    return lambda path: change(
        path, lambda rows: [{name: v for name, v in row.items() if name != column} for row in rows]
    )


def text(edit: Callable[[str], str]) -> Callable[[Path], object]:
    return lambda path: path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")


def lines(edit: Callable[[list[str]], list[str]]) -> Callable[[Path], object]:
    return text(lambda whole: "".join(edit(whole.splitlines(keepends=True))))


def duplicated(rows: list[str]) -> list[str]:
    return [*rows[:ROW], rows[ROW - 1], *rows[ROW:]]


def bad_byte(path: Path) -> None:
    rows = path.read_bytes().split(b"\n")
    rows[ROW - 1] = rows[ROW - 1] + b"\xe9"
    path.write_bytes(b"\n".join(rows))


AT = f"row {ROW}, column "
FAULTS = {
    "a column is missing": Fault(OBSERVATIONS, without("as_of"), ("row 1", "column as_of is missing", "must be")),
    "a column stands twice": Fault(
        OBSERVATIONS, text(lambda t: t.replace("note", "region", 1)), ("row 1", "region stands twice", "keep one")
    ),
    "a row stands twice": Fault(
        OBSERVATIONS, lines(duplicated), (f"row {ROW + 1}", "stand twice", "keep one of the rows")
    ),
    "a code is unknown": Fault(
        OBSERVATIONS, cell("region", "6470"), (AT + "region", "'6470' is no Kemendagri code", "correct it or add")
    ),
    "a code lost its zero": Fault(OBSERVATIONS, cell("region", "11.1"), (AT + "region", "'11.1' is no Kemendagri code")),
    "a count is negative": Fault(
        OBSERVATIONS, cell("value", "-5"), (AT + "value", "'-5' is no plain non-negative number", "write 2860701")
    ),
    "a count has separators": Fault(OBSERVATIONS, cell("value", "2.860.701"), (AT + "value", "without separators")),
    "a count has decimals": Fault(OBSERVATIONS, cell("value", "12.5"), (AT + "value", "no whole number", "write whole")),
    "a count is empty": Fault(OBSERVATIONS, cell("value", ""), (AT + "value", "write 2860701 or 99.54")),
    "a count is endless": Fault(OBSERVATIONS, cell("value", "9" * 5000), (AT + "value", "is no plain")),
    "a count has foreign digits": Fault(OBSERVATIONS, cell("value", "٣٤"), (AT + "value", "is no plain")),
    "a count is no number": Fault(OBSERVATIONS, cell("value", "nan"), (AT + "value", "is no plain")),
    "a headline is a percentage": Fault(OBSERVATIONS, cell("unit", "percent"), (AT + "unit", "counts of people")),
    "a unit is unknown": Fault(OBSERVATIONS, cell("unit", "jiwa"), (AT + "unit", "'jiwa' is none of people, percent")),
    "a date is none": Fault(OBSERVATIONS, cell("as_of", "30/06/2024"), (AT + "as_of", "write YYYY-MM-DD")),
    "a day does not exist": Fault(OBSERVATIONS, cell("as_of", "2024-02-30"), (AT + "as_of", "'2024-02-30' is no date")),
    "a system is unknown": Fault(OBSERVATIONS, cell("system", "dinas"), (AT + "system", "is none of dkb, report")),
    "a standing is unknown": Fault(OBSERVATIONS, cell("status", "fine"), (AT + "status", "is none of ok, contradicted")),
    "a source is unknown": Fault(OBSERVATIONS, cell("source", "S999"), (AT + "source", "add the source there")),
    "a measure is no word": Fault(OBSERVATIONS, cell("measure", "Sudah Rekam"), (AT + "measure", "use small letters")),
    "a row is too long": Fault(
        OBSERVATIONS, lines(lambda r: [*r[: ROW - 1], "a," + r[ROW - 1], *r[ROW:]]), (f"row {ROW}", "12 cells", "double quotes")
    ),
    "bytes are unreadable": Fault(OBSERVATIONS, bad_byte, (f"row {ROW}", "not UTF-8", "save the file as UTF-8 CSV")),
    "bytes are of another encoding": Fault(
        OBSERVATIONS,
        lambda path: path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16")),
        ("row 1", "not UTF-8"),
    ),
    "a quote never ends": Fault(
        OBSERVATIONS, lines(lambda r: [*r[:-1], '64,"recorded\n']), ("no readable CSV", "check the double quotes")
    ),
    "a file is missing": Fault(OBSERVATIONS, Path.unlink, ("is missing", "restore it")),
    "a file is empty": Fault(OBSERVATIONS, lambda path: path.write_bytes(b""), ("is empty", "region, measure")),
    "a file has no rows": Fault(OBSERVATIONS, lines(lambda r: r[:1]), ("has no rows", "add observations")),
    "a file is a folder": Fault(OBSERVATIONS, lambda path: (path.unlink(), path.mkdir()), ("cannot be read",)),
    "there is no headline figure": Fault(
        OBSERVATIONS, lines(lambda r: [line for line in r if ",dkb," not in line]), ("nothing to build an edition from",)
    ),
    "a province stands twice": Fault(
        "provinces.csv", lines(lambda r: [*r, r[-1]]), ("row 40, column code", "96 stands twice", "keep one")
    ),
    "a province has a letter": Fault(
        "provinces.csv", cell("code", "1O", row=5), ("row 5, column code", "'1O' is no Kemendagri code")
    ),
    "a tile is no number": Fault(
        "provinces.csv", cell("tile_row", "top", row=5), ("row 5, column tile_row", "write two whole numbers")
    ),
    "the table of provinces is missing": Fault("provinces.csv", Path.unlink, ("is missing", "restore it")),
    "a regency is in another province": Fault(
        "regencies.csv", cell("province_code", "12", row=2), ("row 2, column province_code", "not the region above '1101'")
    ),
    "a district has no regency": Fault(
        "districts.csv", cell("regency_code", "6499", row=7), ("row 7, column regency_code", "'6499' is not the region above")
    ),
    "a source stands twice": Fault(
        "sources.csv", cell("source", "S001", row=9), ("row 9, column source", "stands twice", "a key of its own")
    ),
    "a source does not say whether it is capped": Fault(
        "sources.csv", cell("capped", "maybe", row=9), ("row 9, column capped", "none of yes, no, unknown")
    ),
    "a break has no date": Fault(
        "breaks.csv", cell("as_of", "soon", row=3), ("row 3, column as_of", "'soon' is no date")
    ),
    "a break is of no region": Fault(
        "breaks.csv", cell("region", "00", row=3), ("row 3, column region", "'00' is no Kemendagri code")
    ),
}  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return copy_of_data(tmp_path / "data")


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An earlier edition; what is in its files does not matter, only that nothing touches them."""
    folder = tmp_path / "output" / "2024-12-31"
    for name in ("index.html", "manifest.json", "html/a.html", "pdf/a.pdf", ".cakupan/journal.jsonl"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {str(p): (p.read_bytes(), p.stat().st_mtime_ns) for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_faulty_table_ends_in_one_sentence_and_leaves_the_earlier_edition_alone(
    run: Run, data: Path, edition: Path, fault: Fault
) -> None:
    before = everything(edition)
    fault.spoil(data / fault.table)
    done = run("build", "--data", data, "--output", edition.parent, "--force")
    assert (done.code, done.out) == (2, "")
    for words in fault.names:
        assert words in done.sentence
    if fault.names != ("nothing to build an edition from",):
        assert str(data / fault.table) in done.sentence
    assert len(done.sentence) < 700
    assert everything(edition) == before


def test_several_faulty_rows_are_counted_and_the_first_is_named(run: Run, data: Path) -> None:
    for row in (50, 20, 80):
        cell("value", "-1", row=row)(data / OBSERVATIONS)
    sentence = run("plan", "--data", data).sentence
    assert "row 20, column value" in sentence
    assert "(2 more rows have faults)" in sentence


def test_the_order_of_rows_and_windows_line_ends_do_not_matter(run: Run, data: Path) -> None:
    expected = run("indicators", "--region", "64", "--json", "--data", data).out
    change(data / OBSERVATIONS, lambda rows: rows[::-1])
    table = data / OBSERVATIONS
    table.write_bytes(b"\xef\xbb\xbf" + table.read_bytes().replace(b"\n", b"\r\n"))
    assert run("indicators", "--region", "64", "--json", "--data", data).out == expected


@pytest.mark.slow
def test_a_real_edition_stays_byte_for_byte_when_a_rebuild_is_refused(data: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    assert cakupan("build", "--region", "64", "--data", data, "--output", output).returncode == 0
    before = contents(output / "2024-12-31")
    without("value")(data / OBSERVATIONS)
    again = cakupan("build", "--region", "64", "--data", data, "--output", output, "--force")
    assert again.returncode == 2
    assert "column value is missing" in again.stderr
    assert contents(output / "2024-12-31") == before
