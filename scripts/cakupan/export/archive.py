"""Files of office programs (XLSX, DOCX) as they leave us: equal contents give equal bytes, with the record and the seal of the report inside.

What stands in them is the matter of `workbook` and `letter`; whether a seal holds is told by `briefing.record`.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from html import escape
from typing import Any

from cakupan.briefing.record import BLANK_SEAL, seal_of_parts
from cakupan.languages import Lang

CUSTOM = "docProps/custom.xml"
CORE = "docProps/core.xml"
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIXED = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP knows."""


def sealed(body: bytes, title: str, lang: Lang, day: str, record: Mapping[str, Any]) -> bytes:
    """Return a file that a library has made, with fixed times, our own properties, the record of the report, and a seal over all parts.

    day: of the edition, as 2024-12-31; it stands in for the time of making. record: empty for a file that is no report.
    """
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[CORE] = _core(title, lang, day)
    parts[CUSTOM] = _custom({"cakupan:manifest": json.dumps(dict(record), sort_keys=True), "cakupan:seal": BLANK_SEAL})
    parts[_TYPES] = _with(
        parts[_TYPES],
        CUSTOM,
        f'<Override PartName="/{CUSTOM}" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>',
    )
    parts[_RELATIONS] = _with(
        parts[_RELATIONS],
        CUSTOM,
        f'<Relationship Id="rIdCakupan" Type="{_OFFICE}/relationships/custom-properties" Target="{CUSTOM}"/></Relationships>',
    )
    parts[CUSTOM] = parts[CUSTOM].replace(BLANK_SEAL.encode(), seal_of_parts(parts).encode())
    return _packed(parts)


def _with(xml: bytes, name: str, more: str) -> bytes:
    """A list of parts, with one more at its end where it is not there yet."""
    if name.encode() in xml:
        return xml
    closing = "</" + more.rpartition("</")[2]
    return xml.replace(closing.encode(), more.encode())


def _core(title: str, lang: Lang, day: str) -> bytes:
    stamp = f"{day or '1970-01-01'}T00:00:00Z"
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>Cakupan</dc:creator><dc:language>{lang}</dc:language>{times}</cp:coreProperties>"
    ).encode()


def _custom(properties: Mapping[str, str]) -> bytes:
    shown = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}"><vt:lpwstr>{escape(text)}</vt:lpwstr></property>'
        for number, (name, text) in enumerate(properties.items(), start=2)
    )
    return f'{_XML}<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">{shown}</Properties>'.encode()


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a ZIP, the list of types first, as readers expect it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != _TYPES, name != _RELATIONS, name)):
            entry = zipfile.ZipInfo(name, _FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, parts[name])
    return out.getvalue()


_PROPERTY = re.compile(rb'name="cakupan:(\w+)"><vt:lpwstr>([^<]*)</vt:lpwstr>')


def properties_of(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return what a file says of itself: `manifest` (JSON) and `seal`; empty for one that is not ours."""
    from html import unescape

    return {
        name.decode(): unescape(text.decode("utf-8", "replace"))
        for name, text in _PROPERTY.findall(parts.get(CUSTOM, b""))
    }
