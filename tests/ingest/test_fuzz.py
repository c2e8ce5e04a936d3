"""Tables and bytes made at random: no crash, no wrong number taken, nothing changed on a refusal.

CAKUPAN_FUZZ says how many inputs each test makes; by default a few, so that the tests stay fast.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cakupan.errors import CakupanError
from cakupan.ingest import Options, Report, ingest
from cakupan.workspace import DATA
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingest.looks import content, own
from ingest.messy import CASES

INPUTS = int(os.environ.get("CAKUPAN_FUZZ", "60"))
FUZZ = settings(max_examples=INPUTS, deadline=None, suppress_health_check=list(HealthCheck), database=None)
REGIONS = {
    "6471": "Kota Balikpapan",
    "6472": "Kota Samarinda",
    "6474": "Kota Bontang",
    "6402": "Kutai Kartanegara",
    "6403": "Kab. Berau",
}
KNOWN = {"6471": 530_000, "6472": 620_000, "6474": 134_000, "6402": 550_000, "6403": 199_000}
WORDS = {"wajib_ktp": ("Wajib KTP", "Jml Wajib KTP-el", "WKTP"), "recorded": ("Sudah Rekam", "Perekaman", "Jumlah Perekaman KTP-el"),
         "ikd_active": ("Aktivasi IKD", "IKD")}  # fmt: skip
NUMBERS = {
    "id": lambda n: f"{n:,}".replace(",", "."), "en": lambda n: f"{n:,}", "plain": str, "float": lambda n: f"{n}.0",
    "space": lambda n: f"{n:,}".replace(",", " "), "cents": lambda n: f"{n:,}".replace(",", ".") + ",00",
}  # fmt: skip
MISSING = ("", "-", "n/a", "…", "NULL")
SPOILT = (
    "abc",
    "#REF!",
    "-12",
    "1.2.3",
    "12e5",
    "(500)",
    "1,2,3",
    "≈",
    "0x10",
    "12.34.567",
    "½",
    "1/2",
    "1..2",
    "9" * 17,
)
Truth = dict[tuple[str, str, str], str]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the figures of one province only, quick to read."""
    directory = tmp_path_factory.mktemp("fuzz") / "data"
    directory.mkdir()
    for name in ("provinces.csv", "regencies.csv", "districts.csv", "sources.csv"):
        shutil.copyfile(DATA / name, directory / name)
    head, *rows = (DATA / "observations.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if row.startswith("64") and ",dkb," in row and len(row.split(",")[0]) == 4]
    (directory / "observations.csv").write_text(head + "".join(kept), encoding="utf-8")
    return directory


@pytest.fixture
def restored(small: Path) -> Iterator[Path]:
    yield small


def attempt(directory: Path, name: str, data: bytes, options: Options) -> Report | None:
    """Bring a file in; a refusal must leave the directory as it was. The directory is put back afterwards."""
    path = directory.parent / name
    path.write_bytes(data)
    before = content(directory)
    try:
        report = ingest([str(path)], directory, options)
    except CakupanError:
        report = None
    after = content(directory)
    after.pop(".cakupan.lock", None)
    before.pop(".cakupan.lock", None)
    if report is None or report.refused:
        assert after == before
        return None
    return report


def put_back(directory: Path, before: dict[str, bytes]) -> None:
    for name, data in before.items():
        if (directory / name).read_bytes() != data:
            (directory / name).write_bytes(data)
    (directory / "mappings.json").unlink(missing_ok=True)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, bytes, Truth, bool]:
    """A CSV as an office might have it: (name, bytes, the true figures, whether a cell was spoilt)."""
    regions = draw(st.lists(st.sampled_from(sorted(REGIONS)), min_size=1, max_size=5, unique=True))
    measures = draw(st.lists(st.sampled_from(sorted(WORDS)), min_size=1, max_size=3, unique=True))
    form = draw(st.sampled_from(sorted(NUMBERS)))
    separator = draw(st.sampled_from((",", ";", "\t")))
    codes, names = draw(st.sampled_from(((True, True), (True, False), (False, True))))
    spoilt = draw(st.booleans())
    truth: Truth = {}
    header = [
        *(["Kode Wilayah"] if codes else []),
        *(["Kab/Kota"] if names else []),
        *(draw(st.sampled_from(WORDS[m])) for m in measures),
    ]
    rows = []
    for region in regions:
        cells = [
            *([draw(st.sampled_from((region, f"{region[:2]}.{region[2:]}")))] if codes else []),
            *([REGIONS[region]] if names else []),
        ]
        for measure in measures:
            size = KNOWN[region] * (1 if measure != "ikd_active" else 0.06)
            value = draw(
                st.integers(int(size * 0.99), int(size * 1.02))
            )  # farther from what is known, it would be asked about
            if draw(st.integers(0, 9)) == 0:
                cells.append(draw(st.sampled_from(MISSING)))
            else:
                cells.append(NUMBERS[form](value))
                truth[region, measure, "2024-10-31"] = str(value)
        rows.append(cells)
    if spoilt:
        row = draw(st.integers(0, len(rows) - 1))
        column = draw(st.integers(len(header) - len(measures), len(header) - 1))
        rows[row][column] = draw(st.sampled_from(SPOILT))
    titles = draw(
        st.lists(st.sampled_from(("LAPORAN PEREKAMAN KTP-EL", "Provinsi Kalimantan Timur", "", "Dinas")), max_size=3)
    )
    notes = draw(st.lists(st.sampled_from(("Sumber: Disdukcapil", "", "Catatan: angka sementara")), max_size=2))
    quoted = [separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in (header, *rows)]
    text = "\r\n".join([*titles, *quoted, *notes]) + draw(st.sampled_from(("", "\r\n")))
    encoding = draw(st.sampled_from(("utf-8", "utf-8-sig")))
    return "tabel.csv", text.encode(encoding), truth, spoilt


def test_a_table_of_known_figures_is_taken_right_or_refused(restored: Path) -> None:
    before = content(restored)
    taken = 0

    @FUZZ
    @given(tables())
    def run(made: tuple[str, bytes, Truth, bool]) -> None:
        nonlocal taken
        name, data, truth, spoilt = made
        report = attempt(restored, name, data, Options(as_of="2024-10-31"))
        try:
            if report is not None:
                assert not spoilt
                assert own(restored) == truth
                taken += 1
        finally:
            put_back(restored, before)

    run()
    assert taken > INPUTS // 10


def test_bytes_at_random_are_refused_without_a_crash(restored: Path) -> None:
    before = content(restored)

    @FUZZ
    @given(
        st.binary(max_size=600),
        st.sampled_from(("x.csv", "x.xlsx", "x.json", "x.parquet", "x.txt", "x", "x.db", "x.xls")),
    )
    def run(data: bytes, name: str) -> None:
        assert attempt(restored, name, data, Options(as_of="2024-10-31")) is None
        put_back(restored, before)

    run()


def test_real_tables_with_bytes_changed_never_crash_nor_change_anything_on_refusal(restored: Path) -> None:
    before = content(restored)
    seeds = [(name, data) for case in CASES for name, data in case.files.items()]
    chance = random.Random(1)
    for _ in range(INPUTS):
        name, data = chance.choice(seeds)
        spoilt = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(len(spoilt) or 1)
            spoilt[place : place + chance.choice((0, 1, 1, 3))] = bytes(
                chance.choice((b"\0", b",", b";", b'"', b"\n", b"9", b".", b"\xff", b"=", b""))
            )
        attempt(restored, name.replace("-", "_"), bytes(spoilt), Options(as_of="2024-10-31"))
        put_back(restored, before)
