"""No table that means something else than it seems is written as if nothing had happened; and true ones are taken without a question."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from cakupan.errors import CakupanError
from cakupan.ingest import Options, ingest
from cakupan.ingest.store import Store
from cakupan.observations.observation import INSISTED
from cakupan.workspace import DATA
from ingest.meaning import KINDS, SOUND, Mutation, mutation

ALL = 2000
FEW = 5 * len(KINDS)


@cache
def shipped_store() -> Store:
    """The project's own tables, read once: a dry run leaves them as they are."""
    return Store.open(DATA)


def taken_wrongly(made: Mutation, folder: Path) -> bool:
    """Whether a mutation passes the door with a figure that must not come out of it."""
    path = folder / made.name
    path.write_text("\n".join(made.lines) + "\n", encoding="utf-8")
    seen: list[pd.DataFrame] = []
    with pytest.MonkeyPatch.context() as patch:
        from cakupan.ingest import run

        known, compare = shipped_store(), run.compare
        patch.setattr(run.Store, "open", lambda _: known)
        patch.setattr(run, "compare", lambda frame, *rest: (seen.append(frame), compare(frame, *rest))[1])
        try:
            report = ingest([str(path)], DATA, Options(dry_run=True, **made.options))  # type: ignore[arg-type]
        except CakupanError:
            return False
    figures = {(str(row.region), str(row.measure)) for frame in seen for row in frame.itertuples()}
    if not report.accepted:
        return False
    if not made.never:
        return True
    return any(key in figures or key[0] in {measure for _, measure in figures} for key in made.never)


def wrong(seeds: Iterable[int], folder: Path) -> list[str]:
    return [
        f"{seed} {made.kind}: {made.name} {made.lines}"
        for seed in seeds
        if taken_wrongly(made := mutation(seed), folder)
    ]


