"""A simulated panel for trying things out and for load tests: grown from real levels, with faults planted on purpose.

Everything of it says SIMULASI / SIMULATED. `make` makes it: `panel` grows it, `faults` plants; `write` makes a data directory, `check` scores.
"""

from cakupan.simulate.backtest import Backtest, backtest
from cakupan.simulate.check import Score, precision_recall
from cakupan.simulate.make import simulate
from cakupan.simulate.panel import Panel, Planted
from cakupan.simulate.write import write

__all__ = ["Backtest", "Panel", "Planted", "Score", "backtest", "precision_recall", "simulate", "write"]
