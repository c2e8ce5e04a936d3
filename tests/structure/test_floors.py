"""The floors of the house: a folder imports only from folders below it, and the root of the package has what everything uses."""

from __future__ import annotations

import pytest
from cakupan.workspace import PACKAGE
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
