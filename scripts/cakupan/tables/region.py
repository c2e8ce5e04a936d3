"""Which rows and columns the briefings' tables have. How a table looks is in `blocks`, how a number is printed in `numbers`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cakupan.blocks import Column, Table
from cakupan.indicators import Figures, Position, ranking
from cakupan.indicators.caps import coverage_bound
from cakupan.indicators.hidden import Reach, reach_of
from cakupan.indicators.insisted import insisted_inside
from cakupan.observations import Observation
from cakupan.prose import reach_assumption
from cakupan.words.bounds import LOWER, Bound, signed_bound
from cakupan.words.language import marked
from cakupan.words.numbers import Num, RichText, rich
from cakupan.words.sentences import Sentence, Speaker, count, date, listed, place, say, verbatim

CAP_MARK = LOWER
ABSENT = "–"
ROUNDED_MARK = "≈"


SOURCES_NAMED = 6
"""Sources that a line under a chart or table names; a monthly series would otherwise fill half a page with keys."""


def sources_line(speaker: Speaker, keys: Iterable[str]) -> RichText:
    """ "Source: S031, S028" — the keys are explained in the section on sources; of many, the first and the last few."""
    sources = list(dict.fromkeys(keys))
    named = named_sources(sources)
    spoken = listed(tuple(verbatim(key) for key in named))
    if len(named) == len(sources):
        return speaker(say("Source: {keys}", keys=spoken))
    return speaker(
        say("Source: {keys} and {n} more of the same series", keys=spoken, n=count(len(sources) - len(named)))
    )


def named_sources(keys: Iterable[str]) -> list[str]:
    """The sources that a line names."""
    sources = list(dict.fromkeys(keys))
    return sources if len(sources) <= SOURCES_NAMED else [sources[0], *sources[-2:]]


def regions_table(speaker: Speaker, position: Position, figures: tuple[Figures, ...]) -> Table:
    """All regions inside (or the provinces of the nation) with counts, coverage and IKD; capped ones are marked."""
    base = position.settings.ikd_base
    ordered = sorted(figures, key=lambda f: (f.coverage is None, f.coverage or 0, f.region.code))
    columns = (
        Column(speaker.word("Regency or city") if position.regencies == figures else speaker.word("Region"), "left"),
        Column(speaker.word("Wajib KTP")),
        Column(speaker.word("Recorded")),
        Column(speaker.word("Unrecorded")),
        Column(speaker.word("Coverage"), unit="%"),
        Column(speaker.word("IKD activated")),
        Column(speaker.word("IKD rate"), unit="%"),
    )
    rows = tuple(region_row(speaker, position, f, base) for f in ordered)
    notes: list[RichText] = []
    if any(coverage_bound(position, f.region.code) for f in ordered):
        notes.append(speaker(cap_note()))
    if (insisted := insisted_inside(ordered)) is not None:
        notes.append(speaker(say("{note}.", note=insisted)))
    dates = dates_of(ordered)
    if dates is not None:
        notes.append(speaker(dates))
    if position.own.ikd_active is not None:
        notes.append(speaker(say("IKD rate: activations over {base}.", base=_base_name(base))))
    return Table(
        columns=columns,
        rows=rows,
        title=speaker(say("Recording and IKD by region, lowest coverage first, {where}", where=place(position.code))),
        source=sources_line(speaker, sources_of(ordered)),
        region=position.code,
        notes=tuple(notes),
        region_of_rows=tuple(f.region.code for f in ordered),
    )


def cap_note() -> Sentence:
    """What the mark of a capped figure means."""
    return say(
        "{mark} at least: at exactly 100, as a whole or in parts; the source shows neither what is above nor who is missing.",
        mark=verbatim(CAP_MARK),
    )


def unrecorded_cell(speaker: Speaker, position: Position, figures: Figures) -> RichText:
    """The people shown as unrecorded, with "≥" where some cannot be seen; "0 shown" where nobody can be."""
    if figures.gap is None:
        return (ABSENT,)
    number = speaker.format.count(figures.gap, key=f"{figures.region.code}:K02")
    return people_unrecorded(speaker, coverage_bound(position, figures.region.code), number, figures.gap)


def people_unrecorded(speaker: Speaker, coverage: Bound, number: Num, gap: int) -> RichText:
    """A printed gap as a number of people: at least so many where coverage is a lower bound, "0 shown" where nobody can be seen."""
    if coverage and gap <= 0:
        return speaker(say("{n} shown", n=count(gap, number.key)))
    return signed_bound(coverage, number)


def share_cell(speaker: Speaker, position: Position, figures: Figures) -> RichText:
    """The share of wajib KTP shown as unrecorded, with the signs of `unrecorded_cell`."""
    code, bound = figures.region.code, coverage_bound(position, figures.region.code)
    if figures.coverage is None:
        return (ABSENT,)
    share, key = 100 - figures.coverage, f"{code}:unrecorded_share"
    if bound and share <= 0:
        return speaker(say("{n} shown", n=count(int(share), key)))
    return signed_bound(bound, speaker.format.percent(share, key=key))


def coverage_cell(speaker: Speaker, position: Position, figures: Figures) -> RichText:
    """The coverage of a region with the sign of its bound."""
    code = figures.region.code
    if figures.coverage is None:
        return (ABSENT,)
    return signed_bound(coverage_bound(position, code), speaker.format.percent(figures.coverage, key=f"{code}:K01"))


def region_row(speaker: Speaker, position: Position, figures: Figures, base: str) -> tuple[RichText, ...]:
    """Name, wajib KTP, recorded, unrecorded, coverage, IKD activations and rate of a region, as printed."""
    code, form = figures.region.code, speaker.format
    rate = figures.ikd_rate("wajib_ktp" if base == "wajib_ktp" else "recorded")
    return (
        (figures.region.short(speaker.lang),),
        _count(speaker, figures.wajib_ktp),
        _count(speaker, figures.recorded),
        unrecorded_cell(speaker, position, figures),
        coverage_cell(speaker, position, figures),
        _count(speaker, figures.ikd_active),
        (form.percent(rate, key=f"{code}:K06"),) if rate is not None else (ABSENT,),
    )


def _count(speaker: Speaker, observation: Observation | None) -> RichText:
    if observation is None:
        return (ABSENT,)
    return (speaker.format.count(observation.count, key=f"{observation.region}:{observation.measure}"),)


def dates_of(figures: list[Figures]) -> Sentence | None:
    """The dates of the columns, said once."""
    recorded = {f.recorded.as_of for f in figures if f.recorded}
    base = {f.wajib_ktp.as_of for f in figures if f.wajib_ktp}
    active = {f.ikd_active.as_of for f in figures if f.ikd_active}
    if len(recorded) == len(base) == len(active) == 1 and recorded == base:
        return say("Wajib KTP and recorded: {one}. IKD: {other}.", one=date(recorded.pop()), other=date(active.pop()))
    if len(recorded) == len(base) == 1 and recorded == base:
        return say("Wajib KTP and recorded: {one}.", one=date(recorded.pop()))
    return None


def sources_of(figures: Iterable[Figures]) -> list[str]:
    """The sources of the figures that a table of regions shows."""
    sources: dict[str, None] = {}
    for f in figures:
        for row in (f.recorded, f.wajib_ktp, f.ikd_active):
            if row is not None:
                sources.setdefault(row.source)
    return list(sources)


def _base_name(base: str) -> Sentence:
    from cakupan.prose import BASE_NAMES

    return say(BASE_NAMES[base])


def neighbours_table(speaker: Speaker, position: Position, codes: Sequence[str] = ()) -> Table:
    """The region among all of its level: first, last, and those just ahead and behind; by coverage and by IKD rate.

    codes: other regions to show instead, such as all of its province; a region without coverage comes last.
    """
    everywhere = len(codes) == 0
    codes = codes or ranking.neighbours(position)
    places = {code: standing.everywhere for code in codes if (standing := ranking.standing(position, code)) is not None}
    here = ranking.standing(position)
    n = here.everywhere.n if here else 0
    # A region without coverage has no K15 that its peers' number could be read from.
    field = count(n, f"{position.code}:K15:n" if here and here.everywhere.rank is not None else "")
    rows = tuple(_rank_row(speaker, position, code, places[code]) for code in codes)
    notes = [
        speaker(
            say(
                "Ranks: {n} regions, highest first; equal at the printed decimals shares a rank.",
                n=field,
            )
        )
    ]
    if any(coverage_bound(position, code) for code in codes):
        notes.append(speaker(cap_note()))
    if any(reach is not None and reach.best != reach.worst for reach in (reach_of(position, code) for code in codes)):
        notes.append(speaker(say("{assumption}.", assumption=reach_assumption())))
    title = (
        say(
            "{where} among {n} provinces"
            if position.region.level == "province"
            else "{where} among {n} regencies and cities",
            where=place(position.code),
            n=field,
        )
        if everywhere
        else say("{where} in {province}", where=place(position.code), province=place(position.region.parent))
    )
    return Table(
        columns=(
            Column(speaker.word("Province") if position.region.level == "province" else speaker.word("Region"), "left"),
            Column(speaker.word("Rank")),
            Column(speaker.word("Coverage"), unit="%"),
            Column(speaker.word("Unrecorded")),
            Column(speaker.word("IKD rate"), unit="%"),
            Column(speaker.word("IKD rank")),
            Column(speaker.word("Class"), "left"),
        ),
        rows=rows,
        title=speaker(title),
        source=sources_line(speaker, sources_of(position.figures(code) for code in codes)),
        region=position.code,
        notes=tuple(notes),
        region_of_rows=tuple(codes),
        highlight=(list(codes).index(position.code),) if position.code in codes else (),
    )


def _rank_row(speaker: Speaker, position: Position, code: str, ranks: ranking.Place) -> tuple[RichText, ...]:
    from cakupan.prose import TIER_NAMES

    form, own = speaker.format, position.figures(code)
    rate = own.ikd_rate(position.settings.ikd_base)
    tier = Position(position.observations, code, position.edition, position.settings).tier
    return (
        (own.region.short(speaker.lang),),
        rank_cell(speaker, position, code, ranks.rank),
        coverage_cell(speaker, position, own),
        unrecorded_cell(speaker, position, own),
        (form.percent(rate, key=f"{code}:K06"),) if rate is not None else (ABSENT,),
        (form.count(ranks.ikd_rank, key=f"{code}:K15:ikd"),) if ranks.ikd_rank is not None else (ABSENT,),
        (speaker.word(TIER_NAMES[tier]),) if tier else (ABSENT,),
    )


def rank_cell(speaker: Speaker, position: Position, code: str, rank: int | None) -> RichText:
    """A rank with the range that hidden surpluses leave it: "4 (3–7)"."""
    if rank is None:
        return (ABSENT,)
    return rank_reached(speaker, reach_of(position, code), speaker.format.count(rank, key=f"{code}:K15"), rank)


def rank_reached(speaker: Speaker, reach: Reach | None, number: Num, rank: int) -> RichText:
    """A printed rank with its range behind it, where it has one."""
    if reach is None or reach.best == reach.worst == rank:
        return (number,)
    best, worst = (speaker.format.count(getattr(reach, end), key=f"{number.key}:{end}") for end in ("best", "worst"))
    return rich(number, " (", best, "–", worst, ")")


HISTORY_COLUMNS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (marked("Wajib KTP"), "", ("wajib_ktp",)),
    (marked("Recorded"), "", ("recorded",)),
    (marked("Unrecorded"), "", ("unrecorded",)),
    (marked("Coverage as printed"), "%", ("recorded_pct",)),
    (marked("IKD activated"), "", ("ikd_active",)),
    (marked("IKD rate as printed"), "%", ("ikd_pct_of_wajib", "ikd_pct_of_recorded", "ikd_pct_base_unstated")),
    (marked("IKD target attainment as printed"), "%", ("ikd_pct_of_target",)),
)
"""What the history shows, a column per kind of figure with its unit: a rate and an attainment never share one."""
RATE_BASES = {"ikd_pct_of_recorded": "of recorded", "ikd_pct_base_unstated": "base not stated"}


def history_measures() -> tuple[str, ...]:
    """The measures that the history shows."""
    return tuple(measure for _, _, measures in HISTORY_COLUMNS for measure in measures)


def history_table(speaker: Speaker, position: Position, rows: tuple[Observation, ...]) -> Table:
    """Every figure published of the region, a row per date and source: no line is drawn through them."""
    used = [column for column in HISTORY_COLUMNS if any(row.measure in column[2] for row in rows)]
    grouped: dict[tuple[str, str], dict[str, Observation]] = {}
    for row in rows:
        grouped.setdefault((row.as_of, row.source), {})[row.measure] = row
    cells = tuple(
        (
            (speaker.format.date(as_of, short=True),),
            *(_published(speaker, by_measure, measures) for _, _, measures in used),
            (source,),
        )
        for (as_of, source), by_measure in grouped.items()
    )
    notes = [
        say("Register figures and those of offices and press follow different rules; they are not joined to one line.")
    ]
    kinds = {row.measure for row in rows}
    if "ikd_pct_of_target" in kinds and kinds & {"ikd_pct_of_wajib", "ikd_pct_of_recorded"}:
        notes.append(
            say(
                "An IKD rate (over people) and an attainment (over the target) are different measures; side by side, never one after the other."
            )
        )
    if any(row.rounded for row in rows):
        notes.append(say("{mark} printed rounded.", mark=verbatim(ROUNDED_MARK)))
    return Table(
        columns=(
            Column(speaker.word("As of"), "left"),
            *(Column(speaker.word(label), unit=unit) for label, unit, _ in used),
            Column(speaker.word("Source"), "left"),
        ),
        rows=cells,
        title=speaker(say("Everything published of {where}, by date and source", where=place(position.code))),
        source=(),
        region=position.code,
        notes=tuple(speaker(note) for note in notes),
    )


def _published(speaker: Speaker, by_measure: dict[str, Observation], measures: tuple[str, ...]) -> RichText:
    parts: list[RichText] = []
    for measure in measures:
        row = by_measure.get(measure)
        if row is None:
            continue
        key = f"{row.region}:{row.measure}:{row.as_of}:{row.source}"
        number = (
            speaker.format.count(row.count, key=key)
            if isinstance(row.value, int)
            else speaker.format.decimal(row.value, _places(row), key=key)
        )
        base = f" ({speaker.word(RATE_BASES[measure])})" if measure in RATE_BASES else ""
        parts.append(rich(ROUNDED_MARK if row.rounded else "", number, base))
    return rich(*parts) if parts else (ABSENT,)


def _places(row: Observation) -> int:
    text = str(row.value)
    return len(text.partition(".")[2])


MEASURE_LABELS = {
    "recorded": "Recorded",
    "wajib_ktp": "Wajib KTP",
    "ikd_active": "IKD activated",
    "population": "Population",
}
