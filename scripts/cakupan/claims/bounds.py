"""Words that make a bound of a number: "lebih dari", "hampir", "at most", in front of it or behind it.

Only words are known here; what they mean for the number is said in `printed`.
"""

from __future__ import annotations

import re
from typing import Final, Literal

Relation = Literal["plain", "about", "over", "under", "most", "almost", "range"]

_BEFORE: Final[dict[Relation, tuple[str, ...]]] = {
    "over": (
        "lebih besar dari", "lebih banyak dari", "lebih tinggi dari", "lebih dari", "di atas angka", "di atas", "diatas",
        "melebihi", "melampaui", "menembus", "tembus", "tidak kurang dari", "tak kurang dari", "sekurang-kurangnya",
        "sekurangnya", "sedikitnya", "setidaknya", "setidak-tidaknya", "minimal", "minimum", "paling sedikit", "paling kurang",
        "paling rendah", "lebih", "no fewer than", "no less than", "not less than", "more than", "greater than", "higher than",
        "just over", "well over", "over", "above", "upwards of", "at least", "exceeding", "≥", ">=", ">",
    ),
    "under": (
        "belum mencapai", "belum sampai", "belum", "tidak sampai", "tak sampai", "tidak mencapai", "kurang dari",
        "lebih kecil dari", "lebih sedikit dari", "lebih rendah dari", "di bawah angka", "di bawah", "dibawah", "less than",
        "fewer than", "lower than", "under", "below", "<",
    ),
    "most": (
        "tidak lebih dari", "tak lebih dari", "tidak melebihi", "maksimal", "maksimum", "paling banyak", "paling tinggi",
        "no more than", "not more than", "at most", "up to", "≤", "<=",
    ),
    "almost": (
        "hampir mencapai", "hampir", "nyaris", "mendekati", "menjelang", "almost", "nearly", "close to", "just under",
        "just below", "just short of", "not quite",
    ),
    "about": (
        "sekitar", "sekitaran", "di kisaran", "kisaran", "berkisar", "kira-kira", "kurang lebih", "kurang-lebih",
        "lebih kurang", "lebih-kurang", "sekira", "about", "around", "approximately", "approx.", "approx", "roughly", "circa",
        "ca.", "some", "±", "+/-", "≈", "~",
    ),
}  # fmt: skip
_AFTER: Final[dict[Relation, tuple[str, ...]]] = {
    "over": ("atau lebih", "lebih", "ke atas", "keatas", "or more", "plus", "+"),
    "most": ("atau kurang", "ke bawah", "kebawah", "or less", "or fewer"),
    "about": ("-an", "or so"),
}
_NEUTRAL = re.compile(r"^(?:mencapai|sudah|telah|baru|hanya|sebanyak|sebesar|sejumlah|ada|tercatat|kini|only|already) ")
# In running text these can belong to something else: "yang belum 5.000 orang", "kelebihan", "all over 5 juta".
_LOOSE: Final = ("belum", "some", "over", "under", "lebih", "up to")
_PERCENT = re.compile(r"^ ?(?:%|persen|percent|per cent)")
_PEOPLE: Final = r"(?: ?(?:%|persen|percent|ribu|rb|juta|jt|million|thousand|jiwa|orang|penduduk|warga|anak|people))*"
_COMPARED: Final = r"(?! (?:banyak|tinggi|rendah|besar|kecil|sedikit|cepat|baik|lanjut|dari|dahulu|dulu|awal)\b)"


def _any_of(words: dict[Relation, tuple[str, ...]], leave: tuple[str, ...] = ()) -> str:
    """The words as alternatives of a pattern, the longest first; one group for each kind of bound cannot be told apart."""
    chosen = sorted((word for kind in words.values() for word in kind if word not in leave), key=len, reverse=True)
    return "|".join(re.escape(word) + (r"\b" if word[-1].isalpha() else "") for word in chosen)


_KIND_BEFORE: Final = {word: kind for kind, words in _BEFORE.items() for word in words}
_KIND_AFTER: Final = {word: kind for kind, words in _AFTER.items() for word in words}
_FRONT = re.compile(rf"^({_any_of(_BEFORE)}) ?")
_BACK = re.compile(rf"(?<![a-z]) ?({_any_of(_AFTER)})$")
_STATED = re.compile(rf"(?<![a-z])({_any_of(_BEFORE, _LOOSE)}) ?$")
_FOLLOWS = re.compile(rf"^{_PEOPLE} ((?:atau )?lebih|or more)\b{_COMPARED}")


def bound_before(body: str) -> tuple[Relation, str]:
    """Take the words off the front of a number in lower case.

    >>> bound_before("mencapai lebih dari 2 juta")
    ('over', '2 juta')
    """
    while neutral := _NEUTRAL.match(body):
        body = body[neutral.end() :]
    match = _FRONT.match(body)
    return (_KIND_BEFORE[match[1]], body[match.end() :]) if match else ("plain", body)


def bound_after(body: str) -> tuple[Relation, str]:
    """Take a word off the end of a number in lower case ("2 juta lebih")."""
    match = _BACK.search(body)
    return (_KIND_AFTER[match[1]], body[: match.start()]) if match else ("plain", body)


def stated_bound(statement: str, number: str, percent: bool = False) -> Relation:
    """The bound that a statement makes of a number which the table gives without one.

    >>> stated_bound("Lebih dari 2.860.701 jiwa telah merekam", "2.860.701")
    'over'
    """
    if not statement or not number[0].isdigit():
        return "plain"
    text = " ".join(statement.lower().split())
    for match in re.finditer(rf"(?<![\d.,]){re.escape(number.lower())}(?!\d|[.,]\d)", text):
        behind = text[match.end() :]
        if (_PERCENT.match(behind) is not None) != percent and number[-1].isdigit():
            continue
        if before := _STATED.search(text[: match.start()]):
            return _KIND_BEFORE[before[1]]
        if _FOLLOWS.match(behind):
            return "over"
    return "plain"
