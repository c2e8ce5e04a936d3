"""Signed PDFs: the file below stays as it was, who signed is told, and whatever else was changed is found."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cakupan.errors import UsageError
from cakupan.export.signature import load_certificate, signed
from cakupan.verify.loose import verify_file
from cakupan.verify.papers import read_paper
from cakupan.verify.signatures import only_signed, unsigned_part
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

PASSWORD = "rahasia"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that was made here, with its key (office.p12) and without (office.pem)."""
    folder = tmp_path_factory.mktemp("certificate")
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Nama Lengkap")])
    now = dt.datetime.now(dt.UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    lock = serialization.BestAvailableEncryption(PASSWORD.encode())
    (folder / "office.p12").write_bytes(pkcs12.serialize_key_and_certificates(b"office", key, made, None, lock))
    (folder / "office.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return folder


@pytest.fixture(scope="module")
def paper(office: Path, demo_pdf: bytes) -> bytes:
    return signed(demo_pdf, load_certificate(office / "office.p12", PASSWORD), reason="Disahkan")


def judged(body: bytes, folder: Path, *roots: Path) -> Any:
    path = folder / "paper.pdf"
    path.write_bytes(body)
    return verify_file(path, (), roots)


def test_the_file_below_the_signature_is_the_one_that_was_built(paper: bytes, demo_pdf: bytes) -> None:
    assert paper.startswith(demo_pdf)
    assert unsigned_part(paper) == demo_pdf
    assert only_signed(demo_pdf, paper)
    assert read_paper(paper).pieces == read_paper(demo_pdf).pieces


def test_what_the_standards_ask_for_is_still_there(paper: bytes) -> None:
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("3", "A", "1")
        page = pdf.pages[0].obj
        assert page.Tabs == "/S"
        field = page.Annots[-1]
        assert int(field.F) & 0b100111 == 0b100  # printed; neither hidden nor out of sight by a flag
        box = [float(side) for side in field.Rect]
        assert (box[2] - box[0]) * (box[3] - box[1]) == 0
        assert box[2] <= 0 or box[3] <= 0 or box[0] >= 595 or box[1] >= 841


def test_it_is_told_who_signed_and_by_whom_he_is_trusted(paper: bytes, office: Path, tmp_path: Path) -> None:
    (one,) = judged(paper, tmp_path).signatures
    assert one.sound and "Nama Lengkap" in one.sentence and "--trust" in one.sentence
    (one,) = judged(paper, tmp_path, office / "office.pem").signatures
    assert one.sound and "an authority of those named issued" in one.sentence


def test_a_certificate_of_an_authority_that_is_not_trusted_is_a_fault(paper: bytes, tmp_path: Path) -> None:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Lain")])
    now = dt.datetime.now(dt.UTC)
    other = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(2)
    made = other.not_valid_before(now).not_valid_after(now + dt.timedelta(days=9)).sign(key, hashes.SHA256())
    (tmp_path / "other.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    verdict = judged(paper, tmp_path, tmp_path / "other.pem")
    assert not verdict.sound


@pytest.mark.parametrize("at", [0.1, 0.5, 0.99])
def test_a_signed_file_with_one_other_byte_is_altered(paper: bytes, tmp_path: Path, at: float) -> None:
    place = int(len(paper) * at)
    spoilt = paper[:place] + bytes([paper[place] ^ 1]) + paper[place + 1 :]
    verdict = judged(spoilt, tmp_path)
    assert verdict.standing in ("altered", "unreadable") and not verdict.sound


def test_what_was_added_after_the_signature_is_found(paper: bytes, tmp_path: Path) -> None:
    assert judged(paper + b"% more\n", tmp_path).standing == "altered"


def test_what_was_changed_before_somebody_else_signed_is_found(demo_pdf: bytes, office: Path) -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(demo_pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    while "/Kids" in page:
        page = page["/Kids"][0]
    page["/Contents"] = writer.add_object(pyhanko_stream(b""))
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    assert not only_signed(demo_pdf, out.getvalue())


def pyhanko_stream(body: bytes) -> Any:
    from pyhanko.pdf_utils import generic

    return generic.StreamObject(stream_data=body)


def test_only_a_sealed_file_of_ours_is_signed_and_only_once(paper: bytes, demo_pdf: bytes, office: Path) -> None:
    signer = load_certificate(office / "office.p12", PASSWORD)
    for body, why in ((b"%PDF-1.7\n", "no PDF of ours"), (paper, "seal|signed already")):
        with pytest.raises(UsageError, match=why):
            signed(body, signer)


def test_a_wrong_password_is_said_in_a_sentence(office: Path) -> None:
    with pytest.raises(UsageError, match="is the password right"):
        load_certificate(office / "office.p12", "salah")


def test_another_tool_accepts_the_signature(paper: bytes, tmp_path: Path) -> None:
    tool = shutil.which("pdfsig")
    if tool is None:
        pytest.skip("Poppler's pdfsig is not installed")
    (tmp_path / "paper.pdf").write_bytes(paper)
    done = subprocess.run([tool, "-nocert", str(tmp_path / "paper.pdf")], capture_output=True, text=True, check=False)
    assert "Signature is Valid" in done.stdout
    assert "Total document signed" in done.stdout
