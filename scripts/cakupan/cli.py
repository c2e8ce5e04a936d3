"""The command `cakupan`: reads options, calls the package, prints. Nothing is computed here.

Machine output is JSON on standard output, everything else goes to standard error. Exit codes: 0 done; 1 some reports failed
or a check found faults; 2 bad usage or bad input.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cakupan.errors import CakupanError
from cakupan.workspace import DATA, OUTPUT

if TYPE_CHECKING:
    from fractions import Fraction

    from cakupan.edition.jobs import Format, Kind
    from cakupan.lab import Start
    from cakupan.numbers import Lang

app = typer.Typer(
    name="cakupan",
    help="Briefings on electronic-ID coverage in Indonesia, from published figures to verified HTML and PDF.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

DataOption = Annotated[Path, typer.Option("--data", help="Data directory.", metavar="DIR")]
ReportsOption = Annotated[
    str | None,
    typer.Option(
        help="Kinds of reports, with commas: national,province,regency,district,village,claims. Default: national,province, or the kind of each --region.",
        metavar="KINDS",
    ),
]
ShardOption = Annotated[
    str | None,
    typer.Option("--shard", help="Only part I of N of the reports, each part in a folder of its own.", metavar="I/N"),
]
EditionOption = Annotated[str, typer.Option("--edition", help="Date of the edition, or latest.", metavar="DATE")]
OutputOption = Annotated[
    str, typer.Option(help="Folder of the editions, or object storage: s3://bucket/briefings.", metavar="DIR|URL")
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON on standard output.")]


def main() -> None:
    """Entry point: a mistake of the user's ends in one sentence and exit code 2."""
    try:
        app()
    except CakupanError as error:
        print(f"cakupan: {error}", file=sys.stderr)
        raise SystemExit(2) from None


@app.command()
def build(
    edition: EditionOption = "latest",
    reports: ReportsOption = None,
    region: Annotated[
        list[str] | None, typer.Option(help="Only this region; may be given several times.", metavar="CODE")
    ] = None,
    lang: Annotated[Literal["id", "en", "both"], typer.Option(help="Language of the briefings.")] = "id",
    format: Annotated[str, typer.Option(help="Formats, with commas: html,pdf.")] = "html,pdf",
    jobs: Annotated[int, typer.Option(help="Reports at the same time on this machine; 0 for all cores.", min=0)] = 0,
    engine: Annotated[Literal["warm", "stock"], typer.Option(help="How notebooks are executed.")] = "warm",
    executor: Annotated[Literal["local", "dask"], typer.Option(help="Where reports are built.")] = "local",
    scheduler: Annotated[
        str | None, typer.Option(help="Scheduler of a Dask cluster, as tcp://127.0.0.1:8786.", metavar="ADDRESS")
    ] = None,
    shard: ShardOption = None,
    output: OutputOption = str(OUTPUT),
    data: DataOption = DATA,
    force: Annotated[bool, typer.Option("--force", help="Build again what is up to date.")] = False,
    verify: Annotated[bool, typer.Option(help="Read back what was built, number by number.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")] = False,
) -> None:
    """Build an edition: national and provincial briefings, in HTML and PDF, with an index.

    Example: cakupan build --region 64 --lang both
    """
    from cakupan.delivery import Target
    from cakupan.edition.run import run
    from cakupan.executors import executor_for
    from cakupan.observations.secret import with_secret
    from cakupan.progress import Progress

    batch = _batch(edition, reports, region, lang, format, data, shard)
    progress = Progress(quiet=quiet)
    if not batch.jobs:
        progress.say(f"part {shard} holds no report")
        return
    batch.observations = with_secret(batch.observations, data)
    target = Target.of(output, batch.edition)
    chosen = executor_for(executor, scheduler, jobs or _cores(), target.remote, progress.say)
    try:
        with progress, target.held():
            if batch.part is not None:
                batch.part.write(target.folder)
            outcome = run(
                batch.jobs, target.folder, batch.observations, engine=engine,
                executor=chosen, force=force, watcher=progress.watcher, say=progress.say, check=verify,
            )  # fmt: skip
            read = target.deliver(outcome, batch.observations, data.resolve(), progress.say)
    except KeyboardInterrupt:
        _say("cakupan: stopped; what was finished stays, run again to go on")
        # Threads that wait for a notebook would hold the interpreter; the notebooks' processes end with this one.
        os._exit(130)
    progress.summary(outcome, target.folder, target.shown)
    if not outcome.sound or not (read is None or read.sound):
        raise typer.Exit(1)


