"""nbconvert's own `webpdf` exporter with the one change that Debian's Chromium needs: the path of the browser.

Playwright has no setting outside code for it. Only the benchmark uses this.
"""

from __future__ import annotations

import os
from typing import Any

from nbconvert.exporters import WebPDFExporter


class DebianWebPDFExporter(WebPDFExporter):
    """`webpdf` by the Chromium that CAKUPAN_BENCH_CHROMIUM names; without its sandbox, as root requires."""

    def run_playwright(self, html: str) -> bytes:
        """Print a page; Playwright's launcher is given the browser's path, all else is the stock exporter's."""
        from playwright.async_api import BrowserType  # type: ignore[import-not-found]

        stock = BrowserType.launch
        path = os.environ["CAKUPAN_BENCH_CHROMIUM"]

        async def launch(self: Any, **options: Any) -> Any:
            options.pop("chromium_sandbox", None)
            arguments = [*options.pop("args", []), "--no-sandbox", "--disable-background-networking"]
            return await stock(self, executable_path=path, args=arguments, **options)

        BrowserType.launch = launch
        try:
            return bytes(super().run_playwright(html))  # type: ignore[no-untyped-call]
        finally:
            BrowserType.launch = stock
