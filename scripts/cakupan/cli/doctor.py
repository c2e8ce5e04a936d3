"""The command `doctor`: prints what `examination` finds."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Annotated

import typer

from cakupan.cli.shared import DataOption, JsonOption, app, columns, print_json
from cakupan.cli.streams import answer
from cakupan.words.language import marked
from cakupan.workspace import DATA, OUTPUT

STATES = {"good": marked("good"), "lacking": marked("lacking"), "slow": marked("slow"), "bad": marked("wrong")}


@app.command()
def doctor(
    output: Annotated[Path, typer.Option(help="Folder of the editions.", metavar="DIR")] = OUTPUT,
    data: DataOption = DATA,
    as_json: JsonOption = False,
) -> None:
    """Say what is installed, can be written to and reached, and what would be slow; changes nothing.

    Exit code 1 when something is wrong. Example: cakupan doctor
    """
    from cakupan.cli.examination import examine
    from cakupan.cli.language import language
    from cakupan.regions import Regions
    from cakupan.words.numbers import NBSP
    from cakupan.words.sentences import Speaker, english

    findings = list(examine(data, output))
    if as_json:
        print_json([{"state": one.state, "topic": one.topic, "what": english(one.sentence)} for one in findings])
    else:
        speak = Speaker(language(), Regions({}))
        marks = {state: speak.word(name) for state, name in STATES.items()}
        indent = max(map(len, marks.values())) + 2
        for one in findings:
            text = speak.text(one.sentence).replace(NBSP, " ")
            head = marks[one.state].ljust(indent)
            answer(
                "\n".join(textwrap.wrap(text, columns(), initial_indent=head, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False))
            )  # fmt: skip
    if any(one.state == "bad" for one in findings):
        raise typer.Exit(1)
