"""An analyst's own words as text of a block: in the language of the report, with values put in, and every number known for what it is.

A number that an analyst writes as a digit is free text (`FREE`): it is counted, and compared with the notebook, but has no value.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from string import Formatter as Template
from typing import Any

from cakupan.briefing.quantity import Quantity, places_of, printed
from cakupan.errors import UsageError, message
from cakupan.languages import Lang
from cakupan.words.numbers import Formatter, Num, RichText, rich

FREE = "free"
"""The address of a number that is an analyst's own word."""
GIVEN = "data:"
"""How the address of a number begins that stands in the data of its own block."""

Words = str | Mapping[str, str]
"""What a notebook gives as a text: a string, or one a language."""

_DIGITS = re.compile(r"\d(?:[\d.,]*\d)?")


_SPACES = re.compile(r"[\s@]+")


def given(column: str) -> str:
    """Return the address of a number in a column of its own block's data.

    >>> given("rata rata")
    'data:rata_rata'
    """
    return GIVEN + _SPACES.sub("_", column)


def in_language(text: Words, lang: Lang) -> str:
    """Return a text in a language; of a mapping without it the first there is. Raises UsageError for what is no text."""
    if isinstance(text, str):
        return text
    if isinstance(text, Mapping) and text and all(isinstance(one, str) for one in text.values()):
        return text.get(lang) or next(iter(text.values()))
    raise UsageError(message('{what} is no text; write "…", or {{"id": "…", "en": "…"}}', what=repr(text)))


def free(text: str) -> RichText:
    """Return words with each number in them marked as free text.

    >>> free("Top 10")
    ('Top ', Num(text='10', value='10', key='free'))
    """
    parts: list[str | Num] = []
    at = 0
    for number in _DIGITS.finditer(text):
        parts += [text[at : number.start()], Num(number.group(), number.group(), FREE)]
        at = number.end()
    return tuple(part for part in (*parts, text[at:]) if part != "")


def filled(text: str, values: Mapping[str, Any], form: Formatter) -> RichText:
    """Return a text with values in its `{name}` places. Raises UsageError for a place without value and a value without place."""
    parts: list[RichText] = []
    used: set[str] = set()
    try:
        pieces = list(Template().parse(text))
    except ValueError as error:
        raise UsageError(
            message("“{what}” cannot be read ({error}); write {{name}} where a value belongs", what=text, error=error)
        ) from error
    for words, name, spec, _ in pieces:
        parts.append(free(words))
        if name is None:
            continue
        if name not in values:
            raise UsageError(
                message(
                    "“{what}” asks for {{{name}}}; give it as {name}=…, there is {values}",
                    what=text,
                    name=name,
                    values=", ".join(values) or "nothing",
                )
            )
        used.add(name)
        parts.append(_spoken(name, values[name], spec or "", form))
    left = [name for name in values if name not in used]
    if left:
        raise UsageError(
            message("{left}= has no place in “{what}”; write {{{left}}} where it belongs", left=left[0], what=text)
        )
    return rich(*parts)


def _spoken(name: str, value: Any, spec: str, form: Formatter) -> RichText:
    if isinstance(value, Quantity):
        return value.words(places_of(spec))
    if isinstance(value, dt.date):
        return (Num(form.date(value.strftime("%Y-%m-%d")).text, value.strftime("%Y-%m-%d"), FREE),)
    number = printed(value, form, places_of(spec), given(name))
    return (number,) if number is not None else free("–" if value is None or value != value else str(value))


def emphasised(text: RichText) -> tuple[RichText, tuple[int, ...]]:
    """Return a text without the stars of `**markdown**`, and the places of the parts that they make strong."""
    parts: list[str | Num] = []
    strong: list[int] = []
    is_strong = False
    for part in text:
        pieces: list[str | Num] = [*part.split("**")] if isinstance(part, str) else [part]
        for number, piece in enumerate(pieces):
            is_strong ^= number > 0
            if piece != "":
                strong += [len(parts)] if is_strong else []
                parts.append(piece)
    return tuple(parts), tuple(strong)
