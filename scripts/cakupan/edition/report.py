"""Building one report: execute its notebook, export its documents into a private folder, then hand them to the store.

Knows nothing of the other reports; a whole batch is run by `run`.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from cakupan.blocks import DOCUMENT_MIME, blocks_of, kinds_of, metadata_of
from cakupan.edition.around import ways
from cakupan.edition.executor import Place
from cakupan.edition.inputs import digests, row_digests
from cakupan.edition.jobs import Job
from cakupan.edition.journal import Entry
from cakupan.edition.own import complete
from cakupan.engine.shared import begin
from cakupan.engine.surroundings import spare_grammar
from cakupan.regions import Regions

CELL_TIMEOUT_S = 300
Body = str | bytes | dict[str, str | bytes]
Printer = Callable[[Any], tuple[Body, tuple[str, ...]]]
INJECTED = "injected-parameters"
_exporters = threading.local()


class ReportFailed(Exception):
    """The notebook raised, or its document could not be made; not the fault of the machinery, so never retried."""


def build_report(job: Job, place: Place) -> Entry:
    """Build one report and hand its files to the store.

    Raises ReportFailed after putting the notebook and the traceback into `failed/`.
    """
    work = place.staging / job.stem
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    seconds: dict[str, float] = {}
    inputs = digests(job)
    try:
        notebook = _timed(seconds, "execute", _execute, job, work / f"{job.stem}.ipynb", place.engine)
        if job.is_own:
            complete(notebook, job, place.observations)
        documents = _export(job, notebook, work, seconds, place.observations.regions)
    except ReportFailed:
        _keep_failure(job, work, place.folder)
        raise
    clear_failure(job, place.folder)
    published = {name: place.store.put(name, path) for name, path in documents.items()}
    shutil.rmtree(work, ignore_errors=True)
    metadata = _metadata(notebook)
    keys = [(region, measure) for region, measure in metadata.get("read", ())] or place.observations.keys
    rows, derived = row_digests(keys, place.observations), dict(metadata.get("derived", {}))
    region = str(metadata.get("region") or job.region) if job.is_own else job.region
    return Entry(job.stem, job.kind, region, job.lang, inputs, rows, published, seconds, derived, _numbers(notebook))


def get_ready(job: Job, place: Place) -> None:
    """Start the process that notebooks are run in, before the libraries are imported that speak to it."""
    if place.engine == "warm":
        begin(str(job.parameters["data"]))


def import_exporters() -> None:
    """Import what makes documents, while the first notebooks are run."""
    spare_grammar()
    importlib.import_module("cakupan.export.document")
    importlib.import_module("cakupan.export.html")
    importlib.import_module("cakupan.export.pdf")


def _timed(seconds: dict[str, float], name: str, function: Any, *arguments: Any) -> Any:
    start = time.perf_counter()
    try:
        return function(*arguments)
    finally:
        seconds[name] = round(time.perf_counter() - start, 4)


def _execute(job: Job, output: Path, engine: str) -> Any:
    """The executed notebook, written once, by Papermill: at its end, or where a cell failed.

    That costs 16 ms a report more than writing only those that failed (15.6 to 16.8 s of processors for four provinces, either way).
    A cell that takes too long ends the engine too, and what it has shown is lost: the notebook is left as it was given to it.
    """
    spare_grammar()
    from nbclient.exceptions import CellTimeoutError
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import execute_notebook

    name = "warm" if engine == "warm" else None
    run: Any = partial(
        execute_notebook,
        _without_places(job.notebook),
        _without_places(output),
        parameters=job.parameters,
        engine_name=name,
        kernel_name="python3",
        progress_bar=False,
    )
    of_the_engine = {"data": str(job.parameters["data"])} if name else {}
    try:
        return run(request_save_on_cell_execute=False, execution_timeout=CELL_TIMEOUT_S, **of_the_engine)
    except PapermillExecutionError as error:
        raise ReportFailed(f"cell {error.exec_count}: {error.ename}: {error.evalue}") from error
    except CellTimeoutError as error:
        run(prepare_only=True)
        raise ReportFailed(f"a cell took longer than {CELL_TIMEOUT_S} seconds") from error


def _without_places(path: Path) -> str:
    """A path in which Papermill finds no `{places}` to put parameters into."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _export(job: Job, notebook: Any, work: Path, seconds: dict[str, float], regions: Regions) -> dict[str, Path]:
    """The documents of an executed notebook, written into the private folder, by their name in the edition."""
    from cakupan.export.document import read_document

    made: dict[str, Path] = {}
    document = read_document(notebook, job.stem, Path(job.notebook).parent)
    card = f"../card/{job.stem}.png" if "card" in job.formats else ""
    document = replace(document, ways=ways(job, regions), card=card, pages=job.pages)
    remarks = list(document.remarks)
    for format in job.formats:
        body, more = _timed(seconds, format, _convert, document, format, job.data)
        remarks += more
        for ending, one in (body if isinstance(body, dict) else {format: body}).items():
            made[f"{format}/{job.stem}.{ending}"] = _write(work / f"{job.stem}.{ending}", one)
    made[f"csv/{job.stem}.csv"] = _write(work / f"{job.stem}.csv", _metadata(notebook)["csv"]["text"])
    for line in dict.fromkeys(remarks):
        print(f"cakupan: {job.stem}: {line}", file=sys.stderr)
    made[f"ipynb/{job.stem}.ipynb"] = _write(work / f"{job.stem}.out.ipynb", _clean(notebook))
    return made


