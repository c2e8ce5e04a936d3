"""The page that sets two provinces side by side: all figures with dates and sources, read back like the index."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cakupan.languages import Lang
from cakupan.observations import load_observations
from cakupan.verify import words
from cakupan.verify.addresses import Addresses
from cakupan.verify.index import check_indexes
from cakupan.verify.model import Result
from cakupan.verify.report import Subject
from cakupan.workspace import DATA
from edition.shelves import EDITION, Shelf

OBSERVATIONS = load_observations(DATA)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    for lang in ("id", "en"):
        shelf.put("64", lang)
    shelf.write()
    return shelf


def page(shelf: Shelf, name: str = "compare.html") -> str:
    return (shelf.folder / name).read_text(encoding="utf-8")


def cell(text: str, label: str, code: str) -> str:
    row = text.partition(f'<tr><th scope="row" class="ck-left">{label}')[2].partition("</tr>")[0]
    return re.sub(r"<[^>]*>", "", row.partition(f'data-region="{code}">')[2].partition("</td>")[0])


def read_back(shelf: Shelf) -> Result:
    """What is found wrong in the comparison; that files of the shelf are no reports is not asked."""
    addresses = Addresses(OBSERVATIONS.traced(), EDITION)
    subjects: dict[str, Subject] = {}
    langs: tuple[Lang, ...] = ("id", "en")
    for lang in langs:
        known = words.vocabulary(OBSERVATIONS, lang, EDITION.isoformat(), DATA / "claims.csv")
        dates = words.dates(OBSERVATIONS, EDITION.isoformat(), DATA / "claims.csv")
        subjects[lang] = Subject("index", "ID", lang, addresses, known, dates, {})
    result = Result()
    check_indexes(shelf.folder, subjects, (), {"reports": {}, "failed": {}}, result, ())
    result.faults = [fault for fault in result.faults if fault.file.startswith("compare")]
    return result


def test_a_figure_stands_with_its_bound_its_date_and_its_source(shelf: Shelf) -> None:
    assert cell(page(shelf), "Cakupan perekaman KTP-el", "64") == "≥99,3930\u00a0Jun 2024 · S031"
    assert cell(page(shelf, "compare.en.html"), "Recording coverage", "64").startswith("≥99.39")
    assert cell(page(shelf), "Wajib KTP</th>", "63").startswith("3.113.043")


def test_all_provinces_and_the_nation_have_a_column_and_may_be_chosen(shelf: Shelf) -> None:
    text = page(shelf)
    assert len(re.findall(r'<th scope="col" class="ck-right" data-region', text)) == 39
    assert text.count('<option value="64">') == 2
    assert '<option value="ID">' not in text


def test_the_page_leads_to_reports_that_exist_and_to_the_index(shelf: Shelf) -> None:
    text = page(shelf)
    assert '<a href="html/cakupan-64-2024-12-31-id.html">Kalimantan Timur</a>' in text
    assert "cakupan-63-" not in text
    assert 'href="index.html"' in text and 'href="compare.en.html"' in text
    assert 'href="compare.html"' in (shelf.folder / "index.html").read_text(encoding="utf-8")


def test_no_bar_is_cut_where_a_share_is_above_one_hundred(shelf: Shelf) -> None:
    widths = [float(width) for width in re.findall(r'<rect width="([\d.]+)"', page(shelf))]
    assert len(widths) > 200
    assert max(widths) <= 100


def test_the_page_is_read_back_without_fault(shelf: Shelf) -> None:
    assert read_back(shelf).faults == []


def test_a_failed_rebuild_is_told_with_a_way_to_the_list_of_failures(shelf: Shelf) -> None:
    shelf.fail("64")
    shelf.write()
    assert 'href="index.html#gagal"' in page(shelf)
    assert read_back(shelf).faults == []


def replaced(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (replaced("3.113.043</data>", "3.113.044</data>"), "print"),
        (replaced('value="3113043" data-key="63:wajib_ktp"', 'value="3113044" data-key="63:wajib_ktp"'), "value"),
        (replaced('data-key="63:wajib_ktp"', 'data-key="64:wajib_ktp"'), "value"),
        (replaced(">Kalimantan Selatan</th>", ">Kalimantan Utara</th>"), "columns"),
        (replaced('<td class="ck-right" data-region="63">', '<td class="ck-right" data-region="64">'), "columns"),
        (replaced('<a href="#S031">S031</a>', '<a href="#S031">S028</a>'), "link"),
        (replaced('href="index.html"', 'href="nowhere.html"'), "link"),
        (replaced('"use strict";', '"use strict";fetch("https://x.org");'), "script"),
    ],
)  # fmt: skip
def test_a_spoilt_page_is_told(shelf: Shelf, spoil: Callable[[str], str], kind: str) -> None:
    spoilt = spoil(page(shelf))
    assert spoilt != page(shelf)
    (shelf.folder / "compare.html").write_text(spoilt, encoding="utf-8")
    assert kind in {fault.kind for fault in read_back(shelf).faults}


def test_a_missing_page_is_told(shelf: Shelf) -> None:
    (shelf.folder / "compare.html").unlink()
    assert [fault.kind for fault in read_back(shelf).faults if fault.file == "compare.html"] == ["index"]
