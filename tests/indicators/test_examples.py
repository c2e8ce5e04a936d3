"""The examples in the docstrings of the computing modules are true."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest
from cakupan.indicators import change, forecast, formulas
from cakupan.observations import secret
from cakupan.quality import incoming
from cakupan.regions import register
from cakupan.simulate import below
from cakupan.words import numbers

MODULES = [below, change, forecast, formulas, incoming, numbers, register, secret]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_examples_of_a_module_are_true(module: ModuleType) -> None:
    found = doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert found.attempted > 0 and found.failed == 0
