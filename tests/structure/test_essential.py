"""The real runs that the default tests promise are there under the names that they are called by."""

from __future__ import annotations

from pathlib import Path

from conftest import ESSENTIAL

ROOT = Path(__file__).parents[2]


def test_every_essential_test_exists() -> None:
    for name in ESSENTIAL:
        file, _, function = name.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert f"def {function.partition('[')[0]}(" in text, name


def test_one_real_run_of_each_kind_is_among_them() -> None:
    folders = {name.split("/")[1] for name in ESSENTIAL}
    assert {"edition", "engine", "verify", "reports", "cli", "notebooks", "executors", "programmes"} <= folders
