"""Set everything up and run the tests, side by side on all cores.

python3 scripts/test.py                  each capability with its fast tests and one real run: a few minutes
python3 scripts/test.py --all            everything that needs only Python, as the gate does
python3 scripts/test.py -k indicators    any option of pytest
"""

import os
import sys

from _bootstrap import hand_over

APART = "not browser and not postgres and not cluster and not app and not office"
"""Tests that need more than Python run in the gate, .ci/run, which installs what they need."""

if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--all"]
    if "--all" in sys.argv:
        chosen = ["-m", APART, "--hypothesis-profile=thorough"]
    else:
        chosen = ["-m", f"(not slow or essential) and {APART}"]
    alone = any(argument.startswith(("-n", "--numprocesses", "--pdb", "-s")) for argument in arguments)
    parallel = [] if alone else ["-n", str(max(2, os.cpu_count() or 2)), "--dist", "loadfile", "--no-loadscope-reorder"]
    hand_over(["-m", "pytest", *chosen, *parallel, *arguments], "requirements-test.txt")
