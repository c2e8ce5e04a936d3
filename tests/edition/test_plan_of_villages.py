"""A plan over the reports of many villages: all due when none was built, none when all were. What it costs is for the bench to say."""

from __future__ import annotations

import pytest
from cakupan.bench.planning import measure

pytestmark = pytest.mark.slow
SOME = 500


def test_villages_are_due_until_they_were_built() -> None:
    counts = measure(SOME)
    assert counts["never built, reports"] == counts["all built, reports"] == SOME
    assert (counts["never built, due"], counts["all built, due"]) == (SOME, 0)
