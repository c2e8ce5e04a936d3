"""The typed contract of a notebook's parameters, and what each value may be."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from cakupan.briefing.injected import check_cells
from cakupan.briefing.parameters import edition_date, language, read_contract, region_code
from cakupan.errors import UsageError
from cakupan.observations import load_observations
from cakupan.regions import Level, Regions
from cakupan.workspace import DATA

NEWEST = dt.date(2024, 12, 31)


@pytest.fixture(scope="module")
def regions() -> Regions:
    return load_observations(DATA).regions


def notebook(folder: Path, source: str, tags: tuple[str, ...] = ("parameters",)) -> Path:
    cell = {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": source.splitlines(keepends=True)}
    path = folder / "some.ipynb"
    path.write_text(json.dumps({"cells": [cell], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}), encoding="utf-8")
    return path


def test_the_contract_has_name_type_default_and_explanation(tmp_path: Path) -> None:
    path = notebook(tmp_path, 'province: str = "64"  # a code\nshare: float | None = None\nlimit: int = -3\n')
    parameters = [(p.name, p.annotation, p.default, p.help) for p in read_contract(path)]
    assert parameters == [
        ("province", "str", "64", "a code"),
        ("share", "float | None", None, ""),
        ("limit", "int", -3, ""),
    ]


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ('province = "64"', "line 1: write `name: type = default"),
        ("province: str", "line 1: write `name: type = default"),
        ("import os", "line 1: write `name: type = default"),
        ("a: int = 1\nb: str = open('x')", "line 2: the default must be a plain value"),
    ],
    ids=["no annotation", "no default", "other code", "computed default"],
)
def test_a_parameter_without_type_or_plain_default_is_refused_with_its_line(
    tmp_path: Path, source: str, complaint: str
) -> None:
    with pytest.raises(UsageError, match=complaint):
        read_contract(notebook(tmp_path, source))


def test_a_notebook_without_a_cell_of_parameters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has no cell tagged `parameters`"):
        read_contract(notebook(tmp_path, "a: int = 1", tags=()))


@pytest.mark.parametrize("content", [b"", b"{}", b"no json", b"\xff\xfe"], ids=["empty", "no cells", "text", "bytes"])
def test_an_unreadable_notebook_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"broken\.ipynb is no readable notebook"):
        read_contract(path)


def test_a_syntax_error_in_the_parameters_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="line 2"):
        read_contract(notebook(tmp_path, "a: int = 1\nb: int = = 2"))


CONTRACT = 'province: str = "64"  # code\nlang: str = "id"'


def test_an_unknown_parameter_that_was_injected_is_refused_with_the_nearest_name() -> None:
    injected = "# Parameters\nlang = 'en'\nprovinsi = 11\n"
    with pytest.raises(
        UsageError, match=r"no parameter 'provinsi' \(did you mean 'province'\?\); it has province, lang"
    ):
        check_cells(["", CONTRACT, injected])


@pytest.mark.parametrize(
    "cells",
    [
        (CONTRACT, "# Parameters\nprovince = 11\n"),
        (CONTRACT, "provinsi = 11"),
        (CONTRACT, "# Parameters\nlang = 'en'\n", "wilayah = 1", "# Parameters\nlang = 'id'\n"),
        ("# Parameters\nprovinsi = 11\n", "1 +"),
        (CONTRACT, "# Parameters\nprint(provinsi)\n"),
    ],
    ids=["known", "of one's own", "run again", "without contract", "no parameters"],
)
def test_cells_of_a_person_are_no_parameters_that_were_injected(cells: tuple[str, ...]) -> None:
    check_cells(cells)


@pytest.mark.parametrize("given", ["64", 64, "64 ", " 64"])
def test_a_province_is_a_code_as_text_or_the_number_a_command_line_makes_of_it(regions: Regions, given: object) -> None:
    assert region_code(given, regions, "province") == "64"


@pytest.mark.parametrize("given", ["6472", 6472, "64.72", 64.72])
def test_a_regency_is_accepted_with_and_without_its_dot(regions: Regions, given: object) -> None:
    assert region_code(given, regions, "regency") == "6472"


@pytest.mark.parametrize(
    ("given", "level", "code"),
    [
        ("kaltim", "province", "64"),
        ("East Kalimantan", "province", "64"),
        ("jogja", "province", "34"),
        ("jogja", "regency", "3471"),
        ("samarinda", "regency", "6472"),
        ("Kab. Bogor", "regency", "3201"),
        ("samarinda ulu", "district", "647203"),
    ],
)
def test_a_region_is_accepted_by_its_name_among_those_of_the_wanted_level(
    regions: Regions, given: str, level: Level, code: str
) -> None:
    assert region_code(given, regions, level) == code


def test_a_name_that_two_regencies_have_is_asked_about(regions: Regions) -> None:
    with pytest.raises(
        UsageError, match="write the code of the one that is meant: 3201 Kabupaten Bogor, 3271 Kota Bogor"
    ):
        region_code("bogor", regions, "regency")


def test_the_nation_is_accepted_in_small_letters(regions: Regions) -> None:
    assert region_code("id", regions, "national") == "ID"


@pytest.mark.parametrize(
    "given", [6, "6", "", "Kalimantan Tengah Timur", True, None, ["64"], 64.0, "64; rm", "６４", -64, 10**40, "ID"]
)
def test_what_is_no_code_of_a_province_is_refused_and_all_codes_are_listed(regions: Regions, given: object) -> None:
    with pytest.raises(UsageError) as refused:
        region_code(given, regions, "province")
    if not isinstance(given, bool | list | type(None)):
        for code in ("11 Aceh", "31 DKI Jakarta", "96 Papua Barat Daya"):
            assert code in str(refused.value)


def test_a_regency_is_no_province_and_is_called_by_its_name(regions: Regions) -> None:
    with pytest.raises(UsageError, match="6472 is the regency Kota Samarinda, no province"):
        region_code("6472", regions, "province")


def test_a_lost_zero_is_refused_rather_than_guessed(regions: Regions) -> None:
    """Papermill's command line turns 11.10, the dotted form of 1110, into the number 11.1."""
    with pytest.raises(UsageError, match=r"11\.1 is no code of a regency; allowed are the 514 codes from 1101"):
        region_code(11.1, regions, "regency")


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("latest", NEWEST),
        ("2024-10-31", dt.date(2024, 10, 31)),
        ("2024-02", dt.date(2024, 2, 29)),
        ("2023", dt.date(2023, 12, 31)),
        (2023, dt.date(2023, 12, 31)),
        (dt.date(2024, 6, 30), dt.date(2024, 6, 30)),
    ],
)
def test_an_edition_is_a_date_a_month_a_year_or_latest(given: object, day: dt.date) -> None:
    assert edition_date(given, NEWEST) == day


@pytest.mark.parametrize("given", ["", "31-12-2024", "2024-13-01", "2024-02-30", "newest", "20241231", None, 3.5])
def test_what_is_no_edition_is_refused_with_an_example(given: object) -> None:
    with pytest.raises(UsageError, match="is no edition: write a date such as 2024-12-31, or latest"):
        edition_date(given, NEWEST)


def test_a_language_is_one_of_the_two() -> None:
    assert [language("id"), language("en")] == ["id", "en"]
    for given in ("fr", "ID", "both", "", None):
        with pytest.raises(UsageError, match="allowed are id, en"):
            language(given)
