"""Whether the forms of one report agree: its page says what its notebook said, its PDF what the page says, its CSV what the data gives."""

from __future__ import annotations

import difflib
from typing import Any

from cakupan.errors import message
from cakupan.verify.model import Result
from cakupan.verify.notebooks import Executed
from cakupan.verify.pages import Page, squeezed, without_direction
from cakupan.verify.papers import Paper
from cakupan.verify.printed import digits_in
from cakupan.verify.report import Subject, of_key


def check_against_notebook(page: Page, executed: Executed, file: str, result: Result) -> None:
    """The page says what the notebook said, character by character, with the same values and labels."""
    document = executed.document
    _same_text(page, executed.page, file, result)
    marks = [(m.text, m.numbers) for m in page.marked]
    made = [(m.text, m.numbers) for m in executed.page.marked]
    for (text, numbers), (text_made, numbers_made) in zip(marks, made, strict=False):
        if (text, numbers) != (text_made, numbers_made):
            result.fault("notebook", file, "", f"“{text}” {_values(numbers)} was “{text_made}” {_values(numbers_made)}")
    if len(marks) != len(made):
        result.fault(
            "notebook", file, "", message("{n} numbers stand where the notebook has {n_2}", n=len(marks), n_2=len(made))
        )
    if [label for _, label in page.labels] != [label for _, label in executed.page.labels]:
        result.fault("notebook", file, "", message("an alternative text of a chart is not the notebook's"))
    if [chart.digest for chart in page.charts] != [chart.digest for chart in executed.page.charts]:
        result.fault("notebook", file, "", message("a chart is not the one that the notebook drew"))
    frame = {"title": (page.title, document.title), "record": (page.record, dict(document.manifest))}
    for name, (here, there) in frame.items():
        if here != there:
            result.fault(
                "notebook",
                file,
                "head",
                message(
                    "the {name} is {here}, the notebook has {there}", name=name, here=repr(here), there=repr(there)
                ),
            )
    if any(squeezed(text) != squeezed(document.running) for text in page.running):
        result.fault(
            "notebook", file, "head", message("the running title is not “{running}”", running=document.running)
        )
    sections = [part.text for part in document.sections]
    if page.contents and [squeezed(text) for text in page.contents] != [squeezed(text) for text in sections]:
        result.fault("notebook", file, "contents", message("the list of contents is not that of the sections"))


def _values(numbers: tuple[tuple[str, str], ...]) -> str:
    return "(" + ", ".join(f"{value}{of_key(key)}" for value, key in numbers) + ")"


def _same_text(page: Page, made: Page, file: str, result: Result) -> None:
    if page.stream == made.stream:
        return
    here = [(place, squeezed(text)) for place, text in page.pieces if squeezed(text)]
    there = [squeezed(text) for _, text in made.pieces if squeezed(text)]
    tell_differences(here, there, "the notebook", "notebook", file, result)


def check_paper(subject: Subject, page: Page, paper: Paper, executed: Executed, file: str, result: Result) -> None:
    """The PDF says what the page says, in the same order; what stands outside its structure is only header, footer, heads.

    page: the report's page, or its notebook's where none was made.
    """
    result.counts["numbers in PDFs"] += sum(1 for _, text in paper.pieces for _ in digits_in(text))
    written = squeezed("".join(text for _, text in paper.pieces))
    wanted_text = without_direction(_on_paper(page.stream, executed))
    if not _equal_but_for_missing_glyphs(wanted_text, without_direction(written)):
        here = [(place, without_direction(squeezed(text))) for place, text in paper.pieces if squeezed(text)]
        there = [without_direction(squeezed(text)) for _, text in page.pieces if squeezed(text)]
        tell_differences(here, there, "the page", "pdf", file, result)
    _check_outside(paper, executed, file, result)
    if [squeezed(alt) for alt in paper.alts] != [squeezed(label) for _, label in page.labels]:
        result.fault("pdf", file, "", message("the alternative texts of the charts are not those of the page"))
    wanted: dict[str, tuple[Any, Any]] = {
        "title": (paper.title, executed.document.title),
        "language": (paper.lang, subject.lang),
        "record": (paper.record, dict(executed.document.manifest)),
        "bookmarks": ([squeezed(t) for t in paper.outline], [squeezed(s.text) for s in executed.document.sections]),
    }
    for name, (here_, there_) in wanted.items():
        if here_ != there_:
            result.fault(
                "pdf",
                file,
                "",
                message("its {name} is {here_}, not {there_}", name=name, here_=repr(here_), there_=repr(there_)),
            )
    attached = paper.attachments.get(executed.document.csv_name)
    if attached is None or attached.decode("utf-8", "replace") != executed.document.csv_text:
        result.fault(
            "attachment",
            file,
            "",
            message("{csv_name} is not attached, or is not the report's CSV", csv_name=executed.document.csv_name),
        )
    result.counts["attachments"] += len(paper.attachments)


