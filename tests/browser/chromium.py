"""A headless Chromium spoken to over its DevTools protocol: open a page, ask it, press keys, take pictures, print.

No test is here; what must hold of the pages is in the test modules beside this one.
"""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import websocket

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-dev-shm-usage", "--hide-scrollbars",
    "--force-color-profile=srgb", "--font-render-hinting=none", "--remote-debugging-port=0", "--remote-allow-origins=*",
)  # fmt: skip
START_S, ANSWER_S = 30.0, 60.0
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "Space": 32, "ArrowUp": 38, "ArrowDown": 40, "ArrowRight": 39}


class BrowserError(Exception):
    """Chromium is not there, does not answer, or refused a command."""


def executable() -> str:
    """The Chromium of this machine. Raises BrowserError: a test that needs it must not pass in silence without it."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    raise BrowserError(f"the tests marked browser need one of {', '.join(NAMES)} on the path")


class Chromium:
    """One browser process; `with Chromium(folder) as browser: page = browser.open(url)`. folder: a private one for its profile."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)

    def __enter__(self) -> Chromium:
        profile = self.folder / "profile"
        self._process = subprocess.Popen(
            [executable(), *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        port, path = self._address(profile / "DevToolsActivePort")
        self._socket = websocket.create_connection(f"ws://127.0.0.1:{port}{path}", timeout=ANSWER_S, max_size=None)
        return self

    def _address(self, file: Path) -> tuple[str, str]:
        end = time.monotonic() + START_S
        while time.monotonic() < end:
            lines = file.read_text().splitlines() if file.exists() else []
            if len(lines) == 2:
                return lines[0], lines[1]
            if self._process.poll() is not None:
                raise BrowserError(f"Chromium ended at once with {self._process.returncode}")
            time.sleep(0.05)
        raise BrowserError(f"Chromium opened no debugging port in {START_S:.0f} seconds")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.call("Browser.close")
        except (BrowserError, OSError, websocket.WebSocketException):
            self._process.kill()
        self._socket.close()
        self._process.wait(timeout=20)

    def call(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """The result of one command. Events that come meanwhile are kept for `Page.events`."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters, **({"sessionId": session} if session else {})}
        self._socket.send(json.dumps(message))
        while True:
            answer = self._receive()
            if answer.get("id") == number:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']['message']}")
                result: dict[str, Any] = answer["result"]
                return result

    def _receive(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self._socket.recv())
        if "method" in answer and answer.get("sessionId") in _events:
            _events[answer["sessionId"]].append(answer)
        return answer

    def await_event(self, session: str, method: str) -> dict[str, Any]:
        """The next event of a page with this name, or the one that came already."""
        while True:
            for event in _events[session]:
                if event["method"] == method:
                    return event
            self._receive()

    @contextmanager
    def page(
        self, url: str, *, width: int = 1280, height: int = 900, dark: bool = False, script: bool = True
    ) -> Iterator[Page]:
        """A page, loaded, in a window of this size in pixels; closed afterwards."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        _events[session] = []
        page = Page(self, session)
        try:
            page.call("Page.enable")
            page.call("Network.enable")
            page.call("Log.enable")
            page.call("Runtime.enable")
            page.call(
                "Emulation.setDeviceMetricsOverride",
                width=width,
                height=height,
                deviceScaleFactor=1,
                mobile=width < 600,
            )
            page.call("Emulation.setScriptExecutionDisabled", value=not script)
            scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
            page.call("Emulation.setEmulatedMedia", features=[scheme])
            page.call("Page.navigate", url=url)
            self.await_event(session, "Page.loadEventFired")
            if script:
                page.ask("document.fonts.ready.then(() => 1)")
            yield page
        finally:
            self.call("Target.closeTarget", targetId=target)
            _events.pop(session, None)


_events: dict[str, list[dict[str, Any]]] = {}


class Page:
    """An open page."""

    def __init__(self, browser: Chromium, session: str) -> None:
        self._browser, self._session = browser, session

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The result of one command of the DevTools protocol."""
        return self._browser.call(method, self._session, **parameters)

    @property
    def events(self) -> list[dict[str, Any]]:
        """What the page has reported so far."""
        return _events[self._session]

    def requests(self) -> list[str]:
        """The addresses that the page asked for, without the file itself and what it carries inside."""
        asked = [
            event["params"]["request"]["url"] for event in self.events if event["method"] == "Network.requestWillBeSent"
        ]
        return [url for url in asked[1:] if not url.startswith(("data:", "about:"))]

    def complaints(self) -> list[str]:
        """What the console says: breaches of the security policy, script errors."""
        found = [event["params"]["entry"]["text"] for event in self.events if event["method"] == "Log.entryAdded"]
        return found + [
            str(event["params"]["exceptionDetails"])
            for event in self.events
            if event["method"] == "Runtime.exceptionThrown"
        ]

    def ask(self, expression: str) -> Any:
        """The value of a JavaScript expression; works on pages whose own policy or setting forbids script."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserError(str(answer["exceptionDetails"].get("exception", answer["exceptionDetails"]))[:500])
        return answer["result"].get("value")

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press and release a key of KEYS."""
        text = {"Enter": "\r", "Space": " "}.get(key, "")
        given = {
            "key": " " if key == "Space" else key,
            "code": key,
            "windowsVirtualKeyCode": KEYS[key],
            "modifiers": 8 if shift else 0,
        }
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **given)
        self.call("Input.dispatchKeyEvent", type="keyUp", **given)

    def type(self, text: str) -> None:
        """Write into what has the focus."""
        self.call("Input.insertText", text=text)

    def picture(self, *, whole: bool = False, height: int | None = None) -> bytes:
        """A PNG of the window, of its top `height` pixels, or of the whole page."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        if whole or height:
            clip = {"x": 0, "y": 0, "width": size["width"], "height": height or size["height"], "scale": 1}
            shot = self.call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
        else:
            shot = self.call("Page.captureScreenshot", format="png")
        return base64.b64decode(shot["data"])

    def printed(self) -> bytes:
        """The page as PDF, by its own print style."""
        return base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])
