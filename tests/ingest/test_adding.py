"""Adding to a data directory: once, whole or not at all, in order of publication, and with others at the same time."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cakupan.errors import DataError, UsageError
from cakupan.ingest import Options, Refused, ingest, read_mapping, read_matches
from cakupan.observations import load_observations
from cakupan.quality import check
from ingest.looks import content, own

TABLE = "Kode Wilayah;Kab/Kota;Wajib KTP;Sudah Rekam\n64.72;Kota Samarinda;623.490;{recorded}\n64.74;Kota Bontang;134.916;132.318\n"
OCT = Options(as_of="2024-10-31")


def table(folder: Path, recorded: str = "619.086", name: str = "rekap.csv") -> str:
    path = folder / name
    path.write_text(TABLE.format(recorded=recorded), encoding="utf-8")
    return str(path)


def newest(directory: Path, region: str = "6472") -> str:
    import datetime as dt

    figure = load_observations(directory).newest(region, "recorded", dt.date(2024, 12, 31))
    assert figure is not None
    return str(figure.value)


def test_the_same_file_twice_adds_nothing(directory: Path, tmp_path: Path) -> None:
    first = ingest([table(tmp_path)], directory, OCT)
    before = content(directory)
    second = ingest([table(tmp_path)], directory, OCT)
    assert (first.new, first.written) == (4, True)
    assert (second.new, second.same, second.written) == (0, 4, False)
    assert content(directory) == before


def test_the_same_content_under_another_name_adds_nothing(directory: Path, tmp_path: Path) -> None:
    ingest([table(tmp_path)], directory, OCT)
    again = ingest([table(tmp_path, name="salinan.csv")], directory, OCT)
    assert (again.new, again.same, again.written) == (0, 4, False)


def test_a_dry_run_tells_everything_and_writes_nothing(directory: Path, tmp_path: Path) -> None:
    before = content(directory)
    report = ingest([table(tmp_path)], directory, Options(as_of="2024-10-31", dry_run=True))
    assert (report.new, report.written, report.accepted) == (4, False, True)
    assert content(directory) == before


def test_the_source_stands_in_the_table_of_sources_with_its_date_and_the_digest_of_the_file(
    directory: Path, tmp_path: Path
) -> None:
    ingest([table(tmp_path)], directory, Options(as_of="2024-10-31", source="disdukcapil", published="2024-11-05"))
    with (directory / "sources.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["source"] == "disdukcapil"]
    assert [(row["published"], row["title"]) for row in rows] == [("2024-11-05", "rekap.csv")]
    assert rows[0]["url"].startswith("rekap.csv#sha256=")


def test_a_source_that_is_not_dated_is_published_on_its_newest_reference_date(directory: Path, tmp_path: Path) -> None:
    report = ingest([table(tmp_path)], directory, Options(as_of="2024-10"))
    assert report.published == "2024-10-31"


def test_a_revision_is_kept_beside_the_first_figure_and_the_later_one_holds(directory: Path, tmp_path: Path) -> None:
    ingest([table(tmp_path)], directory, Options(as_of="2024-10-31", source="dinas", published="2024-11-05"))
    report = ingest(
        [table(tmp_path, "619.100")], directory, Options(as_of="2024-10-31", source="dinas", published="2024-12-05")
    )
    assert (report.new, report.same, report.revised) == (0, 3, 1)
    assert [(d["known"], d["value"]) for d in report.differences if d["kind"] == "revision"] == [("619086", "619100")]
    rows = load_observations(directory).all("6472", "recorded")
    kept = [(str(row.value), row.source) for row in rows if row.system == "own"]
    assert kept == [("619086", "dinas"), ("619100", "dinas-2024-12-05")]
    assert newest(directory) == "619100"


def test_an_old_file_brought_again_after_its_revision_changes_nothing(directory: Path, tmp_path: Path) -> None:
    first, second = (Options(as_of="2024-10-31", source="dinas", published=day) for day in ("2024-11-05", "2024-12-05"))
    ingest([table(tmp_path)], directory, first)
    ingest([table(tmp_path, "619.100")], directory, second)
    before = content(directory)
    assert not ingest([table(tmp_path)], directory, first).written
    assert content(directory) == before
    assert newest(directory) == "619100"


def test_a_revision_without_a_later_date_of_publication_is_refused(directory: Path, tmp_path: Path) -> None:
    ingest([table(tmp_path)], directory, OCT)
    before = content(directory)
    report = ingest([table(tmp_path, "619.100")], directory, OCT)
    assert ["--published" in str(one) for one in report.refused] == [True]
    assert content(directory) == before


def test_figures_that_the_register_gives_otherwise_are_told(directory: Path, tmp_path: Path) -> None:
    report = ingest([table(tmp_path, "615.001")], directory, Options(as_of="2024-06-30", dry_run=True))
    differences = {(d["region"], d["measure"], d["value"], d["source"], d["kind"]) for d in report.differences}
    assert ("6472", "recorded", "615001", "S107", "other source") in differences


def test_flags_that_the_new_figures_raise_are_told(directory: Path, tmp_path: Path) -> None:
    report = ingest([table(tmp_path, "630.000")], directory, Options(as_of="2024-10-31", insist="moved in since"))
    assert ("F01", "6472") in {(flag["flag"], flag["region"]) for flag in report.flags}
    assert "F01" in {flag.flag for flag in check(load_observations(directory), "6472")}


def test_one_bad_row_keeps_all_others_out(directory: Path, tmp_path: Path) -> None:
    path = tmp_path / "satu.csv"
    path.write_text(TABLE.format(recorded="619.086") + "64.99;Kota Entah;1.000;900\n", encoding="utf-8")
    report = ingest([str(path)], directory, OCT)
    assert [one.row for one in report.refused] == [4]
    assert own(directory) == {}


def test_one_bad_file_keeps_the_others_out(directory: Path, tmp_path: Path) -> None:
    bad = tmp_path / "buruk.csv"
    bad.write_text("NIK,Nama\n6472010101010001,Budi\n", encoding="utf-8")
    assert not ingest([table(tmp_path), str(bad)], directory, OCT).written
    assert own(directory) == {}


def test_what_was_said_about_a_source_is_kept_for_its_next_month(directory: Path, tmp_path: Path) -> None:
    def month(name: str, value: int) -> str:
        path = tmp_path / name
        path.write_text(f"Daerah;Kolom Aneh\nKota Tepian;{value}\n", encoding="utf-8")
        return str(path)

    options = Options(mapping=read_mapping(["Kolom Aneh=recorded"]), matches=read_matches(["Kota Tepian=6472"]))
    ingest([month("setor_2024-09.csv", 618000)], directory, options)
    report = ingest([month("setor_2024-10.csv", 618500)], directory, Options())
    assert [str(one) for one in report.refused] == []
    assert own(directory) == {("6472", "recorded", "2024-09"): "618000", ("6472", "recorded", "2024-10"): "618500"}


def test_villages_are_added_with_their_names_only_when_that_is_said(directory: Path, tmp_path: Path) -> None:
    path = tmp_path / "desa.csv"
    path.write_text("Kode Desa;Desa;Wajib KTP\n64.01.01.2001;Desa Contoh;1500\n", encoding="utf-8")
    assert "--add-regions" in str(ingest([str(path)], directory, OCT).refused[0])
    ingest([str(path)], directory, Options(as_of="2024-10-31", add_regions=True))
    assert own(directory) == {("6401012001", "wajib_ktp", "2024-10-31"): "1500"}
    assert load_observations(directory).regions.get("6401012001").parent == "640101"


@pytest.mark.parametrize("failing", [1, 2])
def test_a_failed_rename_leaves_every_file_as_it_was(
    failing: int, directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, before, calls = table(tmp_path), content(directory), []
    real = os.replace

    def broken(source: object, target: object) -> None:
        calls.append(target)
        if len(calls) == failing:
            raise OSError(28, "No space left on device")
        real(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises(Refused, match="No space left"):
        ingest([path], directory, OCT)
    after = content(directory)
    after.pop(".cakupan.lock", None)
    assert after == before


@pytest.mark.parametrize("killed", [1, 2])
def test_a_kill_between_two_renames_leaves_sound_tables_and_the_next_ingest_completes_them(
    killed: int, directory: Path, tmp_path: Path
) -> None:
    program = f"""
