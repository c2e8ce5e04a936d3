"""K04 on data in which only some regions have figures of the date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from cakupan.indicators import Position, compute
from cakupan.observations import Observations


def test_one_province_alone_has_no_share_of_the_national_gap(make: Callable[..., Observations]) -> None:
    alone = make(("64", "recorded", "2024-10-31", 900), ("64", "wajib_ktp", "2024-10-31", 1000))
    k04 = compute(Position(alone, "64", dt.date(2024, 12, 31)))["K04"]
    assert k04.value is None
    assert k04.reason is not None
