"""Whom a table counts, by all the words around it: titles, names of sheet and file, headings, lines between and below.

A word that names a group of people (lansia, pelajar, ODGJ) or leaves some out (hanya, kecuali) is asked about wherever it stands; in titles, names
of sheets and headings a word that is merely not known is asked about too. The words that ask nothing are in `harmless`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cakupan.errors import message
from cakupan.ingest.figures import is_missing
from cakupan.ingest.harmless import HARMLESS, LETTERHEAD
from cakupan.ingest.layout import Layout
from cakupan.ingest.model import Options, Refusal, Sheet
from cakupan.ingest.vocabulary import Heading, plain
from cakupan.regions import Regions

_GROUP = re.compile(
    r"\b(pemula|lansia|lanjut usia|usia lanjut|manula|jompo|balita|batita|bayi|anak|remaja|pemuda|pemudi|dewasa|pelajar|siswa|siswi|mahasiswa|santri|"
    r"pesantren|ponpes|sekolah|smp|sma|smk|madrasah|kampus|perguruan tinggi|perempuan|wanita|laki laki|laki|pria|ibu|hamil|janda|duda|men|women|male|female|"
    r"youth|elderly|children|students|voters|"
    r"difabel|disabilitas|penyandang|odgj|gangguan jiwa|odha|sakit|pasien|rumah sakit|rsud|puskesmas|rentan|miskin|dhuafa|prasejahtera|pra sejahtera|"
    r"pkh|bpnt|bansos|desil|dtks|dtsen|penerima|peserta|bpjs|kis|pbi|jkn|napi|narapidana|lapas|rutan|warga binaan|binaan|wbp|tahanan|"
    r"transmigran|transmigrasi|nelayan|petani|buruh|pekerja|karyawan|karyawati|pegawai|pmi|tki|tkw|asn|pns|pppk|honorer|tni|polri|pensiunan|veteran|guru|dosen|"
    r"wna|orang asing|asing|foreign\w*|kitas|kitap|pendatang|migran|perantau|diaspora|luar negeri|suku|masyarakat adat|adat|baduy|komunitas|terpencil|perbatasan|"
    r"3t|pulau terluar|pengungsi|korban|bencana|panti|tunawisma|gelandangan|pengemis|penghayat|kepercayaan|muslim|islam|kristen|katolik|hindu|buddha|"
    r"pemilih|dpt|dps|dpk|dptb|dp4|gen z|gen|generasi|milenial|millenial|kepala keluarga|keluarga|jemput bola|mobil keliling|keliling|segmen|sasaran|cluster|klaster|"
    r"non aktif|nonaktif|tidak aktif)\b"
)  # fmt: skip
_AGE = re.compile(
    r"\b(usia|umur|berusia|berumur|aged?)\b|\b\d{1,2} ?(sd|s d|sampai|hingga|to)? ?\d{0,2} ?(tahun|thn|th|years?)\b(?! 20\d\d)"
)
_AGES = re.compile(r"(?<![\d/.\-–])(?<![\d/.\-–] )\b[1-9]\d?\s?[-–]\s?\d{2}\b(?! ?[\d/.\-–])")
_PART = re.compile(
    r"\b(hanya|khusus|kecuali|tanpa|diluar|di luar|(tidak|belum|blm|tdk) (termasuk|mencakup|meliputi)|selain|sebagian|sampel|sample|only|except|excluding|without)\b"
)
_ALLOWED = re.compile(
    r"\b((laki laki|laki|lk|l|pria)( dan)? (perempuan|pr|p|wanita)|"
    r"(menurut|berdasarkan|per|by|jenis)( jenis)? (kelamin|kelompok (umur|usia)|umur|usia|sex|gender)|"
    r"(usia |umur |berusia |berumur )?17 (tahun |thn |th )?(ke atas|keatas|atau lebih|plus)( (dan )?(atau )?(sudah |pernah |telah )*(kawin|menikah))?|"
    r"pemberdayaan perempuan( dan)?( perlindungan anak)?|perlindungan anak|keluarga berencana|pemberdayaan masyarakat( dan desa)?|(bapak|bpk|pak|yth|kepada|sdr)( dan)? (ibu|sdri)|ibu kota|daerah khusus( ibu ?kota)?|administrasi khusus|"
    r"(termasuk|including) [a-z ]+)\b"
)
"""Phrases in which such words mean no part: both sexes, what the table is split by, the age that wajib KTP is defined by, what is included."""
_NOT_INCLUDED = re.compile(r"\b(tidak|belum|blm|tdk|bukan) (termasuk)\b")
COVER = 40
"""Cells that the cover of a workbook has at most."""
ASK = message('say --insist "why it is right" if they do; that is kept beside the figures and printed as a flag')
EVERYONE = message("say --everyone if the rows count all people that the measures name")


@dataclass(frozen=True)
class Words:
    """The words that are no question: of regions, of measures in use, and those that a person has said to be none."""

    regions: Regions
    settled: frozenset[str] = frozenset()

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset(
            word for region in self.regions.by_code.values() for word in (*plain(region.name).split(), *plain(region.name_en).split())
        )  # fmt: skip

    @cached_property
    def _names(self) -> re.Pattern[str]:
        """Names of regions that hold a word of a group, such as Pulau Perempuan: there it names none."""
        odd = [plain(region.name) for region in self.regions.by_code.values() if _GROUP.search(plain(region.name))]
        return re.compile(rf"\b({'|'.join(map(re.escape, odd))})\b" if odd else r"(?!)")

    def group_in(self, text: str, measured: str = "") -> str:
        """The words of a text that name a group of people or leave some out; empty where there are none.

        measured: names of the measures in use; their own words ("Anak" of a card for children) are no question.
        """
        bare = plain(re.sub(r"(?<=\d) ?\+", " plus ", text))
        if left_out := _NOT_INCLUDED.search(bare):
            return left_out.group()
        bare = self._names.sub(" ", _ALLOWED.sub(" ", bare))
        own = set(plain(measured).split())
        if ages := _AGES.search(text):
            return ages.group()
        for pattern in (_PART, _GROUP, _AGE):
            for match in pattern.finditer(bare):
                if not set(match.group().split()) <= own:
                    return match.group().strip()
        return ""

    def strange_in(self, text: str, measured: str = "", *, column: bool = False) -> list[str]:
        """The words of a text that are not known. column: the text is a value of a column, where a letter or numeral can stand for a class."""
        if re.match(LETTERHEAD, plain(text) + " "):
            return []
        bare = _ALLOWED.sub(" ", plain(text))
        known = set(plain(measured).split()) | self.settled
        words = []
        for word in bare.split():
            if (
                word in known
                or word in self._places
                or re.fullmatch(r"%|\d+|tw\d|q\d|v\d|sem\d|rev\d*|sheet\d*|lembar\d*", word)
            ):
                continue
            if word not in HARMLESS or (column and len(word) <= 3 and re.fullmatch(r"[a-c]|[ivx]+", word)):
                words.append(word)
        return words


def words_of_group(text: str) -> bool:
    """Whether plain words name a group of people."""
    return bool(_GROUP.search(text) or _AGE.search(text))


def around_rows(layout: Layout, words: Words, options: Options, measured: str) -> tuple[list[Refusal], set[str]]:
    """What is to be asked about titles and names, and the words that --everyone settles."""
    refusals: list[Refusal] = []
    settled: set[str] = set()
    sheet = layout.sheet
    stem = sheet.file.rpartition(".")[0] or sheet.file
    places = [(message("the title"), text) for text in layout.titles] + [
        (message("the name of the sheet"), sheet.name),
        (message("the name of the file"), stem),
    ]
    for where, text in places:
        if group := words.group_in(text.replace("_", " "), measured):
            refusals.append(_about_group(sheet.label, where, text, group))
        elif where != "the name of the file" and (strange := words.strange_in(text.replace("_", " "), measured)):
            settled.update(strange)
            if not options.everyone:
                listed = ", ".join(repr(word) for word in dict.fromkeys(strange))
                reason = message(
                    "{where} {what} has words that are not known ({listed}): do the rows count all people?",
                    where=where,
                    what=repr(text[:60]),
                    listed=listed,
                )
                refusals.append(Refusal(sheet.label, 0, "", reason, EVERYONE))
    return refusals, settled


def cover_group(sheet: Sheet, words: Words) -> str:
    """What a sheet of text without figures says of a group of people: it may be the cover of the sheets behind it."""
    cells = [cell for cell in sheet.cells.head(COVER).to_numpy().ravel() if not is_missing(cell)]
    if len(cells) > COVER or any(isinstance(cell, int | float) and cell > COVER for cell in cells):
        return ""
    groups = ((cell, words.group_in(cell)) for cell in cells if isinstance(cell, str))
    return next(
        (
            message(
                "its line {cell} names a group of people or leaves some out ({group})",
                cell=repr(cell[:60]),
                group=group,
            )
            for cell, group in groups
            if group
        ),
        "",
    )


def between_rows(label: str, lines: Iterable[tuple[int, str]], words: Words, measured: str) -> list[Refusal]:
    """Lines of text between and below the rows that name a group or leave people out."""
    return [
        Refusal(label, row, "", message('the line {what} names a group of people or leaves some out ({group}): do the rows count all people?', what=repr(text[:60]), group=group), ASK)
        for row, text in lines
        if (group := words.group_in(text, measured))
    ]  # fmt: skip


def headings(label: str, used: Iterable[tuple[Heading, str]], words: Words, options: Options) -> list[Refusal]:
    """Headings of figures that say more than the measure: "Wajib KTP Santri". used: headings with the name of their measure."""
    refusals = []
    for heading, measured in used:
        if plain(heading.text) in options.mapping or plain(heading.text) in options.words:
            continue
        odd = words.group_in(heading.text, measured) or ", ".join(words.strange_in(heading.text, measured))
        if odd:
            refusals.append(
                Refusal(
                    label, 0, heading.text, message('the heading is read as {measure}, but says more ({odd}): does it count all of them?', measure=heading.measure, odd=odd),
                    message('say --map "{what}={measure}" if it does, --map "{what}=ignore" to leave it out', what=heading.text, measure=heading.measure),
                )
            )  # fmt: skip
    return refusals


def _about_group(label: str, where: str, text: str, group: str) -> Refusal:
    reason = message(
        "{where} {what} names a group of people or leaves some out ({group}): do the rows count all people?",
        where=where,
        what=repr(text[:60]),
        group=group,
    )
    return Refusal(label, 0, "", reason, ASK)
