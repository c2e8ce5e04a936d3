"""The few words that belong to the frame of a document (page numbers, skip link, "Gambar"), by language.

Everything that a report says about its region comes from the notebook, through the catalogue of `cakupan.words.language`.
"""

from __future__ import annotations

from dataclasses import dataclass

from cakupan.languages import Lang


@dataclass(frozen=True)
class Words:
    """Words of one language."""

    figure: str
    table: str
    page: str
    of: str
    skip: str
    contents: str
    download: str
    attached: str
    data_of: str
    simulated: str
    simulated_note: str
    failed: str
    traceback: str
    no_alt: str
    untitled: str
    number: str


WORDS: dict[Lang, Words] = {
    "id": Words(
        figure="Gambar",
        table="Tabel",
        page="halaman",
        of="dari",
        skip="Langsung ke isi",
        contents="Isi dokumen",
        download="Unduh data (CSV)",
        attached="Data wilayah ini, angka yang sama seperti dalam dokumen",
        data_of="Data {}",
        simulated="SIMULASI",
        simulated_note="Angka dalam dokumen ini hasil simulasi, bukan data resmi.",
        failed="Bagian ini gagal dihitung",
        traceback="Rincian teknis",
        no_alt="Gambar tanpa keterangan",
        untitled="Dokumen tanpa judul",
        number="Nomor",
    ),
    "en": Words(
        figure="Figure",
        table="Table",
        page="page",
        of="of",
        skip="Skip to content",
        contents="Contents",
        download="Download data (CSV)",
        attached="Data of this region, the same figures as in the document",
        data_of="Data of {}",
        simulated="SIMULATED",
        simulated_note="The figures in this document are simulated, not official.",
        failed="This part could not be computed",
        traceback="Technical details",
        no_alt="Picture without description",
        untitled="Untitled document",
        number="Number",
    ),
}

SHEETS: dict[Lang, dict[str, str]] = {
    "id": {
        "summary": "Ringkasan",
        "figures": "Angka",
        "indicators": "Indikator",
        "text": "Teks",
        "definitions": "Definisi",
        "item": "Butir",
        "section": "Bagian",
        "content": "Isi",
        "term": "Istilah",
        "meaning": "Arti",
        "address": "Indikator",
        "region": "Kode",
        "name": "Wilayah",
        "id": "ID",
        "measure": "Ukuran",
        "value": "Nilai",
        "unit": "Satuan",
        "base": "Basis",
        "date": "Tanggal",
        "base_date": "Tanggal basis",
        "bound": "Batas",
        "low": "Batas bawah",
        "high": "Batas atas",
        "sources": "Sumber",
        "source": "Kunci",
        "title": "Judul",
        "published": "Tempat dan tanggal terbit",
        "day": "Terbit",
        "link": "Alamat web",
        "flags": "Tanda mutu",
        "simulated": "Simulasi",
        "note": "Catatan",
        "definition": "Definisi",
        "formula": "Rumus",
        "edition": "Edisi",
        "provinces": "Provinsi",
        "regencies": "Kabupaten dan kota",
        "above": "Wilayah di atasnya",
        "programmes": "Program",
        "programme": "Program",
        "numerator": "Pembilang",
        "target": "Target",
        "legal": "Dasar hukum",
        "limits": "Batasan",
        "place": "Tempat",
        "capped": "Dibatasi",
        "flag": "Tanda",
        "severity": "Bobot",
        "unlisted": "Angka dalam gambar, tiap angka dengan alamatnya dalam data",
    },
    "en": {
        "summary": "Summary",
        "figures": "Figures",
        "indicators": "Indicators",
        "text": "Text",
        "definitions": "Definitions",
        "item": "Item",
        "section": "Section",
        "content": "Content",
        "term": "Term",
        "meaning": "Meaning",
        "address": "Indicator",
        "region": "Code",
        "name": "Region",
        "id": "ID",
        "measure": "Measure",
        "value": "Value",
        "unit": "Unit",
        "base": "Base",
        "date": "Date",
        "base_date": "Date of base",
        "bound": "Bound",
        "low": "Lower bound",
        "high": "Upper bound",
        "sources": "Sources",
        "source": "Key",
        "title": "Title",
        "published": "Where and when published",
        "day": "Published",
        "link": "Web address",
        "flags": "Flags",
        "simulated": "Simulated",
        "note": "Note",
        "definition": "Definition",
        "formula": "Formula",
        "edition": "Edition",
        "provinces": "Provinces",
        "regencies": "Regencies and cities",
        "above": "Region above",
        "programmes": "Programmes",
        "programme": "Programme",
        "numerator": "Numerator",
        "target": "Target",
        "legal": "Legal basis",
        "limits": "Limits",
        "place": "Place",
        "capped": "Capped",
        "flag": "Flag",
        "severity": "Severity",
        "unlisted": "Numbers in the drawing, each with its address in the data",
    },
}
"""Names of the sheets of a workbook, and heads of their columns."""

CARDS: dict[Lang, tuple[str, str]] = {
    "id": ("Sumber", "{}: jiwa, terbanyak lebih dahulu"),
    "en": ("Source", "{}: people, most first"),
}
"""What stands before the name of a source on a card, and above its bars."""

CITING: dict[Lang, dict[str, str]] = {
    "id": {
        "percent": "persen",
        "people": "jiwa",
        "base": "Basis",
        "day": "Tanggal",
        "source": "Sumber",
        "doubt": "Catatan",
        "behind": "Di balik angka ini",
        "copy": "Salin kutipan",
        "copied": "Tersalin",
        "by_hand": "Tekan Ctrl+C untuk menyalin teks yang dipilih",
        "here": "Tautan ke angka ini",
        "cite": "Kutip",
        "data": "Data (CSV)",
        "embed": "Sematkan",
        "embed_hint": "Tempel di halaman yang berada di folder edisi ini, atau dahului alamatnya dengan alamat folder itu.",
        "copy_embed": "Salin kode",
        "close": "Tutup",
        "whole": "Laporan lengkap",
        "whole_sources": "Sumber angka tercantum dalam laporan lengkap edisi ini.",
        "failed": "Peramban ini tidak dapat membuat gambarnya",
        "edition": "edisi",
        "edition_pages": "Edisi ini",
        "elsewhere": "Halaman lain dalam edisi ini",
    },
    "en": {
        "percent": "percent",
        "people": "people",
        "base": "Base",
        "day": "Date",
        "source": "Source",
        "doubt": "Note",
        "behind": "Behind this number",
        "copy": "Copy citation",
        "copied": "Copied",
        "by_hand": "Press Ctrl+C to copy the selected text",
        "here": "Link to this number",
        "cite": "Cite",
        "data": "Data (CSV)",
        "embed": "Embed",
        "embed_hint": "Paste it into a page in this edition's folder, or put the address of that folder before its address.",
        "copy_embed": "Copy code",
        "close": "Close",
        "whole": "Whole report",
        "whole_sources": "The sources of the figures are in the whole report of this edition.",
        "failed": "This browser cannot make the picture",
        "edition": "edition of",
        "edition_pages": "This edition",
        "elsewhere": "Other pages of this edition",
    },
}
"""Words of what a reader can take from a page: a number with its source, a chart, its data."""
