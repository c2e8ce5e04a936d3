"""The typed contract of a notebook's parameters: read from the cell tagged `parameters`, checked before anything runs.

What the values mean for the analysis is in `briefing`; running notebooks is in `edition`.
"""

from __future__ import annotations

import ast
import contextlib
import datetime as dt
import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cakupan.errors import UnknownRegion, UsageError, message
from cakupan.languages import LANGS, Lang
from cakupan.regions import NATION, Level, Regions, named_levels, region_asked
from cakupan.words.numbers import last_day

LATEST = "latest"


@dataclass(frozen=True)
class Parameter:
    """One parameter of a notebook: its annotated type, default and the comment behind it."""

    name: str
    annotation: str
    default: object
    help: str


def read_contract(notebook: Path) -> tuple[Parameter, ...]:
    """The parameters of a notebook, from the annotated assignments of its cell tagged `parameters`.

    Raises UsageError when the notebook is unreadable, has no such cell, or a parameter has no annotation or plain default.
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(
            message("{notebook} is no readable notebook ({error})", notebook=notebook, error=error)
        ) from error
    for cell in cells:
        if cell.get("cell_type") == "code" and "parameters" in cell.get("metadata", {}).get("tags", []):
            return _parse("".join(cell["source"]), notebook)
    raise UsageError(
        message("{notebook} has no cell tagged `parameters`; tag the cell that sets them", notebook=notebook)
    )


def _parse(source: str, notebook: Path) -> tuple[Parameter, ...]:
    lines = source.splitlines()
    parameters = []
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise UsageError(
            message(
                "{notebook}, cell `parameters`, line {lineno}: no readable Python ({msg})",
                notebook=notebook,
                lineno=error.lineno,
                msg=error.msg,
            )
        ) from error
    for node in body:
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name) or node.value is None:
            raise UsageError(
                message(
                    "{notebook}, cell `parameters`, line {lineno}: write `name: type = default  # what it is`",
                    notebook=notebook,
                    lineno=node.lineno,
                )
            )
        try:
            default = ast.literal_eval(node.value)
        except ValueError as error:
            raise UsageError(
                message(
                    "{notebook}, cell `parameters`, line {lineno}: the default must be a plain value",
                    notebook=notebook,
                    lineno=node.lineno,
                )
            ) from error
        comment = lines[node.lineno - 1].partition("#")[2].strip()
        parameters.append(Parameter(node.target.id, ast.unparse(node.annotation), default, comment))
    return tuple(parameters)


def refuse_unknown(given: Iterable[str], known: Iterable[str]) -> None:
    """Refuse a parameter that a notebook does not have. Raises UsageError with the nearest name, and those that it has."""
    names = list(dict.fromkeys(known))
    for name in given:
        if name not in names:
            near = difflib.get_close_matches(name.lower(), names, n=1)
            hint = message(" (did you mean {meant}?)", meant=repr(near[0])) if near else ""
            raise UsageError(
                message(
                    "this notebook has no parameter {name}{hint}; it has {names}",
                    name=repr(name),
                    hint=hint,
                    names=", ".join(names),
                )
            )


def region_code(value: object, regions: Regions, level: Level | tuple[Level, ...]) -> str:
    """The code of a region of the wanted level, or of one of several, from a string or from the number that a command line made of it.

    `64`, `"64"`, `"64.71"`, `"kaltim"` and `"Kalimantan Timur"` are accepted; what is none of that level is refused, never guessed.
    Raises UsageError with a sentence that lists what is allowed.
    """
    levels: tuple[Level, ...] = level if isinstance(level, tuple) else (level,)
    wanted = named_levels(levels)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise UsageError(
            message("{value} is no region code; {regions}", value=repr(value), regions=_allowed(regions, levels))
        )
    text = str(value).strip()
    if not text.replace(".", "").isdigit():
        with contextlib.suppress(UnknownRegion):
            return region_asked(regions, text, levels).code
    code = text.replace(".", "") if isinstance(value, str) else text
    if isinstance(value, float):
        code = text.replace(".", "")
    if code.upper() == NATION and "national" in levels:
        return NATION
    try:
        region = regions.get(code)
    except UnknownRegion as error:
        raise UsageError(
            message(
                "{what} is no code of a {wanted}; {regions}",
                what=text,
                wanted=wanted,
                regions=_allowed(regions, levels),
            )
        ) from error
    if region.level not in levels:
        raise UsageError(
            message(
                "{what} is the {level} {region}, no {wanted}; {regions}",
                what=text,
                level=named_levels((region.level,)),
                region=region.name,
                wanted=wanted,
                regions=_allowed(regions, levels),
            )
        )
    return region.code


def _allowed(regions: Regions, levels: tuple[Level, ...]) -> str:
    known = [region for level in levels for region in regions.at(level)]
    if not known:
        return message("the data knows no {level}", level=named_levels(levels))
    if len(known) <= 40:
        return message("allowed are {codes}", codes=", ".join(f"{region.code} {region.short()}" for region in known))
    first, last = (f"{region.code} {region.name}" for region in (known[0], known[-1]))
    return message("allowed are the {n} codes from {first} to {last}", n=len(known), first=first, last=last)


def edition_date(value: object, latest: dt.date) -> dt.date:
    """The date of an edition: "latest", a date, a month ("2024-10", its last day) or a year. Raises UsageError."""
    if isinstance(value, dt.date):
        return value
    text = str(value).strip()
    if text == LATEST:
        return latest
    try:
        return last_day(text)
    except ValueError as error:
        raise UsageError(
            message(
                "{what} is no edition: write a date such as {day}, or {LATEST}",
                what=repr(text),
                day=latest.isoformat(),
                LATEST=LATEST,
            )
        ) from error


def language(value: object) -> Lang:
    """One of the two languages. Raises UsageError."""
    for lang in LANGS:
        if value == lang:
            return lang
    raise UsageError(
        message(
            "{value} is no language of the briefings; allowed are {LANGS}", value=repr(value), LANGS=", ".join(LANGS)
        )
    )
