"""Definitions as data: measures, programmes, kinds of indicators and flags, read from tables. Figures live in `observations`, arithmetic in `indicators`."""

from cakupan.programmes.load import FILES, load_definitions, shipped
from cakupan.programmes.model import Definitions, FlagKind, IndicatorKind, Measure, Names, Programme

__all__ = [
    "FILES",
    "Definitions",
    "FlagKind",
    "IndicatorKind",
    "Measure",
    "Names",
    "Programme",
    "load_definitions",
    "shipped",
]
