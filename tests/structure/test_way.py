"""The way of one number, from the row that it is published in to the page of a PDF, through the files that CONTRIBUTING.md lists.

Traced in real runs of our own functions. Two lists are held: the files that the number itself leaves (as a figure with its source, an
integer, a number with its address, digits, JSON, Typst), and those that only carry a record, sentence, block or page which holds it.
What computes other numbers from it (coverage, gap, rank) is on the way of those.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import nbformat
import pytest
from cakupan import briefing, prose
from cakupan.blocks import Points
from cakupan.export.compiler import compile_pdf
from cakupan.export.document import read_document
from cakupan.export.settle import settle
from cakupan.export.typeset import typst_source
from cakupan.indicators import Position, compute
from cakupan.observations import Observation, load_observations
from cakupan.verify.papers import read_paper
from cakupan.words.numbers import Num
from cakupan.words.sentences import Speaker, Value
from cakupan.workspace import DATA, PACKAGE, ROOT

EDITION = dt.date(2024, 12, 31)
RECORDED, PRINTED, ADDRESS = 2_843_891, "2.843.891", "64:recorded"
"""The recorded people of Kalimantan Timur, 30 June 2024."""


def itself(value: Any) -> bool:
    """Whether a value is the number: none that holds others beside it."""
    match value:
        case bool():
            return False
        case int():
            return value == RECORDED
        case Observation():
            return value.value == RECORDED
        case Value() | Num():
            return value.key == ADDRESS
        case dict():
            return value.get("key") == ADDRESS
        case str():
            return PRINTED in value and not re.search(
                r"\d", value.replace(PRINTED, "").replace(str(RECORDED), "").replace(ADDRESS, "")
            )
        case (one,):
            return itself(one)
    return False


def holds(value: Any, depth: int = 6) -> bool:
    """Whether the number is somewhere in a value."""
    if itself(value):
        return True
    if isinstance(value, str):
        return PRINTED in value or str(RECORDED) in value
    if isinstance(value, tuple | list):
        parts: Iterator[Any] = iter(value)
    elif isinstance(value, dict):
        parts = iter(value.values())
    elif is_dataclass(value) and not isinstance(value, type):
        parts = (getattr(value, field.name, None) for field in fields(value))
    else:
        return False
    return depth > 0 and any(holds(part, depth - 1) for part in parts)


class Trace:
    """The files of the package that the number leaves, in their order, and those that let out something that holds it."""

    def __init__(self) -> None:
        self.way: list[str] = []
        self.carriers: set[str] = set()

    def __call__(self, step: Callable[[], Any]) -> Any:
        before = sys.gettrace()
        sys.settrace(self._called)
        try:
            return step()
        finally:
            sys.settrace(before)

    def _called(self, frame: FrameType, event: str, _: Any) -> Any:
        path = Path(frame.f_code.co_filename)
        if PACKAGE not in path.parents:
            return None
        frame.f_trace_lines = False
        name = path.relative_to(PACKAGE).as_posix()
        return lambda _frame, event, value: self._left(name, value) if event == "return" else None

    def _left(self, name: str, value: Any) -> None:
        if itself(value):
            if name not in self.way:
                self.way.append(name)
        elif holds(value):
            self.carriers.add(name)


@pytest.fixture(scope="module")
def walked() -> tuple[Trace, bytes]:
    """The sentence of the first point of a briefing, step by step as the briefing makes it, and the PDF that it ends in."""
    trace = Trace()
    observations = trace(lambda: load_observations(DATA))
    position = Position(observations, "64", EDITION)
    trace(lambda: position.own)
    found = compute(position)
    sentence = trace(lambda: prose.coverage_sentence(position, found))
    text = trace(lambda: Speaker("id", observations.regions)(sentence))
    report = briefing.province("64", edition="2024-12-31", lang="id")
    whole = report.main_points()
    assert whole.items[0] == text, "the first point is no longer made this way"
    points = Points((text,), "64")
    cell = trace(points._repr_mimebundle_)
    notebook = as_notebook(report.setup()._repr_mimebundle_(), report.title()._repr_mimebundle_(), cell)
    document = trace(lambda: read_document(notebook, "briefing", DATA))
    settled, _ = trace(lambda: settle(document))
    source = trace(lambda: typst_source(settled))
    return trace, trace(lambda: compile_pdf(source))


def as_notebook(*bundles: dict[str, Any]) -> Any:
    outputs = [nbformat.v4.new_output("display_data", data=bundle) for bundle in bundles]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=outputs)])


def listed(heading: str) -> list[str]:
    """The files in the first column of a table of CONTRIBUTING.md."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = text.split(f"| {heading} |")[1].split("\n\n")[0].splitlines()[2:]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])]


def test_it_begins_as_a_row_and_ends_on_a_page(walked: tuple[Trace, bytes]) -> None:
    _, pdf = walked
    rows = (DATA / "observations.csv").read_text(encoding="utf-8")
    assert rows.count(f"\n64,recorded,2024-06-30,{RECORDED},") == 1
    assert PRINTED in "".join(text for _, text in read_paper(pdf).pieces)


def test_it_passes_the_ten_files_that_newcomers_are_told(walked: tuple[Trace, bytes]) -> None:
    trace, _ = walked
    way = ["data/observations.csv", *trace.way, "export/compiler.py"]
    assert way == listed("the number passes | as")
    assert len(way) <= 10


def test_what_only_carries_it_is_told_too(walked: tuple[Trace, bytes]) -> None:
    trace, _ = walked
    assert sorted(trace.carriers - set(trace.way)) == sorted(listed("it is carried by | in"))
