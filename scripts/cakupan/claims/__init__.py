"""The claims audit: a published sentence with its figures in, a verdict with its arithmetic out.

Pure, except that `load_claims` reads a file and `Outside` looks into observations. Nothing is laid out here.
"""

from cakupan.claims.judge import judge
from cakupan.claims.model import LABELS, MARKS, Claim, Known, Label, Mark, Reading, Verdict
from cakupan.claims.outside import Outside
from cakupan.claims.printed import Printed, Unreadable, Window, read_count, read_percent
from cakupan.claims.rank import CrossSection, RankReport, Standing
from cakupan.claims.ranking import rank_claim
from cakupan.claims.shown import Shown, shown
from cakupan.claims.table import COLUMNS, ClaimProblem, ClaimTable, Problem, claim_of, load_claims, read_claims
from cakupan.claims.together import judge_all

__all__ = [
    "COLUMNS",
    "LABELS",
    "MARKS",
    "Claim",
    "ClaimProblem",
    "ClaimTable",
    "CrossSection",
    "Known",
    "Label",
    "Mark",
    "Outside",
    "Printed",
    "Problem",
    "RankReport",
    "Reading",
    "Shown",
    "Standing",
    "Unreadable",
    "Verdict",
    "Window",
    "claim_of",
    "judge",
    "judge_all",
    "load_claims",
    "rank_claim",
    "read_claims",
    "read_count",
    "read_percent",
    "shown",
]
