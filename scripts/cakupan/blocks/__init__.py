"""What a reader sees: small frozen values that Jupyter shows as plain text, HTML and Typst.

Layout and style sheets of whole documents live in `cakupan.export`; how a number becomes text lives in `cakupan.words.numbers`.
"""

from cakupan.blocks.answer import Answer, answer
from cakupan.blocks.base import TYPST_MIME, Block
from cakupan.blocks.cards import Card, Cards, Status
from cakupan.blocks.charts import Figure
from cakupan.blocks.markup import FIGURE_NUMBER, TABLE_NUMBER, Text
from cakupan.blocks.prose import Definitions, Note, NoteKind, Paragraph, Points, Title
from cakupan.blocks.setup import DOCUMENT_MIME, Setup
from cakupan.blocks.tables import Align, Column, Table
from cakupan.words.numbers import Num, RichText

__all__ = [
    "DOCUMENT_MIME",
    "FIGURE_NUMBER",
    "TABLE_NUMBER",
    "TYPST_MIME",
    "Align",
    "Answer",
    "Block",
    "Card",
    "Cards",
    "Column",
    "Definitions",
    "Figure",
    "Note",
    "NoteKind",
    "Num",
    "Paragraph",
    "Points",
    "RichText",
    "Setup",
    "Status",
    "Table",
    "Text",
    "Title",
    "answer",
]
