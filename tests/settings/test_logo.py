"""An office's logo: read and checked, and seen in HTML and PDF of its briefings."""

from __future__ import annotations

import base64
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pikepdf
import pytest
from cakupan.edition.inputs import digests
from cakupan.edition.jobs import jobs_for
from cakupan.errors import DataError
from cakupan.observations import load_observations
from cakupan.settings.logo import LARGEST, read_logo
from cakupan.workspace import DATA
from pypdf import PdfReader

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><circle cx="20" cy="15" r="12" fill="#0072b2"/></svg>'
# The start of a JPEG of 7 by 5 pixels: as far as its frame header.
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080005000701011100")


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = (b"\0" + b"\x00\x72\xb2" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_a_picture_of_pixels_stands_in_an_svg_of_its_own_size(tmp_path: Path) -> None:
    for name, data, size in (("a.png", png(12, 9), (12, 9)), ("a.jpg", JPEG, (7, 5))):
        (tmp_path / name).write_bytes(data)
        logo = read_logo(tmp_path / name)
        assert f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}">' in logo.svg
        assert base64.b64decode(logo.address.partition(",")[2]) == data


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.bmp", b"BM", "save it as one of these"),
        ("a.png", b"", "is no PNG picture"),
        ("a.png", JPEG, "is no PNG picture"),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x10", "is no JPG picture"),
        ("a.svg", b"", "no readable SVG"),
        ("a.svg", b"<html/>", "is no SVG"),
        ("a.svg", SVG.replace("<circle", "<script>1</script><circle").encode(), "<script> runs or fetches"),
        ("a.svg", SVG.replace("<circle", '<image href="http://example.org/x.png"/><circle').encode(), "<image> runs or fetches"),
        ("a.svg", SVG.replace("<circle", "<text>DK</text><circle").encode(), "turn text into paths"),
        ("a.svg", SVG.encode() + b" " * LARGEST, "a logo may have 200,000"),
    ],
)  # fmt: skip
def test_what_is_no_logo_is_refused_with_the_name_of_the_file(
    name: str, data: bytes, words: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DataError, match=words) as error:
        read_logo(tmp_path / name)
    assert name in str(error.value)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A data directory whose office has a logo."""
    directory = tmp_path / "data"
    shutil.copytree(DATA, directory)
    (directory / "settings.toml").write_text(
        '[office]\nname = "Disdukcapil Contoh 64"\nlogo = "logo.svg"\n', encoding="utf-8"
    )
    (directory / "logo.svg").write_text(SVG, encoding="utf-8")
    return directory


def test_another_logo_makes_reports_due(own: Path) -> None:
    def registers() -> str:
        observations = load_observations(own)
        job = jobs_for(observations.regions, observations.latest_edition(), own, only=["64"])[0]
        return digests(job)["registers"]

    before = registers()
    assert registers() == before
    (own / "logo.svg").write_text(SVG.replace("0072b2", "d55e00"), encoding="utf-8")
    assert registers() != before


@pytest.mark.slow
@pytest.mark.parametrize("name", ["logo.svg", "logo.png"])
def test_the_logo_stands_in_html_and_pdf_with_the_name_of_the_office(own: Path, name: str, tmp_path: Path) -> None:
    (own / name).write_bytes(SVG.encode() if name == "logo.svg" else png(40, 30))
    settings = own / "settings.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("logo.svg", name), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "cakupan",
        "build",
        "--region",
        "6472",
        "--data",
        str(own),
        "--output",
        str(tmp_path),
    ]
    subprocess.run(command, check=True)
    folder = next(tmp_path.glob("2*"))
    page = next(folder.glob("html/*.html")).read_text(encoding="utf-8")
    assert f'<img src="{read_logo(own / name).address}" alt="Logo: Disdukcapil Contoh 64">' in page
    with pikepdf.open(next(folder.glob("pdf/*.pdf"))) as pdf:
        texts = [str(thing.Alt) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing]
    assert "Logo: Disdukcapil Contoh 64" in texts


@pytest.mark.slow
def test_a_letterhead_takes_no_room_from_the_first_page(own: Path, tmp_path: Path) -> None:
    lines = '["PEMERINTAH PROVINSI KALIMANTAN TIMUR", "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL", "Jalan Contoh 1"]'
    name = "Dinas Kependudukan dan Pencatatan Sipil Provinsi Kalimantan Timur"
    (own / "settings.toml").write_text(
        f'[office]\nname = "{name}"\nletterhead = {lines}\nlogo = "logo.svg"\ncontact = "dukcapil@example.go.id"\n',
        encoding="utf-8",
    )
    papers = {}
    for data in (DATA, own):
        output = tmp_path / data.parent.name / data.name / "output"
        command = [sys.executable, "-m", "cakupan", "build", "--region", "64", "--format", "pdf", "--no-verify", "-q"]
        subprocess.run([*command, "--data", str(data), "--output", str(output)], check=True)
        papers[data] = PdfReader(next(output.glob("*/pdf/*.pdf")))
    head = papers[own].pages[0].extract_text()
    assert "Jalan Contoh 1" in head and "Gambar 1." in head
    assert len(papers[own].pages) == len(papers[DATA].pages)
    assert "edisi 31\u00a0Desember 2024" not in head.split("Perekaman")[0]
    assert "edisi 31\u00a0Desember 2024" in papers[own].pages[1].extract_text()
