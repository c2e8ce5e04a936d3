"""Ways to build the reports of a batch: `local` in threads of this process, each waiting for a notebook in a process of its own;
`dask` on the workers of a cluster; `parts` takes them from editions that hold parts of the batch.

What an executor is asked is said in `edition.executor`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from cakupan.errors import UsageError, message

if TYPE_CHECKING:
    from cakupan.delivery.store import RemoteEdition
    from cakupan.edition.executor import Executor


def executor_for(
    name: Literal["local", "dask"],
    scheduler: str | None,
    workers: int,
    remote: RemoteEdition | None,
    say: Callable[[str], None],
) -> Executor:
    """The executor that the options of the command line name. Raises UsageError where they do not fit together."""
    if name == "dask":
        from cakupan.executors.dask import DaskExecutor

        if not scheduler:
            raise UsageError(
                message("--executor dask needs the address of a scheduler: --scheduler tcp://127.0.0.1:8786")
            )
        return DaskExecutor(scheduler, remote, say)
    if scheduler:
        raise UsageError(message("--scheduler is for --executor dask; add it, or leave the scheduler out"))
    from cakupan.executors.local import LocalExecutor

    return LocalExecutor(workers)
