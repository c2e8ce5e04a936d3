"""The command `define`: what a measure, programme, indicator or flag means, from the tables of definitions."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cakupan.cli.shared import DataOption, JsonOption, app, print_json
from cakupan.cli.streams import answer
from cakupan.workspace import DATA


@app.command()
def define(
    id: Annotated[
        str, typer.Argument(help="Such as kia_owned, kia, kia.coverage, K05, F01; empty: list all.", metavar="[ID]")
    ] = "",
    data: DataOption = DATA,
    as_json: JsonOption = False,
) -> None:
    """Print the definition of a measure, programme, indicator or flag.

    Example: cakupan define kia.coverage
    """
    from cakupan.errors import UsageError, message
    from cakupan.programmes import load_definitions
    from cakupan.programmes.shown import all_ids, shown

    definitions = load_definitions(data)
    if not id:
        ids = all_ids(definitions)
        if as_json:
            print_json(ids)
            return
        for heading, names in ids.items():
            answer(f"{heading}: {', '.join(names)}")
        return
    facts: dict[str, Any] | None = shown(definitions, id)
    if facts is None:
        import difflib

        known = [name for names in all_ids(definitions).values() for name in names]
        near = difflib.get_close_matches(id, known, n=3)
        if near:
            raise UsageError(
                message("there is no definition of {id}; did you mean {near}?", id=repr(id), near=", ".join(near))
            )
        raise UsageError(message("there is no definition of {id}; cakupan define lists all", id=repr(id)))
    if as_json:
        print_json(facts)
        return
    for name, value in facts.items():
        if isinstance(value, dict):
            answer(f"{name}:")
            for lang, text in value.items():
                if text:
                    answer(f"  {lang}: {text}")
        elif value:
            answer(f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
