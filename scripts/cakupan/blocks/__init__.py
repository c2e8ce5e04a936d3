"""What a reader sees: small frozen values that Jupyter shows as plain text, HTML and Typst.

Layout and style sheets of whole documents live in `cakupan.export`; how a number becomes text lives in `cakupan.words.numbers`.
"""

from cakupan.blocks.answer import Answer, answer
from cakupan.blocks.base import DOCUMENT_MIME, Block
from cakupan.blocks.bundle import blocks_of, metadata_of
from cakupan.blocks.cards import Card, Cards, Status
from cakupan.blocks.charts import Figure
from cakupan.blocks.data import Cell, Data
from cakupan.blocks.kinds import kinds_of
from cakupan.blocks.markup import Text
from cakupan.blocks.prose import Definitions, Facts, Heading, Note, NoteKind, Origin, Origins, Paragraph, Points, Title
from cakupan.blocks.setup import Setup
from cakupan.blocks.tables import Align, Column, Table
from cakupan.words.numbers import Num, RichText

__all__ = [
    "DOCUMENT_MIME",
    "Align",
    "Answer",
    "Block",
    "Card",
    "Cards",
    "Cell",
    "Column",
    "Data",
    "Definitions",
    "Facts",
    "Figure",
    "Heading",
    "Note",
    "NoteKind",
    "Num",
    "Origin",
    "Origins",
    "Paragraph",
    "Points",
    "RichText",
    "Setup",
    "Status",
    "Table",
    "Text",
    "Title",
    "answer",
    "blocks_of",
    "kinds_of",
    "metadata_of",
]
