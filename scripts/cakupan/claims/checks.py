"""Cross-checks inside one text: do its counts add up, are parts within their whole, are its dates in order.

The percentage itself is weighed in `text`; figures from elsewhere are not known here.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from fractions import Fraction

from cakupan.claims.model import BASES, Claim, first_day
from cakupan.claims.readings import Figure, named_target_base
from cakupan.claims.wording import noun, people, share_of
from cakupan.words.numbers import last_day
from cakupan.words.sentences import Sentence, date, percent, points, say

_PART_OF = (
    ("ikd_active", "recorded"),
    ("ikd_active", "wajib_ktp"),
    ("wajib_ktp", "population"),
    ("recorded", "population"),
)
_YEAR_FIRST = re.compile(r"(?<!\d)(20\d\d)[/-](\d\d)(?:[/-](\d\d))?(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d\d)/(\d\d)/(20\d\d)(?!\d)")
USUAL_SHARE = (60, 80)


@dataclass
class Checks:
    """What the checks found: how many equations held and failed, marks, and the base that fits the target count.

    `unsummed`: recorded and unrecorded do not make the wajib KTP.
    """

    held: int = 0
    failed: int = 0
    unsummed: bool = False
    truncated: bool = False
    date: bool = False
    target_base: str = ""
    target_named: str = ""
    findings: list[Sentence] = field(default_factory=list)


def check(claim: Claim, printed: dict[str, Figure]) -> Checks:
    """All cross-checks of one claim; `printed` are its counts."""
    result = Checks()
    if printed:
        _sum(claim, printed, result)
        _target(claim, printed, result)
        _parts(printed, result)
    _dates(claim, result)
    return result


def _overlap(lo: Fraction | int, hi: Fraction | int | None, low: Fraction | int, high: Fraction | int | None) -> bool:
    return (high is None or lo <= high) and (hi is None or low <= hi)


def _sum(claim: Claim, printed: dict[str, Figure], result: Checks) -> None:
    if not {"recorded", "unrecorded", "wajib_ktp"} <= printed.keys():
        return
    part, rest, whole = printed["recorded"], printed["unrecorded"], printed["wajib_ktp"]
    lo = 0 if part.hi is None else whole.lo - part.hi
    hi = None if whole.hi is None else whole.hi - part.lo
    if _overlap(rest.lo, rest.hi, lo, hi):
        result.held += 1
    elif _overlap(rest.cut_lo, rest.cut_hi, lo, hi):
        result.held += 1
        result.truncated = True
        result.findings.append(
            say(
                "The count of people not yet recorded is cut off, not rounded: {exact} stands as {printed}.",
                exact=people(whole.value - part.value),
                printed=people(rest.value),
            )
        )
    else:
        result.failed += 1
        result.unsummed = True
        result.findings.append(
            say(
                "The counts do not add up: {part} recorded and {rest} not yet recorded make {sum}, printed are {whole} "
                "wajib KTP (difference {difference}).",
                part=people(part.value),
                rest=people(rest.value),
                sum=people(part.value + rest.value),
                whole=people(whole.value),
                difference=points(part.value + rest.value - whole.value, 0),
            )
        )


def _target(claim: Claim, printed: dict[str, Figure], result: Checks) -> None:
    result.target_named = claim.base if claim.base in BASES else named_target_base(claim)
    target, share = printed.get("target_count"), claim.share
    if target is None or share is None or (claim.measure == "target_count" and claim.percent):
        return
    bases = [name for name in BASES if name in printed]
    fitting = [name for name in bases if _is_share(target, share, printed[name])]
    named = result.target_named if result.target_named in bases else ""
    if named and named not in fitting:
        whole = printed[named]
        result.failed += not fitting
        result.findings.append(
            say(
                "{share} percent of {whole} {name} is {value}, not the printed target of {target}.",
                share=share_of(share),
                whole=people(whole.value),
                name=noun(named),
                value=people(share * whole.value),
                target=people(target.value),
            )
        )
    elif bases and not fitting:
        result.failed += 1
        result.findings.append(
            say(
                "The printed target of {target} is not {share} percent of any printed count.",
                target=people(target.value),
                share=share_of(share),
            )
        )
    if fitting:
        result.held += 1
        result.target_base = fitting[0] if len(fitting) == 1 else (named if named in fitting else "")
        whole = printed[fitting[0]]
        result.findings.append(
            say(
                "The printed target of {target} is {share} percent of {whole} {name}.",
                target=people(target.value),
                share=share_of(share),
                whole=people(whole.value),
                name=noun(fitting[0]),
            )
        )


def _is_share(target: Figure, share: Fraction, base: Figure) -> bool:
    """Whether a target count is the share of a base, rounded to people in whatever way."""
    high = None if base.hi is None else share * base.hi + 1
    return _overlap(
        Fraction(target.lo), target.hi, share * base.lo - Fraction(999, 1000), high and high - Fraction(1, 1000)
    )


def _parts(printed: dict[str, Figure], result: Checks) -> None:
    part, whole = printed.get("recorded"), printed.get("wajib_ktp")
    if part and whole and whole.value and whole.hi is not None and part.lo > whole.hi:
        result.findings.append(
            say(
                "More people are recorded than are obliged ({percent} percent): this happens with service to residents of other "
                "areas, with people recorded at 16, or with an older count of wajib KTP.",
                percent=percent(100 * part.value / whole.value),
            )
        )
    for small, large in _PART_OF:
        part, whole = printed.get(small), printed.get(large)
        if part and whole and whole.hi is not None and part.lo > whole.hi:
            result.findings.append(
                say(
                    "{part} {small} are more than {whole} {large}: a part cannot be larger than its whole.",
                    part=people(part.value),
                    small=noun(small),
                    whole=people(whole.value),
                    large=noun(large),
                )
            )
    base, everyone = printed.get("wajib_ktp"), printed.get("population")
    if base and everyone and everyone.value:
        share = 100 * base.value / everyone.value
        if not USUAL_SHARE[0] <= share <= USUAL_SHARE[1]:
            result.findings.append(
                say(
                    "The printed wajib KTP are {percent} percent of the printed residents; usual are 60 to 80 percent.",
                    percent=percent(share, 1),
                )
            )


def _dates(claim: Claim, result: Checks) -> None:
    if not claim.published:
        return
    if claim.as_of and first_day(claim.as_of) > last_day(claim.published):
        result.date = True
        result.findings.append(
            say(
                "The reference date {as_of} lies after the date of publication, {published}.",
                as_of=date(claim.as_of),
                published=date(claim.published),
            )
        )
    address = address_date(claim.source_url)
    if address and (first_day(address) > last_day(claim.published) + dt.timedelta(days=31)) | (
        last_day(address) < first_day(claim.published) - dt.timedelta(days=31)
    ):
        result.date = True
        result.findings.append(
            say(
                "The page bears two dates: {published}, and {address} in its address.",
                published=date(claim.published),
                address=date(address),
            )
        )


def address_date(url: str) -> str:
    """The date in a page's address ("…/2024/01/26/…"), or ""."""
    if match := _YEAR_FIRST.search(url):
        text = "-".join(part for part in match.groups() if part)
    elif match := _DAY_FIRST.search(url):
        text = f"{match[3]}-{match[2]}-{match[1]}"
    else:
        return ""
    try:
        last_day(text)
    except ValueError:
        return ""
    return text
