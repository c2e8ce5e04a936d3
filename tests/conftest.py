"""What many tests stand on: the shipped data, loaded once, and a way to make small sets of observations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import hypothesis
import pytest
from cakupan.indicators import Position
from cakupan.observations import Observation, Observations, Source, load_observations
from filelock import FileLock

DATA = Path(__file__).parents[1] / "data"
Row = tuple[str, str, str, "int | str"]
Make = Callable[..., Observations]
Shared = Callable[[str, Callable[[Path], None]], Path]

hypothesis.settings.register_profile("quick", max_examples=30, deadline=None)
hypothesis.settings.register_profile("thorough", max_examples=100, deadline=None)
hypothesis.settings.load_profile("quick")  # `python3 scripts/test.py --all` asks for the other


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Shared:
    """A folder that is made once for all workers of a run: shared("edition", make) returns it, made by one and awaited by the others."""
    base = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        base = base.parent

    def shared(name: str, make: Callable[[Path], None]) -> Path:
        folder = base / "shared" / name
        folder.parent.mkdir(exist_ok=True)
        with FileLock(f"{folder}.lock"):
            if not Path(f"{folder}.done").exists():
                folder.mkdir()
                make(folder)
                Path(f"{folder}.done").touch()
        return folder

    return shared


ESSENTIAL = (
    "tests/edition/test_building.py::test_a_build_leaves_documents_figures_notebooks_index_and_manifest",
    "tests/edition/test_building.py::test_a_second_build_does_nothing_and_touches_nothing",
    "tests/engine/test_equality.py::test_the_warm_engine_leaves_what_stock_papermill_leaves[figures]",
    "tests/engine/test_equality.py::test_the_warm_engine_leaves_what_stock_papermill_leaves[errors]",
    "tests/verify/test_commands.py::test_a_sound_edition_ends_with_0_and_says_what_was_read",
    "tests/verify/test_loose.py::test_a_page_with_one_other_digit_is_altered",
    "tests/reports/test_own_reports.py::test_its_numbers_are_counted_as_of_the_data_of_an_analysis_and_free",
    "tests/cli/test_failing_reports.py::test_the_other_reports_are_built_and_the_failed_one_can_be_opened[warm]",
    "tests/notebooks/test_papermill.py::test_the_stock_command_line_runs_a_province_by_number",
    "tests/notebooks/test_every_notebook.py::test_a_notebook_runs_from_top_to_bottom_by_its_defaults[gallery]",
    "tests/briefing/test_own_regencies.py::test_over_100_is_shown_as_it_is_and_not_as_a_bound",
    "tests/executors/test_merge.py::test_the_parts_joined_are_the_whole_build_and_joining_again_changes_nothing",
    "tests/programmes/test_own_programme.py::test_the_briefing_carries_it_and_reading_back_finds_no_fault",
)
"""Of the slow tests, one real run of each capability: these are part of `python3 scripts/test.py`; `--all` and the gate run them all."""


LONG = ("slow", "cluster", "office", "browser")
"""Markers of tests that take seconds each."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the essential tests; files with slow ones come first, so that side by side no worker is left with one of them in the end."""
    for item in items:
        if item.nodeid in ESSENTIAL:
            item.add_marker("essential")
    long = {item.path for item in items if any(map(item.get_closest_marker, LONG))}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def data_dir() -> Path:
    return DATA


@pytest.fixture(scope="session")
def observations() -> Observations:
    """The shipped observations. Shared: use `observations.traced()` where the trace matters."""
    return load_observations(DATA)


@pytest.fixture(scope="session")
def at(observations: Observations) -> Callable[..., Position]:
    """A position on the shipped data: at("64"), at("ID", "2025-12-31")."""

    def position(code: str, edition: str = "2024-12-31") -> Position:
        return Position(observations, code, dt.date.fromisoformat(edition))

    return position


@pytest.fixture(scope="session")
def make(observations: Observations) -> Make:
    """Observations of (region, measure, as_of, value) rows; a text value is a percentage. Options hold for all rows."""

    def made(*rows: Row, breaks: dict[str, str] | None = None, published: str = "", **options: object) -> Observations:
        given = {"system": "own", "status": "ok", "rounded": False, "area": "", "source": "T1", "note": "", **options}
        found = [
            Observation(
                region, measure, as_of, Decimal(value) if isinstance(value, str) else value,
                "percent" if isinstance(value, str) else "people", **given,  # type: ignore[arg-type]
            )
            for region, measure, as_of, value in rows
        ]  # fmt: skip
        edges = {region: ((dt.date.fromisoformat(day), ""),) for region, day in (breaks or {}).items()}
        source = Source(str(given["source"]), "a source", published, "")
        return Observations.of(found, {source.id: source}, observations.regions, edges)

    return made
