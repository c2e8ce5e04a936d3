"""Sentences on programmes beyond recording and IKD: where they stand, what is lacking, what to doubt, what changed."""

from __future__ import annotations

from fractions import Fraction

from cakupan.indicators import Position
from cakupan.indicators.programmes import Change, Counts, Summary, change_of, lacking_most
from cakupan.words.sentences import Sentence, count, date, named, percent, place, points, say


def programme_sentences(position: Position, row: Summary) -> tuple[Sentence, ...]:
    """Return what is to be said of one programme: rate with base and date, where most lack it, change, doubts, limits."""
    programme, counts, code = row.programme, row.counts, position.code
    assert counts.numerator is not None and counts.base is not None
    sentences = [
        say(
            "{what}: on {day}, {n} of {base} {who} ({share} percent) had it; {gap} did not.",
            what=named({lang: name[:1].upper() + name[1:] for lang, name in programme.name.items()}),
            day=date(counts.numerator.as_of),
            n=count(counts.numerator.count, f"{code}:{programme.numerator}"),
            base=count(counts.base.count, f"{code}:{programme.base}"),
            who=named(programme.base_words),
            share=percent(Fraction(row.coverage.number), key=f"{code}:{row.coverage.id}"),
            gap=count(int(row.gap.number), f"{code}:{row.gap.id}"),
        )
    ]
    most = lacking_most(position, programme, 3)
    if most:
        sentences.append(say("Most without it live in {where}.", where=_places(most, programme.id)))
    change = change_of(position, programme)
    if isinstance(change, Change):
        sentences.append(_change_sentence(f"{code}:{programme.id}", change))
    sentences += [say("{note}.", note=note) for note in row.coverage.notes]
    return tuple(sentences)


def _places(most: tuple[Counts, ...], programme: str) -> Sentence:
    """The regions with the people who lack it, joined: "Samarinda (62.736), Berau (12.345)"."""
    sentence: Sentence | None = None
    for counts in most:
        where = say(
            "{where} ({n})", where=place(counts.region), n=count(counts.gap or 0, f"{counts.region}:{programme}.gap")
        )
        sentence = where if sentence is None else say("{one}, {other}", one=sentence, other=where)
    assert sentence is not None
    return sentence


def _change_sentence(address: str, change: Change) -> Sentence:
    before, after = change.before[0], change.after[0]
    return say(
        "From {before} to {after} its coverage changed by {total} points: {numerator} by those who have it, {base} by the base.",
        before=date(before.as_of),
        after=date(after.as_of),
        total=points(change.effects.total, key=f"{address}.numerator_effect:total"),
        numerator=points(change.effects.recording, key=f"{address}.numerator_effect"),
        base=points(change.effects.base, key=f"{address}.base_effect"),
    )
