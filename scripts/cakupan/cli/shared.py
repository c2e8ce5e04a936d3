"""What commands share: the application that they belong to, common options, and how they print.

Commands are in the modules beside this one.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan import __version__
from cakupan.cli.language import spoken
from cakupan.cli.streams import answer
from cakupan.errors import message
from cakupan.workspace import DATA

if TYPE_CHECKING:
    from cakupan.regions import Regions

HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(
    name="cakupan",
    help="Briefings on electronic-ID coverage in Indonesia, from published figures to verified HTML and PDF.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings=HELP,
)


@app.callback()
def common(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=lambda asked: _tell_version(asked), help="Tell the version."),
    ] = False,
) -> None:
    pass


def _tell_version(asked: bool) -> None:
    if asked:
        answer(f"cakupan {__version__}")
        raise typer.Exit


def complete_region(incomplete: str) -> list[tuple[str, str]]:
    """For the shell: provinces, regencies and cities that begin as typed, by code, or by a name of one word."""
    from cakupan.regions import NATION, Regions

    regions = Regions.load(DATA)
    offered = []
    for region in (regions.get(NATION), *regions.provinces, *regions.regencies):
        bare = region.short().removeprefix("Kota ").lower()
        if region.code.startswith(incomplete):
            offered.append((region.code, region.name))
        elif bare.startswith(incomplete.lower()) and " " not in bare:
            offered.append((incomplete + bare[len(incomplete) :], region.name))
    return offered


DataOption = Annotated[Path, typer.Option("--data", help="Data directory.", metavar="DIR")]
EditionOption = Annotated[str, typer.Option("--edition", help="Date of the edition, or latest.", metavar="DATE")]
OutputOption = Annotated[
    str, typer.Option(help="Folder of the editions, or object storage: s3://bucket/briefings.", metavar="DIR|URL")
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON on standard output.")]


def asked_region(regions: Regions, text: str) -> str:
    """The code of the region that a person means; on a terminal a name that several have is asked about. Raises Ambiguous, UnknownRegion."""
    from cakupan.regions import Ambiguous, region_asked

    try:
        return region_asked(regions, text).code
    except Ambiguous as doubt:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise
        for number, region in enumerate(doubt.candidates, 1):
            tell(f"  {number}  {region.code} {region.name}")
        chosen: int = typer.prompt(spoken(message("cakupan: which {text} is meant?", text=text)), type=int, err=True)
        if not 1 <= chosen <= len(doubt.candidates):
            raise
        return doubt.candidates[chosen - 1].code


def choices(option: str, text: str, allowed: tuple[Any, ...]) -> list[Any]:
    """The words of an option with commas. Raises UsageError for one that is not allowed, or none at all."""
    from cakupan.errors import UsageError

    chosen = [part.strip() for part in text.split(",") if part.strip()]
    for part in chosen:
        if part not in allowed:
            raise UsageError(
                message(
                    "{option}: {part} is none of {allowed}", option=option, part=repr(part), allowed=", ".join(allowed)
                )
            )
    if not chosen:
        raise UsageError(message("{option}: choose from {allowed}", option=option, allowed=", ".join(allowed)))
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
    """Say something to a person, on standard error, in the user's language."""
    print(spoken(message), file=sys.stderr)


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
    answer("\n".join(line.rstrip() for line in text.getvalue().splitlines()).strip("\n"))


def columns() -> int:
    """How wide the terminal is; 80 where there is none."""
    return max(40, shutil.get_terminal_size((80, 24)).columns)


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
