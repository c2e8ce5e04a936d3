"""Ways to spoil a document by one character, or by the chart or table of another report."""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import Iterator

import pikepdf
from cakupan.verify.papers import _to_unicode

EDITION = "2024-12-31"
CODES = ("ID", "34", "65", "92")

_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_LABEL = re.compile(r'(aria-label|data-numbers|value|data-key)="([^"]*)"')
_ENTITY = re.compile(r"&#?\w+;")


def stem_of(code: str) -> str:
    """The name of a report of the small edition."""
    return f"cakupan-{code}-{EDITION}-id"


def digit_places(html: str) -> list[int]:
    """Where a page shows digits: its text, the labels of its charts, and the values behind its numbers."""
    start = html.index("<body") if "<body" in html else 0
    places: list[int] = []
    at = start
    for tag in _TAG.finditer(html, start):
        places += _digits(html, at, tag.start())
        for label in _LABEL.finditer(tag.group()):
            places += _digits(html, tag.start() + label.start(2), tag.start() + label.end(2))
        at = tag.end()
    return places + _digits(html, at, len(html))


def _digits(text: str, start: int, end: int) -> list[int]:
    entities = [range(*match.span()) for match in _ENTITY.finditer(text, start, end)]
    return [n for n in range(start, end) if text[n].isdigit() and not any(n in entity for entity in entities)]


def other_digit(digit: str, chance: random.Random) -> str:
    return chance.choice([other for other in "0123456789" if other != digit])


def spoil_text(text: str, chance: random.Random, places: list[int] | None = None) -> str:
    """One digit of a text is another."""
    at = chance.choice(places if places is not None else [n for n, char in enumerate(text) if char.isdigit()])
    return text[:at] + other_digit(text[at], chance) + text[at + 1 :]


def spoil_notebook(text: str, chance: random.Random) -> str:
    """One digit that an executed notebook shows is another."""
    notebook = json.loads(text)
    shown = [data for data in _outputs(notebook) if any(char.isdigit() for char in _joined(data))]
    data = chance.choice([data for data in shown if digit_places(_joined(data))])
    html = _joined(data)
    data["text/html"] = spoil_text(html, chance, digit_places(html))
    return json.dumps(notebook)


def _outputs(notebook: dict) -> Iterator[dict]:
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "blocks" in data.get("application/vnd.cakupan+json", {}):
                yield data


def _joined(data: dict) -> str:
    return "".join(data["text/html"])


def spoil_pdf(body: bytes, chance: random.Random) -> bytes:
    """One digit that a PDF shows is another: the glyph is exchanged on the page."""
    with pikepdf.open(io.BytesIO(body)) as pdf:
        page = chance.choice(list(pdf.pages))
        content = [(list(one.operands), one.operator) for one in pikepdf.parse_content_stream(page)]
        strings, place, index, meaning = chance.choice(list(_shown_digits(content, page)))
        raw = bytes(strings[place])
        code = raw[index] << 8 | raw[index + 1]
        other = chance.choice([known for known, text in sorted(meaning.items()) if text.isdigit() and known != code])
        strings[place] = pikepdf.String(raw[:index] + other.to_bytes(2) + raw[index + 2 :])
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(content))
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def _shown_digits(content: list[tuple[list, pikepdf.Operator]], page: pikepdf.Page) -> Iterator[tuple]:
    """Each digit that a page shows: the list and the place in it of its string, where it is there, and what the font's codes mean."""
    meanings = {name: _to_unicode(font.ToUnicode.read_bytes()) for name, font in page.Resources.Font.items()}
    meaning: dict[int, str] = {}
    for operands, operator in content:
        if str(operator) == "Tf":
            meaning = meanings[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            strings = operands[0] if str(operator) == "TJ" else operands
            for place, string in enumerate(strings):
                raw = bytes(string) if isinstance(string, pikepdf.String) else b""
                for index in range(0, len(raw) - 1, 2):
                    if meaning.get(raw[index] << 8 | raw[index + 1], "").isdigit():
                        yield strings, place, index, meaning


_BLOCK = re.compile(
    r'<figure [^>]*class="ck-figure".*?</figure>|<div [^>]*class="ck-table".*?</table></div>.*?</div>', re.DOTALL
)


def blocks(html: str) -> list[re.Match[str]]:
    """The charts and tables of a page."""
    return list(_BLOCK.finditer(html))
