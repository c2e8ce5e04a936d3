"""Numbers without an address, and paces with theirs: computed again, never taken on trust; what is unsound stays so until it is mended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from cakupan import simulate
from cakupan.edition import run
from cakupan.edition.run import Outcome
from cakupan.indicators import Position
from cakupan.indicators.pace import outlook
from cakupan.observations import Observations, load_observations
from cakupan.verify import Result
from cakupan.verify.addresses import Addresses, UnknownAddress
from cakupan.verify.pages import read_fragment
from cakupan.verify.report import Subject, check_numbers
from cakupan.verify.unaddressed import values_of
from cakupan.verify.words import Vocabulary
from cakupan.workspace import DATA
from conftest import Make

EDITION = dt.date(2024, 12, 31)
Check = Callable[..., Result]


@pytest.fixture(scope="module")
def check(observations: Observations) -> Check:
    addresses = Addresses(observations.traced(), EDITION)
    values = values_of(addresses.position("64"), DATA / "claims.csv", "id")

    def checked(fragment: str, *, is_own: bool = False) -> Result:
        subject = Subject(
            "report", "64", "id", addresses, Vocabulary(), frozenset({"2024-06-30"}), values=values, is_own=is_own
        )
        result = Result()
        check_numbers(subject, read_fragment(fragment), "page.html", result)
        return result

    return checked


def sentence(value: str, text: str, key: str = "") -> str:
    address = f' data-key="{key}"' if key else ""
    return f'<p>Cakupan sebenarnya <data value="{value}"{address}>{text}</data> persen.</p>'


def test_a_number_that_the_data_does_not_give_is_a_fault_without_an_address(check: Check) -> None:
    (fault,) = check(sentence("4231/100", "42,31")).faults
    assert fault.kind == "unaddressed" and "42,31" in fault.sentence


def test_an_unknown_address_is_refused_as_a_missing_one_is(check: Check) -> None:
    missing, unknown = check(sentence("4231/100", "42,31")), check(sentence("4231/100", "42,31", "64:K99"))
    assert (missing.total, unknown.total) == (1, 1)


def test_in_an_analysts_own_report_it_is_free_text_and_counted(check: Check) -> None:
    result = check(sentence("4231/100", "42,31"), is_own=True)
    assert result.sound and result.counts["numbers in free text"] == 1


def test_what_the_data_gives_may_stand_without_an_address(check: Check) -> None:
    assert check(sentence("284389100/2861471", "99,39")).sound
    assert check(
        '<p>Per <data value="2024-06-30">30\u00a0Juni 2024</data> ada <data value="38">38</data> provinsi.</p>'
    ).sound


def test_what_says_that_it_is_of_an_axis_stands_in_a_drawing(check: Check) -> None:
    assert not check(sentence("4231/100", "42,31", "axis")).sound


def test_codes_of_regions_and_sources_are_no_figures(check: Check) -> None:
    assert not check(sentence("6472", "6.472")).sound


def test_the_share_of_a_district_in_its_regency_is_what_the_data_gives(observations: Observations) -> None:
    addresses = Addresses(observations.traced(), EDITION)
    gap, above = (addresses.position(code).own.gap for code in ("647203", "6472"))
    assert gap is not None and above is not None
    values = values_of(addresses.position("647203"), DATA / "claims.csv", "id")
    assert (
        Fraction(100 * gap, above) in values
        and Fraction(addresses.position("6472").settings.withhold_below - 1) in values
    )
    assert Fraction(100 * gap + 1, above) not in values


def test_the_share_of_a_regency_among_those_with_figures_of_its_date_is_what_the_data_gives(make: Make) -> None:
    rows = [("6401", 100_000, 95_600), ("6474", 40_000, 39_000)]
    given = [
        row
        for code, base, n in rows
        for row in ((code, "wajib_ktp", "2024-10-31", base), (code, "recorded", "2024-10-31", n))
    ]
    older = [("6472", "wajib_ktp", "2024-06-30", 1_000), ("6472", "recorded", "2024-06-30", 400)]
    values = values_of(Position(make(*given, *older), "6474", EDITION), DATA / "claims.csv", "id")
    assert {Fraction(100 * 1_000, 5_400), Fraction(100 * 1_000, 6_000)} <= values


@pytest.fixture(scope="module")
def panel(observations: Observations, data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Observations:
    folder = tmp_path_factory.mktemp("panel") / "data"
    simulate.write(simulate.simulate(observations, 36, ("province",), seed=1), data_dir, folder)
    return load_observations(folder)


def test_paces_and_months_are_computed_again_by_arithmetic_of_verifys_own(panel: Observations) -> None:
    addresses = Addresses(panel.traced(), panel.latest_edition())
    seen = 0
    for code in ("ID", "64", "31", "73", "95"):
        for kind in ("ikd", "recording"):
            known = outlook(Position(panel.traced(), code, panel.latest_edition()), kind)  # type: ignore[arg-type]
            assert addresses.look_up(known.key("now"), code).values == (known.pace,)
            assert addresses.look_up(known.key("deadline"), code).dates == (str(known.deadline),)
            assert addresses.look_up(known.key("ratio"), code).values == (known.ratio,)
            if known.projection is not None and not known.projection.beyond_horizon:
                assert addresses.look_up(known.key("month"), code).dates == (known.month(known.projection.months),)
                seen += 1
    assert seen


def test_another_month_than_the_projected_one_is_a_fault(panel: Observations) -> None:
    addresses = Addresses(panel.traced(), panel.latest_edition())
    known = addresses.look_up("64:pace:ikd:deadline", "64")
    assert known.holds("2027-12-31") and not known.holds("2028-12-31")
    assert addresses.look_up("64:pace:ikd:2028-07", "64").holds("2028-07")
    with pytest.raises(UnknownAddress):
        addresses.look_up("64:pace:ikd:2035-07", "64")


def test_a_build_that_found_faults_finds_them_again_until_they_are_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / run.STATE).mkdir()
    asked: list[set[str]] = []
    wrong = True

    def verify(folder: Path, observations: object, *, only: set[str], data: Path, workers: int) -> Result:
        asked.append(set(only))
        result = Result()
        if wrong and "second" in only:
            result.fault("value", "html/second.html", "", "wrong")
        return result

    monkeypatch.setattr(run, "verify_edition", verify)

    class Named:
        data = tmp_path

        def __init__(self, stem: str) -> None:
            self.stem = stem

    jobs: Any = [Named("first"), Named("second")]
    cold = Outcome(built=jobs)
    run._read_back(tmp_path, jobs, None, cold, 1, lambda words: None)  # type: ignore[arg-type]
    idle = Outcome(up_to_date=jobs)
    run._read_back(tmp_path, jobs, None, idle, 1, lambda words: None)  # type: ignore[arg-type]
    assert not cold.sound and not idle.sound and asked == [{"first", "second"}, {"second"}]
    wrong = False
    for _ in range(2):
        mended = Outcome(up_to_date=jobs)
        run._read_back(tmp_path, jobs, None, mended, 1, lambda words: None)  # type: ignore[arg-type]
        assert mended.sound
    assert len(asked) == 3, "what is sound is not read again"


@pytest.mark.slow
def test_a_simulated_panel_of_36_months_reads_back_without_faults_twice(
    panel: Observations, tmp_path: Path, data_dir: Path, observations: Observations
) -> None:
    import subprocess
    import sys

    simulate.write(simulate.simulate(observations, 36, seed=1), data_dir, tmp_path / "data")
    command = [
        sys.executable,
        "-m",
        "cakupan",
        "build",
        "--data",
        str(tmp_path / "data"),
        "--output",
        str(tmp_path / "out"),
    ]
    regions = ["--region", "ID", "--region", "64", "--region", "6472"]
    for more in ([], ["--force"]):
        done = subprocess.run([*command, *regions, *more], capture_output=True, text=True, check=False)
        assert done.returncode == 0 and "no fault" in done.stderr, done.stderr
