"""One failing notebook never stops the others: it is kept with its parameters, the exit code tells, and older files stay."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from cakupan.briefing.reports import ReportType
from cakupan.workspace import NOTEBOOKS
from edition.builds import EDITION, contents, differences, regions

pytestmark = pytest.mark.slow
CHOSEN = [*regions("64", "65"), "--jobs", "2"]
PLANTED = """\
if report.code == "65":
    raise RuntimeError("a planted failure")"""


def build(
    output: Path, notebooks: Path, *arguments: str, chosen: list[str] = CHOSEN
) -> subprocess.CompletedProcess[str]:
    """The command with the notebooks of another folder."""
    code = f"import sys; from pathlib import Path; from cakupan.briefing import reports; reports.NOTEBOOKS = Path({str(notebooks)!r})\n"
    code += f"sys.argv = ['cakupan', 'build', '--output', {str(output)!r}, *{[*chosen, *arguments]!r}]\nfrom cakupan import cli; cli.main()"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, env={**os.environ})


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    """The real notebooks, of which the provincial one fails for one province."""
    folder = Path(shutil.copytree(NOTEBOOKS, tmp_path / "notebooks"))
    path = folder / "province.ipynb"
    notebook = nbformat.read(path, as_version=4)
    opening = next(n for n, cell in enumerate(notebook.cells) if "briefing.province(" in cell.source)
    notebook.cells.insert(opening + 2, nbformat.v4.new_code_cell(PLANTED))
    nbformat.write(notebook, path)
    return folder


@pytest.mark.parametrize("engine", ["warm", "stock"])
def test_the_other_reports_are_built_and_the_failed_one_can_be_opened(
    tmp_path: Path, notebooks: Path, engine: str
) -> None:
    done = build(tmp_path / "output", notebooks, "--engine", engine)
    folder = tmp_path / "output" / EDITION
    good, bad = (f"cakupan-{code}-{EDITION}-id" for code in ("64", "65"))
    assert done.returncode == 1
    assert "1 built, 0 up to date, 1 failed" in done.stderr
    assert "a planted failure" in done.stderr
    assert str(folder / "failed" / f"{bad}.ipynb") in done.stderr
    made = set(contents(folder))
    assert {f"html/{good}.html", f"pdf/{good}.pdf", f"csv/{good}.csv", "index.html", "manifest.json"} <= made
    assert {name for name in made if bad in name} == {f"failed/{bad}.ipynb", f"failed/{bad}.json"}

    kept = nbformat.read(folder / "failed" / f"{bad}.ipynb", as_version=4)
    errors = [o for cell in kept.cells for o in cell.get("outputs", []) if o.output_type == "error"]
    assert [(error.ename, error.evalue) for error in errors] == [("RuntimeError", "a planted failure")]
    note = json.loads((folder / "failed" / f"{bad}.json").read_text(encoding="utf-8"))
    assert note["report"] == bad
    assert note["parameters"]["province"] == "65"
    assert "a planted failure" in note["error"]
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert list(manifest["reports"]) == [good]
    assert list(manifest["failed"]) == [bad]

    assert build(tmp_path / "output", notebooks, "--force", chosen=regions("64")).returncode == 0
    later = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert later["failed"] == manifest["failed"]


def test_a_failure_of_before_stays_in_the_manifest_and_the_next_build_reads_back_without_fault(
    tmp_path: Path, notebooks: Path
) -> None:
    assert build(tmp_path / "output", notebooks, "--format", "html").returncode == 1
    after = build(tmp_path / "output", NOTEBOOKS, "--format", "html", "--force", chosen=regions("64"))
    manifest = json.loads((tmp_path / "output" / EDITION / "manifest.json").read_text(encoding="utf-8"))
    assert list(manifest["failed"]) == [f"cakupan-65-{EDITION}-id"]
    assert after.returncode == 0, after.stderr


def test_older_files_of_a_failed_report_stay_and_are_listed_until_it_can_be_built(
    tmp_path: Path, notebooks: Path
) -> None:
    output, folder = tmp_path / "output", tmp_path / "output" / EDITION
    assert build(output, NOTEBOOKS).returncode == 0
    whole = contents(folder)

    failing = build(output, notebooks, "--region", "65")
    assert failing.returncode == 1
    assert "older files" in failing.stderr
    after = contents(folder)
    assert all(after[name] == body for name, body in whole.items() if "cakupan-65" in name)
    assert after["index.html"]
    assert f"cakupan-65-{EDITION}-id" in json.loads(after["manifest.json"])["reports"]

    mended = build(output, NOTEBOOKS)
    assert mended.returncode == 0, mended.stderr
    assert not list((folder / "failed").glob("*"))
    assert differences(contents(folder), whole) == []


def test_of_a_cell_that_takes_too_long_the_notebook_is_left_with_its_parameters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cakupan.edition import report
    from cakupan.edition.jobs import Job

    monkeypatch.setattr(report, "CELL_TIMEOUT_S", 1)
    folder = tmp_path / "{a} folder"
    folder.mkdir()
    source = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell("code: str = '65'", metadata={"tags": ["parameters"]}),
            nbformat.v4.new_code_cell("import time; time.sleep(60)"),
        ],
        metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}},
    )
    nbformat.write(source, folder / "slow.ipynb")
    job = Job(
        "slow",
        "64",
        "id",
        dt.date(2024, 12, 31),
        tmp_path,
        given=ReportType("slow", folder / "slow.ipynb", (), "code", ()),
    )
    with pytest.raises(report.ReportFailed, match="a cell took longer than 1 seconds"):
        report._execute(job, folder / "left.ipynb", "stock")
    left = nbformat.read(folder / "left.ipynb", as_version=4)
    assert [cell.source for cell in left.cells][1:] == ['# Parameters\ncode = "64"\n', "import time; time.sleep(60)"]
