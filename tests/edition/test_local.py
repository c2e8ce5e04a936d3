"""The pages of districts and villages, one a regency: found from the edition's page, with links, figures and failures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cakupan.edition.index_write import write_index
from cakupan.settings import Settings
from edition.shelves import EDITION, Shelf
from edition.test_index import Reader


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An edition with districts of two cities, one of which has no report of its own."""
    filled = Shelf(tmp_path)
    filled.put("6472", kind="regency")
    for code in ("647201", "647202", "647101"):
        filled.put(code, kind="district")
    return filled


def local(shelf: Shelf, name: str) -> Reader:
    return Reader((shelf.folder / "local" / name).read_text(encoding="utf-8"))


def test_the_edition_s_page_leads_to_each_regency_that_has_local_reports(shelf: Shelf) -> None:
    page = Reader(shelf.write())
    assert [link for link in page.links if link.startswith("local/")] == ["local/6471.html", "local/6472.html"]
    assert ("2", "2", "6472:local:6") in page.numbers and ("1", "1", "6471:local:6") in page.numbers


def test_its_links_lead_to_files_and_back(shelf: Shelf) -> None:
    shelf.write()
    links = local(shelf, "6472.html").links
    assert "../index.html" in links and sum(link.endswith(".pdf") for link in links) == 2
    assert all((shelf.folder / "local" / link).is_file() for link in links if not link.startswith("#"))


def test_it_gives_the_figures_of_each_district_with_their_addresses(shelf: Shelf) -> None:
    shelf.write()
    page = local(shelf, "6472.html")
    assert ("396", "396", "647201:K02") in page.numbers and ("48.697", "48697", "647201:wajib_ktp") in page.numbers
    assert "647101" not in page.text


def test_a_withheld_count_stands_on_no_page(shelf: Shelf) -> None:
    shelf.observations = replace(shelf.observations, settings=Settings(withhold_below=118))
    shelf.put("647209", kind="district")
    shelf.write()
    page = local(shelf, "6472.html")
    keys = {key for _, _, key in page.numbers}
    assert "647209:wajib_ktp" in keys and not {"647209:K02", "647209:recorded", "647209:K01"} & keys
    assert "<118" in page.text


def test_a_failed_report_is_said_to_have_failed(shelf: Shelf) -> None:
    shelf.fail("647203", remembered=True)
    shelf.write()
    page = local(shelf, "6472.html")
    assert ("Samarinda Ulu" in page.text and "build terakhir gagal" in page.text.lower()) or "gagal" in page.text


def test_with_two_languages_each_page_leads_to_its_own(shelf: Shelf) -> None:
    shelf.put("647201", "en", kind="district")
    shelf.write()
    assert (
        "../index.en.html" in local(shelf, "6472.en.html").links and "../index.html" in local(shelf, "6472.html").links
    )
    english = Reader((shelf.folder / "index.en.html").read_text(encoding="utf-8"))
    assert "local/6472.en.html" in english.links


def test_only_the_pages_of_changed_regencies_are_written_again(shelf: Shelf) -> None:
    shelf.write()
    marked = {name: shelf.folder / "local" / name for name in ("6471.html", "6472.html")}
    for page in marked.values():
        page.write_text("old", encoding="utf-8")
    write_index(shelf.folder, EDITION, "id", shelf.observations, shelf.entries, [], {"6472"})
    assert marked["6471.html"].read_text(encoding="utf-8") == "old"
    assert marked["6472.html"].read_text(encoding="utf-8") != "old"
    marked["6471.html"].unlink()
    write_index(shelf.folder, EDITION, "id", shelf.observations, shelf.entries, [], set())
    assert marked["6471.html"].exists()
