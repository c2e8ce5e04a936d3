"""An office's logo: a small picture beside settings.toml, checked, and put into documents as part of them.

Where it is named is in `settings`; where it stands on the page is decided by the block `Title`.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from cakupan.errors import DataError, message, why

LARGEST = 200_000
"""Bytes: a logo is part of every document of an edition."""
_KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
_STARTS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_SVG = "{http://www.w3.org/2000/svg}svg"


@dataclass(frozen=True)
class Logo:
    """A picture that may stand in documents. data: the bytes of the file; mime: what they are."""

    mime: str
    data: bytes = field(repr=False)

    @property
    def address(self) -> str:
        """The picture as a data address, for `src`."""
        return f"data:{self.mime};base64,{base64.b64encode(self.data).decode()}"

    @property
    def svg(self) -> str:
        """The picture as SVG, which Typst takes as text; one of pixels stands inside it, as large as it is."""
        if self.mime == "image/svg+xml":
            return self.data.decode("utf-8-sig")
        width, height = _size(self.data, self.mime)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
            f'<image href="{self.address}" width="{width}" height="{height}"/></svg>'
        )


def read_logo(path: Path) -> Logo:
    """Read and check the file of a logo.

    Raises DataError for a file that is not there, is too large, is not what its name says, holds text, or would fetch or run something.
    """
    mime = _KINDS.get(path.suffix.lower())
    if mime is None:
        raise DataError(
            message("{path}: a logo is a file {KINDS}; save it as one of these", path=path, KINDS=", ".join(_KINDS))
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(
            message(
                "{path} cannot be read ({reason}); put the logo there, or take the key out",
                path=path,
                reason=why(error),
            )
        ) from error
    if len(data) > LARGEST:
        raise DataError(
            message(
                "{path} has {n} bytes; a logo may have {LARGEST}, for it is part of every document",
                path=path,
                n=format(len(data), ","),
                LARGEST=format(LARGEST, ","),
            )
        )
    if mime == "image/svg+xml":
        _check_svg(path, data)
    elif not data.startswith(_STARTS[mime]) or _size(data, mime) == (0, 0):
        raise DataError(
            message(
                "{path} is no {kind} picture; save it again under its right name",
                path=path,
                kind=path.suffix[1:].upper(),
            )
        )
    return Logo(mime, data)


def _check_svg(path: Path, data: bytes) -> None:
    """An SVG must be one, and stand by itself: no script, nothing fetched from elsewhere, no text in typefaces of the machine."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise DataError(
            message("{path} is no readable SVG ({error}); export it again", path=path, error=error)
        ) from error
    if root.tag != _SVG:
        raise DataError(
            message("{path} is no SVG: its first element is {tag}; export it again", path=path, tag=repr(root.tag))
        )
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        links = [str(value) for key, value in element.attrib.items() if etree.QName(key).localname in ("href", "src")]
        if name in ("script", "foreignObject") or any(not link.startswith(("#", "data:image/")) for link in links):
            raise DataError(
                message(
                    "{path}: <{name}> runs or fetches something; export it as a plain SVG without scripts and links",
                    path=path,
                    name=name,
                )
            )
        if name == "text" and "".join(element.itertext()).strip():
            raise DataError(
                message(
                    "{path}: <text> looks different on each machine; turn text into paths when exporting, or save the logo as PNG",
                    path=path,
                )
            )


def _size(data: bytes, mime: str) -> tuple[int, int]:
    """Width and height in pixels; zeros where the header is damaged."""
    if mime == "image/png":
        return (int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")) if len(data) > 24 else (0, 0)
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + length
    return 0, 0
