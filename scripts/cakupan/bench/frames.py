"""What data frames cost: one of each region that a briefing is made of, as a notebook asks for it, and one of all regencies."""

from __future__ import annotations

import time
from dataclasses import dataclass

from cakupan import briefing
from cakupan.indicators import Position
from cakupan.observations import Observations, load_observations
from cakupan.words.sentences import Speaker
from cakupan.workspace import DATA

ALLOWED_MS = 10


@dataclass(frozen=True)
class Frames:
    """CPU seconds of the frame of each region in one process, the first ones paying for what is computed once; and of one of all regencies."""

    each: tuple[float, ...]
    whole: float

    def __str__(self) -> str:
        ordered = sorted(self.each)
        mean, median, worst = sum(ordered) / len(ordered), ordered[len(ordered) // 2], ordered[-1]
        return (
            f"{len(ordered)} frames, `report.frame()` of the nation, each province and each regency in one process: "
            f"{mean * 1000:.1f} ms CPU each, what is computed once for all included (the median {median * 1000:.1f} ms, the one that "
            f"pays for it {worst * 1000:.0f} ms); allowed are {ALLOWED_MS} ms. One frame of all regencies after that: {self.whole * 1000:.0f} ms."
        )


def measure() -> Frames:
    """Ask for all frames, in an order in which a batch does."""
    observations = load_observations(DATA)
    regions = [observations.regions.get("ID"), *observations.regions.provinces, *observations.regions.regencies]
    each = []
    for region in regions:
        start = time.process_time()
        _report(observations, region.code).frame()
        each.append(time.process_time() - start)
    start = time.process_time()
    _report(observations, regions[-1].code).frame("regency", within="ID")
    return Frames(tuple(each), time.process_time() - start)


def _report(observations: Observations, code: str) -> briefing.Briefing:
    """A report that reads the observations through a trace of its own, as each one of a batch does."""
    position = Position(observations.traced(), code, observations.latest_edition())
    return briefing.of_position(position, Speaker("id", observations.regions))
