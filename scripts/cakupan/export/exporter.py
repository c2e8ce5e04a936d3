"""What both exporters have in common: nbconvert's options and preprocessors, the numbers of cells, remarks on standard error.

The page and the PDF are made in `html` and `pdf`.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellControlSignal
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import Enum, default
from traitlets.config import Application

from cakupan.export.document import CELL_NUMBER, Document, read_document
from cakupan.languages import LANGS


class CellFailed(RuntimeError):
    """A cell raised while its notebook was executed for the export."""


class DocumentExporter(TemplateExporter):
    """Exports an executed notebook as a document for readers; code is never shown."""

    lang = Enum(["", *LANGS], default_value="", help="Language of a document whose notebook names none").tag(
        config=True
    )

    in_menus = False
    """Whether JupyterLab's menu offers it: that of a name with a hyphen would lead nowhere, since the server's addresses take none."""

    @default("enabled")
    def _enabled_default(self) -> bool:
        return self.in_menus or not _is_in("ServerApp")  # which lists exporters for the menu

    def from_notebook_node(  # type: ignore[override]  # exporters return what they make, the base class a notebook
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str | bytes, dict[str, Any]]:
        """Return the document of a notebook, and what nbconvert wants to know of it."""
        nb = copy.deepcopy(nb)
        for number, cell in enumerate(nb.cells, start=1):
            cell.metadata[CELL_NUMBER] = number
        try:
            # The grandparent's method copies and preprocesses; the parent's would render with the notebook alone.
            notebook, resources = super(TemplateExporter, self).from_notebook_node(nb, resources, **kw)
        except CellControlSignal as error:
            raise self._ended(error, nb) from None
        metadata = resources.get("metadata", {})
        folder = Path(metadata["path"] or ".") if "path" in metadata else None
        document = read_document(self._wanted(notebook), str(metadata.get("name", "")), folder, self.lang)
        body, remarks = self.printed(document)
        for line in (*document.remarks, *remarks):
            self.log.warning("%s", line)
        resources["output_extension"] = self.file_extension
        return body, resources

    def printed(self, document: Document) -> tuple[str | bytes, tuple[str, ...]]:
        """Return the document in the exporter's format, and what had to be left out of it."""
        raise NotImplementedError

    def _wanted(self, notebook: NotebookNode) -> NotebookNode:
        """The notebook without the kinds of cells that nbconvert was asked to leave out."""
        left = {
            "code": self.exclude_code_cell or self.exclude_output,
            "markdown": self.exclude_markdown,
            "raw": self.exclude_raw,
        }
        notebook.cells = [cell for cell in notebook.cells if not left.get(cell.cell_type, self.exclude_unknown)]
        return notebook

    def _ended(self, error: Exception, notebook: NotebookNode) -> BaseException:
        """One sentence instead of a traceback; on nbconvert's command line it is the last one."""
        text = str(error)  # quotes the cell
        numbered = enumerate(notebook.cells, start=1)
        failed = [n for n, cell in numbered if cell.cell_type == "code" and cell.source.strip() and cell.source in text]
        cell = f"cell {failed[0]}" if failed else "a cell"
        name, value = getattr(error, "ename", type(error).__name__), getattr(error, "evalue", text)
        sentence = f"{cell} failed while the notebook was executed: {name}: {value}"
        if _is_in("NbConvertApp"):
            self.log.error("%s", sentence)
            return SystemExit(1)
        return CellFailed(sentence)


def _is_in(application: str) -> bool:
    """Whether this process is an application of Jupyter, by the name of its class."""
    return Application.initialized() and any(
        kind.__name__ == application for kind in type(Application.instance()).__mro__
    )
