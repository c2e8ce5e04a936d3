"""What a report was made from, as named digests: when all are unchanged, building it again would give the same bytes.

What to do about a change is decided in `plan`.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from cakupan.briefing.reports import files_read
from cakupan.edition.jobs import Job
from cakupan.edition.sources import REPORT, package_digest
from cakupan.observations import Observations
from cakupan.observations.observation import Key
from cakupan.programmes import load_definitions
from cakupan.settings import files_of

LIBRARIES = (
    "papermill", "nbclient", "nbconvert", "ipykernel", "ipython", "pandas", "numpy", "matplotlib", "seaborn", "babel", "mistune",
    "typst", "openpyxl", "python-docx",
)  # fmt: skip
REGISTERS = (
    "provinces.csv",
    "regencies.csv",
    "places.csv",
    "districts.csv",
    "villages.csv",
    "sources.csv",
    "breaks.csv",
)
FILE = "file "
"""How the name of an input begins that is a file which a notebook of one's own reads beside the data."""
CLAIMS = ("claims.csv",)


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


@lru_cache
def versions() -> dict[str, str]:
    """The versions of Python and of every library that can change a document."""
    return {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}}


@lru_cache
def _tables_digest(tables: tuple[Path, ...], stamp: tuple[int, ...]) -> str:
    return sha256(b"\0".join(table.read_bytes() for table in tables))


def tables_digest(data: Path, names: Iterable[str]) -> str:
    """One digest over some tables of a data directory, those that it has; read again when a file changes."""
    tables = tuple(data / name for name in names if (data / name).exists())
    return _tables_digest(tables, tuple(table.stat().st_mtime_ns for table in tables))


RowDigests = dict[Key, str]
"""For each (region, measure) that a report read, a short digest of the observations that stood there.

Of districts and villages there is one for all that are inside of a regency or district: (region, INSIDE).
"""


def row_digests(keys: Iterable[Key], observations: Observations) -> RowDigests:
    """The digests of what stands under some keys now; districts and villages by what they are inside of."""
    return observations.digests(keys)


def rows_to_json(rows: RowDigests) -> dict[str, dict[str, str]]:
    """As the journal keeps them: measure, region, digest."""
    by_measure: dict[str, dict[str, str]] = {}
    for (region, measure), digest in rows.items():
        by_measure.setdefault(measure, {})[region] = digest
    return by_measure


def rows_from_json(by_measure: Mapping[str, Mapping[str, str]]) -> RowDigests:
    """From the journal."""
    return {(region, measure): digest for measure, regions in by_measure.items() for region, digest in regions.items()}


class Inputs:
    """The named digests of the inputs of jobs; what many jobs share is read once, so that a value serves one batch and no longer."""

    def __init__(self) -> None:
        self._shared: dict[tuple[str, Path], dict[str, str]] = {}

    def of(self, job: Job) -> dict[str, str]:
        """The digests of a job's inputs besides the rows."""
        key = str(job.notebook), job.data
        shared = self._shared.get(key)
        if shared is None:
            body = job.notebook.read_bytes()
            shared = self._shared[key] = {
                "notebook": sha256(body),
                "package": package_digest(REPORT, _code(body)),
                "versions": sha256(json.dumps(versions(), sort_keys=True).encode()),
                "registers": tables_digest(job.data, (*REGISTERS, *files_of(job.data))),
                "definitions": sha256(repr(load_definitions(job.data)).encode()),
                "claims": tables_digest(job.data, CLAIMS),
                **{f"{FILE}{path.name}": sha256(path.read_bytes()) for path in files_read(job.type, job.data)},
            }
        parameters = sha256(json.dumps({**job.parameters, "data": ""}, sort_keys=True).encode())
        return {**shared, "parameters": parameters, **({"pages": str(job.pages)} if job.pages else {})}


def _code(notebook: bytes) -> str:
    """The code of a notebook; all that stands in it where it is no readable one, as its execution will tell."""
    text = notebook.decode(errors="replace")
    try:
        cells = json.loads(text)["cells"]
        return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    except (ValueError, KeyError, TypeError):
        return text


def digests(job: Job) -> dict[str, str]:
    """The named digests of one job's inputs besides the rows."""
    return Inputs().of(job)
