"""Two editions number by number."""

from __future__ import annotations

import json
import re
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from cakupan.edition.compare import Change, compare
from cakupan.edition.compare_page import render, summary
from cakupan.errors import UsageError
from verify.spoil import stem_of

pytestmark = pytest.mark.slow


def changed(folder: Path, code: str, pairs: list[tuple[str, str]]) -> None:
    path = folder / "ipynb" / f"{stem_of(code)}.ipynb"
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def test_an_edition_equals_itself(built: Path) -> None:
    comparison = compare(built, built)
    assert comparison.compared > 500
    assert (
        comparison.changes,
        comparison.flips,
        comparison.appeared,
        comparison.vanished,
        comparison.reports_added,
    ) == ((), (), (), (), ())
    assert "0 changed" in summary(comparison)[0]


def test_a_changed_figure_is_told_once_with_its_difference(built: Path, edition: Path) -> None:

    folder = edition / "ipynb" / f"{stem_of('34')}.ipynb"
    text = folder.read_text(encoding="utf-8")
    at = text.index('data-key=\\"3402:wajib_ktp\\"')
    start = text.rindex('value=\\"', 0, at) + len('value=\\"')
    old = text[start : text.index('\\"', start)]
    shown = 'value=\\"{}\\" data-key=\\"3402:wajib_ktp\\"'
    [(carried, start)] = set(re.findall(rf'(("key": "3402:wajib_ktp", "text": "[^"]*", "value": "){old}")', text))
    pairs = [(shown.format(old), shown.format(int(old) + 100)), (carried, f'{start}{int(old) + 100}"')]
    changed(edition, "34", pairs)
    comparison = compare(built, edition)
    assert [(c.address, c.difference) for c in comparison.changes] == [("3402:wajib_ktp", 100)]
    change = comparison.to_json()["changes"][0]
    assert (change["old"], change["new"], change["difference"]) == (old, str(int(old) + 100), "100")
    assert change["relative_percent"] == pytest.approx(10000 / int(old), abs=1e-4)
    json.dumps(comparison.to_json())


def test_classes_tiers_flags_and_sentences_that_flipped_are_told(built: Path, edition: Path) -> None:
    path = edition / "ipynb" / f"{stem_of('65')}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    facts = next(
        data["facts"]
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        for data in [output.get("data", {}).get("application/vnd.cakupan+json", {})]
        if "facts" in data
    )
    was = facts["class"]
    facts.update({"class": was - 1, "tier": "large", "points": ["Nothing is said."], "flags": {"K01": ["F06"]}})
    path.write_text(json.dumps(notebook), encoding="utf-8")
    flips = {(flip.kind, flip.old, flip.new) for flip in compare(built, edition).flips}
    assert ("class", str(was), str(was - 1)) in flips
    assert ("tier", "small", "large") in flips
    assert ("sentence", "", "Nothing is said.") in flips
    assert any(kind == "flags of K01" and new == "F06" for kind, _, new in flips)


def test_reports_that_came_or_went_are_told(built: Path, edition: Path) -> None:
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    del manifest["reports"][stem_of("92")]
    (edition / "manifest.json").write_text(json.dumps(manifest))
    assert compare(edition, built).reports_added == (stem_of("92"),)
    gone = compare(built, edition)
    assert gone.reports_removed == (stem_of("92"),)
    assert any(address.startswith("92") and address[4] == ":" for address in gone.vanished)


def test_a_comparison_is_a_page_of_its_own(built: Path, edition: Path) -> None:
    shutil.rmtree(edition)
    shutil.copytree(built, edition)
    page = render(compare(built, edition))
    assert page.startswith("<!DOCTYPE html>")
    assert "The two editions say the same." in page
    assert "<script" not in page


def test_what_is_no_edition_is_refused_in_a_sentence(built: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no edition"):
        compare(built, tmp_path)


def test_a_change_from_nothing_has_no_relative_difference() -> None:
    change = Change("64:K02", "64", "Unrecorded", Fraction(0), Fraction(5), ("0", "5"))
    assert change.relative is None
    assert change.to_json()["relative_percent"] is None
