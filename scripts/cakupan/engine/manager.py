"""Papermill's record of a notebook under way, written without waste; whoever runs the cells tells it of their start and end."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any

from papermill import engines
from papermill.log import logger

# Papermill has no types.
NotebookExecutionManager: Any = engines.NotebookExecutionManager


class WarmExecutionManager(NotebookExecutionManager):  # type: ignore[misc]
    """Papermill's own, but for the end of a cell: there it guesses the form of a time that it has itself written.

    That takes as long as all else that a small cell needs in this process.
    """

    @engines.catch_nb_assignment  # type: ignore[untyped-decorator]
    def cell_complete(self, cell: Any, cell_index: int | None = None, **kwargs: Any) -> None:
        """Record when a cell ended, how long it took and whether it failed, and save the notebook."""
        ended = self.now()
        if self.log_output:
            logger.info(f"Ending Cell {'' if cell_index is None else cell_index + 1:-<43}")
            sys.stdout.flush()
            sys.stderr.flush()
        record = cell.metadata.papermill
        record["end_time"] = ended.isoformat()
        if started := record.get("start_time"):
            record["duration"] = (ended - dt.datetime.fromisoformat(started)).total_seconds()
        if record["status"] != self.FAILED:
            record["status"] = self.COMPLETED
        self.save()
        if self.pbar:
            self.pbar.update(1)
