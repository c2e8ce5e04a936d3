"""The façade: its functions stay what they are, whatever was loaded before, and nothing that draws is loaded for those who do not draw."""

from __future__ import annotations

import subprocess
import sys

import pytest
from cakupan.workspace import PACKAGE

FUNCTIONS = (
    "province",
    "regency",
    "local",
    "national",
    "claims",
    "of_position",
    "observations_of",
    "warm_up",
    "answer",
)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_module_of_the_facade_can_take_the_place_of_a_function(name: str) -> None:
    assert not (PACKAGE / "briefing" / f"{name}.py").exists()


def test_everything_that_the_facade_names_is_there_after_all_of_it_was_loaded() -> None:
    code = """
import importlib, pkgutil
from cakupan import briefing
for module in pkgutil.iter_modules(briefing.__path__):
    importlib.import_module(f"cakupan.briefing.{module.name}")
assert all(hasattr(briefing, name) for name in briefing.__all__)
for name in ("province", "regency", "local", "national", "claims", "answer", "parameter_form"):
    assert callable(getattr(briefing, name)), name
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_asking_for_types_of_reports_loads_nothing_that_draws() -> None:
    code = """
import sys
from cakupan.briefing.reports import report_types
import cakupan.delivery
assert report_types()
assert not {"matplotlib", "seaborn", "pandas", "cakupan.charts"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_name_that_there_is_not_is_an_attribute_error() -> None:
    from cakupan import briefing

    with pytest.raises(AttributeError, match="no attribute 'provinces'"):
        briefing.provinces  # noqa: B018
