"""The languages of the briefings: their codes, in the order in which they are offered. Words of a language are in its catalogue, `words/locale`."""

from __future__ import annotations

from typing import Literal, get_args

Lang = Literal["id", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)
