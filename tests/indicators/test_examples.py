"""The examples in the docstrings of the computing modules are true."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest
from cakupan import forecast, numbers
from cakupan.indicators import change, formulas
from cakupan.quality import incoming


@pytest.mark.parametrize("module", [change, forecast, formulas, incoming, numbers], ids=lambda module: module.__name__)
def test_the_examples_of_a_module_are_true(module: ModuleType) -> None:
    found = doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert found.attempted > 0 and found.failed == 0
