"""Reading from databases: SQLite always, PostgreSQL where a server is named; what is read is never changed."""

from __future__ import annotations

import importlib.util
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from cakupan.errors import CakupanError
from cakupan.ingest import Options, Refused, ingest
from ingest.looks import content, own
from ingest.server import running

QUERY = "SELECT kode AS kode_wilayah, nama AS nama_kabupaten, tanggal, wajib_ktp, rekam FROM rekap ORDER BY kode"
CREATE = "CREATE TABLE rekap (kode TEXT, nama TEXT, tanggal DATE, wajib_ktp NUMERIC(12, 0), rekam BIGINT)"
ROWS = [("6472", "Kota Samarinda", "2024-10-31", 623490, 619086), ("6474", "Kota Bontang", "2024-10-31", 134916, None)]
FIGURES = {
    ("6472", "wajib_ktp", "2024-10-31"): "623490",
    ("6474", "wajib_ktp", "2024-10-31"): "134916",
    ("6472", "recorded", "2024-10-31"): "619086",
}


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    path = tmp_path / "dinas.db"
    with sqlite3.connect(path) as connection:
        connection.execute(CREATE)
        connection.executemany("INSERT INTO rekap VALUES (?, ?, ?, ?, ?)", ROWS)
    connection.close()
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running() as url:
        if url is None:
            pytest.skip("there is no PostgreSQL: install Debian's package postgresql, or set CAKUPAN_TEST_POSTGRES")
        yield url


@pytest.fixture
def postgres(server: str) -> Iterator[str]:
    url = server
    from sqlalchemy import create_engine, text

    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS rekap"))
        connection.execute(text(CREATE))
        for row in ROWS:
            values = dict(zip("abcde", row, strict=True))
            connection.execute(text("INSERT INTO rekap VALUES (:a, :b, CAST(:c AS DATE), :d, :e)"), values)
    yield url
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE rekap"))
    engine.dispose()


def test_a_query_to_sqlite_brings_its_rows_in(sqlite: str, directory: Path) -> None:
    report = ingest([sqlite], directory, Options(query=QUERY, source="dinas"))
    assert [str(one) for one in report.refused] == []
    assert own(directory) == FIGURES
    assert not ingest([sqlite], directory, Options(query=QUERY, source="dinas")).written


def test_a_database_that_has_grown_brings_in_what_is_new_under_a_key_of_its_own(sqlite: str, directory: Path) -> None:
    ingest([sqlite], directory, Options(query=QUERY, source="dinas"))
    connection = sqlite3.connect(sqlite.removeprefix("sqlite:///"))
    connection.execute("INSERT INTO rekap VALUES ('6472', 'Kota Samarinda', '2024-11-30', 624000, 619500)")
    connection.commit()
    connection.close()
    report = ingest([sqlite], directory, Options(query=QUERY, source="dinas"))
    assert (report.new, report.same, report.source) == (2, 3, "dinas-2024-11-30")


def test_a_database_without_a_query_is_refused_with_its_tables(sqlite: str, directory: Path) -> None:
    with pytest.raises(Refused, match=r"--query.*rekap"):
        ingest([sqlite], directory, Options())


@pytest.mark.parametrize("query", ["DELETE FROM rekap", "SELECT * FROM lain", "SELEC"])
def test_a_statement_that_is_no_query_of_a_table_is_refused_and_changes_nothing(
    query: str, sqlite: str, directory: Path
) -> None:
    before = content(directory)
    with pytest.raises(Refused):
        ingest([sqlite], directory, Options(query=query))
    assert content(directory) == before
    connection = sqlite3.connect(sqlite.removeprefix("sqlite:///"))
    assert connection.execute("SELECT count(*) FROM rekap").fetchone() == (2,)
    connection.close()


def test_a_database_that_is_not_there_is_refused_without_being_made(tmp_path: Path, directory: Path) -> None:
    with pytest.raises(Refused, match="no database"):
        ingest([f"sqlite:///{tmp_path / 'none.db'}"], directory, Options(query=QUERY))
    assert not (tmp_path / "none.db").exists()


@pytest.mark.postgres
def test_a_query_to_postgresql_brings_its_rows_in(postgres: str, directory: Path) -> None:
    report = ingest([postgres], directory, Options(query=QUERY, source="dinas"))
    assert [str(one) for one in report.refused] == []
    assert own(directory) == FIGURES
    assert not ingest([postgres], directory, Options(query=QUERY, source="dinas")).written


@pytest.mark.postgres
def test_a_statement_that_changes_postgresql_is_refused_and_undone(postgres: str, directory: Path) -> None:
    with pytest.raises(Refused):
        ingest([postgres], directory, Options(query="UPDATE rekap SET rekam = 0"))
    report = ingest([postgres], directory, Options(query=QUERY, dry_run=True))
    assert report.new == 3


@pytest.mark.postgres
def test_a_server_that_is_not_there_is_refused_without_showing_the_password(directory: Path) -> None:
    with pytest.raises(Refused) as refused:
        ingest(["postgresql://user:geheim@127.0.0.1:1/dinas"], directory, Options(query=QUERY))
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(
    ("source", "module", "extra"),
    [
        ("postgresql://user@host/db", "psycopg", "sql"),
        ("sqlite:///dinas.db", "sqlalchemy", "sql"),
        ("a.parquet", "pyarrow", "parquet"),
    ],
)
def test_what_is_not_installed_is_named_with_the_extra_that_brings_it(
    source: str, module: str, extra: str, directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == module else real(name, *rest))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and so on")
    with pytest.raises(CakupanError, match=rf"needs {module}, which is not installed; run: .*cakupan\[{extra}\]"):
        ingest([source], directory, Options(query=QUERY, source="dinas"))
