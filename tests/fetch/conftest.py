"""The nation as a map server has it: 38 provinces, 514 regencies, 7,285 districts, made once; and a data directory whose server is hasty."""

from __future__ import annotations

import copy
import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import pytest
from cakupan.regions import Regions
from fetch.standin import World

DATA = Path(__file__).parents[2] / "data"
REGISTER = ("AGR_VISUAL_PROP_FIX/1", "AGR_VISUAL_KAB_FIX/3", "AGR_VISUAL_KEC_FIX/2")
DISTRICTS = 7285
HASTY = "[server]\npause = 0\nback_off = 0.01\ntries = 3\ntimeout = 1\n"
MEASURES = {"population": "jumlah_penduduk", "wajib_ktp": "jml_wktp", "recorded": "jml_rekam_wktp"}
SPACED = "P A P U A"


def _known() -> dict[str, dict[str, int]]:
    """The figures of 30 June 2024 by measure and region; the tests' own are these, grown by a percent."""
    figures: dict[str, dict[str, int]] = {measure: {} for measure in MEASURES}
    with (DATA / "observations.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["measure"] in figures and row["as_of"] == "2024-06-30" and row["system"] == "dkb":
                figures[row["measure"]][row["region"]] = int(row["value"])
    return figures


def nation() -> dict[str, list[dict[str, Any]]]:
    """The three layers of the register; districts add up to regencies, and these to provinces."""
    regions, known = Regions.load(DATA), _known()
    regencies = list(regions.at("regency"))
    named = {region.code: region.name.upper() for region in regions.at("district")}
    counts = {region.code: len([code for code in named if code.startswith(region.code)]) for region in regencies}
    left, bare = DISTRICTS - len(named), [code for code, count in counts.items() if not count]
    for place, code in enumerate(bare):
        counts[code] = left // len(bare) + (place < left % len(bare))
    layers: dict[str, list[dict[str, Any]]] = {key: [] for key in REGISTER}
    sums: dict[str, dict[str, int]] = {}
    for region in regencies:
        grown = {field: known[measure][region.code] * 101 // 100 for measure, field in MEASURES.items()}
        own = sums.setdefault(region.code[:2], dict.fromkeys(grown, 0))
        for field, count in grown.items():
            own[field] += count
        head = {"no_prop": float(region.code[:2]), "no_kab": float(region.code[2:])}
        layers[REGISTER[1]].append({**head, "nama_kab": region.name.upper().replace("KABUPATEN", "KAB."), **grown})
        codes = [code for code in named if code.startswith(region.code)] or [
            f"{region.code}{number:02}" for number in range(1, counts[region.code] + 1)
        ]
        for place, code in enumerate(codes):
            layers[REGISTER[2]].append(
                {**head, "no_kec": int(code[4:]), "nama_kec": named.get(code, _invented(region.name, place))}
            )
        for measure, field in MEASURES.items():
            for row, count in zip(
                layers[REGISTER[2]][-len(codes) :], _shared(grown[field], codes, known[measure]), strict=True
            ):
                row[field] = count
    for region in regions.at("province"):
        name = SPACED if region.code == "91" else region.name.upper()
        layers[REGISTER[0]].append({"no_prop": int(region.code), "nama_prop": name, **sums[region.code]})
    return layers


def _invented(regency: str, place: int) -> str:
    return f"{regency.split(' ', 1)[1].upper()} {ascii_uppercase[place // 26]}{ascii_uppercase[place % 26]}"


def _shared(count: int, codes: list[str], known: dict[str, int]) -> list[int]:
    """A count over districts: as they were known, grown, and the first has what is left over; alike where none is known."""
    if codes[0] not in known:
        return [count // len(codes) + (place < count % len(codes)) for place in range(len(codes))]
    shares = [known[code] * 101 // 100 for code in codes]
    return [shares[0] + count - sum(shares), *shares[1:]]


@pytest.fixture(scope="session")
def layers() -> dict[str, list[dict[str, Any]]]:
    return nation()


@pytest.fixture
def world(layers: dict[str, list[dict[str, Any]]]) -> World:
    return World(copy.deepcopy(layers))


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory with the shipped tables, and a server that is asked without waiting; the cache is the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    directory = tmp_path / "mine"
    directory.mkdir()
    for path in DATA.glob("*.csv"):
        shutil.copyfile(path, directory / path.name)
    (directory / "connections.toml").write_text(HASTY, encoding="utf-8")
    return directory


@pytest.fixture
def snapshot() -> Callable[[Path], dict[str, bytes]]:
    """What a directory holds, but for the lock."""
    return lambda directory: {
        path.name: path.read_bytes() for path in directory.iterdir() if path.is_file() and path.name != ".cakupan.lock"
    }
