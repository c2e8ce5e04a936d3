"""What an office program makes of our files: LibreOffice opens them without repair, computes nothing, and prints them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cakupan.workspace import DATA

pytestmark = pytest.mark.office
CODES = ("64", "95", "ID")
EDITION = "2024-12-31"
FORMS = ("xlsx",)
ERRORS = ("Err:5", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A")


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of three regions in the forms of offices."""
    output = tmp_path_factory.mktemp("forms")
    regions = [part for code in CODES for part in ("--region", code)]
    command = [sys.executable, "-m", "cakupan", "build", "--quiet", "--edition", EDITION, "--output", str(output)]
    done = subprocess.run(
        [*command, *regions, "--format", ",".join(FORMS), "--data", str(DATA)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads((output / EDITION / "manifest.json").read_text(encoding="utf-8"))["failed"] == {}
    return output / EDITION


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("code", CODES)
def test_libreoffice_prints_a_report_without_an_error(forms: Path, tmp_path: Path, code: str, form: str) -> None:
    source = forms / form / f"cakupan-{code}-{EDITION}-id.{form}"
    paper = printed(source, tmp_path)
    text = subprocess.run(["pdftotext", "-layout", str(paper), "-"], capture_output=True, text=True, check=True).stdout
    assert "KTP-el" in text
    assert not [error for error in ERRORS if error in text]


def printed(source: Path, folder: Path) -> Path:
    """A file as LibreOffice prints it, with a profile of its own."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    paper = folder / f"{source.stem}.pdf"
    assert paper.is_file(), done.stderr
    return paper
