"""The default executor: threads of this process wait for notebooks, which run in processes of their own.

Writes nothing but through `build_report`; the journal is kept by whoever takes the results.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from cakupan.edition.executor import Failure, Place
from cakupan.edition.jobs import Job
from cakupan.edition.journal import Entry
from cakupan.edition.report import ReportFailed, build_report

INFRASTRUCTURE_RETRIES = 2


@dataclass(frozen=True)
class LocalExecutor:
    """Builds on this machine; workers: reports at the same time."""

    workers: int

    def build(self, jobs: Sequence[Job], place: Place) -> Iterator[Entry | Failure]:
        """Yield each report's entry or failure as it ends; see `edition.executor.Executor`."""
        if not jobs:
            return
        pool = ThreadPoolExecutor(max_workers=max(1, self.workers), thread_name_prefix="report")
        tries: dict[str, int] = {}
        pending: dict[Future[Entry], Job] = {}

        def submit(job: Job) -> None:
            tries[job.stem] = tries.get(job.stem, 0) + 1
            pending[pool.submit(build_report, job, place)] = job

        try:
            for job in jobs:
                submit(job)
            while pending:
                finished, _ = wait(pending, return_when=FIRST_COMPLETED)
                for future in finished:
                    job = pending.pop(future)
                    error = future.exception()
                    if error is None:
                        yield future.result()
                    elif isinstance(error, ReportFailed):
                        yield _failure(job, str(error))
                    elif _is_infrastructure(error) and tries[job.stem] <= INFRASTRUCTURE_RETRIES:
                        submit(job)
                    elif isinstance(error, OSError) and not isinstance(error, ConnectionError | TimeoutError):
                        raise error
                    else:
                        yield _failure(job, f"{type(error).__name__}: {error}")
        finally:
            for future in pending:
                future.cancel()
            pool.shutdown(wait=False, cancel_futures=True)


def _failure(job: Job, sentence: str) -> Failure:
    return Failure(job, sentence, f"failed/{job.stem}.ipynb")


def _is_infrastructure(error: BaseException) -> bool:
    """A dead child or a lost connection, not the notebook's own doing."""
    from nbclient.exceptions import DeadKernelError

    return (
        isinstance(error, DeadKernelError | EOFError | ConnectionError | TimeoutError)
        or type(error).__name__ == "ZygoteError"
    )
