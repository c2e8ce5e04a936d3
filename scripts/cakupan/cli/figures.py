"""Commands on figures: `indicators`, `quality`, `claims`. Nothing is computed here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cakupan.cli.shared import (
    DataOption,
    EditionOption,
    JsonOption,
    app,
    asked_region,
    columns,
    complete_region,
    print_json,
    print_table,
    tell,
)
from cakupan.cli.streams import answer
from cakupan.words.language import marked
from cakupan.workspace import DATA


@app.command()
def indicators(
    region: Annotated[
        str,
        typer.Option(
            help="Name, short form or Kemendagri code; ID for the nation.",
            metavar="REGION",
            autocompletion=complete_region,
        ),
    ],
    edition: EditionOption = "latest",
    data: DataOption = DATA,
    as_json: JsonOption = False,
) -> None:
    """Print the indicators of a region.

    Example: cakupan indicators --region 64 --edition 2024-12-31 --json
    """
    from cakupan.briefing.parameters import edition_date
    from cakupan.indicators import Position, compute, compute_programmes, described
    from cakupan.observations import load_observations

    observations = load_observations(data)
    region = asked_region(observations.regions, region)
    day = edition_date(edition, observations.latest_edition())
    position = Position(observations, region, day)
    indicators = [*compute(position).values(), *compute_programmes(position).values()]
    if as_json:
        print_json(
            {
                "region": region,
                "edition": day.isoformat(),
                "indicators": [described(one, observations.definitions) for one in indicators],
            }
        )
        return
    from cakupan.cli.indicator_lines import indicator_lines
    from cakupan.cli.language import language
    from cakupan.words.numbers import NBSP
    from cakupan.words.sentences import Speaker, date, say, verbatim

    speak = Speaker(language(), observations.regions)
    named = verbatim(position.region.display(speak.lang))
    heading = say("{code} {region}, edition {day}", code=verbatim(region), region=named, day=date(day.isoformat()))
    lines = indicator_lines(indicators, observations.definitions, speak, columns())
    answer("\n".join([speak.text(heading), *lines]).replace(NBSP, " "))


SEVERITIES = {"info": marked("note"), "warn": marked("warning"), "error": marked("fault"), "stop": marked("stop")}


@app.command()
def quality(
    region: Annotated[
        str | None,
        typer.Option(
            help="This region and those right inside it; else all.", metavar="REGION", autocompletion=complete_region
        ),
    ] = None,
    edition: EditionOption = "latest",
    data: DataOption = DATA,
    as_json: JsonOption = False,
) -> None:
    """Print the data-quality flags F01 to F16: what a reader should doubt.

    Example: cakupan quality --region 92 --json
    """
    from cakupan.briefing.parameters import edition_date
    from cakupan.cli.language import language
    from cakupan.observations import load_observations
    from cakupan.quality import check, to_json
    from cakupan.words.numbers import NBSP
    from cakupan.words.sentences import Speaker

    observations = load_observations(data)
    day = None if edition == "latest" else edition_date(edition, observations.latest_edition())
    region = region and asked_region(observations.regions, region)
    flags = check(observations, region, day)
    if as_json:
        print_json(to_json(flags))
        return
    speak = Speaker(language(), observations.regions)
    headings = tuple(map(speak.word, ("Flag", "Region", "Severity", "What is to be doubted")))
    severities = {name: speak.word(SEVERITIES[name]) for name in SEVERITIES}
    print_table(
        headings,
        [(f.flag, f.region, severities[f.severity], speak.text(f.message).replace(NBSP, " ")) for f in flags],
    )


@app.command()
def claims(
    file: Annotated[Path, typer.Argument(help="CSV table of claims, figures as printed.", metavar="FILE.csv")],
    data: DataOption = DATA,
    as_json: JsonOption = False,
) -> None:
    """Judge the claims of a table: does the printed percentage follow from the printed counts?

    Unreadable rows are named, the others judged; then the exit code is 2. Example: cakupan claims data/claims.csv --json
    """
    from cakupan.claims import Outside, judge_all, load_claims, shown
    from cakupan.cli.language import language
    from cakupan.observations import load_observations
    from cakupan.words.numbers import plain
    from cakupan.words.sentences import Speaker

    observations = load_observations(data)
    table = load_claims(file)
    outside = Outside(observations)
    verdicts = judge_all(table.claims, outside.evidence_for, outside.section_for)
    if as_json:
        print_json([verdict.to_json() for verdict in verdicts])
    else:
        speak = Speaker(language(), observations.regions)
        rows = []
        for verdict in verdicts:
            pieces = shown(verdict, speak)
            sums = "; ".join(plain(part) for part in pieces.arithmetic[:2]) or plain(
                pieces.findings[0] if pieces.findings else ""
            )
            rows.append((verdict.claim.id, " · ".join((pieces.label, *pieces.marks)), sums))
        print_table(tuple(map(speak.word, ("Claim", "Verdict", "Arithmetic"))), rows)
    for problem in table.problems:
        tell(f"cakupan: {problem.sentence(language(), str(file))}")
    if table.problems:
        raise typer.Exit(2)
