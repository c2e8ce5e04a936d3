"""The only place where text becomes markup: escaping for HTML and Typst, and numbers that keep their value.

Which tags surround a text is the matter of the block that holds it.
"""

from __future__ import annotations

import html as _html
import re
import unicodedata

from cakupan.words.numbers import Num, RichText

Text = RichText | str | Num
"""What every block accepts where words stand: a string, a number, or a tuple of both."""

_SPACES = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
# Controls, lone surrogates, non-characters, and the bidirectional overrides that can make a number read backwards.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LONG_WORD = re.compile(r"[^\s\u00a0\u200b-]{32,}|-{32,}")
_HYPHENATED = re.compile(r"(?<![\w-])[A-Za-z]{1,6}-[a-z]{1,4}(?![\w-])(?=[^<>]*(?:<|$))")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_ZERO_WIDTH_SPACE = "\u200b"


def parts(text: Text) -> RichText:
    """Any accepted text as a tuple of strings and numbers."""
    return text if isinstance(text, tuple) else (text,)


def clean(text: str) -> str:
    """A text without line breaks, control characters and bidirectional overrides."""
    if text.isascii() and text.isprintable():
        return text
    return _FORBIDDEN.sub("", _SPACES.sub(" ", text))


def words(text: Text) -> str:
    """The words alone, cleaned, as they go into plain text, titles and attributes."""
    return clean("".join(str(part) for part in parts(text)))


def attribute(text: Text) -> str:
    """Words for an HTML attribute in double quotes."""
    return _html.escape(words(text))


def html(text: Text) -> str:
    """Words as HTML; each number in `<data value=…>`, each right-to-left part isolated from its neighbours.

    >>> html(("Sisa ", Num("17.580", "17580", "64:K02"), " jiwa & <lain>"))
    'Sisa <data value="17580" data-key="64:K02">17.580</data> jiwa &amp; &lt;lain&gt;'
    """
    return "".join(_html_part(part) for part in parts(text))


def _html_part(part: str | Num) -> str:
    if isinstance(part, Num):
        key = f' data-key="{attribute(part.key)}"' if part.key else ""
        return f'<data value="{attribute(part.value)}"{key}>{_html.escape(clean(part.text), quote=False)}</data>'
    escaped = _html.escape(clean(part), quote=False)
    return f"<bdi>{escaped}</bdi>" if _RIGHT_TO_LEFT.search(part) else escaped


def html_heading(text: Text) -> str:
    """Words of a heading as HTML, in which short hyphenated words ("KTP-el") stay on one line."""
    return _HYPHENATED.sub(r'<span class="ck-nobreak">\g<0></span>', html(text))


def typst(text: Text) -> str:
    """Words as one Typst string literal: inside it nothing is markup.

    >>> typst(("#let x = $1$ ", Num("2", "2"), ' "q" \\\\'))
    '"#let x = $1$ 2 \\\\"q\\\\" \\\\\\\\"'
    """
    return typst_string("".join(_typst_part(part) for part in parts(text)))


def _typst_part(part: str | Num) -> str:
    if isinstance(part, Num):
        return clean(part.text)
    text = breakable(clean(part))
    return f"{_ISOLATE}{text}{_END_ISOLATE}" if _RIGHT_TO_LEFT.search(text) else text


def breakable(text: str) -> str:
    """Return a text in which words too long for any column may break (Typst never breaks inside a word by itself)."""
    return _LONG_WORD.sub(_pieces, text) if len(text) >= 32 else text


def _pieces(match: re.Match[str]) -> str:
    word = match.group()
    return _ZERO_WIDTH_SPACE.join(word[start : start + 16] for start in range(0, len(word), 16))


def typst_string(raw: str) -> str:
    """A Typst string literal of exactly these characters."""
    return '"' + raw.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r") + '"'


def typst_array(literals: list[str]) -> str:
    """A Typst array of things that are Typst already (the trailing comma makes one element an array, too)."""
    return f"({', '.join(literals)},)" if literals else "()"


def text_width(text: str) -> float:
    """A rough width in figures (digits, letters count 1; narrow marks less; wide scripts 2), for the shares of columns."""
    return sum(
        0.5 if char in ".,:;'|iljI \u00a0" else 2.0 if unicodedata.east_asian_width(char) in "WF" else 1.0
        for char in text
    )
