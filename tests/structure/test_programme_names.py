"""Programmes are data: few modules know one by its name.

A module *names a programme* where its code has the id of a shipped one (`ktp_el`, `ikd`, `kia`, `birth_certificate`) as a value or as a part of
an address ("kia", "K15:ikd", "64:kia.coverage"). `programmes/` may, for definitions live there. Docstrings and sentences for the catalogue
do not count, and measures do not: those are ids of another table.

Beside it stands the stricter figure: modules that *rest on one programme* in any part of their code, in a measure that it alone counts
(`ikd_active`, `kia_owned` …) or in the name of a function, attribute or parameter (`ikd_rate`). It may fall, and not rise.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache

from cakupan.workspace import DATA, PACKAGE, ROOT
from structure.imports import sources

PROGRAMMES = tuple(tomllib.loads((DATA / "programmes.toml").read_text(encoding="utf-8")))
NAMED = re.compile(rf"(?:^|[:.])({'|'.join(PROGRAMMES)})(?:$|[:.])")
RESTS = re.compile(rf"(?<![a-z])({'|'.join(PROGRAMMES)})(?![a-z])", re.IGNORECASE)
CODE = re.compile(r"[\w.:*]+")
"""What is no sentence: a value, a key, an address."""

MOST_NAMING, MOST_RESTING = 10, 60


@cache
def modules() -> dict[str, ast.Module]:
    return {name: tree for name, tree in sources().items() if not name.startswith("cakupan.programmes")}


def values(tree: ast.Module) -> Iterator[str]:
    """The strings of a module that are no docstrings, and no sentences."""
    told = {
        id(line.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for line in node.body
        if isinstance(line, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield from [node.value] if CODE.fullmatch(node.value) else []


def names(tree: ast.Module) -> Iterator[str]:
    """What a module calls its functions, classes, attributes, parameters and imports."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.arg(arg=name) | ast.alias(name=name):
                yield name
            case ast.keyword(arg=str(name)):
                yield name


def test_at_most_ten_modules_name_a_programme() -> None:
    naming = {
        name: found for name, tree in modules().items() if (found := sorted(set(filter(NAMED.search, values(tree)))))
    }
    assert len(naming) <= MOST_NAMING, naming


def test_no_more_modules_than_now_rest_on_one_programme() -> None:
    resting = {
        name
        for name, tree in modules().items()
        if any(map(RESTS.search, values(tree))) or any(map(RESTS.search, names(tree)))
    }
    assert len(resting) <= MOST_RESTING, sorted(resting)


def test_the_count_sees_a_name_as_a_value_and_in_an_address_and_no_sentence() -> None:
    tree = ast.parse('"""Of kia."""\nx = "kia"\ny = say("KIA of {where}")\nz = "64:kia.gap"\nw = "kia_owned"\n')
    assert sorted(filter(NAMED.search, values(tree))) == ["64:kia.gap", "kia"]
    assert sum(1 for value in values(tree) if RESTS.search(value)) == 3


def test_what_the_code_cites_is_in_the_repository() -> None:
    cited = {
        match
        for path in PACKAGE.rglob("*.py")
        for match in re.findall(r"\bdata/[\w-]+\.(?:md|toml|csv)\b", path.read_text(encoding="utf-8"))
    }
    assert cited and all((ROOT / name).exists() for name in cited), cited
    assert not [path for path in PACKAGE.rglob("*.py") if "domain guide" in path.read_text(encoding="utf-8")]
