"""Definitions are data: read with the project's own below those of a data directory, and refused with file, key and remedy."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from cakupan.errors import DataError, UsageError
from cakupan.indicators import CATALOGUE
from cakupan.indicators.programmes import COMPUTED
from cakupan.programmes import load_definitions, shipped
from cakupan.programmes.shown import all_ids, shown

MEASURE_HEAD = "measure,name_id,name_en,unit,kind,definition_id,definition_en,legal\n"
DEATHS = MEASURE_HEAD + (
    "death_certificates,akta kematian,death certificates,people,stock,Akta kematian yang terbit.,Death certificates issued.,\n"
    "deaths_reported,kematian dilaporkan,deaths reported,people,stock,Kematian yang dilaporkan.,Deaths reported.,\n"
)
PROGRAMME = """
[death_certificate]
name = { id = "akta kematian", en = "death certificates" }
numerator = "death_certificates"
base = "deaths_reported"
lack = { id = "belum berakta", en = "without a certificate" }
classes = [50, 70, 85, 95]
"""


def written(directory: Path, **files: str) -> Path:
    for name, text in files.items():
        (directory / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return directory


def test_a_data_directory_adds_a_programme_by_two_tables(tmp_path: Path) -> None:
    definitions = load_definitions(written(tmp_path, measures_csv=DEATHS, programmes_toml=PROGRAMME))
    programme = definitions.programmes["death_certificate"]
    assert programme.name == {"id": "akta kematian", "en": "death certificates"}
    assert programme.have == definitions.measures["death_certificates"].name
    assert programme.classes == (50, 70, 85, 95)
    assert list(definitions.programmes) == [*shipped().programmes, "death_certificate"]


def test_a_data_directory_overrides_one_key_and_keeps_the_others(tmp_path: Path) -> None:
    definitions = load_definitions(written(tmp_path, programmes_toml="[kia]\nclasses = [10, 20, 30, 40]\n"))
    assert definitions.programmes["kia"].classes == (10, 20, 30, 40)
    assert definitions.programmes["kia"].target == "target_kia_pct"
    assert shipped().programmes["kia"].classes == (20, 40, 60, 80)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"programmes_toml": "[kia]\nnumeratr = 'x'\n"}, ["programmes.toml, [kia] numeratr", "no such key"]),
        ({"programmes_toml": "[kia]\nnumerator = 'kia_own'\n"}, ["[kia] numerator", "'kia_own' is no measure", "measures.csv"]),
        ({"programmes_toml": "[kia]\nbase = 'recorded_pct'\n"}, ["[kia] base", "counts percent, not people"]),
        ({"programmes_toml": "[kia]\nclasses = [20, 10, 30, 40]\n"}, ["[kia] classes", "does not rise"]),
        ({"programmes_toml": "[kia]\nclasses = [20]\n"}, ["[kia] classes", "four bounds"]),
        ({"programmes_toml": "[kia]\nname = { id = 'KIA' }\n"}, ["[kia] name", "lacks a language"]),
        ({"programmes_toml": "[kia.names]\nrate = { id = 'a', en = 'b' }\n"}, ["[kia] names", "by kind", "coverage"]),
        ({"programmes_toml": "[kia.names]\ncoverage = { id = 'a' }\n"}, ["[kia] names", "lacks a language"]),
        ({"programmes_toml": "[kia\n"}, ["programmes.toml is no readable TOML"]),
        ({"programmes_toml": "x = 1\n"}, ["'x' stands outside of a table"]),
        ({"programmes_toml": "[Akta]\nname = 'a'\n"}, ["[Akta] is no id"]),
        ({"programmes_toml": "[akta]\nname = 'a'\n"}, ["[akta] numerator", "is missing"]),
        ({"measures_csv": MEASURE_HEAD + "Akta,a,b,people,stock,,,\n"}, ["measures.csv, row 2, column measure", "'Akta'"]),
        ({"measures_csv": MEASURE_HEAD + "akta,a,b,persons,stock,,,\n"}, ["measures.csv, row 2, column unit", "'persons'"]),
        ({"measures_csv": MEASURE_HEAD + 2 * "akta,a,b,people,stock,,,\n"}, ["row 3", "stands twice"]),
        ({"measures_csv": "measure\nakta\n"}, ["measures.csv, row 1: column name_id"]),
    ],
)  # fmt: skip
def test_a_faulty_table_is_refused_with_its_place_and_the_remedy(
    tmp_path: Path, files: dict[str, str], told: list[str]
) -> None:
    with pytest.raises(DataError) as refused:
        load_definitions(written(tmp_path, **files))
    assert all(part in str(refused.value) for part in told), str(refused.value)


def test_every_indicator_and_every_flag_is_defined() -> None:
    definitions = shipped()
    assert all(definitions.of_indicator(id) for id in CATALOGUE)
    assert set(COMPUTED) <= set(definitions.kinds)
    assert list(definitions.flags) == [f"F{number:02}" for number in range(1, 17)]


def test_every_defined_id_can_be_shown_and_says_something_in_both_languages() -> None:
    definitions = shipped()
    for ids in all_ids(definitions).values():
        for id in ids:
            facts = shown(definitions, id)
            assert facts and all(facts["name"][lang] for lang in ("id", "en")), id


def test_a_formula_names_the_measures_of_its_programme() -> None:
    facts = shown(shipped(), "kia.coverage")
    assert facts and facts["formula"] == "100 × kia_owned ÷ kia_due"
    k01 = shown(shipped(), "K01")
    assert k01 and k01["formula"] == "100 × recorded ÷ wajib_ktp"


def test_an_indicator_is_shown_by_the_name_that_its_programme_gives_it() -> None:
    ikd, kia = shown(shipped(), "ikd.coverage"), shown(shipped(), "kia.coverage")
    assert ikd and ikd["name"] == {"id": "Tingkat aktivasi", "en": "Activation rate"}
    assert kia and kia["name"] == dict(shipped().kinds["coverage"].name)


def test_an_unknown_programme_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match="ktp_el, ikd, kia, birth_certificate"):
        shipped().programme("akta")


def test_a_class_begins_at_its_bound() -> None:
    kia = shipped().programmes["kia"]
    assert [kia.class_of(Fraction(value)) for value in (0, 20, 39, 40, 80, 100)] == [0, 1, 1, 2, 4, 4]