def _on_paper(stream: str, executed: Executed) -> str:
    """The text of a page in the order of the PDF, where tables that are too wide for a line stand in parts."""
    from cakupan.export.structure import parted_grids

    for on_page, on_paper in parted_grids(executed.document):
        stream = stream.replace(squeezed(on_page), squeezed(on_paper), 1)
    return stream


def _equal_but_for_missing_glyphs(page: str, paper: str) -> bool:
    """Equal texts; where no typeface of the PDF has a character, it shows a box."""
    if page == paper or "□" not in paper:
        return page == paper
    return len(page) == len(paper) and all(b in (a, "□") for a, b in zip(page, paper, strict=True))


def _check_outside(paper: Paper, executed: Executed, file: str, result: Result) -> None:
    document = executed.document
    words = document.words
    heads = squeezed("".join(paper.heads))
    allowed = {squeezed(document.running), squeezed(words.simulated), ""}
    if document.simulated:
        allowed.add(squeezed(f"{words.simulated}: {words.simulated_note}"))
        allowed.add(squeezed(f"{document.running}{words.simulated}: {words.simulated_note}"))
    for number, text in paper.outside:
        line = squeezed(text)
        footer = squeezed(f"{words.page} {number} {words.of} {paper.pages}")
        if line not in allowed and line != footer and (not line or line not in heads):
            result.fault(
                "pdf",
                file,
                f"page {number}",
                message("“{strip}” stands outside the document and is no header or footer", strip=text.strip()),
            )
    for number, text in paper.stray:
        result.fault(
            "pdf",
            file,
            f"page {number}" if number else "",
            message("“{strip}” stands outside the structure", strip=text.strip()),
        )


def check_csv(text: str, executed: Executed, expected: str, file: str, result: Result) -> None:
    """The CSV is what the data gives, and what page and notebook carry."""
    result.counts["numbers in CSV files"] += sum(1 for _ in digits_in(text))
    for name, other in (("the data gives", expected), ("the notebook made", executed.document.csv_text)):
        if text != other:
            line, here, there = _first_difference(text, other)
            result.fault(
                "csv",
                file,
                f"line {line}",
                message("“{here}” is not what {name}: “{there}”", here=here, name=name, there=there),
            )


def _first_difference(text: str, other: str) -> tuple[int, str, str]:
    here, there = text.splitlines(), other.splitlines()
    for number in range(max(len(here), len(there))):
        one = here[number] if number < len(here) else "(end)"
        two = there[number] if number < len(there) else "(end)"
        if one != two:
            return number + 1, one, two
    return len(here), "(line ends)", "(line ends)"


def tell_differences(
    here: list[tuple[str, str]], there: list[str], what: str, kind: str, file: str, result: Result
) -> None:
    """Say where two lists of pieces of text part, piece by piece."""
    texts = [text for _, text in here]
    if "".join(texts) == "".join(there):
        return
    if max(len(texts), len(there)) > 20_000:
        result.fault(kind, file, "", message("the text is not that of {what}", what=what))
        return
    differs = False
    for operation, a1, a2, b1, b2 in difflib.SequenceMatcher(None, texts, there, autojunk=False).get_opcodes():
        if operation == "equal":
            continue
        one, two = "".join(texts[a1:a2]), "".join(there[b1:b2])
        if one == two:
            continue
        differs = True
        place = here[min(a1, len(here) - 1)][0] if here else ""
        result.fault(
            kind,
            file,
            place,
            message("“{one}” stands where {what} has “{two}”", one=_short(one), what=what, two=_short(two)),
        )
    if not differs:
        result.fault(kind, file, "", message("the order of the text is not that of {what}", what=what))


def _short(text: str, longest: int = 80) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
