"""One report, tried again when the machinery broke rather than the notebook; what every executor does with one job.

How many run at the same time, and where, is each executor's own affair.
"""

from __future__ import annotations

from cakupan.delivery.store import StoreError
from cakupan.edition.executor import Failure, Place
from cakupan.edition.jobs import Job
from cakupan.edition.journal import Entry
from cakupan.edition.report import ReportFailed, build_report

INFRASTRUCTURE_RETRIES = 2


def attempt(job: Job, place: Place) -> Entry | Failure:
    """Build a report, or tell why it failed.

    Raises OSError when its finished files cannot be written, StoreError when their store refuses them.
    """
    for retries_left in range(INFRASTRUCTURE_RETRIES, -1, -1):
        try:
            return build_report(job, place)
        except ReportFailed as error:
            return failure(job, str(error))
        except StoreError:
            raise
        except Exception as error:
            if _is_infrastructure(error) and retries_left:
                continue
            if isinstance(error, OSError) and not isinstance(error, ConnectionError | TimeoutError):
                raise
            return failure(job, f"{type(error).__name__}: {error}")
    raise AssertionError("the last try returns or raises")


def failure(job: Job, sentence: str) -> Failure:
    """The failure of a job whose notebook lies where `build_report` keeps it."""
    return Failure(job, sentence, f"failed/{job.stem}.ipynb")


def _is_infrastructure(error: BaseException) -> bool:
    """A dead child or a lost connection, not the notebook's own doing."""
    from nbclient.exceptions import DeadKernelError

    return (
        isinstance(error, DeadKernelError | EOFError | ConnectionError | TimeoutError)
        or type(error).__name__ == "ZygoteError"
    )
