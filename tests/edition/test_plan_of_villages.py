"""A plan over the reports of many villages: all due when none was built, none when all were. What it costs is for the bench to say."""

from __future__ import annotations

import pytest
from cakupan.bench.planning import measure

pytestmark = pytest.mark.slow
SOME = 500


def test_villages_are_due_until_they_were_built() -> None:
    found = measure(SOME)
    assert found["never built, reports"] == found["all built, reports"] == SOME
    assert (found["never built, due"], found["all built, due"]) == (SOME, 0)
