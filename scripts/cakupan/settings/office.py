"""What an office may set: targets with their base, tier rules, its name, logo and letterhead; and settings.toml, where it sets them.

What the settings do is in `indicators` (targets, tiers) and `briefing` (the office).
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, TypeVar

from cakupan.errors import DataError, message
from cakupan.privacy.suppression import SMALL
from cakupan.settings.formats import DEFAULT_FORMATS, FORMATS, Format
from cakupan.settings.logo import Logo, read_logo

Base = Literal["wajib_ktp", "recorded"]
T = TypeVar("T")
FILE = "settings.toml"
TEMPLATE = "template.docx"
"""A Word document beside settings.toml whose styles, header and footer documents for offices take."""
LONGEST = 500
"""Characters of the longest text that an office may set."""


@dataclass(frozen=True)
class Office:
    """Who publishes a briefing, in its own words and with its logo; empty where nothing is set."""

    name: str = ""
    letterhead: tuple[str, ...] = ()
    contact: str = ""
    text: str = ""
    logo: Logo | None = None


@dataclass(frozen=True)
class Signature:
    """Who signs a briefing that leaves the house as a document, and its number; empty where nothing is set."""

    number: str = ""
    place: str = ""
    position: str = ""
    name: str = ""
    rank: str = ""
    nip: str = ""

    def to_json(self, region: str, edition: str) -> dict[str, dict[str, str]]:
        """What the document of a region says of itself about it: nothing where nothing is set.

        In the number, `{region}` and `{edition}` stand for the code of the region and the day of the edition.
        """
        known = {name: text for name, text in vars(self).items() if text}
        if self.number:
            known["number"] = self.number.replace("{region}", region).replace("{edition}", edition)
        return {"signature": known} if known else {}


@dataclass(frozen=True)
class Settings:
    """Parameters of an analysis; None means: as published for the edition's year.

    recording_target, ikd_target: shares (Fraction 0–1). ikd_base: the base of the IKD target; sources state both, the
    default follows the wording "30 persen dari wajib KTP" and the other base is always shown beside it. target_date: the day by
    which targets are to be reached; None is the end of the year that a target was published for. withhold_below: counts of people below
    this, but for 0, are withheld of districts and villages. formats: those that `cakupan build` makes where it is not told which.
    """

    recording_target: Fraction | None = None
    ikd_target: Fraction | None = None
    ikd_base: Base = "wajib_ktp"
    target_date: dt.date | None = None
    province_tier_rule: str = "prov-2-5"
    regency_tier_rule: str = "kab-2020"
    concentration_share: Fraction = Fraction(4, 5)
    withhold_below: int = SMALL
    office: Office = Office()
    signature: Signature = Signature()
    formats: tuple[Format, ...] = DEFAULT_FORMATS

    @property
    def other_ikd_base(self) -> Base:
        """The base that the IKD target does not use, shown in grey beside it."""
        return "recorded" if self.ikd_base == "wajib_ktp" else "wajib_ktp"


def load_settings(directory: Path) -> Settings:
    """The settings of a data directory; the usual ones where it has no settings.toml.

    Raises DataError naming file, key and remedy, also for a key that there is not: a misspelt one would else do nothing.
    """
    path = directory / FILE
    if not path.exists():
        return Settings()
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DataError(
            message("{path} is no readable TOML ({error}); correct that line, or take it out", path=path, error=error)
        ) from error
    tables = {
        name: _Table(path, name, document.pop(name, {}))
        for name in ("targets", "classes", "privacy", "office", "signature", "build")
    }
    if document:
        raise DataError(
            message(
                "{path}: there is no [{found}]; the tables are {tables}",
                path=path,
                found=next(iter(document)),
                tables=", ".join(f"[{name}]" for name in tables),
            )
        )
    targets, classes, privacy, office, signature, build = tables.values()
    usual = Settings()
    settings = Settings(
        recording_target=targets.take("recording_percent", _share, None),
        ikd_target=targets.take("ikd_percent", _share, None),
        ikd_base=targets.take("ikd_base", _one_of("wajib_ktp", "recorded"), usual.ikd_base),
        target_date=targets.take("date", _day, None),
        province_tier_rule=classes.take(
            "province_tiers", _one_of("prov-2-5", "prov-2-6", "prov-tercile"), usual.province_tier_rule
        ),
        regency_tier_rule=classes.take("regency_tiers", _one_of("kab-2020"), usual.regency_tier_rule),
        withhold_below=privacy.take("withhold_below", _threshold, usual.withhold_below),
        office=Office(
            office.take("name", _line, ""),
            office.take("letterhead", _lines, ()),
            office.take("contact", _line, ""),
            office.take("text", _line, ""),
            office.take("logo", lambda value: read_logo(directory / _file_name(value)), None),
        ),
        signature=Signature(
            signature.take("number", _document_number, ""),
            signature.take("place", _line, ""),
            signature.take("position", _line, ""),
            signature.take("name", _line, ""),
            signature.take("rank", _line, ""),
            signature.take("nip", _nip, ""),
        ),
        formats=build.take("formats", _formats, usual.formats),
    )
    for table in tables.values():
        table.finish()
    return settings


def files_of(directory: Path) -> tuple[str, ...]:
    """The names of settings.toml, of the template beside it and of the file that it names, for whoever asks whether they changed.

    Nothing is checked: of settings that cannot be read, only their own file is named.
    """
    try:
        logo = tomllib.loads((directory / FILE).read_text(encoding="utf-8-sig")).get("office", {}).get("logo", "")
    except (OSError, ValueError, AttributeError):
        logo = ""
    template = (TEMPLATE,) if (directory / TEMPLATE).exists() else ()
    return (FILE, *template, *((logo,) if isinstance(logo, str) and logo else ()))


class _Table:
    """One table of the file, whose keys are taken one by one; what is left over is a mistake."""

    def __init__(self, path: Path, name: str, table: Any) -> None:
        if not isinstance(table, dict):
            raise DataError(message("{path}: [{name}] must be a table of keys and values", path=path, name=name))
        self.path, self.name, self.left, self.known = path, name, dict(table), list[str]()

    def take(self, key: str, read: Callable[[Any], T], usual: T) -> T:
        """The value of a key, read and checked."""
        self.known.append(key)
        if key not in self.left:
            return usual
        value = self.left.pop(key)
        try:
            return read(value)
        except DataError as error:
            raise DataError(
                message("{path}, [{what}] {key}: {error}", path=self.path, what=self.name, key=key, error=error)
            ) from error
        except (ValueError, TypeError) as error:
            raise DataError(
                message(
                    "{path}, [{what}] {key}: {value} {error}",
                    path=self.path,
                    what=self.name,
                    key=key,
                    value=repr(value),
                    error=error,
                )
            ) from error

    def finish(self) -> None:
        """Refuse keys that there are not."""
        if self.left:
            raise DataError(
                message(
                    "{path}, [{what}]: there is no key {left}; the keys are {known}",
                    path=self.path,
                    what=self.name,
                    left=repr(next(iter(self.left))),
                    known=", ".join(self.known),
                )
            )


def _share(value: Any) -> Fraction | None:
    text = str(value).strip().removesuffix("%").strip().replace(",", ".")
    try:
        percent = Decimal(text)
    except InvalidOperation:
        raise ValueError(message('is no percentage; write "99,4" or 99.4')) from None
    if isinstance(value, bool) or not percent.is_finite() or not 0 < percent <= 100:
        raise ValueError(message("is no percentage above 0 and up to 100"))
    return Fraction(percent) / 100


def _threshold(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 3 <= value <= 1000:
        raise ValueError(message("is no whole number from 3 to 1000"))
    return value


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date | str):
        raise ValueError(message("is no date; write 2025-12-31"))
    try:
        return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
    except ValueError:
        raise ValueError(message("is no date; write 2025-12-31")) from None


def _one_of(*allowed: str) -> Callable[[Any], Any]:
    def read(value: Any) -> str:
        if value not in allowed:
            raise ValueError(message("is none of {allowed}", allowed=", ".join(allowed)))
        return str(value)

    return read


def _line(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST or any(ord(sign) < 32 for sign in value):
        raise ValueError(message("must be one line of text of up to {n} characters", n=LONGEST))
    return value.strip()


def _document_number(value: Any) -> str:
    text = _line(value)
    if set("{}") & set(text.replace("{region}", "").replace("{edition}", "")):
        raise ValueError("may hold {region} and {edition} in braces, and nothing else")
    return text


def _formats(value: Any) -> tuple[Format, ...]:
    names = value if isinstance(value, list) else None
    if not names or any(name not in FORMATS for name in names):
        raise ValueError(f'is no list of formats; write ["html", "pdf"], of {", ".join(FORMATS)}')
    return tuple(dict.fromkeys(names))


def _nip(value: Any) -> str:
    text = _line(value)
    if sum(sign.isdigit() for sign in text) != 18 or not set(text) <= set("0123456789 "):
        raise ValueError(message('is no NIP of 18 digits; write it in quotation marks, as "19700101 199503 1 001"'))
    return text


def _file_name(value: Any) -> str:
    name = _line(value)
    if not name or Path(name).name != name:
        raise ValueError(message('must be the name of a file beside settings.toml, such as "logo.svg"'))
    return name


def _lines(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > 6:
        raise ValueError(message('must be up to six lines of text: ["PEMERINTAH PROVINSI …", "…"]'))
    return tuple(_line(line) for line in value)
