"""What the documents tell people to type works as printed, and what they point to exists."""

from __future__ import annotations

import ast
import posixpath
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from cakupan.briefing.parameters import edition_date
from cakupan.edition.jobs import jobs_for
from cakupan.observations import load_observations
from cakupan.workspace import DATA, PACKAGE, ROOT
from cli.running import Run, runner
from docs.pages import COMMANDS, PAGES, anchors, arguments, fenced, links, spans, text, typed

QUICK = {"claims", "define", "frame", "indicators", "plan", "quality"}
"""Commands that only read and take a second or two; examples of the others are checked to be understood."""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(ROOT)
    return runner(monkeypatch, capsys)


def of_help() -> Iterator[str]:
    for command in COMMANDS.values():
        yield from re.findall(r"Example: (cakupan .*)", command.help or "")


EXAMPLES = sorted({example for page in PAGES for example in typed(page)} | set(of_help()))
SHIPPED = [example for example in EXAMPLES if "--data" not in example]
"""Examples on the shipped figures."""
OTHERS = {"--all", "--execute", "--no-input", "--to", "--help"}
"""Options of other programs that pages name."""
OF_NEW = "scripts/cakupan/ingest/models/README.md"
"""A page that is read where `cakupan new` leaves it."""
OF_THE_SHELL = {"cakupan: command not found"}
"""Messages that are not ours."""


def test_examples_are_found_in_both_languages_and_in_the_guides() -> None:
    assert len(EXAMPLES) >= 30
    assert all(list(typed(page)) for page in ("README.md", "README.id.md", "notebooks/own-report.md"))


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_understood_by_its_command(example: str) -> None:
    name, *rest = arguments(example)
    context = COMMANDS[name].make_context(name, rest)
    assert context.params is not None


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_that_is_named_exists(page: str) -> None:
    named = {span.split()[1] for span in spans(page) if re.fullmatch(r"cakupan [a-z]+", span)}
    assert named <= set(COMMANDS)
    known = {
        option for command in COMMANDS.values() for one in command.params for option in (*one.opts, *one.secondary_opts)
    }
    lone = {span.split()[0].split("=")[0] for span in spans(page) if span.startswith("--")}
    assert lone - known <= OTHERS, "options that no command has"


@pytest.mark.parametrize("example", [example for example in SHIPPED if arguments(example)[0] in QUICK])
def test_every_quick_example_runs(run: Run, example: str) -> None:
    done = run(*arguments(example))
    assert done.code in (0, 1) if example.startswith("cakupan quality") else done.code == 0, done.err
    if "--json" in example:
        assert done.json


@pytest.mark.parametrize("example", [e for e in SHIPPED if arguments(e)[0] == "build"])
def test_every_build_example_asks_for_reports_that_exist(example: str) -> None:
    name, *rest = arguments(example)
    chosen = COMMANDS[name].make_context(name, rest).params
    observations = load_observations(DATA)
    kinds = chosen["reports"].split(",") if chosen["reports"] else None
    if kinds == ["own-report"]:  # a notebook of a data directory, which tests/reports builds
        return
    jobs = jobs_for(
        observations.regions, edition_date(chosen["edition"], observations.latest_edition()), DATA,
        kinds=kinds, only=chosen["region"] or (), langs=("id",),
    )  # fmt: skip
    assert jobs


def test_the_page_of_commands_has_a_row_with_an_example_for_every_command() -> None:
    page = text("notebooks/commands.md")
    rows = re.findall(r"^\| `cakupan (\w+)` \|.*\| `cakupan (\w+)[^`]*` \|$", page, re.MULTILINE)
    assert {name for name, _ in rows} == set(COMMANDS)
    assert all(name == shown for name, shown in rows)


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"lab"}))
def test_every_command_has_an_example_in_its_help(command: str) -> None:
    assert re.search(rf"Example: cakupan {command}\b", COMMANDS[command].help or "")


