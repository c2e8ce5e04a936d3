"""The form of a notebook's parameters: drawn from the contract, checked like a batch, absent where nobody answers."""

from __future__ import annotations

from typing import Any

import pytest
from cakupan.briefing.forms import ParameterForm, contract_of, parameter_form
from cakupan.regions import Regions
from cakupan.workspace import DATA


@pytest.fixture
def variables() -> dict[str, Any]:
    return {"province": "31"}


@pytest.fixture
def form(variables: dict[str, Any]) -> ParameterForm:
    return ParameterForm(contract_of("province"), variables, Regions.load(DATA))


def test_a_form_has_a_control_for_every_parameter_and_shows_what_is_set(form: ParameterForm) -> None:
    assert dict(form.values) == {"province": "31", "edition": "latest", "lang": "id", "data": ""}
    assert len(form.controls["province"].options) == 38


def test_a_good_choice_is_written_into_the_notebook(form: ParameterForm, variables: dict[str, Any]) -> None:
    form.controls["province"].value = "64"
    form.controls["edition"].value = "2024-06"
    assert (variables["province"], variables["edition"]) == ("64", "2024-06")
    assert "now run the cells below" in form.notice.value


def test_of_a_bad_one_it_is_said_what_is_allowed(form: ParameterForm, variables: dict[str, Any]) -> None:
    form.controls["edition"].value = "<soon>"
    assert "edition" not in variables
    assert "is no edition: write a date" in form.notice.value and "<soon>" not in form.notice.value


def test_a_form_of_a_regency_lists_all_514(variables: dict[str, Any]) -> None:
    form = ParameterForm(contract_of("regency"), variables, Regions.load(DATA))
    assert len(form.controls["regency"].options) == 514


def test_where_nobody_sits_at_the_keyboard_there_is_no_form(variables: dict[str, Any]) -> None:
    assert parameter_form("province", variables) is None
