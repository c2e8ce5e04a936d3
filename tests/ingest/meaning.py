"""Correct tables after one change of what they mean: whom the rows count, which column is which, which region or day is meant."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

INSIDE = {
    "6401": 217036, "6402": 559376, "6403": 201827, "6407": 132199, "6408": 300715, "6409": 141832, "6411": 28832, "6471": 538073,
    "6472": 628478, "6474": 135995,
}  # fmt: skip
SOUND = {code: (n, round(n * 0.993)) for code, n in INSIDE.items()}
BPS = {"6402": "6403", "6403": "6405", "6407": "6402", "6408": "6404"}
"""Codes of BPS where they are another region's in the system of Kemendagri, or none."""

GROUPS = (
    "Lansia", "Perempuan", "Laki-laki", "Pemilih pemula", "Pemula", "Balita", "ODGJ", "Transmigran", "Disabilitas", "Difabel", "Santri", "Pelajar",
    "Mahasiswa", "Warga binaan", "Lapas", "Narapidana", "Rentan", "Adminduk rentan", "Miskin", "Penerima PKH", "Penerima bansos", "17-25", "17-25 tahun",
    "Usia 60+", "Usia 17 tahun", "WNA", "Orang asing", "Pengungsi", "Nelayan", "ASN", "TNI/Polri", "Gen Z", "Milenial", "Masyarakat adat", "Perbatasan",
    "Wilayah terpencil", "Jemput bola", "Panti sosial", "Kepala keluarga", "Pekerja migran", "Desil 1", "Buruh", "Komunitas adat terpencil", "Ibu hamil",
)  # fmt: skip
"""Groups of people that offices have tables of."""
UNHEARD = (
    "Orang Rimba", "Anak jalanan", "OAP", "Ojol", "Penghuni rusun", "Eks gafatar", "Kaum marjinal", "Relawan", "Penggarap", "Jamaah", "Atlet", "ABK",
    "Marbot", "Tagana", "Warga kolong", "Suku laut",
)  # fmt: skip
"""Groups that no list of words will ever have all of."""
COLUMNS = ("Kelompok", "Kategori", "Status", "Uraian", "Ket", "Keterangan", "Catatan", "Kelas", "Jenis layanan", "Sasaran", "Segmen", "Kolom 4", "Lain-lain")  # fmt: skip


@dataclass
class Mutation:
    """Lines of a CSV and its name; options besides the reference date; never: figures that must not come out, where the table may be taken.

    never empty: the table must be refused.
    """

    kind: str
    lines: list[str]
    name: str = "rekap.csv"
    options: dict[str, object] = field(default_factory=lambda: {"as_of": "2024-10-31"})
    never: frozenset[tuple[str, str]] = frozenset()


HEAD = "Kode,Wajib KTP,Sudah Rekam"


def _some(chance: random.Random) -> list[tuple[str, tuple[int, int]]]:
    return chance.sample(sorted(SOUND.items()), chance.choice((1, 1, 2, 2, 3, 5, 10)))


def _table(rows: list[tuple[str, tuple[int, int]]]) -> list[str]:
    return [HEAD, *(f"{code},{d},{n}" for code, (d, n) in rows)]


def _scaled(rows: list[tuple[str, tuple[int, int]]], share: float) -> list[tuple[str, tuple[int, int]]]:
    return [(code, (int(d * share), int(n * share))) for code, (d, n) in rows]


def _word(chance: random.Random, listed_only: bool = False) -> str:
    return chance.choice(GROUPS if listed_only or chance.random() < 0.75 else UNHEARD)


def group_column(chance: random.Random) -> Mutation:
    rows, word = _scaled(_some(chance), chance.choice((1, 1, 0.97, 0.4))), _word(chance)
    lines = _table(rows)
    return Mutation("group column", [f"{lines[0]},{chance.choice(COLUMNS)}", *(f"{line},{word}" for line in lines[1:])])


