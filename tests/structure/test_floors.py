"""The floors of the house: a folder imports only from folders below it, and the root of the package has what everything uses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cakupan.workspace import PACKAGE, ROOT
from structure.imports import inside, sources

FLOORS = (
    ("errors", "workspace", "languages"),
    ("tabular",),
    ("regions", "privacy"),
    ("words",),
    ("look", "programmes", "settings"),
    ("observations",),
    ("claims", "indicators"),
    ("frames", "quality"),
    ("ingest", "simulate", "blocks"),
    ("fetch", "prose"),
    ("tables",),
    ("charts",),
    ("briefing",),
    ("explore", "engine", "export"),
    ("verify",),
    ("edition",),
    ("delivery", "lab"),
    ("executors",),
    ("bench", "cli"),
)
"""What stands at the root of the package, lowest first; the folders of one floor know nothing of each other."""

HEIGHT = {name: height for height, floor in enumerate(FLOORS) for name in floor}


def room(module: str) -> str:
    """The folder at the root of the package that a module lies in, or the module itself where it lies at the root."""
    return module.split(".")[1] if "." in module else ""


def test_every_folder_has_its_floor_and_every_floor_its_folder() -> None:
    assert {room(module) for module in sources()} - {"", "__main__"} == set(HEIGHT)


@pytest.mark.parametrize("name", sorted(HEIGHT))
def test_a_folder_imports_only_from_those_below_it(name: str) -> None:
    upward = {
        f"{module} imports {other}"
        for module in sources()
        if room(module) == name
        for other in inside(module)
        if room(other) not in ("", name) and HEIGHT[room(other)] >= HEIGHT[name]
    }
    assert not upward


def test_at_the_root_of_the_package_stands_only_what_everything_uses() -> None:
    assert len(list(PACKAGE.glob("*.py"))) <= 6


@pytest.mark.parametrize("folder", sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py")))
def test_every_folder_says_what_lives_there(folder: str) -> None:
    text = (PACKAGE / folder / "__init__.py").read_text(encoding="utf-8")
    assert text.startswith('"""') and len(text.split('"""')[1]) > 40


def cells(heading: str) -> list[tuple[list[str], str]]:
    """The rows of a table in CONTRIBUTING.md: the names in the first cell, and the second."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = text.split(f"| {heading} |")[1].split("\n\n")[0].splitlines()[2:]
    return [(re.findall(r"`([^`]+)`", row.split("|")[1]), row.split("|")[2]) for row in rows]


def test_the_table_of_folders_for_newcomers_has_every_folder_on_its_floor() -> None:
    assert [set(names) for names, _ in cells("folder | job")] == [set(floor) for floor in FLOORS[2:]]


def folders(place: Path) -> set[str]:
    """The folders in a place, without what a checkout does not keep."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    return {
        path.name
        for path in place.iterdir()
        if path.is_dir() and not any(path.match(name.rstrip("/")) for name in [*ignored, ".git"])
    }


def test_the_table_of_the_root_for_newcomers_has_every_folder() -> None:
    described = {name.rstrip("/"): words for (name,), words in cells("at the root | holds")}
    assert set(described) == folders(ROOT)
    assert set(re.findall(r"`(\w+)`", described["tests"])) == folders(ROOT / "tests") - set(HEIGHT)
