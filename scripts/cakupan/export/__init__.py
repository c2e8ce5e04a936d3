"""From an executed notebook to a document: the nbconvert exporters `cakupan-html` and `cakupan-pdf`.

Notebooks are executed elsewhere (`cakupan.engine`), and what they show is made of `cakupan.blocks`.
"""

from cakupan.export.html import CakupanHTMLExporter
from cakupan.export.pdf import CakupanPDFExporter

__all__ = ["CakupanHTMLExporter", "CakupanPDFExporter"]
