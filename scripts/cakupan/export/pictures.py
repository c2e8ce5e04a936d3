"""Pictures from anywhere, in a form that a page and a PDF can hold: checked, turned upright, in colours of a screen.

Where a picture lies (attachment, file, address) is found in `resolve`.
"""

from __future__ import annotations

import base64
import io
import re
import warnings
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

SVG_MIME = "image/svg+xml"
_SVG = "{http://www.w3.org/2000/svg}"
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_LENGTH = re.compile(r"\s*([\d.]+)\s*(px|pt|mm|cm|in|)\s*$")
_PIXELS = {"px": 1.0, "": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_ORIENTATION = 0x0112
LARGEST_PIXELS = 80_000_000


class NoPicture(ValueError):
    """Bytes that are no picture which could be shown."""


@dataclass(frozen=True)
class Picture:
    """A picture that is no block of ours. width, height: in CSS pixels. cell: number of the cell that shows it."""

    mime: str
    data: bytes = field(repr=False)
    width: float
    height: float
    alt: str = ""
    cell: int = field(default=0, compare=False)

    @property
    def address(self) -> str:
        """The picture as a data address, for `src`."""
        return f"data:{self.mime};base64,{base64.b64encode(self.data).decode()}"

    def as_svg(self) -> str:
        """Return the picture as SVG, which Typst takes as text; one of pixels stands inside it, a moving one with its first state."""
        if self.mime == SVG_MIME:
            return self.data.decode()
        still = self if self.mime != "image/gif" else _raster(self.data, moving=False)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width:g}" height="{self.height:g}">'
            f'<image href="{still.address}" width="{self.width:g}" height="{self.height:g}"/></svg>'
        )


def read_picture(
    data: bytes, alt: str = "", size: tuple[float | None, float | None] = (None, None), cell: int = 0
) -> Picture:
    """Return a picture of these bytes, whatever their name says. size: width and height that were asked for, in pixels.

    Raises NoPicture for what is none, or is damaged.
    """
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    made = _vector(data) if start.startswith(b"<") else _raster(data)
    width, height = _size(made, size)
    return Picture(made.mime, made.data, width, height, alt, cell)


def _size(made: Picture, size: tuple[float | None, float | None]) -> tuple[float, float]:
    width, height = size
    if width and not height:
        height = made.height * width / made.width
    if height and not width:
        width = made.width * height / made.height
    return width or made.width, height or made.height


# --- pixels ---


def _raster(data: bytes, *, moving: bool = True) -> Picture:
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data))
            if image.width * image.height > LARGEST_PIXELS:
                raise NoPicture(f"{image.width} × {image.height} pixels are too many")
            image.load()
            turned = image.getexif().get(_ORIENTATION, 1) != 1
            fits = image.format == "PNG" or (image.format == "JPEG" and image.mode in ("RGB", "L") and not turned)
            fits = fits or (image.format == "GIF" and moving)
            if not fits:
                data = _redrawn(ImageOps.exif_transpose(image) if turned else image)
                image = Image.open(io.BytesIO(data))
    except NoPicture:
        raise
    except Exception as error:  # Pillow raises many kinds for damaged files
        raise NoPicture(str(error) or type(error).__name__) from error
    return Picture(f"image/{str(image.format).lower()}", data, float(image.width), float(image.height))


def _redrawn(image: Any) -> bytes:
    """A picture as JPEG where it was one (colours of print become those of a screen), else as PNG."""
    out = io.BytesIO()
    if image.mode in ("CMYK", "YCbCr", "LAB"):
        _on_screen(image).save(out, "JPEG", quality=92)
    elif image.format == "JPEG" or image.format == "MPO":
        image.convert("RGB").save(out, "JPEG", quality=92)
    else:
        image.convert("RGBA" if "transparency" in image.info or image.mode in ("RGBA", "LA", "PA") else "RGB").save(
            out, "PNG"
        )
    return out.getvalue()


def _on_screen(image: Any) -> Any:
    """The colours of an image in sRGB, by its own profile where it has one that can be read."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            pass
    return image.convert("RGB")


# --- lines ---


def _vector(data: bytes) -> Picture:
    """An SVG that can act on nothing and loads nothing."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NoPicture(f"it is no readable SVG ({error.msg})") from error
    if not isinstance(root.tag, str) or etree.QName(root).localname != "svg":
        raise NoPicture("it is no SVG")
    root = _in_namespace(root)
    for element in list(root.iter()):
        _calm(element)
    width, height = _drawn_size(root)
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    return Picture(SVG_MIME, etree.tostring(root), width, height)


def _in_namespace(root: Any) -> Any:
    """The drawing with its namespace, which an SVG inside HTML does not name."""
    if root.tag.startswith("{"):
        return root
    text = etree.tostring(root, encoding="unicode")
    return etree.fromstring(text.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1).encode())


def _calm(element: Any) -> None:
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if name in ("script", "foreignObject", "iframe", "") and element.getparent() is not None:
        element.getparent().remove(element)
        return
    for attribute in list(element.attrib):
        if etree.QName(attribute).localname.startswith("on"):
            del element.attrib[attribute]
    for attribute in _HREFS:
        if not element.get(attribute, "#").strip().startswith(("#", "data:image/")):
            del element.attrib[attribute]


def _drawn_size(root: Any) -> tuple[float, float]:
    """Width and height in pixels, from the attributes or the view box."""
    box = [float(part) for part in re.findall(r"-?[\d.]+(?:e-?\d+)?", root.get("viewBox") or "")]
    wide, high = (_pixels(root.get(name)) for name in ("width", "height"))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        if not wide and not high:
            return box[2], box[3]
        return wide or high * box[2] / box[3], high or wide * box[3] / box[2]
    return wide or 300.0, high or 150.0


def _pixels(length: str | None) -> float:
    match = _LENGTH.match(length or "")
    return float(match.group(1)) * _PIXELS[match.group(2)] if match else 0.0
