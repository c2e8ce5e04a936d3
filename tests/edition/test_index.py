"""The edition's page: every region's figures, links that open, failures told, both languages, the same bytes each time."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from cakupan.indicators import Position, compute
from cakupan.observations import Observations, load_observations
from cakupan.quality import check
from cakupan.regions import NATION
from cakupan.workspace import DATA
from edition.shelves import EDITION, Shelf, simulated_data


class Reader(HTMLParser):
    """Collects links, numbers with their keys, rows, ids and the words that a person sees."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.numbers: list[tuple[str, str, str]] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self._data: tuple[str, str] | None = None
        self._silent = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self._silent = tag in ("style", "script")
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        if tag == "data":
            self._data = given["value"], given.get("data-key", "")

    def handle_endtag(self, tag: str) -> None:
        self._silent = False
        if tag == "data":
            self._data = None

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self.text += data
        if self._data:
            self.numbers.append((data, *self._data))


@pytest.fixture(scope="module")
def observations() -> Observations:
    return load_observations(DATA)


@pytest.fixture
def shelf(tmp_path: Path, observations: Observations) -> Shelf:
    return Shelf(tmp_path, observations)


def row_of(page: str, code: str) -> str:
    """The row of a region in the table, as HTML."""
    return page.partition(f'<tr data-region="{code}"')[2].partition("</tr>")[0]


def test_every_link_of_the_page_opens_a_file_or_a_place_on_it(shelf: Shelf) -> None:
    shelf.put_all("id", "en")
    shelf.fail("64")
    (shelf.folder / "manifest.json").write_text("{}")
    page = Reader(shelf.write())
    assert len([link for link in page.links if link.startswith(("html/", "pdf/", "csv/"))]) >= 39 * 6 + 38
    for link in page.links:
        assert link[1:] in page.ids if link.startswith("#") else (shelf.folder / link).is_file(), link


def test_the_figures_of_each_province_are_those_of_its_indicators(shelf: Shelf, observations: Observations) -> None:
    shelf.put_all()
    page = shelf.write()
    assert "<data value" in page
    for code in (NATION, *(region.code for region in observations.regions.provinces)):
        indicators = compute(Position(observations, code, EDITION))
        printed = {key: Fraction(value) for _, value, key in Reader(row_of(page, code)).numbers}
        for id in ("K01", "K02", "K06", "K08"):
            assert printed[f"{code}:{id}"] == indicators[id].number
        if code != NATION:
            assert printed[f"{code}:K15"] == indicators["K15"].number


def test_numbers_stand_in_the_format_of_the_page_s_language(shelf: Shelf) -> None:
    shelf.put_all("id", "en")
    indonesian = Reader(row_of(shelf.write(), "64")).text
    english = Reader(row_of((shelf.folder / "index.en.html").read_text(encoding="utf-8"), "64")).text
    assert "≥99,39" in indonesian and "≥17.580" in indonesian and "sedang" in indonesian
    assert "≥99.39" in english and "≥17,580" in english and "medium" in english and "East Kalimantan" in english


def test_the_first_language_is_index_html_and_each_page_leads_to_the_other(shelf: Shelf) -> None:
    shelf.put_all("en", "id")
    first = shelf.write("en")
    second = (shelf.folder / "index.en.html").read_text(encoding="utf-8")
    assert '<html lang="id">' in first and 'href="index.en.html" hreflang="en"' in first
    assert '<html lang="en">' in second and 'href="index.html" hreflang="id"' in second
    assert len(Reader(first).numbers) == len(Reader(second).numbers)


def test_an_edition_in_english_alone_has_an_english_index_and_no_other(shelf: Shelf) -> None:
    shelf.put_all("en")
    assert '<html lang="en">' in shelf.write("en")
    assert not (shelf.folder / "index.en.html").exists() and not (shelf.folder / "index.id.html").exists()


def test_a_province_without_a_report_shows_its_figures_and_no_link(shelf: Shelf) -> None:
    shelf.put("64")
    page = shelf.write()
    assert "<a " not in row_of(page, "31") and "belum dibuat" in row_of(page, "31") and "100,00" in row_of(page, "31")
    assert "<a " in row_of(page, "64")
    assert '<span class="ix-tile' in page and page.count('<a class="ix-tile') == 1


def test_a_file_that_was_removed_is_not_linked(shelf: Shelf) -> None:
    stem = shelf.put("64")
    (shelf.folder / "pdf" / f"{stem}.pdf").unlink()
    page = shelf.write()
    assert f"html/{stem}.html" in page and f"pdf/{stem}.pdf" not in page