@pytest.mark.parametrize("part", range(5))
def test_a_table_that_means_something_else_is_asked_about(part: int, tmp_path: Path) -> None:
    assert wrong(range(part * FEW // 5, (part + 1) * FEW // 5), tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(20))
def test_none_of_two_thousand_tables_that_mean_something_else_is_taken(part: int, tmp_path: Path) -> None:
    assert wrong(range(part * ALL // 20, (part + 1) * ALL // 20), tmp_path) == []


TRUE_TITLES = (
    "REKAPITULASI PEREKAMAN KTP-EL PROVINSI KALIMANTAN TIMUR",
    "DATA WAJIB KTP DAN PEREKAMAN MENURUT KABUPATEN/KOTA",
    "Laporan Bulanan Capaian Perekaman KTP Elektronik",
    "Jumlah Penduduk Wajib KTP-el per Kabupaten/Kota se-Kalimantan Timur",
    "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL PROVINSI KALIMANTAN TIMUR",
    "Jalan Basuki Rahmat Nomor 76 Samarinda",
    "Progres perekaman; sumber: SIAK Terpusat, DKB Semester I",
    "Lampiran I Surat Kepala Dinas Nomor 470/123",
    "Rekap Perekaman Laki-laki dan Perempuan",
    "Penduduk usia 17 tahun ke atas atau sudah kawin (wajib KTP)",
)
TRUE_NOTES = (
    "Sumber: SIAK Terpusat, Ditjen Dukcapil",
    "Catatan: angka sementara",
    "*) wajib KTP: penduduk berusia 17 tahun ke atas, atau sudah/pernah kawin",
    "Keterangan: termasuk pemilih pemula",
    "Samarinda, 31 Oktober 2024",
    "Kepala Dinas,",
    "Drs. H. Syahrani Wiratama, M.Si.",
)


@pytest.mark.parametrize("title", TRUE_TITLES)
def test_titles_that_offices_use_ask_nothing(title: str, tmp_path: Path) -> None:
    rows = [f"{code},{d},{n}" for code, (d, n) in SOUND.items()]
    (tmp_path / "rekap.csv").write_text(
        "\n".join([f'"{title}",,', "Kode,Wajib KTP,Sudah Rekam", *rows]), encoding="utf-8"
    )
    report = ingest([str(tmp_path / "rekap.csv")], DATA, Options(as_of="2024-10-31", dry_run=True))
    assert [str(one) for one in report.refused] == []


@pytest.mark.parametrize("note", TRUE_NOTES)
def test_notes_that_offices_write_ask_nothing(note: str, tmp_path: Path) -> None:
    rows = [f"{code},{d},{n}" for code, (d, n) in SOUND.items()]
    (tmp_path / "rekap.csv").write_text(
        "\n".join(["Kode,Wajib KTP,Sudah Rekam", *rows, f'"{note}",,']), encoding="utf-8"
    )
    report = ingest([str(tmp_path / "rekap.csv")], DATA, Options(as_of="2024-10-31", dry_run=True))
    assert [str(one) for one in report.refused] == []


def test_words_that_are_not_known_are_settled_once_for_a_source(directory: Path, tmp_path: Path) -> None:
    table = "REKAP GERAKAN BEKANTAN,\nKode,Wajib KTP\n6472,{}\n"
    (tmp_path / "rekap okt.csv").write_text(table.format(625000), encoding="utf-8")
    asked = ingest([str(tmp_path / "rekap okt.csv")], directory, Options(as_of="2024-10-31"))
    (refusal,) = asked.refused
    assert "'gerakan', 'bekantan'" in refusal.reason and "--everyone" in refusal.option
    assert ingest([str(tmp_path / "rekap okt.csv")], directory, Options(as_of="2024-10-31", everyone=True)).written
    (tmp_path / "rekap nov.csv").write_text(table.format(625100), encoding="utf-8")
    assert ingest([str(tmp_path / "rekap nov.csv")], directory, Options(as_of="2024-11-30")).written


def test_only_the_figures_in_doubt_are_marked_as_insisted_on(directory: Path, tmp_path: Path) -> None:
    (tmp_path / "rekap.csv").write_text("Kode,Wajib KTP\n6472,560000\n6471,538073\n", encoding="utf-8")
    assert ingest(
        [str(tmp_path / "rekap.csv")], directory, Options(as_of="2024-10-31", insist="pendataan ulang")
    ).written
    table = pd.read_csv(directory / "observations.csv", dtype=str, keep_default_na=False)
    own = table[table["system"] == "own"].set_index("region")["note"]
    assert own["6472"] == f"{INSISTED}pendataan ulang" and own["6471"] == ""


def test_a_title_that_is_insisted_on_marks_all_figures_of_its_table(directory: Path, tmp_path: Path) -> None:
    (tmp_path / "rekap.csv").write_text(
        "WAJIB KTP LANSIA,\nKode,Wajib KTP\n6472,625000\n6471,538073\n", encoding="utf-8"
    )
    assert ingest([str(tmp_path / "rekap.csv")], directory, Options(as_of="2024-10-31", insist="judul lama")).written
    table = pd.read_csv(directory / "observations.csv", dtype=str, keep_default_na=False)
    assert set(table[table["system"] == "own"]["note"]) == {f"{INSISTED}judul lama"}


def test_what_was_insisted_on_is_no_measure_for_the_next_table(directory: Path, tmp_path: Path) -> None:
    (tmp_path / "rekap.csv").write_text("Kode,Wajib KTP\n6472,560000\n", encoding="utf-8")
    ingest([str(tmp_path / "rekap.csv")], directory, Options(as_of="2024-10-31", insist="pendataan ulang"))
    (tmp_path / "lain.csv").write_text("Kode,Wajib KTP\n6472,561000\n", encoding="utf-8")
    assert not ingest([str(tmp_path / "lain.csv")], directory, Options(as_of="2024-11-30")).accepted
    (tmp_path / "lain.csv").write_text("Kode,Wajib KTP\n6472,626000\n", encoding="utf-8")
    assert ingest([str(tmp_path / "lain.csv")], directory, Options(as_of="2024-11-30")).written
