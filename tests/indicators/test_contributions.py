"""Who contributed to a change: parts that add up to the whole, in people and in points, with their bounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from cakupan import briefing, simulate
from cakupan.indicators import Position
from cakupan.indicators.change import compare
from cakupan.indicators.comparable import history
from cakupan.indicators.contributions import Contributions, contributions
from cakupan.observations import Observations, load_observations
from cakupan.verify.addresses import Addresses, UnknownAddress
from cakupan.words.numbers import plain
from cakupan.words.sentences import Sentence, english

At = Callable[..., Position]


@pytest.fixture(scope="module")
def panel(observations: Observations, data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Observations:
    folder = tmp_path_factory.mktemp("panel") / "data"
    simulate.write(simulate.simulate(observations, 18, seed=2, faults=False), data_dir, folder)
    return load_observations(folder)


def contributions_of(position: Position) -> Contributions:
    known = contributions(position)
    assert isinstance(known, Contributions), english(known)
    return known


def test_the_provinces_of_december_2023_and_june_2024_add_up_to_the_nation(at: At) -> None:
    nation = contributions_of(at("ID", "2024-12-31"))
    assert (nation.before, nation.after, len(nation.parts)) == ("2023-12-31", "2024-06-30", 38)
    assert nation.recorded == sum(part.recorded for part in nation.parts) == 202_054_251 - 200_025_749
    assert nation.base is None, "wajib KTP of provinces is published for one of the dates"


def test_jakartas_fall_is_at_most_so_much(at: At) -> None:
    nation = contributions_of(at("ID", "2024-12-31"))
    (jakarta,) = [part for part in nation.parts if part.code == "31"]
    assert (jakarta.recorded, jakarta.bound, nation.bound) == (8_253_139 - 8_321_038, "lower", "lower")
    words = plain(briefing.national(edition="2024-12-31", lang="en").contributed_words().items)  # type: ignore[attr-defined]
    assert "no fall is proven" in words


@pytest.mark.parametrize("code", ["ID", "64", "33"])
def test_points_of_recording_and_base_add_up_to_those_of_the_whole(panel: Observations, code: str) -> None:
    position = Position(panel, code, panel.latest_edition())
    whole = contributions_of(position)
    assert all(part.recording is not None and part.of_base is not None for part in whole.parts)
    ends = {m: {p.as_of: p.value for p in history(position, m).points} for m in ("recorded", "wajib_ktp")}
    step = compare(*(ends[m][day] for day in (whole.before, whole.after) for m in ("recorded", "wajib_ktp")))
    assert step is not None
    assert sum(part.recording or 0 for part in whole.parts) == step.effect_recording
    assert sum(part.of_base or 0 for part in whole.parts) == step.effect_base
    assert whole.base == sum(part.base or 0 for part in whole.parts) == step.base


def test_monthly_figures_are_compared_with_those_of_a_year_before(panel: Observations) -> None:
    whole = contributions_of(Position(panel, "64", panel.latest_edition()))
    before, after = dt.date.fromisoformat(whole.before), dt.date.fromisoformat(whole.after)
    assert (after.year - before.year, after.month) == (1, before.month)


def test_a_province_whose_regencies_have_one_date_says_so(at: At) -> None:
    reason = contributions(at("64", "2024-12-31"))
    assert isinstance(reason, Sentence) and "on two dates" in english(reason)
    report = briefing.province("64", edition="2024-12-31", lang="en")
    assert report.contributed() is None


def test_changes_of_districts_are_not_told(panel: Observations) -> None:
    assert isinstance(contributions(Position(panel, "6472", panel.latest_edition())), Sentence)


def test_each_number_of_the_table_is_computed_again_from_its_address(panel: Observations) -> None:
    position = Position(panel, "64", panel.latest_edition())
    whole, addresses = contributions_of(position), Addresses(panel.traced(), panel.latest_edition())
    dates = f"{whole.before}:{whole.after}"
    for part in whole.parts:
        known = {
            "recorded": Fraction(part.recorded), "wajib_ktp": Fraction(part.base or 0),
            "recording": part.recording, "base": part.of_base,
        }  # fmt: skip
        for what, value in known.items():
            assert addresses.look_up(f"{part.code}:step:{what}:{dates}", "64").values == (value,)
    with pytest.raises(UnknownAddress):
        addresses.look_up("6472:step:recorded:1999-12-31:2000-12-31", "64")