def test_a_failed_report_is_told_with_its_sentence_and_the_notebook_to_open(shelf: Shelf) -> None:
    shelf.put_all()
    stem = shelf.fail("64", sentence="cell 3: ValueError: <b>no</b>")
    page = shelf.write()
    section = page.partition('id="gagal"')[2]
    assert "cell 3: ValueError: &lt;b&gt;no&lt;/b&gt;" in section and f'href="failed/{stem}.ipynb"' in section
    assert "versi lama" in row_of(page, "64") and "versi lama" not in row_of(page, "65")


def test_a_failure_of_an_earlier_run_is_still_told(shelf: Shelf) -> None:
    shelf.put("64")
    shelf.fail("11", remembered=True)
    page = shelf.write()
    assert "pembuatan terakhir gagal" in row_of(page, "11")
    assert "1</data> laporan gagal dibuat" in page


def test_a_file_in_failed_that_is_no_note_of_ours_harms_nothing(shelf: Shelf) -> None:
    shelf.put("64")
    (shelf.folder / "failed").mkdir()
    (shelf.folder / "failed" / "x.json").write_text('["cut sho')
    (shelf.folder / "failed" / "y.json").write_text("[1]")
    assert 'id="gagal"' not in shelf.write()


def test_regencies_with_reports_stand_inside_their_province(shelf: Shelf) -> None:
    shelf.put("64")
    shelf.put("6474", kind="regency")
    page = shelf.write()
    inside = page.partition('class="ix-inside"')[2].partition("</details>")[0]
    assert "Kota Bontang" in inside and "Paser" not in inside
    assert (
        page.index('<tr data-region="64"') < page.index('<tr data-region="6474"') < page.index('<tr data-region="65"')
    )
    assert f'data-key="file:html/{next(stem for stem in shelf.entries if "6474" in stem)}.html"' in inside


def test_simulated_data_is_said_to_be_so_at_the_top_and_in_the_title(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, simulated_data(tmp_path / "data"))
    shelf.put("64")
    page = shelf.write()
    assert "<title>SIMULASI" in page and page.index("ix-simulated") and "uji coba" in page
    assert "-SIMULATED.html" in page


def test_real_data_has_no_simulation_banner(shelf: Shelf) -> None:
    shelf.put("64")
    assert "SIMULASI" not in shelf.write()


def test_lower_bounds_are_marked_and_a_capped_zero_is_not_sold_as_nobody_missing(shelf: Shelf) -> None:
    shelf.put_all()
    page = shelf.write()
    jakarta = Reader(row_of(page, "31")).text
    assert "≥100,00" in jakarta and "0 tampak" in jakarta and "6 dari 6 tampil 100" in jakarta
    assert "wajib KTP diragukan" in row_of(page, "95") and "wajib KTP diragukan" not in row_of(page, "11")


def test_a_row_names_the_data_quality_flags_of_its_region(shelf: Shelf, observations: Observations) -> None:
    shelf.put_all()
    page = shelf.write()
    for code in ("64", "11"):
        named = {
            flag.flag for flag in check(observations, code, EDITION) if flag.region == code and flag.severity != "info"
        }
        assert set(re.findall(r"F\d\d", Reader(row_of(page, code)).text)) == named - {"F01", "F07"}
    assert "F11" in row_of(page, "64")


def test_equal_folders_give_equal_bytes(shelf: Shelf, tmp_path: Path, observations: Observations) -> None:
    other = Shelf(tmp_path / "other", observations)
    for one in (shelf, other):
        one.put_all("id", "en")
    assert shelf.write() == other.write()
    assert (shelf.folder / "index.en.html").read_bytes() == (other.folder / "index.en.html").read_bytes()


def test_no_address_outside_the_folder_is_named(shelf: Shelf) -> None:
    shelf.put_all("id", "en")
    page = shelf.write()
    assert not re.search(r'(?:href|src)="(?:https?:)?//', page) and "@import" not in page


@pytest.mark.parametrize("name", ['<script>alert(1)</script> & "x"', "N" * 200, "محافظة كالمنتان"])
def test_a_strange_name_is_only_text(shelf: Shelf, name: str) -> None:
    regions = shelf.observations.regions
    strange = replace(regions.get("64"), name=name, name_en=name, abbr="<i>")
    shelf.observations = replace(
        shelf.observations, regions=replace(regions, by_code={**regions.by_code, "64": strange})
    )
    shelf.put_all("id")
    page = shelf.write()
    read = Reader(page)
    assert name in read.text and read.tags.count("script") == 1 and "i" not in read.tags


def test_the_policy_lets_only_the_page_s_own_style_and_script_through(shelf: Shelf) -> None:
    import base64
    import hashlib

    page = shelf.write()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy and "default-src 'none'" in policy.group(1) and "unsafe" not in policy.group(1)
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        body = page.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy.group(1)
    assert " style=" not in page.partition("<body")[2] and not re.search(
        r"\son\w+=", page.partition("<body")[2].partition("<script>")[0]
    )
