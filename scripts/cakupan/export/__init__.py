"""From an executed notebook to a document: the nbconvert exporters `cakupan-html` and `cakupan-pdf`.

Any notebook, not only ours: outputs of other libraries, pictures and formulas are shown as well as a document can, and what cannot be
shown is said. Notebooks are executed elsewhere (`cakupan.engine`), and what ours show is made of `cakupan.blocks`. An exporter is loaded
when first asked for: who reads documents back needs none of what draws them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cakupan.export.html import CakupanHTMLExporter, MenuHTMLExporter
    from cakupan.export.pdf import CakupanPDFExporter, MenuPDFExporter

__all__ = ["CakupanHTMLExporter", "CakupanPDFExporter", "MenuHTMLExporter", "MenuPDFExporter"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = "cakupan.export.html" if "HTML" in name else "cakupan.export.pdf"
    return getattr(importlib.import_module(module), name)
