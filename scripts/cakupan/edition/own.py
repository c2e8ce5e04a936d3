"""What a report of an analyst's own notebook needs besides its notebook: its name in the record, and what the notebook did not say of itself."""

from __future__ import annotations

from typing import Any

from cakupan import briefing
from cakupan.blocks import DOCUMENT_MIME, metadata_of
from cakupan.briefing.record import record_of, rows_digest
from cakupan.edition.jobs import Job
from cakupan.indicators import Position
from cakupan.observations import Observations
from cakupan.words.sentences import Speaker

CELL = "cakupan-own-report"


def complete(notebook: Any, job: Job, observations: Observations) -> None:
    """Put a report's own name into what the executed notebook says of the document; add what it lacks in a cell that no reader sees.

    A notebook that shows neither `report.setup()` nor `report.trace()` makes a report all the same: of the job's region, due whenever any
    figure changes.
    """
    for metadata in _all_metadata(notebook):
        if "manifest" in metadata:
            metadata["manifest"] = {**metadata["manifest"], "report": job.stem}
        if "csv" in metadata:
            metadata["csv"] = {**metadata["csv"], "name": f"{job.stem}.csv"}
    known = metadata_of(notebook)
    lacking = {name: value for name, value in _usual(job, observations, known).items() if name not in known}
    if lacking:
        output = {"output_type": "display_data", "data": {DOCUMENT_MIME: lacking}, "metadata": {}}
        notebook.cells.append(_cell(output))


def _all_metadata(notebook: Any) -> list[dict[str, Any]]:
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    carried = (output.get("data", {}).get(DOCUMENT_MIME) for output in outputs)
    return [one for one in carried if isinstance(one, dict) and "blocks" not in one]


def _cell(output: dict[str, Any]) -> Any:
    from nbformat.notebooknode import from_dict

    return from_dict(
        {
            "cell_type": "code", "id": CELL, "source": "", "execution_count": None, "outputs": [output],
            "metadata": {"tags": ["remove-cell"]},
        }
    )  # fmt: skip


def _usual(job: Job, observations: Observations, known: dict[str, Any]) -> dict[str, Any]:
    """What the façade says of a document about a region; its title is the notebook's own heading."""
    region = str(known.get("region") or job.region)
    position = Position(observations.traced(), region, job.edition)
    report = briefing.of_position(position, Speaker(job.lang, observations.regions))
    setup = dict(report.setup().metadata)
    del setup["title"]
    record = record_of(position.observations, job.stem, region, job.edition.isoformat(), job.lang)
    keys = [(code, measure) for code, measure in known.get("read", ())] or observations.keys
    record["rows"] = rows_digest(observations.digests(keys))
    return {**setup, "csv": {**setup["csv"], "name": f"{job.stem}.csv"}, "manifest": record, "facts": {}}
