"""The CSV beside a report: bounds, notes and definitions in it, and all regencies in that of the nation."""

from __future__ import annotations

import csv
import io

import pytest
from cakupan import briefing

EDITION = "2024-12-31"
Rows = list[dict[str, str]]


def rows(report: briefing.Briefing) -> Rows:
    return list(csv.DictReader(io.StringIO(report.csv_text())))


@pytest.fixture(scope="module")
def nation() -> Rows:
    return rows(briefing.national(edition=EDITION, lang="en"))


def test_the_nations_csv_has_the_figures_of_all_514_regencies(nation: Rows) -> None:
    recorded = {row["region"] for row in nation if row["measure"] == "recorded"}
    assert len({code for code in recorded if len(code) == 4}) == 514 and len(recorded) == 1 + 38 + 514


def test_what_is_a_bound_in_print_is_one_in_the_csv(nation: Rows) -> None:
    by_id = {row["id"]: row for row in nation if row["id"]}
    assert (by_id["K01"]["bound"], by_id["K01"]["low"], by_id["K01"]["high"]) == ("lower", "97.19", "")
    assert (by_id["K02"]["bound"], by_id["K02"]["high"]) == ("upper", "5835625") and "67 of 514" in by_id["K02"]["note"]
    (jakarta,) = [row for row in nation if (row["region"], row["measure"]) == ("31", "recorded")]
    assert jakarta["bound"] == "lower" and "stand at the cap" in jakarta["note"]


def test_what_is_exact_has_no_bound(nation: Rows) -> None:
    (samarinda,) = [row for row in nation if (row["region"], row["measure"]) == ("6472", "recorded")]
    assert samarinda["bound"] == samarinda["note"] == ""


def test_indicators_carry_their_definition_and_formula_in_the_reports_language(nation: Rows) -> None:
    by_id = {row["id"]: row for row in nation if row["id"]}
    assert by_id["K01"]["formula"] == "100 × recorded ÷ wajib_ktp" and "percent" in by_id["K01"]["definition"]
    assert by_id["kia.coverage"]["formula"] == "100 × kia_owned ÷ kia_due"
    here = rows(briefing.province("64", edition=EDITION, lang="id"))
    assert all(row["definition"] for row in here if row["id"].startswith("K0"))


def test_an_indicator_without_a_value_says_why() -> None:
    here = rows(briefing.province("64", edition=EDITION, lang="en"))
    (pace,) = [row for row in here if row["id"] == "K11"]
    assert pace["value"] == "" and "it takes 5 comparable figures" in pace["note"]


def test_in_doubt_means_so_in_the_csv_too(nation: Rows) -> None:
    (base,) = [row for row in nation if (row["region"], row["measure"]) == ("95", "wajib_ktp")]
    assert "implausible share of the population" in base["note"]
