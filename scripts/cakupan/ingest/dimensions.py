"""What a row counts: text columns beside place and date that name a group of people or a state, settled or asked about.

A table whose rows count men and women apart, ages, or those without a card looks like one of all people. So every text column is accounted
for: totals are chosen, parts are added where they provably make the whole, and everything else is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from cakupan.errors import message
from cakupan.ingest.figures import is_missing
from cakupan.ingest.layout import Layout
from cakupan.ingest.model import Options, Refusal
from cakupan.ingest.scope import ASK, Words, words_of_group
from cakupan.ingest.vocabulary import Heading, measure_of, plain

LOOKED_AT: Final = 200
"""Rows by which a column of words is told from one of figures."""
SHOWN: Final = 6
"""Values of a column that a person is shown."""

_TOTAL = re.compile(
    r"(l p|l dan p|lk pr|laki laki (dan )?perempuan|jumlah|total|semua( .*)?|seluruh(nya)?( .*)?|keseluruhan|gabungan|all|both|total .*|jumlah .*|wni (dan )?wna)"
)
_GROUPS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("men", re.compile(r"(l|lk|lk lk|laki|laki laki|pria|male|men)")),
    ("women", re.compile(r"(p|pr|perempuan|wanita|female|women)")),
    ("citizens", re.compile(r"(wni|warga negara indonesia|warga negara)")),
    ("foreigners", re.compile(r"(wna|oa|orang asing|warga negara asing)")),
    ("without", re.compile(r"(?!.*\b(lengkap|final|diverifikasi|diperbarui|ada data|lapor|masuk)$)(belum|blm|tidak|tdk|non)\b.*|(tanpa|without|unrecorded)\b.*")),
    ("with", re.compile(r"(sudah|telah|memiliki|punya|rekam|terekam|perekaman|aktif|aktivasi|ada|ya|with|recorded|cetak|tercetak)\b.*")),
    ("age", re.compile(r".*\b(usia|umur|tahun|thn|th|lansia|balita|anak|remaja|dewasa|pemula|age|years)\b.*|(?!.*\b20\d\d\b)\d{1,2}( |-|–)(sd |s d |sampai |to )?\d{1,2}( .*)?|\d{1,2} ?\+?|(di )?(atas|bawah) \d+.*")),
    ("people", re.compile(r".*\b(miskin|disabilitas|pkh|desil|pelajar|siswa|narapidana|napi|tni|polri|asn|pns|pekerja|pemilih|penerima|kepala keluarga)\b.*")),
)  # fmt: skip
_WHOLE: Final = ({"men", "women"}, {"citizens", "foreigners"}, {"with", "without"})
"""Pairs of groups that make all people, where each stands once."""
_NEUTRAL = re.compile(
    r"(kab|kabupaten|kota|kabupaten kota|kota administrasi|provinsi|prov|kecamatan|kec|kelurahan|desa|nagari|distrik|kampung|regency|city|province|"
    r"jiwa|orang|penduduk|people|persen|percent|jawa|sumatera|kalimantan|sulawesi|bali.*|nusa tenggara.*|maluku|papua|indonesia|"
    r"ok|final|sementara|tetap|valid|lengkap|dkb|pdak|siak|disdukcapil.*|dukcapil.*|sumber.*|data.*)"
)
_OURS = (
    frozenset({"kode", "wilayah", "ukuran", "nilai", "satuan", "tanggal", "batas", "batas bawah", "sumber", "catatan"}),
    frozenset({"code", "region", "measure", "value", "unit", "date", "bound", "lower bound", "sources", "note"}),
)
"""The headings of the figures in a workbook of ours, whose columns of words say what a figure is, not whom it counts."""
_UNITS = re.compile(r"(satuan|unit)")
_NUMBERED = re.compile(
    r"\b(umur|usia|kelamin|jk|sex|gender|kelompok|kategori|golongan|kewarganegaraan|kepemilikan|desil|kelas|segmen|sasaran|jenis|tipe|cluster|klaster|kode status)\b"
)
"""Headings under which small numbers are ages or codes of groups, never counts."""


@dataclass(frozen=True)
class Counted:
    """Which rows of a sheet count. left: places of rows that are left aside, for they count a part; added: whether the rows of a region are
    parts to be added; remarks: sentences on what was left or added; used: for each column what it was used as.
    """

    left: frozenset[int] = frozenset()
    added: bool = False
    remarks: tuple[str, ...] = ()
    used: Mapping[int, str] = None  # type: ignore[assignment]


def as_variable(layout: Layout, options: Options) -> Layout:
    """A table in long form whose column of states names measures ("SUDAH REKAM", "WAJIB KTP") beside one column of figures."""
    layout = _without_texts(layout)
    if layout.places("measure", "variable") or not layout.places("value"):
        return layout
    for place in _text_columns(layout, options):
        values = {plain(text) for text in _texts(layout, place).values()}
        named = {value: measure_of(value) for value in values if not _TOTAL.fullmatch(value)}
        if named and all(named.values()) and len(set(named.values())) == len(named):
            headings = list(layout.headings)
            headings[place] = replace(headings[place], role="variable")
            return replace(layout, headings=tuple(headings))
    return layout


def _without_texts(layout: Layout) -> Layout:
    """A column headed as a measure that holds words only ("Status perekaman": SUDAH, BELUM) is none of figures, where another one is."""
    headings = list(layout.headings)
    if len(layout.places("measure")) + len(layout.places("value")) < 2:
        return layout
    for place in layout.places("measure"):
        cells = [cell for cell in _body(layout).iloc[:LOOKED_AT, place] if not is_missing(cell)]
        if cells and all(
            isinstance(cell, str) and not re.search(r"\d|#|\b(juta|ribu|nihil|kosong|nol)\b", cell.lower())
            for cell in cells
        ):
            headings[place] = replace(headings[place], role="unknown", measure="")
    return replace(layout, headings=tuple(headings))


def what_rows_count(layout: Layout, options: Options, words: Words) -> Counted | list[Refusal]:
    """Settle every text column that is neither place nor date, or say which cannot be, with its values and the options that settle it."""
    left: set[int] = set()
    added, remarks, used = False, list[str](), dict[int, str]()
    refusals: list[Refusal] = []
    _check_names(layout, options, refusals)
    for place in _text_columns(layout, options):
        heading, texts = layout.headings[place], _texts(layout, place)
        name = plain(heading.text)
        wanted = next((value for column, value in options.where if plain(column) == name), None)
        if wanted is not None:
            kept = {row for row, text in texts.items() if plain(text) == plain(wanted)}
            if not kept:
                refusals.append(_refusal(layout, heading, texts, message("no row has {wanted}", wanted=repr(wanted))))
            elif _is_part(plain(wanted), words) and options.insist is None:
                reason = message(
                    "--where takes rows of {wanted}, which is a group: its figures are none of all people",
                    wanted=repr(wanted),
                )
                refusals.append(Refusal(layout.sheet.label, 0, heading.text, reason, ASK))
            left |= set(range(len(_body(layout)))) - kept
            used[place] = message("only rows of {wanted}", wanted=repr(wanted))
            continue
        if any(plain(column) == name for column in options.sum_over):
            added, used[place] = True, message("parts added")
            continue
        outcome = _settle(heading, texts, words)
        if outcome == "nothing":
            continue
        if outcome == "total":
            left |= {row for row, text in texts.items() if not _TOTAL.fullmatch(plain(text))}
            used[place] = message("rows with the total of all groups")
        elif outcome == "parts":
            added, used[place] = True, message("parts added")
            remarks.append(
                message(
                    "{sheet}, column {what}: {texts} make the whole; their rows are added",
                    sheet=layout.sheet.label,
                    what=heading.text,
                    texts=_listed(texts),
                )
            )
        else:
            refusals.append(
                _refusal(
                    layout,
                    heading,
                    texts,
                    message("it is not said whether the rows count all people or a group of them"),
                )
            )
    return refusals or Counted(frozenset(left), added, tuple(remarks), used)


def _settle(heading: Heading, texts: Mapping[int, str], words: Words) -> str:
    """What to do with a column: "nothing" (it names no group), "total", "parts" (they make the whole), or "ask"."""
    values = {plain(text) or text for text in texts.values()}
    if not values or _UNITS.fullmatch(plain(heading.text)):
        return "nothing"
    groups = {value: _group(value) for value in values if not _TOTAL.fullmatch(value)}
    if len(groups) < len(values):
        return "total"
    named = {group for group in groups.values() if group}
    if not named and all(_harmless(value, words) for value in values):
        return "nothing"
    if named in _WHOLE and len(groups) == 2 and all(groups.values()):
        return "parts"
    return "ask"


def _is_part(value: str, words: Words) -> bool:
    """Whether a value of a column names a group of people; a state such as "sudah rekam" can be a measure of its own."""
    group = "" if _TOTAL.fullmatch(value) else _group(value)
    return group not in ("", "with", "citizens") or bool(not _TOTAL.fullmatch(value) and words.group_in(value))


def _harmless(value: str, words: Words) -> bool:
    """Whether a value says nothing of groups: units, kinds of regions, remarks in words that are known."""
    if _NEUTRAL.fullmatch(value):
        return True
    return bool(plain(value)) and not words.group_in(value) and not words.strange_in(value, column=True)


def _group(value: str) -> str:
    return next((name for name, pattern in _GROUPS if pattern.fullmatch(value)), "")


def _body(layout: Layout) -> Any:
    return layout.sheet.cells.iloc[layout.top :]


def _text_columns(layout: Layout, options: Options) -> list[int]:
    """The columns that hold texts and are neither place, date, measure, value nor said to be ignored."""
    chosen = []
    ours = frozenset(plain(heading.text) for heading in layout.headings) in _OURS
    for place, heading in enumerate(layout.headings):
        if ours and heading.role == "ignore":
            continue
        idle = heading.role == "variable" and not layout.places("value")  # "Kategori" beside columns of measures
        if not heading.text or heading.measure or not (idle or heading.role in ("unknown", "ignore", "sex")):
            continue
        if options.mapping.get(plain(heading.text)) == "ignore":
            continue
        texts = _texts(layout, place)
        filled = sum(1 for cell in _body(layout).iloc[:, place] if not is_missing(cell))
        if texts and 2 * len(texts) >= filled:
            chosen.append(place)
    return chosen


def _texts(layout: Layout, place: int) -> dict[int, str]:
    """The texts of a column by place of the row, of rows that have a figure; numbers are none."""
    body = _body(layout)
    figures = layout.places("measure", "value")
    texts: dict[int, str] = {}
    columns = [body.iloc[:, figure].tolist() for figure in figures]
    heading = plain(layout.headings[place].text)
    if _NUMBERED.search(heading) and not re.search(r"\d|\b(jumlah|jml|total)\b", heading):
        cells = body.iloc[:, place].tolist()
        if all(is_missing(cell) or re.fullmatch(r"\d{1,3}(\.0)?", str(cell).strip()) for cell in cells):
            return {row: str(cell).strip().removesuffix(".0") for row, cell in enumerate(cells) if not is_missing(cell)}
    cells = body.iloc[:, place].tolist()
    if words_of_group(heading) and all(
        is_missing(cell) or str(cell).strip() in ("0", "1", "0.0", "1.0") for cell in cells
    ):
        return {row: str(cell).strip() for row, cell in enumerate(cells) if not is_missing(cell)}
    for row, cell in enumerate(cells):
        if isinstance(cell, str) and not is_missing(cell) and not re.fullmatch(r"[\d.,\s%]+", cell.strip()):
            if not columns or any(not is_missing(column[row]) for column in columns):
                texts[row] = " ".join(cell.split())
        elif isinstance(cell, str) and re.fullmatch(r"\d{1,2}\s*[-–]\s*\d{1,2}", cell.strip()):
            texts[row] = cell.strip()
    return texts


def _check_names(layout: Layout, options: Options, refusals: list[Refusal]) -> None:
    known = {plain(heading.text) for heading in layout.headings}
    for option, columns in (("--where", [column for column, _ in options.where]), ("--sum", options.sum_over)):
        for column in columns:
            if plain(column) not in known:
                headings = ", ".join(repr(heading.text) for heading in layout.headings if heading.text)
                refusals.append(
                    Refusal(
                        layout.sheet.label,
                        0,
                        "",
                        message(
                            "{option} names the column {column}, which there is not; there are {headings}",
                            option=option,
                            column=repr(column),
                            headings=headings,
                        ),
                    )
                )


def _listed(texts: Mapping[int, str]) -> str:
    distinct = list(dict.fromkeys(texts.values()))
    listed = ", ".join(repr(text[:30]) for text in distinct[:SHOWN])
    return message("{listed} and {n} more", listed=listed, n=len(distinct) - SHOWN) if len(distinct) > SHOWN else listed


def _refusal(layout: Layout, heading: Heading, texts: Mapping[int, str], why: str) -> Refusal:
    distinct = list(dict.fromkeys(texts.values()))
    first = distinct[0] if distinct else ""
    sums = message('--sum "{what}" if the rows of a region are parts to be added', what=heading.text)
    ignored = message('--map "{what}=ignore" if every row counts all people', what=heading.text)
    likely, other = (sums, ignored) if len(distinct) > 1 else (ignored, sums)
    return Refusal(
        layout.sheet.label, 0, heading.text, message('{why}: the column has {texts}', why=why, texts=_listed(texts)),
        message('say {likely}, {other}, or --where "{what}={first}" to take only these rows', likely=likely, other=other, what=heading.text, first=first),
    )  # fmt: skip
