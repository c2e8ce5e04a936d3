"""The words of headings: which measure or role they name, in the spellings that offices use. Where headings stand is in `layout`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from cakupan.ingest.dates import date_in

Role = Literal[
    "measure", "code", "name", "as_of", "month", "year", "semester", "variable", "value", "ignore", "personal", "sex", "unknown"
]  # fmt: skip
Depth = Literal["province", "regency", "district", "village", "any"]

UNITS: Final = {
    "population": "people", "wajib_ktp": "people", "recorded": "people", "unrecorded": "people", "ikd_active": "people",
    "ikd_registered_not_active": "people", "printed": "people", "prr_unprinted": "people", "suket_holders": "people",
    "ktp_owned": "people", "recorded_pct": "percent", "unrecorded_pct": "percent", "ikd_pct_of_wajib": "percent",
    "ikd_pct_of_recorded": "percent", "ikd_pct_of_target": "percent", "ktp_owned_pct": "percent",
}  # fmt: skip
"""The measures that can be brought in, each with its unit."""


@dataclass(frozen=True)
class Heading:
    """What a heading says: its role, the measure or the depth of region that it is of, and a date where it names one."""

    text: str
    role: Role
    measure: str = ""
    depth: Depth = "any"
    as_of: str = ""
    bps: bool = False


def plain(text: str) -> str:
    """A heading in small letters without signs: "Jml. Wajib KTP-el" is "jml wajib ktp el"; the sign % stays."""
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", text)
    return " ".join(re.sub(r"[^a-z0-9%]+", " ", spaced.lower().replace("%", " % ")).split())


_PERSONAL = re.compile(
    r"^(nik|no nik|nomor nik|nik (?!baru$|terbit$|baru terbit$).*|n i k|no kk|nomor kk|no ktp|nomor ktp|no ktp el|no kartu keluarga|nomor kartu keluarga|"
    r"nomor induk kependudukan|nama (lengkap|lgkp|penduduk|warga|pemohon|petugas|operator|anak|ibu( kandung)?|ayah|kepala keluarga|pemilih|"
    r"pegawai|siswa|orang|depan|belakang|kepala dinas)|full name|first name|last name|person name|alamat.*|address|tempat lahir|tempat tanggal lahir|"
    r"tempat tgl lahir|tanggal lahir|tgl lahir|tgl lhr|date of birth|birth date|dob|ttl|no hp|nomor hp|no telp.*|nomor telepon|telepon|phone|"
    r"no handphone|handphone|email|e mail|surel|golongan darah|gol darah|nip)$"
)
_SIDE = re.compile(
    r"\b(bulan ini|hari ini|minggu ini|harian|penambahan|tambahan|pertambahan|kenaikan|selisih|bulan lalu|pemula|usia|umur|target|per hari|"
    r"rata rata|peringkat|rank|ranking|lahir|kematian|kia|akta|kk|kartu keluarga|kepala keluarga|dpt|pemilih|wna|luar negeri|rusak|hilang|"
    r"pengajuan|permohonan|sisa blanko|blangko|blanko|keping|stok)\b"
)
_TO_DATE = re.compile(r"\b(s d|sd|sampai dengan|sampai|hingga)\b.*\b(bulan|hari|minggu) (ini|lalu)\b")
"""Words that make a running total of what would else be the figure of a month: "s.d. bulan ini"."""
SCALED = re.compile(r"\b(ribu|ribuan|juta|jutaan|thousand|thousands|million|millions|000)\b")
_SEX = re.compile(r"\b(l|p|lk|pr|lk lk|laki|laki laki|perempuan|pria|wanita|male|female|men|women)\b")
_PERCENT = re.compile(
    r"%|\b(persen|persentase|prosentase|presentase|percent|percentage|pct|prosen|capaian|cakupan|rasio|coverage)\b"
)
_NOT_YET = re.compile(r"\b(belum|blm|tidak|non|unrecorded|sisa|kurang|not)\b")
_RECORD = re.compile(
    r"\b(rekam|rekaman|perekaman|merekam|terekam|direkam|recorded|recording|biometrik|biometric|prekaman|perekamanan)\b"
)
_IKD = re.compile(r"\b(ikd|identitas kependudukan digital|identitas digital|ktp digital)\b")
_WAJIB = re.compile(
    r"\b(wajib (e )?ktp|wajib kartu tanda|wktp|wajibktp|wajib rekam|wjb ktp|w ktp|wajib memiliki ktp|wajib e ktp|wajib el|ktp( el| elektronik)? wajib)\b"
)
_POPULATION = re.compile(r"\b(penduduk|population|jumlah jiwa|total jiwa|jiwa penduduk)\b")
_NO_POPULATION = re.compile(
    r"\b(miskin|kepadatan|density|laju|pertumbuhan|growth|rasio|ratio|sex|lansia|lanjut usia|balita|bayi|anak|remaja|produktif|disabilitas|bekerja|"
    r"kerja|pendatang|pindah|datang|migran|km|per|kelompok|usia|umur|penerima|pemilih|wajib|rentan|asing|wna)\b"
)
"""Densities, rates, ratios and groups of people, which are no population."""
_COUNT_OF_PLACES = re.compile(
    r"^(jumlah|jml|banyak(nya)?|total|n|number of)\b.*\b(kabupaten|kab|kota|kecamatan|kec|desa|kelurahan|kel|distrik|kampung|rt|rw|kk)\b"
)
"""How many regencies or villages there are inside: numbers, which name no region."""
_CODE = re.compile(
    r"\b(kode|kd|code|region|id wilayah|kodewilayah|no prop|no prov|no kab|no kec|no kel|kodekab|kodeprov|kdkab|kdprov)\b"
)
_NAME_WORDS: Final[tuple[tuple[Depth, re.Pattern[str]], ...]] = (
    ("village", re.compile(r"\b(desa|kelurahan|kel|nagari|gampong|village|kampung|pekon)\b")),
    ("district", re.compile(r"\b(kecamatan|kec|distrik|district|kapanewon|kemantren)\b")),
    ("regency", re.compile(r"\b(kabupaten|kab|kota|kabkota|kabkot|kokab|regency|city|kabupatenkota|kab kota)\b")),
    ("province", re.compile(r"\b(provinsi|prov|prop|propinsi|province)\b")),
)  # fmt: skip
_NAME = re.compile(r"\b(nama|name|wilayah|daerah|lokasi|instansi|disdukcapil|satuan kerja|unit kerja|kewilayahan)\b")
_NOT_REFERENCE = re.compile(
    r"\b(update|updated|input|created|create|cetak|unduh|download|upload|diperbarui|pembaruan|edit|modified|terbit)\b"
)
_YEAR = re.compile(r"^(tahun|thn|th|year|tahun data)$")
_MONTH = re.compile(r"^(bulan|bln|month|bulan data|bulan ke|nama bulan)$")
_SEMESTER = re.compile(r"^(semester|smt|sem|semester ke)$")
_DATE = re.compile(
    r"^(tanggal|tgl|date|periode|period|per tanggal|per tgl|tanggal data|tgl data|tanggal acuan|posisi|posisi data|as of|asof|waktu|keadaan|"
    r"periode data|tanggal laporan|tgl laporan|tanggal posisi|bulan tahun|bulan dan tahun|periode laporan|cut off|cutoff|tanggal cut off|"
    r"ref date|reference date|tanggal referensi|(tanggal|tgl) (pelayanan|rekap|rekapitulasi|kegiatan|pendataan|laporan .*))$"
)
_VARIABLE = re.compile(
    r"^(indikator|indicator|variabel|variable|uraian|measure|ukuran|jenis data|kategori|elemen|keterangan indikator|nama indikator|karakteristik|jenis)$"
)
_VALUE = re.compile(
    r"^(nilai|value|jumlah|jml|angka|total|figure|jumlah jiwa|banyaknya|data|capaian|realisasi|jumlah penduduk orang)$"
)
_IGNORED = re.compile(
    r"^(no|nomor|no urut|nomor urut|urut|id|fid|oid|objectid|object id|index|unnamed.*|satuan|unit|keterangan|ket|catatan|note|notes|sumber|"
    r"source|sources|batas( bawah| atas)?|bound|lower bound|upper bound|status|shape.*|st area.*|st length.*|lat.*|lon.*|x|y|geometry|globalid|ibukota|ibu kota|luas.*|level|tingkat)$"
)


def depth_of(text: str) -> Depth:
    """The level of region that some plain words name."""
    for depth, words in _NAME_WORDS:
        if words.search(text):
            return depth
    return "any"


def is_count_of_places(words: str) -> bool:
    """Whether a heading in plain letters counts regencies, villages or households."""
    return _COUNT_OF_PLACES.search(words) is not None


def is_rate_or_part(words: str) -> bool:
    """Whether a heading in plain letters is of a rate, a target, a change or a group, and of no whole."""
    matches = (
        _SIDE.search(words),
        _PERCENT.search(words),
        _NO_POPULATION.search(words) if _POPULATION.search(words) else None,
    )
    return any(match is not None for match in matches)


def measure_of(text: str) -> str:
    """The measure that some words name; empty where they name none, or one that is not brought in.

    >>> measure_of("Jml Wajib KTP-el"), measure_of("Belum Rekam"), measure_of("Capaian Perekaman (%)")
    ('wajib_ktp', 'unrecorded', 'recorded_pct')
    """
    words = plain(text)
    spelled = words.replace(" ", "_")
    if spelled in UNITS:
        return spelled
    words = _TO_DATE.sub(" ", words)
    if _SIDE.search(words):
        return ""
    percent, not_yet = _PERCENT.search(words) is not None, _NOT_YET.search(words) is not None
    if _IKD.search(words):
        return _ikd(words, percent, not_yet)
    if re.search(r"\b(prr|print ready|siap cetak)\b", words):
        return "" if percent else "prr_unprinted"
    if re.search(r"\b(suket|surat keterangan)\b", words):
        return "" if percent else "suket_holders"
    if _RECORD.search(words) or (re.search(r"\bktp\b", words) and re.search(r"\b(sudah|belum|blm)$", words)):
        if re.search(r"\b(cetak|pencetakan)\b", words):
            return ""
        if percent:
            return "unrecorded_pct" if not_yet else "recorded_pct"
        return "unrecorded" if not_yet else "recorded"
    if re.search(r"\b(cetak|pencetakan|tercetak|printed)\b", words):
        return "" if percent or not_yet else "printed"
    if re.search(r"\b(kepemilikan|memiliki|punya|pemilik)\b.*\bktp\b", words) and "wajib" not in words:
        return "" if not_yet else "ktp_owned_pct" if percent else "ktp_owned"
    if _WAJIB.search(words):
        return "" if percent or not_yet else "wajib_ktp"
    if _POPULATION.search(words) and not percent and not not_yet and not _NO_POPULATION.search(words):
        return "population"
    return ""


def _ikd(words: str, percent: bool, not_yet: bool) -> str:
    if percent:
        if not_yet:
            return ""
        if _RECORD.search(words):
            return "ikd_pct_of_recorded"
        return "ikd_pct_of_wajib" if _WAJIB.search(words) else ""
    if not_yet:
        return "ikd_registered_not_active" if "terdaftar" in words or "registrasi" in words else ""
    return "ikd_active"


def read_heading(text: str) -> Heading:
    """What a heading says by its words alone."""
    words = plain(text)
    if not words:
        return Heading(text, "ignore")
    if _PERSONAL.fullmatch(words):
        return Heading(text, "personal")
    if words == "measure":
        return Heading(text, "variable")
    for pattern, role in (
        (_YEAR, "year"),
        (_MONTH, "month"),
        (_SEMESTER, "semester"),
        (_DATE, "as_of"),
        (_VARIABLE, "variable"),
    ):
        if pattern.fullmatch(words):
            return Heading(text, role)  # type: ignore[arg-type]
    if _NOT_REFERENCE.search(words) and not measure_of(text):
        return Heading(text, "ignore")
    if _IGNORED.fullmatch(words):
        return Heading(text, "ignore")
    return _figure_or_place(text, words)


def _figure_or_place(text: str, words: str) -> Heading:
    day = date_in(text)
    bare = _without_date(words) if day else words
    if _SEX.fullmatch(bare) or re.fullmatch(r"jenis kelamin|sex|gender|kelamin", bare):
        return Heading(text, "sex")
    measure = measure_of(bare if day else text)
    if measure:
        if _SEX.search(_SEX_PAIR.sub(" ", bare)):
            return Heading(text, "sex", measure)
        return Heading(text, "measure", measure, as_of=day)
    if _COUNT_OF_PLACES.search(words):
        return Heading(text, "ignore")
    if _CODE.search(words) and not _SIDE.search(words):
        return Heading(text, "code", depth=depth_of(words), bps="bps" in words.split())
    if (_NAME.search(words) or depth_of(words) != "any") and not _RECORD.search(words) and not _SIDE.search(words):
        return Heading(text, "name", depth=depth_of(words), bps="bps" in words.split())
    if day:
        return Heading(text, "value", as_of=day)
    if _VALUE.fullmatch(words):
        return Heading(text, "value")
    return Heading(text, "unknown")


_SEX_PAIR = re.compile(r"\b(l|lk|laki laki|pria)( dan)? (p|pr|perempuan|wanita)\b")
_DATE_WORDS = re.compile(
    r"\b(januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember|jan|feb|mar|apr|jun|jul|"
    r"agu|agt|ags|agst|aug|sep|sept|okt|oct|nov|nop|des|dec|per|tanggal|tgl|bulan|tahun|thn|sd|s d|semester|smt|i|ii|\d{1,2}|(?:19|20)\d\d|\d{6})\b"
)


def _without_date(words: str) -> str:
    return " ".join(_DATE_WORDS.sub(" ", words).split())


def qualified(text: str) -> bool:
    """Whether the upper line of a heading changes what the lower one means: percent, not yet, a target, one sex."""
    words = plain(text)
    return any(pattern.search(words) for pattern in (_PERCENT, _NOT_YET, _SIDE, _SEX))
