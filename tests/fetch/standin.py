"""A map server of the tests' own on 127.0.0.1: it answers as ArcGIS REST does, in the ministry's spellings, and misbehaves as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Row = dict[str, Any]
Fault = Callable[["Answering", dict[str, str]], bool]
"""Misbehaves for a request and returns True, or returns False and the request is answered."""


@dataclass
class World:
    """The layers of the server by "service/number", and how it behaves. most: rows a page; faults: tried in turn."""

    layers: dict[str, list[Row]]
    most: int = 1000
    capitals: bool = False
    describes: bool = True
    counts: bool = True
    faults: list[Fault] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    offsets: list[tuple[str, int]] = field(default_factory=list)


class Answering(BaseHTTPRequestHandler):
    """Answers one request."""

    world: World
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        return

    def do_GET(self) -> None:
        world = self.world
        world.at_once += 1
        world.most_at_once = max(world.most_at_once, world.at_once)
        world.asked.append(self.path)
        try:
            asked = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
            if not any(fault(self, asked) for fault in world.faults):
                self.answer(asked)
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            world.at_once -= 1

    def answer(self, asked: Mapping[str, str]) -> None:
        path = urlsplit(self.path).path.removeprefix("/arcgis/rest/services/").removesuffix("/query")
        rows = self.world.layers.get(path.replace("/MapServer", ""))
        if rows is None:
            self.send({"error": {"code": 404, "message": "Service not found", "details": []}})
        elif not self.path.split("?")[0].endswith("/query"):
            self.describe(rows)
        elif asked.get("returnCountOnly") == "true" and self.world.counts:
            self.send({"count": len(rows)})
        else:
            self.page(path, rows, asked)

    def describe(self, rows: list[Row]) -> None:
        if not self.world.describes:
            self.send({"error": {"code": 400, "message": "Invalid URL", "details": []}})
            return
        fields = [
            {"name": name.upper() if self.world.capitals else name, "type": "esriFieldTypeDouble"} for name in rows[0]
        ]
        self.send({"fields": fields, "maxRecordCount": self.world.most, "geometryType": "esriGeometryPolygon"})

    def page(self, path: str, rows: list[Row], asked: Mapping[str, str]) -> None:
        start = int(asked.get("resultOffset", 0))
        size = min(int(asked.get("resultRecordCount", self.world.most)), self.world.most)
        self.world.offsets.append((path, start))
        wanted = asked.get("outFields", "*").lower().split(",")
        features = [
            {
                "attributes": {
                    self.spelled(name): value for name, value in row.items() if name in wanted or wanted == ["*"]
                }
            }
            for row in rows[start : start + size]
        ]
        if asked.get("returnGeometry") != "false":
            for feature in features:
                feature["geometry"] = {"rings": [[[0, 0]] * 1000]}
        answer: dict[str, Any] = {"displayFieldName": "wilayah", "features": features}
        if start + size < len(rows):
            answer["exceededTransferLimit"] = True
        self.send(answer)

    def spelled(self, name: str) -> str:
        return name.upper() if self.world.capitals else name

    def send(self, answer: object, code: int = 200, kind: str = "application/json", **headers: str) -> None:
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(world: World) -> Iterator[str]:
    """The address of a running stand-in."""
    handler = type("Handler", (Answering,), {"world": world})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/arcgis/rest/services"
    finally:
        server.shutdown()
        server.server_close()


# --- how it misbehaves ---


def once(fault: Fault) -> Fault:
    """A fault of the first page that is asked for, and none after."""
    done: list[bool] = []

    def first(request: Answering, asked: dict[str, str]) -> bool:
        if done or "resultOffset" not in asked:
            return False
        done.append(True)
        return fault(request, asked)

    return first


def answering(answer: object, code: int = 200, kind: str = "application/json", **headers: str) -> Fault:
    """Send this instead of an answer."""

    def fault(request: Answering, _: dict[str, str]) -> bool:
        request.send(answer, code, kind, **headers)
        return True

    return fault


def cut_off(request: Answering, _: dict[str, str]) -> bool:
    """Half a body, then nothing more."""
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b'{"features": [')
    request.close_connection = True
    return True


def silent(seconds: float) -> Fault:
    """No answer for a while."""

    def fault(request: Answering, _: dict[str, str]) -> bool:
        time.sleep(seconds)
        request.close_connection = True
        return True

    return fault


def dripping(request: Answering, _: dict[str, str]) -> bool:
    """A byte now and then, for longer than anyone waits."""
    request.send_response(200)
    request.send_header("Content-Length", "100000")
    request.end_headers()
    for _turn in range(200):
        request.wfile.write(b" ")
        request.wfile.flush()
        time.sleep(0.05)
    return True


def same_page(request: Answering, asked: dict[str, str]) -> bool:
    """The first page, whatever was asked."""
    if "resultOffset" not in asked:
        return False
    request.answer({**asked, "resultOffset": "0"})
    return True
