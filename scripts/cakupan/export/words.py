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
    ),
}
