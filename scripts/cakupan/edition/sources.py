"""Which of the package's files something is made by: what its modules import, wherever the line stands, and what lies beside those.

Read from the text of the modules: importing them all to learn it would cost more than an idle build. What a digest is compared with is
decided in `plan`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cakupan.workspace import PACKAGE

REPORT = ("edition.report", "briefing", "charts", "engine")
"""What makes a report: executing and exporting it, what every notebook may import, and all of the engine."""
INDEX = ("edition.index_write", "edition.manifest")
"""What makes the pages and the manifest of an edition."""
BOOK = ("edition.book",)
"""What makes the workbook of an edition."""
WHOLE = ("",)
"""All of it, as those must have it who work together."""

_LONG = r"""\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}"""
_SHORT = r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
_STRINGS = re.compile(rf"#[^\n]*|(?P<long>{_LONG})|(?P<short>{_SHORT}(?:\s*[bfr]?{_SHORT})*)", re.DOTALL)
_ONE_STRING = re.compile(_SHORT, re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "\n": ""}
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(cakupan[\w.]*)[ \t]+import\b([^\n(]*(?:\([^)]*\))?)|import\b([^\n]*))", re.M
)
_NAME = re.compile(r"cakupan(?:\.\w+)*\Z")
_ANYTHING = re.compile(
    r"sys\.path|importlib|__import__|runpy|subprocess|os\.system|get_ipython|\bexec\(|^\s*[!%](?!matplotlib)", re.M
)
"""What lets a notebook reach modules that it does not name."""
_ENTRY = re.compile(r'^msgid((?:\s*"(?:[^"\\]|\\.)*")+)', re.M)
_REMARK = re.compile(r"^#(?!,).*\n?", re.M)


class _Text(NamedTuple):
    """What is read of a piece of code: the modules of the package that it names, and the texts in it."""

    imports: frozenset[str]
    strings: frozenset[str]


@cache
def package_digest(entries: tuple[str, ...] = REPORT, notebook: str = "") -> str:
    """Return one digest over the files that some modules, and a notebook's code, are made of together.

    Of a catalogue only those sentences count that one of them says, so that a changed help text is no change of a report. Texts for
    people (`.md`) never count. A notebook that may import what it does not name is made of the whole package.
    """
    code = _read(notebook)
    used = closure(WHOLE if _ANYTHING.search(notebook) else entries, code.imports)
    strings = code.strings.union(*(_read_module(name).strings for name in used))
    hashing = hashlib.sha256()
    for path in sorted({*(modules()[name] for name in used), *_beside(used)}):
        body = path.read_bytes()
        if path.suffix == ".po":
            body = "\n".join(_spoken(path.read_text(encoding="utf-8"), strings)).encode()
        hashing.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + hashlib.sha256(body).digest())
    return hashing.hexdigest()


def closure(entries: Iterable[str], faces: Iterable[str] = ()) -> frozenset[str]:
    """Return the modules that some come to import, directly or not, these among them.

    entries: inside the package, a folder for all that it holds; faces: by full names, of a folder only what importing it runs.
    """
    roots = tuple(f"cakupan.{entry}.".replace("..", ".") for entry in entries)
    waiting = [name for name in modules() if f"{name}.".startswith(roots)]
    waiting += faces
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting += _read_module(name).imports
            waiting += [name.rpartition(".")[0]] if "." in name else []
    return frozenset(used)


@cache
def modules() -> dict[str, Path]:
    """Return the package's modules by their full names."""
    paths = {path: path.relative_to(PACKAGE.parent).with_suffix("").parts for path in sorted(PACKAGE.rglob("*.py"))}
    return {".".join(parts[:-1] if parts[-1] == "__init__" else parts): path for path, parts in paths.items()}


@cache
def _read_module(name: str) -> _Text:
    return _read(modules()[name].read_text(encoding="utf-8"))


def _read(code: str) -> _Text:
    strings = frozenset(_strings(code))
    named = {name for name in strings if _NAME.match(name)}
    for package, names, plain in _IMPORT.findall(code):
        if package:
            named |= {package, *(f"{package}.{name}" for name in re.findall(r"\w+", names))}
        else:
            named |= set(re.findall(r"\bcakupan[\w.]*", plain))
    return _Text(frozenset(named & modules().keys()), strings)


def _strings(code: str) -> Iterator[str]:
    """The text literals of some code, what those make that stand beside each other, and those in an `f"…"`."""
    for match in _STRINGS.finditer(code):
        if match["long"]:
            yield _value(match["long"][3:-3])
        elif match["short"]:
            parts = [_value(one[1:-1]) for one in _ONE_STRING.findall(match["short"])]
            yield from {*parts, "".join(parts)}
        yield from re.split("[\"']", match["long"] or match["short"] or "")


def _value(literal: str) -> str:
    """The text that a literal stands for, as far as sentences have need of backslashes."""
    return _ESCAPE.sub(lambda match: _PLAIN.get(match[1], match[1]), literal)


def _beside(used: frozenset[str]) -> set[Path]:
    """The files that are no modules, in the folders that modules are used of: catalogues, templates, typefaces, tables."""
    rooms = {name.split(".")[1] for name in used if "." in name}
    files = (path for room in rooms for path in (PACKAGE / room).rglob("*") if path.is_file())
    return {path for path in files if path.suffix not in (".py", ".md") and "__pycache__" not in path.parts}


def _spoken(catalogue: str, strings: frozenset[str]) -> list[str]:
    """The entries of a catalogue that are among some texts; its head, which says how plurals are formed, always."""
    return [entry for entry in _entries(catalogue) if not (sentence := _sentence(entry)) or sentence in strings]


def _entries(catalogue: str) -> list[str]:
    """What a catalogue holds, piece by piece; flags and contexts, which stand before their sentence, are pieces of their own."""
    return [entry.strip() for entry in re.split(r"^(?=msgid |msgctxt |#,)", _REMARK.sub("", catalogue), flags=re.M)]


def _sentence(entry: str) -> str:
    """What an entry of a catalogue translates; "" for what is no entry with a sentence."""
    match = _ENTRY.search(entry)
    return "".join(_value(one[1:-1]) for one in _ONE_STRING.findall(match.group(1))) if match else ""
