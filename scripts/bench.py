"""Measure speed and memory: CPU seconds per briefing against the command-line loop that a user would write, and the floor.

python3 scripts/bench.py --prepare       install what the baseline needs (Debian's Chromium, playwright), once
python3 scripts/bench.py --quick         the table from one run, in two or three minutes
python3 scripts/bench.py                 the table from three runs, in some eight minutes
python3 scripts/bench.py --many 553      also one run of 553 reports, for memory
"""

import sys

from _bootstrap import hand_over

if __name__ == "__main__":
    hand_over(["-m", "cakupan.bench", *sys.argv[1:]])
