"""The secret key of a data directory: made once where a count is small, kept, and in the way of whoever guesses."""

from __future__ import annotations

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from cakupan.briefing.record import record_of
from cakupan.errors import DataError
from cakupan.indicators import Position
from cakupan.indicators.ranking import standing
from cakupan.observations import Observations
from cakupan.observations.observation import INSIDE
from cakupan.observations.secret import (
    SECRET,
    is_due,
    new_secret,
    read_secret,
    tells_few,
    with_secret,
    write_secret,
)
from cakupan.settings import Settings

Make = Callable[..., Observations]
DAY = "2024-06-30"
KEY = bytes(range(32))


def with_gap(make: Make, gap: int) -> Observations:
    """Two villages of a district, of which one lacks so many people."""
    return make(
        ("6474011001", "wajib_ktp", DAY, 2_000), ("6474011001", "recorded", DAY, 2_000 - gap),
        ("6474011002", "wajib_ktp", DAY, 3_000), ("6474011002", "recorded", DAY, 2_500),
    )  # fmt: skip


def digests(observations: Observations) -> set[str]:
    """All digests that documents and journal would hold of these villages."""
    view = observations.traced()
    for village in ("6474011001", "6474011002"):
        for measure in ("wajib_ktp", "recorded"):
            view.all(village, measure)
    record = record_of(view, "a report", "6474011001", DAY, "id")
    view.derived("gap", "6474011001", "", lambda all: {"6474011001": all.by_key["6474011001", "recorded"][0].count})
    keys = [*view.trace.keys, ("647401", INSIDE)]
    return {record["rows"], *view.trace.derived.values(), *map(view.digest, keys), *view.digests(view.keys).values()}


def test_without_a_key_a_count_is_found_in_at_most_nine_guesses(make: Make) -> None:
    shown = digests(with_gap(make, 7))
    assert [gap for gap in range(1, 10) if shown & digests(with_gap(make, gap))] == [7]


def test_with_a_key_no_guess_hits_any_digest(make: Make) -> None:
    shown = digests(replace(with_gap(make, 7), secret=KEY))
    assert not any(shown & digests(with_gap(make, gap)) for gap in range(1, 10))
    assert (
        shown
        == digests(replace(with_gap(make, 7), secret=KEY))
        != digests(replace(with_gap(make, 7), secret=KEY[::-1]))
    )


def test_digests_from_the_regency_up_stay_as_anyone_can_make_them(observations: Observations) -> None:
    keyed = replace(observations, secret=KEY)
    for key in (("6474", "recorded"), ("64", "recorded"), ("ID", "wajib_ktp")):
        assert keyed.digest(key) == observations.digest(key)
    for code, same in (("6474", True), ("64", True)):
        plain, other = observations.traced(), keyed.traced()
        for view in (plain, other):
            standing(Position(view, code, view.latest_edition()))
        assert (plain.trace.derived == other.trace.derived) is same


def test_the_shipped_figures_need_no_key(observations: Observations, tmp_path: Path) -> None:
    assert not is_due(observations) and with_secret(observations, tmp_path) is observations
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("counts", "few"),
    [((2_400, 2_393), True), ((2_400, 2_390), False), ((9, 0), True), ((10, 0), False), ((2_400, 2_400), False), ((), False)],
)  # fmt: skip
def test_a_count_or_a_difference_from_1_to_9_is_small(counts: tuple[int, ...], few: bool) -> None:
    assert tells_few(["6474011001"] * len(counts), counts) is few


def test_a_small_count_of_a_regency_needs_no_key_and_one_of_a_village_does(make: Make) -> None:
    assert not is_due(make(("6474", "wajib_ktp", DAY, 10_000), ("6474", "recorded", DAY, 9_995)))
    assert is_due(with_gap(make, 3)) and not is_due(with_gap(make, 10))
    assert not is_due(replace(with_gap(make, 3), secret=KEY))


def test_an_office_with_a_higher_threshold_needs_a_key_for_what_is_small_to_it(make: Make) -> None:
    assert not is_due(with_gap(make, 30)) and is_due(replace(with_gap(make, 30), settings=Settings(withhold_below=50)))


def test_a_key_is_made_once_for_its_owner_alone(make: Make, tmp_path: Path) -> None:
    first = with_secret(with_gap(make, 3), tmp_path).secret
    path = tmp_path / SECRET
    assert len(first) == 32 and read_secret(tmp_path) == first and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert write_secret(tmp_path, KEY) == first and [file.name for file in tmp_path.iterdir()] == [SECRET]


def test_of_many_who_make_a_key_at_once_all_use_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: write_secret(tmp_path, new_secret()), range(40)))
    assert keys == {read_secret(tmp_path)} and [path.name for path in tmp_path.iterdir()] == [SECRET]


def test_a_directory_that_takes_no_key_is_told_in_a_sentence(make: Make, tmp_path: Path) -> None:
    with pytest.raises(
        DataError, match=r"secret\.key cannot be written .* make the directory writable for the first build"
    ):
        with_secret(with_gap(make, 3), tmp_path / "nowhere")


@pytest.mark.parametrize("content", [b"", b"00", b"no key", b"\xff\xfe", b"0" * 63 + b"g"])
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / SECRET).write_bytes(content)
    with pytest.raises(DataError, match=r"holds no key of 64 digits 0 to f; restore it, or delete it"):
        read_secret(tmp_path)


def test_a_key_that_may_not_be_read_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(DataError, match=r"\(Permission denied\); .* ask its owner for the right to read it"):
        read_secret(tmp_path)
