"""The default executor: threads of this process wait for notebooks, which run in processes of their own.

Writes nothing but through `attempt`; the journal is kept by whoever takes the results.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from cakupan.edition.executor import Failure, Place
from cakupan.edition.jobs import Job
from cakupan.edition.journal import Entry
from cakupan.edition.report import get_ready, import_exporters
from cakupan.executors.attempt import attempt


@dataclass(frozen=True)
class LocalExecutor:
    """Builds on this machine; workers: reports at the same time."""

    workers: int

    def build(self, jobs: Sequence[Job], place: Place) -> Iterator[Entry | Failure]:
        """Yield each report's entry or failure as it ends; see `edition.executor.Executor`."""
        if not jobs:
            return
        stopped = threading.Event()
        get_ready(jobs[0], place)

        def one(job: Job) -> Entry | Failure:
            if stopped.is_set():
                raise CancelledError
            try:
                return attempt(job, place)
            except BaseException:
                stopped.set()  # here, before this thread takes the next job
                raise

        pool = ThreadPoolExecutor(max_workers=max(1, self.workers), thread_name_prefix="report")
        try:
            waiting = [pool.submit(one, job) for job in jobs]
            import_exporters()
            for number, ended in enumerate(as_completed(waiting)):
                if number == 0:
                    gc.freeze()  # all is imported and read by now, and stays: later collections need not go through it
                yield ended.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
