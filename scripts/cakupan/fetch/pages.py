"""The pages of a layer, kept as they come, so that a fetch that was stopped goes on where it was. What they say is read in `reading`.

Geometry is never asked for.
"""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from cakupan.errors import CakupanError, message
from cakupan.fetch.connections import Layer
from cakupan.fetch.server import Asking, Unanswered, parsed

STATE: Final = "layer.json"


@dataclass(frozen=True)
class Pages:
    """All rows of a layer as the server sent them, with keys in small letters. fetched: when the first page came, UTC; kept: rows from an earlier try."""

    layer: Layer
    rows: list[dict[str, Any]]
    fetched: str
    pages: int
    kept: int


@dataclass(frozen=True)
class Kept:
    """The folder in which the pages of one layer lie until they are taken."""

    folder: Path

    @classmethod
    def of(cls, cache: Path, base: str, layer: Layer) -> Kept:
        """The folder of a layer of a server."""
        key = hashlib.sha256(f"{base}\n{layer.service}\n{layer.number}\n{','.join(layer.fields)}".encode()).hexdigest()[
            :16
        ]
        return cls(cache / f"{re.sub('[^A-Za-z0-9_]', '-', layer.service)}-{layer.number}-{key}")

    def lock(self) -> FileLock:
        """Held while pages come: nobody asks for the same layer twice at a time. Raises CakupanError."""
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(f"{self.folder}.lock", timeout=0)
            lock.acquire()
        except Timeout as error:
            raise CakupanError(
                message("another fetch asks for the same layer just now; wait until it has ended")
            ) from error
        except OSError as error:
            raise _unwritable(self.folder, error) from error
        return lock

    def begin(self, mark: dict[str, Any], hours: float) -> str:
        """Keep pages that came earlier of the same state of the layer, or empty the folder; return when they began to come."""
        try:
            state = json.loads((self.folder / STATE).read_text(encoding="utf-8"))
            begun = dt.datetime.fromisoformat(state.pop("fetched"))
            age = (dt.datetime.now(dt.UTC) - begun).total_seconds()
            if state == mark and 0 <= age < hours * 3600:
                return begun.isoformat(timespec="seconds")
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            pass
        shutil.rmtree(self.folder, ignore_errors=True)
        fetched = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        self.write(STATE, json.dumps({**mark, "fetched": fetched}).encode())
        return fetched

    def page(self, number: int) -> bytes | None:
        """A page that came earlier."""
        path = self.folder / f"{number:04}.json"
        return path.read_bytes() if path.exists() else None

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all. Raises CakupanError."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            beside = self.folder / f".{name}.{os.getpid()}"
            beside.write_bytes(content)
            beside.replace(self.folder / name)
        except OSError as error:
            raise _unwritable(self.folder, error) from error

    def forget(self) -> None:
        """Delete the pages, which are taken or wrong."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _unwritable(folder: Path, error: OSError) -> CakupanError:
    return CakupanError(
        f"{folder} cannot be written ({error.strerror or error}); pages are kept there while they come. Make room, or name another "
        "folder with the variable XDG_CACHE_HOME"
    )


def all_pages(asking: Asking, layer: Layer, kept: Kept) -> Pages:
    """Return all rows of a layer: those that were kept, and the rest from the server. Raises Unanswered."""
    path = f"{layer.service}/MapServer/{layer.number}"
    fields, size, edited = _described(asking, layer, path)
    count = _count(asking, path)
    fetched = kept.begin({"fields": fields, "count": count, "edited": edited}, asking.server.keep_hours)
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    earlier = number = 0
    while True:
        body = kept.page(number)
        answer = _kept_answer(body)
        if answer is None:
            body, answer = asking.ask(
                f"{path}/query",
                {"where": "1=1", "outFields": ",".join(fields), "returnGeometry": "false", "resultOffset": len(rows), "resultRecordCount": size},
            )  # fmt: skip
            features = _features(answer, layer)
            kept.write(f"{number:04}.json", body)
            asking.report(f"{layer.label}: {len(rows) + len(features)}{f' of {count}' if count else ''} rows")
        else:
            features = _features(answer, layer)
            earlier += len(features)
        _progress(features, seen, layer, kept)
        rows += features
        number += 1
        more = _more(answer)
        if len(rows) > asking.server.most_rows:
            raise Unanswered(
                message(
                    "{layer} has more than {most_rows} rows, which no level of regions has; nothing was taken",
                    layer=layer.label,
                    most_rows=asking.server.most_rows,
                )
            )
        if count is not None and len(rows) >= count and not more:
            break
        if not features:
            if more or (count is not None and len(rows) < count):
                kept.forget()
                raise Unanswered(
                    message(
                        "{layer} sent {n} of {count} rows and then none; try again later",
                        layer=layer.label,
                        n=len(rows),
                        count=count if count is not None else "more",
                    )
                )
            break
        if not more and (count is None and len(features) < size):
            break
    if count is not None and len(rows) != count:
        kept.forget()
        raise Unanswered(_miscounted(layer, len(rows), count))
    return Pages(layer, rows, fetched, number, earlier)


def _miscounted(layer: Layer, n: int, count: int) -> str:
    return message(
        "{layer} sent {n} rows and counts {count} itself; try again later", layer=layer.label, n=n, count=count
    )


def _described(asking: Asking, layer: Layer, path: str) -> tuple[list[str], int, str]:
    """The fields as the server spells them, rows a page, and when the layer was last edited; a layer that does not describe itself is asked as it is known.

    Raises Unanswered where a field is missing.
    """
    try:
        _, answer = asking.ask(path, {})
    except Unanswered:
        return list(layer.fields), asking.server.page, ""
    described = answer.get("fields")
    names = (
        [one["name"] for one in described if isinstance(one, dict) and isinstance(one.get("name"), str)]
        if isinstance(described, list)
        else []
    )
    most = answer.get("maxRecordCount")
    size = min(asking.server.page, most) if isinstance(most, int) and most > 0 else asking.server.page
    info = answer.get("editingInfo")
    edited = str(info.get("lastEditDate", "")) if isinstance(info, dict) else ""
    if not names:
        return list(layer.fields), size, edited
    known = {_short(name): name for name in names}
    for field in layer.fields:
        if _short(field) not in known:
            near = difflib.get_close_matches(_short(field), list(known), 1)
            hint = message("; the nearest is {field}", field=repr(known[near[0]])) if near else ""
            raise Unanswered(
                message(
                    "{layer} has no field {field}{hint}; correct it in connections.toml",
                    layer=layer.label, field=repr(field), hint=hint,
                )
            )  # fmt: skip
    return [known[_short(field)] for field in layer.fields], size, edited


def _short(name: str) -> str:
    """A field without the tables that it stands in, in small letters: "sde.KAB.NO_PROP" is "no_prop"."""
    return name.rpartition(".")[2].lower()


def _count(asking: Asking, path: str) -> int | None:
    """How many rows the layer has by its own account; None where it gives none."""
    try:
        _, answer = asking.ask(f"{path}/query", {"where": "1=1", "returnCountOnly": "true", "returnGeometry": "false"})
    except Unanswered as error:
        if "answered with an error inside" in str(error) and "it asks for a login" not in str(error):
            return None
        raise
    count = answer.get("count")
    return count if isinstance(count, int) and not isinstance(count, bool) and count >= 0 else None


def _kept_answer(body: bytes | None) -> dict[str, Any] | None:
    if body is None:
        return None
    try:
        return parsed(body)
    except ValueError:
        return None


def _features(answer: dict[str, Any], layer: Layer) -> list[dict[str, Any]]:
    features = answer.get("features")
    if not isinstance(features, list):
        raise Unanswered(
            message(
                "{layer} answered without a list of features; check the service and the layer in connections.toml",
                layer=layer.label,
            )
        )
    rows = []
    for feature in features:
        attributes = feature.get("attributes") if isinstance(feature, dict) else None
        if not isinstance(attributes, dict):
            raise Unanswered(message("{layer} sent a feature without attributes; nothing was taken", layer=layer.label))
        rows.append({_short(str(key)): value for key, value in attributes.items()})
    return rows


def _progress(features: list[dict[str, Any]], seen: set[str], layer: Layer, kept: Kept) -> None:
    """Refuse a page that came before: then the server does not page, and asking on would never end."""
    digest = hashlib.sha256(json.dumps(features, sort_keys=True, default=str).encode()).hexdigest()
    if features and digest in seen:
        kept.forget()
        raise Unanswered(
            message(
                "{layer} sends the same rows for every page; it cannot be read whole, and nothing was taken",
                layer=layer.label,
            )
        )
    seen.add(digest)


def _more(answer: dict[str, Any]) -> bool:
    inside = answer.get("properties")
    return answer.get("exceededTransferLimit") is True or (
        isinstance(inside, dict) and inside.get("exceededTransferLimit") is True
    )
