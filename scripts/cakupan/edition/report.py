"""Building one report: execute its notebook, export its documents into a private folder, then publish them by renames.

Knows nothing of the other reports; a whole batch is run by `run`.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cakupan.blocks import DOCUMENT_MIME
from cakupan.edition.inputs import digests, row_digests, sha256
from cakupan.edition.jobs import Job
from cakupan.edition.journal import Entry
from cakupan.observations import Observations

CELL_TIMEOUT_S = 300
INJECTED = "injected-parameters"
_exporters = threading.local()


@dataclass(frozen=True)
class Failure:
    """A report that could not be built: the sentence, and where its notebook with the traceback lies."""

    job: Job
    sentence: str
    notebook: str = ""


class ReportFailed(Exception):
    """The notebook raised, or its document could not be made; not the fault of the machinery, so never retried."""


def build_report(job: Job, staging: Path, folder: Path, observations: Observations, engine: str) -> Entry:
    """Build one report and publish its files into the edition's folder.

    Raises ReportFailed after putting the notebook and the traceback into `failed/`.
    """
    work = staging / job.stem
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    seconds: dict[str, float] = {}
    inputs = digests(job)
    try:
        notebook = _timed(seconds, "execute", _execute, job, work / f"{job.stem}.ipynb", engine)
        documents = _export(job, notebook, work, seconds)
    except ReportFailed as error:
        _keep_failure(job, work, folder, str(error))
        raise
    _clear_failure(job, folder)
    published = {name: _publish(path, folder / name) for name, path in documents.items()}
    shutil.rmtree(work, ignore_errors=True)
    said = _metadata(notebook)
    keys = [(region, measure) for region, measure in said.get("read", ())] or sorted(observations.by_key)
    rows, derived = row_digests(keys, observations), dict(said.get("derived", {}))
    return Entry(job.stem, job.kind, job.region, job.lang, inputs, rows, published, seconds, derived)


def _timed(seconds: dict[str, float], name: str, function: Any, *arguments: Any) -> Any:
    start = time.perf_counter()
    try:
        return function(*arguments)
    finally:
        seconds[name] = round(time.perf_counter() - start, 4)


def _execute(job: Job, output: Path, engine: str) -> Any:
    """Execute the notebook by Papermill; the executed notebook, errors and all, lies at `output`."""
    from nbclient.exceptions import CellTimeoutError
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import execute_notebook

    try:
        return execute_notebook(
            str(job.notebook),
            str(output),
            parameters=job.parameters,
            engine_name="warm" if engine == "warm" else None,
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,
            execution_timeout=CELL_TIMEOUT_S,
        )
    except PapermillExecutionError as error:
        raise ReportFailed(f"cell {error.exec_count}: {error.ename}: {error.evalue}") from error
    except CellTimeoutError as error:
        raise ReportFailed(f"a cell took longer than {CELL_TIMEOUT_S} seconds") from error


def _export(job: Job, notebook: Any, work: Path, seconds: dict[str, float]) -> dict[str, Path]:
    """The documents of an executed notebook, written into the private folder, by their name in the edition."""
    made: dict[str, Path] = {}
    for format in job.formats:
        body = _timed(seconds, format, _convert, notebook, format, job.stem)
        made[f"{format}/{job.stem}.{format}"] = _write(work / f"{job.stem}.{format}", body)
    made[f"csv/{job.stem}.csv"] = _write(work / f"{job.stem}.csv", _metadata(notebook)["csv"]["text"])
    made[f"ipynb/{job.stem}.ipynb"] = _write(work / f"{job.stem}.out.ipynb", _clean(notebook))
    return made


def _convert(notebook: Any, format: str, name: str) -> str | bytes:
    from cakupan.export import CakupanHTMLExporter, CakupanPDFExporter

    if not hasattr(_exporters, "by_format"):
        classes: dict[str, Any] = {"html": CakupanHTMLExporter, "pdf": CakupanPDFExporter}
        _exporters.by_format = {name: exporter() for name, exporter in classes.items()}
    try:
        body: str | bytes
        body, _resources = _exporters.by_format[format].from_notebook_node(
            notebook, resources={"metadata": {"name": name}}
        )
    except Exception as error:
        raise ReportFailed(f"the {format.upper()} could not be made: {type(error).__name__}: {error}") from error
    return body


def _clean(notebook: Any) -> str:
    """The executed notebook without times and process traces, so that equal inputs give equal bytes."""
    import nbformat

    kept = nbformat.from_dict(json.loads(nbformat.writes(notebook)))
    parameters = kept.metadata.get("papermill", {}).get("parameters", {})
    kept.metadata["papermill"] = {"parameters": parameters}
    for cell in kept.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if INJECTED in cell.metadata.get("tags", []):
            cell["id"] = INJECTED  # Papermill gives the cell that it adds an id by chance.
    return str(nbformat.writes(kept)) + "\n"


def _metadata(notebook: Any) -> dict[str, Any]:
    """What the façade said of the document and of what it read, all outputs together."""
    found: dict[str, Any] = {"csv": {"text": ""}}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            found.update(output.get("data", {}).get(DOCUMENT_MIME, {}))
    return found


def _write(path: Path, body: str | bytes) -> Path:
    with path.open("wb") as file:
        file.write(body.encode() if isinstance(body, str) else body)
        file.flush()
        os.fsync(file.fileno())
    return path


def _publish(path: Path, target: Path) -> dict[str, str | int]:
    """Move a finished file to its place at once; what stood there is replaced or stays, never half of each."""
    body = path.read_bytes()
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(target)
    return {"sha256": sha256(body), "bytes": len(body)}


def _keep_failure(job: Job, work: Path, folder: Path, sentence: str) -> None:
    """Put the notebook with its traceback, and the parameters, where a person finds them."""
    failed = folder / "failed"
    failed.mkdir(parents=True, exist_ok=True)
    source = work / f"{job.stem}.ipynb"
    if source.exists():
        source.replace(failed / source.name)
    note = {"report": job.stem, "error": sentence, "notebook": str(job.notebook), "parameters": job.parameters}
    _write(work / "failure.json", json.dumps(note, indent=1, ensure_ascii=False, default=str) + "\n").replace(
        folder / job.failure_note
    )
    shutil.rmtree(work, ignore_errors=True)


def _clear_failure(job: Job, folder: Path) -> None:
    for suffix in (".ipynb", ".json"):
        (folder / "failed" / f"{job.stem}{suffix}").unlink(missing_ok=True)
