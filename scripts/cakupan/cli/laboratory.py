"""Commands that go on as JupyterLab or as the app: `lab`, `open`, `app`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cakupan.cli.shared import DataOption, EditionOption, app, tell
from cakupan.workspace import DATA, OUTPUT

if TYPE_CHECKING:
    from cakupan.lab import Start


@app.command()
def lab(
    browser: Annotated[bool, typer.Option(help="Open a browser; the address is printed in any case.")] = True,
    port: Annotated[int, typer.Option(help="Port; 0 for the first free one.", min=0)] = 0,
) -> None:
    """Open JupyterLab on the notebooks, at their start page.

    Example: cakupan lab --no-browser
    """
    from cakupan import lab as jupyter
    from cakupan.workspace import NOTEBOOKS

    _become(jupyter.start(NOTEBOOKS, jupyter.START_PAGE, browser=browser, port=port))


@app.command(name="open")
def open_run(
    code: Annotated[str, typer.Argument(help="Code of a region, ID, or claims.", metavar="CODE")],
    edition: EditionOption = "latest",
    lang: Annotated[str, typer.Option(help="Language of the run; else the one that is there.", metavar="id|en")] = "",
    output: Annotated[Path, typer.Option(help="Folder of the editions.", metavar="DIR")] = OUTPUT,
    data: DataOption = DATA,
    browser: Annotated[bool, typer.Option(help="Open a browser; the address is printed in any case.")] = True,
    start: Annotated[bool, typer.Option(help="Start JupyterLab; without it the notebook is only written.")] = True,
) -> None:
    """Bring a report's notebook back with its parameters and open it in JupyterLab, at the failing cell if it failed.

    Example: cakupan open 6472 --edition 2024-12-31
    """
    from cakupan import lab as jupyter
    from cakupan.briefing.parameters import edition_date
    from cakupan.observations import load_observations

    day = edition_date(edition, load_observations(data).latest_edition())
    found = jupyter.reopen(output / day.isoformat(), code, lang)
    tell(f"cakupan: {found.path}{f' failed: {found.sentence}' if found.failed else ''}")
    if start:
        _become(jupyter.start(found.path.parent, found.path.name, cell=found.cell, browser=browser))


@app.command(name="app")
def serve(
    browser: Annotated[bool, typer.Option(help="Open a browser; the address is printed in any case.")] = True,
    port: Annotated[int, typer.Option(help="Port; 0 for the first free one.", min=0)] = 0,
) -> None:
    """Serve the explorer as an app, without notebook and code, through Voilà.

    Example: cakupan app --no-browser
    """
    from cakupan.lab import start_app

    _become(start_app(browser=browser, port=port))


def _become(start: Start) -> None:
    """Go on as JupyterLab, or as the app."""
    tell(f"cakupan: open {start.address} (Ctrl+C ends it)")
    os.execve(start.command[0], start.command, start.environment)
