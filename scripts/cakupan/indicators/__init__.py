"""Indicators: pure functions of observations, exact until they are printed.

Which there are is told by data/indicators.toml. `programmes` computes the kinds that every programme has; `catalogue` lists K01 to K28,
which are of recording and IKD only. `formulas` is the arithmetic, `figures` chooses what goes in. Flags are in `quality`.
"""

from cakupan.indicators.catalogue import CATALOGUE, compute, compute_programmes, described
from cakupan.indicators.figures import Figures, Position
from cakupan.indicators.model import Indicator

__all__ = ["CATALOGUE", "Figures", "Indicator", "Position", "compute", "compute_programmes", "described"]
