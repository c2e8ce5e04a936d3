"""The pages that exist in both languages say the same: headings, code, links, pictures, rows, and every number."""

from __future__ import annotations

import posixpath
import re
from collections import Counter

import pytest
from docs.pages import PAIRS, fenced, headings, lines_of, links, spans, text, unfenced

BOTH = pytest.mark.parametrize(("english", "indonesian"), PAIRS.items(), ids=lambda page: page)
WORDS = {'--insist "why"': '--insist "mengapa"', '--insist "why it is right"': '--insist "mengapa itu benar"'}
"""Pieces of code that hold words of a language."""


@BOTH
def test_both_have_as_many_headings_of_the_same_levels(english: str, indonesian: str) -> None:
    assert [level for level, _ in headings(english)] == [level for level, _ in headings(indonesian)]
    counted = [[re.match(r"\d+\. |", words)[0] for _, words in headings(page)] for page in (english, indonesian)]  # type: ignore[index]
    assert counted[0] == counted[1]


@BOTH
def test_no_heading_is_left_in_the_other_language(english: str, indonesian: str) -> None:
    same = {words for _, words in headings(english)} & {words for _, words in headings(indonesian)}
    assert same <= {"Cakupan"}


@BOTH
@pytest.mark.parametrize("language", ["sh", "python"])
def test_both_show_the_same_code_but_for_comments(english: str, indonesian: str, language: str) -> None:
    one, other = ([lines_of(block) for block in fenced(page, language)] for page in (english, indonesian))
    assert one == other


@BOTH
def test_both_name_the_same_pieces_of_code(english: str, indonesian: str) -> None:
    assert Counter(WORDS.get(span, span) for span in spans(english)) == Counter(spans(indonesian))


@BOTH
def test_both_lead_to_the_same_pages_each_in_its_language_where_there_is_one(english: str, indonesian: str) -> None:
    assert [translated(english, link) for link in links(english)] == [
        within(indonesian, link) for link in links(indonesian)
    ]


def within(page: str, link: str) -> str:
    """The page that a link leads to; sections are looked for by the test of links."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), link.partition("#")[0]))


def translated(page: str, link: str) -> str:
    found = within(page, link)
    if found == PAIRS[page]:
        return page  # the link to the other language
    return PAIRS.get(found, found)


@BOTH
def test_both_print_the_same_numbers(english: str, indonesian: str) -> None:
    assert numbers(english) == numbers(indonesian)


def numbers(page: str) -> Counter[str]:
    """The digits of the numbers in sentences, without code and targets of links: 1,051,457 and 1.051.457 are one number."""
    words = re.sub(r"`[^`\n]+`|\]\([^)]+\)", "", unfenced(page))
    found = re.findall(r"\d+(?:[.,]\d+)*", words)
    return Counter(re.sub(r"\D", "", number) for number in found)


@BOTH
def test_both_have_as_many_rows_points_and_pictures(english: str, indonesian: str) -> None:
    for kind in (r"^\| ", r"^- ", r"!\[", r"^```"):
        assert len(re.findall(kind, text(english), re.MULTILINE)) == len(
            re.findall(kind, text(indonesian), re.MULTILINE)
        ), kind


@BOTH
def test_each_leads_to_the_other_or_is_found_from_its_readme(english: str, indonesian: str) -> None:
    if english == "README.md":
        assert indonesian in links(english) and english in links(indonesian)
    else:
        assert english in links("README.md") and indonesian in links("README.id.md")
