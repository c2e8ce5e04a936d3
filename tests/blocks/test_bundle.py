"""A block comes out of the JSON of an output as it went in."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from blocks.test_blocks import every_block, ids
from cakupan.blocks import (
    DOCUMENT_MIME,
    Block,
    Data,
    Figure,
    Num,
    Paragraph,
    Setup,
    Table,
    Title,
    blocks_of,
    metadata_of,
)
from cakupan.blocks.bundle import BLOCKS
from cakupan.settings.logo import Logo

DATA = Data(("code", "coverage"), (("6472", Num("99,1", "3/7", "6472:K01")), ("6474", 4), ("6401", 0.5), ("64", None)))


def carried(block: Block) -> Any:
    """The JSON of a block after a notebook was written and read."""
    return json.loads(json.dumps(block._repr_mimebundle_()[DOCUMENT_MIME]))


@pytest.mark.parametrize("block", every_block("Kutai «1»\u2063"), ids=ids)
def test_a_block_is_read_as_it_was_made(block: Block) -> None:
    assert blocks_of(carried(block)) == (block,)


def test_every_kind_of_block_is_known() -> None:
    assert {type(block) for block in every_block("x")} == set(BLOCKS)


def test_the_figures_that_a_chart_or_table_is_made_of_come_along() -> None:
    for block in every_block("x"):
        if isinstance(block, Figure | Table):
            full = dataclasses.replace(block, data=DATA)
            assert blocks_of(carried(full)) == (full,)


def test_a_logo_comes_along_byte_by_byte() -> None:
    title = Title(
        "T", "", (), "64", letterhead=("a", "b"), logo=Logo("image/png", bytes(range(256))), logo_alt="Lambang"
    )
    assert blocks_of(carried(title)) == (title,)


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"block": "poem"}, "'poem' is not known"),
        ({"block": "note", "region": "64"}, "lacks text"),
        ({"block": "note", "text": "a", "region": 64}, "int"),
        ({"block": "points", "items": "abc", "region": "64"}, "str"),
        ("note", "None"),
    ],
)
def test_what_is_no_block_is_refused_with_a_reason(form: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        blocks_of({"blocks": [form]})


def test_what_outputs_say_of_the_document_is_no_block() -> None:
    outputs = [{"data": shown._repr_mimebundle_()} for shown in (Setup({"lang": "en"}), Paragraph("x", "64"))]
    assert metadata_of({"cells": [{"outputs": outputs}]}) == {"lang": "en"}
    assert blocks_of(outputs[0]["data"][DOCUMENT_MIME]) == ()


def test_the_csv_of_figures_is_for_machines() -> None:
    assert DATA.csv_text().split("\r\n") == ["code,coverage", "6472,0.428571428571", "6474,4", "6401,0.5", "64,", ""]


def test_figures_refuse_a_row_of_another_length() -> None:
    with pytest.raises(ValueError, match="row 1 of a block's data has 1 cells, not 2"):
        Data(("a", "b"), (("1",),))
