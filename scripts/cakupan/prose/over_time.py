"""What is said of a region over time: the change between two dates, the pace, and when a target would be reached."""

from __future__ import annotations

import math

from cakupan.indicators.change import Comparison, Pair
from cakupan.indicators.forecast import HORIZON, WINDOW
from cakupan.indicators.pace import Outlook
from cakupan.prose.region import OUTLOOK_NAMES
from cakupan.words.bounds import Bound, change_words
from cakupan.words.sentences import (
    Sentence,
    Value,
    count,
    date,
    decimal,
    percent,
    points,
    say,
    signed,
)


def change_sentences(
    before: Pair, after: Pair, comparison: Comparison, *, capped_end: bool = False
) -> tuple[Sentence, ...]:
    """What changed between two dates: people first, then the two effects; a fall with more people recorded is told as such.

    capped_end: the later coverage is a lower bound, and so is its change.
    """
    values: dict[str, Value | Sentence] = {
        "first": date(before.base.as_of),
        "last": date(after.base.as_of),
        "n": count(abs(comparison.recorded)),
        "base": count(abs(comparison.base)),
        "change": points(comparison.total),
    }
    at_least: Bound = "lower" if capped_end else ""
    more, growth = comparison.recorded >= 0, comparison.base >= 0
    if comparison.total < 0 and more and growth and capped_end:
        opening = say(
            "From {first} to {last} coverage fell by at most {change} percentage points although at least {n} more people were recorded, because "
            "wajib KTP grew by {base}: a falling coverage is not a falling effort. The later source shows nothing above 100 percent.",
            **{**values, "change": decimal(abs(comparison.total), 2)},
        )
    elif comparison.total < 0 and more and growth:
        opening = say(
            "From {first} to {last} coverage fell by {change} percentage points although {n} more people were recorded, because wajib KTP "
            "grew by {base}: a falling coverage is not a falling effort.",
            **{**values, "change": decimal(abs(comparison.total), 2)},
        )
    else:
        opening = say(
            "From {first} to {last} coverage changed by {change} percentage points: recorded people {n_signed}, wajib KTP {base_signed}.",
            first=values["first"],
            last=values["last"],
            change=change_words(at_least, points(comparison.total)),
            n_signed=change_words(at_least, signed(comparison.recorded)),
            base_signed=signed(comparison.base),
        )
    effects = say(
        "Recording accounts for {recording} points, the change of wajib KTP for {effect} points.",
        recording=change_words(at_least, points(comparison.effect_recording)),
        effect=change_words("upper" if capped_end and growth else at_least, points(comparison.effect_base)),
    )
    return (opening, effects, *_gap_changed(comparison, capped_end=capped_end), *_rounding_note(comparison))


def _gap_changed(comparison: Comparison, *, capped_end: bool) -> tuple[Sentence, ...]:
    """How the gap changed; at a capped end wajib KTP less recorded is at most so much, and says nothing of a fall or rise of people missing."""
    n = count(abs(comparison.gap))
    if capped_end and comparison.gap > 0:
        return (say("Wajib KTP less recorded people grew by at most {n}.", n=n),)
    if capped_end:
        return (say("Wajib KTP less recorded people fell by at least {n}.", n=n),)
    if comparison.gap > 0:
        return (say("The number of people unrecorded rose by {n}.", n=n),)
    if comparison.gap < 0:
        return (say("The number of people unrecorded fell by {n}.", n=n),)
    return (say("The number of people unrecorded did not change."),)


def _rounding_note(comparison: Comparison) -> tuple[Sentence, ...]:
    if not comparison.printed_parts_disagree:
        return ()
    return (say("The parts are rounded one by one and may differ from the sum by 0.01."),)


def pace_sentences(outlook: Outlook) -> tuple[Sentence, ...]:
    """Pace now and needed, and when the target would be reached; what cannot be said is said to be so, with its reason."""
    what = say(OUTLOOK_NAMES[outlook.kind])
    if outlook.pace is None:
        return (say("{what}: no pace can be told; {reason}.", what=what, reason=outlook.why["pace"]),)
    sentences = [
        say(
            "{what}: {pace} people a month (middle of the last {n} steps, to {day}).",
            what=what,
            pace=decimal(outlook.pace, 0, outlook.key("now")),
            n=count(min(len(outlook.series.increments), WINDOW), outlook.key("steps")),
            day=date(outlook.series.days[-1].isoformat(), outlook.key("last")),
        )
    ]
    if outlook.required == 0 and outlook.is_reached:
        pass  # the last sentence says it
    elif outlook.required is not None and outlook.deadline is not None:
        sentences.append(
            say(
                "To reach the target by {deadline}, {required} a month are needed.",
                deadline=date(outlook.deadline.isoformat(), outlook.key("deadline")),
                required=count(math.ceil(outlook.required), outlook.key("needed")),
            )
        )
        if outlook.ratio is not None:
            times = decimal(outlook.ratio, 1, outlook.key("ratio"))
            sentences.append(
                say("The current pace is enough: that is {ratio} times as much.", ratio=times)
                if outlook.ratio <= 1
                else say("That is {ratio} times the current pace.", ratio=times)
            )
    elif "required" in outlook.why:
        sentences.append(say("The pace needed cannot be told: {reason}.", reason=outlook.why["required"]))
    sentences.append(_projection_sentence(outlook))
    return tuple(sentences)


def _projection_sentence(outlook: Outlook) -> Sentence:
    if outlook.projection is None:
        return say("No date is projected: {reason}.", reason=outlook.why["projection"])
    if outlook.projection.months is None:
        return say("At this pace the target is not reached, for it grows as fast.")
    if outlook.projection.beyond_horizon:
        return say(
            "At this pace the target is more than {n} months away; no date is named.",
            n=count(HORIZON, outlook.key("horizon")),
        )
    if outlook.is_reached:
        return say("The target of {share} percent is reached already.", share=_share(outlook))
    month, spread = date(outlook.month(outlook.projection.months), outlook.key("month")), outlook.projection.range
    if spread is None:
        return say("At this pace the target is reached in {month}.", month=month)
    early, late = outlook.month(spread.early), outlook.month(spread.late)
    if late.startswith(">"):
        return say(
            "At this pace the target is reached in {month} (80 percent range: {early} or later, beyond {n} months).",
            month=month,
            early=date(early, outlook.key("early")),
            n=count(HORIZON, outlook.key("horizon")),
        )
    return say(
        "At this pace the target is reached in {month} (80 percent range: {early} to {late}).",
        month=month,
        early=date(early, outlook.key("early")),
        late=date(late, outlook.key("late")),
    )


def _share(outlook: Outlook) -> Value:
    assert outlook.share is not None
    return percent(outlook.share * 100, 1 if outlook.share * 100 % 1 else 0, outlook.key("share"))
