"""Published figures: what was observed where, when, and who says so. Nothing is computed here.

`observation` holds the values, `model` how one is chosen for an edition, `schema` what a table must look like, `load` the files.
"""

from cakupan.observations.load import load_observations
from cakupan.observations.model import Observations, Trace
from cakupan.observations.observation import Observation, Source

__all__ = ["Observation", "Observations", "Source", "Trace", "load_observations"]