@pytest.mark.parametrize("page", ["notebooks/with-code.md"])
def test_the_python_of_a_page_gives_what_it_says(page: str) -> None:
    names: dict[str, object] = {}
    promised = 0
    for block in fenced(page, "python"):
        for line in block.splitlines():
            code, _, result = (part.strip() for part in line.partition("#"))
            if result:
                assert eval(code, names) == ast.literal_eval(result)
                promised += 1
            else:
                exec(code, names)
    assert promised


@pytest.mark.parametrize("page", PAGES)
def test_every_link_inside_the_project_leads_somewhere(page: str) -> None:
    for link in links(page):
        target, _, section = link.partition("#")
        found = posixpath.normpath(posixpath.join(posixpath.dirname(page), target)) if target else page
        assert (ROOT / found).exists(), link
        assert not section or section in anchors(found), link


@pytest.mark.parametrize("page", [page for page in PAGES if page != OF_NEW])
def test_every_file_that_is_named_exists(page: str) -> None:
    named = re.findall(r"`((?:scripts|notebooks|data|tests)/[\w./-]+)`", text(page))
    assert not [name for name in named if not (ROOT / name).exists()]


def test_every_page_is_reached_from_the_readme() -> None:
    reached, ahead = set[str](), ["README.md"]
    while ahead:
        page = ahead.pop()
        if page in reached or page not in PAGES:
            continue
        reached.add(page)
        ahead += [
            posixpath.normpath(posixpath.join(posixpath.dirname(page), link.partition("#")[0])) for link in links(page)
        ]
    assert set(PAGES) - reached == {OF_NEW}


@pytest.mark.parametrize("page", ["notebooks/troubles.md", "notebooks/kendala.md"])
def test_troubles_are_told_in_the_very_words_of_the_program(page: str) -> None:
    sources = [*(ROOT / "scripts").glob("*.py"), *PACKAGE.rglob("*.py")]
    program = "".join(path.read_text(encoding="utf-8") for path in sources)
    program = re.sub(r"\{[^{}]*\}", "", program)
    quoted = [cell for cell in re.findall(r"^\| `([^`]+)` \|", text(page), re.MULTILINE) if cell not in OF_THE_SHELL]
    assert len(quoted) >= 4
    for cell in quoted:
        for words in re.split(r"…|\d+(?:\.\d+)*|data/observations\.csv", cell):
            wanted = words.strip(" ,:")
            if len(wanted) > 4:
                assert wanted in program, wanted


def test_the_numbers_of_the_readme_are_those_of_the_data() -> None:
    observations = load_observations(DATA)
    readme = " ".join(text("README.md").split())
    assert f"{len(observations.sources)} sources in all" in readme
    latest = observations.latest_edition()
    recorded, base = (observations.newest("ID", measure, latest).count for measure in ("recorded", "wajib_ktp"))  # type: ignore[union-attr]
    share = round(100 * recorded / base, 2)
    assert (
        f"On 30 June 2024, {recorded:,} of {base:,} wajib KTP in Indonesia were recorded: at least {share} percent."
        in readme
    )
    assert f"At least {base - recorded:,} people were not" in readme


def test_the_changelog_has_the_form_of_keep_a_changelog() -> None:
    kinds = re.findall(r"^### (.*)$", text("CHANGELOG.md"), re.MULTILINE)
    assert set(kinds) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert re.search(r"^## \[Unreleased\]$", text("CHANGELOG.md"), re.MULTILINE)


@pytest.mark.parametrize("page", ["README.md", "README.id.md"])
def test_the_picture_of_the_readme_is_a_picture_and_small(page: str) -> None:
    for target in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text(page)):
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


@pytest.mark.parametrize("path", [*(ROOT / page for page in PAGES), ROOT / ".ci" / "run"], ids=lambda p: Path(p).name)
def test_no_document_names_a_folder_of_somebodys_machine(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    assert not re.search(r"/(?:home|root|Users|work)/", written)
