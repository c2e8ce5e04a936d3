"""The tables of all programmes side by side, and of the regions that lack most of each. What is computed is in `indicators.programme`."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from cakupan.blocks import Column, Table
from cakupan.indicators import Indicator, Position
from cakupan.indicators.programmes import Counts, Summary, counts_of, lacking_most, series
from cakupan.programmes import Programme
from cakupan.prose import has_reach, reach_assumption
from cakupan.tables.region import ABSENT, cap_note, sources_line, unrecorded_cell
from cakupan.words.bounds import Bound, signed_bound
from cakupan.words.numbers import NBSP, Num, RichText, rich
from cakupan.words.sentences import Sentence, Speaker, count, date, named, place, say

MOST = 5
"""Regions that are named for each programme."""

FEW = 6
"""Up to so many regions are all shown; of more, those that lack most."""


def programmes_table(speaker: Speaker, position: Position, rows: tuple[Summary, ...]) -> Table:
    """A row a programme: rate, base with its date, target, attainment, ranks, and people who lack it."""
    form, ranked = speaker.format, position.region.level != "national"

    def cells(row: Summary) -> tuple[RichText, ...]:
        base = row.counts.base
        assert base is not None
        people = form.count(base.count, key=f"{position.code}:{base.measure}")
        target: RichText = (ABSENT,)
        if row.target is not None:
            places = 0 if row.target.denominator == 1 else 1
            target = (form.percent(row.target, places, key=f"{position.code}:{row.to_target.id}:target_percent"),)
        ranks = (_rank(speaker, position, row.rank), _rank(speaker, position, row.tier_rank)) if ranked else ()
        return (
            row.programme.short[speaker.lang],
            _percent(speaker, position, row.coverage, row.coverage.bound),
            rich(people, " ", speaker(say("{base}", base=named(row.programme.base_words)))),
            _unbroken(form.date(row.coverage.as_of.get(row.programme.numerator, ""), short=True)),
            target,
            _percent(speaker, position, row.attainment, row.coverage.bound),
            *ranks,
            _without(speaker, position, row),
        )

    heads = (
        Column(speaker.word("Programme"), "left"),
        Column(speaker.word("Rate"), unit="%"),
        Column(speaker.word("Of"), "left"),
        Column(speaker.word("As of"), "left"),
        Column(speaker.word("Target"), unit="%"),
        Column(speaker.word("Attainment"), unit="%"),
        *((Column(speaker.word("Rank")), Column(speaker.word("Rank in the class"))) if ranked else ()),
        Column(speaker.word("Without it")),
    )
    notes = [speaker(say("Dates and bases differ: the programmes are never added up or divided by each other."))]
    if any(row.coverage.bound == "lower" for row in rows):
        notes.append(speaker(cap_note()))
    if any(has_reach(one) for row in rows for one in (row.rank, row.tier_rank)):
        notes.append(speaker(say("{assumption}.", assumption=reach_assumption())))
    return Table(
        columns=heads,
        rows=tuple(cells(row) for row in rows),
        title=speaker(say("All programmes side by side, {where}", where=place(position.code))),
        source=sources_line(speaker, [key for row in rows for key in row.coverage.sources]),
        region=position.code,
        notes=tuple(notes),
    )


def lacking_table(speaker: Speaker, position: Position, programmes: tuple[Programme, ...]) -> Table | None:
    """The regions inside that lack most of each of some programmes: people without it, and coverage; None where none is known."""
    codes: dict[str, None] = {}
    for programme in programmes:
        for counts in lacking_most(position, programme, MOST):
            codes.setdefault(counts.region)
    if not codes:
        return None
    children = [region.code for region in position.regions.children(position.code)]
    ordered = children if len(children) <= FEW else sorted(codes)
    columns = [Column(speaker.word("Province" if position.region.level == "national" else "Regency or city"), "left")]
    for programme in programmes:
        short = programme.short[speaker.lang]
        columns += [
            Column(speaker.text(say("{what}: without it", what=named(programme.short)))),
            Column(short, unit="%"),
        ]
    rows = tuple(
        (
            (position.regions.get(code).short(speaker.lang),),
            *(cell for programme in programmes for cell in _pair(speaker, programme, counts_of(position, programme, code))),
        )
        for code in ordered
    )  # fmt: skip
    sources = [
        row.source
        for programme in programmes
        for code in ordered
        if (row := counts_of(position, programme, code).numerator) is not None
    ]
    return Table(
        columns=tuple(columns),
        rows=rows,
        title=speaker(say("Where most people are without it, {where}", where=place(position.code))),
        source=sources_line(speaker, sources),
        region=position.code,
        notes=(speaker(_dates(position, programmes)),),
        region_of_rows=tuple(ordered) if ordered == children else (),
    )


def programme_history(speaker: Speaker, position: Position, programme: Programme) -> Table:
    """The comparable figures of a programme in a region: a row a date that has both counts, oldest first."""
    form, code = speaker.format, position.code
    rows = tuple(
        (
            (form.date(base.as_of),),
            (form.count(above.count, key=f"{code}:{above.measure}:{above.as_of}:{above.source}"),),
            (form.count(base.count, key=f"{code}:{base.measure}:{base.as_of}:{base.source}"),),
            (form.percent(Fraction(100 * above.count, base.count)),) if base.count else (ABSENT,),
        )
        for above, base in series(position, programme)
    )
    measures = position.observations.definitions.measures
    names = [measures[measure].name[speaker.lang] for measure in (programme.numerator, programme.base)]
    return Table(
        columns=(
            Column(speaker.word("As of"), "left"),
            *(Column(name[:1].upper() + name[1:]) for name in names),
            Column(speaker.word("Rate"), unit="%"),
        ),
        rows=rows,
        title=speaker(say("{what} over time, {where}", what=named_of(programme), where=place(code))),
        source=sources_line(speaker, [above.source for above, _ in series(position, programme)]),
        region=code,
    )


def named_of(programme: Programme) -> Sentence:
    """The programme's name as a sentence of its own, with a capital letter."""
    return say("{what}", what=named({lang: name[:1].upper() + name[1:] for lang, name in programme.name.items()}))


