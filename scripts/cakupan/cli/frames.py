"""The command `frame`: what `report.frame` gives in a notebook, as CSV, JSON or Parquet. Nothing is computed here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cakupan.cli.shared import DataOption, EditionOption, app, asked_region, complete_region, print_json, tell
from cakupan.cli.streams import answer
from cakupan.errors import message, why
from cakupan.workspace import DATA


@app.command()
def frame(
    region: Annotated[
        str,
        typer.Option(
            help="Name, short form or Kemendagri code; ID for the nation.",
            metavar="REGION",
            autocompletion=complete_region,
        ),
    ],
    level: Annotated[
        str | None,
        typer.Option(
            help="Level of the rows: province, regency, district, village. Default: right below.", metavar="NAME"
        ),
    ] = None,
    within: Annotated[
        str | None,
        typer.Option(
            help="Region that the rows lie in, if not the one named.", metavar="REGION", autocompletion=complete_region
        ),
    ] = None,
    programme: Annotated[
        list[str] | None, typer.Option(help="Only this programme; may be given several times.", metavar="ID")
    ] = None,
    sources: Annotated[bool, typer.Option("--sources", help="Also date and source of each figure.")] = False,
    edition: EditionOption = "latest",
    data: DataOption = DATA,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV on standard output; this is the default.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
    parquet: Annotated[Path | None, typer.Option(help="Write Parquet into a file.", metavar="FILE")] = None,
) -> None:
    """Print the figures of the regions inside one, a row each: what `report.frame` gives in a notebook.

    Example: cakupan frame --region 64 --csv
    """
    from cakupan.briefing.parameters import edition_date
    from cakupan.errors import UsageError, need_extra
    from cakupan.frames import frame_of
    from cakupan.indicators import Position
    from cakupan.observations import load_observations

    if sum((as_csv, as_json, parquet is not None)) > 1:
        raise UsageError(message("--csv, --json and --parquet exclude each other; choose one of them"))
    if parquet is not None:
        need_extra("parquet", "--parquet", "pyarrow")
    observations = load_observations(data)
    region = asked_region(observations.regions, region)
    within = within and asked_region(observations.regions, within)
    position = Position(observations, region, edition_date(edition, observations.latest_edition()))
    frame = frame_of(position, "id", level, within=within, programmes=programme or None, sources=sources)  # type: ignore[arg-type]
    if parquet is not None:
        try:
            frame.to_parquet(parquet)
        except OSError as error:
            raise UsageError(
                message(
                    "--parquet: {parquet} cannot be written ({reason}); name a file in a folder that exists",
                    parquet=parquet,
                    reason=why(error),
                )
            ) from error
        tell(
            message("{n} rows, {columns} columns: {parquet}", n=len(frame), columns=len(frame.columns), parquet=parquet)
        )
    elif as_json:
        rows = frame.astype(object).where(frame.notna(), None).reset_index().to_dict(orient="records")
        print_json({"rows": rows, **frame.attrs})
    else:
        answer(frame.to_csv(lineterminator="\n"), end="")
