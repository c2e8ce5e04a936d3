"""What many tests stand on: the shipped data, loaded once, and a way to make small sets of observations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from cakupan.indicators import Position
from cakupan.observations import Observation, Observations, Source, load_observations

DATA = Path(__file__).parents[1] / "data"
Row = tuple[str, str, str, "int | str"]
Make = Callable[..., Observations]


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
