"""The examples in the docstrings of the package are true: of every module that has one, found by its text; those of charts are run by the gallery."""

from __future__ import annotations

import doctest
import importlib
import re

import pytest
from cakupan.workspace import PACKAGE
from structure.imports import module_of

EXAMPLE = re.compile(r"^\s*>>> (?!.*\+SKIP)", re.MULTILINE)
MODULES = sorted(module_of(path) for path in PACKAGE.rglob("*.py") if EXAMPLE.search(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    module = importlib.import_module(name)
    tried = doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert tried.attempted > 0 and tried.failed == 0


def test_the_package_has_examples() -> None:
    assert len(MODULES) > 20
