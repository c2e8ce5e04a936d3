"""What a document says about itself to the exporters, shown once by the first cell.

The exporters read it from its own MIME type; what a reader sees of it is made by `Title`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cakupan.blocks.base import DOCUMENT_MIME


@lru_cache
def lab_style() -> str:
    """The few rules that make blocks look decent inside JupyterLab; exporters never use them."""
    return Path(__file__).with_name("lab.css").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Setup:
    """Document metadata for the exporters; in JupyterLab it brings the style of the blocks along, once per notebook.

    metadata: lang, title, region, edition, running, simulated, csv ({"name", "text"}), manifest; all optional.
    """

    metadata: Mapping[str, Any]

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> dict[str, object]:
        return {
            DOCUMENT_MIME: dict(self.metadata),
            "text/html": f"<style>{lab_style()}</style>",
            "text/plain": str(self.metadata.get("running") or self.metadata.get("title") or ""),
        }
