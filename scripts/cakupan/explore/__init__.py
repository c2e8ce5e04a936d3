"""Looking at the figures interactively: views that a line of code reproduces, and the controls that choose them.

Briefings with all their sections are in `briefing`.
"""

from cakupan.explore.measures import Measure, measures_of
from cakupan.explore.recipes import recipe
from cakupan.explore.view import BASES, PEERS, Peers, Shown, View
from cakupan.explore.widgets import Explorer

__all__ = ["BASES", "PEERS", "Explorer", "Measure", "Peers", "Shown", "View", "measures_of", "recipe"]
