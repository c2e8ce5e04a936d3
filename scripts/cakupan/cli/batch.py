"""Commands on whole editions: `build`, `plan`, `merge`, `verify`, `diff`. They read options and print; what they ask for is elsewhere."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cakupan.cli.language import language, spoken
from cakupan.cli.shared import (
    DataOption,
    EditionOption,
    JsonOption,
    OutputOption,
    app,
    asked_region,
    choices,
    columns,
    complete_region,
    cores,
    print_json,
    tell,
)
from cakupan.cli.streams import answer
from cakupan.errors import UsageError, joined, message
from cakupan.languages import LANGS, OFFICE, SOURCE
from cakupan.workspace import DATA, OUTPUT

if TYPE_CHECKING:
    from cakupan.edition.jobs import Kind
    from cakupan.edition.plan import Planned
    from cakupan.languages import Lang

    Offered = str
else:
    Offered = Literal[(*LANGS, "both")]

ReportsOption = Annotated[
    str | None,
    typer.Option(
        help="Types of reports, with commas: national,province,regency,district,village,claims, or the name of a notebook of one's own. Default: national,province, or the type of each --region.",
        metavar="NAMES",
    ),
]
NotebookOption = Annotated[
    Path | None, typer.Option("--notebook", help="Build the reports of this notebook instead.", metavar="FILE")
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        help="Formats, with commas: html,pdf,docx,xlsx,card. Default: those of settings.toml, else html,pdf.",
        metavar="NAMES",
    ),
]
PagesOption = Annotated[
    int,
    typer.Option(
        help="1: the PDF is the summary page alone, with its sources; other formats stay whole. Default: the whole report.",
        metavar="N",
        show_default=False,
    ),
]
ShardOption = Annotated[
    str | None,
    typer.Option("--shard", help="Only part I of N of the reports, each part in a folder of its own.", metavar="I/N"),
]


LISTED = 60
"""Reports that a plan names for each cause; of more it gives the number."""


@app.command()
def build(
    edition: EditionOption = "latest",
    reports: ReportsOption = None,
    notebook: NotebookOption = None,
    region: Annotated[
        list[str] | None,
        typer.Option(
            help="Only this region, by name or code; may be given several times.",
            metavar="REGION",
            autocompletion=complete_region,
        ),
    ] = None,
    lang: Annotated[Offered, typer.Option(help="Language of the briefings.")] = "id",
    format: FormatOption = None,
    pages: PagesOption = 0,
    jobs: Annotated[
        int, typer.Option(help="Reports at the same time on this machine; 0 for all cores.", min=0, metavar="N")
    ] = 0,
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
    from cakupan.edition.progress import Progress
    from cakupan.edition.run import run
    from cakupan.engine.surroundings import standing_apart
    from cakupan.executors import executor_for
    from cakupan.observations.secret import with_secret

    batch = Asked(edition, reports, region, lang, format, data, shard, notebook, pages)
    progress = Progress(language(), quiet=quiet)
    if not batch.jobs:
        progress.say(message("part {shard} holds no report", shard=shard))
        return
    batch.observations = with_secret(batch.observations, data)
    target = Target.of(output, batch.edition)
    chosen = executor_for(executor, scheduler, jobs or cores(), target.remote, progress.say)
    try:
        with standing_apart(), progress, target.held():
            if batch.part is not None:
                batch.part.write(target.folder)
            outcome = run(
                batch.jobs, target.folder, batch.observations, engine=engine,
                executor=chosen, force=force, watcher=progress.watcher, say=progress.say, check=verify,
                readers=jobs or cores(),
            )  # fmt: skip
            read = target.deliver(outcome, batch.observations, data.resolve(), progress.say)
    except KeyboardInterrupt:
        tell(message("cakupan: stopped; what was finished stays, run again to go on"))
        # Threads that wait for a notebook would hold the interpreter; the notebooks' processes end with this one.
        os._exit(130)
    progress.summary(outcome, target.folder, target.shown)
    if not outcome.sound or not (read is None or read.sound):
        raise typer.Exit(1)


@app.command()
def plan(
    edition: EditionOption = "latest",
    reports: ReportsOption = None,
    notebook: NotebookOption = None,
    region: Annotated[
        list[str] | None,
        typer.Option(help="Only this region, by name or code.", metavar="REGION", autocompletion=complete_region),
    ] = None,
    lang: Annotated[Offered, typer.Option(help="Language of the briefings.")] = "id",
    format: FormatOption = None,
    pages: PagesOption = 0,
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
    from cakupan.edition.settled import settled_reports, tables_stamp

    batch = Asked(edition, reports, region, lang, format, data, shard, notebook, pages)
    target = Target.of(output, batch.edition)
    target.fetch()
    journal = Journal(target.folder / STATE / "journal.jsonl")
    settled = settled_reports(target.folder, tables_stamp(data), journal.path)
    planned = make_plan(batch.jobs, journal.entries(), target.folder, batch.observations, force=force, settled=settled)
    if as_json:
        print_json([{"report": p.job.stem, "due": p.due, "why": list(p.causes)} for p in planned])
        return
    due = [p for p in planned if p.due]
    if why:
        for p in due:
            answer(joined(": ", [p.job.stem, joined("; ", p.causes)]))
    answer(message("{n} of {total} reports are due", n=len(due), total=len(planned)))
    if not why:
        answer("".join(f"{line}\n" for line in _grouped(due, batch.edition.isoformat())), end="")


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
    from cakupan.edition.progress import Progress
    from cakupan.executors.merge import batch_of
    from cakupan.executors.merge import merge as join
    from cakupan.observations import load_observations

    folders = [fetched(part) for part in parts]
    observations, say = load_observations(data), Progress(language(), quiet=quiet).say
    target = Target.of(output, dt.date.fromisoformat(batch_of(folders).edition))
    with target.held():
        outcome = join(folders, target.folder, observations, data.resolve(), say)
        read = target.deliver(outcome, observations, data.resolve(), say)
    say(
        message(
            "{n} merged, {same} up to date: {shown}/index.html",
            n=len(outcome.built),
            same=len(outcome.up_to_date),
            shown=target.shown,
        )
    )
    if not (read is None or read.sound):
        raise typer.Exit(1)


@app.command()
def verify(
    paths: Annotated[
        list[Path], typer.Argument(help="Edition folders, or single HTML and PDF files.", metavar="PATH…")
    ],
    edition_folder: Annotated[
        list[Path] | None, typer.Option(help="Where the edition of a single file may lie.", metavar="DIR")
    ] = None,
    trust: Annotated[
        list[Path] | None,
        typer.Option("--trust", help="Certificate of an authority that signatures are trusted by.", metavar="FILE"),
    ] = None,
    data: DataOption = DATA,
    free: Annotated[
        bool, typer.Option("--free", help="Also list the numbers of free text, which no data speaks for.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read editions back number by number, or tell whether a file is genuine, altered or superseded.

    Example: cakupan verify output/2024-12-31
    """
    from cakupan.observations import load_observations
    from cakupan.verify import Result, Verdict, verify_edition, verify_file

    editions = [*(edition_folder or ()), *sorted(OUTPUT.glob("*"))]
    results: dict[str, Result | Verdict] = {}
    for path in paths:
        if path.is_dir():
            results[str(path)] = verify_edition(path, load_observations(data), data=data.resolve(), workers=cores())
        else:
            results[str(path)] = verify_file(path, editions, trust or ())
    if as_json:
        print_json({name: result.to_json() for name, result in results.items()})
    for name, result in results.items():
        tell(joined(": ", [name, result.sentence]))
        for line in result.lines:
            tell(joined("", ["  ", line]))
        for line in result.free_lines if free and isinstance(result, Result) else ():
            tell(message("  free text: {line}", line=line))
    if not all(result.sound for result in results.values()):
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

    comparison = compare(old, new)
    if as_json:
        print_json(comparison.to_json())
    say = tell if as_json else answer
    say(f"{comparison.old} → {comparison.new}")
    for line in summary(comparison):
        say(joined("", ["  ", line]))
    if page is not None:
        write_page(comparison, page)
        tell(f"  {page}")


