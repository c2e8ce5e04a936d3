"""What a person sees while an edition is built: a bar on a terminal, plain lines in a log, nothing when asked."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

from cakupan.edition.executor import Failure
from cakupan.edition.journal import Entry
from cakupan.edition.run import Outcome, Watcher
from cakupan.errors import joined, message
from cakupan.languages import Lang
from cakupan.words.language import in_language

LINES_IN_A_LOG = 10
"""How many lines of progress a log gets, however many reports there are."""


class Progress:
    """Progress of one build on standard error."""

    def __init__(self, lang: Lang, *, quiet: bool) -> None:
        self.lang: Lang = lang
        self.quiet = quiet
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._bar: RichProgress | None = None
        self._total = self._done = 0
        if self._console.is_terminal and not quiet:
            self._bar = RichProgress(
                TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
                TimeElapsedColumn(), TimeRemainingColumn(), console=self._console,
            )  # fmt: skip
        self.watcher = Watcher(self._started, self._finished, self._failed)

    def __enter__(self) -> Progress:
        if self._bar:
            self._bar.start()
            self._task = self._bar.add_task(in_language(message("reports"), self.lang), total=None, rate="")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def say(self, message: str) -> None:
        """One line, whether or not there is a bar."""
        if not self.quiet:
            self._tell(message)

    def _tell(self, message: str, before: str = "cakupan: ") -> None:
        self._console.print(f"{before}{in_language(message, self.lang)}", markup=False)

    def _started(self, due: int, total: int) -> None:
        self._total = due
        if due:
            self.say(message("building {due} of {total} reports", due=due, total=total))
        if self._bar:
            self._bar.update(self._task, total=due)

    def _finished(self, entry: Entry) -> None:
        self._step()

    def _failed(self, failure: Failure) -> None:
        self._tell(message("{report} failed: {why}", report=failure.job.stem, why=failure.sentence))
        self._step()

    def _step(self) -> None:
        self._done += 1
        if self._bar:
            task = self._bar.tasks[0]
            self._bar.update(self._task, advance=1, rate=f"{task.speed or 0:.1f}/s")
        elif (
            self._done == self._total
            or self._done * LINES_IN_A_LOG // self._total > (self._done - 1) * LINES_IN_A_LOG // self._total
        ):
            self.say(message("{done} of {total} reports done", done=self._done, total=self._total))

    def summary(self, outcome: Outcome, folder: Path, shown: str) -> None:
        """What was built, what failed, and where to look. folder: where it was built; shown: where readers find it."""
        if outcome.failures:
            left = message("{n} reports failed; older files of theirs were left as they were", n=len(outcome.failures))
            self._tell(left)
            for failure in outcome.failures:
                where = message("open {notebook} in JupyterLab", notebook=folder / failure.notebook)
                self._tell(joined(": ", [failure.job.stem, where if failure.notebook else failure.sentence]), "  ")
        if outcome.check is not None:
            for line in outcome.check.lines:
                self._tell(line, "  ")
            if not outcome.check.sound:
                self._tell(message("reading back found {n} faults", n=outcome.check.total))
            else:
                self.say(outcome.check.sentence)
        self.say(
            message(
                "{n} built, {same} up to date, {failed} failed: {shown}/index.html",
                n=len(outcome.built),
                same=len(outcome.up_to_date),
                failed=len(outcome.failures),
                shown=shown,
            )
        )
        sys.stderr.flush()
