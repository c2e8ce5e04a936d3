"""A plan over the reports of all villages: what one more report costs leaves it under 20 CPU seconds and a gigabyte."""

from __future__ import annotations

import pytest
from cakupan.bench.planning import measure
from cakupan.simulate.below import VILLAGES

pytestmark = pytest.mark.slow
SOME = 5_000


def test_a_plan_over_all_villages_takes_less_than_20_seconds_and_a_gigabyte() -> None:
    found = measure(SOME)
    assert (found["never built, due"], found["all built, due"]) == (SOME, 0)
    for what, limit in (("cpu", 20), ("peak_mb", 1000)):
        none, all_of_them = found[f"never built, {what}"], found[f"all built, {what}"]
        assert none + (all_of_them - none) * VILLAGES / SOME < limit, found
