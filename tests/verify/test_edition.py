"""What is said of an edition whose files are lost, cut short, added or out of date; each in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cakupan.observations import Observations, load_observations
from cakupan.verify import Result, verify_edition
from cakupan.workspace import DATA
from verify.spoil import stem_of

pytestmark = pytest.mark.slow
STEM = stem_of("65")


def check(folder: Path, observations: Observations) -> Result:
    return verify_edition(folder, observations, only={STEM})


def only_fault(result: Result) -> str:
    assert len(result.lines) == 1, result.lines
    assert result.lines[0].count("\n") == 0
    return result.lines[0]


def test_a_folder_without_manifest_is_no_edition(tmp_path: Path, observations: Observations) -> None:
    assert "no manifest.json" in only_fault(verify_edition(tmp_path, observations))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"edition": "2024-12-31"}', '{"edition": "x", "reports": {}}'])
def test_a_broken_manifest_is_told_once(tmp_path: Path, observations: Observations, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    assert "build" in only_fault(verify_edition(tmp_path, observations))


def test_a_lost_file_is_told(edition: Path, observations: Observations) -> None:
    (edition / "csv" / f"{STEM}.csv").unlink()
    result = check(edition, observations)
    assert [fault.kind for fault in result.faults] == ["files", "link"]
    assert "cannot be read" in result.lines[0]


@pytest.mark.parametrize("kind", ["html", "pdf", "ipynb"])
@pytest.mark.parametrize("kept", [0, 20, 5000])
def test_a_document_cut_short_is_told(edition: Path, observations: Observations, kind: str, kept: int) -> None:
    path = edition / kind / f"{STEM}.{kind}"
    path.write_bytes(path.read_bytes()[:kept])
    result = check(edition, observations)
    assert {"hash", "unreadable"} <= {fault.kind for fault in result.faults}
    assert all("\n" not in line for line in result.lines)


def test_a_file_that_the_manifest_does_not_know_is_told(edition: Path, observations: Observations) -> None:
    (edition / "html" / "forgotten.html").write_text("x")
    assert "does not know" in only_fault(verify_edition(edition, observations))


def test_a_leftover_of_a_build_is_told(edition: Path, observations: Observations) -> None:
    (edition / ".manifest.json.new").write_text("x")
    assert "cut short" in only_fault(verify_edition(edition, observations))


def test_a_changed_byte_is_told_by_the_manifest_alone(edition: Path, observations: Observations) -> None:
    path = edition / "html" / f"{STEM}.html"
    path.write_bytes(path.read_bytes() + b"\n")
    assert only_fault(check(edition, observations)).startswith(f"html/{STEM}.html: its SHA-256")


def test_a_link_of_the_index_into_nothing_is_told(edition: Path, observations: Observations) -> None:
    index = edition / "index.html"
    index.write_text(
        index.read_text(encoding="utf-8").replace("</body>", '<a href="pdf/none.pdf">x</a></body>'), encoding="utf-8"
    )
    assert "no file of the edition" in only_fault(check(edition, observations))


def test_a_figure_corrected_after_the_build_is_told(edition: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for table in DATA.glob("*.csv"):
        (data / table.name).write_bytes(table.read_bytes())
    rows = (DATA / "observations.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(n for n, row in enumerate(rows) if row.startswith("6571,recorded,2024-06-30,"))
    cells = rows[at].split(",")
    rows[at] = ",".join([*cells[:3], str(int(cells[3]) - 1), *cells[4:]])
    (data / "observations.csv").write_text("".join(rows), encoding="utf-8")
    result = verify_edition(edition, load_observations(data), only={STEM}, data=data)
    kinds = {fault.kind for fault in result.faults}
    assert {"value", "csv"} <= kinds
    assert any(fault.kind == "sums" for fault in result.faults), "one regency less, the province the same"


def test_faults_come_as_json_with_place_and_sentence(edition: Path, observations: Observations) -> None:
    path = edition / "html" / f"{STEM}.html"
    path.write_text(path.read_text(encoding="utf-8").replace(">38</data>", ">39</data>", 1), encoding="utf-8")
    result = json.loads(json.dumps(check(edition, observations).to_json()))
    assert not result["sound"]
    assert {"kind", "file", "place", "sentence"} == set(result["faults"][0])
    assert any("“39” is no right print of 38" in fault["sentence"] for fault in result["faults"])
