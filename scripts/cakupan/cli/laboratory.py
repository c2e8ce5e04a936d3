"""Commands that go on as JupyterLab or as the app: `lab`, `open`, `app`."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cakupan.cli.language import language
from cakupan.cli.shared import DataOption, EditionOption, app, asked_region, complete_region, tell
from cakupan.errors import message
from cakupan.workspace import DATA, OUTPUT

if TYPE_CHECKING:
    from cakupan.lab import Start


PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True}
"""Options that are none of ours are Jupyter's: --allow-root, --ip=…, --ServerApp.…=…"""


@app.command(context_settings=PASSED_ON)
def lab(
    context: typer.Context,
    browser: Annotated[bool, typer.Option(help="Open a browser; the address is printed in any case.")] = True,
    port: Annotated[int, typer.Option(help="Port; 0 for the first free one.", min=0, metavar="N")] = 0,
) -> None:
    """Open JupyterLab on the notebooks, at their start page. Further options are passed on to it.

    Example: cakupan lab --no-browser --allow-root
    """
    from cakupan import lab as jupyter
    from cakupan.workspace import NOTEBOOKS

    _become(jupyter.start(NOTEBOOKS, jupyter.START_PAGE, browser=browser, port=port, more=context.args))


@app.command(name="open", context_settings=PASSED_ON)
def open_run(
    context: typer.Context,
    code: Annotated[
        str,
        typer.Argument(
            help="Name or code of a region, ID, or claims.", metavar="REGION", autocompletion=complete_region
        ),
    ],
    edition: EditionOption = "latest",
    lang: Annotated[str, typer.Option(help="Language of the run; else the one that is there.", metavar="id|en")] = "",
    output: Annotated[Path, typer.Option(help="Folder of the editions.", metavar="DIR")] = OUTPUT,
    data: DataOption = DATA,
    browser: Annotated[bool, typer.Option(help="Open a browser; the address is printed in any case.")] = True,
    port: Annotated[int, typer.Option(help="Port; 0 for the first free one.", min=0, metavar="N")] = 0,
    start: Annotated[bool, typer.Option(help="Start JupyterLab; without it the notebook is only written.")] = True,
) -> None:
    """Bring a report's notebook back with its parameters and open it in JupyterLab, at the failing cell if it failed.

    Further options are passed on to JupyterLab. Example: cakupan open samarinda --edition 2024-12-31
    """
    from cakupan import lab as jupyter
    from cakupan.briefing.parameters import edition_date
    from cakupan.errors import UnknownRegion
    from cakupan.observations import load_observations

    observations = load_observations(data)
    day = edition_date(edition, observations.latest_edition())
    with contextlib.suppress(UnknownRegion):  # claims, or a report of one's own, which is found by its name
        code = asked_region(observations.regions, code)
    notebook = jupyter.reopen(output / day.isoformat(), code, lang)
    failed = message("cakupan: {notebook} failed: {why}", notebook=notebook.path, why=notebook.sentence)
    tell(failed if notebook.failed else f"cakupan: {notebook.path}")
    if start:
        _become(
            jupyter.start(
                notebook.path.parent,
                notebook.path.name,
                cell=notebook.cell,
                browser=browser,
                port=port,
                more=context.args,
            )
        )


@app.command(name="app")
def serve(
    browser: Annotated[bool, typer.Option(help="Open a browser; the address is printed in any case.")] = True,
    port: Annotated[int, typer.Option(help="Port; 0 for the first free one.", min=0, metavar="N")] = 0,
) -> None:
    """Serve the explorer as an app, without notebook and code, through Voilà.

    Example: cakupan app --no-browser
    """
    from cakupan.lab import start_app

    _become(start_app(browser=browser, port=port))


def _become(start: Start) -> None:
    """Go on as JupyterLab, or as the app; the address is told once it answers."""
    from cakupan.lab import announce_later

    announce_later(start.address, language())
    os.execve(start.command[0], start.command, start.environment)
