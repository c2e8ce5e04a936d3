"""All sentences of the audit: neutral, about numbers only, with their figures as values.

When one is said is decided in `text`, `evidence`, `together` and `ranking`; the Indonesian stands in the catalogue.
"""

from __future__ import annotations

from fractions import Fraction

from cakupan.claims.model import Claim, Known, Reading
from cakupan.claims.wording import arithmetic, meaning_of, noun, people, printed_percent, share_of
from cakupan.words.language import marked
from cakupan.words.sentences import Sentence, Value, count, date, percent, say


def agrees(claim: Claim, reading: Reading, places: int) -> Sentence:
    """The stated pair gives the printed percentage."""
    if reading.truncated:
        return say(
            "The printed {percent} percent agrees with the printed counts when digits are cut off, not rounded: {sum}.",
            percent=printed_percent(claim),
            sum=arithmetic(reading, places),
        )
    return say(
        "The printed {percent} percent agrees with the printed counts: {sum}.",
        percent=printed_percent(claim),
        sum=arithmetic(reading, places),
    )


def base_found(reading: Reading) -> Sentence:
    """The text names no base, the figures fit one."""
    return say("The text does not name the base; the figures fit this one: {meaning}.", meaning=meaning_of(reading))


def fits_too(reading: Reading, places: int) -> Sentence:
    """A reading that the text does not mean fits within rounding."""
    return say(
        "Within the printed decimals another reading would fit as well: {sum} ({meaning}).",
        sum=arithmetic(reading, places),
        meaning=meaning_of(reading),
    )


def other_label(claim: Claim, reading: Reading, places: int) -> Sentence:
    """The arithmetic holds for another pair than the one named."""
    return say(
        "The arithmetic holds, but for another reading than the one named: {sum}, that is {meaning}.",
        sum=arithmetic(reading, places),
        meaning=meaning_of(reading),
    )


def supports(reading: Reading, places: int) -> Sentence:
    """What the counts give for what the text names."""
    return say(
        "For what the text names ({meaning}) the printed counts support: {sum}.",
        meaning=meaning_of(reading),
        sum=arithmetic(reading, places),
    )


def undecided(claim: Claim, readings: tuple[Reading, ...], places: int) -> Sentence:
    """Two readings fit and the text does not decide."""
    return say(
        "More than one reading gives the printed {percent} percent, and the text does not decide between them: {sums}.",
        percent=printed_percent(claim),
        sums=_list(tuple(arithmetic(reading, places) for reading in readings)),
    )


def _list(items: tuple[Sentence, ...]) -> Sentence:
    result = items[0]
    for item in items[1:]:
        result = say("{first}; {second}", first=result, second=item)
    return result


def irreproducible(claim: Claim, reading: Reading | None, places: int) -> Sentence:
    """No reading of the printed counts gives the percentage."""
    if reading is None:
        return say(
            "The printed {percent} percent cannot be reproduced from the counts named.", percent=printed_percent(claim)
        )
    return say(
        "The printed {percent} percent cannot be reproduced from the counts named: {sum}.",
        percent=printed_percent(claim),
        sum=arithmetic(reading, places),
    )


def no_counts(claim: Claim) -> Sentence:
    """Nothing to recompute with."""
    if claim.percent is None:
        return say("The text prints no figures that could be checked against each other.")
    if not claim.figures:
        return say("The text prints no counts behind its {percent} percent.", percent=printed_percent(claim))
    return say(
        "The text prints only one of the two counts that its {percent} percent is made of.",
        percent=printed_percent(claim),
    )


def implied(claim: Claim, what: str, lo: Fraction, hi: Fraction | None, times: Fraction = Fraction(1)) -> Sentence:
    """What the missing count would have to be."""
    values: dict[str, Value | Sentence] = {"percent": printed_percent(claim), "span": _span(lo, hi), "what": noun(what)}
    if times != 1:
        return say(
            "As a share of a target of {share} percent, {percent} percent would mean {span} {what}.",
            share=share_of(times),
            **values,
        )
    return say("With {percent} percent the missing count would be {span} {what}.", **values)


def _span(lo: Fraction, hi: Fraction | None) -> Sentence:
    return say("{lo} or more", lo=people(lo)) if hi is None else say("{lo} to {hi}", lo=people(lo), hi=people(hi))


def implied_share(lo: Fraction, hi: Fraction, people_all: int, as_of: str) -> Sentence:
    """How an implied base stands to the population (K28)."""
    return say(
        "That would be {lo} to {hi} percent of {population} residents ({date}); usual are 60 to 80 percent.",
        lo=percent(lo, 1),
        hi=percent(hi, 1),
        population=count(people_all),
        date=date(as_of),
    )


def against_known(known: Known, days: int, agrees_with: bool) -> Sentence:
    """How an implied count stands to a known one."""
    msgid = (
        marked("Known from elsewhere are {value} {what} ({date}; distance in days: {days}): that agrees.")
        if agrees_with
        else marked("Known from elsewhere are {value} {what} ({date}; distance in days: {days}): that does not agree.")
    )
    return say(msgid, value=count(known.value), what=noun(known.measure), date=date(known.as_of), days=count(abs(days)))


