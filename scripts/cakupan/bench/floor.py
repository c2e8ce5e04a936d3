"""The floor: the same pandas and the same drawings in one bare warm Python, cell by cell without Jupyter, exported and written as HTML, PDF, CSV, notebook.

Run as a command of its own, `python -m cakupan.bench.floor EDITION LANGS CODE…`; prints CPU seconds per briefing, start-up left out.
"""

from __future__ import annotations

import ast
import json
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
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
                bundle = getattr(shown, "_repr_mimebundle_", None)  # a data frame shows itself to the analyst only
                data = bundle() if bundle else {"text/plain": repr(shown)}
                cell.outputs = [nbformat.v4.new_output("execute_result", data=data)]
    return notebook


def write_briefing(parameters: Mapping[str, str], exporters: Mapping[str, Any], folder: Path) -> None:
    """Draw one briefing and write the four files that a build leaves of it."""
    from cakupan.blocks import metadata_of
    from cakupan.export.document import read_document

    notebook = executed(parameters)
    document = read_document(notebook)
    bodies: dict[str, str | bytes] = {name: exporter.render(document) for name, exporter in exporters.items()}
    bodies["csv"] = metadata_of(notebook)["csv"]["text"]
    bodies["ipynb"] = json.dumps(notebook, ensure_ascii=False, sort_keys=True)
    for name, body in bodies.items():
        (folder / f"briefing.{name}").write_bytes(body.encode() if isinstance(body, str) else body)


def main() -> None:
    """Write every briefing, the first one twice, and print the CPU seconds of each but the first."""
    from cakupan.export import CakupanHTMLExporter, CakupanPDFExporter

    edition, langs, codes = sys.argv[1], sys.argv[2].split(","), sys.argv[3:]
    html: Any = CakupanHTMLExporter
    pdf: Any = CakupanPDFExporter
    exporters = {"html": html(), "pdf": pdf()}
    wanted = [{"province": code, "edition": edition, "lang": lang} for lang in langs for code in codes]
    seconds: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for parameters in (wanted[0], *wanted):
            start = time.process_time()
            write_briefing(parameters, exporters, Path(folder))
            seconds.append(time.process_time() - start)
    print(json.dumps(seconds[1:]))


if __name__ == "__main__":
    main()
