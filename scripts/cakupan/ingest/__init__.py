"""Bring your own figures: from the table that an office has to observations, checked before anything is written.

`run` has the order of the steps: files → layout → rows → checks → compare → store. Plausibility beyond the table is for `quality`.
"""

from cakupan.ingest import shown
from cakupan.ingest.asked import read_mapping, read_matches, read_where
from cakupan.ingest.model import Options, Refusal, Refused, Report
from cakupan.ingest.run import ingest

__all__ = ["Options", "Refusal", "Refused", "Report", "ingest", "read_mapping", "read_matches", "read_where", "shown"]
