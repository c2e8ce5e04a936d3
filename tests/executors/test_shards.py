"""Parts of a batch for other schedulers: together they are all reports, each once, and what is no part is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from cakupan.edition.jobs import jobs_for, shard
from cakupan.errors import UsageError
from cakupan.observations import Observations
from cakupan.workspace import DATA
from hypothesis import given
from hypothesis import strategies as st

DAY = dt.date(2024, 12, 31)


@given(count=st.integers(1, 50))
def test_the_parts_of_a_batch_are_all_its_reports_each_once(observations: Observations, count: int) -> None:
    jobs = jobs_for(observations.regions, DAY, DATA)
    parts = [shard(jobs, f"{part}/{count}") for part in range(1, count + 1)]
    stems = [job.stem for part in parts for job in part]
    assert sorted(stems) == sorted(job.stem for job in jobs)
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


@pytest.mark.parametrize("text", ["", "3", "/", "1/", "/2", "a/b", "1/2/3", "-1/2", "1.0/2", "٣/٤", " 1/2"])
def test_what_is_no_part_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="is no I/N, write 1/8"):
        shard((), text)


@pytest.mark.parametrize("text", ["0/4", "5/4", "1/0"])
def test_a_part_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="parts are counted from 1 to N"):
        shard((), text)
