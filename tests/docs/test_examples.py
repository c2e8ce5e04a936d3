"""What the documents tell people to type works as printed, and what they point to exists."""

from __future__ import annotations

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from cakupan import cli
from cakupan.briefing.parameters import edition_date
from cakupan.edition.jobs import jobs_for
from cakupan.observations import load_observations
from cakupan.workspace import DATA, PACKAGE, ROOT
from cli.running import Run, runner
from typer.main import get_command

DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md", "scripts/cakupan/executors/README.md"]
COMMANDS = get_command(cli.app).commands  # type: ignore[attr-defined]
QUICK = {"indicators", "plan", "quality"}
"""Commands that only read and take a second or two; examples of the others are checked to be understood."""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(ROOT)
    return runner(monkeypatch, capsys)


def text(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def fenced(document: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text(document), re.MULTILINE | re.DOTALL)


def typed(document: str) -> Iterator[str]:
    """Every `cakupan …` line of the shell blocks and of the command table."""
    for block in fenced(document, "sh"):
        yield from (line.partition("#")[0].strip() for line in block.splitlines() if line.startswith("cakupan "))
    for line in text(document).splitlines():
        cells = re.split(r"(?<!\\)\|", line)
        if line.startswith("| `cakupan ") and len(cells) == 5:
            yield cells[3].strip().strip("`")


def of_help() -> Iterator[str]:
    for command in COMMANDS.values():
        yield from re.findall(r"Example: (cakupan .*)", command.help or "")


EXAMPLES = sorted({example for document in DOCUMENTS for example in typed(document)} | set(of_help()))


def arguments(example: str) -> list[str]:
    return shlex.split(example)[1:]


def test_examples_are_found() -> None:
    assert len(EXAMPLES) >= 10


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_understood_by_its_command(example: str) -> None:
    name, *rest = arguments(example)
    context = COMMANDS[name].make_context(name, rest)
    assert context.params is not None


@pytest.mark.parametrize("example", [example for example in EXAMPLES if arguments(example)[0] in QUICK])
def test_every_quick_example_runs(run: Run, example: str) -> None:
    done = run(*arguments(example))
    assert done.code in (0, 1) if example.startswith("cakupan quality") else done.code == 0, done.err
    if "--json" in example:
        assert done.json


@pytest.mark.parametrize("example", [e for e in EXAMPLES if arguments(e)[0] == "build"])
def test_every_build_example_asks_for_reports_that_exist(example: str) -> None:
    name, *rest = arguments(example)
    chosen = COMMANDS[name].make_context(name, rest).params
    observations = load_observations(DATA)
    jobs = jobs_for(
        observations.regions, edition_date(chosen["edition"], observations.latest_edition()), DATA,
        kinds=chosen["reports"].split(",") if chosen["reports"] else None, only=chosen["region"] or (), langs=("id",),
    )  # fmt: skip
    assert jobs


def test_the_readme_has_a_row_with_an_example_for_every_command() -> None:
    rows = re.findall(r"^\| `cakupan (\w+)` \|.*\| `cakupan (\w+)[^`]*` \|$", text("README.md"), re.MULTILINE)
    assert {name for name, _ in rows} == set(COMMANDS)
    assert all(name == shown for name, shown in rows)


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"lab"}))
def test_every_command_has_an_example_in_its_help(command: str) -> None:
    assert re.search(rf"Example: cakupan {command}\b", COMMANDS[command].help or "")


def test_the_python_of_the_readme_gives_what_it_says() -> None:
    names: dict[str, object] = {}
    promised = 0
    for block in fenced("README.md", "python"):
        for line in block.splitlines():
            code, _, result = (part.strip() for part in line.partition("#"))
            if result:
                assert eval(code, names) == ast.literal_eval(result)
                promised += 1
            else:
                exec(code, names)
    assert promised


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_inside_the_project_leads_somewhere(document: str) -> None:
    here = (ROOT / document).parent
    for target in re.findall(r"\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)", text(document)):
        assert (here / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_to_a_section_finds_its_heading(document: str) -> None:
    headings = {
        re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", text(document), re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text(document))) <= headings


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_is_named_exists(document: str) -> None:
    named = re.findall(r"`((?:scripts|notebooks|data|tests)/[\w./-]+)`", text(document))
    assert not [name for name in named if not (ROOT / name).exists()]


def test_the_troubles_of_the_readme_are_told_in_the_very_words_of_the_program() -> None:
    sources = [*(ROOT / "scripts").glob("*.py"), *PACKAGE.rglob("*.py")]
    program = "".join(path.read_text(encoding="utf-8") for path in sources)
    program = re.sub(r"\{[^{}]*\}", "", program)
    section = text("README.md").split("## When something goes wrong")[1].split("\n## ")[0]
    quoted = re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
    assert len(quoted) >= 4
    for cell in quoted:
        for words in re.split(r"…|\d+(?:\.\d+)*|data/observations\.csv", cell):
            wanted = words.strip(" ,:")
            if len(wanted) > 4:
                assert wanted in program, wanted


def test_the_numbers_of_the_readme_are_those_of_the_data() -> None:
    sources = load_observations(DATA).sources
    assert f"{len(sources)} sources in all" in " ".join(text("README.md").split())


def test_the_changelog_has_the_form_of_keep_a_changelog() -> None:
    kinds = re.findall(r"^### (.*)$", text("CHANGELOG.md"), re.MULTILINE)
    assert set(kinds) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert re.search(r"^## \[Unreleased\]$", text("CHANGELOG.md"), re.MULTILINE)


def test_the_picture_of_the_readme_is_a_picture_and_small() -> None:
    for target in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text("README.md")):
        picture = (ROOT / target).read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert len(picture) <= 200_000


PINS = {
    "requirements.txt": (),
    "requirements-test.txt": ("sql", "parquet", "test"),
    "requirements-dev.txt": ("dev",),
    ".ci/requirements-app.txt": ("app",),
    ".ci/requirements-cluster.txt": ("cluster",),
}
"""Each file of pins, and the extras of pyproject.toml that it adds to those before it."""


def pinned_by(name: str) -> dict[str, int]:
    """The packages that a file pins, and how many digests each has."""
    lines = text(name).splitlines()
    assert lines[0].startswith("# ") and "CONTRIBUTING.md" in lines[1], name
    packages: dict[str, int] = {}
    last = ""
    for line in lines[2:]:
        if re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line):
            packages[last] += 1
        else:
            requirement = re.fullmatch(r"([\w.-]+)==[\w.!+]+(?: ; .+?)? \\", line)
            assert requirement, line
            last = requirement[1].lower().replace("_", "-")
            packages.setdefault(last, 0)
    return packages


def test_the_requirements_pin_every_package_that_the_project_wants_with_its_digests() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    assert set(extras) == {extra for added in PINS.values() for extra in added}
    wanted, pinned = list(project["dependencies"]), dict[str, int]()
    for name, added in PINS.items():
        wanted += [package for extra in added for package in extras[extra]]
        pinned |= pinned_by(name)
        names = {re.split(r"[<>=!~\[; ]", package)[0].lower().replace("_", "-") for package in wanted}
        assert names <= set(pinned), name
    assert all(pinned.values())


@pytest.mark.parametrize("path", [*(ROOT / d for d in DOCUMENTS), ROOT / ".ci" / "run"], ids=lambda p: Path(p).name)
def test_no_document_names_a_folder_of_somebodys_machine(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    assert not re.search(r"/(?:home|root|Users|work)/", written)