import os
import re
from pathlib import Path
from cakupan.ingest import Options, ingest
real, calls = os.replace, []
def killing(source, target):
    calls.append(target)
    if len(calls) == {killed}:
        os._exit(9)
    real(source, target)
os.replace = killing
ingest([{table(tmp_path)!r}], Path({str(directory)!r}), Options(as_of="2024-10-31"))
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 9
    load_observations(directory)
    assert own(directory) == {}
    assert ingest([table(tmp_path)], directory, OCT).written
    assert len(own(directory)) == 4
    load_observations(directory)


def test_two_ingests_at_once_lose_nothing(directory: Path, tmp_path: Path) -> None:
    program = "import sys\nfrom pathlib import Path\nfrom cakupan.ingest import Options, ingest\n" \
        "report = ingest([sys.argv[1]], Path(sys.argv[2]), Options(as_of=sys.argv[3]))\nassert report.written, report"  # fmt: skip
    started = [
        subprocess.Popen([sys.executable, "-c", program, table(tmp_path, name=f"t{n}.csv"), str(directory), f"2024-0{n}-28"])
        for n in range(1, 5)
    ]  # fmt: skip
    assert [process.wait(timeout=120) for process in started] == [0, 0, 0, 0]
    assert len(own(directory)) == 16
    load_observations(directory)


