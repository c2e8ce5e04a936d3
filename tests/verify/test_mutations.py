"""Every single wrong character and every foreign chart or table is found, with manifest and seals left aside."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import nbformat
import pytest
from cakupan.blocks import DOCUMENT_MIME, blocks_of
from cakupan.export import CakupanHTMLExporter, CakupanPDFExporter
from cakupan.observations import Observations
from cakupan.verify import Result, verify_edition
from verify.spoil import CODES, blocks, digit_places, spoil_notebook, spoil_pdf, spoil_text, stem_of

pytestmark = pytest.mark.slow

COMPARISONS = frozenset({"notebook", "pdf", "csv"})
"""Faults that come from comparing a document with its siblings; the others come from the data alone."""


def checked(folder: Path, observations: Observations, *codes: str) -> Result:
    return verify_edition(folder, observations, only={stem_of(code) for code in codes}, use_hashes=False)


@pytest.mark.parametrize(("kind", "times"), [("html", 110), ("pdf", 40), ("csv", 30), ("ipynb", 20)])
def test_every_single_wrong_digit_is_found(edition: Path, observations: Observations, kind: str, times: int) -> None:
    chance = random.Random(f"20241231 {kind}")
    by_data = 0
    for number in range(times):
        code = CODES[number % len(CODES)]
        path = edition / kind / f"{stem_of(code)}.{kind}"
        sound = path.read_bytes()
        if kind == "html":
            text = sound.decode()
            path.write_text(spoil_text(text, chance, digit_places(text)), encoding="utf-8")
        elif kind == "pdf":
            path.write_bytes(spoil_pdf(sound, chance))
        elif kind == "csv":
            path.write_text(spoil_text(sound.decode(), chance), encoding="utf-8")
        else:
            path.write_text(spoil_notebook(sound.decode(), chance), encoding="utf-8")
        result = checked(edition, observations, code)
        files = {fault.file for fault in result.faults}
        assert f"{kind}/{path.name}" in files, f"mutation {number} of {path.name} was not found"
        by_data += any(fault.kind not in COMPARISONS for fault in result.faults)
        path.write_bytes(sound)
    if kind == "html":
        assert by_data >= 0.9 * times, f"only {by_data} of {times} were found without the notebook's help"


def test_a_chart_or_table_pasted_from_another_page_is_found(edition: Path, observations: Observations) -> None:
    chance = random.Random(25)
    for _ in range(25):
        here, there = chance.sample(CODES, 2)
        path = edition / "html" / f"{stem_of(here)}.html"
        sound = path.read_text(encoding="utf-8")
        other = (edition / "html" / f"{stem_of(there)}.html").read_text(encoding="utf-8")
        old, new = chance.choice(blocks(sound)), chance.choice(blocks(other))
        path.write_text(sound[: old.start()] + new.group() + sound[old.end() :], encoding="utf-8")
        assert any(fault.kind == "foreign" for fault in checked(edition, observations, here).faults), new.group()[:200]
        path.write_text(sound, encoding="utf-8")


def test_a_chart_or_table_of_another_region_is_found_though_all_formats_agree_and_it_claims_the_right_region(
    edition: Path, observations: Observations
) -> None:
    """The notebook itself shows the other region's block under its own code, and all documents are made from it.

    The nation's report is left out: it may show any region's figures, and they are as true there.
    """
    chance = random.Random(2025)
    exporters: dict[str, Any] = {"html": CakupanHTMLExporter(), "pdf": CakupanPDFExporter()}
    faults: Counter[str] = Counter()
    for _ in range(25):
        here = chance.choice([code for code in CODES if code != "ID"])
        there = chance.choice([code for code in CODES if code != here])
        files = [edition / kind / f"{stem_of(here)}.{kind}" for kind in ("ipynb", "html", "pdf")]
        sound = [file.read_bytes() for file in files]
        notebook = nbformat.reads(sound[0].decode(), as_version=4)
        other = nbformat.reads(
            (edition / "ipynb" / f"{stem_of(there)}.ipynb").read_text(encoding="utf-8"), as_version=4
        )
        (data, number), (foreign, at) = chance.choice(pasteable(notebook)), chance.choice(pasteable(other))
        pasted = {**foreign[DOCUMENT_MIME]["blocks"][at], "region": here}
        data[DOCUMENT_MIME]["blocks"][number] = pasted
        data["text/html"] = "\n".join(block.to_html() for block in blocks_of(data[DOCUMENT_MIME]))
        files[0].write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
        for file in files[1:]:
            body, _resources = exporters[file.suffix[1:]].from_notebook_node(notebook)
            file.write_bytes(body if isinstance(body, bytes) else body.encode())
        result = checked(edition, observations, here, there)
        assert not result.sound, f"a block of {there} in the report of {here} was not found: {pasted}"
        faults.update({fault.kind for fault in result.faults})
        for file, body in zip(files, sound, strict=True):
            file.write_bytes(body)
    assert faults["foreign"] + faults["picture"] >= 20


def pasteable(notebook: Any) -> list[tuple[Any, int]]:
    """The charts and tables of a notebook with figures of the data: the output that carries each, and its place there.

    Those with none but numbers that an analysis has computed are compared with their own figures, and with nothing else.
    """
    return [
        (output["data"], number)
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        for number, block in enumerate(output.get("data", {}).get(DOCUMENT_MIME, {}).get("blocks", ()))
        if block["block"] in ("figure", "table")
        and re.search(r'"key": "(?!data:|free")\w|data-numbers="[^"]*@', block.get("svg") or json.dumps(block))
    ]


def test_the_small_edition_itself_is_sound(built: Path, observations: Observations) -> None:
    result = verify_edition(built, observations)
    assert result.lines == []
    assert result.counts["reports"] == len(CODES)
    assert result.counts["numbers against the data"] > 1000
    assert json.loads(json.dumps(result.to_json()))["sound"]
