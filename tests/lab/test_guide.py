"""The guide as it is read: ten steps with the names of those that the browser test walks, each with a small picture and its text."""

from __future__ import annotations

import re

from browser.guide import GUIDE, LARGEST, PICTURES, STEPS, picture_of
from cakupan.workspace import NOTEBOOKS

TEXT = GUIDE.read_text(encoding="utf-8")


def test_the_guide_has_the_ten_steps_that_are_tested() -> None:
    assert re.findall(r"^## (.+)$", TEXT, re.MULTILINE) == [f"{n}. {title}" for n, title in enumerate(STEPS, 1)]
    assert len(STEPS) == 10


def test_each_step_has_its_picture_with_a_text_instead_and_none_is_large() -> None:
    shown = re.findall(r"^!\[(.{30,})\]\((.+)\)$", TEXT, re.MULTILINE)
    assert [name for _, name in shown] == [f"pictures/{picture_of(n)}" for n in range(1, 11)]
    assert {path.name for path in PICTURES.glob("guide-*")} == {picture_of(n) for n in range(1, 11)}
    assert all(0 < (PICTURES / picture_of(n)).stat().st_size <= LARGEST for n in range(1, 11))


def test_the_guide_is_found_from_the_start_page_and_from_the_readme() -> None:
    assert "](guide.md)" in (NOTEBOOKS / "index.md").read_text(encoding="utf-8")
    assert "](notebooks/guide.md)" in (NOTEBOOKS.parent / "README.md").read_text(encoding="utf-8")
