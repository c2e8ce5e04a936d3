"""What commands share: the application that they belong to, common options, and how they print.

Commands are in the modules beside this one.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from cakupan.cli.streams import answer

app = typer.Typer(
    name="cakupan",
    help="Briefings on electronic-ID coverage in Indonesia, from published figures to verified HTML and PDF.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

DataOption = Annotated[Path, typer.Option("--data", help="Data directory.", metavar="DIR")]
EditionOption = Annotated[str, typer.Option("--edition", help="Date of the edition, or latest.", metavar="DATE")]
OutputOption = Annotated[
    str, typer.Option(help="Folder of the editions, or object storage: s3://bucket/briefings.", metavar="DIR|URL")
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON on standard output.")]


def choices(option: str, text: str, allowed: tuple[Any, ...]) -> list[Any]:
    """The words of an option with commas. Raises UsageError for one that is not allowed, or none at all."""
    from cakupan.errors import UsageError

    chosen = [part.strip() for part in text.split(",") if part.strip()]
    for part in chosen:
        if part not in allowed:
            raise UsageError(f"{option}: {part!r} is none of {', '.join(allowed)}")
    if not chosen:
        raise UsageError(f"{option}: choose from {', '.join(allowed)}")
    return chosen


def print_json(value: object) -> None:
    """Print a value on standard output; in plain letters where that has not all signs."""
    letters = sys.stdout.encoding or "utf-8"
    text = json.dumps(value, ensure_ascii=False, indent=1)
    try:
        text.encode(letters)
    except UnicodeEncodeError:
        text = json.dumps(value, indent=1)
    answer(text)


def tell(message: str) -> None:
    """Say something to a person, on standard error."""
    print(message, file=sys.stderr)


def print_table(headings: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    """Show rows to a person, on standard output, as wide as the terminal or as 80 columns."""
    import io

    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(*headings, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    text = io.StringIO()
    Console(file=text, width=columns()).print(table)
    answer("\n".join(line.rstrip() for line in text.getvalue().strip("\n").splitlines()))


def columns() -> int:
    """How wide the terminal is; 80 where there is none."""
    return max(40, shutil.get_terminal_size((80, 24)).columns)
