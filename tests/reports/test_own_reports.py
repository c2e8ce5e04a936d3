"""A notebook of one's own is a type of report: found, planned, built, read back, on both engines and by the stock command lines."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cakupan.briefing.reports import BUILT_IN, files_read, report_types, type_of
from cakupan.edition.inputs import Inputs
from cakupan.edition.jobs import jobs_for
from cakupan.errors import UsageError
from cakupan.observations import load_observations
from cakupan.verify import Result, verify_edition
from cakupan.workspace import DATA
from reports import acceptance

PROVINCES = ("64", "31")


@pytest.fixture(scope="session")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a notebook and a table of one's own."""
    folder = tmp_path_factory.mktemp("own") / "mine"
    folder.mkdir()
    for table in DATA.iterdir():
        shutil.copyfile(table, folder / table.name)
    acceptance.write(folder)
    acceptance.write_posts(folder, [region.code for region in load_observations(DATA).regions.regencies])
    return folder


def test_every_notebook_of_a_data_directory_is_a_type_of_report(mine: Path) -> None:
    types = report_types(mine)
    assert set(BUILT_IN) < set(types) and types["posko"].own and types["posko"].parameter == "province"
    assert "gallery" not in types and "posko" not in report_types()


def test_it_is_built_for_whom_its_region_parameter_says(mine: Path) -> None:
    observations = load_observations(DATA)
    day = observations.latest_edition()
    jobs = jobs_for(observations.regions, day, mine, kinds=("posko",))
    assert len(jobs) == 38 and {job.stem for job in jobs} >= {f"cakupan-posko-64-{day}-id"}
    assert jobs[0].parameters == {"province": "11", "edition": str(day), "lang": "id", "data": str(mine)}


def test_one_from_anywhere_is_built_by_its_path(mine: Path, tmp_path: Path) -> None:
    path = acceptance.write(tmp_path, "elsewhere")
    observations = load_observations(DATA)
    (job,) = jobs_for(observations.regions, observations.latest_edition(), mine, only=("64",), notebook=path)
    assert (job.kind, job.notebook) == ("elsewhere", path.resolve())


def test_a_notebook_of_the_data_directory_takes_the_place_of_the_projects(tmp_path: Path) -> None:
    path = acceptance.write(tmp_path, "province")
    assert report_types(tmp_path)["province"].notebook == path.resolve()


def test_a_notebook_without_parameters_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = acceptance.write(tmp_path, without=("edition: str",))
    with pytest.raises(UsageError, match="has no cell tagged `parameters`; tag the cell that sets them"):
        type_of(path)


def test_the_files_that_it_reads_beside_the_data_are_its_inputs(mine: Path, tmp_path: Path) -> None:
    kind = report_types(mine)["posko"]
    assert [path.name for path in files_read(kind, mine)] == ["posko.csv"]
    observations = load_observations(DATA)
    (job,) = jobs_for(observations.regions, observations.latest_edition(), mine, kinds=("posko",), only=("64",))
    before = Inputs().of(job)
    assert "file posko.csv" in before
    kept = (mine / "posko.csv").read_text()
    try:
        (mine / "posko.csv").write_text(kept.replace(",3\n", ",4\n", 1))
        after = Inputs().of(job)
    finally:
        (mine / "posko.csv").write_text(kept)
    assert {name for name in before if before[name] != after[name]} == {"file posko.csv"}


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ('pd.read_csv(f"{data}/posko.csv")', {"posko.csv"}),
        ('[pd.read_csv(f"{data}/{month}.csv") for month in ("jan", "feb")]', {"posko.csv", "jan.csv", "feb.csv"}),
        ('sorted(Path(data).glob("f*.csv"))', {"feb.csv"}),
        ('pd.read_excel(Path(data) / "tabel" / "desa.xlsx")', {"desa.xlsx"}),
        ('pd.read_excel(Path(data) / "tabel/desa.xlsx")', {"desa.xlsx"}),
        ('"{n} of {total}", f"{1}", "*", "/", ""', set()),
    ],
)
def test_files_that_a_notebook_names_in_part_are_its_inputs_too(code: str, names: set[str], tmp_path: Path) -> None:
    (tmp_path / "tabel").mkdir()
    for name in ("posko.csv", "jan.csv", "feb.csv", "observations.csv", "tabel/desa.xlsx"):
        (tmp_path / name).write_text("region,n\n", encoding="utf-8")
    path = acceptance.write(tmp_path, "mine")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"] = [*notebook["cells"][:2], {**notebook["cells"][2], "source": code}]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert {found.name for found in files_read(report_types(tmp_path)["mine"], tmp_path)} == names


