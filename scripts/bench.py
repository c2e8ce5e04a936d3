"""Measure speed and memory: CPU seconds per briefing against the command-line loop that a user would write, and the floor.

python3 scripts/bench.py --prepare       install what the baseline needs (Debian's Chromium, playwright), once
python3 scripts/bench.py --quick         the table from one run of each fourth province, in three minutes
python3 scripts/bench.py                 the table from three runs, in some eight minutes
python3 scripts/bench.py --many 553      also one run of 553 reports, for memory
python3 scripts/bench.py --cluster 2     only the Dask executor against the local one; needs the extra `cakupan[cluster]`
python3 scripts/bench.py --backtest      only how well projections held on simulated panels, in some four minutes
python3 scripts/bench.py --plan 83762    only a plan over all villages of a simulated nation: seconds and memory
"""

import sys

from _bootstrap import hand_over

if __name__ == "__main__":
    hand_over(["-m", "cakupan.bench", *sys.argv[1:]])