def too_wide(known: Known, days: int) -> Sentence:
    """A known count that an implied one fits only because little is said."""
    return say(
        "Known from elsewhere are {value} {what} ({date}; distance in days: {days}): the span is too wide to tell.",
        value=count(known.value),
        what=noun(known.measure),
        date=date(known.as_of),
        days=count(abs(days)),
    )


def narrowed(name: str, lo: int, hi: int | None, near: Known) -> Sentence:
    """A rounded count that what is known from elsewhere makes narrower."""
    return say(
        "By the {value} known from elsewhere for {date}, the printed {what} can be {span} only.",
        value=count(near.value),
        date=date(near.as_of),
        what=noun(name),
        span=count(lo) if lo == hi else _span(Fraction(lo), None if hi is None else Fraction(hi)),
    )


def likely(meant: Sentence) -> Sentence:
    """The reading that outside evidence leaves."""
    return say("What fits is this reading: {meaning}.", meaning=meant)


def with_known(reading: Reading, places: int) -> Sentence:
    """A reading that needs a figure from elsewhere."""
    return say(
        "With figures known from elsewhere for the same date: {sum}, that is {meaning}.",
        sum=arithmetic(reading, places),
        meaning=meaning_of(reading),
    )


def known_then(reading: Reading, places: int) -> Sentence:
    """A reading with a figure from elsewhere of another date."""
    return say(
        "With a figure known from elsewhere (distance in days: {days}): {sum}, that is {meaning}.",
        days=count(reading.days),
        sum=arithmetic(reading, places),
        meaning=meaning_of(reading),
    )


def spans(meant: Sentence, lo: Fraction, hi: Fraction, possible: bool, telling: bool) -> Sentence:
    """What bracketing figures from elsewhere allow for a kind of percentage."""
    msgid = (
        marked("Read as {meaning}, figures from elsewhere allow {lo} to {hi} percent: that agrees.")
        if possible and telling
        else marked("Read as {meaning}, figures from elsewhere allow {lo} to {hi} percent: too wide to tell.")
        if possible
        else marked("Read as {meaning}, figures from elsewhere allow {lo} to {hi} percent: that does not agree.")
    )
    return say(msgid, meaning=meant, lo=percent(lo), hi=percent(hi))


def two_names(value: Fraction, first: str, second: str) -> Sentence:
    """One number under two names."""
    return say(
        "The same number, {value}, is called both {first} and {second}; the text does not settle which it is.",
        value=people(value),
        first=noun(first),
        second=noun(second),
    )


def between(value: Fraction, name: str, before: Known, after: Known, other: str) -> Sentence:
    """Evidence that settles a name, said apart from the verdict."""
    return say(
        "As {name}, {value} lies between {low} ({before}) and {high} {what} ({after}) known from elsewhere; as {other} it does not.",
        name=noun(name),
        value=people(value),
        low=count(before.value),
        before=date(before.as_of),
        high=count(after.value),
        what=noun(after.measure),
        after=date(after.as_of),
        other=noun(other),
    )


def is_target(value: Fraction, name: str, known: Known, share: Fraction) -> Sentence:
    """A printed base that is the target itself."""
    return say(
        "The {value} printed as {name} are {ratio} percent of the {known} known from elsewhere ({date}): they fit a target of "
        "{share} percent, not the whole.",
        value=people(value),
        name=noun(name),
        ratio=percent(100 * value / known.value, 1),
        known=count(known.value),
        date=date(known.as_of),
        share=share_of(share),
    )


def other_source(mine: Value | Sentence, other: Value | Sentence, as_of: str) -> Sentence:
    """Two sources for one thing."""
    return say(
        "Another source gives {other} for {date}, this one {mine}; open figures do not settle it.",
        other=other,
        mine=mine,
        date=date(as_of),
    )


def stock(value: Fraction, known: Known) -> Sentence:
    """A cumulative count told as the work of one year."""
    return say(
        "{value} is a running total, not the work of one year: {known} were recorded by {date} already.",
        value=people(value),
        known=count(known.value),
        date=date(known.as_of),
    )


def with_national(reading: Reading, places: int) -> Sentence:
    """A reading that needs the national target share, which the text does not print."""
    return say(
        "With the national target of {share} percent, which the text does not print: {sum}, that is {meaning}.",
        share=share_of(reading.times),
        sum=arithmetic(reading, places),
        meaning=meaning_of(reading),
    )


def is_other(value: Fraction, name: str, own: Known, other: Known) -> Sentence:
    """A printed base that is another count than it is called."""
    return say(
        "The {value} printed as {name} do not fit the {own} known from elsewhere ({date}); they fit the {known} {other} "
        "({then}).",
        value=people(value),
        name=noun(name),
        own=count(own.value),
        date=date(own.as_of),
        known=count(other.value),
        other=noun(other.measure),
        then=date(other.as_of),
    )


def aim(claim: Claim, reading: Reading) -> Sentence:
    """The base that a printed target and its share stand for."""
    assert claim.share is not None
    return say(
        "The printed target of {target} at {share} percent stands for a base of {whole}.",
        target=people(claim.figures["target_count"].value),
        share=share_of(claim.share),
        whole=people(reading.bottom),
    )


def other_sum(claim: Claim, reading: Reading, places: int) -> Sentence:
    """Counts that do not add up give two percentages."""
    return say(
        "By the counts that do not add up the percentage would be another as well: {sum}, not {percent} %.",
        sum=arithmetic(reading, places),
        percent=printed_percent(claim),
    )