def _dates(position: Position, programmes: tuple[Programme, ...]) -> Sentence:
    parts: list[Sentence] = []
    for programme in programmes:
        counts = counts_of(position, programme)
        if counts.numerator is not None:
            parts.append(say("{what}: {day}", what=named(programme.short), day=date(counts.numerator.as_of)))
    if len(position.regions.children(position.code)) <= FEW:
        return _together(parts)
    return say("The regions that lack most of each programme. {dates}.", dates=_together(parts))


def _together(parts: list[Sentence]) -> Sentence:
    sentence = parts[0]
    for part in parts[1:]:
        sentence = say("{one}; {other}", one=sentence, other=part)
    return sentence


def _rank(speaker: Speaker, position: Position, one: Indicator) -> RichText:
    if one.value is None:
        return (ABSENT,)
    n, key = one.detail.get("n"), f"{position.code}:{one.id}"
    assert isinstance(n, int)
    if not has_reach(one):
        return speaker(say("{rank} of {n}", rank=count(int(one.number), key), n=count(n, f"{key}:n")))
    best, worst = (count(int(str(one.detail[end])), f"{key}:{end}") for end in ("best", "worst"))
    return speaker(
        say(
            "{rank} ({best}–{worst}) of {n}",
            rank=count(int(one.number), key),
            best=best,
            worst=worst,
            n=count(n, f"{key}:n"),
        )
    )


def _unbroken(day: Num) -> RichText:
    """A date that stays on its line: the narrow column would part the year from it."""
    return (replace(day, text=day.text.replace(" ", NBSP)),)


def _percent(speaker: Speaker, position: Position, one: Indicator, bound: Bound) -> RichText:
    if one.value is None:
        return (ABSENT,)
    return signed_bound(bound, speaker.format.percent(Fraction(one.number), key=f"{position.code}:{one.id}"))


def _without(speaker: Speaker, position: Position, row: Summary) -> RichText:
    """The people without it; of recording with the sign that it has in every table."""
    if row.gap.value is None:
        return (ABSENT,)
    if row.gap.id == "K02":
        return unrecorded_cell(speaker, position, position.own)
    return (speaker.format.count(int(row.gap.number), key=f"{position.code}:{row.gap.id}"),)


def _pair(speaker: Speaker, programme: Programme, counts: Counts) -> tuple[RichText, RichText]:
    form = speaker.format
    if counts.gap is None or counts.coverage is None:
        return (ABSENT,), (ABSENT,)
    return (
        (form.count(counts.gap, key=f"{counts.region}:{programme.id}.gap"),),
        (form.percent(counts.coverage, key=f"{counts.region}:{programme.id}.coverage"),),
    )
