"""A JupyterLab of its own on a copy of the notebooks, and what a person does in it: menus, clicks, lists.

No test is here.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from browser.chromium import BrowserError, Page
from cakupan.lab import start
from cakupan.workspace import NOTEBOOKS

TOKEN = "for-the-tests-only"
START_S, WAIT_S, RUN_S = 120.0, 90.0, 180.0


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a JupyterLab on a copy of the notebooks, with a token; stopped afterwards."""
    root = folder / "notebooks"
    shutil.copytree(NOTEBOOKS, root, ignore=shutil.ignore_patterns("scratch", ".ipynb_checkpoints"))
    port = free_port()
    options = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    private = {name: str(folder / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*start(root, browser=False, port=port).command, *options],
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **private, "JUPYTER_TOKEN": TOKEN},
        )
    address = f"http://127.0.0.1:{port}"
    try:
        await_server(address, process)
        yield address
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server; one that waits for a kernel which has hardly started is not waited for, and the kernel ends with it."""
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=15)


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_server(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a JupyterLab answers, or Voilà, which knows no such address and says so. Raises BrowserError when it ends or never does."""
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/api", timeout=2).close()
            return
        except HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise BrowserError("JupyterLab did not start")


class Desk:
    """What a person does with the mouse and the keyboard in an open JupyterLab."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def wait(self, condition: str, seconds: float = WAIT_S) -> Any:
        """The value of a JavaScript expression as soon as it is true. Raises BrowserError when it never is."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            # An element has no value that could be handed over.
            found = self.page.ask(f"(v => v instanceof Element ? true : v)({condition})")
            if found:
                return found
            time.sleep(0.1)
        raise BrowserError(f"this never was true: {condition}")

    def click(self, element: str) -> None:
        """Move the mouse to an element, given by a JavaScript expression, and click it."""
        x, y = self.wait(
            f"(() => {{const e = {element}; if (!e) return null; e.scrollIntoView({{block: 'nearest'}}); "
            "const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]})()"
        )
        for kind, pressed in (
            ("mouseMoved", {}),
            ("mousePressed", {"clickCount": 1}),
            ("mouseReleased", {"clickCount": 1}),
        ):
            button = {"button": "left"} if pressed else {}
            self.page.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **button, **pressed)

    def menu(self, name: str, item: str) -> None:
        """Choose from the menu bar with the mouse."""
        self.click(f"[...document.querySelectorAll('.lm-MenuBar-item')].find(e => e.innerText.trim() === {name!r})")
        self.click(f"[...document.querySelectorAll('.lm-Menu-item')].find(e => e.innerText.startsWith({item!r}))")

    def submenu(self, name: str, item: str, inner: str) -> None:
        """Choose from a menu beside a menu, which opens under a pointer that rests."""
        self.click(f"[...document.querySelectorAll('.lm-MenuBar-item')].find(e => e.innerText.trim() === {name!r})")
        x, y = self.wait(
            f"(r => r && [r.x + r.width / 2, r.y + r.height / 2])([...document.querySelectorAll('.lm-Menu-item')]"
            f".find(e => e.innerText.startsWith({item!r}))?.getBoundingClientRect())"
        )
        for step in range(3):
            self.page.call("Input.dispatchMouseEvent", type="mouseMoved", x=x + step, y=y)
            time.sleep(0.3)
        self.click(f"[...document.querySelectorAll('.lm-Menu-item')].find(e => e.innerText.trim() === {inner!r})")

    def run_all(self) -> None:
        """Run → Run All Cells, and wait until the kernel rests."""
        self.wait("document.querySelector('.jp-Notebook .jp-CodeCell')")
        self.wait("/Idle/.test(document.body.innerText)")
        self.menu("Run", "Run All Cells")
        # Cells out of sight have empty prompts.
        self.wait(
            "(() => {const p = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(e => e.innerText.trim())"
            ".filter(t => t); return p.length && p.every(t => /\\[\\d+\\]/.test(t)) && /Idle/.test(document.body.innerText)})()",
            RUN_S,
        )
        self.page.ask("document.querySelector('.jp-WindowedPanel-outer')?.scrollTo(0, 0)")

    def read_through(self, bad: str) -> str:
        """What the notebook shows from its first cell to its last. bad: a selector of what must not be seen; raises BrowserError.

        Cells out of sight are not in the page, so this scrolls as a reader does.
        """
        seen: dict[str, None] = {}
        while True:
            wrong, text, ended = self.page.ask(
                "(() => {const box = document.querySelector('.jp-WindowedPanel-outer');"
                f"const wrong = document.querySelector({bad!r})?.innerText || '';"
                "const text = document.querySelector('.jp-Notebook').innerText;"
                "const ended = box.scrollTop + box.clientHeight >= box.scrollHeight - 2;"
                "box.scrollBy(0, box.clientHeight / 2); return [wrong, text, ended]})()"
            )
            if wrong:
                raise BrowserError(f"the notebook shows {wrong[:500]}")
            seen |= dict.fromkeys(text.replace("\xa0", " ").splitlines())
            if ended:
                return "\n".join(seen)
            time.sleep(0.2)

    def save(self) -> None:
        """File → Save Notebook, and wait until it is written."""
        self.menu("File", "Save Notebook")
        self.wait("!document.querySelector('.lm-DockPanel-tabBar .lm-mod-current.jp-mod-dirty')")

    def shut_down(self) -> None:
        """Kernel → Shut Down Kernel, so that many notebooks one after the other need the memory of one."""
        self.menu("Kernel", "Shut Down Kernel")
        self.wait("/No Kernel/.test(document.body.innerText)")

    def listed(self, label: str) -> str:
        """The JavaScript expression of a drop-down list by its label."""
        return (
            f"[...document.querySelectorAll('.widget-dropdown')].find(e => e.innerText.startsWith({label!r}))"
            "?.querySelector('select')"
        )

    def focus(self, label: str) -> None:
        """Put the keyboard on a drop-down list, as soon as it is drawn: a widget comes after its cell has ended."""
        self.wait(f"(e => {{e?.focus(); return e && document.activeElement === e}})({self.listed(label)})")

    def text(self, selector: str = ".ck-explorer") -> str:
        """What stands in an element."""
        return str(self.page.ask(f"document.querySelector({selector!r})?.innerText || ''"))

    def shows(self, selector: str, *wanted: str) -> None:
        """Wait until all of this stands in the elements of a selector. Raises BrowserError when it never does."""
        said = f"[...document.querySelectorAll({selector!r})].map(e => e.innerText).join(' ').replace(/\\u00a0/g, ' ')"
        for text in wanted:
            self.wait(f"{said}.includes({text!r})")

    def choose(self, label: str, steps: int) -> None:
        """Go some values down a drop-down list, or up, with the arrow keys."""
        self.focus(label)
        wanted = int(self.page.ask(f"{self.listed(label)}.selectedIndex")) + steps
        for _ in range(abs(steps)):
            self.page.press("ArrowDown" if steps > 0 else "ArrowUp")
        self.wait(f"{self.listed(label)}.selectedIndex === {wanted}")

    def scroll_to(self, element: str, block: str = "start") -> None:
        """Bring an element into sight, at the top of the notebook unless told otherwise."""
        self.wait(f"(e => {{e?.scrollIntoView({{block: {block!r}}}); return e}})({element})")

    def type_into_cell(self, now: str, text: str) -> None:
        """Replace the code of the cell that has this text, and run it with the menu."""
        cell = f"[...document.querySelectorAll('.jp-CodeCell .cm-content')].find(e => e.innerText.includes({now!r}))"
        self.wait(f"(document.querySelector('.jp-WindowedPanel-outer').scrollTo(0, 1e6), {cell})")
        self._overwrite(cell, text)

    def type_into_cell_on_the_way(self, now: str, text: str) -> None:
        """The same for a cell anywhere, which is looked for from the top; what it shows comes into sight."""
        cell = f"[...document.querySelectorAll('.jp-CodeCell .cm-content')].find(e => e.innerText.includes({now!r}))"
        box = "document.querySelector('.jp-WindowedPanel-outer')"
        self.page.ask(f"{box}.scrollTo(0, 0)")
        while not self.page.ask(f"Boolean({cell})"):
            if self.page.ask(f"(b => b.scrollTop + b.clientHeight >= b.scrollHeight - 2)({box})"):
                raise BrowserError(f"no cell has {now!r}")
            self.page.ask(f"{box}.scrollBy(0, {box}.clientHeight / 2)")
            time.sleep(0.3)
        self._overwrite(cell, text)

    def _overwrite(self, cell: str, text: str) -> None:
        """Replace the code of a cell in sight, and run it with the menu."""
        self.click(cell)
        a = {"key": "a", "code": "KeyA", "windowsVirtualKeyCode": 65, "modifiers": 2, "commands": ["selectAll"]}
        self.page.call("Input.dispatchKeyEvent", type="keyDown", **a)
        self.page.call("Input.dispatchKeyEvent", type="keyUp", **a)
        self.page.type(text)
        self.menu("Run", "Run Selected Cell and Do not Advance")
        self.wait("/Idle/.test(document.body.innerText)")

    def go(self, path: str) -> None:
        """Follow an address on the same server."""
        self.page.call("Page.navigate", url=self.page.ask("location.origin") + path)
        self.wait(f"location.pathname === {path.partition('?')[0]!r} && document.querySelector('.jp-Notebook')")

    def settle(self) -> None:
        """Let the page come to rest: what moves is still, what is drawn late is drawn."""
        time.sleep(1.5)
