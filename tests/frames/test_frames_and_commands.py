"""What a notebook gets as a frame is what `cakupan indicators` prints, cell by cell, for all 514 regencies and cities."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from cakupan import briefing, cli
from cakupan.frames import FrameColumn, columns_of
from cakupan.indicators import Position, compute, compute_programmes, described
from typer.testing import CliRunner

EDITION = "2024-12-31"


@pytest.fixture(scope="module")
def report() -> briefing.Briefing:
    return briefing.province("64", edition=EDITION)


def computed(report: briefing.Briefing) -> list[FrameColumn]:
    """The columns of frames that are indicators."""
    return [column for column in columns_of(report.position) if column.what[:1] == "K" or "." in column.what]


def value_of(exact: str) -> Fraction:
    """The value of an exact print such as "5829/(3/10*172564)"."""
    assert re.fullmatch(r"[\d/*()+ -]+", exact), exact
    return Fraction(eval(re.sub(r"\d+", r"Fraction(\g<0>)", exact)))


def compare(frame: pd.DataFrame, code: str, columns: list[FrameColumn], printed: list[dict[str, Any]]) -> int:
    """Compare a row with what the command prints of its region: the cell is the exact value, and rounds to the print."""
    known = {one["id"]: one for one in printed}
    for column in columns:
        one, cell = known[column.what], frame.at[code, column.id]
        if one["value"] is None:
            assert pd.isna(cell), (code, column.id)
        elif column.is_count:
            assert int(cell) == one["value"], (code, column.id)
        else:
            assert abs(Fraction(float(cell)) - Fraction(str(one["value"]))) <= Fraction(501, 100_000), (code, column.id)
            if "exact" in one:
                assert cell == pytest.approx(float(100 * value_of(one["exact"])), rel=1e-15), (code, column.id)
    return len(columns)


def test_the_frame_of_a_province_is_what_the_command_prints_of_its_regencies(report: briefing.Briefing) -> None:
    frame, run = report.frame(), CliRunner()
    for code in ("6403", "6411", "6472"):  # capped, small, and the largest city
        done = run.invoke(cli.app, ["indicators", "--region", code, "--edition", EDITION, "--json"])
        assert done.exit_code == 0, done.output
        assert compare(frame, code, computed(report), json.loads(done.stdout)["indicators"]) >= 15


@pytest.mark.slow
def test_the_frame_of_all_514_is_what_the_command_would_print_of_each(report: briefing.Briefing) -> None:
    frame, observations = report.frame("regency", within="ID"), report.position.observations
    columns = computed(report)
    for code in frame.index:
        position = Position(observations, code, report.position.edition)
        indicators = [*compute(position).values(), *compute_programmes(position).values()]
        compare(frame, code, columns, [described(one, observations.definitions) for one in indicators])
    assert len(frame) == 514


def test_a_frame_names_the_dates_and_sources_that_the_command_prints(report: briefing.Briefing) -> None:
    attributes, run = report.frame().attrs, CliRunner()
    printed = json.loads(run.invoke(cli.app, ["indicators", "--region", "6472", "--edition", EDITION, "--json"]).stdout)
    by_id = {one["id"]: one for one in printed["indicators"]}
    for column in computed(report):
        one = by_id[column.what]
        if one["value"] is not None and one["as_of"]:
            assert attributes["dates"][column.id], column.id
            assert attributes["sources"][column.id] and attributes["units"][column.id], column.id
    assert attributes["dates"]["coverage"] == sorted(set(by_id["K01"]["as_of"].values()))
    assert attributes["sources"]["coverage"] == by_id["K01"]["sources"]
