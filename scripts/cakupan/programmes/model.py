"""What a measure, a kind of indicator, a programme and a flag are, as values. Reading their tables is in `load`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from cakupan.errors import UsageError, message
from cakupan.languages import LANGS, Lang

Names = Mapping[Lang, str]
"""A name or text by language."""

_WORD = re.compile(r"\w+")
NO_NAMES: Names = dict.fromkeys(LANGS, "")


@dataclass(frozen=True)
class Measure:
    """What is counted. unit: people, percent, voters, regencies; kind: stock, flow, ratio, target; legal: where it is laid down.

    words: headings by which tables of offices call it, besides its names.
    """

    id: str
    name: Names
    unit: str = "people"
    kind: str = "stock"
    definition: Names = field(default_factory=lambda: NO_NAMES)
    legal: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class IndicatorKind:
    """A kind of arithmetic that is applied to a programme. better: "up", "down" or empty; limits: what it cannot say.

    like: the kind whose arithmetic it has, for one that a table adds; then programmes: those that have it (all where none is named), and
    target (a share) and base (a measure): what it is computed with instead of the programme's. frame: its place among the columns of
    frames, 0 for none.
    """

    id: str
    name: Names
    unit: str
    formula: str
    better: str = ""
    definition: Names = field(default_factory=lambda: NO_NAMES)
    limits: Names = field(default_factory=lambda: NO_NAMES)
    like: str = ""
    programmes: tuple[str, ...] = ()
    target: Fraction | None = None
    base: str = ""
    frame: int = 0

    @property
    def arithmetic(self) -> str:
        """The kind of arithmetic that it is computed by."""
        return self.like or self.id

    def of(self, programme: Programme) -> Programme:
        """The programme as this indicator takes it: over another base, or toward another target, where one is named."""
        return replace(programme, base=self.base or programme.base, target_share=self.target or programme.target_share)


@dataclass(frozen=True)
class FlagKind:
    """A doubt that figures can raise, F01 to F16: its rule, how grave it is, and what it means."""

    id: str
    name: Names
    severity: str
    rule: str
    meaning: Names


@dataclass(frozen=True)
class Programme:
    """One coverage that offices are judged by: who has something, of whom.

    numerator, base, other_base, target: ids of measures; the target's figure is a percentage of the base. classes: bounds of the
    classes of maps in percent, lowest first. capped: whether a source may cut off what is above 100. base_share: percent of the
    population that the base can plausibly be; base_share_of_nation: the same in multiples of the nation's. ids: older ids of its
    indicators by kind; columns: older names of their columns in frames, which then has no others of the shipped kinds.
    names: what its indicators are called by kind, where the kind's own name does not fit.
    target_share: a share that stands instead of the published target.
    """

    id: str
    name: Names
    short: Names
    numerator: str
    base: str
    base_words: Names
    have: Names
    lack: Names
    target: str = ""
    other_base: str = ""
    classes: tuple[Fraction, ...] = ()
    capped: bool = False
    base_share: tuple[Fraction, Fraction] | None = None
    base_share_of_nation: tuple[Fraction, Fraction] | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Names] = field(default_factory=dict)
    target_share: Fraction | None = None
    legal: str = ""
    limits: Names = field(default_factory=lambda: NO_NAMES)

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that its figures are read from, without the target."""
        return tuple(dict.fromkeys(name for name in (self.numerator, self.base, self.other_base) if name))

    def address(self, kind: str) -> str:
        """The id of one of its indicators: `K01`, or `kia.coverage`."""
        return self.ids.get(kind, f"{self.id}.{kind}")

    def column(self, kind: IndicatorKind) -> str:
        """The name of the column of one of its indicators in frames; empty where frames have none."""
        if not kind.frame or (kind.programmes and self.id not in kind.programmes):
            return ""
        return self.columns.get(kind.id, "") if self.columns and not kind.like else f"{self.id}_{kind.id}"

    def name_of(self, kind: IndicatorKind) -> Names:
        """What one of its indicators is called where the programme is known: "Coverage", "Activation rate"."""
        return self.names.get(kind.id, kind.name)

    def called(self, kind: IndicatorKind) -> Names:
        """What one of its indicators is called among those of other programmes: "KIA: coverage"."""
        return {lang: f"{self.short[lang]}: {text[:1].lower()}{text[1:]}" for lang, text in self.name_of(kind).items()}

    def class_of(self, coverage: Fraction) -> int:
        """The class of a coverage in percent, 0 (lowest) to the number of bounds."""
        return sum(1 for bound in self.classes if coverage >= bound)


