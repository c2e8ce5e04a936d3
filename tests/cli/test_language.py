"""The command explains itself, complains and reports in the language of its user: Indonesian or English."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from cakupan import cli
from cli.running import Run
from typer.main import get_command

COMMANDS = ["", *sorted(get_command(cli.app).commands)]  # type: ignore[attr-defined]
ENGLISH = re.compile(
    r"\b(the|of|and|with|what|which|is|are|only|not|for|its|from|usage|options|arguments|required)\b", re.I
)
INDONESIAN = re.compile(r"\b(yang|dan|dengan|tidak|untuk|dari|hanya|wilayah|berkas|pemakaian|opsi|wajib)\b", re.I)
NAMED = re.compile(r"--[a-z-]+|/[\w./-]+|\[\w+: [^\]]*\]|(Example|Contoh): .*|is_\w+")
"""What is alike in both languages: options, paths, defaults, examples."""


@pytest.fixture(params=["id", "en"])
def lang(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("CAKUPAN_LANG", request.param)
    return str(request.param)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_sentence_of_the_help_is_left_in_the_other_language(run: Run, lang: str, command: str) -> None:
    shown = run(*command.split(), "--help").out
    other = ENGLISH if lang == "id" else INDONESIAN
    words = NAMED.sub("", shown).replace("wajib_ktp", "")
    assert [match[0] for match in other.finditer(words)] == []
    assert ("Pemakaian: " if lang == "id" else "Usage: ") in shown
    assert "-h" in shown and "<bool>" not in shown and "<str>" not in shown


@pytest.mark.parametrize(
    ("arguments", "id", "en"),
    [
        (("bild",), "tidak ada perintah bild (maksudnya 'build'?); lihat cakupan --help", "there is no command bild (did you mean 'build'?)"),
        (("build", "--regio", "64"), "tidak ada opsi --regio", "there is no option --regio"),
        (("build", "--jobs", "x"), "--jobs: tulis bilangan bulat", "--jobs: write a whole number"),
        (("build", "--jobs", "-1"), "--jobs: tulis bilangan mulai 0", "--jobs: write a number from 0"),
        (("build", "--lang", "fr"), "--lang: 'fr' bukan salah satu dari", "--lang: 'fr' is none of 'id', 'en', 'both'"),
        (("build", "--edition"), "--edition memerlukan nilai", "--edition needs a value"),
        (("build", "x"), "kata ini berlebih: x", "these words are too many: x"),
        (("verify",), "BERKAS… belum ditulis", "PATH… is missing"),
        (("indicators", "--region", "Bontangg"), "bukan kode atau nama wilayah yang dikenal (maksudnya 6474", "(did you mean 6474"),
        (("plan", "--region", "jogja"), "nama beberapa wilayah; tulis kode yang dimaksud: 34", "the name of several regions"),
        (("frame", "--region", "6472", "--level", "province"), "tidak ada provinsi di dalam", "no province lies inside of"),
        (("claims", "none.csv"), "none.csv tidak ada; berikan alamat", "none.csv is missing; give the path"),
        (("ingest", "none.xlsx"), "none.xlsx: berkas itu tidak ada", "none.xlsx: there is no such file"),
        (("build", "--output", "/dev/null/x", "--region", "64"), "tidak dapat ditulisi (bukan folder)", "cannot be written to (Not a directory)"),
        (("diff", "none", "none"), "none bukan edisi", "none is no edition"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_sentence_of_the_user_s_language(
    run: Run, lang: str, arguments: tuple[str, ...], id: str, en: str
) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert {"id": id, "en": en}[lang] in done.sentence


def test_an_ingest_reports_what_it_refuses_with_place_reason_and_remedy(run: Run, lang: str, tmp_path: Path) -> None:
    table = tmp_path / "rekap.csv"
    table.write_text("Kode,Wajib KTP,Rekam,Tahun\n6472,628.478,99,2024\n6471,x,5,2024\n", encoding="utf-8")
    done = run("ingest", table, "--dry-run")
    wanted = {
        "id": ("2 baris dibaca", "ditolak, tidak ada yang ditulis;", "baris 3, kolom", "tulis --insist"),
        "en": ("2 rows read", "refused, nothing was written;", "row 3, column", "say --insist"),
    }
    assert done.code == 2
    assert [piece for piece in wanted[lang] if piece not in done.err] == [], done.err
    other: Any = ENGLISH if lang == "id" else INDONESIAN
    assert [
        line
        for line in done.err.splitlines()
        if other.search(re.sub("wajib", "", NAMED.sub("", line), flags=re.IGNORECASE))
    ] == []


def test_machine_output_is_the_same_in_both_languages(run: Run, lang: str, tmp_path: Path) -> None:
    assert run("plan", "--region", "64", "--output", tmp_path, "--json").json[0]["why"] == ["never built"]
