"""The language that the command speaks: that of CAKUPAN_LANG, else that of the locale, else English; and what it says in it."""

from __future__ import annotations

import os

from cakupan.languages import LANGS, Lang
from cakupan.words.language import in_language

VARIABLE = "CAKUPAN_LANG"


def language() -> Lang:
    """Indonesian where CAKUPAN_LANG or the locale says so, else English.

    A value that is no language counts as none, as for every program that reads a locale.
    """
    for name in (VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG"):
        locale = os.environ.get(name, "").lower()
        if locale:
            return next((lang for lang in LANGS if locale.partition("_")[0].partition(".")[0] == lang), "en")
    return "en"


def spoken(text: object) -> str:
    """A text or an error in the language of the user, as far as it remembers what it was made of."""
    return in_language(text, language())
