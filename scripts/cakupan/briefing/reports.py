"""The types of report: one a notebook of the project or of a data directory. The only list of them; everything that builds or opens reads it.

Which of them an edition holds is decided in `edition.jobs`; what their parameters may be, in `parameters`.
"""

from __future__ import annotations

import ast
import glob
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cakupan.briefing.forms import LEVELS
from cakupan.briefing.parameters import read_contract
from cakupan.errors import UsageError, message
from cakupan.regions import Level
from cakupan.workspace import DATA, NOTEBOOKS

BUILT_IN: dict[str, tuple[str, tuple[Level, ...]]] = {
    "national": ("national", ()),
    "province": ("province", ("province",)),
    "regency": ("regency", ("regency",)),
    "district": ("local", ("district",)),
    "village": ("local", ("village",)),
    "claims": ("claims", ()),
}
"""The project's types: notebook, and the levels whose regions have one each; none for a single report of the nation."""
NO_REPORTS = frozenset({"explore", "gallery", "tutorial"})
"""Notebooks of the project that are there to be used in JupyterLab."""
FOLDER = "notebooks"


@dataclass(frozen=True)
class ReportType:
    """A type of report. levels: of the regions that have one each, empty for a single one. parameter: the one that is a region's code.

    given: names of all its parameters. own: whether it is an analyst's own, not one of the project's.
    """

    name: str
    notebook: Path
    levels: tuple[Level, ...] = ()
    parameter: str = ""
    given: tuple[str, ...] = ("edition", "lang", "data")
    own: bool = False


def report_types(data: Path = DATA) -> dict[str, ReportType]:
    """Return all types of report by name: the project's, those of notebooks that were added to it, and those of a data directory.

    A notebook of a data directory by the name of one of the project's takes its place. Raises UsageError for one that has no readable cell
    `parameters`.
    """
    beside = _notebooks(data, data / FOLDER)
    types: dict[str, ReportType] = {}
    for name, (file, levels) in BUILT_IN.items():
        notebook = beside.get(file, NOTEBOOKS / f"{file}.ipynb")
        parameter = {"local": "area", "national": "", "claims": ""}.get(file, file)
        types[name] = ReportType(name, notebook, levels, parameter)
    taken = {file for file, _ in BUILT_IN.values()} | NO_REPORTS
    for name, path in {**_notebooks(NOTEBOOKS), **beside}.items():
        if name not in taken:
            types[name] = type_of(path)
    return types


def type_of(notebook: Path) -> ReportType:
    """Return the type of report that a notebook anywhere is. Raises UsageError."""
    names = tuple(one.name for one in read_contract(notebook))
    parameter = next((name for name in LEVELS if name in names), "")
    return ReportType(notebook.stem, notebook.resolve(), LEVELS.get(parameter, ()), parameter, names, own=True)


def _notebooks(*folders: Path) -> dict[str, Path]:
    """The notebooks of folders by name, without hidden ones and those that JupyterLab keeps as checkpoints."""
    paths = (path for folder in folders for path in sorted(folder.glob("*.ipynb")))
    return {path.stem: path.resolve() for path in paths if not path.name.startswith(".")}


def files_read(kind: ReportType, data: Path) -> tuple[Path, ...]:
    """Return the files that a notebook which is not the project's names in its code, and that lie beside the data or beside it, by path.

    `Path(data) / "desa.csv"`, f"{data}/desa.csv" and "desa.csv" all name such a file; f"{data}/{month}.csv" and "*.csv" name all that they may
    mean, but none of the project's own tables, whose rows are traced one by one. They are inputs of its reports.
    """
    if kind.notebook.parent == NOTEBOOKS.resolve() and not kind.own:
        return ()
    files: set[Path] = set()
    for text in filter(_may_name_a_file, _texts(kind.notebook)):
        name = text.strip().removeprefix("*/").lstrip("/")
        for place in (data, kind.notebook.parent):
            if "*" in name:
                files |= {path.resolve() for path in place.glob(name) if not (DATA / path.name).exists()}
            elif (place / name).is_file():
                files.add((place / name).resolve())
            elif re.fullmatch(r"[^/]+\.[A-Za-z0-9]+", name):  # Path(data) / "tables" / "desa.xlsx"
                files |= {path.resolve() for path in place.glob(f"*/{glob.escape(name)}")}
        if text.startswith("/") and "*" not in text and Path(text).is_file():
            files.add(Path(text))
    return tuple(sorted(path for path in files if path.is_file() and path != kind.notebook))


def _may_name_a_file(text: str) -> bool:
    """Whether a text literal could be a file's name or a pattern of such: short, of one line, a pattern with an ending.

    >>> _may_name_a_file("*/*.csv"), _may_name_a_file("* of *"), _may_name_a_file("desa.csv")
    (True, False, True)
    """
    if not text.strip("/ ") or len(text) >= 200 or "\n" in text or "**" in text or ".." in text:
        return False
    return "*" not in text or re.search(r"\.[A-Za-z0-9]+$", text) is not None


def _texts(notebook: Path) -> Iterable[str]:
    """The text literals of a notebook's code, "*" for what is filled in; cells with magics, which are no plain Python, line by line as far as they can be read."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(
            message("{notebook} is no readable notebook ({error})", notebook=notebook, error=error)
        ) from error
    for cell in cells:
        if cell.get("cell_type") != "code":
            continue
        lines = "".join(cell["source"]).splitlines()
        plain = "\n".join("pass" if line.lstrip().startswith(("%", "!")) else line for line in lines)
        try:
            tree = ast.parse(plain)
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
