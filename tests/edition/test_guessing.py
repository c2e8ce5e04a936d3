"""No digest in an edition lets a withheld count be guessed: journal, manifest, index and every document, all formats."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from cakupan.briefing.record import rows_digest
from cakupan.edition.index import _fingerprint
from cakupan.edition.journal import Journal
from cakupan.observations import Observations, load_observations
from edition.builds import EDITION, STATE, Row, cakupan, change, copy_of_data

pytestmark = pytest.mark.slow
REGENCY, SMALLER, LARGER = "6474", "647403", "647401"
STEM = f"cakupan-{REGENCY}-{EDITION}-id"
DIGEST = re.compile(rb"[0-9a-f]{8,64}")


def with_gap(folder: Path, gap: int) -> Path:
    """The shipped tables, but one district of Bontang lacks so many people, and another so many more that the city's sum stays."""
    data = copy_of_data(folder)

    def edit(rows: list[Row]) -> list[Row]:
        own = {(row["region"], row["measure"]): row for row in rows if row["region"] in (SMALLER, LARGER)}
        recorded, base = own[SMALLER, "recorded"], own[SMALLER, "wajib_ktp"]
        moved = int(base["value"]) - gap - int(recorded["value"])
        recorded["value"] = str(int(recorded["value"]) + moved)
        own[LARGER, "recorded"]["value"] = str(int(own[LARGER, "recorded"]["value"]) - moved)
        return rows

    change(data / "observations.csv", edit)
    return data


def built(folder: Path, gap: int) -> Path:
    data, output = with_gap(folder / "data", gap), folder / "output"
    made = cakupan("build", "--region", REGENCY, "--data", data, "--output", output, "--jobs", "1")
    assert made.returncode == 0, made.stderr
    assert (data / "secret.key").exists() is (gap < 10)
    return output / EDITION


def digests_in(edition: Path) -> dict[str, set[bytes]]:
    """Everything in the files of an edition that looks like a digest, by file."""
    digests = {}
    for path in sorted(edition.rglob("*")):
        if path.is_file():
            digests[str(path.relative_to(edition))] = {one for body in _bodies(path) for one in DIGEST.findall(body)}
    return digests


def _bodies(path: Path) -> Iterator[bytes]:
    yield path.read_bytes()
    if path.suffix == ".pdf":
        with pikepdf.open(path) as paper:
            for part in paper.objects:
                if isinstance(part, pikepdf.Stream):
                    yield part.read_bytes()


def guessed(observations: Observations, edition: Path) -> set[bytes]:
    """The digests that somebody gets who knows all other figures and tries one for the count that is withheld."""
    notebook = json.loads((edition / "ipynb" / f"{STEM}.ipynb").read_text(encoding="utf-8"))
    outputs = [output.get("data", {}) for cell in notebook["cells"] for output in cell.get("outputs", [])]
    (read,) = [body["read"] for data in outputs for body in data.values() if isinstance(body, dict) and "read" in body]
    rows = observations.digests((region, measure) for region, measure in read)
    digests = {
        *rows.values(),
        rows_digest(rows),
        _fingerprint(observations),
        *map(observations.digest, observations.by_key),
    }
    return {one.encode() for one in digests}


def where_guesses_hit(edition: Path, gaps: range, folder: Path) -> dict[int, set[str]]:
    """Which files hold a digest that only one of the guesses gives, by guess."""
    shown = digests_in(edition)
    guesses = {gap: guessed(load_observations(with_gap(folder / str(gap), gap)), edition) for gap in gaps}
    same = set.intersection(*guesses.values())
    return {
        gap: {file for file, digests in shown.items() if digests & (guess - same)} for gap, guess in guesses.items()
    }


def test_a_withheld_count_is_not_found_by_trying_all_nine(tmp_path: Path) -> None:
    edition = built(tmp_path, 4)
    hits = where_guesses_hit(edition, range(1, 10), tmp_path / "guesses")
    assert hits == {gap: set() for gap in range(1, 10)}


def test_without_a_key_every_file_would_give_it_away(tmp_path: Path) -> None:
    edition = built(tmp_path, 14)  # not small, so not withheld: there is no key, and a guess hits
    hits = where_guesses_hit(edition, range(10, 19), tmp_path / "guesses")
    assert {gap for gap, files in hits.items() if files} == {14}
    documents = {f"{kind}/{STEM}.{kind}" for kind in ("html", "ipynb")}
    assert {"manifest.json", "index.html", f"{STATE}/journal.jsonl", *documents} <= hits[14]
    assert Journal(edition / STATE / "journal.jsonl").entries()[STEM].rows["6474", "*"].encode() in guessed(
        load_observations(with_gap(tmp_path / "again", 14)), edition
    )
