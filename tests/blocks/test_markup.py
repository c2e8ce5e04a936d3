"""Words become markup in one place, and nothing in a word can act as markup."""

from __future__ import annotations

import html
import json
from html.parser import HTMLParser

from cakupan.blocks import Num, markup
from hypothesis import given
from hypothesis import strategies as st

ANY_TEXT = st.text(st.characters(), max_size=80)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(fragment: str) -> Reader:
    reader = Reader()
    reader.feed(fragment)
    reader.close()
    return reader


@given(ANY_TEXT)
def test_html_of_any_text_reads_back_as_that_text_and_holds_no_tag_of_its_own(text: str) -> None:
    read_back = read(markup.html(text))
    assert read_back.text == markup.clean(text)
    assert {tag for tag, _ in read_back.tags} <= {"bdi"}


@given(ANY_TEXT, ANY_TEXT)
def test_a_number_keeps_value_and_key_whatever_they_hold(value: str, key: str) -> None:
    [(tag, attributes)] = read(markup.html(Num("1", value, key))).tags
    assert tag == "data"
    assert attributes["value"] == markup.clean(value)
    assert attributes.get("data-key", "") == markup.clean(key)


@given(ANY_TEXT)
def test_a_typst_literal_has_no_bare_quote_and_ends_where_it_should(text: str) -> None:
    literal = markup.typst(text)
    # For what survives cleaning, Typst's string escapes are a part of JSON's.
    unescaped = json.loads(literal)
    for added in ("\u200b", "\u2068", "\u2069"):
        unescaped = unescaped.replace(added, "")
    assert unescaped == markup.clean(text).replace("\u200b", "")


def test_an_override_of_writing_direction_cannot_turn_a_number_round() -> None:
    assert markup.clean("\u202e193.2\u202c") == "193.2"


def test_a_right_to_left_name_is_isolated_from_the_number_beside_it() -> None:
    assert markup.html(("قدح", Num("12", "12"))) == '<bdi>قدح</bdi><data value="12">12</data>'
    assert markup.typst(("قدح", " 12")) == '"\u2068قدح\u2069 12"'


def test_a_word_too_long_for_a_line_may_break_in_typst() -> None:
    pieces = markup.typst("x" * 200).strip('"').split("\u200b")
    assert max(map(len, pieces)) == 16
    assert "".join(pieces) == "x" * 200


def test_a_hyphenated_abbreviation_stays_on_one_line_in_a_heading() -> None:
    assert markup.html_heading("Perekaman KTP-el 2024") == 'Perekaman <span class="ck-nobreak">KTP-el</span> 2024'


@given(ANY_TEXT)
def test_keeping_words_together_changes_no_word_of_a_heading(text: str) -> None:
    assert read(markup.html_heading(text + " KTP-el")).text == markup.clean(text + " KTP-el")


def test_an_attribute_cannot_end_early() -> None:
    assert html.unescape(markup.attribute('a" onload="x')) == 'a" onload="x'
    assert '"' not in markup.attribute('a" onload="x')
