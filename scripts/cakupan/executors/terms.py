"""What a worker must have in common with whoever gives it work: packages, notebooks, data, and the folder of the edition.

Both sides look here; how they talk to each other is in `dask` and `dask_worker`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cakupan.briefing.reports import report_types
from cakupan.delivery.store import RemoteEdition
from cakupan.edition.inputs import versions
from cakupan.edition.jobs import Job
from cakupan.edition.sources import WHOLE, package_digest
from cakupan.errors import CakupanError
from cakupan.workspace import DATA, NOTEBOOKS

PROBE = "probe"
"""The file in a run's folder by which a worker shows that it sees the same one."""

UNSEEN = "unseen"
DIGESTS = {"package": "Cakupan's package", "notebooks": "the notebooks", "data": "the data directory"}


class Unlike(CakupanError):
    """A worker is not what a run expects, so that its documents would be others; the sentence says in what, and what to do."""


@dataclass(frozen=True)
class Terms:
    """What holds for all work of one run.

    run: a name of its own; expected: what the worker must find (see `found`), in pairs; data: the data directory, None for
    the project's own, which lies elsewhere on each machine; folder: the edition's folder, and staging: unfinished work of this run in
    it, both None where finished files go to `remote`.
    """

    run: str
    expected: tuple[tuple[str, str], ...]
    data: Path | None
    engine: str
    folder: Path | None = None
    staging: Path | None = None
    remote: RemoteEdition | None = None

    @property
    def data_here(self) -> Path:
        """The data directory on this machine."""
        return self.data or DATA

    @property
    def still_holds(self) -> bool:
        """Whether the run still goes on, as far as its folder tells: whoever began it takes the folder away at its end."""
        return self.staging is None or (self.staging / PROBE).exists()


def state_here(terms: Terms) -> dict[str, str]:
    """What this process has of what a run expects. To be asked once per run: it reads the package and the data."""
    seen = {
        **versions(),
        "package": package_digest(WHOLE),
        "notebooks": _digest_of(NOTEBOOKS, {kind.notebook for kind in report_types().values()}),
        "data": _digest_of(terms.data_here, terms.data_here.rglob("*")),
    }
    return seen if terms.staging is None else {**seen, "folder": _probe(terms.staging)}


def place_of_data(jobs: Sequence[Job]) -> Path | None:
    """The data directory as terms name it."""
    return None if jobs[0].data == DATA else jobs[0].data


@lru_cache(maxsize=8)
def differences(terms: Terms) -> tuple[str, ...]:
    """In what this process differs from what a run expects, in words; nothing where it may work. Found out once per run."""
    here = state_here(terms)
    return tuple(
        _difference(name, here.get(name, ""), wanted, terms)
        for name, wanted in terms.expected
        if here.get(name) != wanted
    )


def refusal(worker: str, wrong: Sequence[str]) -> str:
    """The sentence about a worker that differs."""
    if any(UNSEEN in one for one in wrong):
        remedy = "share the folder under one path between all machines, or use --output s3://…"
    else:
        remedy = "give it the same state of the project, its packages and the data directory, and start it again, or take it out of the cluster"
    return f"worker {worker} is refused: {'; '.join(wrong)}; {remedy}"


def _difference(name: str, here: str, wanted: str, terms: Terms) -> str:
    if name == "folder":
        return f"the folder {terms.folder} is {UNSEEN} there"
    if name == "data" and not here:
        return f"it has no data directory {terms.data_here}"
    return f"{DIGESTS[name]} is another one" if name in DIGESTS else f"{name} {here} instead of {wanted}"


def _probe(staging: Path) -> str:
    try:
        return (staging / PROBE).read_text(encoding="utf-8")
    except OSError:
        return UNSEEN


def _digest_of(folder: Path, paths: Iterable[Path]) -> str:
    """One digest over those files of a folder that are there and not hidden, by name and content; "" where there is no folder."""
    if not folder.is_dir():
        return ""
    hashing = hashlib.sha256()
    for path in sorted(paths):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            hashing.update(name.as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return hashing.hexdigest()
