"""Building an edition: only what is due, the same bytes each time, one build at a time, and no way to lose what was finished."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from edition.builds import (
    CHOSEN,
    CODES,
    EDITION,
    STATE,
    Row,
    add_to,
    cakupan,
    change,
    contents,
    copy_of_data,
    differences,
    regions,
    start,
    why,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return copy_of_data(tmp_path / "data")


def stems(*codes: str) -> set[str]:
    return {f"cakupan-{code}-{EDITION}-id" for code in codes}


def documents_that_differ(one: Path, other: Path) -> list[str]:
    """The files that differ although made from the same figures, where the data directories have different names.

    An executed notebook names the directory that it was given, and the manifest has its digest: these may differ.
    """
    different = differences(contents(one), contents(other))
    return [name for name in different if not name.startswith("ipynb/") and name != "manifest.json"]


def test_a_build_leaves_documents_figures_notebooks_index_and_manifest(undisturbed: Path) -> None:
    wanted = {f"{kind}/{stem}.{kind}" for stem in stems(*CODES) for kind in ("html", "pdf", "csv", "ipynb")}
    assert set(contents(undisturbed / EDITION)) == wanted | {"index.html", "compare.html", "manifest.json"}


def test_the_manifest_lists_every_file_with_its_digest(undisturbed: Path) -> None:
    from hashlib import sha256

    folder = undisturbed / EDITION
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    listed = {name: known for report in manifest["reports"].values() for name, known in report["files"].items()}
    assert set(listed) == set(contents(folder)) - {"index.html", "compare.html", "manifest.json"}
    for name, known in listed.items():
        body = (folder / name).read_bytes()
        assert (known["sha256"], known["bytes"]) == (sha256(body).hexdigest(), len(body))


def test_a_second_build_does_nothing_and_touches_nothing(output: Path) -> None:
    def times() -> dict[str, int]:
        return {str(path): path.stat().st_mtime_ns for path in (output / EDITION).rglob("*") if STATE not in path.parts}

    before = times()
    again = cakupan("build", "--output", output, *CHOSEN)
    assert again.returncode == 0
    assert f"0 built, {len(CODES)} up to date, 0 failed" in again.stderr
    assert times() == before


def test_two_builds_from_the_same_figures_give_the_same_bytes(undisturbed: Path, tmp_path: Path, data: Path) -> None:
    """Another folder, a copy of the data, another hash seed, another time zone, another order of finishing."""
    built = cakupan(
        "build", "--output", tmp_path / "other", "--data", data, *regions(*reversed(CODES)), "--jobs", "1",
        PYTHONHASHSEED="7", TZ="Pacific/Auckland", LC_ALL="C",
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    assert documents_that_differ(undisturbed / EDITION, tmp_path / "other" / EDITION) == []


def test_two_builds_in_different_folders_give_the_same_bytes_in_every_file(undisturbed: Path, tmp_path: Path) -> None:
    built = cakupan("build", "--output", tmp_path / "other", *CHOSEN, PYTHONHASHSEED="11")
    assert built.returncode == 0, built.stderr
    assert differences(contents(undisturbed / EDITION), contents(tmp_path / "other" / EDITION)) == []


def test_changing_the_figure_of_one_regency_makes_only_the_reports_due_that_read_it(output: Path, data: Path) -> None:
    assert why(output, data, *regions(*CODES)) == {}
    add_to(data / "observations.csv", "6411", "recorded", "2024-06-30", 1)
    due = why(output, data, *regions(*CODES))
    # A person more in 6411 moves each share of the nation's gap, so the frame of 65's regencies too; Jakarta's have no gap to share.
    assert set(due) == stems("ID", "64", "65")
    (of_65,) = stems("65")
    assert "frame regency of 65" in due.pop(of_65)[0]
    assert all("figures that it reads changed: 6411 recorded" in causes[0] for causes in due.values())


def test_a_rebuild_after_a_change_gives_what_a_fresh_build_gives(output: Path, data: Path, tmp_path: Path) -> None:
    add_to(data / "observations.csv", "6411", "recorded", "2024-06-30", 1)
    again = cakupan("build", "--output", output, "--data", data, *CHOSEN)
    assert "3 built, 1 up to date" in again.stderr
    fresh = cakupan("build", "--output", tmp_path / "fresh", "--data", data, *CHOSEN)
    assert fresh.returncode == 0
    assert documents_that_differ(output / EDITION, tmp_path / "fresh" / EDITION) == []


def test_a_figure_that_nobody_reads_makes_nothing_due(output: Path, data: Path) -> None:
    add_to(data / "observations.csv", "3201", "ikd_registered_not_active", "2024-12-12", 1)
    assert why(output, data, *regions(*CODES)) == {}


def test_a_figure_that_is_new_makes_the_reports_due_that_looked_for_it(output: Path, data: Path) -> None:
    def published(rows: list[Row]) -> list[Row]:
        known = next(row for row in rows if (row["region"], row["measure"]) == ("65", "population"))
        return [*rows, {**known, "measure": "recorded_pct", "as_of": "2024-11-01", "value": "99", "unit": "percent"}]

    change(data / "observations.csv", published)
    # The nation's briefing judges all published claims, and so looks at every region that one is about.
    assert set(why(output, data, *regions(*CODES))) - stems("ID") == stems("65")


def test_a_changed_claim_makes_the_reports_due(output: Path, data: Path) -> None:
    change(data / "claims.csv", lambda rows: rows[:-1])
    due = why(output, data, *regions("64"))
    assert due == {f"cakupan-64-{EDITION}-id": ["the table of published claims changed"]}


def test_a_changed_name_makes_every_report_due(output: Path, data: Path) -> None:
    def renamed(rows: list[Row]) -> list[Row]:
        return [{**row, "name": row["name"].replace("Samarinda", "Samarinda Baru")} for row in rows]

    change(data / "regencies.csv", renamed)
    due = why(output, data, *regions(*CODES))
    assert set(due) == stems(*CODES)
    assert all("the tables of regions or sources, or the settings changed" in causes for causes in due.values())


def test_an_altered_or_missing_file_is_made_again_and_nothing_else(output: Path, undisturbed: Path, data: Path) -> None:
    folder = output / EDITION
    page = folder / "html" / f"cakupan-64-{EDITION}-id.html"
    page.write_bytes(page.read_bytes().replace(b"2.843.891", b"2.843.892", 1))
    (folder / "pdf" / f"cakupan-65-{EDITION}-id.pdf").unlink()
    assert set(why(output, data, *regions(*CODES))) == stems("64", "65")
    again = cakupan("build", "--output", output, *CHOSEN)
    assert "2 built, 2 up to date" in again.stderr
    assert differences(contents(folder), contents(undisturbed / EDITION)) == []


def test_a_journal_whose_last_line_was_torn_costs_one_report(output: Path, undisturbed: Path) -> None:
    journal = output / EDITION / STATE / "journal.jsonl"
    torn = journal.read_bytes()[:-100]
    assert not torn.endswith(b"\n")
    journal.write_bytes(torn)
    again = cakupan("build", "--output", output, *CHOSEN)
    assert f"1 built, {len(CODES) - 1} up to date" in again.stderr
    assert differences(contents(output / EDITION), contents(undisturbed / EDITION)) == []


def test_a_lost_journal_costs_a_rebuild_and_no_more(output: Path, undisturbed: Path) -> None:
    (output / EDITION / STATE / "journal.jsonl").write_bytes(b"\x00\xff not a journal\n")
    again = cakupan("build", "--output", output, *CHOSEN)
    assert f"{len(CODES)} built" in again.stderr
    assert differences(contents(output / EDITION), contents(undisturbed / EDITION)) == []


def test_a_smaller_selection_leaves_the_other_reports_in_manifest_and_index(output: Path, undisturbed: Path) -> None:
    again = cakupan("build", "--output", output, "--region", "64", "--force")
    assert "1 built" in again.stderr
    assert differences(contents(output / EDITION), contents(undisturbed / EDITION)) == []


def test_two_builds_at_once_wait_for_each_other_and_share_the_work(undisturbed: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    first = start("build", "--output", output, *CHOSEN)
    second = start("build", "--output", output, *CHOSEN)
    texts = [build.communicate(timeout=120)[1] for build in (first, second)]
    assert [first.returncode, second.returncode] == [0, 0]
    assert sum(f"{len(CODES)} built, 0 up to date" in text for text in texts) == 1
    assert sum(f"0 built, {len(CODES)} up to date" in text for text in texts) == 1
    assert sum("is being built by process" in text and "waiting until it is done" in text for text in texts) == 1
    assert differences(contents(output / EDITION), contents(undisturbed / EDITION)) == []
