"""A single file, wherever it lies: genuine, altered or superseded."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pikepdf
import pytest
from cakupan.briefing.record import BLANK_SEAL, seal, seal_holds
from cakupan.verify import verify_file
from verify.spoil import stem_of

pytestmark = pytest.mark.slow
KINDS = pytest.mark.parametrize("kind", ["html", "pdf"])


def loose(built: Path, kind: str, folder: Path) -> Path:
    return Path(shutil.copy(built / kind / f"{stem_of('65')}.{kind}", folder / f"mail.{kind}"))


@KINDS
def test_a_copy_is_genuine(built: Path, tmp_path: Path, kind: str) -> None:
    verdict = verify_file(loose(built, kind, tmp_path), [built])
    assert verdict.standing == "genuine"
    assert verdict.record["region"] == "65"
    assert len(verdict.record["rows"]) == 64


@KINDS
def test_a_file_inside_its_edition_needs_no_hint(built: Path, kind: str) -> None:
    assert verify_file(built / kind / f"{stem_of('65')}.{kind}").standing == "genuine"


def test_a_page_with_one_other_digit_is_altered(built: Path, tmp_path: Path) -> None:
    path = loose(built, "html", tmp_path)
    text = path.read_text(encoding="utf-8")
    at = text.index("</data>") - 1
    path.write_text(text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :], encoding="utf-8")
    assert verify_file(path, [built]).standing == "altered"


def test_a_pdf_saved_by_another_program_is_altered(built: Path, tmp_path: Path) -> None:
    path = loose(built, "pdf", tmp_path)
    with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
        pdf.save(path)
    verdict = verify_file(path, [built])
    assert verdict.standing == "altered"
    assert "saves a file anew" in verdict.sentence


@KINDS
def test_a_file_of_an_older_build_is_superseded(edition: Path, tmp_path: Path, kind: str) -> None:
    path = loose(edition, kind, tmp_path)
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    entry = manifest["reports"][stem_of("65")]
    entry["files"][f"{kind}/{stem_of('65')}.{kind}"]["sha256"] = "0" * 64
    (edition / "manifest.json").write_text(json.dumps(manifest))
    verdict = verify_file(path, [edition])
    assert verdict.standing == "superseded"
    assert "same figures" in verdict.sentence
    entry["inputs"]["rows"] = "0" * 64
    (edition / "manifest.json").write_text(json.dumps(manifest))
    assert "other figures" in verify_file(path, [edition]).sentence


@KINDS
def test_a_file_whose_edition_is_not_at_hand_is_unlisted(built: Path, tmp_path: Path, kind: str) -> None:
    verdict = verify_file(loose(built, kind, tmp_path))
    assert verdict.standing == "unlisted"
    assert not verdict.sound


@pytest.mark.parametrize("body", [b"", b"hello", b"%PDF-1.7\n", b"<!DOCTYPE html><html><p>5</p>", b"\x00" * 100])
def test_what_is_no_report_is_told_in_a_sentence(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(body)
    verdict = verify_file(path)
    assert verdict.standing == "unreadable"
    assert "\n" not in verdict.sentence


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert verify_file(tmp_path / "none.pdf").standing == "unreadable"


@pytest.mark.parametrize("cut", [100, 5000, -2000])
def test_a_truncated_pdf_is_altered(built: Path, tmp_path: Path, cut: int) -> None:
    path = loose(built, "pdf", tmp_path)
    path.write_bytes(path.read_bytes()[:cut])
    verdict = verify_file(path, [built])
    assert verdict.standing in ("altered", "unreadable")
    assert "\n" not in verdict.sentence


def test_a_seal_fits_its_own_bytes_only() -> None:
    body = f'<meta name="cakupan:seal" content="{BLANK_SEAL}"><p>17.580</p>'.encode()
    sealed = seal(body)
    assert len(sealed) == len(body)
    assert seal_holds(sealed) is True
    assert seal_holds(sealed.replace(b"17.580", b"17.581")) is False
    assert seal_holds(b"<p>17.580</p>") is None
