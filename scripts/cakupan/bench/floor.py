"""The floor: the same blocks drawn in one bare warm Python, cell by cell without Jupyter, and exported to HTML and PDF.

Run as a command of its own, `python -m cakupan.bench.floor EDITION CODE…`; prints CPU seconds per briefing, start-up left out.
"""

from __future__ import annotations

import ast
import json
import sys
import time
from collections.abc import Mapping
from typing import Any

import nbformat

from cakupan.workspace import NOTEBOOKS


def executed(parameters: Mapping[str, str]) -> Any:
    """The province notebook with the outputs of its cells, run by `exec` in a fresh namespace."""
    notebook = nbformat.read(NOTEBOOKS / "province.ipynb", as_version=4)
    namespace: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), namespace)
        if "parameters" in cell.metadata.get("tags", []):
            namespace.update(parameters)
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), "cell", "eval"), namespace)
            if shown is not None:
                data = shown._repr_mimebundle_()
                cell.outputs = [nbformat.v4.new_output("execute_result", data=data)]
    return notebook


def main() -> None:
    """Draw and export every code twice, and print the CPU seconds of the second round."""
    from cakupan.export import CakupanHTMLExporter, CakupanPDFExporter
    from cakupan.export.document import read_document

    edition, codes = sys.argv[1], sys.argv[2:]
    html: Any = CakupanHTMLExporter
    pdf: Any = CakupanPDFExporter
    exporters = (html(), pdf())
    seconds: list[float] = []
    for code in (codes[0], *codes):
        start = time.process_time()
        document = read_document(executed({"province": code, "edition": edition}))
        for exporter in exporters:
            exporter.render(document)
        seconds.append(time.process_time() - start)
    print(json.dumps(seconds[1:]))


if __name__ == "__main__":
    main()
