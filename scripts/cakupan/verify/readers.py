"""Reading many reports back at the same time: this process and others like it share them out.

What is found does not depend on who has read what: outcomes come in the order of the reports.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from cakupan.observations.model import Trace
from cakupan.verify.documents import Outcome, Reading, outcome_of

FEW = 8
"""Reports for which no further process is worth its start."""
COMMAND = ("-P", "-m", "cakupan.verify.reader")


class Shares:
    """The reports that are still to be read, and what was found of those that have been."""

    def __init__(self, reading: Reading, stems: Sequence[str]) -> None:
        self.reading, self.stems = reading, stems
        self._left = list(range(len(stems)))[::-1]
        self._found: dict[int, Outcome] = {}
        self._changed = threading.Condition()

    def take(self) -> int | None:
        """Return the number of the next report to read; None when none is left."""
        with self._changed:
            return self._left.pop() if self._left else None

    def give(self, number: int, outcome: Outcome | None) -> None:
        """Hand in what was found of a report; None puts it back to be read by somebody else."""
        with self._changed:
            if outcome is None:
                self._left.append(number)
            else:
                self._found[number] = outcome
            self._changed.notify_all()

    def outcomes(self) -> Iterator[Outcome]:
        """Yield what was found of each report in order, reading in this thread what nobody else does."""
        for wanted in range(len(self.stems)):
            while (outcome := self._pop(wanted)) is None:
                number = self.take()
                if number is not None:
                    self.give(number, outcome_of(self.reading, self.stems[number]))
                else:
                    with self._changed:
                        self._changed.wait_for(partial(self._can_go_on, wanted))
            yield outcome

    def _can_go_on(self, wanted: int) -> bool:
        return wanted in self._found or bool(self._left)

    def _pop(self, number: int) -> Outcome | None:
        with self._changed:
            return self._found.pop(number, None)


def outcomes(reading: Reading, stems: Sequence[str], workers: int) -> Iterator[Outcome]:
    """Yield what is found of each report, in order. workers: processes that read at the same time, this one included."""
    shares = Shares(reading, stems)
    helpers = [Helper(shares) for _ in range(min(workers, len(stems) // FEW + 1) - 1)]
    try:
        yield from shares.outcomes()
    finally:
        for helper in helpers:
            helper.end()


class Helper:
    """A further process that takes its share, fed by a thread of this one. Where it cannot be started or ends, others read its share."""

    def __init__(self, shares: Shares) -> None:
        self._shares = shares
        self._process: subprocess.Popen[bytes] | None = None
        with suppress(OSError):
            self._process = subprocess.Popen(
                [sys.executable, *COMMAND], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        self._thread = threading.Thread(target=self._help, name="reader", daemon=True)
        self._thread.start()

    def _help(self) -> None:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return
        reading = self._shares.reading
        observations = replace(reading.addresses.observations, memo={}, trace=Trace())
        try:
            self._send((reading.folder, reading.manifest, observations, reading.data, reading.use_hashes))
        except (OSError, pickle.PicklingError, TypeError, AttributeError):
            return
        while (number := self._shares.take()) is not None:
            outcome: Outcome | None = None
            try:
                self._send(self._shares.stems[number])
                outcome = pickle.load(process.stdout)
            except (OSError, EOFError, pickle.UnpicklingError):
                return
            finally:
                self._shares.give(number, outcome)

    def _send(self, thing: Any) -> None:
        assert self._process is not None and self._process.stdin is not None
        pickle.dump(thing, self._process.stdin, pickle.HIGHEST_PROTOCOL)
        self._process.stdin.flush()

    def end(self) -> None:
        """End the process, whatever it does, and wait for the thread."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._thread.join()
        if self._process is not None:
            for stream in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    stream.close()  # type: ignore[union-attr]
