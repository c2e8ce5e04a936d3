"""Addresses of object storage that are refused before anything is reached."""

from __future__ import annotations

from pathlib import Path

import pytest
from cakupan.delivery.store import RemoteEdition, StoreError
from cakupan.delivery.store.remote import _contents


def test_an_unknown_scheme_is_refused_by_a_sentence() -> None:
    with pytest.raises(StoreError, match="no such storage is known"):
        RemoteEdition("ftp://host/2024-12-31")


def test_credentials_in_an_address_are_refused_and_not_repeated() -> None:
    with pytest.raises(StoreError) as refused:
        RemoteEdition("s3://key:secret@bucket/2024-12-31")
    assert "secret" not in str(refused.value)


def test_a_secret_key_is_never_delivered(tmp_path: Path) -> None:
    for name in ("manifest.json", "secret.key", "html/secret.key", ".cakupan/journal.jsonl", ".cakupan/lock"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert list(_contents(tmp_path)) == [".cakupan/journal.jsonl", "manifest.json"]
