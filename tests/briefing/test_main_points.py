"""What the first page says, in both languages, on the published figures."""

from __future__ import annotations

import pytest
from cakupan import briefing
from cakupan.words.numbers import plain

EDITION = "2024-12-31"
PROVINCES = [region.code for region in briefing.observations_of(briefing.DATA).regions.provinces]


def opened(code: str, lang: str) -> briefing.Briefing:
    return briefing.province(code, edition=EDITION, lang=lang)


def points(code: str, lang: str) -> list[str]:
    report = (
        briefing.national(edition=EDITION, lang=lang)
        if code == "ID"
        else briefing.province(code, edition=EDITION, lang=lang)
    )
    return [plain(item).replace("\u00a0", " ") for item in report.main_points().items]


def test_kalimantan_timur_says_people_base_date_and_that_its_coverage_is_a_lower_bound() -> None:
    assert points("64", "id")[0] == (
        "Per 30 Juni 2024, 2.843.891 dari 2.861.471 wajib KTP di Kalimantan Timur telah merekam KTP-el: sekurang-kurangnya 99,39 persen. "
        "Sekurang-kurangnya 17.580 jiwa belum merekam; di 3 dari 10 kabupaten/kota yang tampil 100 persen, yang belum merekam tidak tampak."
    )


def test_the_english_edition_prints_english_names_and_separators() -> None:
    text = " ".join(points("64", "en"))
    assert "2,843,891 of 2,861,471 wajib KTP in East Kalimantan" in text
    assert "at least 99.39 percent" in text


def test_rate_and_attainment_of_ikd_stand_with_their_two_labels_and_both_dates() -> None:
    sentence = plain(briefing.province("64", edition=EDITION, lang="id").ikd_words().items).replace("\u00a0", " ")
    assert "168.416 jiwa" in sentence
    assert "5,89 persen dari wajib KTP (30 Juni 2024)" in sentence
    assert "19,62 persen dari target, yaitu 30 persen dari basis tersebut" in sentence
    assert sentence.startswith("Per 12 Desember 2024")


def test_jakarta_says_lower_bound_rather_than_boasting_with_100() -> None:
    first = points("31", "id")[0]
    assert "cakupannya sekurang-kurangnya 100,00 persen" in first
    assert "bukan bukti bahwa tidak ada yang terlewat" in first


def headline(code: str, lang: str = "id") -> str:
    report = briefing.national(edition=EDITION, lang=lang) if code == "ID" else opened(code, lang)
    return plain(report.title().subtitle).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (
            "64",
            "Perekaman KTP-el di Kalimantan Timur sekurang-kurangnya 99,39 persen, di atas angka nasional yang tampil (≥97,19 persen), "
            "tetapi aktivasi IKD 5,89 persen, di bawah angka nasional (6,30 persen). Namun, di 3 dari 10 kabupaten/kota, sumber tidak "
            "menampilkan angka di atas 100 persen; jumlah sebenarnya tidak diketahui.",
        ),
        (
            "95",
            "Perekaman KTP-el di Papua Pegunungan 17,53 persen, di bawah angka nasional yang tampil (≥97,19 persen), dan aktivasi IKD "
            "0,10 persen, di bawah angka nasional (6,30 persen). Namun, jumlah wajib KTP tampak terlalu tinggi (86,9 persen dari "
            "penduduk; nasional 73,6), jadi cakupan mungkin terlalu rendah.",
        ),
        (
            "ID",
            "Sebanyak 36,6 persen dari penduduk Indonesia yang tampak belum merekam KTP-el berada di 6 provinsi di Papua. Namun, di 3 di "
            "antaranya jumlah wajib KTP tidak wajar terhadap jumlah penduduk, sehingga jumlah yang belum merekam mungkin lebih kecil.",
        ),
    ],
)
def test_the_headline_says_what_is_high_or_low_against_what_and_the_biggest_doubt(code: str, sentence: str) -> None:
    assert headline(code) == sentence


def test_every_headline_carries_a_doubt_where_figures_are_capped_or_a_base_is_doubted() -> None:
    for code in PROVINCES:
        report = opened(code, "en")
        doubted = bool(report.position.capped) or bool(report.indicators["K28"].notes)
        assert ("But " in headline(code, "en")) == doubted, code


def test_the_nation_says_where_coverage_ranges_between() -> None:
    text = " ".join(points("ID", "id"))
    assert "202.054.251 dari 207.889.876" in text
    assert "5.835.625" in text
    assert "17,53 persen (Papua Pegunungan) sampai sekurang-kurangnya 100,00 persen (DKI Jakarta)" in text


@pytest.mark.parametrize("lang", ["id", "en"])
def test_no_briefing_uses_an_adjective_of_praise(lang: str) -> None:
    praised = ("luar biasa", "membanggakan", "tertinggi", "signifikan", "outstanding", "remarkable", "significant")
    for code in PROVINCES:
        for sentence in points(code, lang):
            assert not any(word in sentence.lower() for word in praised), sentence


def test_no_indonesian_sentence_starts_with_a_numeral() -> None:
    assert [sentence for code in PROVINCES for sentence in points(code, "id") if sentence[0].isdigit()] == []


@pytest.mark.parametrize("code", ["64", "31", "95", "11", "ID"])
def test_the_first_page_has_three_or_four_sentences(code: str) -> None:
    assert 3 <= len(points(code, "id")) <= 4
