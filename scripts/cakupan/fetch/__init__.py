"""Figures from the ministry's public map server (ArcGIS REST): asked for politely, checked, and handed to `ingest`.

Which services, layers, fields and measures is data (`data/connections.toml`). `run` has the order of the steps: connections → server →
pages → reading → days → checks → ingest. Nothing here writes into a data directory; `ingest` alone does.
"""

from cakupan.fetch.run import Outcome, Wanted, fetch
from cakupan.fetch.shown import lines

__all__ = ["Outcome", "Wanted", "fetch", "lines"]
