"""Connections are data: the shipped ones are sound, a data directory adds and overrides, and a mistake is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from cakupan.errors import DataError, UsageError
from cakupan.fetch import Wanted, fetch
from cakupan.fetch.connections import chosen, load_connections
from cakupan.programmes import load_definitions
from cakupan.workspace import DATA
from fetch.standin import World, serving

OWN = """
[deaths]
title = "Akta kematian"
system = "own"
capped = "unknown"
date = "2025-06-30"
[[deaths.layers]]
service = "Hosted/AKTA_MATI"
layer = 0
level = "province"
code = ["kode"]
name = "wilayah"
measures = { population = "lk + pr" }
"""


def test_the_shipped_connections_are_read() -> None:
    server, connections = load_connections(DATA, load_definitions(DATA))
    assert server.base.startswith("https://")
    assert list(connections) == ["register", "ikd", "kia", "birth_certificate"]
    assert [one.id for one in chosen(connections, ())] == ["register", "ikd", "kia"]
    assert [layer.level for layer in connections["register"].layers] == ["province", "regency", "district"]


def test_a_data_directory_adds_connections_and_overrides_keys(world: World, mine: Path) -> None:
    with (mine / "connections.toml").open("a", encoding="utf-8") as file:
        file.write(OWN)
    world.layers = {
        "Hosted/AKTA_MATI/0": [
            {
                "kode": str(row["no_prop"]),
                "wilayah": row["nama_prop"],
                "lk": row["jumlah_penduduk"] - 1000,
                "pr": 1000.0,
            }
            for row in world.layers["AGR_VISUAL_PROP_FIX/1"]
        ]
    }
    with serving(world) as url:
        outcome = fetch(mine, Wanted(("deaths",), url, write=True))
    assert not outcome.faults
    assert outcome.tables[0].total("population") == 285_302_105


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("[server]\npace = 1", r"connections\.toml, \[server\] pace: there is no such key"),
        ("[server]\ntries = 0", r"\[server\] tries: 0 is no whole number from 1"),
        ("[server]\nbase = 5", r"\[server\] base: 5 is no address"),
        ("page = 5", "'page' stands outside of a table"),
        ("[register]\ndate = 'soon'", r"\[register\] date: 'soon' will not do"),
        ("[register]\ncolour = 1", r"\[register\] colour: there is no such key"),
        (OWN.replace("lk + pr", "lk; drop"), "'lk; drop' is no name of a field"),
        (OWN.replace("population", "peoples"), "'peoples' is no measure that counts people"),
        (OWN.replace('"Hosted/AKTA_MATI"', '"../../x"'), r"'\.\./\.\./x' is no name of a service"),
        (OWN.replace('level = "province"', 'level = "village"'), "'village' is none of province, regency, district"),
        ("[server", "is no readable TOML"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(line: str, sentence: str, mine: Path) -> None:
    (mine / "connections.toml").write_text(line, encoding="utf-8")
    with pytest.raises(DataError, match=sentence):
        load_connections(mine, load_definitions(mine))


def test_a_name_that_is_no_connection_gets_the_nearest() -> None:
    _, connections = load_connections(DATA, load_definitions(DATA))
    with pytest.raises(UsageError, match=r"'regster' is no connection \(did you mean register\?\)"):
        chosen(connections, ("regster",))


def test_a_field_that_the_layer_does_not_have_is_named_with_the_nearest(world: World, mine: Path) -> None:
    for row in world.layers["AGR_VISUAL_PROP_FIX/1"]:
        row["jml_rekam_ktp"] = row.pop("jml_rekam_wktp")
    from cakupan.errors import CakupanError

    with (
        serving(world) as url,
        pytest.raises(CakupanError, match="has no field 'jml_rekam_wktp'; the nearest is 'jml_rekam_ktp'"),
    ):
        fetch(mine, Wanted(("AGR_VISUAL_PROP_FIX",), url, "2025-09-30"))
