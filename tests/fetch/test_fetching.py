"""A fetch from end to end, against the stand-in: what is asked, what is written, and that it goes on where it was stopped."""

from __future__ import annotations

import csv
import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cakupan.fetch import Wanted, fetch, lines
from cakupan.observations import load_observations
from fetch.standin import World, serving

DAY = "2025-09-30"
Snapshot = Callable[[Path], dict[str, bytes]]
CAKUPAN = str(Path(sys.executable).parent / "cakupan")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_without_write_nothing_is_written_and_the_command_that_writes_is_named(
    world: World, mine: Path, snapshot: Snapshot
) -> None:
    before = snapshot(mine)
    with serving(world) as url:
        outcome = fetch(mine, Wanted(("AGR_VISUAL_PROP_FIX",), url, DAY))
    texts = list(lines(outcome, "cakupan fetch AGR_VISUAL_PROP_FIX"))
    assert snapshot(mine) == before
    assert not outcome.faults
    assert "114 new figures" in texts[-1] and texts[-1].endswith("cakupan fetch AGR_VISUAL_PROP_FIX --write")


def test_38_and_514_and_7285_rows_come_in_by_one_command_and_make_the_headline(world: World, mine: Path) -> None:
    world.capitals = True
    with serving(world) as url:
        done = subprocess.run(
            [CAKUPAN, "fetch", "register", "--url", url, "--as-of", DAY, "--data", str(mine), "--write"],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert len([row for row in rows(mine / "observations.csv") if row["as_of"] == DAY]) == 3 * (38 + 514 + 7285)
    assert len(rows(mine / "districts.csv")) == 7285
    observations = load_observations(mine)
    assert observations.latest_edition() == dt.date.fromisoformat(DAY)
    headline = observations.newest("64", "recorded", observations.latest_edition())
    assert headline is not None and headline.as_of == DAY
    source = observations.sources[headline.source]
    assert source.url.startswith(f"{url}/AGR_VISUAL_PROP_FIX/MapServer/1#sha256=")
    assert "38 rows fetched 20" in source.title
    assert world.most_at_once == 1


def test_geometry_is_never_asked_for_and_only_the_fields_that_are_needed(world: World, mine: Path) -> None:
    with serving(world) as url:
        fetch(mine, Wanted(("AGR_VISUAL_KAB_FIX",), url, DAY))
    queries = [path for path in world.asked if "/query" in path]
    assert queries and all("returnGeometry=false" in path for path in queries)
    assert all(
        "outFields=no_prop%2Cno_kab%2Cnama_kab%2Cjumlah_penduduk" in path for path in queries if "resultOffset" in path
    )


def test_the_same_figures_a_second_time_add_nothing(world: World, mine: Path, snapshot: Snapshot) -> None:
    with serving(world) as url:
        wanted = Wanted(("AGR_VISUAL_PROP_FIX", "AGR_VISUAL_KAB_FIX"), url, DAY, write=True)
        fetch(mine, wanted)
        before = snapshot(mine)
        again = fetch(mine, wanted)
    assert snapshot(mine) == before
    assert again.report is not None and (again.report.new, again.report.same) == (0, 3 * 552)


def test_pages_of_a_dry_run_are_not_asked_for_again(world: World, mine: Path) -> None:
    world.most = 100
    with serving(world) as url:
        wanted = Wanted(("AGR_VISUAL_KAB_FIX",), url, DAY)
        fetch(mine, wanted)
        outcome = fetch(mine, wanted)
        assert len(world.offsets) == 6
        assert outcome.tables[0].kept == 514
        fetch(mine, replace(wanted, fresh=True))
    assert len(world.offsets) == 12


def test_pages_are_asked_for_again_when_the_layer_has_another_number_of_rows(world: World, mine: Path) -> None:
    key = "AGR_VISUAL_KAB_FIX/3"
    whole = world.layers[key]
    with serving(world) as url:
        world.layers[key] = whole[:-1]
        assert fetch(mine, Wanted(("AGR_VISUAL_KAB_FIX",), url, DAY)).faults
        world.layers[key] = whole
        outcome = fetch(mine, Wanted(("AGR_VISUAL_KAB_FIX",), url, DAY))
    assert not outcome.faults and outcome.tables[0].kept == 0


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT])
def test_a_fetch_that_is_stopped_leaves_the_data_as_it_was_and_goes_on_where_it_was(
    blow: signal.Signals, world: World, mine: Path, snapshot: Snapshot
) -> None:
    before = snapshot(mine)
    world.faults = [lambda _, asked: bool("resultOffset" in asked and time.sleep(0.15))]
    with serving(world) as url:
        command = [CAKUPAN, "fetch", "AGR_VISUAL_KEC_FIX", "--url", url, "--as-of", DAY, "--data", str(mine), "--write"]
        running = subprocess.Popen(
            command,
            stderr=subprocess.PIPE,
            text=True,
            env=dict(os.environ),
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        assert running.stderr is not None
        while len(world.offsets) < 4:
            assert running.poll() is None, running.stderr.read()
            time.sleep(0.01)
        running.send_signal(blow)
        stderr = running.communicate()[1]
        assert running.returncode in (-signal.SIGKILL, 130)
        assert snapshot(mine) == before
        first = len(world.offsets)
        world.faults = []
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert blow == signal.SIGKILL or "the same command goes on" in stderr
    assert 2000 <= world.offsets[first][1] <= 4000
    assert len([row for row in rows(mine / "observations.csv") if row["as_of"] == DAY]) == 3 * 7285


def test_the_usual_connections_have_their_own_dates(world: World, mine: Path) -> None:
    provinces, regencies = world.layers["AGR_VISUAL_PROP_FIX/1"], world.layers["AGR_VISUAL_KAB_FIX/3"]

    def layer(own: list[dict[str, object]], **fields: object) -> list[dict[str, object]]:
        kept = ("no_prop", "no_kab", "nama_prop", "nama_kab")
        return [{**{name: value for name, value in row.items() if name in kept}, **fields} for row in own]

    active = {row["no_prop"]: 50 for row in provinces}
    world.layers = {
        "Monitoring_Pendaftaran_IKD/0": [
            {
                **row,
                "jml_aktivasi": 50.0 * len([r for r in regencies if r["no_prop"] == row["no_prop"]]),
                "jml_blm_aktivasi": len([r for r in regencies if r["no_prop"] == row["no_prop"]]),
            }
            for row in layer(provinces, tanggal=1761868800000)
        ],
        "Monitoring_Pendaftaran_IKD/1": [
            {**row, "jml_aktivasi": active[row["no_prop"]], "jml_blm_aktivasi": 1}
            for row in layer(regencies, tanggal=1761868800000)
        ],
        "KEPEMILIKAN_KIA/1": layer(provinces[:0]),
    }
    with serving(world) as url:
        outcome = fetch(mine, Wanted(("ikd",), url, write=True))
    assert not outcome.faults
    written = [row for row in rows(mine / "observations.csv") if row["as_of"] == "2025-10-31"]
    assert len(written) == 2 * 552
    assert {row["system"] for row in written} == {"dkb"}
