"""Sources as they are told to a reader: title, where and when published, and a link."""

from __future__ import annotations

from cakupan.blocks import Origin
from cakupan.languages import Lang
from cakupan.observations import Observations


def origin_of(observations: Observations, key: str, lang: Lang) -> Origin:
    """Return a source by its key, for a document in a language."""
    source = observations.sources[key]
    is_link = source.url.startswith(("https://", "http://"))
    host = source.url.split("/")[2] if is_link else source.url
    note = ", ".join(part for part in (host, source.published) if part)
    # Public copies of the ministry's layers are titled in English, everything else in the language of the country.
    own = "en" if host == "github.com" else "id"
    return Origin(key, source.title, note, source.url if is_link else "", "" if own == lang else own)