def _grouped(due: list[Planned], edition: str) -> list[str]:
    """What is due, by cause: how many reports, and of which regions."""
    several = len({p.job.lang for p in due}) > 1
    groups: dict[str, list[str]] = {}
    for p in due:
        name = p.job.stem.removeprefix("cakupan-").replace(f"-{edition}", "")
        groups.setdefault(spoken(joined("; ", p.causes)), []).append(
            name if several else name.removesuffix(f"-{p.job.lang}")
        )
    lines = []
    for cause, names in groups.items():
        shown = [
            *names[:LISTED],
            *([spoken(message("and {n} more", n=len(names) - LISTED))] if len(names) > LISTED else []),
        ]
        lines.append(f"  {cause} ({len(names)}):")
        lines += textwrap.wrap(
            " ".join(shown), columns(), initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False
        )
    return lines


def _pages(pages: int, formats: Sequence[str]) -> int:
    """The pages that are wanted of each PDF. Raises UsageError for what cannot be had."""
    if pages not in (0, 1):
        raise UsageError(
            message(
                "--pages: there is no summary of {pages} pages, only one of 1; leave --pages out for the whole report",
                pages=pages,
            )
        )
    if pages and "pdf" not in formats:
        raise UsageError(
            message("--pages is about the PDF, and the formats that are built have none; add pdf to --format")
        )
    return pages


class Asked:
    """The jobs that the options of `build` and `plan` ask for."""

    def __init__(
        self,
        edition: str,
        reports: str | None,
        region: list[str] | None,
        lang: str,
        format: str | None,
        data: Path,
        part: str | None,
        notebook: Path | None,
        pages: int,
    ) -> None:
        from cakupan.briefing.parameters import edition_date
        from cakupan.briefing.reports import report_types
        from cakupan.edition.part import Batch, Part
        from cakupan.observations import load_observations
        from cakupan.settings.formats import FORMATS

        kinds: list[Kind] | None = (
            None if reports is None else choices("--reports", reports, tuple(report_types(data.resolve())))
        )
        langs: list[Lang] = [OFFICE, SOURCE] if lang == "both" else [lang]
        self.observations = load_observations(data)
        formats = self.observations.settings.formats if format is None else choices("--format", format, FORMATS)
        self.edition = edition_date(edition, self.observations.latest_edition())
        chosen = tuple(asked_region(self.observations.regions, one) for one in region or ())
        asked = Batch(
            self.edition.isoformat(), None if kinds is None else tuple(kinds), chosen, tuple(langs), tuple(formats),
            "" if notebook is None else str(notebook.resolve()), _pages(pages, formats),
        )  # fmt: skip
        self.jobs = asked.jobs(self.observations, data.resolve())
        self.part = None if part is None else Part.of(asked, part)
        if self.part is not None:
            self.jobs = self.part.of_jobs(self.jobs)