def test_the_bytes_of_the_tables_are_only_added_to(directory: Path, tmp_path: Path) -> None:
    before = (directory / "observations.csv").read_bytes()
    ingest([table(tmp_path)], directory, OCT)
    assert (directory / "observations.csv").read_bytes().startswith(before)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: read_mapping(["Rekam"]), "no pair"),
        (lambda: read_mapping(["Rekam=recordd"]), "none of"),
        (lambda: read_matches(["Kukar=64.02"]), "no pair"),
    ],
)
def test_a_pair_that_cannot_be_is_refused_with_what_is_allowed(make: object, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        make()  # type: ignore[operator]


@pytest.mark.parametrize("options", [Options(as_of="Oktober"), Options(published="2024-13"), Options(source="a/b")])
def test_an_option_that_cannot_be_is_refused(options: Options, directory: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        ingest([table(tmp_path)], directory, options)


def test_a_directory_that_is_none_is_named_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cakupan new"):
        ingest([table(tmp_path)], tmp_path / "nowhere", OCT)


VILLAGES = "Kode Desa;Desa;Wajib KTP;Sudah Rekam\n64.01.01.2001;Desa Contoh;2000;{recorded}\n"


def test_a_small_count_of_a_village_cannot_be_guessed_from_its_source(directory: Path, tmp_path: Path) -> None:
    def added(into: Path, recorded: str) -> str:
        path = tmp_path / "rekap-desa.csv"
        path.write_text(VILLAGES.format(recorded=recorded), encoding="utf-8")
        report = ingest([str(path)], into, Options(as_of="2024-10-31", add_regions=True))
        assert report.written
        return (into / "sources.csv").read_text(encoding="utf-8").splitlines()[-1]

    shown = added(directory, "1996")
    before = content(directory)
    assert "secret.key" in before
    again = ingest([str(tmp_path / "rekap-desa.csv")], directory, Options(as_of="2024-10-31", add_regions=True))
    assert (again.same, again.written) == (2, False) and content(directory) == before
    digests = set(re.findall(r"[0-9a-f]{8,}", shown))
    for unrecorded in range(1, 10):  # the same file with each count, in a directory of the guesser's own
        guess = hashlib.sha256(VILLAGES.format(recorded=2000 - unrecorded).encode()).hexdigest()
        assert digests and not {guess[:16], guess[:8], guess[:6]} & digests


def test_a_file_of_villages_without_small_counts_is_told_by_its_bytes_and_makes_no_key(
    directory: Path, tmp_path: Path
) -> None:
    path = tmp_path / "rekap-desa.csv"
    path.write_text(VILLAGES.format(recorded="1900"), encoding="utf-8")
    report = ingest([str(path)], directory, Options(as_of="2024-10-31", add_regions=True))
    assert report.written and not (directory / "secret.key").exists()
    assert hashlib.sha256(path.read_bytes()).hexdigest()[:16] in (directory / "sources.csv").read_text(encoding="utf-8")
