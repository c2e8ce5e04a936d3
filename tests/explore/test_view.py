"""Views of the explorer: what they show, that their line of code shows the same again, and that the bench measures all changes."""

from __future__ import annotations

from itertools import product

import pytest
from cakupan import explore
from cakupan.bench.exploring import changes
from cakupan.errors import UnknownRegion, UsageError
from cakupan.explore import BASES, PEERS, Explorer, View

METHODS = ("tile_map", "ranking", "last_mile", "history")


def page(view: View, method: str) -> str:
    return str(getattr(view, method)()._repr_mimebundle_()["text/html"])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "view",
    [
        View(),
        View("6472", "ikd_rate", "recorded", "2024-12-31", "tier", "en"),
        View("ID", "unrecorded"),
        View("64", "kia_gap"),
    ],
    ids=["default", "samarinda", "nation", "children"],
)
def test_the_line_of_code_of_a_view_shows_the_same_again(view: View, method: str) -> None:
    again = eval(view.code(method), {"explore": explore})
    assert again._repr_mimebundle_()["text/html"] == page(view, method)


def test_the_code_names_only_what_differs_from_the_defaults() -> None:
    assert (
        View("6472", measure="ikd_rate").code("ranking") == "explore.View(region='6472', measure='ikd_rate').ranking()"
    )


def test_the_ranking_is_that_of_the_briefing() -> None:
    assert View("6472").ranking().text == "6472: 98 / 514"
    assert View("6472", peers="tier").ranking().text == "6472: 31 / 115"
    assert View("6472", peers="province").ranking().text == "6472: 6 / 10"
    assert View("6472", measure="ikd_rate", peers="tier").ranking().text == "6472: 45 / 115"


def test_capped_coverage_carries_its_sign_and_papua_the_lowest_class() -> None:
    assert "≥" in page(View("6471"), "ranking")
    classes = View().classes()
    assert classes["95"] == 0 and classes["64"] == 3 and len(classes) == 38


def test_all_programmes_of_the_data_can_be_shown_in_their_classes() -> None:
    known = View().measures
    assert list(known)[:4] == ["coverage", "unrecorded", "ikd_rate", "ikd_attainment"]
    assert {"kia_coverage", "kia_gap", "kia_attainment", "birth_certificate_coverage"} <= set(known)
    kia = View(measure="kia_coverage")
    assert kia.ranking().text == "64: 3 / 38" and "75,95" in page(kia, "ranking")
    assert (
        kia.classes()["64"] == 3
        and "KIA: cakupan" in page(kia, "tile_map")
        and "anak wajib KIA" in page(kia, "ranking")
    )
    assert "Belum memiliki KIA, di dalam Kalimantan Timur" in page(kia, "last_mile")
    assert "908.610" in page(kia, "history")


def test_what_is_no_measure_or_region_is_refused() -> None:
    with pytest.raises(UsageError, match="'turnout' is no measure; allowed are coverage, unrecorded"):
        View(measure="turnout").ranking()
    with pytest.raises(UnknownRegion):
        View("99").ranking()


@pytest.fixture(scope="module")
def explorer() -> Explorer:
    return Explorer(View(lang="en"))


def test_every_choice_is_shown(explorer: Explorer) -> None:
    for region in ("ID", "64", "35", "6472", "3578"):
        explorer.choose(region)
        for measure, base, peers in product(explorer.view.measures, BASES, PEERS):
            explorer.measure.value, explorer.base.value, explorer.peers.value = measure, base, peers
            assert explorer._pictures["ranking"][0].value, (region, measure, base, peers)


def test_a_province_brings_its_regencies_and_a_tile_its_province(explorer: Explorer) -> None:
    explorer.province.value = "64"
    assert len(explorer.regency.options) == 11 and explorer.view.region == "64"
    explorer.regency.value = "6472"
    assert explorer.view.region == "6472"
    assert len(explorer.district.options) == 11 and not explorer.district.disabled
    explorer.district.value = "647201"
    assert explorer.view.region == "647201"
    explorer.regency.value = "6471"
    assert (explorer.view.region, explorer.district.value) == ("6471", "")
    explorer._tile["35"].click()
    assert (explorer.view.region, explorer.province.value, explorer.regency.value) == ("35", "35", "")
    assert explorer.district.disabled


def test_a_date_before_any_figures_is_shown_without_them(explorer: Explorer) -> None:
    explorer.choose("64")
    explorer.edition.value = explorer.edition.options[-1]
    assert "–" in explorer._pictures["ranking"][0].value
    explorer.edition.value = "2024-12-31"


def test_the_notebook_of_a_view_gets_its_parameters(
    explorer: Explorer, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    explorer.choose("6472")
    text = explorer.open().read_text(encoding="utf-8")
    assert 'regency = \\"6472\\"' in text and 'edition = \\"2024-12-31\\"' in text
    assert "scratch/regency-6472-2024-12-31-en.ipynb" in explorer._status.value
    explorer.choose("647201")
    text = explorer.open().read_text(encoding="utf-8")
    assert 'area = \\"647201\\"' in text and "scratch/district-647201-2024-12-31-en.ipynb" in explorer._status.value


@pytest.mark.slow
def test_the_bench_measures_every_change() -> None:
    taken = changes()
    assert len(taken) > 300 and "64" in taken and any(name.startswith("9503 20") for name in taken)
