"""Set everything up and build the current edition from the shipped figures into output/.

python3 scripts/build.py                 the whole edition: national, 38 provinces, index
python3 scripts/build.py --region 64     any option of `cakupan build`
"""

import sys

from _bootstrap import hand_over

if __name__ == "__main__":
    hand_over(["-m", "cakupan", "build", *sys.argv[1:]])
