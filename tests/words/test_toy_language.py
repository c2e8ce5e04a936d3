"""A language more is one catalogue and headings in notebooks: nothing else of the package knows how many there are."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from cakupan.languages import LOCALE_DIR
from cakupan.workspace import DATA, NOTEBOOKS, PACKAGE, ROOT

TOY = "jv"
"""A made-up language of that code, said by putting å for a; real Javanese would be one catalogue too."""
_TEXT = re.compile(r'"id": "((?:[^"\\]|\\.)*)"')
_WORDS = re.compile(r"\{\w*\}|<[^>]*>|Cakupan|(?:(?!Cakupan)[^{}<>])+")


def toy(text: str) -> str:
    """A text in the toy language: places for figures, markup and names stay as they are."""
    return _WORDS.sub(
        lambda part: (
            part.group() if part.group()[0] in "{<" or part.group() == "Cakupan" else part.group().replace("a", "å")
        ),
        text,
    )


def add_catalogue(folder: Path) -> None:
    with (folder / "id.po").open("rb") as file:
        book = read_po(file, locale="id")
    for message in book:
        if message.id:
            wording = message.string
            message.string = toy(wording) if isinstance(wording, str) else tuple(map(toy, wording))
    with (folder / f"{TOY}.po").open("wb") as file:
        write_po(file, book, omit_header=True, ignore_obsolete=True)
    head = (
        "\n".join(
            [
                'msgid ""',
                'msgstr ""',
                f'"Language: {TOY}\\n"',
                '"X-Name: Toy\\n"',
                '"X-Tag: jv-ID\\n"',
                '"X-Names-Of-Places: id\\n"',
                '"MIME-Version: 1.0\\n"',
                '"Content-Type: text/plain; charset=utf-8\\n"',
                '"Content-Transfer-Encoding: 8bit\\n"',
                '"Plural-Forms: nplurals=1; plural=0;\\n"',
            ]
        )
        + "\n\n"
    )
    path = folder / f"{TOY}.po"
    path.write_text(head + path.read_text(encoding="utf-8"), encoding="utf-8")


def add_headings(notebook: Path) -> None:
    """Beside every text of the notebook in Indonesian, the same in the toy language."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        cell["source"] = _TEXT.sub(
            lambda text: f'{text.group()}, "{TOY}": "{toy(text.group(1))}"', "".join(cell["source"])
        )
    notebook.write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project in a folder of its own, with one catalogue more and headings in the notebook of provinces."""
    folder = tmp_path_factory.mktemp("house")
    for part in (PACKAGE, DATA, NOTEBOOKS):
        shutil.copytree(part, folder / part.relative_to(ROOT), ignore=shutil.ignore_patterns("__pycache__", "scratch"))
    add_catalogue(folder / LOCALE_DIR.relative_to(ROOT))
    add_headings(folder / NOTEBOOKS.relative_to(ROOT) / "province.ipynb")
    return folder


@pytest.mark.slow
def test_a_briefing_is_built_in_a_language_of_which_the_package_has_never_heard(house: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cakupan", "build", "--region", "64", "--lang", TOY, "--format", "html,pdf,xlsx,docx,card", "--output", str(tmp_path)],
        capture_output=True, text=True, cwd=house, env={**os.environ, "PYTHONPATH": str(house / "scripts")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "no fault" in done.stderr
    (page,) = tmp_path.glob(f"*/html/cakupan-64-*-{TOY}.html")
    text = page.read_text(encoding="utf-8")
    assert f'<html lang="{TOY}"' in text and "Progråm låin" in text and ">Program lain<" not in text
    assert "99,39" in text  # numbers as its tag says
    assert {path.parent.name for path in tmp_path.glob(f"*/*/cakupan-64-*-{TOY}*")} >= {"html", "pdf", "xlsx", "docx"}
    assert "Toy" not in text and f'lang="{TOY}"' in next(tmp_path.glob("*/index.html")).read_text(encoding="utf-8")
