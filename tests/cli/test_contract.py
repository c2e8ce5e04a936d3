"""The command contract: JSON on standard output and nothing else there, published values, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cakupan import cli
from cakupan.workspace import DATA
from cli.running import Run
from typer.main import get_command

EDITION = "2024-12-31"
COMMANDS = sorted(get_command(cli.app).commands)  # type: ignore[attr-defined]
FIELDS = {"id", "name", "value", "unit", "base", "as_of", "sources", "flags"}
SOMETIMES = {"exact", "bound", "low", "high", "why", "notes", "detail", "reason", "programme", "definition", "formula"}


def by_id(printed: Any) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in printed["indicators"]}


def test_kalimantan_timur_has_its_published_values_with_base_dates_and_sources(run: Run) -> None:
    done = run("indicators", "--region", "64", "--edition", EDITION, "--json")
    assert (done.code, done.err) == (0, "")
    assert (done.json["region"], done.json["edition"]) == ("64", EDITION)
    indicators = by_id(done.json)

    coverage = indicators["K01"]
    assert (coverage["value"], coverage["exact"]) == (99.39, "2843891/2861471")
    assert (coverage["unit"], coverage["base"]) == ("percent", "wajib_ktp")
    assert coverage["as_of"] == {"recorded": "2024-06-30", "wajib_ktp": "2024-06-30"}
    assert coverage["sources"]
    assert coverage["bound"] == "lower"
    assert "3 of 10 regions inside stand at exactly 100" in coverage["notes"][0]

    net, gross = indicators["K02"], indicators["K03"]
    assert (net["value"], gross["value"]) == (17580, 17580)
    assert net["bound"] == "upper"
    assert net["notes"][0].startswith("in 3 of 10 regions inside the source shows nothing above 100 percent")

    rate, attainment = indicators["K06"], indicators["K08"]
    assert (rate["value"], rate["exact"], rate["base"]) == (5.89, "168416/2861471", "wajib_ktp")
    assert rate["as_of"] == {"ikd_active": "2024-12-12", "wajib_ktp": "2024-06-30"}
    assert attainment["value"] == 19.62
    assert "30 percent of wajib_ktp" in attainment["base"]


def test_the_nation_has_its_published_values(run: Run) -> None:
    indicators = by_id(run("indicators", "--region", "ID", "--edition", EDITION, "--json").json)
    assert (indicators["K01"]["value"], indicators["K01"]["exact"]) == (97.19, "202054251/207889876")
    assert indicators["K02"]["value"] == 5835625
    assert indicators["K06"]["exact"].startswith("13104930/")


@pytest.mark.parametrize("region", ["ID", "11", "31", "64", "95", "6472", "9503", "647201"])
def test_every_indicator_has_all_fields_and_a_missing_value_has_a_reason(run: Run, region: str) -> None:
    for one in run("indicators", "--region", region, "--edition", EDITION, "--json").json["indicators"]:
        assert set(one) >= FIELDS, one["id"]
        assert set(one) <= FIELDS | SOMETIMES, one["id"]
        assert (one["value"] is None) == ("reason" in one), one["id"]
        if one["value"] is not None:
            assert one["sources"], one["id"]
            assert one["as_of"], one["id"]


def test_an_edition_before_all_figures_has_nulls_with_reasons_never_zeros(run: Run) -> None:
    done = run("indicators", "--region", "64", "--edition", "1990-01-01", "--json")
    assert done.code == 0
    assert all(one["value"] is None and one["reason"] for one in done.json["indicators"])


def test_latest_is_the_newest_edition_that_the_data_supports(run: Run) -> None:
    assert run("indicators", "--region", "64", "--json").json["edition"] == EDITION


def test_python_m_cakupan_is_the_same_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cakupan", "indicators", "--region", "64", "--edition", EDITION, "--json"],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONUTF8": "0", "LC_ALL": "C"},
    )  # fmt: skip
    assert by_id(json.loads(done.stdout))["K01"]["value"] == 99.39


def test_a_plan_as_json_names_every_report_and_its_causes(run: Run, tmp_path: Path) -> None:
    done = run("plan", "--json", "--output", tmp_path)
    assert (done.code, done.err) == (0, "")
    assert len(done.json) == 39
    assert done.json[0] == {"report": f"cakupan-ID-{EDITION}-id", "due": True, "why": ["never built"]}


def test_a_plan_says_how_many_reports_are_due_and_on_request_why(run: Run, tmp_path: Path) -> None:
    done = run("plan", "--output", tmp_path, "--region", "64", "--lang", "both", "--why")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        f"cakupan-64-{EDITION}-id: never built",
        f"cakupan-64-{EDITION}-en: never built",
        "2 of 2 reports are due",
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "code"), [("kaltim", "64"), ("samarinda", "6472"), ("64.72", "6472"), ("KI", "64"), ("indonesia", "ID")]
)
def test_a_region_may_be_named_as_people_name_it(run: Run, name: str, code: str) -> None:
    assert run("indicators", "--region", name, "--json").json["region"] == code
    assert run("quality", "--region", name, "--json").json == run("quality", "--region", code, "--json").json
    assert run("plan", "--region", name, "--json").json == run("plan", "--region", code, "--json").json


def test_a_plan_groups_what_is_due_by_its_cause(run: Run, tmp_path: Path) -> None:
    done = run("plan", "--output", tmp_path, "--region", "64", "--region", "65", "--lang", "both")
    assert done.out.splitlines() == ["4 of 4 reports are due", "  never built (4):", "    64-id 64-en 65-id 65-en"]


def test_a_plan_of_many_reports_is_short_and_80_columns_wide_at_most(run: Run, tmp_path: Path) -> None:
    lines = run("plan", "--output", tmp_path, "--reports", "regency").out.splitlines()
    assert lines[:2] == ["514 of 514 reports are due", "  never built (514):"]
    assert lines[-1].endswith("and 454 more")
    assert len(lines) < 12 and max(map(len, lines)) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.code == 0
    assert f"cakupan {command}" in done.out
    assert len(done.out.splitlines()) > 4


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("indicators", "--region", "6470"), "'6470' is no Kemendagri code of a known region (did you mean 647"),
        (
            ("indicators", "--region", "Bontangg"),
            "'Bontangg' is no code or name of a known region (did you mean 6474 Kota",
        ),
        (
            ("plan", "--region", "jogja"),
            "write the code of the one that is meant: 34 Daerah Istimewa Yogyakarta, 3471 Kota",
        ),
        (("indicators", "--region", ""), "is no Kemendagri code"),
        (
            ("indicators", "--region", "64", "--edition", "soon"),
            "'soon' is no edition: write a date such as 2024-12-31",
        ),
        (("plan", "--region", "6"), "'6' is no Kemendagri code"),
        (("plan", "--reports", "national", "--region", "64"), "no report of the kinds national exists for 64"),
        (("plan", "--reports", "hamlet"), "--reports: 'hamlet' is none of national, province"),
        (("plan", "--format", "odt"), "--format: 'odt' is none of html, pdf"),
        (("plan", "--format", ","), "--format: choose from html, pdf"),
        (("build", "--region", "99"), "'99' is no Kemendagri code"),
        (("build", "--edition", "2024-13"), "is no edition"),
        (("plan", "--data", "no/such/folder"), "no/such/folder is no directory"),
        (("plan", "--data", "README.md"), "README.md is no directory"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bad_usage_ends_in_one_sentence_and_exit_code_2(run: Run, arguments: tuple[str, ...], complaint: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert complaint in done.sentence


@pytest.mark.parametrize(
    "arguments",
    [
        ("bild",),
        ("build", "--lang", "fr"),
        ("build", "--jobs", "-1"),
        ("build", "--engine", "cold"),
        ("indicators",),
        (),
    ],
    ids=" ".join,
)
def test_options_that_do_not_exist_end_in_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).code == 2


def test_a_folder_that_cannot_be_written_to_ends_in_one_sentence(run: Run) -> None:
    done = run("build", "--region", "64", "--output", "/dev/null/editions", "--quiet")
    assert done.code == 2
    assert "cannot be written to" in done.sentence
    assert "--output" in done.sentence


def test_the_shipped_data_is_the_default(run: Run) -> None:
    with_default = run("indicators", "--region", "64", "--json").out
    assert run("indicators", "--region", "64", "--json", "--data", DATA).out == with_default
