"""Where an edition goes: a folder of this machine, or object storage, to which it is delivered from a working folder once it is sound.

How an edition is built is in `edition`, how files travel in `store`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cakupan.delivery.store import RemoteEdition, is_url
from cakupan.edition.run import Outcome
from cakupan.observations import Observations
from cakupan.verify import Result, verify_edition


@dataclass(frozen=True)
class Target:
    """folder: where the edition is built; remote: where it is delivered to, None when the folder is all."""

    folder: Path
    remote: RemoteEdition | None = None

    @classmethod
    def of(cls, output: str, edition: dt.date) -> Target:
        """What an `--output` means: a URL such as s3://bucket/briefings, or a folder. Raises StoreError for a URL of no use."""
        if not is_url(output):
            return cls(Path(output) / edition.isoformat())
        remote = RemoteEdition(f"{output.rstrip('/')}/{edition.isoformat()}")
        return cls(remote.folder, remote)

    @property
    def shown(self) -> str:
        """Where a person finds the edition."""
        return str(self.folder) if self.remote is None else self.remote.url

    def fetch(self) -> None:
        """Bring the working folder up to what was delivered before. Raises StoreError."""
        if self.remote is not None:
            self.remote.fetch()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Be the only one who writes there, with the working folder up to date and no delivery left half done."""
        if self.remote is None:
            yield
            return
        with self.remote.held():
            self.remote.complete()
            self.remote.fetch()
            yield

    def deliver(
        self, outcome: Outcome, observations: Observations, data: Path, say: Callable[[str], None]
    ) -> Result | None:
        """Deliver what was built, unless reading it back found faults; what an earlier run left undelivered is read back first.

        Returns what that reading found, None where there was none. Raises StoreError.
        """
        if self.remote is None or not self.remote.pending():
            return None
        check = outcome.check
        if check is None and not outcome.built:
            check = verify_edition(self.folder, observations, data=data)
        if check is not None and not check.sound:
            say(f"not delivered to {self.shown}, for reading back found faults; the working folder is {self.folder}")
            return check
        moved = self.remote.deliver()
        say(
            f"delivered to {self.shown}: {moved.sent} files sent ({moved.sent_bytes} bytes), "
            f"{moved.temporaries} were there, {moved.removed} removed"
        )
        return check


def fetched(edition: str) -> Path:
    """The folder of an edition that is a folder already, or lies in object storage and is fetched. Raises StoreError."""
    if not is_url(edition):
        return Path(edition)
    remote = RemoteEdition(edition.rstrip("/"))
    remote.fetch()
    return remote.folder
