"""Opening data for a briefing: the observations of a directory, read once a process, and the parameters checked.

What a briefing shows is in `region` and `published`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from cakupan.briefing import parameters
from cakupan.briefing.injected import check_injected
from cakupan.indicators import Position
from cakupan.observations import Observations, load_observations
from cakupan.observations.load import stamp
from cakupan.regions import Level
from cakupan.words.sentences import Speaker
from cakupan.workspace import DATA


@lru_cache(maxsize=4)
def _loaded(directory: Path, stamp: tuple[tuple[str, int], ...]) -> Observations:
    """Observations of a data directory, read once per process and content."""
    return load_observations(directory)


def observations_of(directory: Path = DATA) -> Observations:
    """The observations of a data directory, with a trace of their own.

    Every notebook comes by here. Raises DataError; UsageError where a parameter was injected that the notebook does not have.
    """
    check_injected()
    return _loaded(directory, stamp(directory)).traced()


def open_position(
    level: Level | tuple[Level, ...], region: object, edition: object, lang: object, data: str
) -> tuple[Position, Speaker, Path]:
    """A region's figures and the voice of the briefing. Raises UsageError with a sentence that lists what is allowed."""
    directory = Path(data) if data else DATA
    observations = observations_of(directory)
    code = parameters.region_code(region, observations.regions, level)
    day = parameters.edition_date(edition, observations.latest_edition())
    return Position(observations, code, day), Speaker(parameters.language(lang), observations.regions), directory
