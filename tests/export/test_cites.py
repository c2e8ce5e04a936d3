"""What a page says stands behind its numbers: base, dates, sources and doubt, as the report's CSV has them."""

from __future__ import annotations

import json

import pytest
from cakupan import briefing
from cakupan.blocks import Origin, Origins, Title
from cakupan.export.cites import Behind, element, plain_address, preview, with_anchors
from cakupan.export.parts import Document, Shown


@pytest.fixture(scope="module")
def document() -> Document:
    """The CSV and the list of sources of a province, as the document of its report carries them."""
    csv_text = briefing.province("64", edition="2024-12-31", lang="id").csv_text()
    origins = Origins((Origin("S031", "A layer </script>", "github.com", "https://x.org/1"),), "Sumber", "64")
    parts = [Shown(Title("T", ("Sekurang-kurangnya <99 persen",), (), "64")), Shown(origins)]
    return Document("id", "Judul", "64", "2024-12-31", "", False, "d.csv", csv_text, {"report": "cakupan-64"}, parts)


def test_a_bounded_coverage_has_base_with_count_date_source_and_the_doubt(document: Document) -> None:
    cite = Behind(document).cite("64:K01")
    assert cite is not None
    assert (cite.what, cite.unit, cite.base, cite.days) == (
        "KTP-el: cakupan, Kalimantan Timur", "persen", "2.861.471 wajib KTP", "30\u00a0Juni 2024",
    )  # fmt: skip
    assert cite.sources == ("S031",)
    assert cite.note.startswith("batas bawah: 3 dari 10 wilayah")


def test_a_rate_of_two_dates_names_both(document: Document) -> None:
    cite = Behind(document).cite("64:K06")
    assert cite is not None
    assert "12\u00a0Desember 2024" in cite.days and "30\u00a0Juni 2024" in cite.days
    assert cite.sources == ("S028", "S031")


def test_people_unrecorded_where_parts_are_capped_are_no_upper_bound_in_their_note(document: Document) -> None:
    cite = Behind(document).cite("64:K02")
    assert cite is not None
    assert cite.note.startswith("sekurang-kurangnya sebanyak ini")
    assert cite.sources == ("S031",)


def test_a_rate_of_a_region_inside_is_cited_from_the_figures_that_it_is_made_of(document: Document) -> None:
    cite = Behind(document).cite("6472:K01")
    assert cite is not None
    assert cite.what.endswith("Kota Samarinda") and cite.sources == ("S107",)


def test_a_published_figure_is_cited_with_the_day_and_the_source_of_its_address(document: Document) -> None:
    cite = Behind(document).cite("64:recorded:2022-04-15:S070")
    assert cite is not None
    assert (cite.days, cite.sources) == ("15\u00a0April 2022", ("S070",))


@pytest.mark.parametrize("address", ["11:K01", "64:K11", "64:K15:worst", "free", ""])
def test_nothing_is_said_of_what_the_csv_does_not_know(document: Document, address: str) -> None:
    assert Behind(document).cite(address) is None


def test_the_first_print_of_a_figure_has_its_plain_address_as_anchor() -> None:
    html = '<data value="1" data-key="64:K01">1</data> <data value="1" data-key="=64:K01">1</data> <data value="2" data-key="free">2</data>'
    page = with_anchors(html)
    assert page.count("id=") == 1
    assert page.startswith('<data id="64:coverage" value="1"')
    assert plain_address("64:kia.coverage") == "64:kia.coverage"


def test_what_is_given_to_the_script_is_data_that_no_title_of_a_source_can_break_out_of(document: Document) -> None:
    text = element(document, '<data value="1" data-key="64:K01">')
    assert text.count("</script>") == 1
    content = json.loads(text.partition(">")[2].rpartition("<")[0])
    assert content["sources"]["S031"] == ["A layer </script>", "github.com", "https://x.org/1"]
    assert list(content["numbers"]) == ["64:K01"]


def test_a_preview_has_title_and_headline_and_a_picture_only_where_there_is_one(document: Document) -> None:
    from dataclasses import replace

    bare = preview(document, "Di bawah <99")
    assert 'property="og:title" content="Judul"' in bare
    assert 'property="og:description" content="Di bawah &lt;99"' in bare
    assert "og:image" not in bare
    assert 'property="og:image" content="../card/x.png"' in preview(replace(document, card="../card/x.png"), "")
