"""Comparison of two executed notebooks, with nothing smoothed over but what differs between any two executions.

That is: times, process numbers, memory addresses, random identifiers, and into how many pieces one text was cut.
"""

from __future__ import annotations

import json
import re
from typing import Any

from nbformat import NotebookNode

REPLACEMENTS = (
    (re.compile(r"ipykernel_\d+"), "ipykernel_PID"),
    (re.compile(r"0x[0-9a-f]{8,}"), "0xADDRESS"),
    (re.compile(r"(CPU times|Wall time): .*"), r"\1: TIME"),
    (re.compile(r"<dc:date>[^<]*</dc:date>"), "<dc:date>TIME</dc:date>"),
    (re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])"), "IDENTIFIER"),
    (re.compile(r"\bin\.ipynb|\bout\.ipynb"), "NOTEBOOK"),
)
WIDGETS = "application/vnd.jupyter.widget-state+json"
TIMES = {"start_time", "end_time", "duration", "input_path", "output_path"}


def differences(one: NotebookNode, other: NotebookNode) -> list[str]:
    """Return a sentence for each cell, and for the notebook's metadata, in which the two differ."""
    left, right = comparable(one), comparable(other)
    sentences = [
        f"cell {number} differs:\n  {json.dumps(a, ensure_ascii=False)}\n  {json.dumps(b, ensure_ascii=False)}"
        for number, (a, b) in enumerate(zip(left["cells"], right["cells"], strict=False))
        if a != b
    ]
    if len(left["cells"]) != len(right["cells"]):
        sentences.append(f"{len(left['cells'])} cells against {len(right['cells'])}")
    if left["metadata"] != right["metadata"]:
        sentences.append(f"metadata differ:\n  {left['metadata']}\n  {right['metadata']}")
    return sentences


def comparable(notebook: NotebookNode) -> dict[str, Any]:
    """Return what must be equal of a notebook, as plain values."""
    metadata = _without_times(json.loads(json.dumps(notebook.metadata)))
    if widgets := metadata.pop("widgets", None):
        # Kept under random identifiers; which of two equal widgets is which does not show.
        states = widgets[WIDGETS]["state"].values()
        metadata["widgets"] = sorted(normal(json.dumps(state, sort_keys=True)) for state in states)
    value: dict[str, Any] = _walk({"cells": [_cell(cell) for cell in notebook.cells], "metadata": metadata})
    return value


def normal(text: str) -> str:
    """Return the text without times, process numbers and addresses."""
    for pattern, replacement in REPLACEMENTS:
        text = pattern.sub(replacement, text)
    return text


def _cell(cell: NotebookNode) -> dict[str, Any]:
    plain = json.loads(json.dumps(cell))
    plain["metadata"].pop("execution", None)
    plain["metadata"] = _without_times(plain["metadata"])
    plain["outputs"] = _joined(plain.get("outputs", []))
    return {key: value for key, value in plain.items() if key != "id"}


def _without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_times(item) for key, item in value.items() if key not in TIMES}
    return value


def _joined(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join neighbouring pieces of one stream: a kernel sends what is printed every 0.2 seconds."""
    joined: list[dict[str, Any]] = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output["output_type"] == "stream" == last.get("output_type") and output["name"] == last["name"]:
            last["text"] += output["text"]
        else:
            joined.append(dict(output))
    return joined


def _walk(item: Any) -> Any:
    if isinstance(item, str):
        return normal(item)
    if isinstance(item, list):
        return [_walk(part) for part in item]
    if isinstance(item, dict):
        return {normal(key): _walk(part) for key, part in item.items()}
    return item