@dataclass(frozen=True)
class Definitions:
    """All definitions of a data directory: measures, programmes, kinds of indicators, flags; each by id, in order."""

    measures: Mapping[str, Measure] = field(default_factory=dict)
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    kinds: Mapping[str, IndicatorKind] = field(default_factory=dict)
    flags: Mapping[str, FlagKind] = field(default_factory=dict)

    @property
    def further(self) -> tuple[Programme, ...]:
        """The programmes whose indicators have no ids of the catalogue K01 to K28."""
        return tuple(programme for programme in self.programmes.values() if not programme.ids)

    @property
    def columns(self) -> tuple[IndicatorKind, ...]:
        """The kinds that frames have columns of, in the order of the columns."""
        return tuple(sorted((kind for kind in self.kinds.values() if kind.frame), key=lambda kind: kind.frame))

    @property
    def added(self) -> tuple[IndicatorKind, ...]:
        """The kinds that tables add to those whose arithmetic has a name of its own."""
        return tuple(kind for kind in self.kinds.values() if kind.like)

    @property
    def counted(self) -> frozenset[str]:
        """The measures that programmes are made of: counts of people, comparable between regions, whose parts add up."""
        return frozenset(measure for programme in self.programmes.values() for measure in programme.measures)

    def texts(self, lang: Lang) -> Iterator[str]:
        """All names and texts of the definitions in a language, as a document may print them."""
        for programme in self.programmes.values():
            for names in (
                *programme.names.values(),
                programme.name,
                programme.short,
                programme.base_words,
                programme.have,
                programme.lack,
                programme.limits,
            ):
                yield names[lang]
        for measure in self.measures.values():
            yield from (measure.name[lang], measure.definition[lang], measure.legal)
        for kind in self.kinds.values():
            yield from (kind.name[lang], kind.formula, kind.definition[lang], kind.limits[lang])

    def programme(self, id: str) -> Programme:
        """A programme by its id. Raises UsageError that lists what there is."""
        if id not in self.programmes:
            raise UsageError(
                message(
                    "there is no programme {id}; there are {programmes}",
                    id=repr(id),
                    programmes=", ".join(self.programmes),
                )
            )
        return self.programmes[id]

    def chosen(self, ids: Iterable[str] | None) -> tuple[Programme, ...]:
        """Some programmes by id, or all. Raises UsageError."""
        return tuple(self.programmes.values()) if ids is None else tuple(self.programme(id) for id in ids)

    def formula(self, programme: Programme | None, kind: IndicatorKind) -> str:
        """The formula of a kind with the measures of a programme: "100 × kia_owned ÷ kia_due"."""
        if programme is None:
            return kind.formula
        words = {"numerator": programme.numerator, "base": kind.base or programme.base}
        if kind.target is not None:
            words["target"] = f"{float(kind.target * 100):g} %"
        return _WORD.sub(lambda match: words.get(match.group(), match.group()), kind.formula)

    def of_indicator(self, id: str) -> tuple[Programme | None, IndicatorKind] | None:
        """The programme and the kind of an indicator's id, `K05` or `kia.coverage`; None for an unknown id."""
        for programme in self.programmes.values():
            for kind, older in programme.ids.items():
                if older == id:
                    return programme, self.kinds[kind]
        name, _, kind = id.partition(".")
        if name in self.programmes and kind in self.kinds:
            return self.programmes[name], self.kinds[kind]
        return (None, self.kinds[SHARED[id]]) if id in SHARED else None


SHARED = {
    "K10": "net_change",
    "K11": "pace",
    "K12": "required_pace",
    "K13": "pace_ratio",
    "K14": "projection",
    "K26": "first_voters",
    "K27": "print_backlog",
}
"""Older ids of indicators that tell of more than one programme, or of none, with their kind."""
