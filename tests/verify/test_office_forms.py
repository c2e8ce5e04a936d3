"""Every wrong digit in a workbook or Word document is found: against the executed notebook, with manifest and seals left aside."""

from __future__ import annotations

import csv
import io
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cakupan.export.letter import render as letter
from cakupan.export.workbook import render as workbook
from cakupan.verify.letters import check_letter, read_letter
from cakupan.verify.model import Result
from cakupan.verify.notebooks import read_executed
from cakupan.verify.pages import Unreadable
from cakupan.verify.workbooks import check_book, read_book
from verify.spoil import other_digit, stem_of

pytestmark = pytest.mark.slow
TIMES = 100
_NUMBER = re.compile(rb"<v>([^<]*)</v>")
_WORDS = re.compile(rb'<w:t[^>]*>([^<]*)</w:t>|descr="([^"]*)"')
_TEXT = re.compile(rb"<t[^>]*>([^<]*)</t>")


def spoilt(body: bytes, chance: random.Random, inside: str, shown: re.Pattern[bytes]) -> bytes:
    """One digit of one part of an archive is another."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    places = [
        (name, at)
        for name, part in parts.items()
        if re.fullmatch(inside, name)
        for match in shown.finditer(part)
        for at in range(*match.span(match.lastindex or 1))
        if part[at : at + 1].isdigit()
    ]
    name, at = chance.choice(places)
    part = parts[name]
    parts[name] = part[:at] + other_digit(chr(part[at]), chance).encode() + part[at + 1 :]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def faults(read: Callable[[bytes], Any], check: Callable[..., None], body: bytes, executed: Any) -> list[str]:
    result = Result()
    try:
        check(read(body), executed if read is read_letter else executed.document, "file", result)
    except Unreadable as error:
        return [str(error)]
    return result.lines


@pytest.mark.parametrize("shown", [_NUMBER, _TEXT], ids=["numbers", "texts"])
def test_every_wrong_digit_in_a_workbook_is_found(built: Path, shown: re.Pattern[bytes]) -> None:
    executed = read_executed((built / "ipynb" / f"{stem_of('65')}.ipynb").read_bytes())
    sound = workbook(executed.document)
    assert faults(read_book, check_book, sound, executed) == []
    chance = random.Random(20261127)
    for number in range(TIMES // 2):
        body = spoilt(sound, chance, r"xl/worksheets/\w+\.xml", shown)
        assert faults(read_book, check_book, body, executed), f"mutation {number} was not found"


def test_every_wrong_digit_in_a_word_document_is_found(built: Path) -> None:
    executed = read_executed((built / "ipynb" / f"{stem_of('65')}.ipynb").read_bytes())
    sound = letter(executed.document)
    assert faults(read_letter, check_letter, sound, executed) == []
    chance = random.Random(20261127)
    for number in range(TIMES):
        body = spoilt(sound, chance, r"word/(document|footer\d*)\.xml", _WORDS)
        assert faults(read_letter, check_letter, body, executed), f"mutation {number} was not found"


def test_the_figures_of_a_workbook_can_be_taken_back(built: Path, tmp_path: Path) -> None:
    executed = read_executed((built / "ipynb" / f"{stem_of('65')}.ipynb").read_bytes())
    (tmp_path / "buku.xlsx").write_bytes(workbook(executed.document))
    cakupan = [sys.executable, "-m", "cakupan"]
    mine = tmp_path / "mine"
    for command in (
        ["new", str(mine)],
        ["ingest", str(tmp_path / "buku.xlsx"), "--sheet", "Angka", "--data", str(mine)],
    ):
        done = subprocess.run([*cakupan, *command], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    csv_rows = list(csv.DictReader(executed.document.csv_text.splitlines()))
    figures = {(row["region"], row["measure"], row["as_of"], row["value"]) for row in csv_rows if not row["id"]}
    with (mine / "observations.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["source"].startswith("buku-")]
    taken = {(row["region"], row["measure"], row["as_of"], row["value"]) for row in rows}
    assert figures
    assert taken == figures
