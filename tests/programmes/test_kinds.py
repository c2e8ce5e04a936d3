"""Every kind of arithmetic is a function of a programme: of recording and IKD it gives what K01 to K28 give, and a table adds more of a kind."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from cakupan.errors import DataError
from cakupan.frames import columns_of, rows_inside
from cakupan.indicators import CATALOGUE, Position, compute, compute_programmes, described
from cakupan.indicators.programmes import COMPUTED, indicator, programme_at
from cakupan.ingest.new import make
from cakupan.observations import Observations, load_observations
from cakupan.programmes import load_definitions, shipped
from cakupan.settings import Settings
from cakupan.verify.addresses import Addresses
from cakupan.words.numbers import round_half_up
from cakupan.workspace import DATA

At = Callable[..., Position]
REGIONS = ("ID", "11", "31", "33", "64", "93", "95", "6472", "3371", "9408")
OTHERWISE = {"K18", "K23", "K24", "K25"}
"""Those of which the numbers know more: other readings of a rank, and dates on which a source prints only the people unrecorded."""
OF_PARTS = {"K03", "K19", "K20", "K21", "K22"}
"""Those of a regency are counted over its districts, which programmes are not told of."""
SAME = [
    (programme.id, kind, id)
    for programme in shipped().programmes.values()
    for kind, id in programme.ids.items()
    if id not in OTHERWISE
]


@pytest.mark.parametrize(
    ("code", "programme", "kind", "id"),
    [(code, *one) for one in SAME for code in REGIONS if len(code) == 2 or one[2] not in OF_PARTS],
)
def test_of_recording_and_ikd_the_kinds_give_what_their_numbers_give(
    at: At, code: str, programme: str, kind: str, id: str
) -> None:
    position = at(code)
    numbered, general = CATALOGUE[id](position), indicator(position, programme_at(position, programme), kind)
    assert general.id == id
    assert general.unit == numbered.unit
    assert (general.value is None) == (numbered.value is None), (general.reason, numbered.reason)
    if isinstance(numbered.value, int | Fraction) and isinstance(general.value, int | Fraction):
        assert round_half_up(general.value, 9) == round_half_up(numbered.value, 9)
    assert (general.low, general.high, general.bound) == (numbered.low, numbered.high, numbered.bound)


def test_every_kind_with_an_arithmetic_is_one_of_the_table_and_every_one_but_two_is_a_function_of_any_programme() -> (
    None
):
    assert set(shipped().kinds) - set(COMPUTED) == {"first_voters", "print_backlog"}


INDICATORS = """
[to_ninety]
like = "to_target"
programmes = ["kia", "ktp_el"]
target = 90
frame = 8
name = { id = "Kekurangan menuju 90 persen", en = "People to 90 percent" }
definition = { id = "Berapa anak lagi sampai 90 persen.", en = "How many more until 90 percent." }

[of_recorded]
like = "coverage"
programmes = ["ikd"]
base = "recorded"
name = { id = "Tingkat aktivasi per penduduk terekam", en = "Activation rate of recorded people" }
definition = { id = "Aktivasi per 100 penduduk terekam.", en = "Activations of 100 recorded people." }
"""


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Observations:
    """A data directory whose only table of its own adds two indicators of existing kinds."""
    directory = tmp_path_factory.mktemp("kinds") / "mine"
    list(make(directory, DATA))
    (directory / "indicators.toml").write_text(INDICATORS, encoding="utf-8")
    return load_observations(directory)


def test_an_indicator_of_an_existing_kind_is_one_table_in_a_data_directory(mine: Observations) -> None:
    position = Position(mine, "64", mine.latest_edition(), Settings())
    found = compute_programmes(position)
    assert found["kia.to_ninety"].value == -(-90 * 1_196_378 // 100) - 908_610
    rate = found["ikd.of_recorded"]
    assert rate.base == "recorded" and rate.value == CATALOGUE["K06"](position).detail["other_value"]
    told = described(found["kia.to_ninety"], mine.definitions)
    assert told["definition"] == "How many more until 90 percent."
    assert told["formula"] == "max(0, ⌈90 % × kia_due⌉ − kia_owned)"
    assert told["unit"] == "people" and "birth_certificate.to_ninety" not in found


def test_frames_and_read_back_know_it_too(mine: Observations) -> None:
    edition = mine.latest_edition()
    position = Position(mine, "64", edition, Settings())
    column = next(one for one in columns_of(position) if one.id == "kia_to_ninety")
    assert column.label["en"] == "KIA: people to 90 percent"
    rows = {row.region.code: row for row in rows_inside(position, "regency", "64")}
    value = rows["6472"].values["kia_to_ninety"]
    assert Addresses(mine, edition).look_up("6472:kia.to_ninety", "64").values == (value,)
    assert "ktp_el_to_ninety" in rows["6472"].values


def test_the_catalogue_stays_as_it_is_beside_it(mine: Observations) -> None:
    position = Position(mine, "64", mine.latest_edition(), Settings())
    shipped_data = load_observations(DATA)
    assert compute(position) == compute(Position(shipped_data, "64", mine.latest_edition(), Settings()))


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('[x]\nlike = "cover"\nname = "x"\ndefinition = "x"\n', ["indicators.toml, [x] like", "'cover' is no kind", "coverage"]),
        ('[x]\nlike = "to_target"\ntarget = 120\nname = "x"\ndefinition = "x"\n', ["[x] target", "no percentage"]),
        ('[x]\nlike = "gap"\nprogrammes = ["kai"]\nname = "x"\ndefinition = "x"\n', ["[x] programmes", "kia"]),
        ('[x]\nlike = "gap"\nbase = "recorded_pct"\nname = "x"\ndefinition = "x"\n', ["[x] base", "not people"]),
        ("[coverage]\ntarget = 90\n", ["[coverage] target", "like"]),
        ('[coverage]\nbetter = "higher"\n', ["[coverage] better", "'up'"]),
        ("[coverage]\nsmell = 1\n", ["[coverage] smell", "no such key"]),
    ],
)  # fmt: skip
def test_a_slip_in_the_table_of_indicators_is_told_with_file_key_and_remedy(
    table: str, told: list[str], tmp_path: Path
) -> None:
    (tmp_path / "indicators.toml").write_text(table, encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_definitions(tmp_path)
    assert all(part in str(error.value) for part in told), error.value
