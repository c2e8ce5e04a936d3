"""Ways to spoil a document by one character, or by the chart or table of another report."""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import Iterator

import pikepdf
from cakupan.verify.papers import _STRING, _to_unicode, _unescape

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
        content = page.Contents.read_bytes()
        meaning = {str(n)[1:].encode(): _to_unicode(f.ToUnicode.read_bytes()) for n, f in page.Resources.Font.items()}
        font = b""
        found: list[tuple[int, int, int, bytes]] = []
        for match in re.finditer(rb"/(?P<font>\w+)\s+[-\d.]+\s+Tf\b|(?P<string>" + _STRING + rb")", content, re.DOTALL):
            if match.lastgroup == "font":
                font = match.group("font")
                continue
            raw = _unescape(match.group("string")[1:-1])
            found += [
                (match.start(), match.end(), index, font)
                for index in range(0, len(raw) - 1, 2)
                if meaning.get(font, {}).get(raw[index] << 8 | raw[index + 1], "").isdigit()
            ]
        start, end, index, font = chance.choice(found)
        raw = _unescape(content[start + 1 : end - 1])
        digits = {text: code for code, text in meaning[font].items() if text.isdigit()}
        code = raw[index] << 8 | raw[index + 1]
        other = chance.choice([known for text, known in sorted(digits.items()) if known != code])
        raw = raw[:index] + other.to_bytes(2) + raw[index + 2 :]
        page.Contents = pdf.make_stream(content[:start] + b"<" + raw.hex().encode() + b">" + content[end:])
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


_BLOCK = re.compile(
    r'<figure [^>]*class="ck-figure".*?</figure>|<div [^>]*class="ck-table".*?</table></div>.*?</div>', re.DOTALL
)


def blocks(html: str) -> list[re.Match[str]]:
    """The charts and tables of a page."""
    return list(_BLOCK.finditer(html))
