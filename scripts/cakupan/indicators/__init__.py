"""Indicators K01–K28: pure functions of observations, exact until they are printed.

`formulas` is the arithmetic, `figures` chooses what goes in, `catalogue` lists all. Flags are in `quality`.
"""

from cakupan.indicators.catalogue import CATALOGUE, compute, compute_programmes, described
from cakupan.indicators.figures import Figures, Position
from cakupan.indicators.model import Indicator

__all__ = ["CATALOGUE", "Figures", "Indicator", "Position", "compute", "compute_programmes", "described"]
