"""What a document does not show, and what it shows otherwise: each told once, in the document's language, with the number of the cell.

A sentence that stands in the document is returned; all of them go to standard error, by the exporters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cakupan.blocks.markup import clean
from cakupan.export.words import Words, frame_words
from cakupan.languages import Lang
from cakupan.words.language import marked, translator
from cakupan.words.numbers import Formatter

WHAT = {
    "plotly": marked("an interactive Plotly chart"),
    "vega": marked("an interactive Altair chart"),
    "bokeh": marked("an interactive Bokeh chart"),
    "widget": marked("a widget"),
    "script": marked("something that JavaScript draws"),
    "page": marked("an embedded page or map"),
    "video": marked("a video"),
    "sound": marked("a sound"),
    "pdf": marked("a PDF"),
}
PARTS = {"script": marked("scripts"), "style": marked("style sheets"), "control": marked("buttons and other controls")}


@dataclass
class Remarks:
    """Collects the sentences of one document. lines: all of them, each beginning with its cell."""

    lang: Lang
    lines: list[str] = field(default_factory=list)

    def say(self, sentence: str) -> str:
        """Return a sentence of the catalogue in the document's language."""
        return translator(self.lang)(sentence)

    @property
    def words(self) -> Words:
        """The words of the document's frame."""
        return frame_words(self.lang)

    def _tell(self, cell: int, sentence: str) -> str:
        line = f"{self.cell(cell)}: {sentence}"
        if line not in self.lines:
            self.lines.append(line)
        return line

    def cell(self, cell: int) -> str:
        """Return what a cell is called: "Sel 3"."""
        _ = translator(self.lang)
        return _("Cell {number}").format(number=cell)

    def _count(self, number: int) -> str:
        return Formatter(self.lang).count(number).text

    # --- said in the document and on standard error ---

    def acting(self, cell: int, what: str) -> str:
        """Something that only a browser with JavaScript shows, of which the notebook holds no picture."""
        _ = translator(self.lang)
        sentence = _("{what} cannot be shown here, and the notebook holds no picture of it")
        return self._tell(cell, sentence.format(what=_(WHAT[what])))

    def unknown(self, cell: int, forms: Iterable[str]) -> str:
        """An output in forms that no document can show."""
        _ = translator(self.lang)
        known = ", ".join(sorted(forms))
        if not known:
            return self._tell(cell, _("an output is empty"))
        return self._tell(cell, _("an output cannot be shown here; its only forms are {forms}").format(forms=known))

    def no_picture(self, cell: int, name: str, reason: str, alt: str) -> str:
        """A picture that cannot be read."""
        _ = translator(self.lang)
        line = self._tell(
            cell, _("the picture {name} cannot be shown: {reason}").format(name=name, reason=clean(reason))
        )
        return f"{line} ({alt})" if alt else line

    def rows_left_out(self, cell: int, rows: int, of: int) -> str:
        """Rows of a long table."""
        _ = translator(self.lang)
        sentence = _("{left} of {all} rows are left out here")
        return self._tell(cell, sentence.format(left=self._count(rows), all=self._count(of)))

    def lines_left_out(self, cell: int, lines: int, of: int) -> str:
        """Lines of a long text."""
        _ = translator(self.lang)
        sentence = _("{left} of {all} lines are left out here")
        return self._tell(cell, sentence.format(left=self._count(lines), all=self._count(of)))

    def outputs_left_out(self, cell: int, outputs: int, of: int) -> str:
        """Outputs of a cell that shows very many."""
        _ = translator(self.lang)
        sentence = _("{left} of {all} outputs are left out here")
        return self._tell(cell, sentence.format(left=self._count(outputs), all=self._count(of)))

    def not_printed(self, cell: int, reason: str) -> str:
        """A part that the PDF's engine refuses."""
        _ = translator(self.lang)
        return self._tell(cell, _("this part cannot be set in the PDF: {reason}").format(reason=clean(reason)))

    # --- said on standard error alone ---

    def no_typeface(self, signs: Iterable[str]) -> str:
        """Signs that the PDF's typefaces lack."""
        _ = translator(self.lang)
        return _("signs that no typeface of the PDF has are printed as □: {signs}").format(
            signs=" ".join(list(signs)[:20])
        )

    def no_formula(self, cell: int, source: str) -> None:
        """A formula that is shown as its source."""
        _ = translator(self.lang)
        short = " ".join(source.split())[:60]
        self._tell(cell, _("a formula cannot be typeset and is shown as its source: {source}").format(source=short))

    def standard_error(self, cell: int, text: str) -> None:
        """What a cell wrote to standard error."""
        _ = translator(self.lang)
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        warnings = [line for line in lines if "Warning" in line or "Error" in line] or lines[-1:]
        sentence = _("what was written to standard error is left out: {line}")
        self._tell(cell, sentence.format(line=warnings[0][:120]))

    def ended(self, cell: int, name: str, message: str) -> None:
        """A cell that ended with an error, which the document shows."""
        _ = translator(self.lang)
        self._tell(
            cell,
            _("it ended with an error: {error}").format(error=f"{name}: {message.splitlines()[0] if message else ''}"),
        )

    def progress(self, cell: int) -> None:
        """A progress bar."""
        _ = translator(self.lang)
        self._tell(cell, _("a progress bar is left out"))

    def home(self, cell: int) -> None:
        """The name of a person's home folder."""
        _ = translator(self.lang)
        self._tell(cell, _("the path of a home folder is shown as ~"))

    def left_of_html(self, cell: int, kinds: Iterable[str]) -> None:
        """Parts of HTML that are no content."""
        _ = translator(self.lang)
        for kind in sorted(kinds):
            self._tell(cell, _("{what} of HTML are left out").format(what=_(PARTS[kind])))

    def raw_cell(self, cell: int, form: str) -> None:
        """A raw cell for another format."""
        _ = translator(self.lang)
        self._tell(cell, _("a raw cell is left out: it is for {format}").format(format=form))

    def no_block(self, cell: int, reason: str) -> None:
        """A block of another version of the package."""
        _ = translator(self.lang)
        self._tell(
            cell, _("a block cannot be read and is shown in its other form: {reason}").format(reason=clean(reason))
        )