@app.command()
def plan(
    edition: EditionOption = "latest",
    reports: ReportsOption = None,
    region: Annotated[list[str] | None, typer.Option(help="Only this region.", metavar="CODE")] = None,
    lang: Annotated[Literal["id", "en", "both"], typer.Option(help="Language of the briefings.")] = "id",
    format: Annotated[str, typer.Option(help="Formats, with commas.")] = "html,pdf",
    shard: ShardOption = None,
    output: OutputOption = str(OUTPUT),
    data: DataOption = DATA,
    force: Annotated[bool, typer.Option("--force", help="As if everything were to be built again.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Name the cause of each report.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Say what a build with the same options would do, and why; runs nothing.

    Example: cakupan plan --why
    """
    from cakupan.delivery import Target
    from cakupan.edition.journal import Journal
    from cakupan.edition.plan import plan as make_plan
    from cakupan.edition.run import STATE

    batch = _batch(edition, reports, region, lang, format, data, shard)
    target = Target.of(output, batch.edition)
    target.fetch()
    entries = Journal(target.folder / STATE / "journal.jsonl").entries()
    planned = make_plan(batch.jobs, entries, target.folder, batch.observations, force=force)
    if as_json:
        _print_json([{"report": p.job.stem, "due": p.due, "why": list(p.causes)} for p in planned])
        return
    for p in planned:
        if p.due:
            _say(f"{p.job.stem}: {'; '.join(p.causes) if why else 'due'}")
    due = sum(p.due for p in planned)
    _say(f"{due} of {len(planned)} reports are due")


@app.command()
def merge(
    parts: Annotated[
        list[str], typer.Argument(help="Editions built with --shard, folders or object storage.", metavar="DIR…")
    ],
    output: OutputOption = str(OUTPUT),
    data: DataOption = DATA,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")] = False,
) -> None:
    """Join the parts of an edition, each built with --shard into a folder of its own, into the edition of a whole build.

    Example: cakupan merge parts/1/2024-12-31 parts/2/2024-12-31 --output joined
    """
    import datetime as dt

    from cakupan.delivery import Target, fetched
    from cakupan.executors.merge import batch_of
    from cakupan.executors.merge import merge as join
    from cakupan.observations import load_observations
    from cakupan.progress import Progress

    folders = [fetched(part) for part in parts]
    observations, say = load_observations(data), Progress(quiet=quiet).say
    target = Target.of(output, dt.date.fromisoformat(batch_of(folders).edition))
    with target.held():
        outcome = join(folders, target.folder, observations, data.resolve(), say)
        read = target.deliver(outcome, observations, data.resolve(), say)
    say(f"{len(outcome.built)} merged, {len(outcome.up_to_date)} up to date: {target.shown}/index.html")
    if not (read is None or read.sound):
        raise typer.Exit(1)


@app.command()
def indicators(
    region: Annotated[str, typer.Option(help="Kemendagri code, or ID for the nation.", metavar="CODE")],
    edition: EditionOption = "latest",
    data: DataOption = DATA,
    as_json: JsonOption = False,
) -> None:
    """Print the indicators of a region.

    Example: cakupan indicators --region 64 --edition 2024-12-31 --json
    """
    from cakupan.indicators import Position, compute
    from cakupan.observations import load_observations
    from cakupan.parameters import edition_date

    observations = load_observations(data)
    observations.regions.get(region)
    day = edition_date(edition, observations.latest_edition())
    found = list(compute(Position(observations, region, day)).values())
    if as_json:
        _print_json({"region": region, "edition": day.isoformat(), "indicators": [one.to_json() for one in found]})
        return
    rows = []
    for one in found:
        printed = one.to_json()
        dates = ", ".join(sorted(set(one.as_of.values())))
        value = printed.get("reason") if one.value is None else printed["value"]
        rows.append((one.id, one.name, value, one.unit, one.base, dates))
    _table(("Id", "Indicator", "Value", "Unit", "Base", "As of"), rows)


@app.command()
def quality(
    region: Annotated[
        str | None, typer.Option(help="This region and those right inside it; else all.", metavar="CODE")
    ] = None,
    edition: EditionOption = "latest",
    data: DataOption = DATA,
    as_json: JsonOption = False,
) -> None:
    """Print the data-quality flags F01 to F15: what a reader should doubt.

    Example: cakupan quality --region 92 --json
    """
    from cakupan.observations import load_observations
    from cakupan.parameters import edition_date
    from cakupan.quality import check, to_json

    observations = load_observations(data)
    day = None if edition == "latest" else edition_date(edition, observations.latest_edition())
    flags = to_json(check(observations, region, day))
    if as_json:
        _print_json(flags)
        return
    _table(("Flag", "Region", "Severity", "What"), [tuple(flag.values()) for flag in flags])


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
    from cakupan.numbers import plain
    from cakupan.observations import load_observations
    from cakupan.sentences import Speaker

    observations = load_observations(data)
    table = load_claims(file)
    outside = Outside(observations)
    verdicts = judge_all(table.claims, outside.evidence_for, outside.section_for)
    if as_json:
        _print_json([verdict.to_json() for verdict in verdicts])
    else:
        speak = Speaker("en", observations.regions)
        rows = []
        for verdict in verdicts:
            pieces = shown(verdict, speak)
            sums = "; ".join(plain(part) for part in pieces.arithmetic[:2]) or plain(
                pieces.findings[0] if pieces.findings else ""
            )
            rows.append((verdict.claim.id, " · ".join((pieces.label, *pieces.marks)), sums))
        _table(("Claim", "Verdict", "Arithmetic"), rows)
    for problem in table.problems:
        _say(f"cakupan: {problem.sentence('en', str(file))}")
    if table.problems:
        raise typer.Exit(2)


@app.command()
def verify(
    paths: Annotated[
        list[Path], typer.Argument(help="Edition folders, or single HTML and PDF files.", metavar="PATH…")
    ],
    edition_folder: Annotated[
        list[Path] | None, typer.Option(help="Where the edition of a single file may lie.", metavar="DIR")
    ] = None,
    data: DataOption = DATA,
    as_json: JsonOption = False,
) -> None:
    """Read editions back number by number, or tell whether a file is genuine, altered or superseded.

    Example: cakupan verify output/2024-12-31
    """
    from cakupan.observations import load_observations
    from cakupan.verify import Result, Verdict, verify_edition, verify_file

    editions = [*(edition_folder or ()), *sorted(OUTPUT.glob("*"))]
    found: dict[str, Result | Verdict] = {}
    for path in paths:
        if path.is_dir():
            found[str(path)] = verify_edition(path, load_observations(data), data=data.resolve())
        else:
            found[str(path)] = verify_file(path, editions)
    if as_json:
        _print_json({name: result.to_json() for name, result in found.items()})
    for name, result in found.items():
        _say(f"{name}: {result.sentence}")
        for line in result.lines:
            _say(f"  {line}")
    if not all(result.sound for result in found.values()):
        raise typer.Exit(1)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="The older edition's folder.", metavar="OLD")],
    new: Annotated[Path, typer.Argument(help="The newer edition's folder.", metavar="NEW")],
    page: Annotated[Path | None, typer.Option(help="Write the comparison as a page.", metavar="FILE")] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two editions number by number: changes, flipped classes and sentences, reports that came or went.

    Example: cakupan diff output/2024-06-30 output/2024-12-31 --page changes.html
    """
    from cakupan.edition.compare import compare
    from cakupan.edition.compare_page import summary, write_page

    found = compare(old, new)
    if as_json:
        _print_json(found.to_json())
    _say(f"{found.old} → {found.new}")
    for line in summary(found):
        _say(f"  {line}")
    if page is not None:
        write_page(found, page)
        _say(f"  {page}")


@app.command()
def simulate(
    data: Annotated[Path, typer.Option("--data", help="New data directory for the panel.", metavar="DIR")],
    months: Annotated[int, typer.Option(help="Month ends.", min=1)] = 36,
    levels: Annotated[
        str, typer.Option(help="province,regency,district,village, or as many of them from the left.")
    ] = "province,regency",
    seed: Annotated[int, typer.Option(help="The same seed gives the same panel.")] = 1,
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
        _say(f"cakupan: no faults are planted: that needs {FEWEST_MONTHS} months")
    chosen: list[Any] = _choices("--levels", levels, LEVELS)
    panel = grow(load_observations(DATA), months, tuple(chosen), seed, faults=faults and months >= FEWEST_MONTHS)
    write(panel, DATA, data)
    _say(f"cakupan: {months} simulated months written to {data}; build with: cakupan build --data {data}")


@app.command()
def score(
    directory: Annotated[Path, typer.Argument(help="A simulated panel with faults.csv.", metavar="DIR")],
    as_json: JsonOption = False,
) -> None:
    """Score the flags F01 to F15 against the faults planted in a simulated panel: precision and recall.

    Example: cakupan score panel
    """
    from cakupan.simulate import precision_recall

    found = precision_recall(directory)
    if as_json:
        _print_json(
            {
                flag: {
                    "planted": one.planted,
                    "found": one.found,
                    "raised": one.raised,
                    "precision": None if one.precision is None else float(one.precision),
                    "recall": None if one.recall is None else float(one.recall),
                }
                for flag, one in found.items()
            }
        )
        return
    rows = [(flag, one.planted, one.raised, _two(one.precision), _two(one.recall)) for flag, one in found.items()]
    _table(("Flag", "Planted", "Raised", "Precision", "Recall"), rows)


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
    title: Annotated[str | None, typer.Option(help="Title of the source; else the file's name.")] = None,
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
    accept_unlike: Annotated[
        bool, typer.Option("--accept-unlike", help="Take counts out of proportion to what is known.")
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
    from cakupan.ingest import Options, read_mapping, read_matches, shown
    from cakupan.ingest import ingest as run_ingest

    options = Options(
        sheet, read_mapping(map or ()), read_matches(match or ()), as_of, published, source, title, codes, numbers, dates,
        share, query, ignore_totals, accept_unlike, add_regions, dry_run,
    )  # fmt: skip
    report = run_ingest(files, data, options)
    if as_json:
        _print_json(report.to_json())
    for line in shown.lines(report):
        _say(line)
    if not report.accepted:
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
        _say(line)


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
    from cakupan.observations import load_observations
    from cakupan.parameters import edition_date

    day = edition_date(edition, load_observations(data).latest_edition())
    found = jupyter.reopen(output / day.isoformat(), code, lang)
    _say(f"cakupan: {found.path}{f' failed: {found.sentence}' if found.failed else ''}")
    if start:
        _become(jupyter.start(found.path.parent, found.path.name, cell=found.cell, browser=browser))


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
    _say(f"cakupan: open {start.address} (Ctrl+C ends it)")
    os.execve(start.command[0], start.command, start.environment)


class _Batch:
    """The jobs that the options of `build` and `plan` ask for."""

    def __init__(
        self,
        edition: str,
        reports: str | None,
        region: list[str] | None,
        lang: str,
        format: str,
        data: Path,
        part: str | None,
    ) -> None:
        from cakupan.edition.jobs import FORMATS, KINDS
        from cakupan.edition.part import Batch, Part
        from cakupan.numbers import LANGS
        from cakupan.observations import load_observations
        from cakupan.parameters import edition_date

        kinds: list[Kind] | None = None if reports is None else _choices("--reports", reports, KINDS)
        formats: list[Format] = _choices("--format", format, FORMATS)
        langs: list[Lang] = list(LANGS) if lang == "both" else _choices("--lang", lang, LANGS)
        self.observations = load_observations(data)
        self.edition = edition_date(edition, self.observations.latest_edition())
        asked = Batch(
            self.edition.isoformat(), None if kinds is None else tuple(kinds), tuple(region or ()), tuple(langs), tuple(formats)
        )  # fmt: skip
        self.jobs = asked.jobs(self.observations, data.resolve())
        self.part = None if part is None else Part.of(asked, part)
        if self.part is not None:
            self.jobs = self.part.of_jobs(self.jobs)


_batch = _Batch


def _choices(option: str, text: str, allowed: tuple[Any, ...]) -> list[Any]:
    from cakupan.errors import UsageError

    chosen = [part.strip() for part in text.split(",") if part.strip()]
    for part in chosen:
        if part not in allowed:
            raise UsageError(f"{option}: {part!r} is none of {', '.join(allowed)}")
    if not chosen:
        raise UsageError(f"{option}: choose from {', '.join(allowed)}")
    return chosen


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _two(share: Fraction | None) -> str:
    return "–" if share is None else f"{float(share):.2f}"


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _table(headings: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*headings)
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    Console(stderr=True).print(table)