def numbered_group(chance: random.Random) -> Mutation:
    heading, value = chance.choice(
        (("Umur", "17"), ("JK", "1"), ("Kelamin", "2"), ("Desil", "1"), ("Kelas", "3"), ("Lansia", "1"), ("Usia", "60"))
    )
    lines = _table(_some(chance))
    return Mutation("numbered group", [f"{lines[0]},{heading}", *(f"{line},{value}" for line in lines[1:])])


def ticked_group(chance: random.Random) -> Mutation:
    lines = _table(_some(chance))
    return Mutation("ticked group", [f"{lines[0]},{chance.choice(GROUPS)}", *(f"{line},{chance.choice(('Ya', 'v', '✓', 'x'))}" for line in lines[1:])])  # fmt: skip


def group_in_title(chance: random.Random) -> Mutation:
    frame = chance.choice(
        (
            "WAJIB KTP {}",
            "DATA {}",
            "PEREKAMAN KTP-EL {} PROVINSI KALIMANTAN TIMUR",
            "Rekap {} menurut Kabupaten/Kota",
            "Laporan {}",
        )
    )
    rows = _scaled(_some(chance), chance.choice((1, 0.99, 0.97)))
    return Mutation("group in a title", [frame.format(_word(chance)) + ",,", *_table(rows)])


def group_in_name(chance: random.Random) -> Mutation:
    word = _word(chance, listed_only=True).lower().replace("/", "_").replace(" ", "_")
    return Mutation("group in the file's name", _table(_some(chance)), name=f"rekap_{word}.csv")


def group_in_heading(chance: random.Random) -> Mutation:
    word = _word(chance)
    lines = _table(_some(chance))
    head = chance.choice(
        (
            f"Kode,Wajib KTP {word},Sudah Rekam",
            f"Kode,Wajib KTP,Sudah Rekam {word}",
            f"Kode,{word} Wajib KTP,Sudah Rekam",
        )
    )
    never = frozenset({("wajib_ktp", head.split(",")[1]), ("recorded", head.split(",")[2])})
    return Mutation(
        "group in a heading",
        [head, *lines[1:]],
        never=frozenset(one for one in never if one[1] not in ("Wajib KTP", "Sudah Rekam")),
    )


def group_below(chance: random.Random) -> Mutation:
    note = chance.choice(
        (
            "Catatan: hanya {}",
            "*) khusus {}",
            "Ket: tidak termasuk {}",
            "Keterangan: data {}",
            "Di luar {}",
            "Kecuali {}",
        )
    )
    return Mutation("group in a note", [*_table(_some(chance)), note.format(_word(chance, listed_only=True)) + ",,"])


def group_between(chance: random.Random) -> Mutation:
    lines = _table(_some(chance))
    return Mutation("group between rows", [lines[0], f"{chance.choice(GROUPS)},,", *lines[1:]])


def subset(chance: random.Random) -> Mutation:
    return Mutation("subset", _table(_scaled(_some(chance), chance.uniform(0.2, 0.97))))


def swapped(chance: random.Random) -> Mutation:
    return Mutation("swapped columns", _table([(code, (n, d)) for code, (d, n) in _some(chance)]))


def shifted(chance: random.Random) -> Mutation:
    codes = sorted(SOUND)
    turn = chance.randrange(1, len(codes))
    return Mutation(
        "shifted codes", _table([(codes[(at + turn) % len(codes)], SOUND[code]) for at, code in enumerate(codes)])
    )


def other_system(chance: random.Random) -> Mutation:
    rows = chance.sample(sorted(BPS), chance.randrange(1, 5))
    return Mutation("codes of BPS", _table([(BPS[code], SOUND[code]) for code in rows]))


def total_altered(chance: random.Random) -> Mutation:
    total = sum(d for d, _ in SOUND.values()) + chance.choice((-1, 1)) * chance.randrange(1, 9999)
    return Mutation(
        "altered total", [*_table(sorted(SOUND.items())), f"JUMLAH,{total},{sum(n for _, n in SOUND.values())}"]
    )


