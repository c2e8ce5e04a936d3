"""Exports for the tests. PDFs are made in a process of their own: one that has run Typst must not fork, and others do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest
from cakupan.export import CakupanHTMLExporter
from export.demo import demo_notebook, make_pdf, written


@pytest.fixture(scope="session")
def html_exporter() -> CakupanHTMLExporter:
    return CakupanHTMLExporter()


@pytest.fixture(scope="session")
def to_html(html_exporter: CakupanHTMLExporter) -> Callable[[Any], str]:
    return lambda notebook: html_exporter.from_notebook_node(notebook)[0]


@pytest.fixture(scope="session")
def to_pdf() -> Iterator[Callable[[Any], bytes]]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield lambda notebook: pool.submit(make_pdf, written(notebook)).result(timeout=120)


@pytest.fixture(scope="session")
def demo_html(to_html: Callable[[Any], str]) -> str:
    return to_html(demo_notebook())


@pytest.fixture(scope="session")
def demo_pdf(to_pdf: Callable[[Any], bytes]) -> bytes:
    return to_pdf(demo_notebook())
