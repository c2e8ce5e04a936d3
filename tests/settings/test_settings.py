"""Settings of an office: what settings.toml may hold, what it changes, and how a mistake in it is told."""

from __future__ import annotations

import datetime as dt
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from cakupan import briefing
from cakupan.cli.batch import Asked
from cakupan.errors import DataError
from cakupan.indicators import Position, compute
from cakupan.observations import load_observations
from cakupan.settings import Settings, load_settings
from cakupan.workspace import DATA, PACKAGE

WHOLE = """
[targets]
recording_percent = "99,7"
ikd_percent = 35
ikd_base = "recorded"
date = 2025-12-31
[classes]
province_tiers = "prov-2-6"
[privacy]
withhold_below = 25
[office]
name = "Disdukcapil Contoh"
letterhead = ["PEMERINTAH PROVINSI CONTOH", "Jalan Contoh 1"]
contact = "halo@example.go.id"
text = "Angka dinas sendiri."
"""


def directory(folder: Path, text: str) -> Path:
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_everything_is_as_published(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()


def test_every_setting_is_read_exactly(tmp_path: Path) -> None:
    settings = load_settings(directory(tmp_path, WHOLE))
    assert (settings.recording_target, settings.ikd_target) == (Fraction(997, 1000), Fraction(35, 100))
    assert settings.withhold_below == 25
    assert (settings.ikd_base, settings.target_date, settings.province_tier_rule) == (
        "recorded",
        dt.date(2025, 12, 31),
        "prov-2-6",
    )
    assert settings.office.letterhead == ("PEMERINTAH PROVINSI CONTOH", "Jalan Contoh 1")


def test_the_model_that_comes_with_a_new_directory_is_valid_and_so_is_each_of_its_lines(tmp_path: Path) -> None:
    model = (PACKAGE / "ingest" / "models" / "settings.toml").read_text(encoding="utf-8")
    assert load_settings(directory(tmp_path, model)) == Settings()
    lines = [line.removeprefix("# ") if " = " in line else line for line in model.splitlines()]
    (tmp_path / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>')
    assert load_settings(directory(tmp_path, "\n".join(lines))).office.contact == "dukcapil@example.go.id"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[targets]\nrecording = 99", "there is no key 'recording'; the keys are recording_percent"),
        ("[target]\n", r"there is no \[target\]; the tables are \[targets\]"),
        ('[targets]\nrecording_percent = "banyak"', "is no percentage"),
        ("[targets]\nikd_percent = 130", "up to 100"),
        ("[targets]\nikd_percent = true", "percentage"),
        ('[targets]\nikd_base = "population"', "none of wajib_ktp, recorded"),
        ('[targets]\ndate = "akhir tahun"', "write 2025-12-31"),
        ('[classes]\nprovince_tiers = "besar"', "none of prov-2-5"),
        ("[privacy]\nwithhold_below = 1", "no whole number from 3 to 1000"),
        ('[privacy]\nwithhold_below = "10"', "no whole number from 3 to 1000"),
        ("[office]\nname = 5", "one line of text"),
        ('[office]\nletterhead = "satu"', "up to six lines"),
        ('[office]\nlogo = "../logo.svg"', "beside settings.toml"),
        ('[office]\nlogo = "logo.gif"', "save it as one of these"),
        ('[office]\nlogo = "logo.png"', "put the logo there, or take the key out"),
        ('[signature]\nnumber = "400/{nomor}"', "may hold {region} and {edition}"),
        ('[build]\nformats = ["html", "word"]', r'write \["html", "pdf"\], of html, pdf, xlsx, docx, card'),
        ('[build]\nformats = "html"', "is no list of formats"),
        ("[office\n", "no readable TOML"),
    ],
)
def test_a_mistake_is_named_with_file_key_and_remedy(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=words) as error:
        load_settings(directory(tmp_path, text))
    assert "settings.toml" in str(error.value)


def test_the_targets_of_an_office_are_those_of_its_indicators_and_briefings(tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(DATA, own)
    directory(own, WHOLE)
    observations = load_observations(own)
    position = Position(observations, "64", dt.date(2024, 12, 31))
    assert position.recording_target is not None
    assert position.recording_target.share == Fraction(997, 1000)
    assert compute(position)["K06"].base == "recorded"
    title = briefing.province("64", data=str(own)).title()
    assert title.letterhead == ("PEMERINTAH PROVINSI CONTOH", "Jalan Contoh 1")
    assert "Disdukcapil Contoh" in briefing.province("64", data=str(own)).identity().to_html()
    assert "PEMERINTAH PROVINSI CONTOH" in title.to_typst()
    assert "Angka dinas sendiri." in briefing.province("64", data=str(own)).method().to_plain()


def test_the_number_of_a_document_names_its_own_region_and_edition(tmp_path: Path) -> None:
    text = '[signature]\nnumber = "400.12/{region}/{edition}"\n'
    signature = load_settings(directory(tmp_path, text)).signature
    assert signature.to_json("64", "2024-12-31") == {"signature": {"number": "400.12/64/2024-12-31"}}


def test_the_formats_of_an_office_are_built_where_none_are_asked_for(tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(DATA, own)
    directory(own, '[build]\nformats = ["html", "docx", "xlsx"]\n')

    def built(asked: str | None, data: Path) -> tuple[str, ...]:
        return tuple(Asked("latest", None, ["64"], "id", asked, data, None, None, 0).jobs[0].formats)

    assert built(None, own) == ("html", "docx", "xlsx")
    assert built("pdf", own) == ("pdf",)
    assert built(None, DATA) == ("html", "pdf")
