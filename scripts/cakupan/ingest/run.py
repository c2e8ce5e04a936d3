"""Bringing files in, from the first byte to the written rows: everything is read and checked before anything is written.

The order of the steps is here; each step is in a module of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from cakupan.errors import UsageError, message, why
from cakupan.ingest import files
from cakupan.ingest.asked import Batch, batches, check_options, expanded, to_remember, with_definitions
from cakupan.ingest.checks import check, newest_day, once
from cakupan.ingest.compare import Difference, compare, flags
from cakupan.ingest.context import around
from cakupan.ingest.layout import NO_HEADINGS, Layout, lay_out
from cakupan.ingest.model import Options, Refusal, Refused, Report, Sheet
from cakupan.ingest.personal import personal_names, personal_numbers
from cakupan.ingest.places import Finder
from cakupan.ingest.rows import Reader
from cakupan.ingest.scope import ASK, Words, cover_group
from cakupan.ingest.store import Addition, Store, Timeout, validate, write
from cakupan.ingest.sums import shares
from cakupan.ingest.taken import Taken
from cakupan.observations.observation import OBSERVATION_COLUMNS, SOURCE_COLUMNS
from cakupan.programmes import load_definitions
from cakupan.regions.names import Names


def ingest(paths: Sequence[str], directory: Path, options: Options) -> Report:
    """Read files, check them, and add their figures to a data directory: all of them, or nothing.

    paths: files, patterns such as "rekap_*.xlsx", or one database URL. Returns the report; `report.written` tells whether the
    directory was changed. Raises Refused or DataError where not even a report can be made.
    """
    check_options(options)
    options = with_definitions(options, load_definitions(directory))
    inputs = expanded(paths)
    report = Report(dry_run=options.dry_run)
    store = Store.open(directory)
    asked = batches(inputs, store, options)
    for batch in asked:
        _read_batch(batch, store, report)
    if report.accepted:
        _add(asked, store, options, report)
    return report


# --- reading ---


def _read_batch(batch: Batch, store: Store, report: Report) -> None:
    unknown = [f"{name}={code}" for name, code in batch.options.matches.items() if code not in store.regions.by_code]
    if unknown:
        raise UsageError(message("--match {unknown}: there is no region of this code", unknown=unknown[0]))
    names = Names(store.regions, batch.options.matches)
    frames: list[pd.DataFrame] = []
    for path in batch.paths:
        sheets = list(files.read(path, batch.options))
        report.files.append(sheets[0].file if sheets else Path(path).name)
        if not sheets:
            report.refused.append(Refusal(Path(path).name, 0, "", message("the file has no cells")))
        personal = [one for sheet in sheets for one in personal_numbers(sheet)]
        report.refused.extend(personal)
        if not personal:
            frames.extend(_read_sheets(sheets, batch, store, names, report))
    frames = [frame for frame in frames if len(frame)]
    if frames:
        batch.frame = once(pd.concat(frames, ignore_index=True))
        if batch.options.origins and batch.options.insist is not None:
            batch.frame["doubted"] = True  # `fetch` has asked about these, and was told
        batch.digest_of_rows()
        batch.seal(store)
        report.refused.extend(check(batch.frame, store.history, store.regions, batch.options, batch.named))
    elif report.accepted:
        report.refused.append(Refusal(", ".join(report.files), 0, "", message("no figure was found")))


def _read_sheets(sheets: list[Sheet], batch: Batch, store: Store, names: Names, report: Report) -> list[pd.DataFrame]:
    layouts = [lay_out(sheet, {**batch.options.words, **batch.options.mapping}) for sheet in sheets]
    tables = [layout for layout in layouts if isinstance(layout, Layout)]
    for sheet, layout in zip(sheets, layouts, strict=True):
        if isinstance(layout, Layout):
            report.refused.extend(personal_names(layout, names))
        elif (
            any(one.reason.startswith("F15") for one in layout)
            or not tables
            or not layout[0].reason.startswith(NO_HEADINGS)
        ):
            report.refused.extend(layout)
        elif (group := cover_group(sheet, Words(store.regions))) and batch.options.insist is None:
            reason = message(
                "the sheet has no table, and {group}: do the rows of the other sheets count all people?", group=group
            )
            report.refused.append(Refusal(sheet.label, 0, "", reason, ASK))
        else:
            report.note(message("{sheet}: left out, {reason}", sheet=sheet.label, reason=layout[0].reason))
    if any(one.reason.startswith("F15") for one in report.refused):
        return []
    frames = []
    for layout in tables:
        finder = Finder(
            store.regions, names, batch.options.codes, add_regions=batch.options.add_regions, new_regions=batch.regions
        )
        taken = Reader(layout, around(layout, names, len(tables) > 1), batch.options, finder, store.newest).read()
        shares(taken, batch.options)
        batch.named = batch.named and taken.named
        batch.harmless |= taken.harmless
        taken.frame["doubted"] = taken.doubted
        _tell(taken, layout, store, report)
        frames.append(taken.frame)
    return frames


def _tell(taken: Taken, layout: Layout, store: Store, report: Report) -> None:
    report.rows_read += taken.read
    report.rows_skipped += taken.skipped
    report.columns.extend(taken.columns)
    for text in taken.notes:
        report.note(text)
    for name, match in sorted(taken.matches.items()):
        region = store.regions.by_code.get(match.region)
        report.matches.append(
            {"name": name, "region": match.region, "is": region.name if region else name, "how": match.how}
        )
    report.refused.extend(taken.refused)
    wrong = [one for one in taken.refused if "--codes bps" in one.option]
    if wrong:
        report.refused.append(
            Refusal(
                layout.sheet.label,
                0,
                "",
                message(
                    "F13: {n} rows have codes that are not those of their names: codes of BPS, or of both systems mixed",
                    n=len(wrong),
                ),
                message("say --codes bps to match all rows by name, or correct the codes"),
            )
        )


# --- adding ---


def _add(asked: list[Batch], store: Store, options: Options, report: Report) -> None:
    addition = _addition(asked, store, options, report)
    report.rows_accepted = report.rows_read if report.accepted else 0
    if (
        not report.accepted
        or options.dry_run
        or (not len(addition.observations) and not _mappings_differ(store, addition))
    ):
        return
    try:
        with store.lock():
            now = replace(Store.open(store.directory), secret=store.secret)
            if not (now.observations.equals(store.observations) and now.sources.equals(store.sources)):
                # Another ingest was faster: hold the figures against what it added.
                again = Report(dry_run=report.dry_run)
                addition = _addition(asked, now, options, again)
                report.new, report.same, report.revised = again.new, again.same, again.revised
                report.refused.extend(again.refused)
                report.source = again.source
            if report.accepted:
                write(now, addition)
                report.written = True
    except Timeout as error:
        raise Refused(
            message(
                "another ingest has held {directory} for too long; try again when it has ended",
                directory=store.directory,
            )
        ) from error
    except OSError as error:
        raise Refused(
            message(
                "{directory} cannot be written ({reason}); nothing was changed",
                directory=store.directory,
                reason=why(error),
            )
        ) from error


def _mappings_differ(store: Store, addition: Addition) -> bool:
    saved = store.mappings()
    return any(saved.get(label) != mapping for label, mapping in addition.mappings.items())


def _addition(asked: list[Batch], store: Store, options: Options, report: Report) -> Addition:
    """What is to be written, with the report's account of it."""
    fresh: list[pd.DataFrame] = []
    sources: list[dict[str, str]] = []
    regions: dict[str, tuple[str, str]] = {}
    mappings: dict[str, Any] = {}
    named = []
    for batch in asked:
        published = options.published or newest_day(batch.frame)
        listed = pd.DataFrame(sources, columns=list(SOURCE_COLUMNS), dtype=str)
        view = _with(store, fresh, listed)
        source = _source_key(batch, view, published)
        origin = options.origins.get(batch.paths[0])
        system = origin.system if origin else "own"
        difference = compare(batch.frame, view, source, published, batch.digest, batch.options.insist or "", system)
        _account(difference, report)
        named.append((source, published))
        if len(difference.fresh) and source not in view.published:
            files_named = ", ".join(Path(path).name if "://" not in path else batch.label for path in batch.paths)
            where = origin.url if origin else files_named[:120]
            sources.append(
                {
                    "source": source,
                    "title": options.title or (origin.title if origin else files_named[:160]),
                    "published": published,
                    "url": f"{where}#sha256={batch.digest}",
                    "capped": origin.capped if origin else "unknown",
                }
            )
        fresh.append(difference.fresh)
        used = set(batch.frame["region"])
        regions.update({code: where for code, where in batch.regions.items() if code in used})
        if (kept := to_remember(batch)) and not origin:
            mappings[batch.label] = kept
    report.source = ", ".join(dict.fromkeys(source for source, _ in named))
    report.published = ", ".join(dict.fromkeys(published for _, published in named))
    observations = (
        pd.concat(fresh, ignore_index=True) if fresh else pd.DataFrame(columns=list(OBSERVATION_COLUMNS), dtype=str)
    )
    listed = pd.DataFrame(sources, columns=list(SOURCE_COLUMNS), dtype=str)
    secret = store.secret if any(batch.tells_few for batch in asked) else b""
    addition = Addition(observations, listed, regions, mappings, secret)
    if len(observations) and report.accepted:
        validate(store, addition)
        report.flags, remark = flags(store, observations, listed, regions)
        if remark:
            report.note(remark)
    return addition


def _with(store: Store, fresh: list[pd.DataFrame], sources: pd.DataFrame) -> Store:
    """The directory as it would be after the batches so far."""
    if not fresh:
        return store
    return Store(
        store.directory,
        store.regions,
        pd.concat([store.observations, *fresh], ignore_index=True),
        pd.concat([store.sources, sources], ignore_index=True),
        store.secret,
    )


def _account(difference: Difference, report: Report) -> None:
    report.new += difference.new
    report.same += difference.same
    report.revised += difference.revised
    report.differences.extend(difference.differences)
    report.refused.extend(difference.refusals)


def _source_key(batch: Batch, store: Store, published: str) -> str:
    """The key under which the figures stand: a file that came before keeps its key, another file of a known source gets its own."""
    for source, digest in store.digests.items():
        if digest == batch.digest:
            return source
    if batch.source not in store.published:
        return batch.source
    if batch.source not in set(store.observations["source"]):
        return batch.source
    dated = f"{batch.source}-{published}"
    return dated if dated not in store.published else f"{dated}-{batch.digest[:6]}"
