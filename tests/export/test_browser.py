"""What only a browser can tell: nothing is wider than a phone, and the page is styled under its own security policy."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from export.demo import demo_notebook

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
FLAGS += [
    "--disable-component-update",
    "--disable-sync",
    "--allow-file-access-from-files",
    "--virtual-time-budget=4000",
]
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]


def measured(folder: Path, page: str, width: int, expression: str) -> Any:
    """The value of a JavaScript expression over `d`, the page's document, in a frame of this width in pixels."""
    (folder / "page.html").write_text(page, encoding="utf-8")
    (folder / "frame.html").write_text(
        f'<iframe id="f" src="page.html" style="width:{width}px;height:900px;border:0"></iframe><pre id="r"></pre><script>'
        "onload=()=>{let d=document.getElementById('f').contentDocument;"
        f"document.getElementById('r').textContent=JSON.stringify({expression})}}</script>",
        encoding="utf-8",
    )
    command = [
        str(CHROMIUM),
        *FLAGS,
        f"--user-data-dir={folder / 'profile'}",
        "--dump-dom",
        (folder / "frame.html").as_uri(),
    ]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=90).stdout
    match = re.search(r'<pre id="r">(.*?)</pre>', shown, re.DOTALL)
    assert match, shown[-500:]
    return json.loads(unescape(match.group(1)))


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("name", ["Kalimantan Timur", "N" * 200])
def test_no_page_is_wider_than_a_phone(tmp_path: Path, to_html: Callable[[Any], str], width: int, name: str) -> None:
    page = to_html(demo_notebook(name=name))
    assert measured(tmp_path, page, width, "d.documentElement.scrollWidth") <= width


def test_wide_tables_and_charts_scroll_inside_their_own_box(tmp_path: Path, demo_html: str) -> None:
    expression = "[...d.querySelectorAll('.ck-chart,.ck-table>.ck-scroll')].map(e=>[e.scrollWidth>e.clientWidth,getComputedStyle(e).overflowX])"
    boxes = measured(tmp_path, demo_html, 390, expression)
    assert [True, "auto"] in boxes
    assert {overflow for _, overflow in boxes} == {"auto"}


def test_the_style_sheet_and_typeface_pass_the_page_s_own_security_policy(tmp_path: Path, demo_html: str) -> None:
    expression = (
        "[getComputedStyle(d.querySelector('h1')).fontWeight,[...d.fonts].filter(f=>f.status=='loaded').length]"
    )
    weight, loaded = measured(tmp_path, demo_html, 1280, expression)
    assert weight == "600"
    assert loaded >= 2
