"""Every messy table gives exactly its figures, or is refused with its reason and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from cakupan.errors import CakupanError
from cakupan.ingest import Options, ingest
from cakupan.observations import load_observations
from ingest.looks import content, own
from ingest.messy import CASES, Case

ACCEPTED = pytest.mark.parametrize("case", [c for c in CASES if not c.refusal], ids=lambda case: case.name)
REFUSED = pytest.mark.parametrize("case", [c for c in CASES if c.refusal], ids=lambda case: case.name)


def bring(case: Case, folder: Path) -> list[str]:
    paths = []
    for name, data in case.files.items():
        path = folder / name
        path.write_bytes(data)
        paths.append(str(path))
    return paths


@ACCEPTED
def test_a_messy_table_gives_exactly_its_figures(case: Case, directory: Path, tmp_path: Path) -> None:
    report = ingest(bring(case, tmp_path), directory, Options(**case.options))
    assert [str(one) for one in report.refused] == []
    assert own(directory) == case.figures
    load_observations(directory)


@REFUSED
def test_a_table_that_must_not_be_taken_is_refused_with_its_reason_and_nothing_is_written(
    case: Case, directory: Path, tmp_path: Path
) -> None:
    before = content(directory)
    try:
        report = ingest(bring(case, tmp_path), directory, Options(**case.options))
    except CakupanError as error:
        reasons, rows = [str(error)], [0]
    else:
        reasons, rows = [str(one) for one in report.refused], [one.row for one in report.refused]
        assert not report.written
    assert case.refusal in " | ".join(reasons)
    assert case.row in (0, *rows)
    assert content(directory) == before


def test_the_table_of_messy_files_is_as_long_as_it_says() -> None:
    assert len(CASES) >= 50
    assert len({case.name for case in CASES}) == len(CASES)


def test_a_figure_printed_in_millions_is_marked_as_rounded(directory: Path, tmp_path: Path) -> None:
    case = next(case for case in CASES if "juta" in case.name)
    ingest(bring(case, tmp_path), directory, Options(**case.options))
    rows = (directory / "observations.csv").read_text(encoding="utf-8").splitlines()
    assert [row.split(",")[7] for row in rows if ",own," in row] == ["yes", "no"]
