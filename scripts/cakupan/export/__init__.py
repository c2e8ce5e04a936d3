"""From an executed notebook to a document: the nbconvert exporters `cakupan-html` and `cakupan-pdf`.

Any notebook, not only ours: outputs of other libraries, pictures and formulas are shown as well as a document can, and what cannot be
shown is said. Notebooks are executed elsewhere (`cakupan.engine`), and what ours show is made of `cakupan.blocks`.
"""

from cakupan.export.html import CakupanHTMLExporter, MenuHTMLExporter
from cakupan.export.pdf import CakupanPDFExporter, MenuPDFExporter

__all__ = ["CakupanHTMLExporter", "CakupanPDFExporter", "MenuHTMLExporter", "MenuPDFExporter"]
