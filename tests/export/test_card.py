"""The picture for messengers: its size, its words, numbers with date and source, and bars only where nothing is left out."""

from __future__ import annotations

import io
import random
from typing import Any

import pytest
from cakupan.export.card import face_of, render, text_of
from cakupan.export.document import read_document
from cakupan.verify.cards import check_card
from cakupan.verify.model import Result
from export.demo import demo_notebook
from verify.spoil import spoil_text


@pytest.fixture(scope="module")
def document() -> Any:
    return read_document(demo_notebook())


def faults(picture: bytes, text: str, document: Any) -> list[str]:
    result = Result()
    check_card({"card png": ("x.png", picture), "card txt": ("x.txt", text.encode())}, document, result)
    return result.lines


def test_equal_reports_give_equal_pictures_of_the_size_of_a_telephone(document: Any) -> None:
    from PIL import Image

    body = render(document)
    assert body == render(document)
    assert Image.open(io.BytesIO(body)).size == (1080, 1350)


def test_its_words_are_beside_it(document: Any) -> None:
    face, text = face_of(document), text_of(document)
    assert face.headline in text
    assert len(face.numbers) == 3
    assert all(number.value in text and number.label in text for number in face.numbers)


def test_every_wrong_digit_in_its_words_and_every_other_picture_is_found(document: Any) -> None:
    picture, text = render(document), text_of(document)
    assert faults(picture, text, document) == []
    chance = random.Random(100)
    for _ in range(100):
        assert faults(picture, spoil_text(text, chance), document)
    assert faults(render(read_document(demo_notebook("en"))), text, document)


def test_simulated_figures_say_so(document: Any) -> None:
    simulated = read_document(demo_notebook(simulated=True))
    assert "SIMULASI" in face_of(simulated).banner
    assert "SIMULASI" in text_of(simulated)