def row_lost(chance: random.Random) -> Mutation:
    rows = sorted(SOUND.items())
    rows.pop(chance.randrange(len(rows)))
    return Mutation(
        "row lost above a total",
        [*_table(rows), f"JUMLAH,{sum(d for d, _ in SOUND.values())},{sum(n for _, n in SOUND.values())}"],
    )


def total_dropped(chance: random.Random) -> Mutation:
    rows = sorted(SOUND.items())
    rows.pop(chance.randrange(len(rows)))
    lines = [*_table(rows), f"JUMLAH,{sum(d for _, (d, _) in rows)},{sum(n for _, (_, n) in rows)}"]
    return Mutation("total of some regions", lines, never=frozenset({("64", "wajib_ktp"), ("64", "recorded")}))


def other_day(chance: random.Random) -> Mutation:
    rows, half = _some(chance), chance.choice(("202401", "202402", "202301"))
    which = chance.randrange(5)
    if which == 0:
        return Mutation("month or semester", _table(rows), name=f"DKB_{half}.csv", options={})
    if which == 1:
        return Mutation("month or semester", [f"DATA {half},,", *_table(rows)], options={})
    if which == 2:
        return Mutation(
            "month or semester",
            ["Kode,Periode,Wajib KTP", *(f"{code},{half},{d}" for code, (d, _) in rows)],
            options={},
        )
    if which == 3:
        return Mutation("two dates", ["KEADAAN 30 JUNI 2024 DAN 31 OKTOBER 2024,,", *_table(rows)], options={})
    return Mutation(
        "day to come", ["Kode,Tanggal,Wajib KTP", *(f"{code},2031-10-31,{d}" for code, (d, _) in rows)], options={}
    )


def day_or_month(chance: random.Random) -> Mutation:
    return Mutation(
        "day or month first",
        ["Kode,Tanggal,Wajib KTP", *(f"{code},03/04/2024,{d}" for code, (d, _) in _some(chance))],
        options={},
    )


def other_state(chance: random.Random) -> Mutation:
    status = chance.choice(("Belum rekam", "BELUM MEMILIKI", "Belum cetak", "Tidak aktif"))
    lines = _table(_some(chance))
    return Mutation(
        "state",
        [
            f"{lines[0]},{chance.choice(('Status', 'Keterangan', 'Kepemilikan'))}",
            *(f"{line},{status}" for line in lines[1:]),
        ],
    )


def thousands(chance: random.Random) -> Mutation:
    rows = [(code, (d // 1000, n // 1000)) for code, (d, n) in _some(chance)]
    title = chance.choice((["(dalam ribuan),,"], []))
    return Mutation("thousands", [*title, *_table(rows)])


def rate_of_a_group(chance: random.Random) -> Mutation:
    rate = chance.choice((chance.uniform(20, 94), chance.uniform(101, 140)))
    return Mutation("rate of a group", ["Kode,% Rekam", *(f"{code},{rate:.2f}" for code, _ in _some(chance))])


def long_group(chance: random.Random) -> Mutation:
    word = _word(chance)
    rows = [
        (code, what, n)
        for code, (d, n2) in _some(chance)
        for what, n in ((f"Wajib KTP {word}", d), (f"Sudah Rekam {word}", n2))
    ]
    return Mutation(
        "group in an indicator", ["Kode,Indikator,Nilai", *(f"{code},{what},{n}" for code, what, n in rows)]
    )


KINDS: tuple[Callable[[random.Random], Mutation], ...] = (
    group_column, group_column, numbered_group, ticked_group, group_in_title, group_in_title, group_in_name, group_in_heading, group_below, group_between,
    subset, subset, subset, swapped, shifted, other_system, total_altered, row_lost, total_dropped, other_day, day_or_month, other_state, thousands,
    rate_of_a_group, long_group,
)  # fmt: skip


def mutation(seed: int) -> Mutation:
    """The mutation of a number: kinds in turn, the rest by chance."""
    return KINDS[seed % len(KINDS)](random.Random(seed))
