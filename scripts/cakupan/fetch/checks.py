"""Whether what came can be right: complete, of known codes, parts that make their whole, and no population halved. Sentences only; nothing is repaired."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cakupan.fetch.reading import SHOWN, Table
from cakupan.regions import NATION, Regions, parent_of

Known = Mapping[tuple[str, str], tuple[int, str]]
"""The newest known count by region and measure, with its reference date."""
INSIST = 'say --insist "why it is right" if it is'


def check(tables: Sequence[Table], regions: Regions, known: Known, insisted: bool) -> None:
    """Add to each table why it cannot be taken. insisted: somebody has said why unlikely figures are right; then they become notes."""
    for table in tables:
        table.faults += _codes(table, regions)
        table.faults += _gaps(table)
        doubts = list(_halved(table, regions, known))
        (table.notes if insisted else table.faults).extend(doubts)
    for table in tables:
        whole = _above(table, tables)
        if whole is not None and not table.faults and not whole.faults:
            doubts = list(_sums(table, whole, regions))
            (table.notes if insisted else table.faults).extend(doubts)
            if not doubts:
                table.notes.append(_fit(table, whole))


def _codes(table: Table, regions: Regions) -> Iterator[str]:
    """Codes that are not known, and regions that are lacking: all provinces and regencies must be there, and a district in every regency."""
    label, level = table.layer.label, table.layer.level
    if level == "district":
        strange = sorted({code[:4] for code in table.names} - {region.code for region in regions.at("regency")})
        if strange:
            yield f"{label}: districts lie in {_some(strange)}, which are no Kemendagri codes of regencies"
        empty = sorted({region.code for region in regions.at("regency")} - {code[:4] for code in table.names})
        if empty:
            yield f"{label}: there is no district of {_named(empty, regions)}; the layer is not whole"
        return
    expected = {region.code for region in regions.at("province" if level == "province" else "regency")}
    if strange := sorted(set(table.names) - expected):
        yield f"{label}: {_some(strange)} {'is no' if len(strange) == 1 else 'are no'} Kemendagri code of a {level}"
    if lacking := sorted(expected - set(table.names)):
        yield f"{label}: {len(table.names)} of {len(expected)} came; {_named(lacking, regions)} {'is' if len(lacking) == 1 else 'are'} lacking"


def _gaps(table: Table) -> Iterator[str]:
    """Regions without a figure: refused of provinces and regencies, told of districts, some of which have none on the ministry's own map."""
    for measure, codes in table.missing.items():
        if table.layer.level != "district":
            yield f"{table.layer.label}: {_some(codes)} {'has' if len(codes) == 1 else 'have'} no {measure}; the layer is not whole"
        else:
            table.notes.append(
                f"{table.layer.label}: {len(codes)} districts have no {measure} and are left out of it: {_some(codes)}"
            )


def _halved(table: Table, regions: Regions, known: Known) -> Iterator[str]:
    for code, count in table.figures.get("population", {}).items():
        before, day = known.get((code, "population"), (0, ""))
        if 2 * count < before:
            yield f"{table.layer.label}: the population of {_named([code], regions)} would be {count}, where it was {before} on {day}; {INSIST}"


def _above(table: Table, tables: Sequence[Table]) -> Table | None:
    """The table of the regions that those of a table lie in, of the same connection."""
    level = {"regency": "province", "district": "regency"}.get(table.layer.level)
    return next(
        (one for one in tables if one.layer.connection == table.layer.connection and one.layer.level == level), None
    )


def _sums(table: Table, whole: Table, regions: Regions) -> Iterator[str]:
    """Regions whose parts do not make them; one that lacks a part's figure cannot be asked."""
    for measure in table.figures:
        if measure not in whole.figures:
            continue
        unasked = {parent_of(code) for code in table.missing.get(measure, ())}
        sums: dict[str, int] = {}
        for code, count in table.figures[measure].items():
            sums[parent_of(code)] = sums.get(parent_of(code), 0) + count
        odd = [
            code for code, count in whole.figures[measure].items() if code not in unasked and sums.get(code) != count
        ]
        if odd:
            code = odd[0]
            yield (
                f"{table.layer.label}: the {measure} of the parts of {_named([code], regions)} sums to {sums.get(code, 0)}, and {whole.layer.label} "
                f"has {whole.figures[measure][code]}" + (f"; so it is with {len(odd) - 1} more" if len(odd) > 1 else "") + f"; {INSIST}"
            )  # fmt: skip


def _fit(table: Table, whole: Table) -> str:
    return f"{table.layer.label}: its {len(table.names)} regions sum to those of {whole.layer.label} in {', '.join(m for m in table.figures if m in whole.figures)}"


def _named(codes: Sequence[str], regions: Regions) -> str:
    listed = [
        f"{code} {regions.by_code[code].name}" if code in regions.by_code and code != NATION else code for code in codes
    ]
    return _some(listed)


def _some(listed: Sequence[str]) -> str:
    rest = len(listed) - SHOWN
    return ", ".join(listed[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")