def _convert(document: Any, format: str, data: Path) -> tuple[Body, tuple[str, ...]]:
    """The document in a format, several files by their endings, and sentences on what that format could not take."""
    try:
        printed = _printer(format, data)(document)
    except Exception as error:
        raise ReportFailed(f"the {format.upper()} could not be made: {type(error).__name__}: {error}") from error
    return printed


def _printer(format: str, data: Path) -> Printer:
    """What makes a document in a format; the libraries of formats that nobody asked for are never loaded."""
    if format == "xlsx":
        from cakupan.export import workbook

        return lambda document: (workbook.render(document), ())
    if format == "card":
        from cakupan.export import card

        return lambda document: ({"png": card.render(document), "txt": card.text_of(document)}, ())
    if format == "docx":
        from cakupan.export import letter

        return lambda document: (letter.render(document, data), ())
    from cakupan.export import CakupanHTMLExporter, CakupanPDFExporter

    if not hasattr(_exporters, "by_format"):
        classes: dict[str, Any] = {"html": CakupanHTMLExporter, "pdf": CakupanPDFExporter}
        _exporters.by_format = {name: exporter() for name, exporter in classes.items()}
    printed: Printer = _exporters.by_format[format].printed
    return printed


def _clean(notebook: Any) -> str:
    """The executed notebook without times and process traces, so that equal inputs give equal bytes."""
    parameters = notebook.metadata.get("papermill", {}).get("parameters", {})
    kept = {
        **notebook,
        "metadata": {**notebook.metadata, "papermill": {"parameters": parameters}},
        "cells": [_clean_cell(cell) for cell in notebook.cells],
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) + "\n"


def _clean_cell(cell: Any) -> dict[str, Any]:
    metadata = {name: value for name, value in cell.metadata.items() if name not in ("papermill", "execution")}
    # Papermill gives the cell that it adds an id by chance.
    renamed = {"id": INJECTED} if INJECTED in metadata.get("tags", []) else {}
    return {**cell, "metadata": metadata, **renamed}


def _numbers(notebook: Any) -> dict[str, int]:
    """What the numbers of a report's blocks rest on, counted."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    carried = (output.get("data", {}).get(DOCUMENT_MIME, {}) for output in outputs)
    return kinds_of(block for one in carried for block in blocks_of(one))


def _metadata(notebook: Any) -> dict[str, Any]:
    """What the façade said of the document and of what it read, all outputs together."""
    return {"csv": {"text": ""}, **metadata_of(notebook)}


def _write(path: Path, body: str | bytes) -> Path:
    with path.open("wb") as file:
        file.write(body.encode() if isinstance(body, str) else body)
        file.flush()
        os.fsync(file.fileno())
    return path


def _keep_failure(job: Job, work: Path, folder: Path) -> None:
    """Put the notebook with its traceback where a person finds it; the note beside it is `run`'s affair."""
    failed = folder / "failed"
    failed.mkdir(parents=True, exist_ok=True)
    source = work / f"{job.stem}.ipynb"
    if source.exists():
        source.replace(failed / source.name)
    shutil.rmtree(work, ignore_errors=True)


def clear_failure(job: Job, folder: Path) -> None:
    """Remove what an earlier failure of the report has left."""
    for suffix in (".ipynb", ".json"):
        (folder / "failed" / f"{job.stem}{suffix}").unlink(missing_ok=True)
