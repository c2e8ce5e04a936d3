"""`--pages 1`: the PDF is the summary page alone; plan, journal and read-back know it, other formats stay whole."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from cakupan.observations import load_observations
from cakupan.verify import verify_edition
from cakupan.verify.papers import read_paper
from cakupan.workspace import DATA
from cli.running import runner
from edition.builds import EDITION, cakupan, why

STEM = f"cakupan-65-{EDITION}-id"


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (("--pages", "2"), "there is no summary of 2 pages, only one of 1"),
        (("--pages", "-1"), "there is no summary of -1 pages"),
        (("--pages", "1", "--format", "html"), "add pdf to --format"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["build", "plan"])
def test_pages_that_cannot_be_had_are_refused_in_a_sentence(
    name: str, given: tuple[str, ...], fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    done = runner(monkeypatch, capsys)(name, "--region", "65", "--output", tmp_path / "out", *given)
    assert done.code == 2
    assert fault in done.sentence
    assert not (tmp_path / "out").exists()


@pytest.fixture(scope="module")
def summary(shared: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The output of a build of summaries; tests must not change it."""

    def make(output: Path) -> None:
        done = cakupan("build", "--quiet", "--pages", "1", "--region", "65", "--output", output)
        assert done.returncode == 0, done.stderr

    return shared("summaries", make)


@pytest.mark.slow
def test_the_pdf_is_one_page_with_headline_cards_points_picture_and_sources(summary: Path) -> None:
    body = (summary / EDITION / "pdf" / f"{STEM}.pdf").read_bytes()
    paper = read_paper(body)
    text = "".join(piece for _, piece in paper.pieces)
    assert paper.pages == 1
    assert paper.outline == ["Ringkasan"]
    assert len(paper.alts) == 1
    assert "Kalimantan Utara" in text and "Sumber: S0" in text and "public copy" in text
    with pikepdf.open(io.BytesIO(body)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")


@pytest.mark.slow
def test_the_page_in_html_stays_whole(summary: Path) -> None:
    page = (summary / EDITION / "html" / f"{STEM}.html").read_text(encoding="utf-8")
    assert page.count("<section") > 5


@pytest.mark.slow
def test_summaries_are_read_back_without_fault_and_are_up_to_date(summary: Path) -> None:
    assert verify_edition(summary / EDITION, load_observations(DATA)).lines == []
    assert why(summary, DATA, "--region", "65", "--pages", "1") == {}
    assert why(summary, DATA, "--region", "65") == {STEM: ["the pages that its PDF shall have changed"]}


@pytest.mark.slow
def test_another_pdf_in_its_place_is_told(summary: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    done = cakupan("build", "--quiet", "--region", "65", "--output", whole)
    assert done.returncode == 0, done.stderr
    folder = Path(shutil.copytree(summary / EDITION, tmp_path / EDITION))
    shutil.copy(whole / EDITION / "pdf" / f"{STEM}.pdf", folder / "pdf")
    check = verify_edition(folder, load_observations(DATA), use_hashes=False)
    assert any("the build was asked for 1" in line for line in check.lines)
