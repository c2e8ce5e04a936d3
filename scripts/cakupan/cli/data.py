"""Commands on data directories: `simulate`, `score`, `ingest`, `fetch`, `new`. What is written there is decided elsewhere."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cakupan.cli.shared import DataOption, JsonOption, app, choices, print_json, print_table, tell
from cakupan.errors import message
from cakupan.workspace import DATA

if TYPE_CHECKING:
    from fractions import Fraction


@app.command()
def simulate(
    data: Annotated[Path, typer.Option("--data", help="New data directory for the panel.", metavar="DIR")],
    months: Annotated[int, typer.Option(help="Month ends.", min=1, metavar="N")] = 36,
    levels: Annotated[
        str, typer.Option(help="province,regency,district,village, or as many of them from the left.", metavar="NAMES")
    ] = "province,regency",
    seed: Annotated[int, typer.Option(help="The same seed gives the same panel.", metavar="N")] = 1,
    faults: Annotated[bool, typer.Option(help="Plant faults F01 to F15 and list them in faults.csv.")] = True,
) -> None:
    """Make a simulated panel of all provinces and regencies, labelled SIMULASI / SIMULATED wherever it is shown.

    With districts and villages it has 7,265 and 83,762 of them, all but 105 districts invented, for load tests.
    Example: cakupan simulate --months 36 --data panel
    """
    from cakupan.observations import load_observations
    from cakupan.simulate import simulate as grow
    from cakupan.simulate import write
    from cakupan.simulate.faults import FEWEST_MONTHS
    from cakupan.simulate.panel import LEVELS

    if faults and months < FEWEST_MONTHS:
        tell(message("cakupan: no faults are planted: that needs {FEWEST_MONTHS} months", FEWEST_MONTHS=FEWEST_MONTHS))
    chosen: list[Any] = choices("--levels", levels, LEVELS)
    panel = grow(load_observations(DATA), months, tuple(chosen), seed, faults=faults and months >= FEWEST_MONTHS)
    write(panel, DATA, data)
    tell(
        message(
            "cakupan: {months} simulated months written to {data}; build with: cakupan build --data {data}",
            months=months,
            data=data,
        )
    )


@app.command()
def score(
    directory: Annotated[Path, typer.Argument(help="A simulated panel with faults.csv.", metavar="DIR")],
    as_json: JsonOption = False,
) -> None:
    """Score the flags F01 to F15 against the faults planted in a simulated panel: precision and recall.

    Example: cakupan score panel
    """
    from cakupan.simulate import precision_recall

    scores = precision_recall(directory)
    if as_json:
        print_json(
            {
                flag: {
                    "planted": one.planted,
                    "found": one.hits,
                    "raised": one.raised,
                    "precision": None if one.precision is None else float(one.precision),
                    "recall": None if one.recall is None else float(one.recall),
                }
                for flag, one in scores.items()
            }
        )
        return
    rows = [(flag, one.planted, one.raised, _two(one.precision), _two(one.recall)) for flag, one in scores.items()]
    print_table(("Flag", "Planted", "Raised", "Precision", "Recall"), rows)


def _two(share: Fraction | None) -> str:
    return "–" if share is None else f"{float(share):.2f}"


@app.command()
def ingest(
    files: Annotated[list[str], typer.Argument(help="Files, patterns, or one database URL.", metavar="FILE…")],
    sheet: Annotated[str | None, typer.Option(help="Only this sheet of a workbook.", metavar="NAME")] = None,
    map: Annotated[
        list[str] | None, typer.Option(help="What a column is; kept for the next file.", metavar="COLUMN=MEASURE")
    ] = None,
    match: Annotated[
        list[str] | None, typer.Option(help="Which region a name means; kept.", metavar="NAME=CODE")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Reference date, where the file names none.", metavar="DATE")
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="Date of publication; else the newest reference date.", metavar="DATE")
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="Key of the source; else made from name and content.", metavar="ID")
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="Title of the source; else the file's name.", metavar="TEXT")
    ] = None,
    codes: Annotated[Literal["kemendagri", "bps"] | None, typer.Option(help="Whose codes; BPS: match by name.")] = None,
    numbers: Annotated[Literal["id", "en"] | None, typer.Option(help="1.234.567,8 or 1,234,567.8.")] = None,
    dates: Annotated[Literal["dmy", "mdy"] | None, typer.Option(help="Order of 03/04/2024.")] = None,
    share: Annotated[
        Literal["percent", "fraction"] | None, typer.Option(help="Whether 0.99 is a percentage or a share of one.")
    ] = None,
    query: Annotated[str | None, typer.Option(help="What to read from a database.", metavar="SQL")] = None,
    ignore_totals: Annotated[
        bool, typer.Option("--ignore-totals", help="Do not hold total rows against sums.")
    ] = False,
    where: Annotated[
        list[str] | None, typer.Option(help="Only rows that have this value in a column.", metavar="COLUMN=VALUE")
    ] = None,
    sum: Annotated[
        list[str] | None,
        typer.Option(help="The rows of a region are parts by this column; add them.", metavar="COLUMN"),
    ] = None,
    insist: Annotated[
        str | None, typer.Option(help="Why figures unlike what is known are right; kept beside them.", metavar="REASON")
    ] = None,
    everyone: Annotated[
        bool, typer.Option("--everyone", help="The rows count all people, though a title has words that are not known.")
    ] = False,
    add_regions: Annotated[
        bool, typer.Option("--add-regions", help="Add districts and villages that the file names.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and report; write nothing.")] = False,
    data: DataOption = DATA,
    as_json: JsonOption = False,
) -> None:
    """Check a table of one's own and add its figures to the observations: all of them, or none.

    Example: cakupan ingest rekap-2024-10.xlsx --data mine --dry-run
    """
    from cakupan.ingest import Options, read_mapping, read_matches, read_where, shown
    from cakupan.ingest import ingest as run_ingest
    from cakupan.programmes import load_definitions

    measures = load_definitions(data).measures
    options = Options(
        sheet, read_mapping(map or (), measures=measures), read_matches(match or ()), as_of, published, source, title, codes, numbers, dates,
        share, query, ignore_totals, add_regions, dry_run, read_where(where or ()), tuple(sum or ()), insist, everyone,
    )  # fmt: skip
    report = run_ingest(files, data, options)
    report.command = shlex.join(["cakupan", "ingest", *files, "--data", str(data)])
    if as_json:
        print_json(report.to_json())
    for line in shown.lines(report):
        tell(line)
    if not report.accepted:
        raise typer.Exit(2)


@app.command()
def fetch(
    services: Annotated[
        list[str] | None,
        typer.Argument(
            help="Connections (register, ikd, kia …) or services; none means the usual ones.", metavar="[SERVICE…]"
        ),
    ] = None,
    url: Annotated[
        str | None, typer.Option(help="Address of the services, if not the one in connections.toml.", metavar="BASE")
    ] = None,
    as_of: Annotated[str | None, typer.Option(help="Reference date of layers that carry none.", metavar="DATE")] = None,
    write: Annotated[
        bool,
        typer.Option("--write/--dry-run", help="Add the figures, or only check and report; dry run is the default."),
    ] = False,
    insist: Annotated[
        str | None, typer.Option(help="Why figures unlike what is known are right; kept beside them.", metavar="REASON")
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Ask for all pages again, also those that came before.")
    ] = False,
    data: DataOption = DATA,
    as_json: JsonOption = False,
) -> None:
    """Fetch figures from the ministry's public map server, check them, and with --write add them: all, or none.

    Without --write nothing is written (a dry run). Districts that are not known yet are added with the names that the layer gives them.
    A fetch that was stopped goes on where it was.
    Example: cakupan fetch register --data mine
    """
    from cakupan.fetch import Wanted, lines
    from cakupan.fetch import fetch as run_fetch

    wanted = Wanted(tuple(services or ()), url, as_of, insist, write, fresh)
    try:
        outcome = run_fetch(data, wanted, tell)
    except KeyboardInterrupt:
        tell(message("cakupan: stopped; nothing was written, and what came is kept: the same command goes on"))
        raise typer.Exit(130) from None
    options = [
        part
        for name, value in (("--url", url), ("--as-of", as_of), ("--insist", insist))
        if value
        for part in (name, value)
    ]
    command = shlex.join(["cakupan", "fetch", *(services or ()), *options, "--data", str(data)])
    if as_json:
        print_json(outcome.to_json())
    for line in lines(outcome, command):
        tell(line)
    if outcome.faults:
        raise typer.Exit(2)


@app.command()
def new(
    directory: Annotated[Path, typer.Argument(help="A folder that does not exist yet, or is empty.", metavar="DIR")],
    data: DataOption = DATA,
) -> None:
    """Make a data directory of one's own: tables, templates, settings and a worked example.

    Example: cakupan new mine
    """
    from cakupan.ingest.new import make

    for line in make(directory, data):
        tell(line)