def test_a_briefing_that_was_changed_has_the_files_that_it_reads_as_inputs_and_the_projects_own_have_none(
    tmp_path: Path,
) -> None:
    (tmp_path / "posko.csv").write_text("region,posts\n", encoding="utf-8")
    acceptance.write(tmp_path, "province")
    types = report_types(tmp_path)
    assert [path.name for path in files_read(types["province"], tmp_path)] == ["posko.csv"]
    assert files_read(types["national"], tmp_path) == ()


# --- built ---

Build = Callable[..., subprocess.CompletedProcess[str]]


def cakupan(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cakupan", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="session")
def edition(mine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its reports for two provinces, by the warm engine."""
    output = tmp_path_factory.mktemp("warm")
    regions = [word for code in PROVINCES for word in ("--region", code)]
    done = cakupan("build", "--reports", "posko", *regions, "--data", str(mine), "--output", str(output))
    assert done.returncode == 0, done.stderr
    return next(output.iterdir())


@pytest.mark.slow
def test_its_charts_are_vector_art_with_description_and_figures(edition: Path) -> None:
    page = next((edition / "html").glob("*posko-64*")).read_text(encoding="utf-8")
    assert page.count("<figure") == 4 and page.count('class="ck-data"') == 6
    assert page.count('<svg role="img"') == 4 and "data:image/png" not in page
    drawn = "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    assert "tertinggi 4.809 (Paser)" in drawn and "DejaVu" not in drawn and "Arial" not in drawn


@pytest.mark.slow
def test_its_numbers_are_counted_as_of_the_data_of_an_analysis_and_free(edition: Path, mine: Path) -> None:
    result = verify_edition(edition, load_observations(mine), data=mine)
    assert result.sound, result.lines
    counts = result.counts
    assert counts["numbers against the data"] > 50
    assert counts["numbers of an analysis"] > 30
    assert any("12 in “Catatan analis" in line for line in result.free_lines)


def mutated(edition: Path, mine: Path, tmp_path: Path, name: str, change: Callable[[str], str]) -> Result:
    folder = tmp_path / "changed"
    shutil.copytree(edition, folder)
    path = next(folder.glob(name))
    text = path.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text, "nothing was changed"
    path.write_text(changed, encoding="utf-8")
    return verify_edition(folder, load_observations(mine), data=mine, use_hashes=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("label of a chart", r'(data-numbers="[^"]*">[^<]*?<text[^>]*>)4\.809'),
        ("table of the analysis", r'(data-key="data:rate">)6,04'),
        ("table from the data", r'(<data value="4809"[^>]*>)4\.809'),
        ("paragraph", r'(data-key="data:mean">)\d'),
        ("words of the author", r"(Catatan analis, )12"),
        ("figures of a chart", r'(<details class="ck-data">.*?>)4\.809'),
        ("description", r'(aria-label="[^"]*tertinggi )4\.809'),
    ],
)
def test_a_changed_digit_in_the_page_is_found(
    edition: Path, mine: Path, tmp_path: Path, what: str, pattern: str
) -> None:
    result = mutated(
        edition,
        mine,
        tmp_path,
        "html/*posko-64*",
        lambda text: re.sub(pattern, r"\g<1>9", text, count=1, flags=re.DOTALL),
    )
    assert not result.sound, what


@pytest.mark.slow
def test_a_changed_value_in_the_executed_notebook_is_found(edition: Path, mine: Path, tmp_path: Path) -> None:
    def change(text: str) -> str:
        """The print, its value and the page's own copy alike, but not the figures that the block carries."""
        notebook = json.loads(text)
        blocks = [
            block
            for cell in notebook["cells"]
            for output in cell.get("outputs", [])
            for block in output.get("data", {}).get("application/vnd.cakupan+json", {}).get("blocks", [])
        ]
        table = next(block for block in blocks if block["block"] == "table")
        cell = next(cell for row in table["rows"] for cell in row if isinstance(cell, dict) and cell["key"] == "data:n")
        cell["value"] = cell["text"] = "7"
        return json.dumps(notebook)

    result = mutated(edition, mine, tmp_path, "ipynb/*posko-64*", change)
    assert not result.sound


@pytest.mark.slow
def test_when_its_own_table_changes_its_reports_are_due_and_the_plan_names_the_file(edition: Path, mine: Path) -> None:
    asked = (
        "plan",
        "--why",
        "--reports",
        "posko",
        "--region",
        "64",
        "--region",
        "31",
        "--data",
        str(mine),
        "--output",
        str(edition.parent),
    )
    assert "0 of 2 reports are due" in cakupan(*asked).stdout
    kept = (mine / "posko.csv").read_text(encoding="utf-8")
    try:
        (mine / "posko.csv").write_text(kept.replace(",3\n", ",4\n", 1), encoding="utf-8")
        told = cakupan(*asked).stdout
    finally:
        (mine / "posko.csv").write_text(kept, encoding="utf-8")
    assert "2 of 2 reports are due" in told
    assert "posko.csv, which its notebook reads, changed" in told


@pytest.mark.slow
def test_both_engines_give_the_same_bytes(edition: Path, mine: Path, tmp_path: Path) -> None:
    done = cakupan(
        "build", "--reports", "posko", "--region", "64", "--data", str(mine), "--output", str(tmp_path), "--engine", "stock"
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for folder in ("html", "pdf", "csv", "ipynb"):
        (stock,) = next(tmp_path.iterdir()).joinpath(folder).glob("*posko-64*")
        assert stock.read_bytes() == (edition / folder / stock.name).read_bytes(), folder


@pytest.mark.slow
def test_papermill_and_nbconvert_by_their_own_command_lines_make_the_same_document(
    edition: Path, mine: Path, tmp_path: Path
) -> None:
    tools, made = Path(sys.executable).parent, tmp_path / "made.ipynb"
    day = edition.name
    subprocess.run(
        [tools / "papermill", mine / "notebooks" / "posko.ipynb", made, "-r", "province", "64", "-p", "edition", day, "-p", "data", mine],
        check=True, capture_output=True,
    )  # fmt: skip
    subprocess.run([tools / "jupyter", "nbconvert", "--to", "cakupan-html", made], check=True, capture_output=True)
    here, there = (re.search(r"<main.*</main>", text, re.DOTALL) for text in (
        made.with_suffix(".html").read_text(encoding="utf-8"),
        next((edition / "html").glob("*posko-64*")).read_text(encoding="utf-8"),
    ))  # fmt: skip
    assert here is not None and there is not None
    assert re.sub(r'download="[^"]*"', "", here.group()) == re.sub(r'download="[^"]*"', "", there.group())


@pytest.mark.slow
def test_a_notebook_that_neither_begins_nor_ends_as_ours_do_is_built_all_the_same(mine: Path, tmp_path: Path) -> None:
    path = acceptance.write(tmp_path, "bare", without=("report.sources", "report.trace"))
    text = path.read_text().replace("\\nreport.setup()", "")
    path.write_text(text)
    output = tmp_path / "out"
    done = cakupan("build", "--notebook", str(path), "--region", "64", "--data", str(mine), "--output", str(output))
    assert done.returncode == 0, done.stderr
    again = cakupan("plan", "--notebook", str(path), "--region", "64", "--data", str(mine), "--output", str(output))
    assert "0 of 1 reports are due" in again.stdout
