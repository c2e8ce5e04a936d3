"""The terms of the briefings, each in a sentence. What is computed how is defined with the indicators; languages are in the catalogue."""

from __future__ import annotations

from cakupan.words.language import marked
from cakupan.words.sentences import Sentence, say

GLOSSARY: tuple[tuple[str, Sentence], ...] = (
    (marked("KTP-el"), say("the electronic identity card; fingerprints, iris and photograph are recorded once.")),
    (marked("Wajib KTP"), say("residents who must hold an identity card: 17 or older, or married before.")),
    (marked("Recording"), say("taking the biometric data of a person; the card may be printed later.")),
    (marked("Coverage"), say("recorded people out of 100 wajib KTP of the same date.")),
    (marked("IKD"), say("Identitas Kependudukan Digital: the identity card on a phone, activated at an office.")),
    (marked("IKD rate"), say("people who have activated the IKD, out of 100 wajib KTP.")),
    (marked("Target attainment"), say("how much of the target is reached: activations over the number that the target asks for.")),
    (marked("≥ and ≤"), say("at least and at most: the source shows no region above 100 percent, so the true number is not known.")),
    (marked("Percentage point"), say("the difference of two percentages: from 97 to 98 percent is one point.")),
    (marked("Population class"), say("provinces of small, medium or large population, compared among themselves.")),
    (marked("Register figure"), say("a number from the population register (DKB), published twice a year.")),
)  # fmt: skip
"""Term and meaning, in the order in which a reader meets them."""
