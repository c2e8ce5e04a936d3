"""Reports that several processes read back: nothing depends on who reads which, and a reader that ends leaves nothing unread."""

from __future__ import annotations

from pathlib import Path

import pytest
from cakupan.observations import Observations
from cakupan.verify import Result, readers, verify_edition
from cakupan.verify.readers import Helper, Shares
from verify.spoil import CODES, stem_of

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def small_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "FEW", 1)


@pytest.fixture
def spoilt(edition: Path) -> Path:
    """An edition with a wrong digit in each of two reports, and one file that is missing."""
    for code in CODES[:2]:
        file = edition / "csv" / f"{stem_of(code)}.csv"
        text = file.read_text(encoding="utf-8")
        at = max(place for place, char in enumerate(text) if char.isdigit())
        file.write_text(f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}", encoding="utf-8")
    (edition / "html" / f"{stem_of(CODES[2])}.html").unlink()
    return edition


def found(folder: Path, observations: Observations, workers: int) -> tuple[list[str], dict[str, int], int]:
    result: Result = verify_edition(folder, observations, workers=workers)
    return result.lines, dict(result.counts), result.total


def test_what_is_found_does_not_depend_on_how_many_read(
    spoilt: Path, observations: Observations, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = found(spoilt, observations, 1)
    assert alone[2] >= 4
    given: list[int] = []
    give = Shares.give
    monkeypatch.setattr(
        Shares, "give", lambda self, number, outcome: (given.append(number), give(self, number, outcome))[1]
    )
    assert found(spoilt, observations, 3) == alone
    assert sorted(given) == list(range(len(CODES)))


def test_a_helper_reads_by_itself(built: Path, observations: Observations) -> None:
    from cakupan.verify.documents import Reading
    from cakupan.verify.edition import _read_manifest
    from cakupan.workspace import DATA

    manifest, _ = _read_manifest(built)
    assert manifest is not None
    shares = Shares(Reading.of(built, manifest, observations, DATA, True), [stem_of(code) for code in CODES])
    helper = Helper(shares)
    helper._thread.join(timeout=120)
    helper.end()
    assert shares.take() is None
    outcomes = list(shares.outcomes())
    assert [result.lines for result, _ in outcomes] == [[]] * len(CODES)
    assert all(printed is not None and len(printed.numbers) > 100 for _, printed in outcomes)


@pytest.mark.parametrize(
    "command",
    [("-c", "pass"), ("-c", "import sys; sys.stdin.buffer.read(1000); sys.stdout.write('no answer')"), ("-c", "import time; time.sleep(600)")],
    ids=["ends at once", "answers nonsense", "never answers"],
)  # fmt: skip
def test_a_helper_that_is_of_no_use_leaves_nothing_unread(
    command: tuple[str, ...], built: Path, observations: Observations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "COMMAND", command)
    lines, counts, total = found(built, observations, 2)
    assert (lines, total, counts["reports"]) == ([], 0, len(CODES))
