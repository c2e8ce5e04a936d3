"""Show how the pages differ from their references, or make the references anew.

    .venv/bin/python tests/look/update.py --show DIR    reference, page of today and difference, side by side
    .venv/bin/python tests/look/update.py               take the pages of today as references: look at them first

Needs Chromium and Poppler's pdftoppm.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [str(ROOT / "scripts"), str(ROOT / "tests")]
sys.path[:0] = FOLDERS
os.environ["PYTHONPATH"] = os.pathsep.join([*FOLDERS, os.environ.get("PYTHONPATH", "")])

from browser.chromium import Chromium  # noqa: E402  # the tests' folder must be on the path first
from look.pictures import PICTURES, REFERENCES, build, compare, side_by_side, small  # noqa: E402
from PIL import Image  # noqa: E402


def main() -> None:
    """Compare every page with its reference, then show the difference or replace the reference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", type=Path, metavar="DIR", help="write the comparisons there and change nothing")
    show: Path | None = parser.parse_args().show
    with tempfile.TemporaryDirectory() as scratch, Chromium(Path(scratch)) as chromium:
        edition = build(Path(scratch) / "output")
        for name, take in PICTURES.items():
            now, path = small(take(edition, chromium)), REFERENCES / f"{name}.png"
            if path.exists():
                comparison = compare(Image.open(path), now)
                print(
                    f"{name}: {comparison.share:.2%} of the pixels differ{'' if comparison.same else ': not the same'}"
                )
                if show:
                    show.mkdir(parents=True, exist_ok=True)
                    side_by_side(Image.open(path), now, comparison).save(show / f"{name}.png")
                    print(f"  {show / name}.png")
            if not show:
                REFERENCES.mkdir(exist_ok=True)
                now.save(path, optimize=True)


if __name__ == "__main__":
    main()
