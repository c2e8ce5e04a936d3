"""Set everything up and run the tests.

python3 scripts/test.py                  everything that needs only Python
python3 scripts/test.py -k indicators    any option of pytest
"""

import sys

from _bootstrap import hand_over

if __name__ == "__main__":
    hand_over(["-m", "pytest", "-m", "not browser and not postgres and not cluster and not app", *sys.argv[1:]])
