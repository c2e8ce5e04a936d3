"""What makes a report due among the package's files: what its modules import, and no other."""

from __future__ import annotations

import ast
import datetime as dt
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from cakupan.edition import plan as planning
from cakupan.edition import sources
from cakupan.edition.inputs import digests
from cakupan.edition.jobs import Job
from cakupan.edition.journal import Entry
from cakupan.observations import Observations, load_observations
from cakupan.workspace import DATA, NOTEBOOKS, PACKAGE
from edition.builds import CHOSEN, CODES, EDITION, cakupan
from structure.imports import inside
from structure.imports import sources as trees

CHANGED = ("the package changed",)
HELP = "JupyterLab can listen on port {port}"


@pytest.fixture(scope="module")
def observations() -> Observations:
    return load_observations(DATA)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the package, to be changed."""
    copy = tmp_path / "scripts" / "cakupan"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(sources, "PACKAGE", copy)
    forget()
    yield copy
    monkeypatch.undo()
    forget()


def forget() -> None:
    for known in (sources.package_digest, sources.modules, sources._read_module):
        known.cache_clear()


def causes(folder: Path, observations: Observations, job: Job, before: dict[str, str]) -> tuple[str, ...]:
    """Why a finished report is due that was made from some inputs, as the plan of a build has it."""
    forget()
    for name in job.files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    files: dict[str, dict[str, str | int]] = {name: {"sha256": EMPTY, "bytes": 0} for name in job.files}
    entry = Entry(job.stem, job.kind, job.region, job.lang, before, {}, files)
    (planned,) = planning.plan([job], {job.stem: entry}, folder, observations)
    return planned.causes


EMPTY = sha256(b"").hexdigest()
A_REPORT = Job("province", "64", "id", dt.date(2024, 12, 31), DATA)

NO_REPORT_IS_DUE = {
    "the command's help": ("cli/batch.py", "\nHELP = 'another'\n"),
    "the claims command": ("cli/examination.py", "\n# changed\n"),
    "the benchmark": ("bench/measure.py", "\n# changed\n"),
    "ingesting": ("ingest/rows.py", "\n# changed\n"),
    "a form for a new office": ("ingest/models/settings.toml", "\n# changed\n"),
    "fetching": ("fetch/run.py", "\n# changed\n"),
    "reading back": ("verify/report.py", "\n# changed\n"),
    "the index": ("edition/index_page.py", "\n# changed\n"),
    "the executors": ("executors/local.py", "\n# changed\n"),
    "JupyterLab": ("lab/server.py", "\n# changed\n"),
    "a page for people": ("engine/README.md", "\nChanged.\n"),
    "a new module that nothing imports": ("cli/another.py", "x = 1\n"),
}
EVERY_REPORT_IS_DUE = {
    "a sentence": ("prose/headline.py", "\n# changed\n"),
    "a chart": ("charts/pace.py", "\n# changed\n"),
    "an indicator": ("indicators/coverage.py", "\n# changed\n"),
    "what judges claims": ("claims/judge.py", "\n# changed\n"),
    "an exporter that is imported late": ("export/letter.py", "\n# changed\n"),
    "the engine, which a name leads to": ("engine/papermill_engine.py", "\n# changed\n"),
    "the face of a folder": ("charts/__init__.py", "\n# changed\n"),
    "the root": ("__init__.py", "\n# changed\n"),
    "a template": ("export/templates/report.typ", "\n// changed\n"),
    "a typeface": ("look/fonts/IBMPlexSans-Regular.ttf", "\0"),
    "a term": ("words/terms.toml", "\n# changed\n"),
}


def append(package: Path, name: str, text: str) -> None:
    path = package / name
    path.write_bytes((path.read_bytes() if path.exists() else b"") + text.encode())


@pytest.mark.parametrize("change", NO_REPORT_IS_DUE)
def test_a_change_of_what_no_report_is_made_by_makes_none_due(
    package: Path, tmp_path: Path, observations: Observations, change: str
) -> None:
    before = digests(A_REPORT)
    append(package, *NO_REPORT_IS_DUE[change])
    assert causes(tmp_path / "edition", observations, A_REPORT, before) == ()


@pytest.mark.parametrize("change", EVERY_REPORT_IS_DUE)
def test_a_change_of_what_reports_are_made_by_makes_them_due(
    package: Path, tmp_path: Path, observations: Observations, change: str
) -> None:
    before = digests(A_REPORT)
    append(package, *EVERY_REPORT_IS_DUE[change])
    assert causes(tmp_path / "edition", observations, A_REPORT, before) == CHANGED


def translate(package: Path, sentence: str, otherwise: str) -> None:
    """Say a sentence of the catalogue otherwise in Indonesian."""
    path = package / "words" / "locale" / "id.po"
    text = path.read_text(encoding="utf-8")
    start = text.index("msgstr", text.index(f'msgid "{sentence}"'))
    end = text.index("\n", start)
    path.write_text(f'{text[:start]}msgstr "{otherwise}"{text[end:]}', encoding="utf-8")


def test_an_indonesian_sentence_of_the_reports_makes_them_due_and_one_of_the_command_does_not(
    package: Path, tmp_path: Path, observations: Observations
) -> None:
    before = digests(A_REPORT)
    translate(package, HELP, "Yang lain")
    append(package, "words/locale/id.po", "\n# a remark for translators\n")
    assert causes(tmp_path / "edition", observations, A_REPORT, before) == ()
    translate(package, "Recording coverage", "Yang lain")
    assert causes(tmp_path / "edition", observations, A_REPORT, before) == CHANGED


def test_a_translation_that_is_marked_as_unfinished_makes_reports_due(
    package: Path, tmp_path: Path, observations: Observations
) -> None:
    before = digests(A_REPORT)
    path = package / "words" / "locale" / "id.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('msgid "Recording coverage"', '#, fuzzy\nmsgid "Recording coverage"'), encoding="utf-8"
    )
    assert causes(tmp_path / "edition", observations, A_REPORT, before) == CHANGED


def test_how_plurals_are_formed_makes_reports_due(package: Path, tmp_path: Path, observations: Observations) -> None:
    before = digests(A_REPORT)
    path = package / "words" / "locale" / "id.po"
    text = path.read_text(encoding="utf-8")
    assert "nplurals=1" in text
    path.write_text(text.replace("nplurals=1", "nplurals=2"), encoding="utf-8")
    assert causes(tmp_path / "edition", observations, A_REPORT, before) == CHANGED


@pytest.mark.parametrize(
    "code", ["import cakupan.ingest", "from cakupan.ingest import ingest", "!cakupan ingest x.csv"]
)
def test_a_notebook_that_reaches_further_is_made_of_what_it_reaches(package: Path, code: str) -> None:
    plain, further = (), ()
    for change in ("", "\n# changed\n"):
        append(package, "ingest/rows.py", change)
        forget()
        plain += (sources.package_digest(sources.REPORT, "from cakupan import briefing, charts"),)
        further += (sources.package_digest(sources.REPORT, code),)
    assert plain[0] == plain[1] and further[0] != further[1]


def test_a_notebook_that_says_a_sentence_of_the_command_is_made_of_its_translation(package: Path) -> None:
    code = f'report.text("{HELP}")'
    before = sources.package_digest(sources.REPORT, code)
    translate(package, HELP, "Yang lain")
    forget()
    assert sources.package_digest(sources.REPORT, code) != before


def test_no_notebook_of_the_project_is_made_of_the_whole_package() -> None:
    from cakupan.edition.inputs import _code

    codes = [_code(path.read_bytes()) for path in NOTEBOOKS.glob("*.ipynb")]
    assert len(codes) > 5 and all("cakupan" in code for code in codes)
    assert [code for code in codes if sources._ANYTHING.search(code)] == []


def constants(module: str) -> set[str]:
    """The texts in a module, as Python has them; what stands around the places of an `f"…"` is no text."""
    nodes = list(ast.walk(trees()[module]))
    around = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    texts = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in around)
    return {node.value for node in texts if isinstance(node.value, str)}


def test_modules_are_read_as_python_reads_them() -> None:
    """Every import, and every text that is a sentence of the catalogue, is seen without parsing."""
    known = sentences() - {""}
    missed = {
        module: missing
        for module in trees()
        if (missing := inside(module) - sources._read_module(module).imports)
        or (missing := constants(module) & known - sources._read_module(module).strings)
    }
    assert missed == {} and len(known) > 500


@cache
def sentences() -> set[str]:
    """All that the catalogue translates."""
    text = (PACKAGE / "words" / "locale" / "id.po").read_text(encoding="utf-8")
    return {sources._sentence(entry) for entry in sources._entries(text)}


def test_the_catalogue_is_read_as_gettext_reads_it() -> None:
    from cakupan.words.language import catalogue

    known = {key if isinstance(key, str) else key[0] for key in catalogue("id")._catalog}  # type: ignore[attr-defined]
    assert known == sentences()


@pytest.mark.slow
def test_a_changed_index_is_written_again_and_builds_no_report(output: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(PACKAGE, project / "scripts" / "cakupan", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in (DATA, NOTEBOOKS):
        (project / folder.name).symlink_to(folder)
    environment = {"PYTHONPATH": str(project / "scripts")}
    template = project / "scripts" / "cakupan" / "edition" / "index_table.py"
    text = template.read_text(encoding="utf-8")
    assert text.count("All briefings") == 1
    template.write_text(text.replace("All briefings", "Reports"), encoding="utf-8")
    index = output / EDITION / "index.html"
    before = index.read_bytes()
    built = cakupan("build", "--output", output, *CHOSEN, **environment)
    assert f"0 built, {len(CODES)} up to date, 0 failed" in built.stderr
    assert index.read_bytes() != before
    append(template.parents[1], "prose/headline.py", "\n# changed\n")
    planned = cakupan("plan", "--output", output, *CHOSEN[:-2], **environment)
    assert f"{len(CODES)} of {len(CODES)} reports are due" in planned.stdout


LOADED = """
import contextlib, io, json, sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for cell in json.load(open(sys.argv[1], encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        with contextlib.redirect_stdout(io.StringIO()):
            done = shell.run_cell("".join(cell["source"]), silent=True)
        assert done.success, done.error_in_exec
print(json.dumps(sorted(name for name in sys.modules if name.partition(".")[0] == "cakupan")))
"""


@pytest.mark.slow
@pytest.mark.parametrize("notebook", ["national", "province", "regency", "claims"])
def test_what_a_notebook_really_loads_is_among_what_its_report_is_made_of(notebook: str) -> None:
    from cakupan.edition.inputs import _code

    path = NOTEBOOKS / f"{notebook}.ipynb"
    ran = subprocess.run([sys.executable, "-c", LOADED, path], capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    loaded = set(json.loads(ran.stdout.splitlines()[-1]))
    known = sources.closure(sources.REPORT, sources._read(_code(path.read_bytes())).imports)
    assert len(loaded) > 100 and loaded - known == set()
