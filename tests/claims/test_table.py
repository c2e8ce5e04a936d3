"""Tables of claims: what is read, and one sentence for each row that is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from cakupan.claims import COLUMNS, ClaimProblem, claim_of, judge_all, load_claims, read_claims
from cakupan.errors import DataError

GOOD = {
    "id": "a", "region": "64", "as_of": "2024-10", "published": "2024-11-08", "measure": "recorded", "percent": "99,65",
    "base": "wajib_ktp", "recorded": "2.868.568", "wajib_ktp": "2.878.769",
}  # fmt: skip


def table(*rows: dict[str, str], delimiter: str = ",") -> str:
    lines = [delimiter.join(COLUMNS)]
    lines += [delimiter.join(f'"{row.get(column, "")}"' for column in COLUMNS) for row in rows]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("change", "row_and_column", "remedy"),
    [
        ({"percent": "99.54"}, "row 3, column percent", "99,54"),
        ({"recorded": "2,868,568"}, "row 3, column recorded", "2.868.568"),
        ({"recorded": "dua juta lebih sedikit"}, "row 3, column recorded", "as printed"),
        ({"recorded": "3,42"}, "row 3, column recorded", "juta"),
        ({"percent": "97.193"}, "row 3, column percent", "97,193"),
        ({"as_of": "31 Oktober 2024"}, "row 3, column as_of", "2024-10-31"),
        ({"as_of": "2024-02-30"}, "row 3, column as_of", "YYYY-MM-DD"),
        ({"region": "Kaltim"}, "row 3, column region", "Kemendagri"),
        ({"measure": "cakupn"}, "row 3, column measure", "recorded"),
        ({"base": "warga"}, "row 3, column base", "wajib_ktp"),
        ({"id": ""}, "row 3, column id", "id"),
        ({"id": "a"}, "row 3, column id", "row 2"),
        ({"percent": "", "recorded": "", "wajib_ktp": ""}, "row 3, column percent", "no figure"),
    ],
)
def test_bad_row_gets_one_sentence_and_the_others_are_judged(
    change: dict[str, str], row_and_column: str, remedy: str
) -> None:
    read = read_claims(table(GOOD, {**GOOD, "id": "b", **change}, {**GOOD, "id": "c"}))
    (problem,) = read.problems
    sentence = problem.sentence("en", "mine.csv")
    assert sentence.startswith(f"mine.csv, {row_and_column}: ")
    assert remedy in sentence
    assert [verdict.verdict for verdict in judge_all(read.claims)] == ["consistent", "consistent"]


def test_problems_speak_indonesian_too() -> None:
    (problem,) = read_claims(table(GOOD, {**GOOD, "id": "b", "percent": "99.54"})).problems
    assert problem.sentence("id", "punya.csv") == (
        "punya.csv, baris 3, kolom percent: “99.54” ditulis dalam format Inggris; tulislah 99,54 seperti angka lainnya."
    )


def test_unquoted_decimal_comma_is_named_as_too_many_cells() -> None:
    text = table(GOOD) + "b,64,2024-10,,recorded,99,54,wajib_ktp,,,,,,,,,,\n"
    (problem,) = read_claims(text).problems
    assert "18 cells" in problem.sentence("en")
    assert "double quotes" in problem.sentence("en")


def test_misspelt_column_is_named() -> None:
    (problem,) = read_claims(table(GOOD).replace("wajib_ktp", "wajib_ktpp", 1)).problems
    assert "wajib_ktp" in problem.sentence("en")


@pytest.mark.parametrize("prefix", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_byte_order_mark_and_other_delimiters_are_understood(prefix: str, delimiter: str) -> None:
    read = read_claims(prefix + table(GOOD, delimiter=delimiter))
    assert [claim.id for claim in read.claims] == ["a"]


def test_table_all_in_english_format_is_read_as_such() -> None:
    row = {**GOOD, "percent": "99.65", "recorded": "2,868,568", "wajib_ktp": "2,878,769"}
    (verdict,) = judge_all(read_claims(table(row)).claims)
    assert verdict.verdict == "consistent"


def test_claim_of_rank_needs_no_figure() -> None:
    row = {"id": "r", "region": "64", "measure": "recorded", "statement": "tertinggi di Indonesia"}
    (verdict,) = judge_all(read_claims(table(row)).claims)
    assert (verdict.verdict, verdict.marks) == ("unverifiable", ("ranking",))


def test_dotted_region_code_is_understood() -> None:
    assert claim_of(**{**GOOD, "region": "64.72"}).region == "6472"


def test_claim_by_hand_names_the_cell() -> None:
    with pytest.raises(ClaimProblem, match="column percent"):
        claim_of(**{**GOOD, "percent": "x"})


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00id,region"])
def test_file_that_is_no_claims_table_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"mine\.csv, row 1"):
        load_claims(path)


def test_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is missing"):
        load_claims(tmp_path / "none.csv")
