"""Definitions as plain facts, for the command line and for JSON. Nothing is decided here."""

from __future__ import annotations

from typing import Any

from cakupan.programmes.model import Definitions, Programme


def all_ids(definitions: Definitions) -> dict[str, list[str]]:
    """Return the ids of everything that is defined, by what it is."""
    older = [id for programme in definitions.programmes.values() for id in programme.ids.values()]
    shared = [id for id in (f"K{number:02}" for number in range(1, 29)) if definitions.of_indicator(id)]
    return {
        "programmes": list(definitions.programmes),
        "measures": list(definitions.measures),
        "indicators of any programme": list(definitions.kinds),
        "indicators by number": sorted({*older, *shared}),
        "flags": list(definitions.flags),
    }


def shown(definitions: Definitions, id: str) -> dict[str, Any] | None:
    """Return what is defined under an id, texts by language; None for an unknown one."""
    if id in definitions.programmes:
        return _programme(definitions.programmes[id])
    if id in definitions.measures:
        measure = definitions.measures[id]
        return {
            "measure": id, "name": dict(measure.name), "unit": measure.unit, "kind": measure.kind,
            "definition": dict(measure.definition), "legal": measure.legal,
        }  # fmt: skip
    if id in definitions.flags:
        flag = definitions.flags[id]
        return {
            "flag": id, "name": dict(flag.name), "severity": flag.severity, "rule": flag.rule, "meaning": dict(flag.meaning),
        }  # fmt: skip
    known = (None, definitions.kinds[id]) if id in definitions.kinds else definitions.of_indicator(id)
    if known is None:
        return None
    programme, kind = known
    facts: dict[str, Any] = {
        "indicator": id, "name": dict(programme.name_of(kind) if programme else kind.name), "programme": programme.id if programme else "",
        "unit": kind.unit, "formula": definitions.formula(programme, kind), "better": kind.better,
        "definition": dict(kind.definition), "limits": dict(kind.limits),
    }  # fmt: skip
    if programme is not None:
        facts |= {
            "numerator": programme.numerator, "base": programme.base, "target": programme.target, "legal": programme.legal,
        }  # fmt: skip
    return facts


def _programme(programme: Programme) -> dict[str, Any]:
    return {
        "programme": programme.id, "name": dict(programme.name), "numerator": programme.numerator, "base": programme.base,
        "other base": programme.other_base, "target": programme.target, "have": dict(programme.have), "lack": dict(programme.lack),
        "classes": [f"{float(bound):g}" for bound in programme.classes], "capped": "yes" if programme.capped else "no",
        "older ids": [f"{kind} = {id}" for kind, id in programme.ids.items()], "legal": programme.legal,
        "limits": dict(programme.limits),
    }  # fmt: skip
